"""GET /oembed: what a site shows in place of the address of a page of ours, as https://oembed.com describes it."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api import openapi
from api.caching import cached_response
from api.dependencies import runtime_of
from api.embed.oembed import SMALLEST, embeddable, frame_of, size_in
from api.embed.texts import embed_texts
from api.intake import query_fields
from api.problems import FieldError, Problem
from api.web.interface import interface, language_for

router = APIRouter(tags=["embedding"])

_SIZE = {"type": "integer", "minimum": SMALLEST}
_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "url",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "description": "The address of the question box (/, /embed) or of an article here.",
    },
    {"name": "format", "in": "query", "required": False, "schema": {"enum": ["json"]}},
    {"name": "maxwidth", "in": "query", "required": False, "schema": _SIZE},
    {"name": "maxheight", "in": "query", "required": False, "schema": _SIZE},
]
_FOUND: dict[int | str, Any] = {
    200: {
        "description": 'An oEmbed answer of the type "rich": `html` is an iframe.',
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.get(
    "/oembed",
    summary="The frame to show in place of the address of a page",
    responses=_FOUND | openapi.problems(400, 404, 422, 501, 503),
    openapi_extra={"parameters": _PARAMETERS},
)
async def oembed(request: Request) -> Response:
    """The frame for a page of ours, as https://oembed.com describes it."""
    fields = dict(query_fields(request))
    if fields.get("format", "json") != "json":
        raise Problem(
            slug="format-not-offered", detail="Only JSON is offered. Ask with format=json, or without format."
        )
    if "url" not in fields:
        what = "is required; add the address of a page of this service"
        raise Problem(slug="missing-field", detail=f"url {what}.", errors=[FieldError(detail=what, parameter="url")])
    found = embeddable(request, fields["url"])
    language = language_for(request)
    title = embed_texts(language)["widget"]["title"]
    if (article_id := found.article_id) is not None:
        article = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.article(article_id))
        title = article.title
    made = frame_of(
        found,
        title=title,
        brand=interface(language).texts["brand"],
        max_width=size_in(fields, "maxwidth"),
        max_height=size_in(fields, "maxheight"),
    )
    headers = {"Vary": "Accept-Language", "Content-Language": language.value}
    return cached_response(request, orjson.dumps(made), media_type="application/json", headers=headers)
