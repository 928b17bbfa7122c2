"""Errors as clients of OpenAI's API parse them: {"error": {"message", "type", "param", "code"}}."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from api.problems import Problem

MEDIA_TYPE = "application/json"
_PATHS = re.compile(r"/v1/chat/completions|/v1/models(?:/[^/]*)?")
_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
# The names by which clients know what they can do about it.
_CODES = {"unauthorized": "invalid_api_key", "question-too-long": "context_length_exceeded"}
_INDEX = re.compile(r"/(\d+)(?=/|$)")


def is_for_chat_clients(path: str) -> bool:
    """Whether the address with this path speaks the form of OpenAI's API."""
    return _PATHS.fullmatch(path) is not None


def error_json(problem: Problem) -> bytes:
    """`problem` in the form of OpenAI's API; `param` names the field of its first fault: "messages[2].content"."""
    return orjson.dumps({"error": error_of(problem)})


def error_of(problem: Problem) -> dict[str, str | None]:
    """The members of an error."""
    status = problem.type.status
    pointer = next((error.pointer for error in problem.errors if error.pointer), None)
    param = _INDEX.sub(r"[\1]", pointer.removeprefix("#").removeprefix("/")).replace("/", ".") if pointer else None
    code = "model_not_found" if param == "model" else _CODES.get(problem.type.slug, problem.type.slug)
    kind = "server_error" if status >= 500 else _TYPES.get(status, "invalid_request_error")
    return {"message": problem.detail, "type": kind, "param": param or None, "code": code}
