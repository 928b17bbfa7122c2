"""Which addresses pages of other origins may call: those for readers alone.

Which origins: those MANBA_CORS_ORIGINS names, and, for a request whose address names a widget, those of the widget.
The id stands in the address (`/v1/ask?widget=ID`), so that a preflight, which carries nothing else, names it too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from api.addresses import routed_path
from api.widgets.store import WidgetStore
from indexer import StateError

_METHODS = ("GET", "HEAD", "POST")
_EDITORS = re.compile(
    r"/v1/(?:articles/(?:check|import)|articles/[^/]+/(?:file|versions|diff)|"
    r"reindex|jobs|rollback|snapshots|keys|audit|insights)(?:/.*)?"
)
_LAYERS_KEPT = 256


class ReadersCORS:
    """CORS for what readers use. Editors' addresses stay closed, and no page of another origin may send a key."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str], widgets: WidgetStore) -> None:
        """Open the readers' addresses to `origins`, and to those of the widget that a request names."""
        self._app = app
        self._origins = tuple(origins)
        self._widgets = widgets
        self._layer = lru_cache(maxsize=_LAYERS_KEPT)(self._layer_for)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        origins = await self._allowed(scope)
        layer = self._layer(origins) if origins else self._app
        await layer(scope, receive, send)

    async def _allowed(self, scope: Scope) -> tuple[str, ...]:
        if scope["type"] != "http" or not for_readers(scope):
            return ()
        named = widget_id_in(scope)
        if named is None or "origin" not in Headers(scope=scope):
            return self._origins
        try:
            widget = await anyio.to_thread.run_sync(self._widgets.find, named)
        except StateError:
            # The route meets the same fault, and says so.
            return self._origins
        return (*self._origins, *widget.origins) if widget is not None else self._origins

    def _layer_for(self, origins: tuple[str, ...]) -> CORSMiddleware:
        return CORSMiddleware(
            self._app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Accept-Language", "Content-Type", "If-None-Match", "X-Request-ID"],
            expose_headers=["Content-Language", "ETag", "Retry-After", "X-Request-ID"],
            max_age=600,
        )


def widget_id_in(scope: Scope) -> str | None:
    """The id of the widget that the address of a request names, None where it names none."""
    query: bytes = scope.get("query_string", b"")
    if b"widget=" not in query:
        return None
    return parse_qs(query.decode("utf-8", "replace")).get("widget", [None])[0]


def for_readers(scope: Scope) -> bool:
    """Whether a request, or the one that a preflight asks about, is one that readers make."""
    method: str = scope["method"]
    if method == "OPTIONS":
        method = Headers(scope=scope).get("access-control-request-method", method)
    return method in (*_METHODS, "OPTIONS") and _EDITORS.fullmatch(routed_path(scope)) is None
