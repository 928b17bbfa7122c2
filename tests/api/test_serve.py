"""`manba serve` as a person runs it: a real process on loopback, stopped by its process id."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from .served import MANBA, Start, servers


@pytest.fixture(scope="module")
def index(shipped_index: Path) -> Path:
    return shipped_index


@pytest.fixture
def start(index: Path) -> Iterator[Start]:
    with servers(index) as launch:
        yield launch


def test_serves_answers_and_stops(start: Start) -> None:
    server = start()
    status, body = server.get(f"/v1/ask?q={quote('Czym jest omnichannel?')}")
    answer = json.loads(body)
    assert status == 200
    assert answer["answered"] is True
    assert server.get("/readyz")[0] == 200
    citation = answer["citations"][0]
    source = server.get(f"/v1/articles/{citation['article_id']}/source")[1].decode("utf-8")
    assert source[citation["start"] : citation["end"]] == citation["quote"]
    assert server.stop() == 0
    assert len(server.lines) == 1
    assert not any("Traceback" in line or "Czym" in line for line in server.log)


def test_torch_is_never_imported(start: Start) -> None:
    server = start()
    for question in (
        "Czym jest omnichannel?",
        "همه\N{ZERO WIDTH NON-JOINER}کاناله چیست؟",
        "ما القناة الشاملة؟",
        "What is omnichannel?",
    ):
        server.get(f"/v1/ask?q={quote(question)}")
    maps = Path(f"/proc/{server.process.pid}/maps")
    if not maps.exists():
        pytest.skip("needs /proc")
    assert "libtorch" not in maps.read_text(encoding="utf-8")
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    resident_kib = int(re.search(r"VmRSS:\s+(\d+)", status)[1])
    assert resident_kib <= 500 * 1024


def test_addresses_with_raw_letters(start: Start) -> None:
    server = start()
    request = "GET /v1/ask?q=کانال HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    assert server.raw(request).startswith(b"HTTP/1.1 200 OK")
    in_pieces = "GET /مقاله HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    assert server.raw(in_pieces).startswith(b"HTTP/1.1 404 Not Found")
    refused = server.raw(b"NONSENSE\r\n\r\n")
    assert refused.startswith(b"HTTP/1.1 400 Bad Request")
    assert b"application/problem+json" in refused
    assert json.loads(refused.split(b"\r\n\r\n", 1)[1])["type"] == "/problems/malformed-request"


def test_stops_at_interrupt_with_several_workers(start: Start) -> None:
    server = start("--workers", "2", MANBA_LOG_LEVEL="warning")
    assert all(server.get("/v1/ask?q=omnichannel")[0] == 200 for _ in range(8))
    assert server.stop(signal.SIGINT) == 0
    assert len(server.lines) == 1


def test_workers_end_with_a_killed_parent(start: Start) -> None:
    server = start("--workers", "2")
    place = urlsplit(server.address)
    server.stop(signal.SIGKILL)
    for _ in range(300):
        try:
            socket.create_connection((place.hostname, place.port), timeout=5).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.1)
    pytest.fail("the workers kept the port")


def run(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANBA, "serve", *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def test_port_in_use(index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--index", str(index), "--port", str(port))
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert f"127.0.0.1:{port}: the port is in use" in ended.stderr
    assert "--port 0" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_index(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        ended = run("--index", str(folder), "--port", "0")
        assert ended.returncode == 2
        assert ended.stdout == ""
        assert f"manba build --index {folder}" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("options", "environment", "words"),
    [
        (["--port", "70000"], {}, "70000"),
        (["--workers", "0"], {}, "workers"),
        (["--host", "256.1.1.1"], {}, "256.1.1.1"),
        ([], {"MANBA_LOG_LEVEL": "loud"}, "MANBA_LOG_LEVEL"),
        ([], {"MANBA_THREADS": "many"}, "MANBA_THREADS"),
        ([], {"MANBA_EDITING": "open"}, "MANBA_OPEN_EDITING: with MANBA_EDITING=open anyone who reaches the server"),
    ],
)
def test_bad_usage(index: Path, options: list[str], environment: dict[str, str], words: str) -> None:
    ended = run("--index", str(index), *options, **environment)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
