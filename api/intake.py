"""From the bytes of a request to its typed value, or to the Problem that says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from api.problems import MAX_REPORTED_ERRORS, FieldError, Problem, shortened

M = TypeVar("M", bound=BaseModel)

MAX_QUERY_FIELDS = 2000

_QUESTION_FIELDS = {"question", "query"}
_LANGUAGE_FIELDS = {"language", "source_languages"}
_SLUG_OF_CHOICE = {"mode": "unknown-mode"}
_SLUG_OF_ERROR = {
    "missing": "missing-field",
    "extra_forbidden": "unknown-field",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "empty_question": "empty-question",
    "control_character": "control-characters",
    "repeated_value": "repeated-value",
    "string_pattern_mismatch": "unknown-question",
}
_NOT_AN_OBJECT = "must be a JSON object"
_MESSAGES = {
    "missing": "is required; add it",
    "extra_forbidden": "is not a field of this request; remove it or correct its spelling",
    "enum": "must be one of {expected}",
    "string_pattern_mismatch": "is not the question_id of any answer; send it as it came",
    "string_too_long": "has more than {max_length} characters; shorten it",
    "string_too_short": "is empty; write something or leave it out",
    "too_short": "is empty; leave it out or name at least one",
    "too_long": "has more than {max_length} entries; send fewer",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "model_type": _NOT_AN_OBJECT,
    "model_attributes_type": _NOT_AN_OBJECT,
}


async def read_body(request: Request, model: type[M]) -> M:
    """The JSON body of `request` as `model`.

    Raises `Problem`: 400 for what is not UTF-8 or JSON, 413 (from the stream), 415 for another content type, 422.
    """
    _require_json(request)
    body = await request.body()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start} of the body is not UTF-8. Encode the body as UTF-8."
        raise Problem(slug="not-utf-8", detail=detail) from None
    try:
        return model.model_validate_json(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"), strict=True)
    except ValidationError as error:
        raise problem_of_validation(error, in_body=True) from None


def _require_json(request: Request) -> None:
    header = request.headers.get("content-type")
    if header is None:
        return
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    is_json = media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )
    charsets = [
        value.strip("\" '") for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "charset"
    ]
    if is_json and all(charset in {"utf-8", "utf8", "us-ascii"} for charset in charsets):
        return
    detail = "The body must be JSON in UTF-8. Send it with the header Content-Type: application/json."
    raise Problem(slug="unsupported-media-type", detail=detail, headers={"Accept-Post": "application/json"})


async def form_fields(request: Request) -> list[tuple[str, str]]:
    """The names and values of a form sent as a browser sends it, in order.

    Raises `Problem`: 400 when it is not UTF-8, 413 (from the stream), 415, 422 for more than `MAX_QUERY_FIELDS` fields.
    """
    form = "application/x-www-form-urlencoded"
    if request.headers.get("content-type", form).partition(";")[0].strip().lower() != form:
        detail = f"The body must be a form. Send it with the header Content-Type: {form}."
        raise Problem(slug="unsupported-media-type", detail=detail, headers={"Accept-Post": form})
    return _pairs(await request.body(), what="form")


def query_fields(request: Request) -> list[tuple[str, str]]:
    """The names and values of the query, in order; raw UTF-8 and percent-encoded UTF-8 both count.

    Raises `Problem`: 400 when the query is not UTF-8 or has more than `MAX_QUERY_FIELDS` fields.
    """
    return _pairs(request.scope.get("query_string", b""), what="query")


def _pairs(raw: bytes, *, what: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MAX_QUERY_FIELDS)
    except UnicodeDecodeError:
        detail = f"The {what} is not UTF-8. Percent-encode it as UTF-8."
        raise Problem(slug="not-utf-8", detail=detail) from None
    except ValueError:
        detail = f"The {what} has more than {MAX_QUERY_FIELDS} fields. Send a filter that long with POST."
        raise Problem(slug="invalid-request", detail=detail) from None


def read_query(request: Request, model: type[M], *, renamed: dict[str, str] | None = None) -> M:
    """The query of `request` as `model`; `renamed` maps names in the query to fields (`{"q": "question"}`).

    Lists are given by repeating the name; languages may also stand in one value, separated by commas.
    Raises `Problem`: 400 for a query that is not UTF-8, 422.
    """
    return read_fields(query_fields(request), model, renamed=renamed)


def read_fields(given: Iterable[tuple[str, str]], model: type[M], *, renamed: dict[str, str] | None = None) -> M:
    """Names and values as `model`, by the rules of `read_query`."""
    renamed = renamed or {}
    list_fields = {"source_languages", "article_ids"} & model.model_fields.keys()
    names = {field: name for name, field in renamed.items()}
    fields: dict[str, str | list[str]] = {}
    for name, value in given:
        if name in names and name not in renamed:
            known = f"this address names it '{names[name]}'"
            raise Problem(
                slug="unknown-field",
                detail=f"The parameter '{name}' is unknown: {known}.",
                errors=[FieldError(detail=known, parameter=name)],
            )
        field = renamed.get(name, name)
        if field in list_fields:
            values = value.split(",") if field == "source_languages" else [value]
            collected = fields.setdefault(field, [])
            assert isinstance(collected, list)  # noqa: S101  (narrows the type; list fields only ever hold lists)
            collected.extend(values)
        elif field in fields:
            detail = f"The parameter '{name}' is given twice. Give it once."
            raise Problem(
                slug="repeated-value", detail=detail, errors=[FieldError(detail="is given twice", parameter=name)]
            )
        else:
            fields[field] = value
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise problem_of_validation(error, in_body=False, names=names) from None


def problem_of_validation(error: ValidationError, *, in_body: bool, names: dict[str, str] | None = None) -> Problem:
    """What is wrong with values that do not fit their model; `names` of the query by field."""
    details = error.errors(include_url=False, include_context=True, include_input=False)
    if details[0]["type"] == "json_invalid":
        reason = str(details[0].get("ctx", {}).get("error", "it cannot be parsed"))
        return Problem(slug="bad-json", detail=f"The body is not JSON: {reason}. Send a JSON object.")
    # A list whose only entry is wrong is reported as too short as well, which would mislead.
    inner = {detail["loc"][:1] for detail in details if len(detail["loc"]) > 1}
    details = [detail for detail in details if not (detail["type"] == "too_short" and detail["loc"] in inner)]
    found = [(_slug(detail), _field_error(detail, in_body=in_body, names=names or {})) for detail in details]
    slugs = {slug for slug, _ in found}
    slug = slugs.pop() if len(slugs) == 1 else "invalid-request"
    errors = [field_error for _, field_error in found[:MAX_REPORTED_ERRORS]]
    sentence = "; ".join(f"{field.pointer or field.parameter}: {field.detail}" for field in errors[:3])
    return Problem(slug=slug, detail=f"{sentence}.", errors=errors)


def _slug(detail: ErrorDetails) -> str:
    kind = detail["type"]
    field = str(detail["loc"][0]) if detail["loc"] else ""
    if kind == "enum":
        return "unknown-language" if field in _LANGUAGE_FIELDS else _SLUG_OF_CHOICE.get(field, "unknown-value")
    if kind == "string_too_long":
        return "question-too-long" if field in _QUESTION_FIELDS else "out-of-range"
    if kind == "string_too_short":
        return "empty-question" if field in _QUESTION_FIELDS else "empty-filter"
    if kind in {"too_short", "too_long"}:
        return "empty-filter" if kind == "too_short" else "out-of-range"
    return _SLUG_OF_ERROR.get(kind, "wrong-type")


def _field_error(detail: ErrorDetails, *, in_body: bool, names: dict[str, str]) -> FieldError:
    message = _message(detail)
    if in_body:
        path = "/".join(shortened(str(part)).replace("~", "~0").replace("/", "~1") for part in detail["loc"])
        return FieldError(detail=message, pointer=f"#/{path}" if path else "#")
    field = str(detail["loc"][0]) if detail["loc"] else ""
    return FieldError(detail=message, parameter=shortened(names.get(field, field)))


def _message(detail: ErrorDetails) -> str:
    template = _MESSAGES.get(detail["type"])
    if template is not None:
        return template.format(**detail.get("ctx", {}))
    message = detail["msg"]
    return message[:1].lower() + message[1:]
