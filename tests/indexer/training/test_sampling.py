"""What a pass sees: long pairs once, short ones half the time, stretches that hold their sentence's translation."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.training.parallel import MISSING, ParallelText
from indexer.training.sampling import MOST_FROM_SOURCE, Pairs, by_length, language_pairs, pass_over, windows
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
    assert taken.cut(2).ids.tolist() == [1001, 1001, 3, 3, 1001, 1001]
    assert taken.joined(np.array([0, 2, 3])).offsets.tolist() == [0, 16, 24]


def test_a_pass_sees_each_pair_at_most_once_and_nearly_all(
    text: ParallelText, joined: tuple[TokenTable, np.ndarray]
) -> None:
    table, starts = joined
    pairs = language_pairs(text, table, starts)
    assert [len(part) for part in pairs] == [400, 400, 0, 400, 0, 0]
    seen = [
        frozenset((int(left), int(right)))
        for batch in pass_over(pairs, table, size=50, rng=np.random.default_rng(0))
        for left, right in zip(batch.left, batch.right, strict=True)
    ]
    assert len(seen) == len(set(seen))
    assert 1000 <= len(seen) <= 1200
    assert all(max(pair) % 400 == min(pair) % 400 for pair in seen)


def test_a_pass_is_drawn_anew_from_its_generator(text: ParallelText, joined: tuple[TokenTable, np.ndarray]) -> None:
    table, starts = joined
    pairs = language_pairs(text, table, starts)
    first, again, other = (
        [batch.left.tolist() for batch in pass_over(pairs, table, size=50, rng=np.random.default_rng(seed))]
        for seed in (0, 0, 1)
    )
    assert first == again != other


def test_short_pairs_come_half_the_time_and_long_ones_only_on_request(text: ParallelText) -> None:
    table, starts = concatenated([made_table(language, length=2) for language in range(4)])
    pairs = language_pairs(text, table, starts)
    count = sum(len(batch) for batch in pass_over(pairs, table, size=10, rng=np.random.default_rng(0)))
    assert 500 < count < 700
    assert list(pass_over(pairs, table, size=10, rng=np.random.default_rng(0), shortest=4)) == []


def test_a_large_source_is_sampled_down() -> None:
    count = MOST_FROM_SOURCE + 5_000
    numbers = np.arange(count, dtype=np.int64)
    table = TokenTable(ids=np.zeros(8 * count, dtype=np.uint16), offsets=np.arange(0, 8 * count + 1, 8, dtype=np.int64))
    pairs = [Pairs(left=numbers, right=numbers, source=(numbers % 11 == 0).astype(np.int32))]
    seen = np.concatenate([b.source for b in pass_over(pairs, table, size=1, rng=np.random.default_rng(0))])
    assert (seen == 1).sum() == count // 11
    assert (seen == 0).sum() == min(count - count // 11, MOST_FROM_SOURCE)


def test_stretches_hold_the_translation_and_stay_in_their_source(
    text: ParallelText, joined: tuple[TokenTable, np.ndarray]
) -> None:
    table, starts = joined
    sentences, stretches, sources = windows(
        text, table, starts, count=200, tokens=(20, 40), rng=np.random.default_rng(0)
    )
    assert len(sentences) == len(stretches) == len(sources) == 200
    for number, sentence in enumerate(sentences):
        own = int(table.ids[table.offsets[sentence]])
        inside = stretches.ids[stretches.offsets[number] : stretches.offsets[number + 1]].astype(int)
        asked_in, said_in = own // 1000, inside[0] // 1000
        assert asked_in != said_in
        rows = inside - 1000 * said_in
        assert own % 1000 in rows
        assert set(rows // 100) == {sources[number]}
        assert rows.tolist() == sorted(rows.tolist())
        assert 8 <= len(rows) <= 48
    assert len(stretches.ids) / 200 > 20


def test_batches_by_length_are_alike() -> None:
    lengths = np.arange(1000, dtype=np.int64) % 97
    batches = by_length(np.zeros(1000, dtype=np.int32), lengths, size=50, rng=np.random.default_rng(0))
    assert len(batches) == 18 + 2
    assert len({int(number) for batch in batches for number in batch}) == 1000
    assert np.mean([np.ptp(lengths[batch]) for batch in batches]) < 30
