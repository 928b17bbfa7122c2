"""Which file of a corpus is read under which id: the rules of `read_corpus`, without parsing the articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from indexer.articles.corpus import id_with_folder
from indexer.articles.front_matter import parse_front_matter
from indexer.articles.parsing import slug
from indexer.articles.reading import read_text

_MAY_HOLD_ID = re.compile(r"^\s*[\"'?{&!]?\s*[\"']?id\b", re.M)
# An id on a line of its own; YAML takes it as it is written, but for its word for nothing.
_PLAIN_ID = re.compile(r"^id: +([\w.\-]+)[ \t]*\r?$(?!\n[ \t])", re.M)
_NO_TEXTS = frozenset({"null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidFile:
    """A file of the corpus: the number of its root, its path, the id in its front matter, and its SHA-256."""

    root: int
    path: Path
    written_id: str | None
    sha256: str
    own_id: str = field(init=False)

    def __post_init__(self) -> None:
        """Work out once the id it is read under unless that is taken."""
        object.__setattr__(self, "own_id", self.written_id or slug(self.path.stem))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A file that is read under another id than before, because of another file; None where it is not read at all."""

    path: Path
    was: str | None
    now: str | None


class Layout:
    """The files of a corpus in the order they are read, and the id each is read under.

    `moved` are the files whose ids were changed by the change of another one that led to this layout.
    """

    def __init__(self, files: Iterable[LaidFile], *, is_usable: Callable[[Path], bool]) -> None:
        """Give each of `files` its id; `is_usable` reads a file whole and is asked only where two want one id."""
        self._is_usable = is_usable
        self._files = {one.path: one for one in files}
        self._wanted = Counter(one.own_id for one in self._files.values())
        ids: dict[Path, str | None] = {}
        holders: dict[str, LaidFile] = {}
        for one in sorted(self._files.values(), key=lambda one: (one.root, one.path.parts)):
            taken = _id_of(one, holders, is_usable)
            ids[one.path] = taken
            if taken is not None:
                if taken in holders:
                    ids[holders[taken].path] = None
                holders[taken] = one
        self._ids, self._paths = ids, {name: one.path for name, one in holders.items()}
        self.moved: tuple[Moved, ...] = ()

    @property
    def ids(self) -> Mapping[Path, str | None]:
        """The id of each file, None where it cannot have the one it wants."""
        return self._ids

    @property
    def paths(self) -> Mapping[str, Path]:
        """The file of each id."""
        return self._paths

    def with_file(self, file: LaidFile) -> Layout:
        """The layout once `file`, a sound one, stands at its path."""
        before = self._files.get(file.path)
        files = {**self._files, file.path: file}
        is_alone = self._wanted[file.own_id] == (0 if before is None else 1)
        holds = self._paths.get(file.own_id) == (None if before is None else file.path)
        if not (is_alone and holds and (before is None or before.own_id == file.own_id)):
            return self._changed(files, file.path, lambda path: path == file.path or self._is_usable(path))
        # Nobody else wants its id: all others keep theirs.
        layout = copy(self)
        layout.moved = ()
        layout._files = files
        layout._ids = {**self._ids, file.path: file.own_id}
        layout._paths = {**self._paths, file.own_id: file.path}
        layout._wanted = self._wanted.copy()
        layout._wanted[file.own_id] = 1
        return layout

    def without(self, path: Path) -> Layout:
        """The layout once there is no file at `path`."""
        files = {other: one for other, one in self._files.items() if other != path}
        return self._changed(files, path, self._is_usable)

    def _changed(self, files: Mapping[Path, LaidFile], path: Path, is_usable: Callable[[Path], bool]) -> Layout:
        layout = Layout(files.values(), is_usable=is_usable)
        layout.moved = tuple(
            Moved(path=other, was=was, now=layout._ids[other])
            for other, was in self._ids.items()
            if other != path and was != layout._ids[other]
        )
        return layout


def _id_of(one: LaidFile, holders: Mapping[str, LaidFile], is_usable: Callable[[Path], bool]) -> str | None:
    """The id of a file read after `holders`; one of theirs where the holder cannot be read and so loses it."""
    other = holders.get(one.own_id)
    if other is None or not is_usable(other.path):
        return one.own_id
    if one.written_id is not None or other.sha256 == one.sha256:
        return None
    with_folder = id_with_folder(one.path)
    is_free = with_folder not in holders or not is_usable(holders[with_folder].path)
    return with_folder if is_free else None


def written_id(raw: bytes, *, origin: str) -> str | None:
    """The id in the front matter of a file, None where there is none; ArticleError when it cannot be read."""
    header = read_text(raw, origin=origin, max_bytes=len(raw)).header
    if header is None or not _MAY_HOLD_ID.search(header):
        return None
    plain = _PLAIN_ID.findall(header)
    # Reading YAML takes longer than all the rest, and nearly every id is written plainly.
    if len(plain) == 1 and len(_MAY_HOLD_ID.findall(header)) == 1 and plain[0] not in _NO_TEXTS:
        return str(plain[0])
    return parse_front_matter(header, origin=origin).id
