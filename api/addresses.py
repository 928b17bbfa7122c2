"""Names in addresses: an article's id may hold any letter, and a slash where it is percent-encoded."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.types import Scope

# Stands for an encoded slash while routes are told apart; no name of anything holds it.
_SLASH = "\N{NULL}"


def routed_path(scope: Scope) -> str:
    """The decoded path of `scope`, in which an encoded slash does not end a segment.

    >>> routed_path({"path": "/v1/articles/a/b", "raw_path": b"/v1/articles/a%2Fb"}).count("/")
    3
    """
    raw: bytes = scope.get("raw_path") or b""
    path: str = scope["path"]
    if b"%" not in raw:
        return path
    return unquote(raw.decode("ascii", "replace").replace("%2F", "%00").replace("%2f", "%00"))


def segment(request: Request, name: str) -> str:
    """What stands in the address of `request` for `{name}` of its route."""
    text: str = request.path_params[name]
    return text.replace(_SLASH, "/")


def article_id_of(request: Request) -> str:
    """The id of the article that the address of `request` names."""
    return segment(request, "id")
