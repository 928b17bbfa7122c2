"""POST /v1/chat/completions and GET /v1/models: Manba as the model of any client that speaks OpenAI's API."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import asking, openapi, openapi_chat
from api.access import access_of
from api.addresses import segment
from api.chat.asking import model_named, question_of
from api.chat.completions import Completion, chunk_response, model_out, models
from api.chat.schemas import ChatRequest, ModelOut, ModelsResponse
from api.chat.writing import Message
from api.intake import read_body

router = APIRouter(tags=["chat clients"])

JSON = "application/json"
_NOT_KEPT = {"Cache-Control": "no-store"}


@router.post(
    "/v1/chat/completions",
    summary="Answer the last message of a conversation",
    responses=openapi_chat.COMPLETED | openapi_chat.errors(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
    openapi_extra=openapi.json_body(ChatRequest, openapi_chat.CHAT_EXAMPLES),
)
async def post_completion(request: Request) -> Response:
    """The last user's message is the question, what came before it the history; with `stream` it comes in chunks."""
    await access_of(request).require_to_ask(request)
    chat = await read_body(request, ChatRequest)
    telling = await asking.begin(request, question_of(chat))
    completion = Completion(Message(telling, base_url=str(request.base_url)), chat)
    headers = {"Content-Language": telling.language.value, **_NOT_KEPT}
    if chat.stream:
        return chunk_response(completion, headers=headers)
    whole = await (completion.whole() if telling.is_ready else asking.unless_left(request, completion.whole()))
    return Response(whole.model_dump_json(), media_type=JSON, headers=headers)


@router.get(
    "/v1/models",
    summary="The names under which a chat client can choose Manba",
    responses=openapi.json_response(ModelsResponse, "The models.") | openapi_chat.errors(401, 403, 429, 500, 503),
)
async def get_models(request: Request) -> Response:
    """List the models; a client sees by it whether its key is right."""
    await access_of(request).require_to_ask(request)
    return Response(models().model_dump_json(), media_type=JSON, headers=_NOT_KEPT)


@router.get(
    "/v1/models/{id}",
    summary="One of the models",
    responses=openapi.json_response(ModelOut, "The model.") | openapi_chat.errors(401, 403, 404, 429, 500, 503),
    openapi_extra=openapi_chat.MODEL_ID,
)
async def get_model(request: Request) -> Response:
    """One of the models, by its name."""
    await access_of(request).require_to_ask(request)
    found = model_out(model_named(segment(request, "id")))
    return Response(found.model_dump_json(), media_type=JSON, headers=_NOT_KEPT)
