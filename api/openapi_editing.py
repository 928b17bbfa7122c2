"""The description of the editors' routes: keys, conditions, bodies, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from api import openapi
from api.editing import administration, schemas
from api.editing.bodies import TEXT_TYPES, ZIP_TYPES
from api.openapi import ARTICLE_ID, json_body, problems

__all__ = [
    "ARCHIVE_BODY",
    "ARTICLE_ID",
    "CHANGE_HEADERS",
    "IDEMPOTENCY_HEADERS",
    "JOB_ID",
    "JOB_OR_EVENTS",
    "MARKDOWN_FILE",
    "REQUESTS",
    "RESPONSES",
    "SECURITY_SCHEMES",
    "VERSION_NUMBER",
    "answers",
    "article_body",
    "changed",
    "json_body",
    "operation",
    "problems",
    "query",
]

Json = dict[str, Any]

REQUESTS: tuple[type[BaseModel], ...] = (
    schemas.CheckRequest,
    schemas.DraftRequest,
    schemas.PutRequest,
    administration.RollbackRequest,
)
RESPONSES: tuple[type[BaseModel], ...] = (
    administration.AuditResponse,
    schemas.CheckResponse,
    schemas.DeletedResponse,
    schemas.DiffResponse,
    schemas.ImportResponse,
    schemas.JobResponse,
    schemas.JobsResponse,
    administration.KeyOut,
    schemas.PublishedResponse,
    administration.RollbackResponse,
    administration.SnapshotsResponse,
    schemas.VersionFileOut,
    schemas.VersionsResponse,
)
SECURITY_SCHEMES: Json = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key, as `manba keys create` prints it."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
}
_ARTICLE = '---\ntitle: "Click & Collect"\nlang: pl\n---\n\nKlient kupuje w sieci i odbiera w sklepie.\n'


def _parameter(name: str, place: str, description: str, schema: Json | None = None) -> Json:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema or {"type": "string", "minLength": 1},
        "description": description,
    }


_IDEMPOTENCY = _parameter(
    "Idempotency-Key",
    "header",
    "Chosen by the client; a request sent again with it within 24 hours is not served twice.",
    {"type": "string", "minLength": 1, "maxLength": 255},
)
_PREFER = _parameter("Prefer", "header", "wait=N answers once the re-index is over, after N seconds (≤ 30) at most.")
IDEMPOTENCY_HEADERS: Json = {"parameters": [_IDEMPOTENCY, _PREFER]}
CHANGE_HEADERS: Json = {
    "parameters": [
        _parameter("If-Match", "header", "The ETag of the file that the change builds on, or * for any."),
        _parameter("If-None-Match", "header", "Only *: the article must be new.", {"const": "*"}),
        _IDEMPOTENCY,
        _PREFER,
    ]
}
JOB_ID: Json = {"parameters": [_parameter("id", "path", "A job's id.")]}
VERSION_NUMBER: Json = {"parameters": [_parameter("number", "path", "A version's number or id.")]}
ARCHIVE_BODY: Json = {
    "requestBody": {
        "required": True,
        "content": {name: {"schema": {"type": "string", "format": "binary"}} for name in ZIP_TYPES},
    }
}
MARKDOWN_FILE: dict[int | str, Json] = {
    200: {
        "description": "The file, byte for byte; its ETag is what If-Match takes.",
        "content": {"text/markdown": {"schema": {"type": "string"}}},
    },
    304: {"description": "The client holds this file already."},
}


def operation(*parts: Mapping[str, Any]) -> Json:
    """What FastAPI does not find out about a route with a key: its `parts`, their parameters joined, and security."""
    merged: Json = {"security": [{name: []} for name in SECURITY_SCHEMES]}
    parameters = [parameter for part in parts for parameter in part.get("parameters", ())]
    for part in parts:
        merged |= part
    return merged | ({"parameters": parameters} if parameters else {})


def query(model: type[BaseModel]) -> Json:
    """The query parameters of `model`."""
    return openapi.query_parameters(model)


def article_body(model: type[BaseModel]) -> Json:
    """The body of an operation that takes an article's file as text, or in JSON as `model`."""
    content: Json = {name: {"schema": {"type": "string"}, "example": _ARTICLE} for name in TEXT_TYPES}
    content |= json_body(model, {"pl": {"value": {"source": _ARTICLE}}})["requestBody"]["content"]
    return {"requestBody": {"required": True, "content": content}}


def answers(model: type[BaseModel], description: str, *, status: int = 200) -> dict[int | str, Json]:
    """The response of an operation that answers with `model`."""
    return {status: openapi.json_response(model, description)[200]}


def changed() -> dict[int | str, Json]:
    """The responses of an operation that stores an article."""
    return answers(schemas.PublishedResponse, "It is stored.") | answers(
        schemas.PublishedResponse, "It is stored, and new.", status=201
    )


JOB_OR_EVENTS: dict[int | str, Json] = answers(schemas.JobResponse, "The job as it is now.")
JOB_OR_EVENTS[200]["content"]["text/event-stream"] = {
    "schema": {"type": "string"},
    "example": 'event: progress\ndata: {"id": "…", "state": "running", "progress": 0.4}\n\n'
    'event: done\ndata: {"id": "…", "state": "done", "progress": 1.0}\n\n',
}
