"""Child processes that run a command of manba: each ends when its standard input does, so with its parent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# What an edit takes is quick on one processor; the others are for answering.
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
END_S = 8.0
"""Seconds a child has for ending by itself."""


def manba(command: str, roots: Sequence[Path], *, index: Path, embedder: str | None) -> list[str]:
    """A command line of manba on the articles below `roots`."""
    line = [sys.executable, "-P", "-m", "indexer", command, "--index", str(index)]
    line += [part for root in roots for part in ("--corpus", str(root))]
    return line + (["--embedder", embedder] if embedder is not None else [])


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a child that runs `command`."""
    # It ends when its standard input does, which is when this process ends, however it ends. In a process group of its
    # own it does not hear Ctrl-C, which is for the server to act on; in a session of its own Linux (autogroup) would
    # give it as much of the processors as the server has, however nice it is.
    return subprocess.Popen(  # noqa: S603  (our own command; paths are arguments of their own)
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=0, env=_environment()
    )


def _environment() -> dict[str, str]:
    """That of this process; the child runs the same code, whatever lies in the current folder."""
    code = str(Path(__file__).resolve().parents[2])
    more = os.environ.get("PYTHONPATH")
    return {**_ONE_THREAD, **os.environ, "PYTHONPATH": os.pathsep.join([code, more] if more else [code])}


def end(child: subprocess.Popen[bytes]) -> None:
    """End a child, within END_S seconds."""
    close(child)
    try:
        child.wait(END_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def close(child: subprocess.Popen[bytes]) -> None:
    """Close the standard input of a child, which is to end then."""
    assert child.stdin is not None  # noqa: S101  (it is a pipe)
    child.stdin.close()


def how(child: subprocess.Popen[bytes]) -> str:
    """How a child ended."""
    code = child.returncode
    return f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
