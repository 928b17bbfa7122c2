"""A PassageIndex over the mapped files of a snapshot, or of one snapshot and a small one on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import Article, LanguageCode, Passage
from indexer.errors import NotFoundError
from indexer.index.expansion import Expansion, WordIndex
from indexer.index.files import open_array
from indexer.index.lexical import LexicalIndex, LexicalMatches
from indexer.index.manifest import Manifest
from indexer.index.parts import Part, lined_up, shared_out
from indexer.index.passage_index import LANGUAGE_ORDER, Filter
from indexer.index.segment import Segment
from indexer.index.words import AskedWords, UnitMatches

REMOVED_FILE = "removed.npy"
"""The numbers of the articles of the snapshot below that do not count, ascending; only a snapshot on another has it."""
_REMEMBERED_FILTERS = 8

T = TypeVar("T")


class SnapshotIndex:
    """A PassageIndex over memory-mapped segments: that of a snapshot, or that of one below it and a small one on top.

    What the segment on top replaces or removes is masked in the one below; BM25 and neighbours are those of the whole.
    """

    def __init__(self, folder: Path, manifest: Manifest, *, base: Segment | None = None) -> None:
        """Map the files in `folder`; `base` is the opened segment of the snapshot the manifest names as its base."""
        self.manifest = manifest
        glossary = base.concepts.glossary if base is not None else None
        own = Segment(folder, glossary=glossary) if manifest.has_passages else None
        segments = [segment for segment in (base, own) if segment is not None]
        self.segments = tuple(segments)
        self._parts = lined_up([(segment, len(segment)) for segment in segments])
        self._alive = None if base is None else _alive(self._parts, open_array(folder / REMOVED_FILE))
        self._words = LexicalIndex([_part(part, part.of.lexical) for part in self._parts], alive=self._alive)
        self._meanings = WordIndex([_part(part, part.of.words) for part in self._parts], alive=self._alive)
        self._removed = frozenset(open_array(folder / REMOVED_FILE).tolist()) if base is not None else frozenset()
        self._lexicons: dict[LanguageCode, Mapping[str, str]] = {}
        # A search asks three times with one filter.
        self._allowed = lru_cache(maxsize=_REMEMBERED_FILTERS)(partial(_mask, self._parts, self._alive, self._removed))

    def __len__(self) -> int:
        """Number of rows, those of articles that were replaced included."""
        return self._parts[-1].last_row

    def lexicon(self, language: LanguageCode) -> Mapping[str, str]:
        """The language's lexicon made from this corpus, empty when it needs none."""
        if language not in self._lexicons:
            below, *above = [segment.lexicons.get(language.value, {}) for segment in self.segments]
            added = above[0] if above else {}
            # What the passages below were indexed by stays as it is.
            self._lexicons[language] = {**added, **below} if added else below
        return self._lexicons[language]

    def nearest(self, vector: NDArray[np.float32], *, k: int, within: Filter) -> NDArray[np.int64]:
        """The at most `k` rows with the highest cosine to `vector` (dimension,), best first."""
        allowed = self._allowed(within)
        found = [
            (part.numbered(rows), cosines)
            for part in self._parts
            for rows, cosines in (part.of.vectors.nearest(vector, k=k, allowed=part.own(allowed)),)
        ]
        if len(found) == 1:
            return found[0][0]
        rows, cosines = (np.concatenate(column) for column in zip(*found, strict=True))
        return np.asarray(rows[np.argsort(-cosines, kind="stable")[:k]], dtype=np.int64)

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` with each of `rows`, which ascend, (rows,)."""
        found = [segment.vectors.cosines(vector, own) for segment, own in shared_out(self._parts, rows)]
        return np.concatenate([np.empty(0, dtype=np.float32), *found])

    def match(
        self, words: Sequence[Iterable[str]], *, k: int, within: Filter
    ) -> tuple[NDArray[np.int64], LexicalMatches]:
        """The at most `k` rows with the highest BM25, best first, and what the words found in any row."""
        matches = self._words.match(words)
        return matches.top(k, allowed=self._allowed(within)), matches

    def holds(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return self._words.holds(term)

    def expand(self, words: AskedWords, *, within: Filter) -> Expansion:
        """The passages that hold words near to those of a question, by meaning or by sound."""
        return self._meanings.expand(words, allowed=self._allowed(within))

    def unit_matches(self, words: AskedWords, rows: NDArray[np.int64]) -> UnitMatches:
        """How near the words of each unit of `rows`, which ascend, come to those of a question."""
        return self._meanings.unit_matches(words, rows)

    @property
    def glossary(self) -> Glossary:
        """The Concepts the passages were read for."""
        return self.segments[0].concepts.glossary

    def spoken_of(self, concepts: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each unit of `rows` speaks of each of `concepts`, (units, concepts), units as in `unit_matches`."""
        found = [
            segment.concepts.spoken_of(concepts, segment.words.units(own))
            for segment, own in shared_out(self._parts, rows)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        part = self._part_of(row)
        return part.of.passage(row - part.first_row)

    def article_of(self, row: int) -> Article:
        """The article of a row's passage, without its source text."""
        part = self._part_of(row)
        return part.of.article(int(part.of.article_rows[row - part.first_row]))

    def are_of_one_article(self, row: int, other: int) -> bool:
        """Whether two rows are passages of one article; `other` may lie outside the index."""
        if not 0 <= other < len(self):
            return False
        part = self._part_of(row)
        rows = part.of.article_rows
        return self._part_of(other) is part and rows[row - part.first_row] == rows[other - part.first_row]

    def articles(self) -> list[Article]:
        """All articles in the order of their ids, without source texts."""
        every = [
            segment.article(number)
            for segment, removed in self._with_removed()
            for number in range(segment.article_count)
            if number not in removed
        ]
        return every if len(self.segments) == 1 else sorted(every, key=lambda article: article.id.encode("utf-8"))

    def article(self, article_id: str) -> Article:
        """One article with its source text; NotFoundError when the snapshot has none of this id."""
        found = self._find(article_id)
        if found is None:
            raise _unknown(article_id)
        segment, number = found
        return segment.with_source(number)

    def has_article(self, article_id: str) -> bool:
        """Whether the snapshot has an article of this id."""
        return self._find(article_id) is not None

    def language_of(self, article_id: str) -> LanguageCode | None:
        """The language of an article, None when the snapshot has none of this id."""
        found = self._find(article_id)
        return found[0].language_of(found[1]) if found is not None else None

    def _part_of(self, row: int) -> Part[Segment]:
        return self._parts[0] if row < self._parts[0].last_row else self._parts[-1]

    def _with_removed(self) -> list[tuple[Segment, frozenset[int]]]:
        return list(zip(self.segments, (self._removed, frozenset[int]()), strict=False))

    def _find(self, article_id: str) -> tuple[Segment, int] | None:
        for segment, removed in self._with_removed():
            number = segment.article_ids.find(article_id)
            if number >= 0 and number not in removed:
                return segment, number
        return None


def _part(part: Part[Segment], of: T) -> Part[T]:
    return Part(of=of, first_row=part.first_row, last_row=part.last_row)


def _alive(parts: Sequence[Part[Segment]], removed: NDArray[np.uint32]) -> NDArray[np.bool_] | None:
    """Which rows count: all but those of the `removed` articles of the first part; None when that is all."""
    if not len(removed):
        return None
    alive = np.ones(parts[-1].last_row, dtype=bool)
    gone = np.zeros(parts[0].of.article_count, dtype=bool)
    gone[removed] = True
    alive[: parts[0].last_row] = ~gone[parts[0].of.article_rows]
    return alive


def _mask(
    parts: Sequence[Part[Segment]], alive: NDArray[np.bool_] | None, removed: frozenset[int], within: Filter
) -> NDArray[np.bool_] | None:
    """Which passages a filter lets through, None for all; of no index, so that an old one is let go when it is done."""
    mask = alive
    if within.languages is not None:
        wanted = [LANGUAGE_ORDER.index(language) for language in within.languages]
        spoken = np.concatenate([np.isin(part.of.languages, wanted) for part in parts])
        mask = spoken if mask is None else mask & spoken
    if within.article_ids is not None:
        of_parts = [[part.of.article_ids.find(article_id) for article_id in within.article_ids] for part in parts]
        for article_id, *numbers in zip(within.article_ids, *of_parts, strict=True):
            if (numbers[0] < 0 or numbers[0] in removed) and all(number < 0 for number in numbers[1:]):
                raise _unknown(article_id)
        held = np.concatenate(
            [np.isin(part.of.article_rows, numbers) for part, numbers in zip(parts, of_parts, strict=True)]
        )
        mask = held if mask is None else mask & held
    return mask


def _unknown(article_id: str) -> NotFoundError:
    return NotFoundError(
        where=f"article {article_id!r}",
        what="the knowledge base has no article of this id",
        next_step="list the articles to see the ids there are",
    )
