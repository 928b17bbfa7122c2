"""What a snapshot holds: its articles by id, with what tells whether their files changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.domain import Article
from indexer.errors import SnapshotError
from indexer.index.files import open_array
from indexer.index.manifest import Manifest
from indexer.index.segment import Segment, read_fingerprints
from indexer.index.snapshot import SnapshotStore
from indexer.index.snapshot_index import REMOVED_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The articles of a snapshot: `fingerprints` by id, those of its base that still count included.

    For a whole snapshot they are in the order of its articles' numbers. `segment` is that of the base, or its own.
    """

    manifest: Manifest
    fingerprints: Mapping[str, bytes]
    segment: Segment
    on_top: Segment | None = None

    @property
    def name(self) -> str:
        """The snapshot's name."""
        return self.manifest.name

    @classmethod
    def read(cls, store: SnapshotStore, manifest: Manifest, *, base: Contents | None = None) -> Contents:
        """The contents of a sound snapshot; `base` is taken for what it lies on, where it is that."""
        folder = store.path(manifest.name)
        if manifest.base is None:
            segment = Segment(folder)
            return cls(manifest=manifest, fingerprints=_fingerprints(segment), segment=segment)
        if base is None or base.name != manifest.base:
            base = cls.read(store, store.manifest(manifest.base))
        removed = set(open_array(folder / REMOVED_FILE).tolist())
        below = {
            article_id: mark
            for number, (article_id, mark) in enumerate(base.fingerprints.items())
            if number not in removed
        }
        glossary = base.segment.concepts.glossary
        on_top = Segment(folder, glossary=glossary) if manifest.has_passages else None
        above = _fingerprints(on_top) if on_top is not None else {}
        return cls(manifest=manifest, fingerprints=below | above, segment=base.segment, on_top=on_top)

    @classmethod
    def current(cls, store: SnapshotStore, *, base: Contents | None) -> Contents | None:
        """The contents of the snapshot that serves, None when there is no sound one; `base` as in `read`."""
        try:
            manifest, _ = store.usable(trusted=[base.name] if base is not None else ())
        except SnapshotError:
            return None
        if base is not None and manifest.name == base.name:
            return base
        return cls.read(store, manifest, base=base)

    def known(self) -> dict[bytes, str]:
        """The id of each fingerprint."""
        return {mark: article_id for article_id, mark in self.fingerprints.items()}

    def place(self, article_id: str) -> tuple[Segment, int]:
        """The segment an article of the snapshot is in, and its number there."""
        number = self.on_top.article_ids.find(article_id) if self.on_top is not None else -1
        if self.on_top is not None and number >= 0:
            return self.on_top, number
        return self.segment, self.segment.article_ids.find(article_id)

    def article(self, article_id: str) -> Article:
        """An article of the snapshot, with its source text."""
        segment, number = self.place(article_id)
        return segment.with_source(number)

    def of_files(self, paths: Sequence[Path]) -> dict[str, bytes]:
        """The fingerprints by id of the articles that were read from `paths`."""
        wanted = {path.resolve() for path in paths}
        found = {}
        for article_id, mark in self.fingerprints.items():
            segment, number = self.place(article_id)
            if Path(segment.article(number).origin).resolve() in wanted:
                found[article_id] = mark
        return found


def _fingerprints(segment: Segment) -> dict[str, bytes]:
    marks = read_fingerprints(segment.folder)
    return {segment.article_ids[number]: mark for number, mark in enumerate(marks)}
