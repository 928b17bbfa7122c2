"""What learners do on the page, in Chromium: cite, copy, share, come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from indexer import LanguageCode, direction_of

from .browsing import Visit, ask, launched, needs_chromium, shelf_served

pytestmark = needs_chromium

QUESTIONS = {"fa": "کانال\N{ZERO WIDTH NON-JOINER}ها", "ar": "القنوات", "pl": "łączy kanały", "en": "omnichannel"}
READY = "article.answer"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The page in English on a phone; `@pytest.mark.parametrize("visit", […], indirect=True)` gives other options."""
    options = {"locale": "en", "viewport": {"width": 390, "height": 800}, **getattr(request, "param", {})}
    visit = Visit(browser, address, **options)
    yield visit
    visit.context.close()


@pytest.mark.parametrize("language", list(QUESTIONS))
def test_by_keyboard_from_the_question_to_the_cited_words(browser: Any, address: str, language: str) -> None:
    visit = Visit(browser, address, locale=language, viewport={"width": 390, "height": 800})
    page = visit.page
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "question":
        page.keyboard.press("Tab")
    page.keyboard.insert_text(QUESTIONS[language])
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    while page.evaluate("document.activeElement.className") != "reference":
        page.keyboard.press("Tab")
    assert page.evaluate("[document.activeElement.role, document.activeElement.ariaHasPopup]") == ["button", "dialog"]
    assert page.evaluate("document.activeElement.textContent") == "[1]"
    page.keyboard.press("Space")
    page.wait_for_selector("dialog mark#quote")
    assert "".join(page.locator("dialog mark").all_inner_texts()) == page.inner_text("#citation-1 blockquote")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)") is True
    source = page.locator(".source").first
    wanted = source.get_attribute("lang")
    assert page.get_attribute("dialog .text", "dir") == direction_of(LanguageCode(wanted))
    assert page.inner_text("#reader-title") == source.locator(".title").inner_text()
    assert "/articles/" in page.get_attribute("[data-open-page]", "href")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "[1]"
    assert visit.faults == []
    visit.context.close()


def test_the_panel_says_where_the_words_are_from(visit: Visit) -> None:
    page = visit.page
    ask(page, "القنوات")
    page.click("a.number")
    page.wait_for_selector("dialog mark")
    assert page.inner_text("dialog [data-about]").split(" · ")[0].startswith("2024-07-07")
    page.keyboard.press("Escape")
    ask(page, "PIM")
    page.click("a.reference")
    page.wait_for_selector("dialog a[rel~=external]")
    assert page.get_attribute("dialog a[rel~=external]", "href") == "https://example.org/kanaly"


@pytest.mark.parametrize("visit", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_copied_with_references(visit: Visit, address: str) -> None:
    page = visit.page
    ask(page, "PIM pilnuje القنوات")
    page.click("[data-copy]")
    page.wait_for_function("() => document.querySelector('.tools [role=status]').textContent === 'Copied.'")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert lines[:5] == [
        "PIM pilnuje القنوات",
        "",
        "- PIM pilnuje opisów produktów. [1]",
        "القناة الشاملة تربط القنوات كلها 🛒 ببيانات مشتركة. [2]",
        "",
    ]
    assert lines[5:7] == ["Sources", "[1] Kanały"]
    assert lines[7].startswith(f"{address}/articles/pl-kanaly?version=")
    assert lines[8] == "[2] القناة الشاملة · 2024-07-07"
    assert "&start=0&end=" in lines[9]
    page.goto(lines[7])
    assert page.inner_text("mark#quote") == "PIM pilnuje opisów produktów."


def test_copied_over_plain_http_too(browser: Any, address: str) -> None:
    visit = Visit(browser, address, locale="en")
    page = visit.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    ask(page, "PIM")
    page.click("[data-copy]")
    page.wait_for_function("() => document.querySelector('.tools [role=status]').textContent === 'Copied.'")
    assert page.evaluate("document.activeElement.matches('[data-copy]')") is True
    page.fill("#question", "")
    page.keyboard.press("Control+v")
    assert page.input_value("#question").startswith("PIM\n\n- PIM pilnuje opisów produktów. [1]\n\nSources\n")
    visit.context.close()


@pytest.mark.parametrize("visit", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_link_to_a_question(browser: Any, visit: Visit) -> None:
    page = visit.page
    page.click("a[hreflang=fa]")
    page.select_option("#language", "pl")
    ask(page, "PIM")
    page.click("[data-share]")
    page.wait_for_function("() => document.querySelector('.tools [role=status]').textContent !== ''")
    shared = page.evaluate("navigator.clipboard.readText()")
    other = Visit(browser, shared, locale="ar")
    assert other.page.get_attribute("html", "lang") == "ar"
    assert (other.page.input_value("#question"), other.page.input_value("#language")) == ("PIM", "pl")
    assert other.page.inner_text("#citation-1 blockquote") == "- PIM pilnuje opisów produktów."
    other.context.close()

    page.evaluate("navigator.share = async (what) => { window.given = what; }")
    page.click("[data-share]")
    page.wait_for_function("() => window.given")
    assert page.evaluate("window.given") == {"title": "PIM", "url": shared}


def test_the_chosen_language_is_kept(visit: Visit, address: str) -> None:
    page = visit.page
    page.click("a[hreflang=ar]")
    page.wait_for_selector("html[lang=ar]")
    page.goto(address)
    page.wait_for_url(f"{address}/?lang=ar")
    # A question that somebody shared is asked once, in the browser's language.
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=PIM" in request.url else None)
    page.goto(f"{address}/?q=PIM")
    assert page.locator("#citation-1 blockquote").inner_text() == "- PIM pilnuje opisów produktów."
    page.wait_for_timeout(200)
    assert asked == [f"{address}/?q=PIM"]
    page.goto(f"{address}/?lang=fa")
    assert page.get_attribute("html", "lang") == "fa"
    page.click("a[hreflang=en]")
    page.wait_for_selector("html[lang=en]")
    page.evaluate("localStorage.setItem('manba.language', '../x')")
    page.goto(address)
    assert page.get_attribute("html", "lang") == "en"
    assert visit.faults == []


def test_earlier_questions_stay_in_the_browser(visit: Visit, address: str) -> None:
    page = visit.page
    assert page.is_visible(".history") is False
    for question in ("PIM", "CRM", "القنوات", "PIM", "nic takiego"):
        ask(page, question)
    page.goto(f"{address}/?lang=pl")
    assert page.locator(".history li").all_inner_texts() == ["nic takiego", "PIM", "القنوات", "CRM"]
    assert "tylko w tej przeglądarce" in page.inner_text(".history .kept")
    page.click(".history li >> nth=3 >> a")
    page.wait_for_selector(READY)
    assert page.evaluate("document.activeElement.matches('h2')") is True
    assert page.url == f"{address}/?lang=pl&q=CRM"
    page.click(".history summary")
    assert page.locator(".history li").all_inner_texts()[0] == "CRM"
    page.click("[data-clear]")
    assert page.is_visible(".history") is False
    assert page.inner_text("#status") == "Wcześniejsze pytania usunięto z tej przeglądarki."
    page.reload()
    assert page.evaluate("localStorage.length") == 1
    assert page.locator(".history li").all_text_contents() == ["CRM"]
    assert visit.faults == []


def test_at_most_fifty_earlier_questions(visit: Visit) -> None:
    page = visit.page
    page.evaluate(
        """localStorage.setItem("manba.questions", JSON.stringify([
            ...Array.from({length: 60}, (_, number) => ({question: `Q${number}`, language: ""})),
            null, {question: 1}]))"""
    )
    ask(page, "<b>PIM</b>")
    assert page.locator(".history li").count() == 50
    assert page.locator(".history li").all_text_contents()[:2] == ["<b>PIM</b>", "Q0"]
    page.evaluate("localStorage.setItem('manba.questions', '{broken')")
    ask(page, "CRM")
    assert page.locator(".history li").all_text_contents()[0] == "CRM"
    assert visit.faults == []
