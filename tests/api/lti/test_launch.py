"""A launch from its login to the question box, and everything that must be refused on the way."""

from __future__ import annotations

import base64
import hmac
import json
import re
from hashlib import sha256
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.lti.texts import lti_texts
from indexer import LanguageCode

from .conftest import PAGE, Course
from .course_site import CLAIM, CLIENT_ID, rsa_key


def reason(name: str, language: str = "en") -> str:
    return lti_texts(LanguageCode(language))["reasons"][name]


def test_a_launch_shows_the_question_box(course: Course) -> None:
    course.site.custom = {"language": "fa", "articles": "pl-kanaly,fa-kanal", "placeholder": "بپرسید <b>"}
    page = course.open()
    assert page.status_code == 200
    assert page.url.path == "/lti/box"
    assert '<html lang="fa" dir="rtl">' in page.text
    assert 'placeholder="بپرسید &lt;b&gt;"' in page.text
    assert page.text.count('name="articles"') == 2
    policy = page.headers["content-security-policy"]
    assert policy.partition("frame-ancestors ")[2].split() in ([course.site.address], ["'self'", course.site.address])
    assert "unsafe" not in policy
    assert "x-frame-options" not in page.headers
    assert "Nowak" not in page.text + str(page.url)
    assert "person" not in page.text + str(page.url)


def test_the_box_answers_from_its_articles_alone(course: Course) -> None:
    course.site.custom = {"articles": "fa-kanal"}
    address = str(course.open().url)
    answered = course.client.get(f"{address}&q=omnichannel kanały", headers=PAGE).text
    assert "Omnichannel łączy" not in answered
    course.site.custom = {"articles": "pl-kanaly"}
    answered = course.client.get(f"{course.open().url}&q=omnichannel kanały", headers=PAGE).text
    assert "Omnichannel łączy kanały sprzedaży w jedno doświadczenie." in answered


def test_articles_that_are_gone_are_never_replaced_by_all(course: Course) -> None:
    course.site.custom = {"articles": "gone,pl-kanaly"}
    assert course.open().text.count('name="articles"') == 1
    course.site.custom = {"articles": "gone"}
    page = course.open()
    assert (page.status_code, reason("no-articles") in page.text) == (403, True)


def test_a_login_may_be_posted_and_keeps_what_the_platform_wrote(course: Course) -> None:
    course.register(auth_url=f"{course.site.address}/auth?tenant=5")
    sent = course.client.post("/lti/login", data=course.site.login(), follow_redirects=False)
    location = sent.headers["location"]
    assert location.startswith(f"{course.site.address}/auth?tenant=5&scope=openid&")
    assert "login_hint=person+42" in location
    assert "lti_message_hint=LtiResourceLinkRequest" in location
    assert re.search(r"; Secure; HttpOnly; SameSite=None; Partitioned$", sent.headers["set-cookie"])


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"iss": "https://elsewhere.example"}, 403, "unknown-platform"),
        ({"client_id": "another"}, 403, "unknown-platform"),
        ({"iss": ""}, 422, "incomplete"),
        ({"login_hint": ""}, 422, "incomplete"),
    ],
)
def test_logins_that_are_refused(course: Course, changed: dict[str, str], status: int, told: str) -> None:
    page = course.client.get("/lti/login", params={**course.site.login(), **changed}, headers=PAGE)
    assert (page.status_code, reason(told) in page.text) == (status, True)
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_an_issuer_with_two_client_ids_must_name_one(course: Course) -> None:
    course.register(client_id="second")
    unnamed = {name: value for name, value in course.site.login().items() if name != "client_id"}
    refused = course.client.get("/lti/login", params=unnamed)
    assert refused.json()["type"] == "/problems/lti-unknown-platform"
    assert "several client ids" in refused.json()["detail"]


NOW = 1_700_000_000
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another audience": ({"aud": "another"}, "bad-token"),
    "several audiences, no azp": ({"aud": [CLIENT_ID, "another"]}, "bad-token"),
    "azp is another": ({"azp": "another"}, "bad-token"),
    "another issuer": ({"iss": "https://elsewhere.example"}, "bad-token"),
    "another nonce": ({"nonce": "n" * 43}, "bad-token"),
    "no nonce": ({"nonce": None}, "bad-token"),
    "no end": ({"exp": None}, "bad-token"),
    "over": ({"iat": NOW, "exp": NOW + 300}, "expired"),
    "not begun": ({"iat": 4_000_000_000, "exp": 4_000_000_300}, "expired"),
    "unknown deployment": ({f"{CLAIM}deployment_id": "99"}, "unknown-deployment"),
    "no deployment": ({f"{CLAIM}deployment_id": None}, "unknown-deployment"),
    "another version": ({f"{CLAIM}version": "1.1"}, "unknown-message"),
    "another message": ({f"{CLAIM}message_type": "LtiSubmissionReviewRequest"}, "unknown-message"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_claims_that_are_refused(course: Course, name: str) -> None:
    changed, told = REFUSED[name]
    asked = course.begin()
    claims = course.site.claims(asked["nonce"], **changed)
    page = course.launch(course.site.signed(claims), asked["state"], **PAGE)
    assert (page.status_code, reason(told) in page.text) == (403, True)
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {course.site.address}")


def test_several_audiences_with_the_right_party_are_served(course: Course) -> None:
    asked = course.begin()
    claims = course.site.claims(asked["nonce"], aud=[CLIENT_ID, "another"], azp=CLIENT_ID)
    assert course.launch(course.site.signed(claims), asked["state"]).status_code == 303


FORGED = (
    "another's key",
    "HS256 with the public key",
    "none",
    "none with a signature",
    "other claims",
    "no signature",
    "two parts",
    "no token",
    "RS512",
)


def forged(course: Course, claims: dict[str, Any]) -> dict[str, str]:
    """Tokens that nobody with the platform's private key signed."""

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    public = course.site.keys["first"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(claims)}"
    mac = base64.urlsafe_b64encode(hmac.digest(public, signed.encode(), sha256)).rstrip(b"=").decode()
    genuine = course.site.signed(claims)
    return {
        "another's key": jwt.encode(claims, rsa_key("stranger"), algorithm="RS256", headers={"kid": "first"}),
        "HS256 with the public key": f"{signed}.{mac}",
        "none": f"{part({'alg': 'none', 'kid': 'first'})}.{part(claims)}.",
        "none with a signature": f"{part({'alg': 'none', 'kid': 'first'})}.{genuine.split('.', 1)[1]}",
        "other claims": f"{genuine.split('.')[0]}.{part({**claims, 'sub': 'x'})}.{genuine.split('.')[2]}",
        "no signature": genuine.rpartition(".")[0] + ".",
        "two parts": genuine.rpartition(".")[0],
        "no token": "x.y.z",
        "RS512": jwt.encode(claims, course.site.keys["first"], algorithm="RS512", headers={"kid": "first"}),
    }


@pytest.mark.parametrize("name", FORGED)
def test_signatures_that_are_refused(course: Course, name: str) -> None:
    asked = course.begin()
    token = forged(course, course.site.claims(asked["nonce"]))[name]
    page = course.launch(token, asked["state"], **PAGE)
    assert (page.status_code, reason("bad-token") in page.text) == (403, True)


def test_a_launch_works_once(course: Course) -> None:
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    assert course.launch(token, asked["state"]).status_code == 303
    again = course.launch(token, asked["state"], **PAGE)
    assert (again.status_code, reason("unknown-state") in again.text) == (403, True)
    assert again.headers["content-security-policy"].endswith(f"frame-ancestors {course.site.address}")
    other = course.begin()
    replayed = course.launch(token, other["state"])
    assert (replayed.status_code, replayed.json()["type"]) == (403, "/problems/lti-launch-refused")
    assert "nonce" in replayed.json()["detail"]


def test_a_state_nobody_gave_out_is_refused(course: Course) -> None:
    token = course.site.signed(course.site.claims("n" * 43))
    refused = course.launch(token, "s" * 43, **PAGE)
    assert (refused.status_code, reason("unknown-state") in refused.text) == (403, True)
    # The page may be shown in the frame it is needed in.
    assert refused.headers["content-security-policy"].endswith(f"frame-ancestors {course.site.address}")
    assert course.client.post("/lti/launch", data={"state": "s"}).status_code == 422


def test_a_refusal_is_framed_by_the_platform_with_that_client_id(course: Course) -> None:
    course.register(client_id="first-school", origins=("https://first.example",))
    course.register(client_id="third-school", origins=("https://third.example",))
    token = course.site.signed(course.site.claims("n" * 43, aud="third-school"))
    assert course.launch(token, "s" * 43, **PAGE).headers["content-security-policy"].endswith(" https://third.example")
    token = course.site.signed(course.site.claims("n" * 43, iss="https://elsewhere.example"))
    assert course.launch(token, "s" * 43, **PAGE).headers["content-security-policy"].endswith(" 'none'")


def test_the_cookie_binds_a_launch_to_its_browser_where_it_comes(course: Course) -> None:
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    assert course.launch(token, asked["state"], cookie=asked["cookie"]).status_code == 303

    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    foreign = f"{asked['cookie'].partition('=')[0]}=another-browser"
    page = course.launch(token, asked["state"], cookie=foreign, **PAGE)
    assert (page.status_code, reason("other-browser") in page.text) == (403, True)


def test_a_platform_may_insist_on_the_cookie(course: Course) -> None:
    course.register(needs_cookie=True)
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    assert "--needs-cookie" in course.launch(token, asked["state"]).json()["detail"]
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    assert course.launch(token, asked["state"], cookie=asked["cookie"]).status_code == 303


def test_what_the_platform_refuses_is_told(course: Course) -> None:
    asked = course.begin()
    answered = {"state": asked["state"], "error": "login_required"}
    page = course.client.post("/lti/launch", data=answered, headers=PAGE)
    assert (page.status_code, reason("platform-refused") in page.text) == (403, True)
    assert course.client.post("/lti/launch", data=answered).json()["detail"].startswith("The login of this state was")


def test_a_platform_taken_away_is_dead_at_once(course: Course) -> None:
    asked = course.begin()
    box = str(course.open().url)
    platform = course.register()
    from api.lti.store import PlatformStore, lti_database

    PlatformStore(lti_database(course.state)).remove(platform.id)
    token = course.site.signed(course.site.claims(asked["nonce"]))
    assert course.launch(token, asked["state"]).status_code == 403
    assert course.client.get(box).json()["type"] == "/problems/lti-unknown-platform"
    assert course.client.get("/lti/login", params=course.site.login()).status_code == 403


@pytest.mark.parametrize("language", ["fa", "ar", "pl", "en"])
def test_refusals_speak_the_readers_language(course: Course, language: str) -> None:
    page = course.client.post("/lti/launch", data={}, headers={**PAGE, "accept-language": language})
    assert f'<html lang="{language}"' in page.text
    assert reason("incomplete", language) in page.text
    assert page.headers["x-request-id"] in page.text


def test_nothing_comes_into_being_by_a_strangers_request(course: Course, tmp_path: Any, serve: Any) -> None:
    state = tmp_path / "fresh"
    client = serve(state=state)
    assert client.get("/lti/jwks").json() == {"keys": []}
    assert client.get("/lti/login", params=course.site.login()).status_code == 403
    assert client.post("/lti/launch", data={"state": "s", "id_token": "t"}).status_code == 403
    assert client.post("/lti/deep-link", data={"ticket": "t"}).status_code == 403
    assert not (state / "lti.db").exists()
    assert not (state / "lti-key.pem").exists()
