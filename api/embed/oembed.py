"""oEmbed (https://oembed.com): for the address of a page of ours, the frame to show in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from starlette.requests import Request

from api.problems import FieldError, Problem

WIDTH, HEIGHT = 640, 480
SMALLEST = 120
CACHE_AGE_S = 86_400
_ARTICLE = re.compile(r"/articles/([^/]+)")
# Of the addresses of our pages, what the frame takes over.
_KEPT = ("q", "lang", "theme", "articles", "placeholder", "accent", "radius", "widget")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embeddable:
    """A page of ours that can be shown in a frame: `article_id` None for the question box on everything."""

    origin: str
    article_id: str | None
    fields: tuple[tuple[str, str], ...]

    def frame_address(self) -> str:
        """The address of the page to frame."""
        limit = [("articles", self.article_id)] if self.article_id is not None else []
        query = urlencode([*limit, *self.fields])
        return f"{self.origin}/embed{'?' if query else ''}{query}"


def embeddable(request: Request, url: str) -> Embeddable:
    """What stands at `url`, an address of the host that `request` came to.

    Raises `Problem` not-found for addresses of other hosts and of pages that have nothing to ask.
    """
    try:
        parts = urlsplit(url)
        fields = parse_qsl(parts.query, errors="strict", max_num_fields=100)
    except ValueError:
        raise _nothing_there() from None
    article = _ARTICLE.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != request.url.netloc.lower():
        raise _nothing_there()
    if article is None and parts.path not in {"", "/", "/embed"}:
        raise _nothing_there()
    return Embeddable(
        origin=f"{parts.scheme}://{parts.netloc}",
        article_id=unquote(article[1]) if article is not None else None,
        fields=tuple((name, value) for name, value in fields if name in _KEPT and not (article and name == "articles")),
    )


def frame_of(found: Embeddable, *, title: str, brand: str, max_width: int | None, max_height: int | None) -> object:
    """The answer of oEmbed's type "rich": an iframe no larger than the consumer allows."""
    width = min(WIDTH, max_width) if max_width is not None else WIDTH
    height = min(HEIGHT, max_height) if max_height is not None else HEIGHT
    frame = (
        f'<iframe src="{escape(found.frame_address())}" title="{escape(title)}" width="{width}" height="{height}" '
        'loading="lazy" referrerpolicy="no-referrer" allow="clipboard-write"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": brand,
        "provider_url": f"{found.origin}/",
        "cache_age": CACHE_AGE_S,
        "width": width,
        "height": height,
        "html": frame,
    }


def size_in(fields: dict[str, str], name: str) -> int | None:
    """The size that a consumer asks for, None where it names none.

    Raises `Problem` wrong-type (422) for what is not a number, out-of-range (422) for what is too small to be read.
    """
    given = fields.get(name)
    if given is None:
        return None
    if not re.fullmatch("[0-9]{1,6}", given):
        raise _wrong_size(name, "wrong-type", "must be a whole number of pixels")
    if int(given) < SMALLEST:
        raise _wrong_size(name, "out-of-range", f"must be at least {SMALLEST}")
    return int(given)


def _wrong_size(name: str, slug: str, what: str) -> Problem:
    return Problem(slug=slug, detail=f"{name} {what}.", errors=[FieldError(detail=what, parameter=name)])


def _nothing_there() -> Problem:
    detail = "No page of this service that can be shown in a frame has this address. Give that of / or of an article."
    return Problem(slug="not-found", detail=detail)
