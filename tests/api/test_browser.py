"""The page in a real browser: asking without a reload, a source opened at its quote, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .browsing import Visit, launched, needs_chromium, shelf_served

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.mark.parametrize("language", ["fa", "ar", "pl", "en"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_ask_and_open_a_source(browser: Any, address: str, language: str, width: int) -> None:
    visit = Visit(browser, address, viewport={"width": width, "height": 800}, locale=language, color_scheme="dark")
    page = visit.page
    page.evaluate("window.stayed = true")
    page.fill("#question", "omnichannel kanały sprzedaży")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer")
    assert page.evaluate("window.stayed") is True
    assert page.get_attribute("#answer", "aria-busy") == "false"
    assert page.inner_text("#status") == ""
    assert "q=omnichannel" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.click("a.reference >> nth=0")
    page.wait_for_selector("dialog[open]")
    quote = page.locator("dialog mark#quote")
    assert quote.inner_text() == "Omnichannel łączy kanały sprzedaży w jedno doświadczenie."
    assert page.inner_text("#reader-title") == "Kanały"
    box, body = quote.bounding_box(), page.locator("dialog [data-body]").bounding_box()
    assert body["y"] <= box["y"] <= body["y"] + body["height"]
    assert page.evaluate("document.activeElement.hasAttribute('data-body')") is True
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "reference"

    page.go_back()
    page.wait_for_selector("section.examples")
    assert page.input_value("#question") == ""
    assert visit.faults == []
    visit.context.close()


def test_what_is_wrong_is_said_without_a_reload(browser: Any, address: str) -> None:
    visit = Visit(browser, address, locale="en")
    page = visit.page
    page.evaluate("window.stayed = true")
    page.select_option("#language", "fa")
    page.fill("#question", "nic takiego")
    page.click("button[type=submit] >> nth=0")
    page.wait_for_selector("article.refusal")
    assert page.get_attribute("article.refusal p.prose", "dir") == "rtl"
    page.evaluate("document.getElementById('question').removeAttribute('maxlength')")
    page.fill("#question", "a" * 1001)
    page.keyboard.press("Enter")
    page.wait_for_selector("p.message[role=alert]")
    assert "too long" in page.inner_text("p.message")
    assert page.evaluate("window.stayed") is True
    visit.context.close()


def test_language_of_the_page_keeps_the_question(browser: Any, address: str) -> None:
    visit = Visit(browser, address, locale="en")
    page = visit.page
    page.fill("#question", "omnichannel")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer")
    page.click("nav.languages a[hreflang=fa]")
    page.wait_for_selector("html[dir=rtl]")
    assert page.input_value("#question") == "omnichannel"
    assert page.locator("article.answer").count() == 1
    visit.context.close()


@pytest.mark.parametrize("language", ["fa", "ar", "pl", "en"])
def test_voting_without_a_reload(browser: Any, address: str, language: str) -> None:
    visit = Visit(browser, address, viewport={"width": 360, "height": 800}, locale=language)
    page = visit.page
    page.evaluate("window.stayed = true")
    page.fill("#question", "omnichannel")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.answer [data-feedback]")
    page.click("button[name=useful][value=false]")
    page.wait_for_selector("#reason")
    assert page.evaluate("document.activeElement.id") == "reason"
    page.keyboard.type("کوتاه بود")
    page.click(".feedback button[type=submit]")
    page.wait_for_selector(".feedback:not(:has(form)) .thanks")
    assert page.evaluate("document.activeElement.className") == "feedback"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("window.stayed") is True
    assert page.locator("article.answer").count() == 1
    assert visit.faults == []
    visit.context.close()


def test_works_without_script(browser: Any, address: str) -> None:
    visit = Visit(browser, address, locale="pl", java_script_enabled=False, viewport={"width": 390, "height": 500})
    page = visit.page
    page.fill("#question", "PIM pilnuje opisów")
    page.click("button[type=submit] >> nth=0")
    page.wait_for_selector("article.answer")
    assert [page.is_visible(name) for name in (".tools", ".history", ".feedback")] == [False, False, True]
    page.click("a.reference >> nth=0")
    page.wait_for_selector("mark#quote")
    box = page.locator("mark#quote").bounding_box()
    assert 0 <= box["y"] <= 500
    page.go_back()
    page.click("button[name=useful][value=true]")
    page.wait_for_selector("main > .feedback .thanks")
    page.click("main > p a")
    page.wait_for_selector("article.answer")
    assert page.input_value("#question") == "PIM pilnuje opisów"
    assert visit.faults == []
    visit.context.close()
