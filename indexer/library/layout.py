"""Which file of a corpus is read under which id: the rules of `read_corpus`, without parsing the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

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
    with_folder: str = field(init=False)
    order: tuple[int, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Work out once the ids it may be read under, and when it is read."""
        object.__setattr__(self, "order", (self.root, self.path.parts))
        object.__setattr__(self, "own_id", self.written_id or slug(self.path.stem))
        object.__setattr__(self, "with_folder", id_with_folder(self.path))


class Layout:
    """The files of a corpus in the order they are read, and the id each is read under."""

    def __init__(self, files: Iterable[LaidFile], *, is_usable: Callable[[Path], bool]) -> None:
        """Give each of `files` its id; `is_usable` reads a file whole and is asked only where two want one id."""
        self._is_usable = is_usable
        self.files = tuple(sorted(files, key=lambda one: one.order))
        ids: dict[Path, str | None] = {}
        holders: dict[str, LaidFile] = {}
        for one in self.files:
            taken = _id_of(one, holders, is_usable)
            ids[one.path] = taken
            if taken is not None:
                if taken in holders:
                    ids[holders[taken].path] = None
                holders[taken] = one
        self.ids: Mapping[Path, str | None] = MappingProxyType(ids)
        self.paths: Mapping[str, Path] = MappingProxyType({name: one.path for name, one in holders.items()})

    def with_file(self, file: LaidFile) -> Layout:
        """The layout once `file`, a sound one, stands at its path."""
        others = (one for one in self.files if one.path != file.path)
        return Layout([*others, file], is_usable=lambda path: path == file.path or self._is_usable(path))

    def without(self, path: Path) -> Layout:
        """The layout once there is no file at `path`."""
        return Layout((one for one in self.files if one.path != path), is_usable=self._is_usable)


def _id_of(one: LaidFile, holders: Mapping[str, LaidFile], is_usable: Callable[[Path], bool]) -> str | None:
    """The id of a file read after `holders`; one of theirs where the holder cannot be read and so loses it."""
    other = holders.get(one.own_id)
    if other is None or not is_usable(other.path):
        return one.own_id
    gives_way = one.written_id is None and other.sha256 != one.sha256
    if gives_way and (one.with_folder not in holders or not is_usable(holders[one.with_folder].path)):
        return one.with_folder
    return None


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
