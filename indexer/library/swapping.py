"""Putting a file in the place of another, and taking one away, without losing what another program writes just then."""

from __future__ import annotations

import ctypes
import errno
import os
from functools import cache
from pathlib import Path
from typing import Any

from indexer.errors import ConflictError

_HERE = -100  # AT_FDCWD
_NOREPLACE, _EXCHANGE = 1, 2
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


class OvertakenError(ConflictError):
    """Another program changed a file in the midst of a change, of which nothing is left then.

    `taken` is what that program had written and this one took out of its place for a moment, the oldest first: the
    last of it was put back, and any of it may be replaced by now.
    """

    def __init__(self, path: Path, taken: tuple[bytes, ...] = ()) -> None:
        """Tell that the file at `path` was changed."""
        super().__init__(
            where=str(path),
            what="another program is changing this file all the time",
            next_step="close it there, then try again",
        )
        self.taken = taken


def put_in_place(new: Path, path: Path, *, before: bytes | None) -> None:
    """Let the file `new` be at `path`, where `before` is (None: no file); OvertakenError if something else is there.

    Where the system can do it in one step (Linux), there is no moment at which another program's words could get lost;
    elsewhere that moment is short.
    """
    try:
        if before is None:
            _rename(new, path, _NOREPLACE)
            return
        placed = _content(new)
        _rename(new, path, _EXCHANGE)
    except (FileExistsError, FileNotFoundError) as error:
        raise OvertakenError(path) from error
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
        if _content(path) != before:
            raise OvertakenError(path) from error
        new.replace(path)
        return
    if _content(new) != before:
        raise OvertakenError(path, give_back(new, path, placed=placed))
    new.unlink()


def give_back(aside: Path, path: Path, *, placed: bytes | None) -> tuple[bytes, ...]:
    """Let what was taken to `aside` be at `path` again, where `placed` was put for it; gives what was taken.

    What another program has written to `path` meanwhile is newer, and stays.
    """
    taken: list[bytes] = []
    out = _content(aside)
    while out is not None and out != placed:
        taken.append(out)
        try:
            _rename(aside, path, _EXCHANGE if placed is not None else _NOREPLACE)
        except (FileNotFoundError, FileExistsError):
            break
        except OSError as error:
            if error.errno not in _UNABLE:
                raise
            aside.replace(path)
        back, out = out, _content(aside)
        if out == placed:
            break
        placed = back
    return tuple(taken)


def take_away(path: Path, *, before: bytes | None, aside: Path) -> None:
    """Delete the file at `path`, which holds `before`; OvertakenError, and all stays, if it holds something else.

    `aside` is a name in the same folder that nobody uses.
    """
    try:
        path.replace(aside)
    except FileNotFoundError as error:
        if before is None:
            return
        raise OvertakenError(path) from error
    if _content(aside) != before:
        raise OvertakenError(path, give_back(aside, path, placed=None))
    aside.unlink()


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
