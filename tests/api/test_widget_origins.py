"""Pages of other origins ask with a widget: its id in the address opens readers' addresses to its origins alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.widgets.model import Widget
from api.widgets.store import WidgetStore

from .conftest import Serve

COURSE, OTHER = "https://course.example", "https://other.example"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def widget(state: Path) -> Widget:
    return WidgetStore(state).create(name="course", origins=(COURSE,), article_ids=("pl-kanaly",))


def preflight(client: TestClient, address: str, origin: str, method: str = "POST"):
    asked = {"access-control-request-method": method, "access-control-request-headers": "content-type"}
    return client.options(address, headers={"origin": origin, **asked})


def allowed(response) -> str | None:
    return response.headers.get("access-control-allow-origin")


def test_a_preflight_names_the_widget(serve: Serve, state: Path, widget: Widget) -> None:
    client = serve(state=state)
    address = f"/v1/ask?widget={widget.id}"
    opened = preflight(client, address, COURSE)
    assert (opened.status_code, allowed(opened)) == (200, COURSE)
    assert "access-control-allow-credentials" not in opened.headers
    assert allowed(preflight(client, address, OTHER)) is None
    assert allowed(preflight(client, "/v1/ask", COURSE)) is None
    assert allowed(preflight(client, "/v1/ask?widget=abcdefghjkmn", COURSE)) is None


def test_who_may_frame_may_not_ask_for_that(serve: Serve, state: Path) -> None:
    framed = WidgetStore(state).create(name="framed", frame_ancestors=(COURSE,))
    assert allowed(preflight(serve(state=state), f"/v1/ask?widget={framed.id}", COURSE)) is None


def test_asking_with_a_widget(serve: Serve, state: Path, widget: Widget) -> None:
    client = serve(state=state)
    address = f"/v1/ask?widget={widget.id}"
    posted = client.post(address, json={"question": "omnichannel"}, headers={"origin": COURSE})
    assert allowed(posted) == COURSE
    assert {one["article_id"] for one in posted.json()["citations"]} == {"pl-kanaly"}
    got = client.get(f"{address}&q=omnichannel", headers={"origin": COURSE})
    assert got.json()["citations"] == posted.json()["citations"]
    named = client.post(address, json={"question": "omnichannel", "article_ids": ["pl hostile"]})
    assert {one["article_id"] for one in named.json()["citations"]} == {"pl hostile"}


def test_refusals_can_be_read_by_the_page_too(serve: Serve, state: Path, widget: Widget) -> None:
    response = serve(state=state).post(f"/v1/ask?widget={widget.id}", json={"question": ""}, headers={"origin": COURSE})
    assert (response.status_code, allowed(response)) == (422, COURSE)


def test_a_widget_opens_nothing_to_editors(serve: Serve, state: Path, widget: Widget) -> None:
    client = serve(state=state)
    for address in ("/v1/jobs", "/v1/articles/check", "/v1/insights/questions"):
        assert allowed(preflight(client, f"{address}?widget={widget.id}", COURSE)) is None
    assert allowed(preflight(client, f"/v1/articles/pl-kanaly?widget={widget.id}", COURSE, method="PUT")) is None


def test_origins_of_the_setting_stay_beside_those_of_the_widget(serve: Serve, state: Path, widget: Widget) -> None:
    client = serve(state=state, cors_origins=OTHER)
    assert allowed(preflight(client, f"/v1/ask?widget={widget.id}", OTHER)) == OTHER
    assert allowed(preflight(client, f"/v1/ask?widget={widget.id}", COURSE)) == COURSE
    assert allowed(preflight(client, "/v1/ask", COURSE)) is None


def test_a_removed_widget_asks_no_more(serve: Serve, state: Path, widget: Widget) -> None:
    client = serve(state=state)
    WidgetStore(state).remove(widget.id)
    response = client.post(f"/v1/ask?widget={widget.id}", json={"question": "CRM"}, headers={"origin": COURSE})
    assert (response.status_code, allowed(response)) == (422, None)
    assert response.json()["type"] == "/problems/unknown-widget"


def test_articles_that_are_gone_are_passed_over(serve: Serve, state: Path) -> None:
    store = WidgetStore(state)
    client = serve(state=state)
    some = store.create(name="some", article_ids=("gone", "pl-kanaly"))
    assert client.post(f"/v1/ask?widget={some.id}", json={"question": "CRM"}).json()["answered"] is True
    none = store.create(name="none", article_ids=("gone",))
    refused = client.post(f"/v1/ask?widget={none.id}", json={"question": "CRM"})
    assert refused.json()["type"] == "/problems/unknown-article-in-filter"
