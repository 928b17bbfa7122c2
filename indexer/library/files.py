"""Files of articles on the disk: written whole or not at all, and flushed before anybody is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.concepts import sidecar_of
from indexer.errors import StateError
from indexer.index.files import fsync_file
from indexer.library.versions import Content

PARTIAL_SUFFIX = ".manba-partial"
"""Ends the hidden name under which a file is written; nothing else in a corpus is named so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file's new content, flushed under a hidden name beside its place."""

    partial: Path
    path: Path

    def place(self) -> None:
        """Put it in its place by one rename, and flush that."""
        with _disk(self.path):
            self.partial.replace(self.path)
            fsync_file(self.path.parent)

    def discard(self) -> None:
        """Take it away."""
        with suppress(OSError):
            self.partial.unlink(missing_ok=True)


def read_content(path: Path) -> Content | None:
    """What an article's file and its sidecar hold, None where there is no file; StateError when it cannot be read."""
    raw = read_bytes(path)
    return Content(raw=raw, sidecar=read_bytes(sidecar_of(path))) if raw is not None else None


def read_bytes(path: Path) -> bytes | None:
    """What a file holds, None where there is none; StateError when it cannot be read."""
    with _disk(path, "read"):
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None


def prepare(path: Path, content: bytes) -> Prepared:
    """Write and flush `content` beside `path`, with the mode of the file there; StateError leaves nothing behind.

    A link is kept, and what it points to written.
    """
    with _disk(path):
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        _make_folder(target.parent)
        _sweep(target.parent)
        prepared = Prepared(partial=target.with_name(f".{target.name}{PARTIAL_SUFFIX}"), path=target)
        try:
            with prepared.partial.open("wb") as stream:
                if target.exists():
                    prepared.partial.chmod(target.stat().st_mode & 0o7777)
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            prepared.discard()
            raise
    return prepared


def remove(path: Path) -> None:
    """Delete a file, if it is there, and flush that."""
    with _disk(path):
        path.unlink(missing_ok=True)
        fsync_file(path.parent)


def _make_folder(folder: Path) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        fsync_file(one.parent)


def _sweep(folder: Path) -> None:
    """Delete what a crash has left of writing into `folder`; the caller is the only writer."""
    for leftover in folder.glob(f".*{PARTIAL_SUFFIX}"):
        leftover.unlink(missing_ok=True)


@contextmanager
def _disk(path: Path, verb: str = "written") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StateError(
            where=str(path),
            what=f"cannot be {verb} ({error.strerror or error})",
            next_step="see that the disk has room and the file and its folder may be written to, then try again",
        ) from error
