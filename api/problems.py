"""What can go wrong with a request, as RFC 9457 problems: the catalogue, the table from domain errors, the response.

Every problem has a slug; its `type` is `/problems/{slug}`, a page that says what it means and what to do.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.chat.errors import MEDIA_TYPE as CHAT_MEDIA_TYPE
from api.chat.errors import error_json, is_for_chat_clients
from indexer import (
    ArticleError,
    CancelledError,
    ConflictError,
    CorpusError,
    EmbedderError,
    ManbaError,
    NotFoundError,
    QuestionError,
    SnapshotError,
    StateError,
)

MEDIA_TYPE = "application/problem+json"
MAX_REPORTED_ERRORS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """A kind of problem: its HTTP status, a title that never varies, and the way out for whoever meets it."""

    slug: str
    status: int
    title: str
    next_step: str

    @property
    def uri(self) -> str:
        """The URI reference that names this kind; opened in a browser it explains it."""
        return f"/problems/{self.slug}"


_KINDS = (
    ("malformed-request", 400, "The request is not valid HTTP", "Use an HTTP/1.1 client; send what is long with POST."),
    ("bad-json", 400, "The body is not JSON", 'Send a JSON object such as {"question": "…"}.'),
    ("not-utf-8", 400, "The request is not UTF-8", "Encode the body, or the percent-encoded query, as UTF-8."),
    ("unauthorized", 401, "A key is needed", "Send a key as Authorization: Bearer KEY; `manba keys create` makes one."),
    ("forbidden", 403, "The key may not do this", "Use a key with the scope that the detail names."),
    ("lti-unknown-platform", 403, "The course site is not registered", "On the server, run `manba lti add`."),
    ("lti-launch-refused", 403, "The launch from a course site is refused", "Do what the detail says; open it anew."),
    ("editing-off", 403, "Editing is switched off", "On the server, set MANBA_EDITING to keys and start it again."),
    ("not-found", 404, "Nothing is at this address", "The addresses are listed in /openapi.json."),
    ("unknown-article", 404, "No such article", "The ids of all articles are at /v1/articles."),
    ("method-not-allowed", 405, "The address does not take this method", "Use a method the Allow header names."),
    (
        "not-acceptable",
        406,
        "No form of the answer fits the Accept header",
        "Accept one of the types the detail names.",
    ),
    ("unknown-version", 404, "The article has no such version", "Its versions are at /v1/articles/{id}/versions."),
    ("unknown-job", 404, "No such job", "The newest jobs are at /v1/jobs."),
    ("unknown-snapshot", 404, "No such snapshot", "The snapshots that are kept are at /v1/snapshots."),
    ("conflict", 409, "It cannot be done as things stand", "Do what the detail says, then try again."),
    ("questions-not-kept", 409, "Questions are not kept here", "Go on without: there is nothing to vote on."),
    ("request-under-way", 409, "The same request is being served already", "Try again after Retry-After seconds."),
    (
        "precondition-failed",
        412,
        "The article is not what you think it is",
        "Fetch the article again and send your change with the ETag it has now.",
    ),
    ("body-too-large", 413, "The body is too large", "Send a smaller body; a question has at most 1000 characters."),
    ("unsupported-media-type", 415, "The body is of another type", "Send JSON with Content-Type: application/json."),
    ("invalid-request", 422, "Several things in the request are wrong", "Correct each entry of `errors`."),
    ("missing-field", 422, "A required field is missing", "Add the field that `errors` names."),
    ("unknown-field", 422, "A field is unknown", "Remove it or correct its spelling; /openapi.json lists the fields."),
    ("wrong-type", 422, "A field has the wrong type", "Send the type that `errors` names."),
    ("out-of-range", 422, "A number is out of range", "Keep to the limits that `errors` names."),
    ("empty-question", 422, "The question is empty", "Ask something in Persian, Polish, Arabic or English."),
    ("question-too-long", 422, "The question is too long", "Ask in at most 1000 characters."),
    ("control-characters", 422, "The text holds control characters", "Remove the characters that `errors` names."),
    ("unusable-question", 422, "The question cannot be used", "Ask in words, in Persian, Polish, Arabic or English."),
    ("unknown-language", 422, "The language is unknown", "Use one of ar, en, fa, pl."),
    ("unknown-value", 422, "A value is not one of those there are", "Use one of the values that `errors` names."),
    ("unknown-question", 422, "No question has this id", "Send the question_id of an answer, as it came."),
    ("unknown-widget", 422, "No widget has this id", "On the server, `manba widgets list` names the widgets."),
    ("unknown-mode", 422, "The mode is unknown", "Use extractive or generative."),
    ("empty-filter", 422, "A filter is empty", "Leave the filter out to search everything, or name what to search."),
    ("repeated-value", 422, "A value is given twice", "Give each value once."),
    ("unknown-article-in-filter", 422, "The filter names an unknown article", "Ids of all articles: /v1/articles."),
    ("unusable-article", 422, "The article cannot be used", "Mend what `errors` names, line by line."),
    ("unusable-archive", 422, "The archive cannot be used", "Send a ZIP file of Markdown or plain text files."),
    ("idempotency-key-reused", 422, "The Idempotency-Key belongs to another request", "Send each change with its own."),
    ("lti-incomplete", 422, "A message of a course site lacks something", "Open the question box from the course."),
    ("too-many-wrong-keys", 429, "Too many wrong keys", "Wait for Retry-After seconds, then send the right key."),
    ("internal-error", 500, "The server made a mistake", "Try again; if it stays, report the request_id."),
    ("format-not-offered", 501, "This form of the answer is not offered", "Ask for the form that the detail names."),
    ("model-busy", 503, "Too many answers are being written", "Try again after Retry-After seconds, or extractively."),
    ("not-ready", 503, "The index is still loading", "Try again in a second; /readyz says when it is loaded."),
    ("index-unavailable", 503, "The index cannot be used", "On the server, run `manba build`, then `manba doctor`."),
    ("lti-platform-unavailable", 503, "The course site's keys cannot be fetched", "See the detail; try again later."),
    ("storage-unavailable", 503, "The server cannot read or write its state", "On the server, see its log; try again."),
    ("storage-full", 507, "The server has no room to store this", "On the server, make room on the disk; try again."),
)

PROBLEM_TYPES: Mapping[str, ProblemType] = {
    slug: ProblemType(slug=slug, status=status, title=title, next_step=next_step)
    for slug, status, title, next_step in _KINDS
}

# The one table from errors of the indexer to problems. The nearest class in an error's ancestry decides.
DOMAIN_PROBLEMS: Mapping[type[ManbaError], str] = {
    QuestionError: "unusable-question",
    NotFoundError: "unknown-article",
    ArticleError: "unusable-article",
    CancelledError: "conflict",
    ConflictError: "conflict",
    StateError: "storage-unavailable",
    CorpusError: "storage-unavailable",
    SnapshotError: "index-unavailable",
    EmbedderError: "index-unavailable",
    ManbaError: "internal-error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One fault in a request.

    `pointer` is a JSON pointer into the body ("#/question"), `parameter` the name of a query parameter or header,
    `line` the 1-based line of an article's file.
    """

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, str | int]:
        """The members that are set."""
        members = {"detail": self.detail, "pointer": self.pointer, "parameter": self.parameter, "line": self.line}
        return {name: value for name, value in members.items() if value is not None}


class Problem(Exception):  # noqa: N818  (RFC 9457 calls it a problem)
    """A refusal to serve a request, raised anywhere below a route; `slug` is a key of `PROBLEM_TYPES`."""

    def __init__(
        self, *, slug: str, detail: str, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        """Keep the parts; `headers` are added to the response."""
        self.type = PROBLEM_TYPES[slug]
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(f"{slug}: {detail}")


def problem_of(error: ManbaError) -> Problem:
    """The problem a domain error stands for, by `DOMAIN_PROBLEMS`.

    What is the server's fault names files of the server, so its wording stays in the log and is not sent.
    """
    slug = next(DOMAIN_PROBLEMS[kind] for kind in type(error).__mro__ if kind in DOMAIN_PROBLEMS)
    if isinstance(error, StateError) and _is_of_a_full_disk(error):
        slug = "storage-full"
    kind = PROBLEM_TYPES[slug]
    if kind.status >= 500:
        headers = {"Retry-After": "5"} if kind.status == 503 else {}
        return Problem(slug=slug, detail=f"{kind.title}. {kind.next_step}", headers=headers)
    detail = f"{sentence(error.what)} {sentence(error.next_step)}"
    errors = [FieldError(detail=detail, line=line_of(error))] if isinstance(error, ArticleError) else []
    return Problem(slug=slug, detail=detail, errors=errors)


def line_of(error: ManbaError) -> int | None:
    """The 1-based line that an error's `where` ends in, None where it names none."""
    found = re.search(r":(\d{1,9})$", error.where)
    return int(found[1]) if found else None


def _is_of_a_full_disk(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__
    return False


def shortened(text: str, limit: int = 80) -> str:
    """What a client sent, short enough to be sent back in a message."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def sentence(text: str) -> str:
    """`text` as a sentence of its own."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def problem_json(problem: Problem, *, instance: str, request_id: str | None) -> bytes:
    """`problem` as the bytes of an RFC 9457 object."""
    members: dict[str, object] = {
        "type": problem.type.uri,
        "title": problem.type.title,
        "status": problem.type.status,
        "detail": problem.detail,
        "instance": instance,
        "errors": [error.as_json() for error in problem.errors],
    }
    if request_id is not None:
        members["request_id"] = request_id
    return orjson.dumps(members)


def problem_response(request: Request, problem: Problem) -> Response:
    """`problem` as the response to `request`; `instance` is the path without the query, which may hold a question.

    Chat clients get it in the form they parse.
    """
    if is_for_chat_clients(request.url.path):
        return Response(
            error_json(problem),
            status_code=problem.type.status,
            media_type=CHAT_MEDIA_TYPE,
            headers={"Content-Language": "en", "Cache-Control": "no-store", **problem.headers},
        )
    return Response(
        problem_json(problem, instance=instance_of(request), request_id=request.scope.get("manba.request_id")),
        status_code=problem.type.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": "en", "Cache-Control": "no-store", **problem.headers},
    )


def instance_of(request: Request) -> str:
    """The path of `request` as a URI reference, percent-encoded as it came."""
    raw: bytes = request.scope.get("raw_path") or b""
    return raw.decode("ascii", "replace") if raw else request.url.path
