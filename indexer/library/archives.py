"""Articles from elsewhere, read but not yet believed: files of a folder, and of a zip that may be hostile."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from indexer.articles.corpus import article_paths
from indexer.concepts import sidecar_of
from indexer.errors import ArticleError, CorpusError, ManbaError

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 200_000_000
"""What all files of a zip may come to, unpacked."""
MAX_RATIO = 100
"""How many times its packed size a file of more than RATIO_FROM_BYTES may have; texts reach some 10."""
RATIO_FROM_BYTES = 100_000

MAX_ENTRIES = 4 * MAX_FILES
"""Folders count, too."""
MAX_LIST_BYTES = 512 * MAX_FILES
"""What the list of files may come to: each costs memory before anything is known of it."""

# End of central directory record (APPNOTE.TXT, 4.3.16): mark, three numbers of its own disk, then these two.
_END_MARK, _END = b"PK\x05\x06", struct.Struct("<6xHL")
_END_BYTES, _COMMENT_BYTES = 22, 65_535

_SUFFIXES = frozenset({".md", ".txt"})
_SIDECAR = ".terms.toml"
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_READ_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file to import: its name with folders, its bytes and those of its sidecar, or why it is not to be used.

    `refused` is its fault, `skipped` that it is no article.
    """

    name: str
    raw: bytes = b""
    sidecar: bytes | None = None
    refused: ManbaError | None = None
    skipped: str | None = None
    is_name_sure: bool = True


def read_files(path: Path, *, max_bytes: int) -> Iterator[Entry]:
    """The articles below the folder `path`, or the one file `path`, with their sidecars; CorpusError for none."""
    files = list(article_paths([path]))
    if not files:
        raise CorpusError(where=str(path), what="holds no article", next_step="name a folder with .md or .txt files")
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        try:
            raw = _limited(file, max_bytes)
            sidecar = _limited(sidecar_of(file), max_bytes) if sidecar_of(file).is_file() else None
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            yield Entry(name=name, refused=_unusable(name, what, "check the file and its permissions"))
        else:
            yield Entry(name=name, raw=raw, sidecar=sidecar)


def read_zip(data: bytes | Path, *, max_bytes: int) -> list[Entry]:
    """The files of a zip; README and hidden files are left out.

    Names are made safe or refused; links, encrypted files, files over `max_bytes` and those packed suspiciously well
    are refused. Raises CorpusError for what is no zip, or has more than MAX_FILES files or MAX_TOTAL_BYTES in all.
    """
    where = "the archive" if isinstance(data, bytes) else str(data)
    try:
        _require_few(data, where)
        with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:
            infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
            if len(infos) > MAX_FILES:
                raise _too_much(where, f"holds {len(infos):,} files, the limit is {MAX_FILES:,}")
            return _paired(_members(archive, infos, where, max_bytes))
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, ValueError, EOFError) as error:
        raise CorpusError(
            where=where, what=f"cannot be read as a zip ({error})", next_step="make the zip again, and send it whole"
        ) from error
    except OSError as error:
        raise CorpusError(
            where=where, what=f"cannot be read ({error.strerror or error})", next_step="check the file"
        ) from error


def _require_few(data: bytes | Path, where: str) -> None:
    """Raise CorpusError where the list of files is too long to be read at all; a broken zip is for zipfile to tell."""
    with io.BytesIO(data) if isinstance(data, bytes) else data.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, io.SEEK_END) - _END_BYTES - _COMMENT_BYTES))
        tail = stream.read()
    begin = tail.rfind(_END_MARK)
    if 0 <= begin <= len(tail) - _END_BYTES:
        count, list_bytes = _END.unpack_from(tail, begin + len(_END_MARK))
        # A zip may lie about the first; zipfile goes by the second.
        if count > MAX_ENTRIES or list_bytes > MAX_LIST_BYTES:
            raise _too_much(where, f"lists more than {MAX_FILES:,} files")


def _members(archive: zipfile.ZipFile, infos: Iterable[zipfile.ZipInfo], where: str, max_bytes: int) -> Iterator[Entry]:
    total = 0
    met: set[str] = set()
    for info in infos:
        name, is_sure = _name(info)
        path = PurePosixPath(name)
        if _is_passed_over(path):
            continue
        try:
            if name in met:
                raise _unusable(name, "stands in the archive twice", "keep one of the two")
            met.add(name)
            _check(info, name, path)
            if path.suffix.lower() not in _SUFFIXES and not name.endswith(_SIDECAR):
                yield Entry(name=name, skipped="is neither .md nor .txt")
                continue
            raw = _unpacked(archive, info, name, max_bytes)
        except ArticleError as error:
            yield Entry(name=name, refused=error)
            continue
        total += len(raw)
        if total > MAX_TOTAL_BYTES:
            raise _too_much(where, f"unpacks to more than {MAX_TOTAL_BYTES:,} bytes")
        yield Entry(name=name, raw=raw, is_name_sure=is_sure)


def _name(info: zipfile.ZipInfo) -> tuple[str, bool]:
    """The name of a member with `/` between folders, and whether its letters are known.

    A zip says of UTF-8 names that they are; many programs write UTF-8 and do not say so.
    """
    name, is_sure = info.filename, True
    if not info.flag_bits & _IS_UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            is_sure = False
    return name.replace("\\", "/"), is_sure


def _is_passed_over(path: PurePosixPath) -> bool:
    parts = [part for part in path.parts if part not in {".", ".."}]
    return (
        any(part.startswith(".") or part == "__MACOSX" for part in parts)
        or path.stem.lower() == "readme"
        or path.name == ""
    )


def _check(info: zipfile.ZipInfo, name: str, path: PurePosixPath) -> None:
    """Raise ArticleError for a member that is not read at all."""
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in info.orig_filename:
        raise _unusable(name, "its name leads out of the archive", "make the zip again from a folder of articles")
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise _unusable(name, "is a link or no ordinary file", "put the file itself into the zip")
    if info.flag_bits & _IS_ENCRYPTED:
        raise _unusable(name, "is encrypted", "make the zip without a password")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _unusable(name, "is packed in a way that is not read", "make the zip with Deflate, the usual method")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, max_bytes: int) -> bytes:
    """The bytes of a member, of which its header tells nothing that is relied on."""
    try:
        with archive.open(info) as stream:
            raw = _read(stream, max_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        raise _unusable(name, f"is damaged ({error})", "make the zip again") from error
    if len(raw) > max_bytes:
        raise _unusable(name, f"has more than {max_bytes:,} bytes, the limit", "split it into several articles")
    if len(raw) > max(RATIO_FROM_BYTES, MAX_RATIO * info.compress_size):
        raise _unusable(name, f"is more than {MAX_RATIO} times its packed size, which no text is", "see what is in it")
    return raw


def _read(stream: IO[bytes], max_bytes: int) -> bytes:
    """Up to one byte more than `max_bytes`, a piece at a time."""
    raw = bytearray()
    while len(raw) <= max_bytes:
        piece = stream.read(min(_READ_AT_ONCE, max_bytes + 1 - len(raw)))
        if not piece:
            break
        raw += piece
    return bytes(raw)


def _limited(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file, or so many that it is seen to be too large."""
    with path.open("rb") as stream:
        return stream.read(max_bytes + 1)


def _paired(entries: Iterable[Entry]) -> list[Entry]:
    """The articles with their sidecars, in order of path; a sidecar without an article is skipped."""
    found = sorted(entries, key=lambda entry: PurePosixPath(entry.name))
    articles = {str(PurePosixPath(entry.name).with_suffix("")) for entry in found if _is_article(entry)}
    sidecars = {entry.name.removesuffix(_SIDECAR): entry for entry in found if entry.name.endswith(_SIDECAR)}
    paired = []
    for entry in found:
        if _is_article(entry):
            sidecar = sidecars.get(str(PurePosixPath(entry.name).with_suffix("")))
            if sidecar is None or entry.refused:
                paired.append(entry)
            else:
                paired.append(replace(entry, sidecar=sidecar.raw, refused=sidecar.refused))
        elif not entry.name.endswith(_SIDECAR):
            paired.append(entry)
        elif entry.name.removesuffix(_SIDECAR) not in articles:
            paired.append(replace(entry, skipped="there is no article of this name beside it"))
    return paired


def _is_article(entry: Entry) -> bool:
    return PurePosixPath(entry.name).suffix.lower() in _SUFFIXES


def _unusable(name: str, what: str, next_step: str) -> ArticleError:
    return ArticleError(where=name, what=what, next_step=next_step)


def _too_much(where: str, what: str) -> CorpusError:
    return CorpusError(where=where, what=what, next_step="import it in several parts")
