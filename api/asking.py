"""Work on a loaded index that several routes share: answering, searching, finding an article."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from api.conversation import Turn, resolve
from api.dependencies import keeper_of, runtime_of, writer_of
from api.domain import Answer, AnswerMode
from api.insights.keeping import Keeper
from api.presenting import present_answer, present_hit
from api.problems import MAX_REPORTED_ERRORS, FieldError, Problem, shortened
from api.runtime import Loaded
from api.schemas import AskQuery, AskRequest, AskResponse, SearchRequest, SearchResponse
from api.speech import SPEECH
from api.telling import Part, Telling, in_one_piece

if TYPE_CHECKING:
    from api.generation.writing import Commission
    from indexer import KnowledgeView

T = TypeVar("T")


async def answered(
    request: Request, ask: AskQuery, *, from_query: bool = False, within: Collection[str] = ()
) -> AskResponse:
    """The JSON of the Answer to a question that came with `request`; the question is noted for editors.

    `within` are ids of articles to answer from where the question names none; those that are gone are passed over.
    Raises what `begin` raises, and ClientDisconnect where the client leaves before the end.
    """
    return await told_whole(request, await begin(request, ask, from_query=from_query, within=within))


async def told_whole(request: Request, telling: Telling) -> AskResponse:
    """The JSON of the whole Answer; ClientDisconnect where the client of `request` leaves before the end."""
    whole = telling.whole()
    return present_answer(await (whole if telling.is_ready else unless_left(request, whole)))


async def unless_left(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives; where the client of `request`, whose body is read, leaves before, it is cancelled.

    Raises ClientDisconnect then, and what `work` raises.
    """
    doing, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait([doing, leaving], return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise ClientDisconnect
        return doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.wait([doing, leaving])


async def _left(request: Request) -> None:
    """Wait until the client of `request` has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def begin(
    request: Request,
    ask: AskQuery,
    *,
    from_query: bool = False,
    within: Collection[str] = (),
    noted_as: str | None = None,
) -> Telling:
    """The Answer to a question as it is told, sentence by sentence; the question is noted for editors, see `answered`.

    `noted_as` is the id under which it is noted already, so that nobody who asks once is counted twice. Raises what
    `answer` and `Runtime.run` raise, and `Problem` model-busy (503) where a language model is asked for by name and has
    no room even to wait.
    """
    writer, note = writer_of(request), partial(_kept, keeper_of(request), ask.question, noted_as)
    is_written = writer is not None and ask.mode is not AnswerMode.EXTRACTIVE
    if writer is None or not is_written:
        found = await runtime_of(request).run(partial(answer, ask=ask, from_query=from_query, within=within))
        return in_one_piece(note(found))
    if writer.is_full and ask.mode is AnswerMode.GENERATIVE:
        wait_s = writer.retry_after_s
        detail = f"Too many answers are being written. Try again in {wait_s} seconds, or ask with mode extractive."
        raise Problem(slug="model-busy", detail=detail, headers={"Retry-After": str(wait_s)})
    found, work = await runtime_of(request).run(partial(_commissioned, ask=ask, from_query=from_query, within=within))
    if work is None:
        return in_one_piece(note(found))
    from api.generation.writing import written

    parts = _noted(note, found, written(work, writer))
    return Telling(language=found.language, parts=parts, is_ready=False)


async def _noted(
    note: Callable[[Answer], Answer], extractive: Answer, parts: AsyncGenerator[Part, None]
) -> AsyncGenerator[Part, None]:
    """`parts`, the question noted with the whole Answer; with the extractive one where its reader leaves before."""
    is_noted = False
    try:
        async with aclosing(parts):
            async for part in parts:
                if isinstance(part, Answer) and part.citations:
                    is_noted = True
                    yield note(part)
                else:
                    yield part
    finally:
        if not is_noted:
            note(extractive)


def _kept(keeper: Keeper, question: str, noted_as: str | None, found: Answer) -> Answer:
    """`found` with the id under which its question is kept for editors, as it was understood."""
    return replace(found, question_id=noted_as or keeper.note(found.understood_as or question, found))


def answer(loaded: Loaded, ask: AskQuery, *, from_query: bool = False, within: Collection[str] = ()) -> Answer:
    """The Answer to a question; `from_query` says where the request's fields stood, for what is wrong with them.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be answered at all.
    """
    view = loaded.knowledge_base.view()
    meant, understood_as = _meant(view, ask, from_query=from_query, within=within)
    found = loaded.answerer.on(view).answer(
        meant.question,
        language=meant.language,
        top_k=meant.top_k,
        source_languages=meant.source_languages,
        article_ids=meant.article_ids,
        mode=meant.mode or AnswerMode.EXTRACTIVE,
    )
    return _understood(found, understood_as)


def _commissioned(
    loaded: Loaded, ask: AskQuery, *, from_query: bool, within: Collection[str]
) -> tuple[Answer, Commission | None]:
    """The extractive Answer to a question, and what a language model may write another from; see `answer`."""
    from api.generation.writing import commission

    view = loaded.knowledge_base.view()
    meant, understood_as = _meant(view, ask, from_query=from_query, within=within)
    found, work = commission(loaded.answerer.on(view), meant)
    found = _understood(found, understood_as)
    return found, replace(work, answer=found) if work is not None else None


def _meant(
    view: KnowledgeView, ask: AskQuery, *, from_query: bool, within: Collection[str]
) -> tuple[AskQuery, str | None]:
    """What is asked of which articles, and, where a question follows up another, how it was understood.

    It is to be answered from the same `view`: the next one may have another glossary, and other articles.
    Raises `Problem` where it names unknown articles.
    """
    if ask.article_ids is None and within:
        ask = ask.model_copy(update={"article_ids": _still_there(view, within)})
    _require_articles(view, ask.article_ids, from_query=from_query)
    if not isinstance(ask, AskRequest) or not ask.history:
        return ask, None
    turns = [Turn(role=turn.role, content=turn.content) for turn in ask.history]
    meant = resolve(ask.question, turns, view)
    ask = ask.model_copy(update={"question": meant.text, "language": ask.language or meant.language})
    return ask, meant.text if meant.is_changed else None


def _understood(found: Answer, text: str | None) -> Answer:
    """`found` with a word on how the question was understood, where that is not as it stands."""
    if text is None:
        return found
    note = SPEECH[found.language].understood.format(question=text)
    return replace(found, notes=(note, *found.notes), understood_as=text)


def search(loaded: Loaded, query: SearchRequest) -> SearchResponse:
    """The passages for a query, best first.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be searched.
    """
    begun = time.perf_counter()
    view = loaded.knowledge_base.view()
    _require_articles(view, query.article_ids, from_query=False)
    hits = view.search(
        query.query,
        language=query.language,
        top_k=query.top_k,
        source_languages=query.source_languages,
        article_ids=query.article_ids,
    )
    return SearchResponse(
        hits=tuple(present_hit(hit) for hit in hits),
        snapshot=view.snapshot_id,
        took_ms=(time.perf_counter() - begun) * 1000,
    )


def _still_there(view: KnowledgeView, article_ids: Collection[str]) -> tuple[str, ...]:
    """Those of `article_ids` that exist; all of them where none does, for the refusal to name."""
    return tuple(one for one in article_ids if view.has_article(one)) or tuple(article_ids)


def _require_articles(view: KnowledgeView, article_ids: Collection[str] | None, *, from_query: bool) -> None:
    """Refuse every unknown id at once; the index would only name the first."""
    errors = []
    for position, article_id in enumerate(article_ids or ()):
        if not view.has_article(article_id):
            detail = f"'{shortened(article_id)}' is not the id of an article"
            errors.append(
                FieldError(detail=detail, parameter="article_ids")
                if from_query
                else FieldError(detail=detail, pointer=f"#/article_ids/{position}")
            )
    if errors:
        detail = "The filter names articles that do not exist. The ids of all articles are at /v1/articles."
        raise Problem(slug="unknown-article-in-filter", detail=detail, errors=errors[:MAX_REPORTED_ERRORS])
