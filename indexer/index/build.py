"""From articles to a new current snapshot: a whole one, or a small one on top of the newest whole one.

The embedding of a passage whose text has not changed is taken from the snapshots there are, so that re-indexing costs
what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.domain import LanguageCode, ParsedArticle
from indexer.embedding import Embedder
from indexer.errors import CorpusError, SnapshotError
from indexer.index.files import save_array
from indexer.index.manifest import Manifest
from indexer.index.passage_index import LANGUAGE_ORDER
from indexer.index.recipe import recipe_of
from indexer.index.rows import Indexed, Progress, Row, fingerprint_of, rows_of
from indexer.index.segment import Segment
from indexer.index.segment_writing import SegmentWriter
from indexer.index.snapshot import SnapshotStore
from indexer.index.snapshot_index import REMOVED_FILE
from indexer.index.vectors import EXACT_UP_TO
from indexer.languages import FORM_VERSION
from indexer.languages.base import KnownWords
from indexer.models_in_use import Models

_EMBEDDED_AT_ONCE = 512
_HASH_BYTES = 16
_NAMED_PACKAGES = ("faiss-cpu", "hazm", "camel-tools")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did: the snapshot it sealed and how many passages it had to embed anew."""

    manifest: Manifest
    embedded: int
    reused: int


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
    """Index `parsed` in a whole snapshot and make it current; the one before keeps serving until the last step.

    The Concepts of `glossary` are read in each article and kept with the index; without one there are none. Raises
    CorpusError when there is nothing to index and SnapshotError when another process builds.
    """
    store = SnapshotStore(index)
    with store.writing(wait_s=wait_s):
        builder = Builder(
            store=store,
            models=models,
            glossary=glossary if glossary is not None else Glossary(),
            exact_up_to=exact_up_to,
            tell=progress or _silent,
        )
        report = builder.whole(parsed)
        store.make_current(report.manifest.name)
        store.prune()
    return report


def _silent(_stage: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a snapshot on top of `base`, the segment of the whole snapshot `name`, is to hold.

    `articles` are new or replace one of the base, sorted by id; `removed` are the numbers of the base's articles that
    no longer count, ascending, those replaced included.
    """

    name: str
    base: Segment
    articles: Sequence[Indexed]
    removed: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """Writes and seals snapshots of the articles below `roots` in `store`, for whoever holds its lock.

    None becomes current by it.

    `reusable` are the folders of segments whose embeddings may be taken over, those of the same model.
    """

    store: SnapshotStore
    models: Models
    glossary: Glossary
    exact_up_to: int = EXACT_UP_TO
    tell: Progress = _silent
    roots: Sequence[Path] = ()
    vectors: KnownVectors = field(default_factory=lambda: KnownVectors())  # noqa: PLW0108  (defined below)

    def whole(self, parsed: Sequence[ParsedArticle]) -> BuildReport:
        """A whole snapshot of `parsed`; CorpusError when there is no passage in it."""
        articles = []
        for number, one in enumerate(sorted(parsed, key=lambda one: one.article.id.encode("utf-8"))):
            rows = rows_of(one, self.glossary)
            articles.append(Indexed(article=one.article, fingerprint=fingerprint_of(one), rows=rows))
            self.tell("passages", number + 1, len(parsed))
        if not any(one.rows for one in articles):
            raise CorpusError(
                where=str(self.store.folder),
                what="there is no passage to index: the corpus has no readable article",
                next_step="run: manba check on the same corpus",
            )
        self.vectors.learn_current(self.store, self.models.embedder)
        name = self.store.new_name()
        with self.store.staging(name) as staging:
            rows = [row for one in articles for row in one.rows]
            vectors, embedded = self._embed(rows)
            kind = self._writer({}).write(staging, articles, vectors)
            counts = {"articles": len(articles), **_counts([row.passage.language.value for row in rows])}
            manifest = self.store.finish(staging, self._manifest(name, kind=kind, counts=counts))
        return BuildReport(manifest=manifest, embedded=embedded, reused=len(rows) - embedded)

    def on_base(self, change: Change) -> BuildReport:
        """A snapshot with `change` on top of its base; CorpusError when no passage would be left."""
        base = change.base
        gone = np.zeros(base.article_count, dtype=bool)
        gone[list(change.removed)] = True
        codes = np.asarray([code.value for code in LANGUAGE_ORDER])
        left = codes[base.languages[~gone[base.article_rows]]].tolist()
        rows = [row for one in change.articles for row in one.rows]
        if not rows and not left:
            raise CorpusError(
                where=str(self.store.folder),
                what="there is no passage left to index",
                next_step="add an article, then build again",
            )
        name = self.store.new_name()
        with self.store.staging(name) as staging:
            save_array(staging / REMOVED_FILE, np.asarray(sorted(change.removed), dtype=np.uint32))
            embedded = 0
            if rows:
                vectors, embedded = self._embed(rows)
                below = {
                    code: KnownWords(lexicon=base.lexicons.get(code.value, {}), holds=base.lexical.holds)
                    for code in LANGUAGE_ORDER
                }
                self._writer(below).write(staging, change.articles, vectors)
            counts = {
                "articles": base.article_count - len(change.removed) + len(change.articles),
                **_counts([*left, *(row.passage.language.value for row in rows)]),
            }
            manifest = self._manifest(name, kind="Flat", counts=counts, base=change.name, passages_on_base=len(rows))
            manifest = self.store.finish(staging, manifest)
        return BuildReport(manifest=manifest, embedded=embedded, reused=len(left) + len(rows) - embedded)

    def _writer(self, below: Mapping[LanguageCode, KnownWords]) -> SegmentWriter:
        return SegmentWriter(
            glossary=self.glossary,
            word_model=self.models.word_model,
            below=below,
            exact_up_to=self.exact_up_to,
            tell=self.tell,
        )

    def _embed(self, rows: Sequence[Row]) -> tuple[NDArray[np.float32], int]:
        embedder = self.models.embedder
        vectors = np.zeros((len(rows), embedder.dimension), dtype=np.float32)
        fresh = []
        for number, row in enumerate(rows):
            known = row.vector if row.vector is not None else self.vectors.get(row.content_hash())
            if known is None:
                fresh.append(number)
            else:
                vectors[number] = known
        for begin in range(0, len(fresh), _EMBEDDED_AT_ONCE):
            part = fresh[begin : begin + _EMBEDDED_AT_ONCE]
            vectors[part] = embedder.embed_passages(
                [rows[number].indexed_text() for number in part],
                languages=[rows[number].passage.language for number in part],
            )
            self.tell("embeddings", begin + len(part), len(fresh))
        for number, row in enumerate(rows):
            if row.remembers:
                row.vector = vectors[number]
        return vectors, len(fresh)

    def _manifest(
        self, name: str, *, kind: str, counts: dict[str, int], base: str | None = None, passages_on_base: int = 0
    ) -> Manifest:
        return Manifest(
            name=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            embedder={"reference": self.models.reference, **_model(self.models.embedder)},
            word_model=_model(self.models.word_model),
            counts=counts,
            vectors=kind,
            search_form=FORM_VERSION,
            recipe=recipe_of(self.glossary),
            base=base,
            passages_on_base=passages_on_base,
            corpus=list(dict.fromkeys(str(root.absolute()) for root in self.roots)),
            packages={package: version(package) for package in _NAMED_PACKAGES},
        )


class KnownVectors:
    """Embeddings by content hash, taken from segments that the same model embedded."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._places: dict[bytes, tuple[Callable[[NDArray[np.int64]], NDArray[np.float32]], int]] = {}

    def learn_current(self, store: SnapshotStore, embedder: Embedder) -> None:
        """Learn those of the snapshot that serves and of the one it lies on, where `embedder` made them."""
        try:
            manifest, _ = store.usable()
        except SnapshotError:
            return
        if manifest.embedder["content_hash"] != embedder.content_hash or manifest.search_form != FORM_VERSION:
            return
        for name in (manifest.base, manifest.name if manifest.has_passages else None):
            if name is not None:
                self.learn(store.path(name))

    def learn(self, folder: Path) -> None:
        """Learn those of the segment in `folder`."""
        from indexer.index.vectors import VectorIndex

        vectors = VectorIndex(folder / "vectors.faiss")
        packed = (folder / "hashes.bin").read_bytes()
        for place in range(0, len(packed), _HASH_BYTES):
            self._places[packed[place : place + _HASH_BYTES]] = (vectors.vectors, place // _HASH_BYTES)

    def get(self, content_hash: bytes) -> NDArray[np.float32] | None:
        """The embedding of the passage with this content hash, None when it is not known."""
        known = self._places.get(content_hash)
        if known is None:
            return None
        fetch, row = known
        return np.asarray(fetch(np.asarray([row]))[0], dtype=np.float32)


def _counts(languages: Sequence[str]) -> dict[str, int]:
    return {
        "passages": len(languages),
        **{f"passages_{code.value}": languages.count(code.value) for code in LANGUAGE_ORDER},
    }


def _model(embedder: Embedder) -> dict[str, str | int]:
    return {"name": embedder.name, "dimension": embedder.dimension, "content_hash": embedder.content_hash}
