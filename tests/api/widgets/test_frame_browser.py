"""The page for frames and the page that makes the lines to copy, in a real browser: heights, policies, no scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from api.widgets.model import Widget
from api.widgets.store import WidgetStore
from tests.api.browsing import needs_chromium
from tests.api.course_site import Site

from .conftest import QUOTE, Open

pytestmark = needs_chromium


@pytest.mark.parametrize("scripted", [True, False])
def test_a_frame_tells_its_height_and_grows(
    visit: Open, manba: str, course: Site, widget: Widget, scripted: bool
) -> None:
    script = f'<script src="{manba}/widget.js" defer></script>' if scripted else ""
    frame = f'<iframe src="{manba}/embed?widget={widget.id}&lang=fa&articles=pl-kanaly" height="150"></iframe>'
    told = "({ data }) => data.type === 'manba:resize' && heights.push(data.height)"
    heard = f"window.heights = []; addEventListener('message', {told});"
    page = visit(course.put(f"<body>{frame}{script}"), script=heard)
    inside = page.frame_locator("iframe")
    page.wait_for_function("heights.length > 0")
    page.evaluate("heights.length = 0")
    inside.locator("textarea").fill("omnichannel CRM")
    inside.locator("textarea").press("Enter")
    inside.locator(".answer").wait_for()
    page.wait_for_function("heights.length > 0")
    whole = inside.locator(".page").bounding_box()["height"]
    assert abs(page.evaluate("heights.at(-1)") - whole) <= 1
    assert whole > 300
    assert abs(page.locator("iframe").bounding_box()["height"] - (whole if scripted else 150)) <= 5


def test_a_frame_leads_to_the_page_of_what_was_asked_last(visit: Open, manba: str) -> None:
    page = visit(f"{manba}/embed?lang=en&articles=pl-kanaly&q=PIM")
    page.locator("textarea").fill("omnichannel CRM")
    page.locator("textarea").press("Enter")
    page.wait_for_selector(".foot a[href*=CRM]")
    assert page.locator(".foot a").get_attribute("href") == "/?q=omnichannel+CRM&lang=en"
    assert "PIM" in page.url


def test_a_page_that_may_not_frame_it_shows_nothing(visit: Open, manba: str, course: Site, state: Path) -> None:
    asks_only = WidgetStore(state).create(name="asks only", origins=(course.origin,))
    page = visit(course.put(f'<body><iframe src="{manba}/embed?widget={asks_only.id}"></iframe>'), faulty=True)
    page.wait_for_timeout(300)
    assert [frame.url for frame in page.frames if frame.url.startswith(manba)] == []


def test_a_frame_works_without_script(visit: Open, manba: str) -> None:
    page = visit(f"{manba}/embed?lang=pl&articles=pl-kanaly", java_script_enabled=False)
    page.locator("textarea").fill("omnichannel CRM")
    page.locator("form button").click()
    page.wait_for_selector(".answer")
    assert "articles=pl-kanaly" in page.url
    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.locator("blockquote").first.inner_text() == QUOTE


@pytest.mark.parametrize("language", ["fa", "ar", "pl", "en"])
def test_the_builder_makes_lines_that_work(visit: Open, manba: str, course: Site, language: str) -> None:
    page = visit(f"{manba}/embed/builder?lang={language}", viewport={"width": 320, "height": 800})
    lines = page.locator("[data-snippet]")
    assert lines.input_value() == f'<script src="{manba}/widget.js" defer></script>\n<manba-ask></manba-ask>'
    page.locator("#lang").select_option("ar")
    page.locator("#theme").select_option("dark")
    page.locator("#placeholder").fill('"<b>')
    page.locator("#accent").fill("#ffe38a")
    page.locator("input[value='fa-kanal']").check()
    page.locator("#widget").fill("abcdefghjkm")
    expect(page.locator("#widget-wrong")).not_to_be_empty()
    assert "widget=" not in lines.input_value()
    page.locator("#widget").fill(" abcdefghjkmn ")
    expect(page.locator("#widget-wrong")).to_be_empty()
    expect(lines).to_have_value(re.compile("abcdefghjkmn"))
    assert lines.input_value().splitlines()[1] == (
        '<manba-ask lang="ar" theme="dark" articles="fa-kanal" placeholder="&quot;&lt;b>" widget="abcdefghjkmn" '
        'style="--manba-accent: #ffe38a; --manba-accent-ink: #000000"></manba-ask>'
    )
    shown = page.locator("manba-ask")
    assert shown.locator("textarea").get_attribute("placeholder") == '"<b>'
    assert shown.locator("label").inner_text() == "سؤالك"
    page.locator("input[value='frame']").check()
    page.wait_for_selector("[data-preview] iframe")
    assert lines.input_value().startswith(
        f'<iframe src="{manba}/embed?lang=ar&amp;theme=dark&amp;articles=fa-kanal&amp;placeholder=%22%3Cb%3E'
        '&amp;accent=ffe38a&amp;widget=abcdefghjkmn"'
    )
    assert page.frame_locator("[data-preview] iframe").locator("label").inner_text() == "سؤالك"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("typed", "found"), [("همهكاناله", "fa-kanal"), ("KANAŁY", "pl-kanaly")])
def test_the_builder_finds_articles_however_they_are_typed(visit: Open, manba: str, typed: str, found: str) -> None:
    page = visit(f"{manba}/embed/builder?lang=en")
    page.locator("[data-find]").fill(typed)
    expect(page.locator("[data-articles] li:visible")).to_have_count(1)
    assert page.locator("[data-articles] li:visible input").get_attribute("value") == found
    page.locator("[data-find]").fill("nowhere")
    assert page.locator("[data-none]").is_visible()


def faults_of(page: Any) -> list[str]:
    """What axe-core has against a page."""
    response = Axe().run(page).response
    assert len(response["passes"]) > 10, "axe looked at nothing"
    return [f"{one['id']}: {node['html']}" for one in response["violations"] for node in one["nodes"]]


@pytest.mark.parametrize(("language", "scheme"), [("fa", "dark"), ("ar", "light"), ("pl", "dark"), ("en", "light")])
def test_everyone_can_use_it(visit: Open, manba: str, language: str, scheme: str) -> None:
    narrow = {"color_scheme": scheme, "viewport": {"width": 390, "height": 800}}
    accent = "accent=ffe38a&" if scheme == "light" else ""
    framed = visit(f"{manba}/embed?{accent}lang={language}&q=omnichannel+CRM", **narrow)
    assert faults_of(framed) == []
    page = visit(f"{manba}/embed/builder?lang={language}", **narrow)
    page.locator("input[value='launcher']").check()
    page.wait_for_selector("manba-ask .launch")
    page.evaluate("document.querySelector('manba-ask').ask('omnichannel')")
    page.locator("manba-ask .ref").first.click()
    assert faults_of(page) == []


def test_axe_would_find_it(visit: Open, manba: str) -> None:
    page = visit(f"{manba}/embed?lang=en")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('textarea').placeholder = ''")
    assert [fault.partition(":")[0] for fault in faults_of(page)] == ["label"]
