"""A server registered with a course site of our own, without a browser between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from api.lti.model import Platform
from api.lti.store import PlatformStore, lti_database

from .course_site import CLIENT_ID, DEPLOYMENT, CourseSite, course_site

Serve = Callable[..., TestClient]

TOOL = "http://testserver"
PAGE = {"accept": "text/html", "accept-language": "en"}


def platform_of(site: CourseSite) -> Platform:
    """What is registered for `site`."""
    return Platform(
        id="",
        name="Course",
        issuer=site.address,
        client_id=CLIENT_ID,
        auth_url=f"{site.address}/auth",
        jwks_url=f"{site.address}/jwks",
        public_key=None,
        token_url=None,
        deployments=(DEPLOYMENT, "8"),
        origins=(site.address,),
    )


@dataclass
class Course:
    """A course site, the server, and what a browser does between them."""

    site: CourseSite
    client: TestClient
    state: Path

    def register(self, **changed: Any) -> Platform:
        return PlatformStore(lti_database(self.state)).put(replace(platform_of(self.site), **changed))[0]

    def begin(self, message: str = "LtiResourceLinkRequest") -> dict[str, str]:
        """The authentication request that a login leads to, with the login's cookie as `cookie`."""
        response = self.client.get("/lti/login", params=self.site.login(message), follow_redirects=False)
        assert response.status_code == 302, response.text
        asked = dict(parse_qsl(urlsplit(response.headers["location"]).query))
        return {**asked, "cookie": response.headers["set-cookie"].partition(";")[0]}

    def launch(self, token: str, state: str, **headers: str) -> Any:
        return self.client.post(
            "/lti/launch", data={"id_token": token, "state": state}, headers=headers, follow_redirects=False
        )

    def open(self, message: str = "LtiResourceLinkRequest", **headers: str) -> Any:
        """A whole launch, from the login to the page."""
        asked = self.begin(message)
        action, form = self.site.authorized(asked)
        assert self.site.faults == []
        return self.client.post(action, data=form, headers={**PAGE, **headers})


@pytest.fixture
def course(serve: Serve, tmp_path: Path) -> Iterator[Course]:
    with course_site(TOOL) as site:
        course = Course(site=site, client=serve(state=tmp_path), state=tmp_path)
        course.register()
        yield course
