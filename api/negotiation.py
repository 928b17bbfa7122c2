"""Choosing among forms and languages by the Accept headers of RFC 9110."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from api.problems import Problem


def preferences(header: str) -> list[tuple[str, float]]:
    """The entries of an Accept-style header with their weights, best first; those of weight 0 stand last.

    >>> preferences("pl;q=0.5, fa, en;q=0")
    [('fa', 1.0), ('pl', 0.5), ('en', 0.0)]
    """
    entries = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            entries.append((name, _weight(parameters)))
    return sorted(entries, key=lambda entry: -entry[1])


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _quality(offer: str, accepted: Sequence[tuple[str, float]]) -> float:
    kind = offer.partition("/")[0]
    for pattern in (offer, f"{kind}/*", "*/*"):
        for name, weight in accepted:
            if name == pattern:
                return weight
    return 0.0


def choose_media_type(request: Request, offers: Sequence[str]) -> str:
    """The offer that the request's Accept header likes best; the first of equals, the first when there is no header.

    Raises `Problem` not-acceptable (406) when the header excludes them all.
    """
    header = ",".join(request.headers.getlist("accept"))
    if not header.strip():
        return offers[0]
    accepted = preferences(header)
    best = max(offers, key=lambda offer: _quality(offer, accepted))
    if _quality(best, accepted) <= 0.0:
        detail = f"This address answers with {' or '.join(offers)}. Name one of them in Accept, or leave Accept out."
        raise Problem(slug="not-acceptable", detail=detail)
    return best


def wants_page(request: Request) -> bool:
    """Whether the request comes from a browser's address bar: it names text/html and likes nothing better."""
    accepted = preferences(",".join(request.headers.getlist("accept")))
    weights = dict(reversed(accepted))
    page = weights.get("text/html", 0.0)
    return page > 0.0 and page >= weights.get("application/json", 0.0)


def wants_events(request: Request) -> bool:
    """Whether the request names text/event-stream and likes a page less."""
    weights = dict(reversed(preferences(",".join(request.headers.getlist("accept")))))
    return weights.get("text/event-stream", 0.0) > weights.get("text/html", 0.0)
