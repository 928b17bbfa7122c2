"""Writing a segment: the files that `indexer.index.segment` maps."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import LanguageCode
from indexer.embedding import WordEmbedder
from indexer.index.codec import article_record, passage_record
from indexer.index.concepts import concept_term, write_concepts
from indexer.index.files import Blobs, Records, SortedStrings, save_array
from indexer.index.lexical import LexicalSegment
from indexer.index.passage_index import LANGUAGE_ORDER
from indexer.index.rows import Indexed, Progress, Row
from indexer.index.vectors import EXACT_UP_TO, VectorIndex
from indexer.index.words import WordSegment
from indexer.languages import LANGUAGES, Language
from indexer.languages.base import NOTHING_KNOWN, KnownWords


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentWriter:
    """Writes articles into a folder; `below` are the words of what the segment will lie on."""

    glossary: Glossary
    word_model: WordEmbedder
    below: Mapping[LanguageCode, KnownWords] = field(default_factory=dict)
    exact_up_to: int = EXACT_UP_TO
    tell: Progress

    def write(self, folder: Path, articles: Sequence[Indexed], vectors: NDArray[np.float32]) -> str:
        """Write `articles`, sorted by id, with the unit `vectors` (passages, dimension); the kind of vector index."""
        rows = [row for one in articles for row in one.rows]
        kind = VectorIndex.write(folder / "vectors.faiss", vectors, exact_up_to=self.exact_up_to)
        (folder / "hashes.bin").write_bytes(b"".join(row.content_hash() for row in rows))
        (folder / "fingerprints.bin").write_bytes(b"".join(one.fingerprint for one in articles))
        WordSegment.write(folder, self._unit_words(rows), vectors_of=self.word_model.word_vectors)
        write_concepts(
            folder,
            self.glossary,
            ((row.passage.heading_concepts, [one.concepts for one in row.passage.sentences]) for row in rows),
        )
        self._write_words(folder, rows)
        _write_texts(folder, articles)
        return kind

    def _unit_words(self, rows: Sequence[Row]) -> Iterator[list[list[tuple[str, str]]]]:
        for number, row in enumerate(rows):
            yield row.unit_words(self.word_model)
            self.tell("meanings", number + 1, len(rows))

    def _write_words(self, folder: Path, rows: Sequence[Row]) -> None:
        lexicons: dict[str, dict[str, str]] = {}
        languages: dict[LanguageCode, Language] = {}
        for code in sorted({row.passage.language for row in rows}):
            plain = LANGUAGES[code]
            words = {word for row in rows if row.passage.language is code for word in row.written_words()}
            known = self.below.get(code, NOTHING_KNOWN)
            added = plain.build_lexicon(words, known=known)
            lexicons[code.value] = added
            languages[code] = plain.with_lexicon({**added, **known.lexicon} if known.lexicon else added)
            self.tell("words", len(lexicons), len(LANGUAGE_ORDER))
        LexicalSegment.write(
            folder,
            (index_terms(row.indexed_text(), languages[row.passage.language]) for row in rows),
            labels=[
                [
                    *map(concept_term, row.passage.heading_concepts),
                    *(concept_term(concept) for one in row.passage.sentences for concept in one.concepts),
                ]
                for row in rows
            ],
        )
        (folder / "lexicons.json").write_bytes(orjson.dumps(lexicons, option=orjson.OPT_SORT_KEYS))


def index_terms(text: str, language: Language) -> list[str]:
    """The terms a passage is found by: the stems of its words, stop words left out."""
    return [stem for form, stem in language.words(text) if form not in language.stop_words]


def _write_texts(folder: Path, articles: Sequence[Indexed]) -> None:
    numbers = [number for number, one in enumerate(articles) for _ in one.rows]
    rows = [row for one in articles for row in one.rows]
    Records.write(
        folder,
        "passages",
        (passage_record(row.passage, article_row=number) for row, number in zip(rows, numbers, strict=True)),
    )
    # Whoever reads this may run in another folder than the build did.
    whole = (replace(one.article, origin=os.path.abspath(one.article.origin)) for one in articles)
    Records.write(folder, "articles", map(article_record, whole))
    Blobs.write(folder, "sources", (one.article.source.encode("utf-8") for one in articles))
    SortedStrings.write(folder, "article_ids", (one.article.id for one in articles))
    save_array(folder / "passage_articles.npy", np.asarray(numbers, dtype=np.uint32))
    order: Mapping[LanguageCode, int] = {code: number for number, code in enumerate(LANGUAGE_ORDER)}
    save_array(
        folder / "passage_languages.npy", np.asarray([order[row.passage.language] for row in rows], dtype=np.uint8)
    )
