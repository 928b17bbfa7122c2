"""GET /v1/articles…: what is in the knowledge base, and the exact source texts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import cited, openapi
from api.addresses import article_id_of
from api.caching import FOREVER, cached_response, strong_etag
from api.dependencies import runtime_of
from api.domain import version_id
from api.intake import read_query
from api.negotiation import choose_media_type
from api.presenting import present_article
from api.runtime import Loaded
from api.schemas import ArticleOut, ArticlesRequest, ArticlesResponse, SourceQuery

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
    article_id = article_id_of(request)
    article = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.article(article_id))
    body = present_article(article).model_dump_json().encode("utf-8")
    return cached_response(
        request,
        body,
        media_type="application/json",
        headers={"Content-Language": article.language.value},
        # Its beginning is the version, so that it is good for If-Match when the article is changed.
        etag=f'"{version_id(article)}-{strong_etag(body)[1:9]}"',
    )


@router.get(
    "/v1/articles/{id}/source",
    summary="The exact source text of an article",
    responses=openapi.TEXT_SOURCE | openapi.problems(400, 404, 422, 500, 503),
    openapi_extra=openapi.with_query(openapi.ARTICLE_ID, SourceQuery),
)
async def get_source(request: Request) -> Response:
    """The source text to the character; every `start` and `end` of the API counts its Unicode code points.

    With `version` it is the text as it was then, also of an article that was deleted since.
    """
    article_id, wanted = article_id_of(request), read_query(request, SourceQuery).version
    found = await cited.article(request, article_id, wanted)
    headers = {"Content-Language": found.article.language.value}
    if wanted == version_id(found.article):
        headers["Cache-Control"] = FOREVER
    return cached_response(
        request,
        found.article.source.encode("utf-8"),
        media_type="text/plain; charset=utf-8",
        headers=headers,
    )
