"""The keys of platforms: fetched, kept, fetched again once, and what is wrong with them told in plain words."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.lti.fetching import MOST_BYTES, FetchError, fetch_json
from api.lti.platform_keys import FETCHED_AGAIN_AFTER_S, KEPT_S, PlatformKeys
from api.lti.refusals import LaunchRefusal, Reason

from .conftest import PAGE, Course, platform_of
from .course_site import CourseSite, course_site, public_jwk, rsa_key

PLATFORM = platform_of(CourseSite(address="https://course.example"))


class Published:
    """A keyset whose fetches are counted, and a clock."""

    def __init__(self, *kids: str) -> None:
        self.kids = list(kids)
        self.fetched = 0
        self.now = 1000.0

    def fetch(self, url: str) -> object:
        assert url == "https://course.example/jwks"
        self.fetched += 1
        return {"keys": [public_jwk(kid, rsa_key(kid)) for kid in self.kids]}

    def keys(self) -> PlatformKeys:
        return PlatformKeys(fetch=self.fetch, clock=lambda: self.now)


def test_keys_are_fetched_once_and_again_after_an_hour() -> None:
    published = Published("first")
    keys = published.keys()
    expected = rsa_key("first").public_key().public_numbers()
    assert [keys.key(PLATFORM, "first").public_numbers() for _ in range(3)] == [expected] * 3
    assert published.fetched == 1
    published.now += KEPT_S + 1
    keys.key(PLATFORM, "first")
    assert published.fetched == 2


def test_a_key_not_seen_yet_is_looked_for_once() -> None:
    published = Published("first")
    keys = published.keys()
    keys.key(PLATFORM, "first")
    published.kids.append("second")
    published.now += FETCHED_AGAIN_AFTER_S + 1
    assert keys.key(PLATFORM, "second").public_numbers() == rsa_key("second").public_key().public_numbers()
    assert published.fetched == 2
    published.now += FETCHED_AGAIN_AFTER_S + 1
    for _ in range(5):
        with pytest.raises(LaunchRefusal, match=r"the key 'none such', which is not among those") as refused:
            keys.key(PLATFORM, "none such")
        assert refused.value.reason is Reason.UNKNOWN_KEY
    assert published.fetched == 3


def test_keys_that_could_not_be_fetched_are_not_tried_again_at_once() -> None:
    published = Published()
    keys = published.keys()
    for _ in range(3):
        with pytest.raises(LaunchRefusal, match="no RSA key") as refused:
            keys.key(PLATFORM, "first")
        assert refused.value.reason is Reason.KEYS_UNAVAILABLE
    assert published.fetched == 1
    published.kids.append("first")
    published.now += FETCHED_AGAIN_AFTER_S + 1
    assert keys.key(PLATFORM, "first").key_size == 2048
    assert published.fetched == 2


def test_of_many_launches_at_once_one_fetches() -> None:
    published = Published("first")
    begun = threading.Event()

    def slowly(url: str) -> object:
        begun.wait(5)
        return published.fetch(url)

    keys = PlatformKeys(fetch=slowly, clock=lambda: published.now)
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(keys.key, PLATFORM, "first") for _ in range(4)]
        begun.set()
        assert {one.result(timeout=5).key_size for one in found} == {2048}
    assert published.fetched == 1


def test_a_token_that_names_no_key_is_served_where_there_is_one() -> None:
    assert Published("first").keys().key(PLATFORM, None).key_size == 2048
    with pytest.raises(LaunchRefusal):
        Published("first", "second").keys().key(PLATFORM, None)


@pytest.mark.parametrize(
    "entry",
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "first"},
        {**public_jwk("first", rsa_key("short", 1024))},
        {**public_jwk("first", rsa_key("first")), "use": "enc"},
        {**public_jwk("first", rsa_key("first")), "alg": "RS512"},
        {"kty": "RSA", "kid": "first", "n": "!", "e": 3},
        "first",
    ],
)
def test_keys_that_are_unfit_are_left_out(entry: Any) -> None:
    keys = PlatformKeys(fetch=lambda url: {"keys": [entry]})
    with pytest.raises(LaunchRefusal, match="no RSA key of at least 2048 bits"):
        keys.key(PLATFORM, "first")


def test_a_launch_after_the_platform_changed_its_key(course: Course) -> None:
    assert course.open().status_code == 200
    course.site.keys = {"second": rsa_key("second")}
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]), kid="second")
    refused = course.launch(token, asked["state"])
    assert (refused.status_code, course.site.jwks_fetched) == (403, 1)
    assert "'second'" in refused.json()["detail"]


def test_a_platform_with_a_key_and_no_keyset(course: Course) -> None:
    pem = course.site.keys["first"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    course.register(jwks_url=None, public_key=pem.decode())
    assert course.open().status_code == 200
    assert course.site.jwks_fetched == 0
    asked = course.begin()
    course.site.keys["stranger"] = rsa_key("stranger")
    token = course.site.signed(course.site.claims(asked["nonce"]), kid="stranger")
    assert course.launch(token, asked["state"]).status_code == 403


HUGE = b'{"keys": [' + b" " * MOST_BYTES + b"]}"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"jwks": HUGE}, "larger than 256 kB"),
        ({"jwks": b"<html>"}, "not JSON"),
        ({"jwks": b"[]"}, "no set of keys"),
        ({"jwks": b'{"keys": []}'}, "no RSA key"),
        ({"jwks_status": 500}, "status 500"),
        ({"jwks_leads_to": "http://localhost:9/jwks"}, "another host"),
        ({"jwks_leads_to": "file:///etc/passwd"}, "status 302"),
    ],
)
def test_keysets_that_cannot_be_used(course: Course, changed: dict[str, Any], told: str) -> None:
    for name, value in changed.items():
        setattr(course.site, name, value)
    asked = course.begin()
    token = course.site.signed(course.site.claims(asked["nonce"]))
    refused = course.launch(token, asked["state"])
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/lti-platform-unavailable")
    assert told in refused.json()["detail"]
    assert f"{course.site.address}/jwks" in refused.json()["detail"]
    asked = course.begin()
    page = course.launch(course.site.signed(course.site.claims(asked["nonce"])), asked["state"], **PAGE)
    assert "keys cannot be fetched" in page.text


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with course_site("http://testserver") as site:
        site.jwks_leads_to = f"{site.address}/other"
        with pytest.raises(FetchError, match="not JSON"):
            fetch_json(f"{site.address}/jwks")


def test_what_is_not_encrypted_or_silent_is_not_waited_for() -> None:
    with pytest.raises(FetchError, match="begins with https"):
        fetch_json("http://course.example/jwks")
    with pytest.raises(FetchError, match="begins with https"):
        fetch_json(Path("/etc/passwd").as_uri())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(FetchError, match=r"within 0\.2 seconds"):
            fetch_json(f"http://127.0.0.1:{silent.getsockname()[1]}/jwks", timeout_s=0.2)
        assert time.monotonic() - began < 3
