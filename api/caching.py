"""Validators of RFC 9110: strong ETags and the answer 304."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

REVALIDATE = "no-cache"
FOREVER = "public, max-age=31536000, immutable"


def strong_etag(body: bytes) -> str:
    """A strong validator for exactly these bytes, from their SHA-256."""
    return f'"{hashlib.sha256(body).hexdigest()}"'


def cached_response(
    request: Request, body: bytes, *, media_type: str, headers: Mapping[str, str] | None = None, etag: str | None = None
) -> Response:
    """`body` with its strong ETag, or 304 without a body when the client holds it already.

    `etag` is the validator where it is not to be that of the body alone.
    """
    etag = etag if etag is not None else strong_etag(body)
    every = {"ETag": etag, "Cache-Control": REVALIDATE, **(headers or {})}
    if _holds(",".join(request.headers.getlist("if-none-match")), etag):
        return Response(status_code=304, headers=every)
    return Response(body, media_type=media_type, headers=every)


def _holds(if_none_match: str, etag: str) -> bool:
    held = {entry.strip().removeprefix("W/") for entry in if_none_match.split(",")}
    return "*" in held or etag in held
