"""A trainer's dialogue: from the platform's request to the link it is given back, and that link launched."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from api.lti.texts import lti_texts
from indexer import LanguageCode

from .conftest import PAGE, Course
from .course_site import CLAIM, CLIENT_ID, DL

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def choose(course: Course, **chosen: Any) -> Any:
    """Open the dialogue and answer it."""
    dialogue = course.open("LtiDeepLinkingRequest")
    assert dialogue.status_code == 200
    course.site.tool_keys = course.client.get("/lti/jwks").json()
    return course.client.post(
        "/lti/deep-link", data={"ticket": hidden(dialogue.text, "ticket"), **chosen}, headers=PAGE
    )


def test_the_dialogue_names_every_article_as_text(course: Course) -> None:
    course.site.locale = "pl_PL"
    page = course.open("LtiDeepLinkingRequest")
    assert '<html lang="pl" dir="ltr">' in page.text
    assert lti_texts(LanguageCode.POLISH)["texts"]["choose_title"] in page.text
    assert page.text.count('type="checkbox"') == 4
    assert 'value="pl hostile"' in page.text
    assert "&lt;b&gt;Tytuł&lt;/b&gt;" in page.text
    assert "<b>Tytuł" not in page.text
    # The trainer's own language comes first.
    assert re.findall(r"<h2>(.*?)</h2>", page.text) == ["polski", "arabski", "perski"]
    policy = page.headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {course.site.address}")
    assert "form-action 'self';" in policy
    assert "x-frame-options" not in page.headers


def test_from_the_choice_to_the_launch_of_the_link(course: Course) -> None:
    placeholder = f"می{ZWNJ}پرسید؟ 5%; $User.id"
    given = {
        "title": "Pytania <1>",
        "language": "fa",
        "placeholder": placeholder,
        "articles": ["pl hostile", "fa-kanal"],
    }
    page = choose(course, **given)
    assert page.status_code == 200
    assert f'action="{course.site.address}/returned?course=5"' in page.text
    assert f"form-action 'self' {course.site.address};" in page.headers["content-security-policy"]
    course.site.tool_keys = course.client.get("/lti/jwks").json()
    claims = course.site.take_back(hidden(page.text, "JWT"))
    assert claims[f"{CLAIM}message_type"] == "LtiDeepLinkingResponse"
    assert (claims[f"{CLAIM}version"], claims[f"{CLAIM}deployment_id"]) == ("1.3.0", "7")
    assert claims[f"{DL}data"] == "as it came; ż ش"
    assert (claims["iss"], claims["aud"], claims["exp"] - claims["iat"]) == (CLIENT_ID, course.site.address, 300)
    (item,) = claims[f"{DL}content_items"]
    assert (item["type"], item["title"], item["url"]) == (
        "ltiResourceLink",
        "Pytania <1>",
        "http://testserver/lti/launch",
    )
    custom = item["custom"]
    assert custom["articles"] == "pl%20hostile,fa-kanal"
    assert not set(custom["placeholder"]) & set(";$")

    course.site.custom = custom
    box = course.open()
    assert '<html lang="fa"' in box.text
    assert f'placeholder="{placeholder}"' in box.text
    assert re.findall(r'name="articles" value="([^"]*)"', box.text) == ["pl hostile", "fa-kanal"]


def test_nothing_chosen_is_a_box_on_everything(course: Course) -> None:
    page = choose(course, title="  ")
    course.site.tool_keys = course.client.get("/lti/jwks").json()
    (item,) = course.site.take_back(hidden(page.text, "JWT"))[f"{DL}content_items"]
    assert item["title"] == lti_texts(LanguageCode.ENGLISH)["texts"]["title_value"]
    assert "custom" not in item


def test_cancelled_gives_nothing(course: Course) -> None:
    page = choose(course, title="x", articles="fa-kanal", cancel="1")
    course.site.tool_keys = course.client.get("/lti/jwks").json()
    assert course.site.take_back(hidden(page.text, "JWT"))[f"{DL}content_items"] == []


def test_a_dialogue_is_answered_once(course: Course) -> None:
    ticket = hidden(course.open("LtiDeepLinkingRequest").text, "ticket")
    assert course.client.post("/lti/deep-link", data={"ticket": ticket}).status_code == 200
    again = course.client.post("/lti/deep-link", data={"ticket": ticket})
    assert (again.status_code, again.json()["type"]) == (403, "/problems/lti-launch-refused")


def test_an_article_that_is_not_there_is_refused(course: Course) -> None:
    page = choose(course, title="x", articles="gone")
    assert page.status_code == 422
    assert lti_texts(LanguageCode.ENGLISH)["reasons"]["bad-choice"] in page.text
    assert page.headers["content-security-policy"].endswith(course.site.address)


@pytest.mark.parametrize(
    "settings",
    [
        {"deep_link_return_url": "http://course.example/back", "accept_types": ["ltiResourceLink"]},
        {"deep_link_return_url": "javascript:alert(1)", "accept_types": ["ltiResourceLink"]},
        {"deep_link_return_url": "https://course.example/; script-src *", "accept_types": ["ltiResourceLink"]},
        {"accept_types": ["ltiResourceLink"]},
        {"deep_link_return_url": "https://course.example/back", "accept_types": ["file"]},
        None,
    ],
)
def test_requests_that_cannot_be_answered(course: Course, settings: dict[str, Any] | None) -> None:
    asked = course.begin("LtiDeepLinkingRequest")
    changed = {f"{DL}deep_linking_settings": settings}
    claims = course.site.claims(asked["nonce"], "LtiDeepLinkingRequest", **changed)
    assert course.launch(course.site.signed(claims), asked["state"]).status_code == 403


def test_the_configuration_names_our_addresses(course: Course) -> None:
    told = course.client.get("/lti/config.json").json()
    assert told["oidc_initiation_url"] == "http://testserver/lti/login"
    assert told["target_link_uri"] == "http://testserver/lti/launch"
    assert course.client.get(told["public_jwk_url"]).status_code == 200
    assert told["scopes"] == []
    (extension,) = told["extensions"]
    assert (extension["platform"], extension["privacy_level"]) == ("canvas.instructure.com", "anonymous")
    placements = {one["placement"]: one["message_type"] for one in extension["settings"]["placements"]}
    assert placements == {"link_selection": "LtiDeepLinkingRequest", "editor_button": "LtiDeepLinkingRequest"}
