"""A segment: the files of one folder, memory-mapped, that hold passages in every form a question needs them in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import Article, LanguageCode, Passage
from indexer.index.codec import read_article, read_passage
from indexer.index.concepts import ConceptIndex
from indexer.index.files import Blobs, Records, SortedStrings, open_array
from indexer.index.lexical import LexicalSegment
from indexer.index.vectors import VectorIndex
from indexer.index.words import WordSegment

FINGERPRINT_BYTES = 16
_REMEMBERED = 4096


class Segment:
    """Passages and articles of one folder; of the files only the lexicons are read whole."""

    def __init__(self, folder: Path, *, glossary: Glossary | None = None) -> None:
        """Map the files in `folder`; `glossary` is the one it was made with, where that is opened already."""
        self.folder = folder
        self.vectors = VectorIndex(folder / "vectors.faiss")
        self.lexical = LexicalSegment(folder)
        self.words = WordSegment(folder)
        self.concepts = ConceptIndex(folder, glossary=glossary)
        self.article_rows: NDArray[np.uint32] = open_array(folder / "passage_articles.npy")
        self.languages: NDArray[np.uint8] = open_array(folder / "passage_languages.npy")
        self.lexicons: dict[str, dict[str, str]] = orjson.loads((folder / "lexicons.json").read_bytes())
        self.article_ids = SortedStrings(folder, "article_ids")
        passages, articles = Records(folder, "passages"), Records(folder, "articles")
        self._articles = articles
        self._sources = Blobs(folder, "sources")
        ids, owners = self.article_ids, self.article_rows
        self.passage = lru_cache(maxsize=_REMEMBERED)(
            lambda row: read_passage(passages[row], article_id=ids[int(owners[row])])
        )
        self.article = lru_cache(maxsize=_REMEMBERED)(lambda number: read_article(articles[number]))

    def __len__(self) -> int:
        """Number of passages."""
        return len(self.article_rows)

    @property
    def article_count(self) -> int:
        """Number of articles."""
        return len(self._articles)

    def with_source(self, number: int) -> Article:
        """Article `number` (0-based, in the order of the ids) with its source text."""
        return read_article(self._articles[number], source=bytes(self._sources[number]).decode("utf-8"))

    def language_of(self, number: int) -> LanguageCode:
        """The language of article `number`."""
        language: LanguageCode = self.article(number).language
        return language

    def passages_of(self, number: int) -> list[Passage]:
        """The passages of article `number`, in reading order."""
        first, last = np.searchsorted(self.article_rows, [number, number + 1])
        return [self.passage(row) for row in range(int(first), int(last))]


def read_fingerprints(folder: Path) -> list[bytes]:
    """The fingerprint of each article of a segment, in the order of their ids."""
    packed = (folder / "fingerprints.bin").read_bytes()
    return [packed[place : place + FINGERPRINT_BYTES] for place in range(0, len(packed), FINGERPRINT_BYTES)]
