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
from indexer.library.swapping import give_back, put_in_place, take_away
from indexer.library.versions import Content

PARTIAL_SUFFIX = ".manba-partial"
"""Ends the hidden name under which a file is written; nothing else in a corpus is named so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file's new content, flushed under a hidden name beside its place."""

    partial: Path
    path: Path

    def place(self, *, before: bytes | None) -> None:
        """Put it in its place, where `before` is (None: no file), and flush that; OvertakenError if it is not."""
        with _disk(self.path), _flushed(self.path.parent):
            put_in_place(self.partial, self.path, before=before)

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
        target = _target_of(path)
        _make_folder(target.parent)
        prepared = Prepared(partial=_partial_of(target), path=target)
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


def sweep(folder: Path) -> None:
    """Delete what a crash has left of writing into `folder`; the caller is the only writer, and writes nothing now."""
    with _disk(folder):
        for leftover in folder.glob(f".*{PARTIAL_SUFFIX}"):
            leftover.unlink(missing_ok=True)


def remove(path: Path, *, before: bytes | None) -> None:
    """Delete a file that holds `before`, and flush that; OvertakenError if it holds something else."""
    with _disk(path), _flushed(path.parent):
        take_away(path, before=before, aside=_partial_of(path))


def rescue(path: Path, *, before: bytes | None, after: bytes | None) -> tuple[bytes, ...]:
    """Put back what another program had written, where a crash came while it was out of its place; gives that.

    The change that the crash ended was to take the file at `path` from `before` to `after` (None: no file).
    """
    place = path if after is None else _target_of(path)
    with _disk(path), _flushed(place.parent):
        aside = _partial_of(place)
        there = read_bytes(aside)
        # What has been written in part is the beginning of one of the two.
        if there is None or any(ours is not None and ours.startswith(there) for ours in (before, after)):
            return ()
        return give_back(aside, place, placed=after) if read_bytes(place) == after else (there,)


def _target_of(path: Path) -> Path:
    """The file to write for `path`: what a link points to."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _partial_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{PARTIAL_SUFFIX}")


def _make_folder(folder: Path) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        fsync_file(one.parent)


@contextmanager
def _flushed(folder: Path) -> Iterator[None]:
    try:
        yield
    finally:
        fsync_file(folder)


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
