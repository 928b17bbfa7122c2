"""Snapshots: immutable, versioned indexes on disk, one of them current.

    INDEX/
      CURRENT                 the name of the snapshot that serves; replaced by one atomic rename
      LOCK                    held by the process that builds
      snapshots/NAME/         the files of a snapshot and its manifest.json with their checksums
      snapshots/.NAME.partial/  one being written; left behind only by a crash, swept by the next build

A reader opens the snapshot CURRENT names and keeps its maps: replacing or deleting the folder later does not disturb
it. A damaged snapshot is refused, and the newest sound one before it serves.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock, Timeout

from indexer.errors import SnapshotError
from indexer.index.files import file_sha256, fsync_file, write_durably

FORMAT = 4
KEPT_SNAPSHOTS = 3
# SHA-256 reads some 800 MB/s: half a gigabyte costs well under a second of a server's start.
HASHED_AT_OPEN_BYTES = 1 << 29
MANIFEST = "manifest.json"
_MODEL_KEYS = frozenset({"name", "dimension", "content_hash"})
_NAME = re.compile(r"\d{8}T\d{6}-\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot is made of.

    `search_form` is the version of the languages' search form its words were made with. `embedder` and
    `word_model` hold name, dimension and content hash of the models; `counts` numbers of things by
    name; `files` maps each file's name to its SHA-256 and size in bytes; `created` is ISO 8601 in UTC.
    """

    name: str
    created: str
    embedder: dict[str, Any]
    word_model: dict[str, Any]
    counts: dict[str, int]
    vectors: str
    search_form: int
    packages: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def models(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The models' entries."""
        return self.embedder, self.word_model


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
            values = orjson.loads(path.read_bytes())
            found = values["format"]
        except FileNotFoundError as error:
            raise SnapshotError(where=str(path), what="the snapshot has no manifest", next_step=repair) from error
        except (ValueError, TypeError, KeyError) as error:
            raise SnapshotError(where=str(path), what=f"the manifest is damaged ({error})", next_step=repair) from error
        if found != FORMAT:
            what = f"the snapshot has format {found}, this version of manba reads {FORMAT}"
            raise SnapshotError(where=str(path), what=what, next_step=repair)
        try:
            manifest = Manifest(**values)
            complete = (
                manifest.name == name and bool(manifest.files) and all(map(_MODEL_KEYS.issubset, manifest.models()))
            )
        except (TypeError, AttributeError) as error:
            raise SnapshotError(where=str(path), what=f"the manifest is damaged ({error})", next_step=repair) from error
        if not complete:
            raise SnapshotError(where=str(path), what="the manifest is damaged (incomplete)", next_step=repair)
        return manifest

    def verify(self, name: str, *, whole: bool = True) -> Manifest:
        """The manifest of snapshot `name` after its files were found sound; SnapshotError otherwise.

        Sizes and checksums are compared; without `whole`, only the sizes of a snapshot so large that reading it would
        keep a server from starting.
        """
        manifest = self.manifest(name)
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

    def usable(self) -> tuple[Manifest, tuple[SnapshotError, ...]]:
        """The current snapshot, or the newest sound one before it, and why the ones passed over were refused."""
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
                return self.verify(name, whole=False), tuple(refused)
            except SnapshotError as error:
                refused.append(error)
        raise refused[0]

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
            raise SnapshotError(
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
        path.mkdir(parents=True)
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

    def make_current(self, name: str) -> None:
        """Let snapshot `name` serve, by one atomic rename, after it has been verified."""
        self.verify(name)
        write_durably(self.folder / "CURRENT", f"{name}\n".encode())

    def prune(self, *, keep: int = KEPT_SNAPSHOTS) -> None:
        """Delete all but the `keep` newest snapshots and the current one; what cannot be deleted stays."""
        current = self.current_name()
        for name in self.names()[:-keep]:
            if name != current:
                shutil.rmtree(self.path(name), ignore_errors=True)

    def _sweep(self) -> None:
        if self._snapshots.is_dir():
            for entry in self._snapshots.glob(".*.partial"):
                shutil.rmtree(entry)
        for leftover in self.folder.glob(".CURRENT.*.partial"):
            leftover.unlink()
