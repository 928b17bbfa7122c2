"""Where asking needs a key, whom a platform has let in may ask in the box, for a day's work and no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.lti.tickets import VALID_FOR, is_good, ticket_for
from api.lti.tool_key import kept_key, tool_key

from .conftest import PAGE, TOOL, Course, platform_of
from .course_site import course_site

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def closed(serve: Callable[..., TestClient], tmp_path: Path) -> Iterator[Course]:
    """A course whose server takes no question without a key."""
    with course_site(TOOL) as site:
        course = Course(site=site, client=serve(state=tmp_path, ask_needs_key=True), state=tmp_path)
        course.register()
        yield course


def test_who_was_let_in_may_ask_and_nobody_else(closed: Course) -> None:
    closed.site.custom = {"language": "pl", "articles": "pl-kanaly,fa-kanal"}
    box = closed.open()
    assert box.status_code == 200
    asked = closed.client.get(
        box.url, params=[*box.url.params.multi_items(), ("q", "omnichannel kanały")], headers=PAGE
    )
    assert asked.status_code == 200
    assert "Omnichannel łączy kanały sprzedaży w jedno doświadczenie." in asked.text
    # The page outside the course would ask for a key.
    assert "Otwórz jako stronę" not in asked.text
    # The form and what it leads to keep the ticket.
    assert f'name="ticket" value="{box.url.params["ticket"]}"' in asked.text
    for ticket in ("", "9999999999.00", box.url.params["ticket"][:-1] + "x", "é.é", "9999999999"):
        given = [*((name, value) for name, value in box.url.params.multi_items() if name != "ticket")]
        refused = closed.client.get("/lti/box", params=[*given, ("ticket", ticket), ("q", "kanały")], headers=PAGE)
        assert (refused.status_code, "łączy" in refused.text) == (403, False), ticket
        assert closed.site.address in refused.headers["content-security-policy"]
    wider = [(name, value) for name, value in box.url.params.multi_items() if name != "articles"]
    assert closed.client.get("/lti/box", params=wider, headers=PAGE).status_code == 403
    assert closed.client.post("/v1/ask", json={"question": "kanały"}).status_code == 401
    assert closed.client.get("/embed?q=omnichannel", headers=PAGE).status_code == 401


def test_a_box_that_was_not_launched_makes_no_key(closed: Course, tmp_path: Path) -> None:
    platform = closed.register()
    refused = closed.client.get("/lti/box", params={"platform": platform.id}, headers=PAGE)
    assert refused.status_code == 403
    assert kept_key(tmp_path) is None


def test_where_asking_is_free_there_is_no_ticket(course: Course) -> None:
    assert "ticket" not in course.open().url.params


def test_a_ticket_is_for_one_platform_and_its_articles_and_has_an_end(tmp_path: Path) -> None:
    with course_site(TOOL) as site:
        platform, other = (replace(platform_of(site), id=name) for name in ("one", "other"))
    key = tool_key(tmp_path)
    articles = ("pl-kanaly", "fa-kanal")
    ticket = ticket_for(platform, articles, key=key, now=NOW)
    assert is_good(ticket, platform, articles, key=key, now=NOW + VALID_FOR - timedelta(seconds=1))
    assert not is_good(ticket, platform, articles, key=key, now=NOW + VALID_FOR)
    assert not is_good(ticket, other, articles, key=key, now=NOW)
    assert not is_good(ticket, platform, articles, key=tool_key(tmp_path / "another"), now=NOW)
    for others in ((), ("pl-kanaly",), ("pl-kanaly", "fa-kanal", "ar-kanat")):
        assert not is_good(ticket, platform, others, key=key, now=NOW)
    later = str(int(ticket.partition(".")[0]) + 1)
    assert not is_good(f"{later}.{ticket.partition('.')[2]}", platform, articles, key=key, now=NOW)
