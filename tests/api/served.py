"""A server in a process of its own, as `manba serve` starts it: on loopback, stopped by its process id."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MANBA = [sys.executable, "-c", "from indexer.cli import main; main()"]
READY = re.compile(r"Manba is ready at (http://127\.0\.0\.1:\d+) .* curl .*/v1/ask")

Start = Callable[..., "Server"]


@dataclass
class Server:
    """A running server and what it has printed."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    readers: list[threading.Thread] = field(default_factory=list)

    @property
    def address(self) -> str:
        for _ in range(1200):
            if self.lines or self.process.poll() is not None:
                break
            time.sleep(0.05)
        found = READY.match(self.lines[0]) if self.lines else None
        assert found, f"never ready: {self.lines} {self.log}"
        return found[1]

    def get(self, path: str) -> tuple[int, bytes]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.address + path, timeout=30) as response:
            return response.status, response.read()

    def json(self, method: str, path: str, *, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """The status and the JSON that a request is answered with, also where it is refused."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, data=body, method=method, headers=named)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def raw(self, request: bytes) -> bytes:
        place = urlsplit(self.address)
        with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
            connection.sendall(request)
            answered = b""
            while received := connection.recv(65536):
                answered += received
        return answered

    def stop(self, number: int = signal.SIGTERM) -> int:
        os.kill(self.process.pid, number)
        return self.process.wait(timeout=30)


@contextmanager
def servers(index: Path) -> Iterator[Start]:
    """A function that starts servers of `index`, with options and environment; all are stopped at the end."""
    started: list[Server] = []

    def launch(*options: str, **environment: str) -> Server:
        process = subprocess.Popen(
            [*MANBA, "serve", "--index", str(index), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **environment},
        )
        server = Server(process)
        started.append(server)
        for stream, kept in ((process.stdout, server.lines), (process.stderr, server.log)):
            reader = threading.Thread(target=lambda s=stream, k=kept: k.extend(s), daemon=True)
            reader.start()
            server.readers.append(reader)
        return server

    try:
        yield launch
    finally:
        for server in started:
            if server.process.poll() is None:
                server.process.kill()
            server.process.wait(timeout=30)
            for reader in server.readers:
                reader.join(timeout=30)
                assert not reader.is_alive(), "something the server started still runs"
            for stream in (server.process.stdout, server.process.stderr):
                assert stream is not None
                stream.close()
