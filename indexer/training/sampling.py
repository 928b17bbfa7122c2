"""What a training pass sees: pairs of texts, balanced over languages and sources, in batches of near neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.training.parallel import LANGUAGE_PAIRS, LANGUAGES, MISSING, ParallelText
from indexer.training.tables import Numbers, TokenTable

# A source gives a pass at most this many pairs of one language pair; the largest has 126,000 of Polish and Arabic.
MOST_FROM_SOURCE = 50_000
# Pairs of words teach words; half of them a pass is enough, sentences are what is searched.
SHORT_TOKENS = 3
SHORT_SHARE = 0.5
# Texts of one source are one another's hardest negatives: a batch is made of runs of this many from one source.
RUN = 256
MIXED_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of text numbers with the number of the source they come from."""

    left: Numbers
    right: Numbers
    source: NDArray[np.int32]

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.left)

    def take(self, chosen: Numbers) -> Pairs:
        """The chosen pairs, in that order."""
        return Pairs(left=self.left[chosen], right=self.right[chosen], source=self.source[chosen])


def language_pairs(text: ParallelText, table: TokenTable, starts: Numbers) -> list[Pairs]:
    """The distinct pairs of each language pair; a text's number in `table` is `starts[language]` plus its cell's.

    Pairs with a text the vocabulary knows nothing of are left out.
    """
    lengths = table.lengths
    found = []
    for first, second in LANGUAGE_PAIRS:
        rows = text.row_pairs(first, second)
        left = starts[first] + text.rows[rows, first].astype(np.int64)
        right = starts[second] + text.rows[rows, second].astype(np.int64)
        keep = np.flatnonzero((lengths[left] > 0) & (lengths[right] > 0))
        found.append(Pairs(left=left[keep], right=right[keep], source=text.source_of_row[rows[keep]]))
    return found


def pass_over(
    pairs: list[Pairs], table: TokenTable, *, size: int, rng: np.random.Generator, shortest: int = 1
) -> Iterator[Pairs]:
    """One pass: batches of `size` pairs, most of one language pair, a quarter mixed; the order is drawn anew.

    `shortest` leaves out pairs with fewer tokens on either side.
    """
    lengths = table.lengths
    batches: list[Pairs] = []
    mixed: list[Pairs] = []
    for of_languages in pairs:
        chosen = rng.permutation(len(of_languages))
        shorter = np.minimum(lengths[of_languages.left[chosen]], lengths[of_languages.right[chosen]])
        chosen = chosen[(shorter > SHORT_TOKENS) | (rng.random(len(chosen)) < SHORT_SHARE)]
        chosen = chosen[_rank_within(of_languages.source[chosen]) < MOST_FROM_SOURCE]
        if shortest > 1:
            part = of_languages.take(chosen)
            chosen = chosen[np.minimum(lengths[part.left], lengths[part.right]) >= shortest]
        for_mixed = int(len(chosen) * MIXED_SHARE)
        mixed.append(of_languages.take(chosen[:for_mixed]))
        batches += _in_runs(of_languages.take(chosen[for_mixed:]), size=size, rng=rng)
    together = Pairs(
        left=np.concatenate([part.left for part in mixed]),
        right=np.concatenate([part.right for part in mixed]),
        source=np.concatenate([part.source for part in mixed]),
    )
    flip = rng.random(len(together)) < 0.5
    turned = Pairs(
        left=np.where(flip, together.right, together.left),
        right=np.where(flip, together.left, together.right),
        source=together.source,
    )
    batches += _in_runs(turned.take(rng.permutation(len(turned))), size=size, rng=rng)
    for number in rng.permutation(len(batches)):
        yield batches[number]


def windows(
    text: ParallelText,
    table: TokenTable,
    starts: Numbers,
    *,
    count: int,
    tokens: tuple[int, int],
    rng: np.random.Generator,
) -> tuple[Numbers, TokenTable, NDArray[np.int32]]:
    """`count` sentences and, for each, a stretch of its source in another language that holds its translation.

    Neighbouring rows of a source continue one another, so such a stretch reads like a passage of `tokens[0]` to
    `tokens[1]` tokens. Returns the sentences' text numbers, the stretches as a table, and the source of each.
    """
    lengths = table.lengths
    sentences: list[int] = []
    stretches: list[Numbers] = []
    sources: list[int] = []
    rows_of = [np.flatnonzero(text.rows[:, k] != MISSING) for k in range(len(LANGUAGES))]
    # Only sentences are worth finding in a stretch; a word of the interface is in many.
    long_enough = [
        rows[(lengths[starts[k] + text.rows[rows, k]] >= 6) & (lengths[starts[k] + text.rows[rows, k]] <= 60)]
        for k, rows in enumerate(rows_of)
    ]
    usable = [k for k, rows in enumerate(long_enough) if len(rows)]
    tries = 0
    while usable and len(sentences) < count and tries < 20 * count:
        tries += 1
        asking = int(rng.choice(usable))
        row = int(rng.choice(long_enough[asking]))
        others = [k for k in range(len(LANGUAGES)) if k != asking and text.rows[row, k] != MISSING]
        if not others:
            continue
        answering = int(rng.choice(others))
        rows = rows_of[answering]
        here = int(np.searchsorted(rows, row))
        wanted = int(rng.integers(tokens[0], tokens[1] + 1))
        first, last, have = here, here + 1, int(lengths[starts[answering] + text.rows[row, answering]])
        while have < wanted:
            forward = rng.random() < 0.6
            following = last if forward else first - 1
            if not (0 <= following < len(rows)) or text.source_of_row[rows[following]] != text.source_of_row[row]:
                break
            have += int(lengths[starts[answering] + text.rows[rows[following], answering]])
            first, last = (first, last + 1) if forward else (first - 1, last)
        sentences.append(int(starts[asking] + text.rows[row, asking]))
        stretches.append(starts[answering] + text.rows[rows[first:last], answering].astype(np.int64))
        sources.append(int(text.source_of_row[row]))
    if not sentences:
        raise ValueError("the parallel text holds no sentence of six tokens and more")
    flat = table.take(np.concatenate(stretches))
    groups = np.concatenate([[0], np.cumsum([len(stretch) for stretch in stretches])]).astype(np.int64)
    return np.asarray(sentences, dtype=np.int64), flat.joined(groups), np.asarray(sources, dtype=np.int32)


def by_length(sources: NDArray[np.int32], lengths: Numbers, *, size: int, rng: np.random.Generator) -> list[Numbers]:
    """Batches of example numbers: near in source, then alike in length, in random order; a short rest is dropped."""
    order = np.lexsort((rng.random(len(sources)), rng.permutation(int(sources.max()) + 1)[sources]))
    batches = []
    pool = size * 8
    for first in range(0, len(order), pool):
        part = order[first : first + pool]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[k : k + size] for k in range(0, len(part) - size + 1, size)]
    return [batches[number] for number in rng.permutation(len(batches))]


def _in_runs(pairs: Pairs, *, size: int, rng: np.random.Generator) -> list[Pairs]:
    """Batches of `size` made of runs from one source each; what does not fill a batch is dropped, unless it is all."""
    if len(pairs) <= size:
        return [pairs] if len(pairs) > 1 else []
    order = np.argsort(pairs.source, kind="stable")
    runs = [order[k : k + RUN] for k in range(0, len(order), RUN)]
    shuffled = np.concatenate([runs[number] for number in rng.permutation(len(runs))])
    return [pairs.take(shuffled[k : k + size]) for k in range(0, len(shuffled) - size + 1, size)]


def _rank_within(labels: NDArray[np.int32]) -> Numbers:
    """For each position, how many earlier ones have the same label."""
    order = np.argsort(labels, kind="stable")
    ordered = labels[order]
    fresh = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(labels) else np.zeros(0, dtype=bool)
    starts = np.maximum.accumulate(np.where(fresh, np.arange(len(labels)), 0))
    ranks = np.empty(len(labels), dtype=np.int64)
    ranks[order] = np.arange(len(labels)) - starts
    return ranks
