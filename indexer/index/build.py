"""From parsed articles to a new current snapshot.

The embedding of a passage whose text has not changed is taken from the current snapshot, so that re-indexing costs what
changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.concepts import Glossary, read_concepts, with_concepts
from indexer.domain import Article, LanguageCode, ParsedArticle, Passage, SentenceRole
from indexer.embedding import Embedder, WordEmbedder
from indexer.errors import CorpusError, SnapshotError
from indexer.index.codec import article_record, passage_record
from indexer.index.concepts import concept_term, write_concepts
from indexer.index.files import Blobs, Records, SortedStrings, save_array
from indexer.index.lexical import LexicalIndex
from indexer.index.passage_index import LANGUAGE_ORDER
from indexer.index.snapshot import Manifest, SnapshotStore
from indexer.index.vectors import EXACT_UP_TO, VectorIndex
from indexer.index.words import WordIndex
from indexer.languages import FORM_VERSION, LANGUAGES, Language
from indexer.models_in_use import Models
from indexer.passages import split_passages

_EMBEDDED_AT_ONCE = 512
_NAMED_PACKAGES = ("faiss-cpu", "hazm", "camel-tools")

Progress = Callable[[str, int, int], None]
"""Told the stage's name, how many of its steps are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did: the snapshot it made current and how many passages it had to embed anew."""

    manifest: Manifest
    embedded: int
    reused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    article_row: int
    article: Article
    passage: Passage

    def context_text(self) -> str:
        """What gives the passage its meaning without standing in it: heading path, lead-in, column heads."""
        return "\n".join([*self.passage.heading, *(span.of(self.article.source) for span in self.passage.context)])

    def units(self) -> Iterator[str]:
        """Unit 0 is the context, then one unit per sentence with the context of its own."""
        yield self.context_text()
        for sentence in self.passage.sentences:
            yield "\n".join(span.of(self.article.source) for span in (*sentence.context, sentence.span))

    def indexed_text(self) -> str:
        """Everything the passage is found by."""
        cells = {
            span
            for sentence in self.passage.sentences
            if sentence.role is SentenceRole.CELL
            for span in sentence.context
            if not self.passage.span.contains(span)
        }
        heads = [span.of(self.article.source) for span in sorted(cells)]
        # A passage that begins with its heading need not hear it twice.
        headed = self.passage.sentences[0].role is SentenceRole.HEADING
        path = self.passage.heading[:-1] if headed else self.passage.heading
        context = [*path, *(span.of(self.article.source) for span in self.passage.context)]
        return "\n".join([*context, *heads, self.passage.text])

    def content_hash(self) -> bytes:
        """16 bytes that change when anything the passage is found by changes."""
        content = "\x00".join([self.passage.language, self.indexed_text(), *self.units()])
        return hashlib.blake2b(content.encode("utf-8"), digest_size=16).digest()


def build_snapshot(
    parsed: Sequence[ParsedArticle],
    *,
    index: Path,
    models: Models,
    glossary: Glossary | None = None,
    exact_up_to: int = EXACT_UP_TO,
    wait_s: float = 0.0,
    progress: Progress | None = None,
) -> BuildReport:
    """Index `parsed` and make the new snapshot current; the one before keeps serving until the last step.

    The Concepts of `glossary` are read in each article and kept with the index; without one there are none. Raises
    CorpusError when there is nothing to index and SnapshotError when another process builds.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    glossary = glossary if glossary is not None else Glossary()
    store = SnapshotStore(index)
    with store.writing(wait_s=wait_s):
        articles = sorted(parsed, key=lambda one: one.article.id.encode("utf-8"))
        rows = list(_rows(articles, glossary, tell))
        if not rows:
            raise CorpusError(
                where=str(index),
                what="there is no passage to index: the corpus has no readable article",
                next_step="run: manba check on the same corpus",
            )
        embedder, word_model = models.embedder, models.word_model
        previous = _Reusable.of(store, embedder=embedder)
        name = store.new_name()
        with store.staging(name) as staging:
            hashes = [row.content_hash() for row in rows]
            vectors, embedded = _vectors(rows, hashes, embedder=embedder, previous=previous, tell=tell)
            kind = VectorIndex.write(staging / "vectors.faiss", vectors, exact_up_to=exact_up_to)
            (staging / "hashes.bin").write_bytes(b"".join(hashes))
            _write_meanings(staging, rows, word_model=word_model, tell=tell)
            write_concepts(
                staging,
                glossary,
                ((row.passage.heading_concepts, [one.concepts for one in row.passage.sentences]) for row in rows),
            )
            _write_words(staging, rows, tell)
            _write_texts(staging, [one.article for one in articles], rows)
            manifest = store.finish(
                staging,
                Manifest(
                    name=name,
                    created=datetime.now(UTC).isoformat(timespec="seconds"),
                    embedder={"reference": models.reference, **_model(embedder)},
                    word_model=_model(word_model),
                    counts={
                        "articles": len(articles),
                        "passages": len(rows),
                        **{
                            f"passages_{code.value}": sum(row.passage.language is code for row in rows)
                            for code in LANGUAGE_ORDER
                        },
                    },
                    vectors=kind,
                    search_form=FORM_VERSION,
                    packages={package: version(package) for package in _NAMED_PACKAGES},
                ),
            )
        store.make_current(name)
        store.prune()
    return BuildReport(manifest=manifest, embedded=embedded, reused=len(rows) - embedded)


def _model(embedder: Embedder) -> dict[str, str | int]:
    return {"name": embedder.name, "dimension": embedder.dimension, "content_hash": embedder.content_hash}


def _rows(articles: Sequence[ParsedArticle], glossary: Glossary, tell: Progress) -> Iterator[_Row]:
    for number, one in enumerate(articles):
        for passage in with_concepts(split_passages(one), one, read_concepts(one, glossary), glossary):
            yield _Row(article_row=number, article=one.article, passage=passage)
        tell("passages", number + 1, len(articles))


class _Reusable:
    """Vectors of the current snapshot by content hash, where the same model made them."""

    def __init__(self) -> None:
        self.vector_rows: dict[bytes, int] = {}
        self._folder = Path()

    @classmethod
    def of(cls, store: SnapshotStore, *, embedder: Embedder) -> _Reusable:
        reusable = cls()
        try:
            manifest, _ = store.usable()
        except SnapshotError:
            return reusable
        if manifest.search_form != FORM_VERSION:
            return reusable
        reusable._folder = store.path(manifest.name)
        packed = (reusable._folder / "hashes.bin").read_bytes()
        rows = {packed[place : place + 16]: place // 16 for place in range(0, len(packed), 16)}
        if manifest.embedder["content_hash"] == embedder.content_hash:
            reusable.vector_rows = rows
        return reusable

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        return VectorIndex(self._folder / "vectors.faiss").vectors(rows)


def _vectors(
    rows: Sequence[_Row], hashes: Sequence[bytes], *, embedder: Embedder, previous: _Reusable, tell: Progress
) -> tuple[NDArray[np.float32], int]:
    vectors = np.zeros((len(rows), embedder.dimension), dtype=np.float32)
    known = [number for number, key in enumerate(hashes) if key in previous.vector_rows]
    if known:
        vectors[known] = previous.vectors(np.asarray([previous.vector_rows[hashes[number]] for number in known]))
    fresh = [number for number, key in enumerate(hashes) if key not in previous.vector_rows]
    for begin in range(0, len(fresh), _EMBEDDED_AT_ONCE):
        part = fresh[begin : begin + _EMBEDDED_AT_ONCE]
        texts = [rows[number].indexed_text() for number in part]
        vectors[part] = embedder.embed_passages(texts, languages=[rows[number].passage.language for number in part])
        tell("embeddings", begin + len(part), len(fresh))
    return vectors, len(fresh)


def _write_meanings(staging: Path, rows: Sequence[_Row], *, word_model: WordEmbedder, tell: Progress) -> None:
    def passages() -> Iterator[list[list[tuple[str, str]]]]:
        for number, row in enumerate(rows):
            code = row.passage.language
            # Stop words say nothing that a question could be matched by.
            stop_words = LANGUAGES[code].stop_words
            yield [
                [word for word in word_model.words(text, language=code) if word[0] not in stop_words]
                for text in row.units()
            ]
            tell("meanings", number + 1, len(rows))

    WordIndex.write(staging, passages(), vectors_of=word_model.word_vectors)


def _write_words(staging: Path, rows: Sequence[_Row], tell: Progress) -> None:
    lexicons: dict[str, dict[str, str]] = {}
    languages: dict[LanguageCode, Language] = {}
    for code in sorted({row.passage.language for row in rows}):
        plain = LANGUAGES[code]
        forms = {
            token.span.of(text)
            for row in rows
            if row.passage.language is code
            for text in (row.indexed_text(),)
            for token in plain.tokens(text)
            if not token.is_stop_word
        }
        lexicons[code.value] = plain.build_lexicon(forms)
        languages[code] = plain.with_lexicon(lexicons[code.value])
        tell("words", len(lexicons), len(LANGUAGE_ORDER))
    LexicalIndex.write(
        staging,
        (index_terms(row.indexed_text(), languages[row.passage.language]) for row in rows),
        labels=[
            [
                *map(concept_term, row.passage.heading_concepts),
                *(concept_term(concept) for one in row.passage.sentences for concept in one.concepts),
            ]
            for row in rows
        ],
    )
    (staging / "lexicons.json").write_bytes(orjson.dumps(lexicons, option=orjson.OPT_SORT_KEYS))


def index_terms(text: str, language: Language) -> list[str]:
    """The terms a passage is found by: the stems of its words, stop words left out."""
    return [token.stem for token in language.tokens(text) if not token.is_stop_word]


def _write_texts(staging: Path, articles: Sequence[Article], rows: Sequence[_Row]) -> None:
    Records.write(staging, "passages", (passage_record(row.passage, article_row=row.article_row) for row in rows))
    Records.write(staging, "articles", map(article_record, articles))
    Blobs.write(staging, "sources", (article.source.encode("utf-8") for article in articles))
    SortedStrings.write(staging, "article_ids", (article.id for article in articles))
    save_array(staging / "passage_articles.npy", np.asarray([row.article_row for row in rows], dtype=np.uint32))
    order: Mapping[LanguageCode, int] = {code: number for number, code in enumerate(LANGUAGE_ORDER)}
    languages = np.asarray([order[row.passage.language] for row in rows], dtype=np.uint8)
    save_array(staging / "passage_languages.npy", languages)
