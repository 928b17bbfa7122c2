"""Rendering: templates, the static files beside them, and the headers of a page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.intake import query_fields
from api.negotiation import wants_page
from api.problems import PROBLEM_TYPES, Problem
from api.web.answers import lead_in, paragraphs
from api.web.interface import Interface, interface, language_for
from api.web.making import making_of
from indexer import LanguageCode, direction_of

TOO_MANY_REQUESTS = 429
HERE = Path(__file__).parent
_ROOMS = (HERE, HERE.parent / "embed")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """A file the page needs; `version` is the beginning of its SHA-256 and stands in its address."""

    body: bytes
    media_type: str
    version: str


class Pages:
    """The templates with what they need. One per application."""

    def __init__(self) -> None:
        """Read the static files; templates are read when first used."""
        self.static = {path.name: _static_file(path) for room in _ROOMS for path in sorted((room / "static").iterdir())}
        self._environment = Environment(
            loader=FileSystemLoader([room / "templates" for room in _ROOMS], encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            direction_of=direction_of,
            languages=[interface(code) for code in LanguageCode],
            lead_in=lead_in,
            making_of=making_of,
            paragraphs=paragraphs,
            static_url=self.static_url,
        )
        self._environment.filters["web_address"] = web_address

    def static_url(self, name: str) -> str:
        """The address of a static file; it changes with the file, so it may be cached for ever."""
        return f"/static/{name}?v={self.static[name].version}"

    def render(self, request: Request, template: str, *, status: int = 200, **context: object) -> Response:
        """A page in the visitor's language."""
        return self.render_under(CONTENT_SECURITY_POLICY, request, template, context, status=status)

    def render_under(
        self,
        policy: str,
        request: Request,
        template: str,
        context: Mapping[str, object],
        *,
        status: int = 200,
        language: LanguageCode | None = None,
    ) -> Response:
        """A page under a Content-Security-Policy of its own, in `language` or else the visitor's."""
        shown = interface(language or language_for(request))
        body = self._environment.get_template(template).render(
            ui=shown,
            t=shown.texts,
            links=self.links(request),
            path=request.url.path,
            oembed=oembed_address(request),
            **context,
        )
        headers = {"Content-Security-Policy": policy, **page_headers(shown.language)}
        return HTMLResponse(body, status_code=status, headers=headers)

    def fragment(self, template: str, **context: object) -> str:
        """A part of a page, as HTML."""
        return self._environment.get_template(template).render(**context)

    def links(self, request: Request) -> Links:
        """The addresses of the pages, as seen from the one asked for."""
        asked = "lang" in request.query_params
        return Links(language=language_for(request) if asked else None, here=_here(request))

    def problem_page(self, request: Request, problem: Problem) -> Response | None:
        """The problem as a page for a browser, or None where a program asks or the address is the API's."""
        if request.url.path.startswith("/v1/") or not wants_page(request):
            return None
        shown = interface(language_for(request))
        page = self.render(
            request, "problem.html", status=problem.type.status, message=message_for(shown, problem.type.slug)
        )
        for name, value in problem.headers.items():
            page.headers[name] = value
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses of the pages; `language` is kept in them when the visitor chose it in the address.

    `here` is the address of this page: its path, percent-encoded, and its query without the language.
    """

    language: LanguageCode | None
    here: tuple[str, tuple[tuple[str, str], ...]]

    def in_language(self, language: LanguageCode) -> str:
        """This page in another language of the interface."""
        path, fields = self.here
        return f"{path}?{urlencode([*fields, ('lang', language.value)])}"

    def _with(self, path: str, fields: list[tuple[str, str]], fragment: str = "") -> str:
        query = urlencode([*fields, *([("lang", self.language.value)] if self.language else [])])
        return f"{path}{'?' if query else ''}{query}{fragment}"

    def home(self) -> str:
        """The question box."""
        return self._with("/", [])

    def ask(self, question: str, answer_language: str = "", mode: str = "") -> str:
        """The answer to a question, in the language with this code and in this mode where they are given."""
        chosen = [("language", answer_language), ("mode", mode)]
        return self._with("/", [("q", question), *(one for one in chosen if one[1])])

    def feedback(self) -> str:
        """Where a vote on an answer is sent."""
        return self._with("/feedback", [])

    def builder(self) -> str:
        """The page that makes a question box for another site."""
        return self._with("/embed/builder", [])

    def articles(self) -> str:
        """The list of articles."""
        return self._with("/articles", [])

    def article(
        self, article_id: str, start: int | None = None, end: int | None = None, version: str | None = None
    ) -> str:
        """An article as it is, or as it was in `version`; scrolled to `start`..`end` of its source when given."""
        path = f"/articles/{quote(article_id, safe='')}"
        which = [("version", version)] if version is not None else []
        if start is None or end is None:
            return self._with(path, which)
        return self._with(path, [*which, ("start", str(start)), ("end", str(end))], "#quote")


def page_headers(language: LanguageCode) -> dict[str, str]:
    """What every page says of itself: it is in `language`, made for one visitor, and kept by nobody."""
    return {
        "Content-Language": language.value,
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language",
    }


def oembed_address(request: Request) -> str | None:
    """Where consumers of oEmbed learn how to show the page that `request` asks for, None where it cannot be shown."""
    path = request.url.path
    if path != "/" and not path.startswith("/articles/"):
        return None
    return f"/oembed?{urlencode({'url': str(request.url), 'format': 'json'})}"


def _here(request: Request) -> tuple[str, tuple[tuple[str, str], ...]]:
    try:
        fields = tuple((name, value) for name, value in query_fields(request) if name != "lang")
    except Problem:
        fields = ()
    return quote(request.url.path, safe="/"), fields


def message_for(shown: Interface, slug: str) -> str:
    """What to tell a reader about a problem, in the language of the interface."""
    status = PROBLEM_TYPES[slug].status
    general = "busy" if status == TOO_MANY_REQUESTS else "server" if status >= 500 else "request"
    return shown.problems.get(slug) or shown.problems[general]


def web_address(url: str | None) -> str | None:
    """`url` when it is safe to link to: http or https, nothing that runs.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


def _static_file(path: Path) -> StaticFile:
    body = path.read_bytes()
    return StaticFile(body=body, media_type=_MEDIA_TYPES[path.suffix], version=hashlib.sha256(body).hexdigest()[:12])
