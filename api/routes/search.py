"""POST /v1/search: passages for a query."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from api import asking, openapi
from api.access import access_of
from api.dependencies import runtime_of
from api.intake import read_body
from api.negotiation import choose_media_type
from api.schemas import SearchRequest, SearchResponse

router = APIRouter(tags=["search"])


@router.post(
    "/v1/search",
    summary="Find passages",
    responses=openapi.json_response(SearchResponse, "Passages, best first.")
    | openapi.problems(400, 401, 403, 406, 413, 415, 422, 429, 500, 503),
    openapi_extra=openapi.json_body(SearchRequest, openapi.SEARCH_EXAMPLES),
)
async def post_search(request: Request) -> Response:
    """Find the passages that fit the query best, in any language the filters admit."""
    choose_media_type(request, ("application/json",))
    await access_of(request).require_to_ask(request)
    query = await read_body(request, SearchRequest)
    found = await runtime_of(request).run(partial(asking.search, query=query))
    return Response(found.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})
