"""GET /v1/articles…: what is in the knowledge base, and the exact source texts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi
from api.caching import cached_response
from api.dependencies import runtime_of
from api.intake import read_query
from api.negotiation import choose_media_type
from api.presenting import present_article
from api.runtime import Loaded
from api.schemas import ArticleOut, ArticlesRequest, ArticlesResponse

router = APIRouter(tags=["articles"])


@router.get(
    "/v1/articles",
    summary="List the articles",
    responses=openapi.json_response(ArticlesResponse, "The articles.") | openapi.problems(400, 406, 422, 500, 503),
    openapi_extra=openapi.query_parameters(ArticlesRequest),
)
async def list_articles(request: Request) -> Response:
    """The articles in the order of their ids, without their texts."""
    choose_media_type(request, ("application/json",))
    wanted = read_query(request, ArticlesRequest)

    def work(loaded: Loaded) -> ArticlesResponse:
        view = loaded.knowledge_base.view()
        every = view.articles()
        kept = [article for article in every if wanted.language in (None, article.language)]
        page = kept[wanted.offset : wanted.offset + wanted.limit]
        return ArticlesResponse(
            articles=tuple(present_article(article) for article in page),
            total=len(kept),
            snapshot=view.snapshot_id,
        )

    listed = await runtime_of(request).run(work)
    return cached_response(request, listed.model_dump_json().encode("utf-8"), media_type="application/json")


@router.get(
    "/v1/articles/{id}",
    summary="What is known about an article",
    responses=openapi.json_response(ArticleOut, "The article.") | openapi.problems(404, 406, 500, 503),
    openapi_extra=openapi.ARTICLE_ID,
)
async def get_article(request: Request) -> Response:
    """Title, language, publisher, date and origin of an article."""
    choose_media_type(request, ("application/json",))
    article_id: str = request.path_params["id"]
    article = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.article(article_id))
    return cached_response(
        request,
        present_article(article).model_dump_json().encode("utf-8"),
        media_type="application/json",
        headers={"Content-Language": article.language.value},
    )


@router.get(
    "/v1/articles/{id}/source",
    summary="The exact source text of an article",
    responses=openapi.TEXT_SOURCE | openapi.problems(404, 500, 503),
    openapi_extra=openapi.ARTICLE_ID,
)
async def get_source(request: Request) -> Response:
    """The source text to the character; every `start` and `end` of the API counts its Unicode code points."""
    article_id: str = request.path_params["id"]
    article = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.article(article_id))
    return cached_response(
        request,
        article.source.encode("utf-8"),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Language": article.language.value},
    )
