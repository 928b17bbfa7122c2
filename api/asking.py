"""Work on a loaded index that several routes share: answering, searching, finding an article."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from starlette.requests import Request

from api.conversation import Turn, resolve
from api.dependencies import keeper_of, runtime_of
from api.domain import Answer, AnswerMode
from api.presenting import present_answer, present_hit
from api.problems import MAX_REPORTED_ERRORS, FieldError, Problem, shortened
from api.runtime import Loaded
from api.schemas import AskQuery, AskRequest, AskResponse, SearchRequest, SearchResponse
from api.speech import SPEECH
from api.telling import Telling, in_one_piece


async def answered(
    request: Request, ask: AskQuery, *, from_query: bool = False, within: Collection[str] = ()
) -> AskResponse:
    """The JSON of the Answer to a question that came with `request`; the question is noted for editors.

    `within` are ids of articles to answer from where the question names none; those that are gone are passed over.
    Raises what `answer` and `Runtime.run` raise.
    """
    telling = await begin(request, ask, from_query=from_query, within=within)
    return present_answer(await telling.whole())


async def begin(request: Request, ask: AskQuery, *, from_query: bool = False, within: Collection[str] = ()) -> Telling:
    """The Answer to a question as it is told, sentence by sentence; else as `answered`, with its errors."""
    found = await runtime_of(request).run(partial(answer, ask=ask, from_query=from_query, within=within))
    question_id = keeper_of(request).note(found.understood_as or ask.question, found)
    return in_one_piece(replace(found, question_id=question_id))


def answer(loaded: Loaded, ask: AskQuery, *, from_query: bool = False, within: Collection[str] = ()) -> Answer:
    """The Answer to a question; `from_query` says where the request's fields stood, for what is wrong with them.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be answered at all.
    """
    if ask.article_ids is None and within:
        ask = ask.model_copy(update={"article_ids": _still_there(loaded, within)})
    _require_articles(loaded, ask.article_ids, from_query=from_query)
    if not isinstance(ask, AskRequest) or not ask.history:
        return _answer(loaded, ask)
    turns = [Turn(role=turn.role, content=turn.content) for turn in ask.history]
    meant = resolve(ask.question, turns, loaded.knowledge_base.view())
    found = _answer(loaded, ask.model_copy(update={"question": meant.text, "language": ask.language or meant.language}))
    if not meant.is_changed:
        return found
    note = SPEECH[found.language].understood.format(question=meant.text)
    return replace(found, notes=(note, *found.notes), understood_as=meant.text)


def _answer(loaded: Loaded, ask: AskQuery) -> Answer:
    return loaded.answerer.answer(
        ask.question,
        language=ask.language,
        top_k=ask.top_k,
        source_languages=ask.source_languages,
        article_ids=ask.article_ids,
        mode=ask.mode or AnswerMode.EXTRACTIVE,
    )


def search(loaded: Loaded, query: SearchRequest) -> SearchResponse:
    """The passages for a query, best first.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be searched.
    """
    begun = time.perf_counter()
    _require_articles(loaded, query.article_ids, from_query=False)
    view = loaded.knowledge_base.view()
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


def _still_there(loaded: Loaded, article_ids: Collection[str]) -> tuple[str, ...]:
    """Those of `article_ids` that exist; all of them where none does, for the refusal to name."""
    return tuple(one for one in article_ids if loaded.knowledge_base.has_article(one)) or tuple(article_ids)


def _require_articles(loaded: Loaded, article_ids: Collection[str] | None, *, from_query: bool) -> None:
    """Refuse every unknown id at once; the index would only name the first."""
    errors = []
    for position, article_id in enumerate(article_ids or ()):
        if not loaded.knowledge_base.has_article(article_id):
            detail = f"'{shortened(article_id)}' is not the id of an article"
            errors.append(
                FieldError(detail=detail, parameter="article_ids")
                if from_query
                else FieldError(detail=detail, pointer=f"#/article_ids/{position}")
            )
    if errors:
        detail = "The filter names articles that do not exist. The ids of all articles are at /v1/articles."
        raise Problem(slug="unknown-article-in-filter", detail=detail, errors=errors[:MAX_REPORTED_ERRORS])
