"""What re-indexing tells of itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ArticleError, CorpusError
from indexer.index.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """An article's file as it was indexed: `sha256` (hex) is that of its bytes, `source` its body."""

    article_id: str
    path: Path
    sha256: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindexed:
    """What re-indexing did: the snapshot that serves, and passages embedded anew and reused.

    `changed` is False where the snapshot that served already held the corpus. `problems` are those of files that were
    left out, or whose article stays as it was. `has_grown` says that it is time to write all anew.
    """

    manifest: Manifest
    changed: bool
    embedded: int
    reused: int
    problems: tuple[ArticleError | CorpusError, ...] = ()
    has_grown: bool = False
