"""The PassageIndex protocol, which assumes no local files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import Article, LanguageCode, Passage
from indexer.index.expansion import Expansion
from indexer.index.manifest import Manifest
from indexer.index.words import AskedWords, UnitMatches

LANGUAGE_ORDER = tuple(LanguageCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which passages a search may find: those in one of `languages` and of one of `article_ids`; None allows all."""

    languages: frozenset[LanguageCode] | None = None
    article_ids: frozenset[str] | None = None


class PassageIndex(Protocol):
    """Finds passages by vector and by word; rows number the passages of one snapshot from 0.

    Nothing in it assumes local files: an engine elsewhere can serve it as well. Searches raise NotFoundError when a
    filter names an unknown article.
    """

    @property
    def manifest(self) -> Manifest:
        """What the snapshot is made of."""

    def __len__(self) -> int:
        """Number of passages."""

    def lexicon(self, language: LanguageCode) -> Mapping[str, str]:
        """The language's lexicon made from this corpus."""

    def nearest(self, vector: NDArray[np.float32], *, k: int, within: Filter) -> NDArray[np.int64]:
        """The at most `k` rows with the highest cosine to `vector` (dimension,), best first."""

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` with each of `rows`, (rows,)."""

    def match(self, words: Sequence[Iterable[str]], *, k: int, within: Filter) -> tuple[NDArray[np.int64], WordMatches]:
        """The at most `k` rows with the highest BM25, best first, and what the words found in any row."""

    def holds(self, term: str) -> bool:
        """Whether any passage holds `term`."""

    def expand(self, words: AskedWords, *, within: Filter) -> Expansion:
        """The passages that hold words near to those of a question, by meaning or by sound."""

    def unit_matches(self, words: AskedWords, rows: NDArray[np.int64]) -> UnitMatches:
        """How near the words of each unit of `rows`, which ascend, come to those of a question."""

    @property
    def glossary(self) -> Glossary:
        """The Concepts the passages were read for."""

    def spoken_of(self, concepts: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each unit of `rows` speaks of each of `concepts`, (units, concepts), units as in `unit_matches`."""

    def passage(self, row: int) -> Passage:
        """The passage of a row."""

    def article_of(self, row: int) -> Article:
        """The article of a row's passage, without its source text."""

    def are_of_one_article(self, row: int, other: int) -> bool:
        """Whether two rows are passages of one article; `other` may lie outside the index."""

    def articles(self) -> list[Article]:
        """All articles in the order of their ids, without source texts."""

    def article(self, article_id: str) -> Article:
        """One article with its source text; NotFoundError when the snapshot has none of this id."""

    def has_article(self, article_id: str) -> bool:
        """Whether the snapshot has an article of this id."""

    def language_of(self, article_id: str) -> LanguageCode | None:
        """The language of an article, None when the snapshot has none of this id."""


class WordMatches(Protocol):
    """What the words of one question found."""

    @property
    def idf(self) -> NDArray[np.float32]:
        """The rarity of each word, (words,)."""

    @property
    def best_possible(self) -> float:
        """The BM25 that no row can exceed."""

    def bm25(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The raw BM25 of `rows`, (rows,)."""

    def held(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Which words each of `rows` holds, (rows, words), as 0 and 1."""
