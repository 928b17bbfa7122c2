"""What a pass sees: each pair once, of a large source a part."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.training.parallel import MISSING, ParallelText
from indexer.training.sampling import MOST_FROM_SOURCE, Pairs, language_pairs, pass_over
from indexer.training.tables import TokenTable, concatenated

ROWS = 400


@pytest.fixture(scope="module")
def text() -> ParallelText:
    rows = np.full((ROWS, 4), MISSING, dtype=np.int32)
    for column in range(3):
        rows[:, column] = np.arange(ROWS)
    return ParallelText(
        cells=tuple([f"{k}-{n}" for n in range(ROWS)] if k < 3 else [] for k in range(4)),
        rows=rows,
        source_of_row=(np.arange(ROWS) // 100).astype(np.int32),
        sources=("a", "b", "c", "d"),
    )


def made_table(language: int, length: int = 8) -> TokenTable:
    """Every token of text n in a language is 1000·language + n, so that texts can be told apart by their tokens."""
    count = ROWS if language < 3 else 0
    ids = (1000 * language + np.repeat(np.arange(count), length)).astype(np.uint16)
    return TokenTable(ids=ids, offsets=np.arange(0, count * length + 1, length, dtype=np.int64))


@pytest.fixture(scope="module")
def joined() -> tuple[TokenTable, np.ndarray]:
    return concatenated([made_table(language) for language in range(4)])


def test_tables_address_texts(joined: tuple[TokenTable, np.ndarray]) -> None:
    table, starts = joined
    assert starts.tolist() == [0, 400, 800, 1200]
    taken = table.take(np.array([401, 3, 401]))
    assert taken.ids.tolist() == [1001] * 8 + [3] * 8 + [1001] * 8
    assert taken.offsets.tolist() == [0, 8, 16, 24]


def test_a_pass_sees_each_pair_at_most_once_and_nearly_all(
    text: ParallelText, joined: tuple[TokenTable, np.ndarray]
) -> None:
    table, starts = joined
    pairs = language_pairs(text, table, starts)
    assert [len(part) for part in pairs] == [400, 400, 0, 400, 0, 0]
    seen = [
        frozenset((int(left), int(right)))
        for batch in pass_over(pairs, size=50, rng=np.random.default_rng(0))
        for left, right in zip(batch.left, batch.right, strict=True)
    ]
    assert len(seen) == len(set(seen))
    assert 1000 <= len(seen) <= 1200
    assert all(max(pair) % 400 == min(pair) % 400 for pair in seen)


def test_a_pass_is_drawn_anew_from_its_generator(text: ParallelText, joined: tuple[TokenTable, np.ndarray]) -> None:
    table, starts = joined
    pairs = language_pairs(text, table, starts)
    first, again, other = (
        [batch.left.tolist() for batch in pass_over(pairs, size=50, rng=np.random.default_rng(seed))]
        for seed in (0, 0, 1)
    )
    assert first == again != other


def test_a_large_source_is_sampled_down() -> None:
    count = MOST_FROM_SOURCE + 5_000
    numbers = np.arange(count, dtype=np.int64)
    pairs = [Pairs(left=numbers, right=numbers, source=(numbers % 11 == 0).astype(np.int32))]
    seen = np.concatenate([b.source for b in pass_over(pairs, size=1, rng=np.random.default_rng(0))])
    assert (seen == 1).sum() == count // 11
    assert (seen == 0).sum() == min(count - count // 11, MOST_FROM_SOURCE)
