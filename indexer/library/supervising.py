"""Keeping an indexer at work beside a server: a child process, started again when it dies, gone when the server is.

Every worker of a server may ask for one: a lock sees to it that there is one child for each state folder, and another
worker takes over when the one that has it ends.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.library.children import close, end, how, manba, start

logger = logging.getLogger("manba.indexer")

LOCK_FILE = "supervisor.lock"
COMMAND = "index-jobs"
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0
"""Seconds before a child that died is started again: twice as long each time …"""
PROVEN_AFTER_S = 60.0
"""… until one has lived for so long."""
_LOCK_S = 0.5
_CHILD_S = 0.1


class IndexerProcess:
    """An indexer for one state folder, in a process of its own; where another process has one already, that one."""

    def __init__(
        self, roots: Sequence[Path], *, index: Path, state: Path, embedder: str | None = None, watch: bool = False
    ) -> None:
        """Stand for it; nothing is started yet. With `watch` it re-indexes when files below `roots` change."""
        self._state = state
        self._command = [*manba(COMMAND, roots, index=index, embedder=embedder), "--state", str(state)]
        self._command += ["--watch"] if watch else []
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the child; None where there is none at the moment, or another process has it."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def ensure(self) -> None:
        """Start, unless that was done; returns at once. From then on a child is kept at work until `stop`."""
        if self._thread is None or not self._thread.is_alive():
            self._ended.clear()
            self._thread = threading.Thread(target=self._keep, name="keep the indexer", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the child, within END_S seconds; a job it was at is queued again."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _keep(self) -> None:
        """Wait until no other process keeps a child, then keep one."""
        lock = FileLock(self._state / LOCK_FILE)
        told = ""
        while not self._ended.is_set():
            try:
                self._state.mkdir(parents=True, exist_ok=True)
                with lock.acquire(timeout=0):
                    self._keep_child()
            except Timeout:
                pass
            except OSError as error:
                if str(error) != told:
                    logger.error("the indexer cannot be started: %s", error)
                told = str(error)
            self._ended.wait(_LOCK_S)

    def _keep_child(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._ended.is_set():
            begun = time.monotonic()
            self._child = child = start(self._command)
            while child.poll() is None and not self._ended.wait(_CHILD_S):
                pass
            if self._ended.is_set():
                end(child)
                return
            if time.monotonic() - begun >= PROVEN_AFTER_S:
                pause_s = FIRST_PAUSE_S
            logger.warning("the indexer ended (%s); another one starts in %.1f s", how(child), pause_s)
            close(child)
            self._ended.wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
