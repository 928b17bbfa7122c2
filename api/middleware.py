"""What surrounds every request: its id, the limit on its body, safe headers, HEAD, the access log, the last resort."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from urllib.parse import quote

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.addresses import routed_path
from api.problems import Problem, problem_response

access_log = logging.getLogger("manba.access")
error_log = logging.getLogger("manba.errors")

# Asked every few seconds by whoever watches over the server; logged only at debug level.
_POLLED = {"/healthz", "/readyz"}
# Not ready yet is an answer, not a fault.
_EXPECTED = {200, 503}
_SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

DRAIN_BYTES = 32 * 1024 * 1024
DRAIN_S = 5.0

# For JSON and plain text; pages bring their own Content-Security-Policy.
DEFAULT_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Envelope:
    """The outermost layer below CORS. It logs path, status and time, never a query or a body: they hold questions."""

    def __init__(self, app: ASGIApp, *, body_limit: Callable[[Scope], int]) -> None:
        """Wrap `app`; bodies above the bytes that `body_limit` gives for a request are refused with 413."""
        self._app = app
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get("x-request-id"))
        is_head = scope["method"] == "HEAD"
        asked_path: str = scope["path"]
        scope = {
            **scope,
            "manba.request_id": request_id,
            "method": "GET" if is_head else scope["method"],
            "path": routed_path(scope),
        }
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                response_headers = MutableHeaders(scope=message)
                response_headers["X-Request-ID"] = request_id
                for name, value in DEFAULT_HEADERS.items():
                    response_headers.setdefault(name, value)
                if _may_be_framed(response_headers["Content-Security-Policy"]):
                    del response_headers["X-Frame-Options"]
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._serve(scope, headers, receive, send_on)
        except Exception:
            error_log.exception("request %s failed", request_id)
            if status:
                raise
            detail = "The fault is on the server's side and is in its log. Try again; if it stays, report request_id."
            await problem_response(Request(scope), Problem(slug="internal-error", detail=detail))(
                scope, receive, send_on
            )
        finally:
            took_ms = (time.perf_counter() - begun) * 1000
            method = "HEAD" if is_head else scope["method"]
            path = quote(asked_path, safe="/-._~:@")
            level = logging.DEBUG if asked_path in _POLLED and status in _EXPECTED else logging.INFO
            access_log.log(level, "%s %s %d %.1fms id=%s", method, path, status, took_ms, request_id)

    async def _serve(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        limit = self._body_limit(scope)
        too_large = Problem(
            slug="body-too-large",
            detail=f"The body has more than {limit} bytes. Send a smaller one.",
            headers={"Connection": "close"},
        )
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
            if "expect" not in headers:
                await _drain(receive)
            await problem_response(Request(scope), too_large)(scope, receive, send)
            return
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                if message.get("more_body", False):
                    await _drain(receive)
                raise too_large
            return message

        await self._app(scope, receive_within_limit, send)


async def _drain(receive: Receive) -> None:
    """Read on, within bounds: most clients look for a response only once their whole body is sent."""
    drained = 0
    with anyio.move_on_after(DRAIN_S):
        while drained < DRAIN_BYTES:
            message = await receive()
            drained += len(message.get("body", b""))
            if message["type"] == "http.disconnect" or not message.get("more_body", False):
                return


def _may_be_framed(policy: str) -> bool:
    """Whether a page's own policy lets others frame it; X-Frame-Options knows no list and would forbid them all."""
    return "frame-ancestors" in policy and "frame-ancestors 'none'" not in policy


def _request_id(given: str | None) -> str:
    if given is not None and _SAFE_REQUEST_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex
