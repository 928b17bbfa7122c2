"""The description of the addresses for chat clients, whose errors have the form of OpenAI's API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from api import problems as problem_catalogue
from api.chat.errors import error_json
from api.chat.schemas import ChatCompletion, ChatErrorOut, ChatModel, ChatRequest, ModelOut, ModelsResponse
from api.openapi_examples import ASK_QUESTIONS, FOLLOWED_UP

Json = dict[str, Any]

REQUESTS: tuple[type[BaseModel], ...] = (ChatRequest,)
RESPONSES: tuple[type[BaseModel], ...] = (ChatCompletion, ChatErrorOut, ModelOut, ModelsResponse)
CHAT_EXAMPLES: dict[str, Json] = {
    code: {"summary": code, "value": {"model": "manba", "messages": [{"role": "user", "content": text}]}}
    for code, text in ASK_QUESTIONS.items()
} | {
    "follow-up": {
        "summary": "A question that follows up the one before it",
        "value": {
            "model": "manba",
            "messages": [
                {"role": "user", "content": FOLLOWED_UP},
                {"role": "assistant", "content": "…"},
                {"role": "user", "content": "A dla banków?"},
            ],
        },
    }
}
COMPLETED: dict[int | str, Json] = {
    200: {
        "description": "The answer as a message; with `stream` as chunks, then `[DONE]`.",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/ChatCompletion"}},
            "text/event-stream": {"schema": {"type": "string"}},
        },
    }
}
MODEL_ID: Json = {
    "parameters": [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "enum": [model.value for model in ChatModel]},
            "description": "A model's name.",
        }
    ]
}


def errors(*statuses: int) -> dict[int | str, Json]:
    """The error responses with these statuses, each naming the kinds it can be."""
    return {status: _error(status) for status in statuses}


def _error(status: int) -> Json:
    kinds = [kind for kind in problem_catalogue.PROBLEM_TYPES.values() if kind.status == status]
    described = "; ".join(f"`{kind.slug}` {kind.title}" for kind in kinds)
    example = error_json(problem_catalogue.Problem(slug=kinds[0].slug, detail=kinds[0].next_step)).decode("utf-8")
    schema = {"$ref": "#/components/schemas/ChatErrorOut"}
    return {"description": described, "content": {"application/json": {"schema": schema, "example": _loads(example)}}}


def _loads(text: str) -> Json:
    import orjson

    loaded: Json = orjson.loads(text)
    return loaded
