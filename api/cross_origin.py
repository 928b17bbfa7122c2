"""Which addresses pages of other origins may call, where MANBA_CORS_ORIGINS names such: those for readers alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.addresses import routed_path

_METHODS = ("GET", "HEAD", "POST")
_EDITORS = re.compile(
    r"/v1/(?:articles/(?:check|import)|articles/[^/]+/(?:file|versions|diff)|"
    r"reindex|jobs|rollback|snapshots|keys|audit|insights)(?:/.*)?"
)


class ReadersCORS(CORSMiddleware):
    """CORS for what readers use. Editors' addresses stay closed, and no page of another origin may send a key."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str]) -> None:
        """Open the readers' addresses to `origins`."""
        super().__init__(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Accept-Language", "Content-Type", "If-None-Match", "X-Request-ID"],
            expose_headers=["Content-Language", "ETag", "Retry-After", "X-Request-ID"],
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "http" and not for_readers(scope):
            await self.app(scope, receive, send)
            return
        await super().__call__(scope, receive, send)


def for_readers(scope: Scope) -> bool:
    """Whether a request, or the one that a preflight asks about, is one that readers make."""
    method: str = scope["method"]
    if method == "OPTIONS":
        method = Headers(scope=scope).get("access-control-request-method", method)
    return method in (*_METHODS, "OPTIONS") and _EDITORS.fullmatch(routed_path(scope)) is None
