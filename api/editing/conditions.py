"""What the headers of a change ask for: on which version it builds (RFC 9110), and how long to wait (RFC 7240)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request

from api.editing.idempotency import HEADER
from api.problems import FieldError, Problem

MAX_WAIT_S = 30.0
ANY_VERSION = "*"

_ETAG = re.compile(r'(?P<weak>W/)?"(?P<tag>[\x21\x23-\x7e]*)"')
_WAIT = re.compile(r"wait\s*=\s*\"?(?P<seconds>\d{1,6})\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must hold of an article before it is changed.

    `versions`: it is at one of these (`ANY_VERSION`: it exists; None: whatever it is). `must_be_new`: it does not
    exist. `may_be_made`: the request may be one sent again, so that it may find what it asks for.
    """

    versions: frozenset[str] | None = None
    must_be_new: bool = False
    may_be_made: bool = False


def etag_of(version: str) -> str:
    """The ETag of an article's file."""
    return f'"{version}"'


def condition_of(request: Request) -> Condition:
    """The condition of `request` in If-Match and If-None-Match.

    An ETag is that of the article's file, or that of GET /v1/articles/{id}, which begins with it. Raises `Problem`
    malformed-request (400) for what is no ETag.
    """
    if_match = ",".join(request.headers.getlist("if-match")).strip()
    if_none_match = ",".join(request.headers.getlist("if-none-match")).strip()
    # Two programs that come to one text are told apart; one that asks twice says so with its key.
    may_be_made = HEADER in request.headers
    if if_none_match and (if_none_match != "*" or if_match):
        raise _malformed("If-None-Match", "can only be * here, without If-Match: the article must be new")
    if if_none_match:
        return Condition(must_be_new=True, may_be_made=may_be_made)
    if not if_match:
        return Condition(may_be_made=may_be_made)
    if if_match == "*":
        return Condition(versions=frozenset({ANY_VERSION}))
    tags = [_ETAG.fullmatch(part.strip()) for part in if_match.split(",")]
    if not all(tags):
        raise _malformed("If-Match", 'must be * or ETags in quotation marks, such as "0123456789abcdef"')
    # A weak ETag never matches where bytes are to be replaced.
    versions = frozenset(tag["tag"].partition("-")[0] for tag in tags if tag and not tag["weak"])
    return Condition(versions=versions, may_be_made=may_be_made)


def wait_of(request: Request) -> float:
    """The seconds that Prefer: wait=N asks the answer to wait for the re-index, 0.0 when it does not.

    More than `MAX_WAIT_S` is that; a preference that is not understood is ignored, as RFC 7240 wants.
    """
    for part in ",".join(request.headers.getlist("prefer")).split(","):
        if found := _WAIT.fullmatch(part.partition(";")[0].strip()):
            return min(float(found["seconds"]), MAX_WAIT_S)
    return 0.0


def _malformed(header: str, what: str) -> Problem:
    return Problem(
        slug="malformed-request",
        detail=f"{header} {what}.",
        errors=[FieldError(detail=what, parameter=header)],
    )
