"""What the library gives back: an article's file, and what publishing did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.domain import ParsedArticle
from indexer.library.versions import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """An article's file as it lies on the disk."""

    article_id: str
    raw: bytes
    version: str
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did: whether the article is new and whether anything changed, and warnings for its editor."""

    article_id: str
    version: Version
    created: bool
    changed: bool
    warnings: tuple[str, ...]
    parsed: ParsedArticle
