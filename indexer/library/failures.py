"""What an editor is told of a build that failed: where, what and the next step, also where the system says less."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from indexer.errors import ManbaError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def within(roots: Iterable[Path], text: str) -> str:
    """`text` with the files below `roots` named as they stand there: where a server keeps them is not for editors."""
    for root in roots:
        text = text.replace(f"{os.path.abspath(root)}{os.sep}", "").replace(f"{root}{os.sep}", "")
    return text


def told(error: Exception, *, index: Path) -> str:
    """`error` in one line for people; `index` is where it happened unless it says so itself."""
    if isinstance(error, ManbaError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"{index}: there is not enough memory to build; end other programs there, then re-index"
    if isinstance(error, OSError):
        where = error.filename or index
        if error.errno in _FULL:
            return f"{where}: the disk is full; make room there, then re-index"
        what = os.strerror(error.errno).lower() if error.errno else str(error)
        mending = "let the indexer write there" if error.errno in _FORBIDDEN else "mend that"
        return f"{where}: {what}; {mending}, then re-index"
    return f"{index}: the build failed ({type(error).__name__}: {error}); see the server's log, and run: manba doctor"
