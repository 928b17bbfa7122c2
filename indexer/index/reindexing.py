"""From the files of a corpus to a current snapshot that holds them: what manba build, a server and a watcher call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.articles import read_corpus
from indexer.errors import ArticleError, CancelledError, CorpusError
from indexer.index.build import Progress, build_snapshot
from indexer.index.snapshot import Manifest, SnapshotStore
from indexer.models_in_use import Models


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """An article's file as it was indexed: `sha256` (hex) is that of its bytes, `source` its body."""

    article_id: str
    path: Path
    sha256: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexed:
    """What re-indexing did: the snapshot that serves, and passages embedded anew and reused.

    `changed` is False where the snapshot that served already held the corpus. `problems` are those of files that were
    left out, or whose article stays as it was.
    """

    manifest: Manifest
    changed: bool
    embedded: int
    reused: int
    problems: tuple[ArticleError | CorpusError, ...] = ()


def reindex(
    roots: Sequence[Path],
    *,
    index: Path,
    embedder: str | None = None,
    whole: bool = False,
    wait_s: float = 0.0,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    before_current: Callable[[Sequence[IndexedFile]], None] | None = None,
) -> Reindexed:
    """Bring the index at `index` up to date with the articles below `roots`; the one before serves until the last step.

    A file that cannot be used becomes a problem and stops nothing. `before_current` is told of the articles that were
    indexed anew, before the snapshot with them serves. `should_stop` is asked at every step. Raises CancelledError when
    it says so, CorpusError when there is nothing to index, SnapshotError when another process builds for longer than
    `wait_s` seconds, EmbedderError when the model cannot be had.
    """
    del whole

    def tell(stage: str, done: int, total: int) -> None:
        if should_stop is not None and should_stop():
            raise CancelledError(where=str(index), what="the build was cancelled", next_step="start it again")
        if progress is not None:
            progress(stage, done, total)

    found = read_corpus(roots)
    if before_current is not None:
        before_current(
            [
                IndexedFile(
                    article_id=one.article.id,
                    path=Path(one.article.origin),
                    sha256=one.article.sha256,
                    source=one.article.source,
                )
                for one in found.articles
            ]
        )
    report = build_snapshot(
        found.articles,
        index=index,
        models=Models.load(embedder or SnapshotStore(index).embedder_reference()),
        glossary=found.glossary,
        wait_s=wait_s,
        progress=tell,
    )
    return Reindexed(
        manifest=report.manifest,
        changed=True,
        embedded=report.embedded,
        reused=report.reused,
        problems=found.problems,
    )
