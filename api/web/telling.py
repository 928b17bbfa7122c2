"""An answer on a page as events: its sentences as HTML while they are written, at last the whole page."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import pages_of
from api.domain import Answer, AnswerMode
from api.events import stream_of
from api.presenting import present_answer
from api.problems import Problem, problem_of
from api.schemas import AskResponse
from api.telling import Telling
from api.web.pages import page_headers
from indexer import LanguageCode, ManbaError


class Shown(Protocol):
    """Renders the page with an answer, or with what went wrong."""

    def __call__(self, *, answer: AskResponse | None = None, problem: Problem | None = None) -> Response:
        """The page as it is answered to a browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How a page shows an answer that is not yet whole, so that the whole one takes its place and nothing moves.

    `mark` is the class of a citation's mark, `joint` what stands before one. `asked` is the question where the page
    repeats it, `title` the heading.
    """

    mark: str
    joint: str
    title: str
    asked: str | None = None


def page_response(
    request: Request, telling: Telling, *, language: LanguageCode, looks: Looks, shown: Shown
) -> EventSourceResponse:
    """The page as events (`page_events`); its headers are those of the page."""
    return stream_of(page_events(request, telling, looks=looks, shown=shown), headers=page_headers(language))


async def page_events(
    request: Request, telling: Telling, *, looks: Looks, shown: Shown
) -> AsyncGenerator[tuple[str, object], None]:
    """`opening` and `sentence` events with HTML for the answer so far, and a last event `page` with the whole page.

    An answer in the sources' own words is there at once, so only the page is told. What goes wrong on the way is on
    the page, too.
    """
    pages, is_written = pages_of(request), None
    try:
        async with aclosing(telling.parts) as parts:
            last = None
            async for part in parts:
                last = part
                if is_written is None:
                    is_written = isinstance(part, Answer) and part.mode is AnswerMode.GENERATIVE
                    if is_written:
                        yield "opening", pages.fragment("writing_opening.html", looks=looks)
                elif is_written and not isinstance(part, Answer):
                    yield "sentence", pages.fragment("writing_sentence.html", looks=looks, sentence=part)
        if not isinstance(last, Answer):
            raise RuntimeError("an answer was not told to its end")
        page = shown(answer=present_answer(last))
    except (Problem, ManbaError) as error:
        page = shown(problem=error if isinstance(error, Problem) else problem_of(error))
    yield "page", bytes(page.body).decode("utf-8")
