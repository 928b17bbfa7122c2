"""versions.db: versions of articles with their texts, changes under way, and where each article's file lies."""

from __future__ import annotations

import os
from pathlib import Path

from indexer.library.state import Database

FILE_NAME = "versions.db"

# Texts are kept by the hash of the file they are from, so that one that comes back is stored once. Of a file that
# changed while it was indexed only the body is known (is_whole 0). Paths are bytes: not every file's name is UTF-8.
SCHEMA = (
    """\
CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY,
  is_whole INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  packed BLOB NOT NULL
);
CREATE TABLE versions (
  article_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  action TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES texts (sha256),
  sidecar TEXT REFERENCES texts (sha256),
  path BLOB NOT NULL,
  created TEXT NOT NULL,
  key_id TEXT,
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  restored_from INTEGER,
  title TEXT,
  language TEXT,
  PRIMARY KEY (article_id, number)
);
CREATE INDEX versions_by_text ON versions (article_id, sha256);
CREATE TABLE pending (
  article_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL,
  path BLOB NOT NULL,
  was TEXT REFERENCES texts (sha256),
  was_sidecar TEXT REFERENCES texts (sha256),
  becomes TEXT REFERENCES texts (sha256),
  becomes_sidecar TEXT REFERENCES texts (sha256)
);
CREATE TABLE places (
  path BLOB PRIMARY KEY,
  article_id TEXT,
  written_id TEXT,
  sha256 TEXT NOT NULL,
  stamp TEXT NOT NULL
);
CREATE INDEX places_by_article ON places (article_id);
CREATE INDEX places_by_text ON places (sha256);
""",
)


def versions_database(state: Path) -> Database:
    """The database in the folder `state`, created on first use."""
    return Database(state / FILE_NAME, SCHEMA)


def path_key(path: Path) -> bytes:
    """A path as it stands in the database."""
    return os.fsencode(path)


def path_of(key: bytes) -> Path:
    """The path of a key."""
    return Path(os.fsdecode(key))
