"""The pages people read: questions and answers, articles, what a problem means, and the files the pages need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from fastapi import APIRouter, Request, Response

from api import asking, cited
from api.access import access_of
from api.addresses import article_id_of
from api.caching import FOREVER, cached_response
from api.dependencies import has_writer, keeper_of, pages_of, runtime_of
from api.domain import version_id
from api.intake import query_fields, read_fields
from api.negotiation import wants_events
from api.problems import PROBLEM_TYPES, Problem, problem_of
from api.schemas import AskQuery, AskResponse
from api.telling import Telling
from api.web.awaiting import at_once, noted_as
from api.web.interface import interface, language_for
from api.web.pages import TOO_MANY_REQUESTS, message_for
from api.web.reading import lay_out
from api.web.telling import Looks, page_response
from indexer import Article, LanguageCode, ManbaError, Span

router = APIRouter(include_in_schema=False)

_ASK_FIELDS = {"q", "language", "source_languages", "mode"}


@router.get("/")
async def home(request: Request) -> Response:
    """The question box; with `?q=` the answer below it, without any script, at once.

    With `Accept: text/event-stream` the answer comes as events with parts of the page, and the page at their end.
    """
    given = {name: value for name, value in query_fields(request) if name in _ASK_FIELDS}
    if "q" not in given:
        return _home(request, given)
    try:
        await access_of(request).require_to_ask(request)
        ask = _read_form(request)
        if wants_events(request):
            return _told(request, given, await asking.begin(request, ask, noted_as=noted_as(request)))
        answer, awaits = await at_once(request, ask)
        return _home(request, given, answer=answer, awaits=awaits)
    except (Problem, ManbaError) as error:
        return _home(request, given, problem=error if isinstance(error, Problem) else problem_of(error))


def _told(request: Request, given: Mapping[str, str], telling: Telling) -> Response:
    language = language_for(request)
    looks = Looks(mark="reference", joint=" ", title=interface(language).texts["answer"], asked=given["q"])
    return page_response(request, telling, language=language, looks=looks, shown=partial(_home, request, given))


def _home(
    request: Request,
    given: Mapping[str, str],
    *,
    answer: AskResponse | None = None,
    problem: Problem | None = None,
    awaits: bool = False,
) -> Response:
    """The page with the question box, and below it the answer or what went wrong; `awaits` as `at_once` has it."""
    headers = problem.headers if problem is not None else {}
    status = problem.type.status if problem is not None else 200
    shown = pages_of(request).render(
        request,
        "home.html",
        status=status,
        question=given.get("q", ""),
        chosen_language=given.get("language", ""),
        chosen_mode=given.get("mode", ""),
        answer=answer,
        awaits=awaits,
        message=message_for(interface(language_for(request)), problem.type.slug) if problem is not None else None,
        # Asked again, the same question may be answered.
        may_pass=status == TOO_MANY_REQUESTS or status >= 500,
        wait_s=_seconds(headers.get("Retry-After", "")),
        keep_days=keeper_of(request).keep_days,
        writes=has_writer(request),
    )
    shown.headers.update(headers)
    return shown


def _seconds(retry_after: str) -> int | None:
    return int(retry_after) if retry_after.isascii() and retry_after.isdigit() else None


def _read_form(request: Request) -> AskQuery:
    """The form's fields; what else stands in the address (a campaign's marks, the interface's language) is ignored."""
    fields = [(name, value) for name, value in query_fields(request) if name in _ASK_FIELDS and (value or name == "q")]
    return read_fields(fields, AskQuery, renamed={"q": "question"})


@router.get("/articles")
async def article_list(request: Request) -> Response:
    """All articles by language, the reader's first."""
    articles = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.articles())
    return pages_of(request).render(request, "articles.html", shelves=_by_language(articles, language_for(request)))


def _by_language(articles: Iterable[Article], reader: LanguageCode) -> list[tuple[LanguageCode, list[Article]]]:
    shelves: dict[LanguageCode, list[Article]] = {}
    for one in articles:
        shelves.setdefault(one.language, []).append(one)
    return sorted(shelves.items(), key=lambda shelf: shelf[0] is not reader)


@router.get("/articles/{id}")
async def article(request: Request) -> Response:
    """An article for reading; with `?start=…&end=…` these words are marked and the browser scrolls to them.

    With `?version=…` it is shown as it was, so that a citation given out earlier still leads to its words.
    """
    article_id = article_id_of(request)
    wanted = dict(query_fields(request)).get("version")
    found = await cited.article(request, article_id, wanted)
    quote = _quote(request, len(found.article.source))
    return pages_of(request).render(
        request,
        "article.html",
        article=found.article,
        earlier=not found.serves,
        replaced=found.replaced,
        version=version_id(found.article),
        groups=lay_out(found.article.source, quote),
        has_quote=quote is not None,
    )


def _quote(request: Request, length: int) -> Span | None:
    """The words to mark; an address that has gone stale shows the article unmarked rather than nothing."""
    given = dict(query_fields(request))
    start, end = given.get("start", ""), given.get("end", "")
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in (start, end)):
        return None
    return Span(start=int(start), end=int(end)) if int(start) < int(end) <= length else None


@router.get("/problems/{slug}")
async def problem_type(request: Request) -> Response:
    """What a problem `type` means and what to do about it."""
    kind = PROBLEM_TYPES.get(request.path_params["slug"])
    if kind is None:
        raise Problem(slug="not-found", detail="There is no such kind of problem. /openapi.json describes them all.")
    return pages_of(request).render(request, "problem_type.html", kind=kind)


@router.get("/static/{name}")
async def static_file(request: Request) -> Response:
    """A style sheet, script or picture of the pages."""
    file = pages_of(request).static.get(request.path_params["name"])
    if file is None:
        raise Problem(slug="not-found", detail="There is no such file.")
    headers = {"Cache-Control": FOREVER} if request.query_params.get("v") == file.version else None
    return cached_response(request, file.body, media_type=file.media_type, headers=headers)
