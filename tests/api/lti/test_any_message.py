"""Whatever is sent to the addresses of LTI, signed or not, is answered or refused, never with a fault of the server."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from api.cli.lti import lti

from .conftest import Course
from .course_site import CLAIM, DL

DOCS = (Path(__file__).resolve().parents[3] / "docs" / "course-sites.md").read_text(encoding="utf-8")


def token(header: str, claims: str) -> str:
    parts = (base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode() for text in (header, claims))
    return ".".join([*parts, "x"])


DEEP = "[" * 20_000 + "]" * 20_000
TOKENS = (
    "",
    ".",
    "..",
    "." * 200_000,
    "\N{NULL}",
    "ش.ش.ش",
    token("[]", "{}"),
    token("null", "null"),
    token(DEEP, DEEP),
    token('{"alg": ["RS256"]}', "{}"),
    token('{"alg": "RS256", "kid": {"a": 1}}', "{}"),
    token('{"alg": "RS256", "kid": "first", "crit": ["exp"], "b64": false}', "{}"),
    token('{"alg": "RS256", "kid": "first"}', '{"iss": 5, "aud": {"a": 1}}'),
    token('{"alg": "RS256", "kid": "first"}', '{"exp": 1e999}'),
)


@pytest.mark.parametrize("sent", TOKENS, ids=range(len(TOKENS)))
def test_tokens_of_every_kind_are_refused(course: Course, sent: str) -> None:
    for state in ("nobody's", course.begin()["state"]):
        assert course.launch(sent, state).status_code in {403, 422}


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": "soon"},
        {"exp": float("inf")},
        {"iat": float("-inf")},
        {"iat": 10**30},
        {"aud": {"a": 1}},
        {"aud": []},
        {"azp": ["x"]},
        {"nonce": ["n"]},
        {f"{CLAIM}deployment_id": ["7"]},
        {f"{CLAIM}message_type": {"a": 1}},
        {f"{CLAIM}version": 1.3},
    ],
)
def test_signed_nonsense_is_refused(course: Course, changed: dict[str, Any]) -> None:
    asked = course.begin()
    signed = course.site.signed({**course.site.claims(asked["nonce"]), **changed})
    assert course.launch(signed, asked["state"]).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {f"{CLAIM}custom": ["articles"]},
        {f"{CLAIM}custom": {"articles": 5, "language": None, "placeholder": ["x"]}},
        {f"{CLAIM}custom": {"language": "$User.locale", "placeholder": "%ff%ED%A0%80" * 500}},
        {f"{CLAIM}launch_presentation": "iframe"},
        {f"{CLAIM}launch_presentation": {"locale": 5}},
        {f"{CLAIM}launch_presentation": {"locale": "xx_YY"}},
    ],
)
def test_signed_nonsense_beside_the_point_does_no_harm(course: Course, changed: dict[str, Any]) -> None:
    asked = course.begin()
    signed = course.site.signed({**course.site.claims(asked["nonce"]), **changed})
    launched = course.launch(signed, asked["state"])
    assert launched.status_code == 303
    assert course.client.get(launched.headers["location"]).status_code == 200


def test_a_platforms_data_comes_back_only_as_text(course: Course) -> None:
    asked = course.begin("LtiDeepLinkingRequest")
    claims = course.site.claims(asked["nonce"], "LtiDeepLinkingRequest")
    claims[f"{DL}deep_linking_settings"]["data"] = {"not": "text"}
    assert course.launch(course.site.signed(claims), asked["state"]).status_code == 200


@pytest.mark.parametrize("path", ["/lti/login", "/lti/launch", "/lti/deep-link"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"iss=%ff&state=%ff&ticket=%ff", "application/x-www-form-urlencoded", 400),
        (b"iss=\xff", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 3000, "application/x-www-form-urlencoded", 422),
        (b"{}", "application/json", 415),
        (b"x" * 2_000_000, "application/x-www-form-urlencoded", 413),
    ],
    ids=["percent-encoded bytes", "bytes", "fields", "json", "size"],
)
def test_forms_that_cannot_be_read(course: Course, path: str, body: bytes, kind: str, status: int) -> None:
    assert course.client.post(path, content=body, headers={"content-type": kind}).status_code == status


def test_the_guide_names_options_and_addresses_there_are(course: Course) -> None:
    known = {name for command in lti.commands.values() for option in command.params for name in option.opts}
    used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", DOCS))
    assert len(used) > 8
    assert used <= known
    named = set(re.findall(r"(?<=manba\.example)/lti/[a-z./-]*[a-z]", DOCS))
    assert named == {"/lti/login", "/lti/launch", "/lti/jwks", "/lti/config.json"}
    assert {course.client.get(path).status_code for path in named} == {200, 405, 422}
