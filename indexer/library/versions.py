"""Versions of articles: every text an article's file ever held, who put it there and when, kept for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.domain import LanguageCode

VERSION_DIGITS = 16
"""Hex digits of a version's id: 64 bits tell the texts of one article apart."""

Action = Literal["created", "replaced", "deleted", "restored", "found"]
"""What was done to an article; "found": its file was changed on disk, outside the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changed an article: the holder of the key `key_id`, or, without one, "command line" or "file"."""

    name: str
    key_id: str | None = None


ON_DISK = Author(name="file")
"""The author of what was changed outside the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of an article's file and of its sidecar, None where it has none."""

    raw: bytes
    sidecar: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One state of an article, numbered from 1.

    `version` is the beginning of `sha256`, that of its file's bytes, in hex; of a deletion those of the file that was
    deleted. `created` is ISO 8601 in UTC with milliseconds, by the clock of the machine: numbers tell the order, also
    where it went backwards. `bytes` is the file's size. `title` is empty and `language` None where the file could not
    be read as an article. `is_whole` is False where only the body of the file is known: it changed on disk while it was
    indexed.
    """

    article_id: str
    number: int
    version: str
    sha256: str
    action: Action
    created: str
    author: Author
    bytes: int
    title: str
    language: LanguageCode | None
    note: str = ""
    restored_from: int | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A version to be written down; its number and time are given by the store."""

    article_id: str
    action: Action
    content: Content
    path: Path
    author: Author
    note: str = ""
    restored_from: int | None = None
    title: str | None = None
    language: LanguageCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A change that was written down and is being made to the file at `path`: from the first content to the second.

    None stands for no file. What a crash leaves of it is finished by the next writer.
    """

    article_id: str
    number: int
    path: Path
    before: Content | None
    after: Content | None


def sha256_of(raw: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(raw).hexdigest()


def version_of(raw: bytes) -> str:
    """The version id of a file's bytes.

    >>> version_of(b"")
    'e3b0c44298fc1c14'
    """
    return sha256_of(raw)[:VERSION_DIGITS]
