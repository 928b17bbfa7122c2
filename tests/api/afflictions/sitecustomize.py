"""What befalls every process of a server under attack: Python runs this first where its folder is on PYTHONPATH.

AFFLICTIONS names a folder. While there is a file `full` in it, nothing can be written beside it: that disk is full. A
file `clock` holds the seconds by which the clock is wrong.
"""

from __future__ import annotations

import builtins
import datetime
import errno
import io
import os
import sqlite3
import time
from typing import Any

_FOLDER = os.environ.get("AFFLICTIONS", "")
_FULL = os.path.join(_FOLDER, "full")
_CLOCK = os.path.join(_FOLDER, "clock")
_DISK = os.path.dirname(_FOLDER)
_exists = os.path.exists


def _is_full(path: Any) -> bool:
    if isinstance(path, int) or not _exists(_FULL):
        return False
    return os.path.abspath(os.fsdecode(path)).startswith(_DISK + os.sep)


def _no_space(path: Any) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(path))


def _fill_the_disk() -> None:
    opened, os_open, mkdir = io.open, os.open, os.mkdir

    def open_file(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if set(mode) & set("wax+") and _is_full(file):
            raise _no_space(file)
        return opened(file, mode, *arguments, **named)

    def open_descriptor(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
        if flags & os.O_CREAT and _is_full(path) and not _exists(path):
            raise _no_space(path)
        return os_open(path, flags, *arguments, **named)

    def make_folder(path: Any, *arguments: Any, **named: Any) -> None:
        if _is_full(path):
            raise _no_space(path)
        mkdir(path, *arguments, **named)

    io.open = builtins.open = open_file  # type: ignore[assignment]
    os.open, os.mkdir = open_descriptor, make_folder  # type: ignore[assignment]
    connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        """Commits nothing while the disk is full, as SQLite when it cannot append to its log."""

        changed_before = 0

        def commit(self) -> None:
            if self.total_changes != self.changed_before and _exists(_FULL):
                self.rollback()
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            super().commit()
            self.changed_before = self.total_changes

    sqlite3.connect = lambda *arguments, **named: connect(*arguments, factory=Connection, **named)


def _put_the_clock_wrong() -> None:
    now, now_ns, real = time.time, time.time_ns, datetime.datetime

    def wrong_by() -> float:
        try:
            descriptor = os.open(_CLOCK, os.O_RDONLY)
        except FileNotFoundError:
            return 0.0
        try:
            return float(os.read(descriptor, 32) or b"0")
        finally:
            os.close(descriptor)

    class Known(type(real)):  # type: ignore[misc]
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

    class Wrong(real, metaclass=Known):  # type: ignore[misc]
        @classmethod
        def now(cls, tz: Any = None) -> datetime.datetime:
            return real.fromtimestamp(time.time(), tz)

    time.time = lambda: now() + wrong_by()
    time.time_ns = lambda: now_ns() + int(wrong_by() * 1e9)
    datetime.datetime = Wrong  # type: ignore[misc]


if _FOLDER:
    _fill_the_disk()
    _put_the_clock_wrong()
