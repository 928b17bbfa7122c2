"""Work on a loaded index that several routes share: answering, searching, finding an article."""

from __future__ import annotations

import time
from collections.abc import Collection

from api.domain import Answer
from api.presenting import present_hit
from api.problems import FieldError, Problem
from api.runtime import Loaded
from api.schemas import AskRequest, SearchRequest, SearchResponse
from indexer import NotFoundError


def answer(loaded: Loaded, ask: AskRequest) -> Answer:
    """The Answer to a question.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be answered at all.
    """
    _require_articles(loaded, ask.article_ids)
    return loaded.answerer.answer(
        ask.question,
        language=ask.language,
        top_k=ask.top_k,
        source_languages=ask.source_languages,
        article_ids=ask.article_ids,
        mode=ask.mode,
    )


def search(loaded: Loaded, query: SearchRequest) -> SearchResponse:
    """The passages for a query, best first.

    Raises `Problem` when a filter names an unknown article, `QuestionError` for what cannot be searched.
    """
    begun = time.perf_counter()
    _require_articles(loaded, query.article_ids)
    knowledge_base = loaded.knowledge_base
    snapshot = knowledge_base.snapshot_id
    hits = knowledge_base.search(
        query.query,
        language=query.language,
        top_k=query.top_k,
        source_languages=query.source_languages,
        article_ids=query.article_ids,
    )
    return SearchResponse(
        hits=tuple(present_hit(hit, concepts=()) for hit in hits),
        snapshot=snapshot,
        took_ms=(time.perf_counter() - begun) * 1000,
    )


def _require_articles(loaded: Loaded, article_ids: Collection[str] | None) -> None:
    """Refuse unknown ids one by one; the index would only name the first."""
    errors = []
    for position, article_id in enumerate(article_ids or ()):
        try:
            loaded.knowledge_base.article(article_id)
        except NotFoundError:
            errors.append(FieldError(detail="is not the id of an article", pointer=f"#/article_ids/{position}"))
    if errors:
        detail = "The filter names articles that do not exist. The ids of all articles are at /v1/articles."
        raise Problem(slug="unknown-article-in-filter", detail=detail, errors=errors)
