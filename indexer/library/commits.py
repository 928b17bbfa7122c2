"""Noticing that another process, or another thread, has written to a database, without reading it again and again."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

POLL_S = 0.02
"""Seconds between two looks, which together take under a hundredth of one processor."""


class Commits:
    """Tells of commits to one SQLite file by any connection; for use in one thread.

    `PRAGMA data_version` on a kept connection is what SQLite offers for this. A file that is deleted and made again is
    noticed too.
    """

    def __init__(self, path: Path) -> None:
        """Stand for the database at `path`; it is opened at the first look."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._seen: tuple[int, int, int] | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._close()

    def has_new(self) -> bool:
        """Whether something was committed since this was last asked; True at the first time and while unsure."""
        try:
            now = self._look()
        except (OSError, sqlite3.Error):
            # Missing, locked or damaged: whoever reads it next says so properly.
            self._close()
            now = None
        is_new = now is None or now != self._seen
        self._seen = now
        return is_new

    def wait(self, *, stop: threading.Event | None = None, timeout_s: float | None = None) -> bool:
        """Wait for a commit that `has_new` has not told of; False after `timeout_s` seconds or when `stop` is set."""
        ends_at = None if timeout_s is None else time.monotonic() + timeout_s
        stop = stop if stop is not None else threading.Event()
        while not self.has_new():
            left_s = POLL_S if ends_at is None else min(POLL_S, ends_at - time.monotonic())
            if left_s <= 0 or stop.wait(left_s):
                return False
        return True

    def _look(self) -> tuple[int, int, int]:
        file = self._path.stat()
        if self._connection is None or self._seen is None or self._seen[:2] != (file.st_dev, file.st_ino):
            self._close()
            # Only readers keep it open, so the indexer and the writers never wait for it.
            self._connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=rw", uri=True, timeout=1.0)
        version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        return file.st_dev, file.st_ino, version

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
