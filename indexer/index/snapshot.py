"""Snapshots: immutable, versioned indexes on disk, one of them current.

    INDEX/
      CURRENT                 the name of the snapshot that serves; replaced by one atomic rename
      LOCK                    held by the process that builds
      snapshots/NAME/         the files of a snapshot and its manifest.json with their checksums
      snapshots/.NAME.partial/  one being written, its writer holding .NAME.lock; swept when it was left by a crash

A snapshot is whole, or it lies on a whole one, its base: it holds what changed since and says what of the base no
longer counts. A reader opens the snapshot CURRENT names and keeps its maps: replacing or deleting the folder later does
not disturb it. A damaged snapshot, or one whose base is damaged, is refused, and the newest sound one before it serves.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from indexer.errors import BusyError, SnapshotError
from indexer.index.files import file_sha256, fsync_file, write_durably
from indexer.index.manifest import Manifest

KEPT_SNAPSHOTS = 8
"""Snapshots kept to go back to, beside those they lie on; most hold no more than a few articles."""
# SHA-256 reads some 800 MB/s: half a gigabyte costs well under a second of a server's start.
HASHED_AT_OPEN_BYTES = 1 << 29
MANIFEST = "manifest.json"
_SWEEPING_S = 5.0
_LEFT_AFTER_S = 60.0
_NAME = re.compile(r"\d{8}T\d{6}-\d{6}-[0-9a-f]{8}")


class SnapshotStore:
    """The folder that holds the snapshots of one index."""

    def __init__(self, folder: Path) -> None:
        """Stand for `folder`, which need not exist before the first build."""
        self.folder = folder
        self._snapshots = folder / "snapshots"

    def names(self) -> list[str]:
        """The finished snapshots, oldest first."""
        if not self._snapshots.is_dir():
            return []
        return sorted(entry.name for entry in self._snapshots.iterdir() if _NAME.fullmatch(entry.name))

    def current_name(self) -> str | None:
        """The snapshot CURRENT names; the newest finished one when CURRENT is lost or damaged, None when there is none.

        A file that names nothing must not stop what can serve.
        """
        try:
            name = (self.folder / "CURRENT").read_bytes().decode("ascii", "replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            name = ""
        if _NAME.fullmatch(name):
            return name
        return next(reversed(self.names()), None)

    def path(self, name: str) -> Path:
        """The folder of snapshot `name`."""
        return self._snapshots / name

    def manifest(self, name: str) -> Manifest:
        """The manifest of snapshot `name`; SnapshotError when it is missing, unreadable or of another version."""
        path = self.path(name) / MANIFEST
        repair = f"run: manba build --index {self.folder}"
        try:
            return Manifest.read(path.read_bytes(), name=name)
        except FileNotFoundError as error:
            raise SnapshotError(where=str(path), what="the snapshot has no manifest", next_step=repair) from error
        except ValueError as error:
            raise SnapshotError(where=str(path), what=str(error), next_step=repair) from error

    def verify(self, name: str, *, whole: bool = True, trusted: Collection[str] = ()) -> Manifest:
        """The manifest of snapshot `name` after its files and its base's were found sound; SnapshotError otherwise.

        Sizes and checksums are compared; without `whole`, only the sizes of a snapshot so large that reading it would
        keep a server from starting. Those `trusted`, by name, are opened already and not read again.
        """
        manifest = self.manifest(name)
        if manifest.base is not None:
            self._require_base(manifest)
            self.verify(manifest.base, whole=whole, trusted=trusted)
        if name in trusted:
            return manifest
        hashed = whole or sum(entry["bytes"] for entry in manifest.files.values()) <= HASHED_AT_OPEN_BYTES
        for file, expected in manifest.files.items():
            path = self.path(name) / file
            if not path.is_file():
                what = "the file is missing"
            elif path.stat().st_size != expected["bytes"] or (hashed and file_sha256(path) != expected["sha256"]):
                what = "the file is damaged (its checksum differs from the manifest's)"
            else:
                continue
            raise SnapshotError(where=str(path), what=what, next_step=f"run: manba build --index {self.folder}")
        return manifest

    def stamp(self, name: str) -> tuple[tuple[str, int, int, int], ...]:
        """What changes when a file of snapshot `name` is replaced or written over: names, sizes, times and inodes."""
        try:
            with os.scandir(self.path(name)) as entries:
                found = [(entry.name, entry.stat()) for entry in entries]
        except FileNotFoundError:
            return ()
        return tuple(sorted((file, is_.st_size, is_.st_mtime_ns, is_.st_ino) for file, is_ in found))

    def _require_base(self, manifest: Manifest) -> None:
        """A base is a whole snapshot, so that nothing lies on it twice."""
        assert manifest.base is not None  # noqa: S101  (asked by the caller)
        if not _NAME.fullmatch(manifest.base) or self.manifest(manifest.base).base is not None:
            raise SnapshotError(
                where=str(self.path(manifest.name) / MANIFEST),
                what=f"the manifest is damaged (the snapshot cannot lie on {manifest.base!r})",
                next_step=f"run: manba build --index {self.folder}",
            )

    def usable(self, *, trusted: Collection[str] = ()) -> tuple[Manifest, tuple[SnapshotError, ...]]:
        """The current snapshot, or the newest sound one before it, and why the ones passed over were refused.

        `trusted` as in `verify`.
        """
        current = self.current_name()
        if current is None:
            raise SnapshotError(
                where=str(self.folder),
                what="there is no index yet",
                next_step=f"run: manba build --index {self.folder}",
            )
        refused: list[SnapshotError] = []
        for name in [current, *(name for name in reversed(self.names()) if name < current)]:
            try:
                return self.verify(name, whole=False, trusted=trusted), tuple(refused)
            except SnapshotError as error:
                refused.append(error)
        raise refused[0]

    def corpus(self) -> tuple[Path, ...]:
        """The folders and files the current snapshot was built from, none where it does not tell.

        Where it is damaged, those of the newest before it that can be read.
        """
        current = self.current_name() or ""
        for name in reversed([name for name in self.names() if name <= current]):
            try:
                return tuple(map(Path, self.manifest(name).corpus))
            except SnapshotError:
                continue
        return ()

    def embedder_reference(self) -> str | None:
        """The embedder the newest snapshot was made with, as a person named it; None before the first build.

        Snapshots of another format tell it too. Raises SnapshotError when there are snapshots and none tells.
        """
        names = self.names()
        for name in reversed(names):
            try:
                reference = orjson.loads((self.path(name) / MANIFEST).read_bytes())["embedder"]["reference"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if isinstance(reference, str) and reference:
                return reference
        if names:
            raise SnapshotError(
                where=str(self.folder),
                what="no snapshot tells which embedding model it was made with",
                next_step=f"name it: manba build --index {shlex.quote(str(self.folder))} --embedder built-in",
            )
        return None

    @contextmanager
    def writing(self, *, wait_s: float = 0.0) -> Iterator[None]:
        """Hold the index for one writer; SnapshotError when another still builds after `wait_s` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "LOCK", timeout=wait_s):
                self._sweep()
                yield
        except Timeout as error:
            raise BusyError(
                where=str(self.folder),
                what="another process is building this index",
                next_step="wait until it has finished, then run the command again",
            ) from error

    def new_name(self) -> str:
        """A name that sorts after every snapshot there is, also when the clock went backwards."""
        names = self.names()
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        serial = 1 + max((int(name.split("-")[1]) for name in names), default=0)
        if names and names[-1].split("-")[0] > stamp:
            stamp = names[-1].split("-")[0]
        return f"{stamp}-{serial:06d}-{os.urandom(4).hex()}"

    @contextmanager
    def staging(self, name: str) -> Iterator[Path]:
        """An empty folder to write snapshot `name` into, gone again when writing fails."""
        path = self._snapshots / f".{name}.partial"
        self._snapshots.mkdir(exist_ok=True)
        with _lock_of(path, wait_s=_SWEEPING_S):
            path.mkdir()
            try:
                yield path
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise

    def finish(self, staging: Path, manifest: Manifest) -> Manifest:
        """Seal a staging folder: checksums, manifest, everything flushed, then renamed to its final name."""
        files = {}
        for path in sorted(staging.iterdir()):
            fsync_file(path)
            files[path.name] = {"sha256": file_sha256(path), "bytes": path.stat().st_size}
        sealed = Manifest(**{**asdict(manifest), "files": files})
        write_durably(staging / MANIFEST, orjson.dumps(asdict(sealed), option=orjson.OPT_INDENT_2))
        staging.rename(self.path(manifest.name))
        fsync_file(self._snapshots)
        return sealed

    def make_current(self, name: str, *, trusted: Collection[str] = ()) -> None:
        """Let snapshot `name` serve, by one atomic rename, after it has been verified; `trusted` as in `verify`."""
        self.verify(name, trusted=trusted)
        write_durably(self.folder / "CURRENT", f"{name}\n".encode())

    def discard(self, name: str) -> None:
        """Delete a sealed snapshot that is not to serve."""
        shutil.rmtree(self.path(name), ignore_errors=True)

    def newest_whole(self) -> str | None:
        """The newest snapshot that lies on no other and whose manifest can be read, None when there is none."""
        for name in reversed(self.names()):
            try:
                if self.manifest(name).base is None:
                    return name
            except SnapshotError:
                continue
        return None

    def prune(self, *, keep: int = KEPT_SNAPSHOTS) -> None:
        """Delete all but the `keep` newest snapshots, the current one and those they lie on.

        The newest whole one stays too: what is built next lies on it. What cannot be deleted stays.
        """
        names = self.names()
        kept = {*names[-keep:], self.current_name(), self.newest_whole()}
        for name in tuple(kept):
            try:
                kept.add(self.manifest(name).base if name is not None else None)
            except SnapshotError:
                continue
        for name in names:
            if name not in kept:
                shutil.rmtree(self.path(name), ignore_errors=True)

    def _sweep(self) -> None:
        if self._snapshots.is_dir():
            for entry in self._snapshots.glob(".*.partial"):
                try:
                    with _lock_of(entry):
                        shutil.rmtree(entry, ignore_errors=True)
                except Timeout:
                    continue
            for entry in self._snapshots.glob(".*.lock"):
                # One without its folder was left by a crash, or is being made this moment.
                if not entry.with_suffix(".partial").exists() and time.time() - entry.stat().st_mtime > _LEFT_AFTER_S:
                    entry.unlink(missing_ok=True)
        for leftover in self.folder.glob(".CURRENT.*.partial"):
            leftover.unlink()


@contextmanager
def _lock_of(partial: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold a folder that is being written; Timeout when another process still does after `wait_s` seconds."""
    lock = partial.with_suffix(".lock")
    with FileLock(lock, timeout=wait_s):
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
