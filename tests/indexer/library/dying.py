"""A process that changes articles and dies of it: at the n-th step towards the disk, or because the disk is full.

Reads one JSON object per line: {"op": …, "root": …, "state": …, "step": n, "how": "kill" | "full" | "limit"}; forks a
child for each that makes the change, and answers with one line: what the child said, and whether it was killed. A step
is the moment before, and the one after, each fsync, rename and deletion of a file, and each commit. What "meanwhile"
holds is written by another program right before the change touches the file.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.errors import ManbaError
from indexer.library import files, swapping
from indexer.library.library import Library
from indexer.library.state import Database
from indexer.library.versions import Author, version_of

ANNA = Author(name="Anna")


class Steps:
    """Counts the steps of this process and ends it at one of them."""

    def __init__(self, step: int, how: str) -> None:
        self.left = step
        self.how = how

    def take(self, *, before: bool, commits: bool = False) -> None:
        if self.left == 0:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.how == "full" and before:
                self.left -= 1
                if commits:
                    raise sqlite3.OperationalError("database or disk is full")
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.left -= 1


def count(steps: Steps) -> None:
    """Have every call that changes the disk counted, before and after."""
    for name in ("fsync", "replace", "unlink"):
        setattr(os, name, _counted(getattr(os, name), steps))
    swapping._rename = _counted(swapping._rename, steps)
    writing = Database.writing

    @contextmanager
    def counted_writing(self: Database, *, flushed: bool = True) -> Iterator[sqlite3.Connection]:
        with writing(self, flushed=flushed) as connection:
            yield connection
            steps.take(before=True, commits=True)
        steps.take(before=False)

    Database.writing = counted_writing


def _counted(call: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        steps.take(before=True)
        done = call(*arguments, **named)
        steps.take(before=False)
        return done

    return counted


def interrupt(path: Path, text: str) -> None:
    """Have another program write `text` to `path` once, when a change has seen what is there and is about to begin."""
    left = [text]

    def interrupted(call: Callable[..., Any]) -> Callable[..., Any]:
        def interrupting(*arguments: Any, **named: Any) -> Any:
            if left:
                path.with_name("partial").write_text(left.pop(), encoding="utf-8")
                path.with_name("partial").rename(path)
                path.with_name("interrupted").touch()
            return call(*arguments, **named)

        return interrupting

    files.put_in_place, files.take_away = interrupted(files.put_in_place), interrupted(files.take_away)


def change(order: dict[str, Any]) -> Any:
    library = Library([Path(order["root"])], state=Path(order["state"]))
    article_id = order.get("id", "zwroty")
    if order["op"] == "put":
        return library.put(article_id, order["text"].encode(), author=ANNA).version.number
    if order["op"] == "delete":
        return library.delete(article_id, author=ANNA).number
    if order["op"] == "restore":
        return library.restore(article_id, order["number"], author=ANNA).version.number
    if order["op"] == "import":
        done = library.import_paths([Path(order["path"])], author=ANNA, replace=True)
        return [one.status for one in done]
    if order["op"] == "count":
        return count_up(library, article_id, order["times"])
    raise ValueError(order["op"])


def count_up(library: Library, article_id: str, times: int) -> int:
    """Add 1 to the number that an article ends with, `times` times, as an editor who reads, edits and publishes."""
    refused = 0
    while times:
        stored = library.file(article_id)
        head, _, number = stored.raw.rstrip().rpartition(b" ")
        raw = head + b" " + str(int(number) + 1).encode() + b"\n"
        try:
            library.put(article_id, raw, author=ANNA, if_match=[version_of(stored.raw)])
        except ManbaError:
            refused += 1
        else:
            times -= 1
    return refused


def child(order: dict[str, Any], answer: int) -> None:
    if order.get("how") == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["step"], resource.RLIM_INFINITY))
    if "meanwhile" in order:
        interrupt(Path(order["root"]) / "zwroty.md", order["meanwhile"])
    if order.get("how") in {"kill", "full"}:
        count(Steps(order["step"], order["how"]))
    try:
        said = {"done": change(order)}
    except ManbaError as error:
        said = {"error": type(error).__name__, "what": str(error)}
    os.write(answer, json.dumps(said).encode())


def run(orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Carry out `orders` at the same time, each in a process of its own."""
    started = []
    for order in orders:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                os.close(reader)
                child(order, writer)
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        started.append((pid, reader))
    answers = []
    for pid, reader in started:
        with os.fdopen(reader, "rb") as stream:
            said = json.loads(stream.read() or b"{}")
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        answers.append({**said, "killed": killed, "crashed": not killed and status != 0})
    return answers


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
