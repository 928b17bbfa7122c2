"""The PassageIndex protocol, which assumes no local files, and its implementation over a snapshot's mapped files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import Article, LanguageCode, Passage
from indexer.errors import NotFoundError
from indexer.index.codec import read_article, read_passage
from indexer.index.concepts import ConceptIndex
from indexer.index.files import Blobs, Records, SortedStrings, open_array
from indexer.index.lexical import LexicalIndex, LexicalMatches
from indexer.index.snapshot import Manifest
from indexer.index.vectors import VectorIndex
from indexer.index.words import AskedWords, Expansion, UnitMatches, WordIndex

LANGUAGE_ORDER = tuple(LanguageCode)
_REMEMBERED = 4096
_REMEMBERED_FILTERS = 8


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

    def lexicon(self, language: LanguageCode) -> dict[str, str]:
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
        """How near the words of each unit of `rows` come to those of a question."""

    @property
    def glossary(self) -> Glossary:
        """The Concepts the passages were read for."""

    def spoken_of(self, concepts: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each unit of `rows` speaks of each of `concepts`, (units, concepts), units as in `unit_matches`."""

    def passage(self, row: int) -> Passage:
        """The passage of a row."""

    def article_of(self, row: int) -> Article:
        """The article of a row's passage, without its source text."""

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


class SnapshotIndex:
    """A PassageIndex over the memory-mapped files of one snapshot."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Map the files in `folder`; of them only the lexicons are read whole."""
        self.manifest = manifest
        self._vectors = VectorIndex(folder / "vectors.faiss")
        self._words = LexicalIndex(folder)
        self._meanings = WordIndex(folder)
        self._concepts = ConceptIndex(folder)
        self._passages = Records(folder, "passages")
        self._articles = articles = Records(folder, "articles")
        self._sources = Blobs(folder, "sources")
        self._article_ids = SortedStrings(folder, "article_ids")
        self._article_rows = open_array(folder / "passage_articles.npy")
        self._languages = open_array(folder / "passage_languages.npy")
        self._lexicons: dict[str, dict[str, str]] = orjson.loads((folder / "lexicons.json").read_bytes())
        # A search asks three times with one filter.
        self._allowed = lru_cache(maxsize=_REMEMBERED_FILTERS)(
            partial(_mask, self._languages, self._article_rows, self._article_ids)
        )
        ids, records, owners = self._article_ids, self._passages, self._article_rows
        self._passage_at = lru_cache(maxsize=_REMEMBERED)(
            lambda row: read_passage(records[row], article_id=ids[int(owners[row])])
        )
        self._article_at = lru_cache(maxsize=_REMEMBERED)(lambda row: read_article(articles[row]))

    def __len__(self) -> int:
        """Number of passages."""
        return len(self._passages)

    def lexicon(self, language: LanguageCode) -> dict[str, str]:
        """The language's lexicon made from this corpus, empty when it needs none."""
        return self._lexicons.get(language.value, {})

    def nearest(self, vector: NDArray[np.float32], *, k: int, within: Filter) -> NDArray[np.int64]:
        """The at most `k` rows with the highest cosine to `vector` (dimension,), best first."""
        return self._vectors.nearest(vector, k=k, allowed=self._allowed(within))[0]

    def cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `vector` with each of `rows`, (rows,)."""
        return self._vectors.cosines(vector, rows)

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
        """How near the words of each unit of `rows` come to those of a question."""
        return self._meanings.unit_matches(words, rows)

    @property
    def glossary(self) -> Glossary:
        """The Concepts the passages were read for."""
        return self._concepts.glossary

    def spoken_of(self, concepts: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each unit of `rows` speaks of each of `concepts`, (units, concepts), units as in `unit_matches`."""
        return self._concepts.spoken_of(concepts, self._meanings.units(rows))

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        return self._passage_at(row)

    def article_of(self, row: int) -> Article:
        """The article of a row's passage, without its source text."""
        return self._article_at(int(self._article_rows[row]))

    def articles(self) -> list[Article]:
        """All articles in the order of their ids, without source texts."""
        return [self._article_at(row) for row in range(len(self._articles))]

    def article(self, article_id: str) -> Article:
        """One article with its source text; NotFoundError when the snapshot has none of this id."""
        row = _article_row(self._article_ids, article_id)
        return read_article(self._articles[row], source=bytes(self._sources[row]).decode("utf-8"))

    def has_article(self, article_id: str) -> bool:
        """Whether the snapshot has an article of this id."""
        return self._article_ids.find(article_id) >= 0

    def language_of(self, article_id: str) -> LanguageCode | None:
        """The language of an article, None when the snapshot has none of this id."""
        row = self._article_ids.find(article_id)
        return self._article_at(row).language if row >= 0 else None


def _mask(
    languages: NDArray[np.uint8], article_rows: NDArray[np.uint32], article_ids: SortedStrings, within: Filter
) -> NDArray[np.bool_] | None:
    """Which passages a filter lets through, None for all; of no index, so that an old one is let go when it is done."""
    mask: NDArray[np.bool_] | None = None
    if within.languages is not None:
        mask = np.isin(languages, [LANGUAGE_ORDER.index(language) for language in within.languages])
    if within.article_ids is not None:
        wanted = np.isin(article_rows, [_article_row(article_ids, article_id) for article_id in within.article_ids])
        mask = wanted if mask is None else mask & wanted
    return mask


def _article_row(article_ids: SortedStrings, article_id: str) -> int:
    row = article_ids.find(article_id)
    if row < 0:
        raise NotFoundError(
            where=f"article {article_id!r}",
            what="the knowledge base has no article of this id",
            next_step="list the articles to see the ids there are",
        )
    return row
