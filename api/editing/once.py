"""A route's work done once for each Idempotency-Key."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable

import anyio
from starlette.requests import Request
from starlette.responses import Response

from api.access import Caller
from api.editing.desk import Desk
from api.editing.idempotency import HEADER, Attempt, Reply
from indexer import StateError

REPLAYED = "Idempotency-Replayed"
# What else a response has belongs to the sending of it: ids of requests, dates.
_KEPT_HEADERS = ("content-type", "content-language", "etag", "location", "cache-control", "preference-applied")

logger = logging.getLogger("manba.editing")


async def once(
    request: Request, desk: Desk, caller: Caller, body_sha256: str, work: Callable[[], Awaitable[Response]]
) -> Response:
    """The response of `work`, or, when `request` was sent before with its Idempotency-Key, the response it had then.

    Raises `Problem` as `Replies.begin` does, and whatever `work` raises: then the key may be used again.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return await work()
    fingerprint = _fingerprint(request, body_sha256)
    begun = await desk.run(lambda: desk.replies.begin(caller=caller.key_id or "", key=key, request_sha256=fingerprint))
    if isinstance(begun, Reply):
        return Response(begun.body, status_code=begun.status, headers={**begun.headers, REPLAYED: "true"})
    attempt: Attempt = begun
    try:
        response = await work()
    except BaseException:
        with anyio.CancelScope(shield=True):
            await desk.run(lambda: desk.forget(attempt))
        raise
    reply = Reply(
        status=response.status_code,
        headers={name: value for name, value in response.headers.items() if name in _KEPT_HEADERS},
        body=bytes(response.body),
    )
    try:
        await desk.run(lambda: desk.replies.finish(attempt, reply))
    except StateError as error:
        # What was asked for is done; only a second sending would not be recognised.
        logger.error("a reply was not kept for its Idempotency-Key: %s", error)
    return response


def _fingerprint(request: Request, body_sha256: str) -> str:
    parts = [
        request.method,
        (request.scope.get("raw_path") or request.url.path.encode()).decode("ascii", "replace"),
        request.scope.get("query_string", b"").decode("latin-1"),
        *(request.headers.get(name, "") for name in ("content-type", "if-match", "if-none-match")),
        body_sha256,
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()
