"""Going back to an index that served before: snapshots are kept for this, and none is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.errors import NotFoundError, SnapshotError
from indexer.index.contents import Contents
from indexer.index.manifest import Manifest
from indexer.index.snapshot import SnapshotStore

WAIT_S = 30.0
"""Seconds to wait for a build that is under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSnapshot:
    """A snapshot that is kept; `fault` says why it could not serve, as far as its manifest tells."""

    name: str
    is_current: bool
    created: str | None = None
    articles: int = 0
    passages: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """The snapshot that serves now, and the one that served before; the same where nothing had to be done."""

    manifest: Manifest
    previous: str


def kept_snapshots(index: Path) -> list[KeptSnapshot]:
    """The snapshots of the index at `index`, the newest first; those that only hold what others lie on are among them.

    Raises SnapshotError when there is no index.
    """
    store = SnapshotStore(index)
    current = _current(store)
    found = []
    for name in reversed(store.names()):
        try:
            manifest = store.manifest(name)
        except SnapshotError as error:
            found.append(KeptSnapshot(name=name, is_current=name == current, fault=error.what))
            continue
        found.append(
            KeptSnapshot(
                name=name,
                is_current=name == current,
                created=manifest.created,
                articles=manifest.counts.get("articles", 0),
                passages=manifest.counts.get("passages", 0),
            )
        )
    return found


def roll_back(index: Path, name: str | None = None, *, wait_s: float = WAIT_S) -> RolledBack | None:
    """Let snapshot `name` serve, or the newest before the current that holds something else; None where none does.

    It is verified to the last byte and opened before it serves. The articles on the disk stay as they are, so that the
    next build brings them back. Raises NotFoundError for a name that is not kept, SnapshotError for a damaged one, and
    BusyError when another process builds for longer than `wait_s` seconds.
    """
    from indexer.knowledge import open_view
    from indexer.models_in_use import Models

    store = SnapshotStore(index)
    _current(store)
    with store.writing(wait_s=wait_s):
        previous = _current(store)
        names = store.names()
        wanted = name if name is not None else _one_before(store, previous)
        if wanted is None:
            return None
        if wanted not in names:
            raise NotFoundError(
                where=wanted, what="no such snapshot is kept", next_step=f"run: manba rollback --list --index {index}"
            )
        manifest = store.verify(wanted)
        open_view(store, manifest, Models.load(manifest.embedder["reference"]))
        if wanted != previous:
            store.make_current(wanted)
    return RolledBack(manifest=manifest, previous=previous)


def _one_before(store: SnapshotStore, current: str) -> str | None:
    """Writing all anew makes a snapshot that says what the one before it says: going back to that helps nobody."""
    content = _content(store, current)
    for name in reversed(store.names()):
        if name < current and (content is None or _content(store, name) != content):
            return name
    return None


def _content(store: SnapshotStore, name: str) -> tuple[str, str, dict[str, bytes]] | None:
    """What a snapshot says: its articles, and how they are read and embedded; None when that cannot be told."""
    try:
        manifest = store.manifest(name)
        contents = Contents.read(store, manifest)
    except (SnapshotError, OSError, ValueError):
        return None
    return manifest.recipe, str(manifest.embedder["content_hash"]), dict(contents.fingerprints)


def _current(store: SnapshotStore) -> str:
    name = store.current_name()
    if name is None:
        raise SnapshotError(
            where=str(store.folder),
            what="there is no index yet",
            next_step=f"run: manba build --index {store.folder}",
        )
    return name
