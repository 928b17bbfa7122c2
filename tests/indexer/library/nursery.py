"""Indexer processes for tests, forked off a warm one within milliseconds, and what is to befall each of them.

Run as a program it is the warm process: a line of JSON on its standard input starts an indexer or waits for one, a
line on its standard output answers. Calls that change the disk (`CALLS`) are numbered in the order in which the indexer
makes them; before or after one of them the indexer can be killed, kept waiting, or find the disk full.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CALLS = ("fsync", "rename", "replace", "unlink", "rmdir")


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What becomes of an indexer "before" or "after" one of its calls: it dies, waits, or finds the disk full.

    The call is the one numbered `call`, or the first whose name and path hold the text `at`. `waits_for` is a file that
    ends the waiting; while it waits there is a file of this name with ".waiting" added. `trace` is a file to which the
    calls are written. The year of the clock may be another one.
    """

    does: str = "nothing"
    when: str = "before"
    call: int = -1
    at: str = ""
    waits_for: str = ""
    trace: str = ""
    year: int = 0


class Nursery:
    """The warm process, seen from a test."""

    def __init__(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        root = str(Path(__file__).resolve().parents[3])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def start(self, shelf: Path, *, watch: bool = False, fate: Fate | None = None) -> int:
        """Start an indexer for the corpus, index and state in `shelf`; its process id."""
        return int(self._ask(do="start", shelf=str(shelf), watch=watch, fate=asdict(fate or Fate())))

    def wait(self, pid: int) -> int:
        """Its exit code once it has ended; minus the signal's number when it was killed."""
        return int(self._ask(do="wait", pid=pid))

    def end(self, pid: int) -> int:
        """Ask it to end, and wait for it."""
        os.kill(pid, signal.SIGTERM)
        return self.wait(pid)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(20) == 0

    def _ask(self, **request: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the warm process has died"
        return json.loads(answer)


def main() -> None:
    from indexer.index.reindexing import Reindexer
    from indexer.library.indexing import Indexer
    from indexer.library.warming import own_steps, take_step, warm_up
    from indexer.models_in_use import Models

    models = Models.load()
    # Forked processes share what is loaded here; the built-in model is the only one there is.
    Models.load = lambda *_: models  # type: ignore[assignment,method-assign]
    warm_up()
    steps = own_steps(Reindexer(roots=(), index=Path("nowhere")))
    while take_step(steps):
        pass
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    started: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "start":
            # Asked to end before it can hear that, it hears it later.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            pid = os.fork()
            if pid == 0:
                os.close(0)
                _live(Indexer, Path(request["shelf"]), watch=request["watch"], fate=Fate(**request["fate"]))
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
            started.add(pid)
            answer = pid
        else:
            answer = os.waitstatus_to_exitcode(os.waitpid(request["pid"], 0)[1])
            started.discard(request["pid"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    for pid in started:
        os.kill(pid, signal.SIGKILL)


def _live(indexer: Any, shelf: Path, *, watch: bool, fate: Fate) -> None:
    from indexer.library.recording import NoRecorder

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    if fate.year:
        _set_clock(fate.year)
    numbered = _Numbered(fate)
    for name in CALLS:
        setattr(os, name, numbered.call(name, getattr(os, name)))
    code = 1
    try:
        recorder = NoRecorder(roots=(shelf / "corpus",))
        indexer(recorder, index=shelf / "index", state=shelf / "state").run(stop, watch=watch)
        code = 0
    finally:
        os._exit(code)


class _Numbered:
    """The calls of one process, with what is to happen at one of them."""

    def __init__(self, fate: Fate) -> None:
        self._fate = fate
        self._calls = 0
        self._has_met = False

    def call(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                return original(*arguments, **options)
            number, self._calls = self._calls, self._calls + 1
            where = os.readlink(f"/proc/self/fd/{arguments[0]}") if name == "fsync" else str(arguments[0])
            if self._fate.trace:
                with Path(self._fate.trace).open("a", encoding="utf-8") as trace:
                    trace.write(f"{name} {where}\n")
            is_meant = number == self._fate.call
            if self._fate.at and self._fate.at in f"{name} {where}" and not self._has_met:
                is_meant = self._has_met = True
            if is_meant and self._fate.when == "before":
                self._meet()
            result = original(*arguments, **options)
            if is_meant and self._fate.when == "after":
                self._meet()
            return result

        return called

    def _meet(self) -> None:
        if self._fate.does == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self._fate.does == "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif self._fate.does == "wait":
            Path(self._fate.waits_for + ".waiting").touch()
            while not Path(self._fate.waits_for).exists():
                time.sleep(0.005)


def _set_clock(year: int) -> None:
    """Let the clock of this process stand still in another year."""
    from datetime import UTC, datetime

    import indexer.index.build
    import indexer.index.snapshot
    import indexer.library.jobs

    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime(year, 1, 1, tzinfo=tz)

    for module in (indexer.index.build, indexer.index.snapshot, indexer.library.jobs):
        module.datetime = Then  # type: ignore[attr-defined]
    then_s = datetime(year, 1, 1, tzinfo=UTC).timestamp()
    time.time = lambda: then_s
    time.time_ns = lambda: int(then_s * 1e9)


if __name__ == "__main__":
    main()
