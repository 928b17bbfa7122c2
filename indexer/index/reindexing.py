"""From the files of a corpus to a current snapshot that holds them: what manba build, a server and a watcher call.

What changed since the newest whole snapshot goes into a small one on top of it, so that an edit costs what it changed
and not what the corpus holds. When that has grown, all is written anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.articles import Changes, Glances, SourceFacts, find_changes, load_source_facts, read_corpus
from indexer.concepts import Glossary, load_glossary
from indexer.domain import Article
from indexer.errors import BrokenFilesError, CancelledError, ManbaError, SnapshotError
from indexer.index.build import Builder, BuildReport, Change, KnownVectors
from indexer.index.contents import Contents
from indexer.index.manifest import Manifest
from indexer.index.outcome import IndexedFile, Reindexed
from indexer.index.recipe import fits
from indexer.index.rows import Indexed, Progress, Row, fingerprint_of, rows_in, rows_of
from indexer.index.snapshot import SnapshotStore
from indexer.index.trial import try_out
from indexer.models_in_use import Models

SMALL_PASSAGES = 256
SMALL_SHARE = 0.02
"""A snapshot on top stays small up to so many passages, or this share of those below; questions cost a little more."""
LARGE_PASSAGES = 2048
LARGE_SHARE = 0.25
"""Above so many passages and this share, writing all anew costs no more."""


@dataclass(slots=True)
class Reindexer:
    """Keeps one index up to date with the articles below `roots`; what it learnt at one run makes the next one quick.

    `embedder` is a model's name or path, by default the one the index was made with. Nothing is built where a file
    cannot be used, unless `allows_problems` leaves these files out, or `keeps_broken` keeps their articles as they were
    indexed (a whole snapshot is read from the files alone and leaves them out). With `puts_off` a snapshot on top may
    grow beyond what is small, for somebody who calls `rewrite` meanwhile.
    """

    roots: Sequence[Path]
    index: Path
    embedder: str | None = None
    keeps_broken: bool = False
    allows_problems: bool = False
    puts_off: bool = False
    _models: Models | None = None
    _glances: Glances = field(default_factory=Glances)
    _base: Contents | None = None
    _stamp: tuple[tuple[str, int, int, int], ...] = ()
    _rows: dict[bytes, list[Row]] = field(default_factory=dict)
    _vectors: KnownVectors = field(default_factory=KnownVectors)
    _has_told: bool = False

    def run(
        self,
        *,
        whole: bool = False,
        wait_s: float = 0.0,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
        before_current: Callable[[Sequence[IndexedFile]], None] | None = None,
    ) -> Reindexed:
        """Bring the index up to date; the snapshot before serves until the last step.

        `before_current` is told of the articles that were indexed anew, at the first run also of those that served,
        before the snapshot with them serves. `should_stop` is asked at every step. Raises CancelledError when it says
        so, CorpusError when a root or the glossary cannot be used or nothing is left to index, SnapshotError when
        another process builds for longer than `wait_s` seconds, EmbedderError when the model cannot be had.
        """
        tell = _listening(self.index, progress, should_stop)
        store = SnapshotStore(self.index)
        facts, glossary = load_source_facts(), load_glossary(self.roots)
        models = self.models()
        with store.writing(wait_s=wait_s):
            base = None if whole else self._base_for(store, models, glossary)
            current = Contents.current(store, base=base)
            builder = Builder(
                store=store, models=models, glossary=glossary, tell=tell, roots=self.roots, vectors=self._vectors
            )
            report = None
            if base is not None and current is not None:
                tell("files", 0, 1)
                changes = self._find(current, base, facts, glossary)
                tell("files", 1, 1)
                lies_on = current.manifest.base or current.name
                if changes.fingerprints() == current.fingerprints and lies_on == base.name:
                    self._tell_of(changes, current, before_current)
                    held = current.manifest
                    reused = held.counts["passages"]
                    return Reindexed(manifest=held, changed=False, embedded=0, reused=reused, problems=changes.told())
                report = self._on_top(builder, base, current, changes, glossary)
            if report is None:
                changes, report = self._anew(builder, facts, glossary)
            try:
                opened = {base.name: base.segment} if base is not None else {}
                try_out(store, report.manifest, models, articles=self._sample(changes, current), opened=opened)
                self._tell_of(changes, current, before_current)
                tell("switch", 0, 1)
                store.make_current(report.manifest.name, trusted=opened)
            except BaseException:
                # Switched to already, it stays: only flushing the switch has failed.
                if report.manifest.name not in {base.name if base is not None else None, store.current_name()}:
                    store.discard(report.manifest.name)
                raise
            store.prune()
        return self._reindexed(report, base, changes)

    def prepare(self) -> None:
        """Read and look at what the first `run` would, so that it costs no more than the next ones.

        Nothing is written; what is wrong is for `run` to say.
        """
        with contextlib.suppress(ManbaError):
            facts, glossary = load_source_facts(), load_glossary(self.roots)
            store = SnapshotStore(self.index)
            base = self._base_for(store, self.models(), glossary)
            current = Contents.current(store, base=base)
            if base is not None and current is not None:
                self._find(current, base, facts, glossary)

    def rewrite(self, *, progress: Progress | None = None, should_stop: Callable[[], bool] | None = None) -> Manifest:
        """Write a whole snapshot beside the ones that serve, without keeping anybody from writing small ones.

        It serves from the next `run` on, which brings it up to date. Raises as `run` does.
        """
        store = SnapshotStore(self.index)
        facts, glossary = load_source_facts(), load_glossary(self.roots)
        found = read_corpus(self.roots, facts=facts, glossary=glossary)
        tell = _listening(self.index, progress, should_stop)
        builder = Builder(store=store, models=self.models(), glossary=glossary, tell=tell, roots=self.roots)
        return builder.whole(found.articles).manifest

    def models(self) -> Models:
        """The models in use, loaded once."""
        if self._models is None:
            self._models = Models.load(self.embedder or SnapshotStore(self.index).embedder_reference())
        return self._models

    def _base_for(self, store: SnapshotStore, models: Models, glossary: Glossary) -> Contents | None:
        """The newest whole snapshot, where what is built now may lie on it; read and checked when its files change."""
        name = store.newest_whole()
        stamp = store.stamp(name) if name is not None else ()
        if self._base is None or (self._base.name, self._stamp) != (name, stamp):
            self._base, self._vectors = None, KnownVectors()
            try:
                manifest = store.verify(name) if name is not None else None
            except SnapshotError:
                return None
            if name is None or manifest is None or not fits(manifest, models, glossary):
                return None
            self._base, self._stamp = Contents.read(store, manifest), stamp
            self._vectors.learn_current(store, models.embedder)
            self._vectors.learn(store.path(name))
        return self._base if fits(self._base.manifest, models, glossary) else None

    def _find(self, current: Contents, base: Contents, facts: Mapping[str, SourceFacts], glossary: Glossary) -> Changes:
        changes = find_changes(
            self.roots,
            known={**base.known(), **current.known()},
            facts=facts,
            glossary=glossary,
            glances=self._glances,
        )
        if changes.problems and not self.keeps_broken and not self.allows_problems:
            raise BrokenFilesError(str(self.roots[0]), changes.told())
        if changes.problems and self.keeps_broken:
            anew = {one.article.id for one in changes.parsed}
            broken = current.of_files([path for path, _ in changes.problems])
            changes = replace(
                changes, kept={**{one: mark for one, mark in broken.items() if one not in anew}, **changes.kept}
            )
        return changes

    def _anew(
        self, builder: Builder, facts: Mapping[str, SourceFacts], glossary: Glossary
    ) -> tuple[Changes, BuildReport]:
        found = read_corpus(self.roots, facts=facts, glossary=glossary)
        if found.problems and not self.keeps_broken and not self.allows_problems:
            raise BrokenFilesError(str(self.roots[0]), found.problems)
        if found.problems and not found.articles:
            raise found.problems[0]
        self._rows = {}
        changes = Changes(
            kept={},
            parsed=found.articles,
            paths={one.article.id: Path(one.article.origin) for one in found.articles},
            problems=tuple((Path(error.where), error) for error in found.problems),
        )
        builder.vectors.learn_current(builder.store, builder.models.embedder)
        return changes, builder.whole(found.articles)

    def _on_top(
        self, builder: Builder, base: Contents, current: Contents, changes: Changes, glossary: Glossary
    ) -> BuildReport | None:
        """A small snapshot on top of `base`, None when it would not be small."""
        change = self._change(base, current, changes, glossary)
        if not self._is_worth(base, change):
            return None
        if not change.articles and not change.removed and base.name == builder.store.names()[-1]:
            return BuildReport(manifest=base.manifest, embedded=0, reused=len(base.segment))
        return builder.on_base(change)

    @staticmethod
    def _sample(changes: Changes, current: Contents | None) -> list[Article]:
        """Articles that the new snapshot must find: those read anew, or any that stay."""
        anew = [one.article for one in changes.parsed]
        return anew or [current.article(one) for one in list(changes.kept)[:1] if current is not None]

    def _change(self, base: Contents, current: Contents, changes: Changes, glossary: Glossary) -> Change:
        kept = changes.kept
        anew = {one.article.id: one for one in changes.parsed}
        articles: list[Indexed] = []
        rows_of_now: dict[bytes, list[Row]] = {}
        for article_id in sorted({*kept, *anew}, key=lambda one: one.encode("utf-8")):
            one = anew.get(article_id)
            mark = fingerprint_of(one) if one is not None else kept[article_id]
            if base.fingerprints.get(article_id) == mark:
                continue
            rows = self._rows.get(mark)
            if rows is None and one is not None:
                rows = rows_of(one, glossary, remembers=True)
            elif rows is None:
                rows = rows_in(*current.place(article_id), remembers=True)
            article = one.article if one is not None else current.article(article_id)
            rows_of_now[mark] = rows
            articles.append(Indexed(article=article, fingerprint=mark, rows=rows))
        self._rows = rows_of_now
        replaced = {one.article.id for one in articles}
        removed = [
            number
            for number, article_id in enumerate(base.fingerprints)
            if article_id in replaced or (article_id not in kept and article_id not in anew)
        ]
        return Change(name=base.name, base=base.segment, articles=articles, removed=removed)

    def _is_worth(self, base: Contents, change: Change) -> bool:
        """Whether `change` is small enough to go on top."""
        size = _size(change)
        if self.puts_off:
            return size <= max(LARGE_PASSAGES, LARGE_SHARE * len(base.segment))
        return size <= max(SMALL_PASSAGES, SMALL_SHARE * len(base.segment))

    def _reindexed(self, report: BuildReport, base: Contents | None, changes: Changes) -> Reindexed:
        on_top = report.manifest.passages_on_base
        small = max(SMALL_PASSAGES, SMALL_SHARE * len(base.segment)) if base is not None else SMALL_PASSAGES
        return Reindexed(
            manifest=report.manifest,
            changed=True,
            embedded=report.embedded,
            reused=report.reused,
            problems=changes.told(),
            has_grown=on_top > small,
        )

    def _tell_of(
        self,
        changes: Changes,
        current: Contents | None,
        before_current: Callable[[Sequence[IndexedFile]], None] | None,
    ) -> None:
        if before_current is None:
            return
        articles = [one.article for one in changes.parsed]
        if not self._has_told and current is not None:
            # Also those that are replaced or removed now: until this moment they are cited. Oldest first.
            articles[:0] = map(current.article, current.fingerprints)
        before_current(
            [
                IndexedFile(
                    article_id=one.id,
                    path=changes.paths.get(one.id, Path(one.origin)),
                    sha256=one.sha256,
                    source=one.source,
                )
                for one in articles
            ]
        )
        self._has_told = True


def reindex(roots: Sequence[Path], *, index: Path, embedder: str | None = None, whole: bool = False) -> Reindexed:
    """Bring the index at `index` up to date with the articles below `roots`, once; see `Reindexer.run`."""
    return Reindexer(roots=roots, index=index, embedder=embedder).run(whole=whole)


def _listening(index: Path, progress: Progress | None, should_stop: Callable[[], bool] | None) -> Progress:
    def tell(stage: str, done: int, total: int) -> None:
        if should_stop is not None and should_stop():
            raise CancelledError(where=str(index), what="the build was cancelled", next_step="start it again")
        if progress is not None:
            progress(stage, done, total)

    return tell


def _size(change: Change) -> int:
    """Passages a change adds, and those below it that it hides."""
    hidden = 0
    if change.removed:
        import numpy as np

        hidden = int(np.isin(change.base.article_rows, list(change.removed)).sum())
    return hidden + sum(len(one.rows) for one in change.articles)
