"""The HTTP/1.1 side of the server: addresses with raw UTF-8 in them, and refusals as problems."""

from __future__ import annotations

import re

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import MEDIA_TYPE, Problem, problem_json

ON_SHUTDOWN = "on_shutdown"
"""Under this name the state of the lifespan has what is called as soon as the server is to stop."""

# Address and headers together; a question of 1000 characters is at most 12 KiB, percent-encoded.
MAX_HEAD_BYTES = 128 * 1024
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class TolerantProtocol(H11Protocol):
    """Reads `GET /v1/ask?q=چیست` as curl sends it: bytes that RFC 3986 wants percent-encoded are encoded on arrival."""

    def data_received(self, data: bytes) -> None:
        """Take bytes from the client; only a request line that is still open is touched, never headers or a body."""
        if self.conn.their_state is h11.IDLE and b"\n" not in self.conn.trailing_data[0]:
            line, newline, rest = data.partition(b"\n")
            data = _NOT_ASCII.sub(lambda match: b"%%%02X" % match[0][0], line) + newline + rest
        super().data_received(data)

    def shutdown(self) -> None:
        """Stop once what is asked is answered; the application hears of it here, before it is waited for."""
        on_shutdown = self.app_state.get(ON_SHUTDOWN)
        if on_shutdown is not None:
            on_shutdown()
        super().shutdown()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Refuse what is not HTTP, as a problem like every other refusal; `msg` is uvicorn's, for its log."""
        detail = (
            f"This is not an HTTP/1.1 request, or its address and headers exceed {MAX_HEAD_BYTES // 1024} KiB. "
            "Send an HTTP/1.1 request; send what is long with POST."
        )
        body = problem_json(Problem(slug="malformed-request", detail=detail), instance="", request_id=None)
        headers = [
            (b"content-type", MEDIA_TYPE.encode("ascii")),
            (b"content-length", str(len(body)).encode("ascii")),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        ]
        events: list[h11.Event] = [
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ]
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
