"""POST and GET /v1/ask: a question in, a cited answer out, as JSON or as events."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import asking, events, openapi
from api.access import access_of
from api.intake import query_fields, read_body, read_fields
from api.negotiation import choose_media_type
from api.schemas import AskQuery, AskRequest
from api.widgets.asking import article_ids_of_widget

router = APIRouter(tags=["ask"])

JSON = "application/json"


@router.post(
    "/v1/ask",
    summary="Answer a question, citing the sources' exact words",
    responses=openapi.ANSWERED | openapi.problems(400, 401, 403, 406, 413, 415, 422, 429, 500, 503),
    openapi_extra=openapi.json_body(AskRequest, openapi.ASK_EXAMPLES) | {"parameters": [openapi.WIDGET]},
)
async def post_ask(request: Request) -> Response:
    """Answer the question in the body. With `Accept: text/event-stream` the answer comes as events."""
    media_type = choose_media_type(request, (JSON, events.MEDIA_TYPE))
    await access_of(request).require_to_ask(request)
    return await _answered(request, await read_body(request, AskRequest), media_type, from_query=False)


@router.get(
    "/v1/ask",
    summary="Answer a question given in the address",
    responses=openapi.ANSWERED | openapi.problems(400, 401, 403, 406, 422, 429, 500, 503),
    openapi_extra=openapi.with_parameter(openapi.query_parameters(AskQuery, renamed={"question": "q"}), openapi.WIDGET),
)
async def get_ask(request: Request) -> Response:
    """The same as POST, for a browser, curl or EventSource; close an EventSource at `done`, or it asks again."""
    media_type = choose_media_type(request, (JSON, events.MEDIA_TYPE))
    await access_of(request).require_to_ask(request)
    fields = [(name, value) for name, value in query_fields(request) if name != "widget"]
    return await _answered(
        request, read_fields(fields, AskQuery, renamed={"q": "question"}), media_type, from_query=True
    )


async def _answered(request: Request, ask: AskQuery, media_type: str, *, from_query: bool) -> Response:
    within = await article_ids_of_widget(request)
    telling = await asking.begin(request, ask, from_query=from_query, within=within)
    headers = {"Content-Language": telling.language.value, "Cache-Control": "no-store", "Vary": "Accept"}
    if media_type == events.MEDIA_TYPE:
        return events.event_response(telling, headers=headers)
    answer = await asking.told_whole(request, telling)
    return Response(answer.model_dump_json(), media_type=JSON, headers=headers)
