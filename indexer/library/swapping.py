"""Putting a file in the place of another, and taking one away, without losing what another program writes just then."""

from __future__ import annotations

import ctypes
import errno
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_HERE = -100  # AT_FDCWD
_NOREPLACE, _EXCHANGE = 1, 2
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


def put_in_place(new: Path, path: Path, *, before: bytes | None) -> bool:
    """Let the file `new` be at `path`, where `before` is (None: no file); False, and all stays, if something else is.

    Where the system can do it in one step (Linux), there is no moment at which another program's words could get lost;
    elsewhere that moment is short.
    """
    try:
        if before is None:
            _rename(new, path, _NOREPLACE)
            return True
        _rename(new, path, _EXCHANGE)
    except (FileExistsError, FileNotFoundError):
        return False
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
        if _content(path) != before:
            return False
        new.replace(path)
        return True
    if _content(new) != before:
        _rename(new, path, _EXCHANGE)
        return False
    new.unlink()
    return True


def take_away(path: Path, *, before: bytes | None, aside: Path) -> bool:
    """Delete the file at `path`, which holds `before`; False, and all stays, if it holds something else.

    `aside` is a name in the same folder that nobody uses.
    """
    try:
        path.replace(aside)
    except FileNotFoundError:
        return before is None
    if _content(aside) != before:
        with suppress(FileExistsError):
            _put_back(aside, path)
        return False
    aside.unlink()
    return True


def _put_back(aside: Path, path: Path) -> None:
    try:
        _rename(aside, path, _NOREPLACE)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
        aside.replace(path)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _rename(one: Path, other: Path, flags: int) -> None:
    call = _renameat2()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), flags):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))


@cache
def _renameat2() -> Any:
    """The call of the C library, None where it has none."""
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
