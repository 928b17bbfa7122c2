"""What a training pass sees: pairs of texts, balanced over languages and sources, in batches of near neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.training.parallel import LANGUAGE_PAIRS, ParallelText
from indexer.training.tables import Numbers, TokenTable

# A source gives a pass at most this many pairs of one language pair; the largest has 126,000 of Polish and Arabic.
MOST_FROM_SOURCE = 50_000
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


def pass_over(pairs: list[Pairs], *, size: int, rng: np.random.Generator) -> Iterator[Pairs]:
    """One pass: batches of `size` pairs, most of one language pair, a quarter mixed; the order is drawn anew."""
    batches: list[Pairs] = []
    mixed: list[Pairs] = []
    for of_languages in pairs:
        chosen = rng.permutation(len(of_languages))
        chosen = chosen[_rank_within(of_languages.source[chosen]) < MOST_FROM_SOURCE]
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
