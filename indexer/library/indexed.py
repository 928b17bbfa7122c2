"""What the indexer has read, written down before it serves: what is cited from it can be read for good."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.concepts import sidecar_of
from indexer.library.changes import Changes
from indexer.library.files import read_bytes, read_content
from indexer.library.places import Held, Places
from indexer.library.version_store import VersionStore
from indexer.library.versions import ON_DISK, Content, Record, sha256_of

if TYPE_CHECKING:
    from indexer.index.outcome import IndexedFile

_AT_ONCE = 500


def note_indexed(files: Sequence[IndexedFile], *, changes: Changes, store: VersionStore, places: Places) -> None:
    """Write down those of `files` that are in no version yet, and where each lies.

    Editors wait for at most _AT_ONCE files at a time.
    """
    for first in range(0, len(files), _AT_ONCE):
        fresh = [one for one in files[first : first + _AT_ONCE] if not _is_noted(one, store)]
        if fresh:
            with changes.alone():
                _note(fresh, changes, store, places)


def _is_noted(file: IndexedFile, store: VersionStore) -> bool:
    newest = store.newest(file.article_id)
    if newest is None or newest.version.action == "deleted" or newest.version.sha256 != file.sha256:
        return False
    sidecar = read_bytes(sidecar_of(file.path))
    is_in_place = newest.path == Path(os.path.abspath(file.path))
    return is_in_place and newest.sidecar == (sha256_of(sidecar) if sidecar is not None else None)


def _note(files: Sequence[IndexedFile], changes: Changes, store: VersionStore, places: Places) -> None:
    records: list[Record] = []
    seen = []
    for file in files:
        path = Path(os.path.abspath(file.path))
        content = read_content(path)
        if content is not None and sha256_of(content.raw) == file.sha256:
            outside = changes.outside(file.article_id, Held(path=path, content=content))
            records += [outside] if outside else []
            seen.append(places.place(file.article_id, path, content.raw))
        elif not store.knows(file.article_id, file.sha256):
            # It was changed while it was indexed; what stands on the disk now the next build will tell of.
            body = Content(raw=file.source.encode("utf-8"))
            store.record_body(
                Record(article_id=file.article_id, action="found", content=body, path=path, author=ON_DISK),
                sha256=file.sha256,
            )
    if records:
        store.record(records)
    if seen:
        places.note(seen)
