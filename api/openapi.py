"""The description of the API at /openapi.json: schemas of the contract, problems, examples in all four languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api import problems as problem_catalogue
from api import schemas
from api.insights.schemas import FeedbackRequest, FeedbackResponse, InsightsRequest, InsightsResponse
from api.openapi_examples import ANSWERS, ASK_QUESTIONS, EVENTS, FOLLOWED_UP, QUESTION_ID, SEARCH_QUERIES

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/{model}"
_REQUESTS: tuple[type[BaseModel], ...] = (
    schemas.AskRequest,
    schemas.SearchRequest,
    schemas.ArticlesRequest,
    FeedbackRequest,
    InsightsRequest,
)
_RESPONSES: tuple[type[BaseModel], ...] = (
    schemas.AskResponse,
    schemas.SearchResponse,
    schemas.ArticlesResponse,
    schemas.ArticleOut,
    schemas.HealthResponse,
    schemas.ReadyResponse,
    schemas.ProblemOut,
    FeedbackResponse,
    InsightsResponse,
)
TAGS = [
    {"name": "ask", "description": "Questions in, answers with citations out."},
    {"name": "chat clients", "description": "Manba as the model of clients that speak OpenAI's API."},
    {"name": "search", "description": "Passages for a query."},
    {"name": "articles", "description": "What is in the knowledge base."},
    {"name": "editing", "description": "Articles added, corrected and removed, and every version of them."},
    {"name": "jobs", "description": "Re-indexes: asked for, watched, cancelled."},
    {"name": "administration", "description": "Snapshots, keys and the log of changes."},
    {"name": "insights", "description": "What learners think of answers, and what editors should write."},
    {"name": "embedding", "description": "Pages of this service shown in pages of others."},
    {"name": "operations", "description": "For whoever watches over the server."},
]
DESCRIPTION = """Answers questions about omnichannel and multichannel strategy in Persian, Polish, Arabic and English.

Every statement cites the exact words of its source: `quote` equals `source[start:end]`, counted in Unicode code
points of `/v1/articles/{id}/source`, `end` exclusive. Errors are RFC 9457 `application/problem+json`; each `type` is
a page that explains it."""


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": _REFERENCE.format(model=model.__name__)}


def json_body(model: type[BaseModel], examples: Mapping[str, Json]) -> Json:
    """The `requestBody` of an operation that reads `model` as JSON."""
    content = {"application/json": {"schema": _ref(model), "examples": dict(examples)}}
    return {"requestBody": {"required": True, "content": content}}


def json_response(
    model: type[BaseModel], description: str, *, status: int = 200, also: Sequence[str] = ()
) -> dict[int | str, Json]:
    """The success of an operation that answers with `model`, or with text of the media types `also`."""
    content: Json = {"application/json": {"schema": _ref(model)}}
    content |= {media_type: {"schema": {"type": "string"}} for media_type in also}
    return {status: {"description": description, "content": content}}


def query_parameters(model: type[BaseModel], *, renamed: Mapping[str, str] | None = None) -> Json:
    """The query parameters of an operation that reads `model` from the query; `renamed` maps fields to names."""
    schema = model.model_json_schema(ref_template=_REFERENCE)
    required = set(schema.get("required", ()))
    parameters = []
    for field, described in schema["properties"].items():
        name = (renamed or {}).get(field, field)
        parameter: Json = {"name": name, "in": "query", "required": field in required, "schema": _plain(described)}
        if "description" in described:
            parameter["description"] = described["description"]
        if name == "q":
            parameter["examples"] = {code: {"value": text} for code, text in ASK_QUESTIONS.items()}
        parameters.append(parameter)
    return {"parameters": parameters}


def with_parameter(parts: Json, parameter: Json) -> Json:
    """`parts` of an operation with one more query parameter."""
    return {**parts, "parameters": [*parts["parameters"], parameter]}


def with_query(parts: Json, model: type[BaseModel]) -> Json:
    """`parts` of an operation with the query parameters of `model` added to theirs."""
    return {**parts, "parameters": [*parts["parameters"], *query_parameters(model)["parameters"]]}


def _plain(described: Json) -> Json:
    """A field's schema for a query, where nothing can be null."""
    kept = {key: value for key, value in described.items() if key not in {"description", "title", "default"}}
    alternatives = [option for option in kept.pop("anyOf", []) if option.get("type") != "null"]
    schema = {**kept, **alternatives[0]} if alternatives else kept
    if described.get("default") is not None:
        schema["default"] = described["default"]
    return schema


def problems(*statuses: int) -> dict[int | str, Json]:
    """The problem responses with these statuses, each naming the kinds it can be."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> Json:
    kinds = [kind for kind in problem_catalogue.PROBLEM_TYPES.values() if kind.status == status]
    described = "; ".join(f"`{kind.uri}` {kind.title}" for kind in kinds)
    first = kinds[0]
    example = {
        "type": first.uri,
        "title": first.title,
        "status": status,
        "detail": first.next_step,
        "instance": "/v1/ask",
        "errors": [],
        "request_id": "0f8a5c1d9b7e4a36a1c2d3e4f5061728",
    }
    content = {problem_catalogue.MEDIA_TYPE: {"schema": _ref(schemas.ProblemOut), "example": example}}
    return {"description": described, "content": content}


ASK_EXAMPLES: dict[str, Json] = {
    code: {"summary": code, "value": {"question": text}} for code, text in ASK_QUESTIONS.items()
} | {
    "filtered": {
        "summary": "A question in English, answered in Polish from Persian and Arabic articles",
        "value": {
            "question": ASK_QUESTIONS["en"],
            "language": "pl",
            "top_k": 3,
            "source_languages": ["fa", "ar"],
        },
    },
    "follow-up": {
        "summary": "A question that follows up the one before it",
        "value": {"question": "A dla banków?", "history": [{"role": "user", "content": FOLLOWED_UP}]},
    },
}
SEARCH_EXAMPLES: dict[str, Json] = {
    code: {"summary": code, "value": {"query": text, "top_k": 3}} for code, text in SEARCH_QUERIES.items()
}
ANSWERED: dict[int | str, Json] = {
    200: {
        "description": "The answer; `answered` is false when the sources do not say.",
        "content": {
            "application/json": {
                "schema": _ref(schemas.AskResponse),
            },
            "text/event-stream": {"schema": {"type": "string"}, "example": EVENTS},
        },
    }
}
WIDGET: Json = {
    "name": "widget",
    "in": "query",
    "required": False,
    "schema": {"type": "string"},
    "description": "The id of a widget: its origins may ask, and its articles are asked where the request names none.",
}
FEEDBACK_EXAMPLES: dict[str, Json] = {
    "useful": {"value": {"question_id": QUESTION_ID, "useful": True}},
    "not useful": {
        "value": {"question_id": QUESTION_ID, "useful": False, "reason": "It does not say what the steps cost."}
    },
}
TEXT_SOURCE: dict[int | str, Json] = {
    200: {
        "description": "The source text, to the character; its strong ETag is the SHA-256 of these bytes.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    },
    304: {"description": "The client holds this text already."},
}
ARTICLE_ID: Json = {
    "parameters": [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1},
            "description": "An article's id, percent-encoded.",
        }
    ]
}


def describe(app: FastAPI) -> Callable[[], Json]:
    """A function that gives the OpenAPI description of `app`, made at its first call."""

    def openapi() -> Json:
        from api import openapi_chat, openapi_editing  # they build on this module

        if app.openapi_schema is None:
            described = get_openapi(
                title="Manba", version=version("manba"), description=DESCRIPTION, routes=app.routes, tags=TAGS
            )
            requests = _REQUESTS + openapi_editing.REQUESTS + openapi_chat.REQUESTS
            responses = _RESPONSES + openapi_editing.RESPONSES + openapi_chat.RESPONSES
            pairs = [(model, "validation") for model in requests] + [(model, "serialization") for model in responses]
            _, definitions = models_json_schema(pairs, ref_template=_REFERENCE)  # type: ignore[arg-type]
            described["components"] = {
                "schemas": definitions["$defs"],
                "securitySchemes": openapi_editing.SECURITY_SCHEMES,
            }
            _put_examples(described)
            app.openapi_schema = described
        return app.openapi_schema

    return openapi


def _put_examples(described: Json) -> None:
    """Put the example answers in as they are: the framework drops what is null in them."""
    for operation in described["paths"]["/v1/ask"].values():
        answered = operation["responses"]["200"]["content"]["application/json"]
        answered["examples"] = {name: {"value": answer} for name, answer in ANSWERS.items()}
