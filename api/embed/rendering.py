"""The page for frames: a question box and its answer, without any script, under a policy of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from api import asking
from api.access import access_of
from api.dependencies import has_writer, pages_of
from api.embed.options import EmbedOptions
from api.embed.texts import embed_texts, told
from api.intake import query_fields, read_fields
from api.negotiation import wants_events
from api.problems import Problem, problem_of
from api.schemas import AskQuery, AskResponse
from api.web.awaiting import at_once, noted_as
from api.web.interface import language_for
from api.web.telling import Looks, page_response
from api.widgets.model import parse_frame_ancestor
from indexer import ManbaError

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def frame_policy(ancestors: Iterable[str]) -> str:
    """The Content-Security-Policy of a page that `ancestors`, and our own pages, may frame.

    Raises ManbaError for what is not an origin: it might end the policy.

    >>> frame_policy(["https://course.example"]).rpartition("; ")[2]
    "frame-ancestors 'self' https://course.example"
    """
    origins = [parse_frame_ancestor(one, where="frame ancestor") for one in ancestors]
    return _POLICY.format(ancestors=" ".join(["'self'", *dict.fromkeys(origins)]))


def render_embed(
    request: Request,
    options: EmbedOptions,
    *,
    question: str = "",
    answer: AskResponse | None = None,
    problem: Problem | None = None,
    awaits: bool = False,
) -> Response:
    """The page with the question box that `options` describe, and below it the answer or what went wrong.

    `awaits` as `at_once` has it.
    """
    language = options.language or language_for(request)
    texts = embed_texts(language)
    context: dict[str, object] = {
        "w": texts["widget"],
        "names": texts["languages"],
        "failed": texts["problems"]["offline"],
        "ask_address": options.asking,
        "options": options,
        "question": question,
        "chosen_mode": dict(query_fields(request)).get("mode", ""),
        "answer": answer,
        "awaits": awaits,
        "message": told(texts, problem.type.slug, problem.type.status) if problem is not None else None,
        "writes": has_writer(request),
    }
    shown = pages_of(request).render_under(
        frame_policy(options.frame_ancestors),
        request,
        "embed.html",
        context,
        status=problem.type.status if problem is not None else 200,
        language=language,
    )
    if problem is not None:
        shown.headers.update(problem.headers)
    return shown


async def embedded(request: Request, options: EmbedOptions) -> Response:
    """The page that `options` describe; where the address of `request` asks something (`?q=`), with its answer.

    With `Accept: text/event-stream` the answer comes as events with parts of the page, and the page at their end.
    """
    given = dict(query_fields(request))
    question, mode = given.get("q"), given.get("mode", "")
    if question is None:
        return render_embed(request, options)
    shown = partial(render_embed, request, options, question=question)
    try:
        if not options.may_ask:
            await access_of(request).require_to_ask(request)
        fields = [("q", question), *([("mode", mode)] if mode else [])]
        ask = read_fields(fields, AskQuery, renamed={"q": "question"})
        if wants_events(request):
            telling = await asking.begin(request, ask, within=options.article_ids, noted_as=noted_as(request))
            language = options.language or language_for(request)
            looks = Looks(mark="ref", joint="\N{NO-BREAK SPACE}", title=embed_texts(language)["widget"]["answer"])
            return page_response(request, telling, language=language, looks=looks, shown=shown)
        answer, awaits = await at_once(request, ask, within=options.article_ids)
        return shown(answer=answer, awaits=awaits)
    except (Problem, ManbaError) as error:
        return shown(problem=error if isinstance(error, Problem) else problem_of(error))
