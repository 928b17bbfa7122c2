"""A language model's server of our own, on loopback: it speaks the OpenAI chat API and misbehaves as it is told to.

It is a real HTTP server in a thread; what it says is scripted by the test, word by word and fault by fault.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Exchange"], None]

DONE = b"data: [DONE]\n\n"
WAIT_S = 30.0
"""Seconds that a script waits for its test at most."""


class Exchange:
    """One request to the model and the connection it came over; a script answers it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: Any, server: ModelServer) -> None:
        self._handler = handler
        self.body = body
        self.server = server

    @property
    def rules(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def material(self) -> str:
        return str(self.body["messages"][1]["content"])

    def begin(self, status: int = 200, **headers: str) -> None:
        """The status line and headers of a stream that ends when the connection does."""
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Connection", "close")
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def refuse(self, status: int, message: str = "no", **headers: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def raw(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def say(self, text: str) -> None:
        """A piece of the answer."""
        self.raw(event({"content": text}))

    def end(self, reason: str = "stop", tokens: int = 100) -> None:
        usage = {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens}
        self.raw(event({}, finish_reason=reason) + event(None, usage=usage) + DONE)

    def wait_until_left(self) -> None:
        """Wait until the client has closed the connection, and tell the test."""
        connection = self._handler.connection
        connection.settimeout(WAIT_S)
        with suppress(OSError):
            while connection.recv(65536):
                pass
        self.server.left.set()

    def hang(self) -> None:
        """Say nothing until the client leaves."""
        self.wait_until_left()

    def cut(self) -> None:
        """Break the connection off as a crash does: with a reset."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self._handler.connection.close()


def event(delta: dict[str, Any] | None, *, finish_reason: str | None = None, usage: Any = None) -> bytes:
    """One event of a streamed completion."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
    chunk = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": choices,
        "usage": usage,
    }
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode("utf-8") + b"\n\n"


def saying(*pieces: str) -> Script:
    """A script of a model that says `pieces` and ends."""

    def script(exchange: Exchange) -> None:
        exchange.begin()
        for piece in pieces:
            exchange.say(piece)
        exchange.end()

    return script


class ModelServer(ThreadingHTTPServer):
    """The server; `script` is what it does with the next requests, `requests` are the bodies it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: Script = saying("")
        self.requests: list[Any] = []
        self.keys: list[str | None] = []
        self.left = threading.Event()
        self.go_on = threading.Event()
        self.arrived = threading.Semaphore(0)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients leave in the midst: that is what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("Authorization"))
        self.server.arrived.release()
        self.close_connection = True
        try:
            self.server.script(Exchange(self, body, self.server))
        except OSError:
            # Who leaves early is noticed when something is said to her.
            self.server.left.set()
            raise

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server that is stopped at the end."""
    server = ModelServer()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=WAIT_S)


def sources_in(material: str) -> list[str]:
    """The texts of the sources that a prompt gives, in their order."""
    found = re.findall(r"<<<\w+ SOURCE \d+>>>\n[^\n]*\n(.*?)\n<<<\w+ END OF SOURCE \d+>>>", material, re.DOTALL)
    return [re.sub(r"\n\(Here “[^\n]*", "", text) for text in found]


def first_sentence(text: str) -> str:
    """The first whole sentence of a source that is neither a heading nor a question nor in a list."""
    found = re.search(r"^(?![-#|*\d])[^\n?؟]{30,}?\.(?=\s|$)", text, re.MULTILINE)
    assert found, f"no sentence in {text!r}"
    return found[0]


def quoting(*pieces: str, first: int = 1) -> Script:
    """A script of a model that says `pieces`, with {quote} for the first sentence of source `first`."""

    def script(exchange: Exchange) -> None:
        quote = first_sentence(sources_in(exchange.material)[first - 1])
        exchange.begin()
        for piece in pieces:
            exchange.say(piece.replace("{quote}", quote))
        exchange.end()

    return script


def main() -> None:
    """A server in a process of its own, to be killed: it prints its address and says one sentence and no more."""

    def script(exchange: Exchange) -> None:
        begun = quoting("{quote} [1]\n")
        exchange.end = lambda *_, **__: None  # type: ignore[method-assign]
        begun(exchange)
        exchange.hang()

    with model_server() as server:
        server.script = script
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
