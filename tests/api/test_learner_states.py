"""How the page stands hard times: no network, no storage, a slow or busy server, hostile words, small screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .browsing import Visit, ask, launched, needs_chromium, shelf_served
from .shelf import HOSTILE

pytestmark = needs_chromium

SIZES = """() => [...document.querySelectorAll("a, button, select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.matches(".skip"))
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
SHIFTS = """window.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries()
    .filter((one) => !one.hadRecentInput).map((one) => one.value))).observe({type: "layout-shift", buffered: true})"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {get() { throw new DOMException("blocked", "SecurityError"); }})"""
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
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


def test_without_storage(browser: Any, address: str) -> None:
    visit = Visit(browser, "about:blank", locale="en")
    visit.context.add_init_script(NO_STORAGE)
    page = visit.page
    page.goto(address)
    with pytest.raises(Exception, match="blocked"):
        page.evaluate("localStorage")
    ask(page, "PIM")
    ask(page, "CRM")
    assert page.locator(".history li").all_text_contents() == ["CRM", "PIM"]
    page.evaluate("document.querySelector('[data-clear]').click()")
    assert page.locator(".history li").count() == 0
    assert [fault for fault in visit.faults if not fault.startswith("asked ")] == []
    visit.context.close()


def test_offline_the_question_waits_for_the_connection(visit: Visit, address: str) -> None:
    page = visit.page
    visit.context.set_offline(True)
    page.fill("#question", "PIM")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message[role=alert]")
    assert page.inner_text(".message").startswith("You are offline.")
    assert page.inner_text("#status") == ""
    visit.context.set_offline(False)
    page.wait_for_selector(READY)
    assert page.inner_text("#citation-1 blockquote") == "- PIM pilnuje opisów produktów."
    assert page.url == f"{address}/?q=PIM"


@pytest.mark.parametrize(
    ("language", "status", "words"),
    [
        (
            "en",
            429,
            "Too many questions are being asked at the moment. Wait a little, then try again. Please wait 17 s.",
        ),
        ("fa", 503, "۱۷ ثانیه صبر کنید."),
        ("ar", 429, "مدة الانتظار بالثواني: ١٧."),
        ("pl", 502, "Brak połączenia z serwerem. Sprawdź połączenie i zapytaj ponownie."),
    ],
)
def test_refused_by_what_stands_before_the_server(
    browser: Any, address: str, language: str, status: int, words: str
) -> None:
    visit = Visit(browser, address, locale=language)
    page = visit.page
    refused = {"status": status, "body": "<h1>no</h1>", "content_type": "text/html", "headers": {"Retry-After": "17"}}
    page.route("**/?q=*", lambda route: route.fulfill(**refused))
    page.fill("#question", "PIM")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message[role=alert]")
    assert page.inner_text(".message").endswith(words)
    assert page.get_attribute("#answer", "aria-busy") == "false"
    page.unroute("**/?q=*")
    page.focus(".again a")
    page.keyboard.press("Enter")
    page.wait_for_selector(READY)
    assert page.evaluate("document.activeElement.id") == "answer-title"
    visit.context.close()


def test_a_slow_answer_is_waited_for_aloud_and_moves_nothing(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    page.reload()
    page.evaluate(SHIFTS)
    page.evaluate(
        """() => { window.told = [];
            new MutationObserver((list) => list.forEach((one) => one.addedNodes.forEach((node) =>
                told.push(node.textContent)))).observe(document.getElementById("announced"), {childList: true}) }"""
    )
    held: list[Any] = []
    page.route("**/?q=*", lambda route: held.append(route))  # noqa: PLW0108  (a built-in cannot be marked as handled)
    before = page.locator("#answer").bounding_box()
    page.fill("#question", "PIM pilnuje القنوات")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('answer').ariaBusy === 'true'")
    assert page.inner_text("#status") == "Looking in the sources…"
    page.clock.fast_forward(4_500)
    assert page.inner_text("#status") == "This takes longer than usual. Still looking…"
    page.wait_for_timeout(700)  # What moves within half a second of a key is no shift by the browser's own count.
    held[0].continue_()
    page.wait_for_selector(READY)
    assert page.locator("#answer").bounding_box()["y"] == before["y"]
    page.wait_for_timeout(100)
    assert page.evaluate("shifts") == []
    assert page.evaluate("told") == [
        "Answer",
        "- PIM pilnuje opisów produktów.",
        "القناة الشاملة تربط القنوات كلها 🛒 ببيانات مشتركة.",
    ]
    assert [line.get_attribute("lang") for line in page.locator("#announced p").all()] == [None, "pl", "ar"]
    assert page.inner_text("#status") == ""
    page.clock.fast_forward(11_000)
    assert page.locator("#announced p").count() == 0
    assert visit.faults == []


def test_what_is_wrong_with_a_question_ends_the_search(visit: Visit) -> None:
    page = visit.page
    page.fill("#question", "  ")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message[role=alert]")
    page.wait_for_selector("#answer[aria-busy=false]")
    assert page.inner_text(".message") == "Type a question first."
    assert page.inner_text("#status") == ""


def test_a_refusal_leads_on(visit: Visit, address: str) -> None:
    page = visit.page
    ask(page, "nic takiego")
    assert page.inner_text("#answer-title") == "The sources do not say"
    assert page.locator("[data-copy]").count() == 0
    assert page.locator(".suggestions li").all_inner_texts() == ["Narzędzia"]
    assert page.get_attribute(".suggestions .all a", "href") == "/articles"
    page.click(".suggestions li a")
    page.wait_for_function("() => document.querySelector('.asked').textContent === 'Narzędzia'")
    assert page.evaluate("document.activeElement.id") == "answer-title"


@pytest.mark.parametrize("visit", [{"viewport": {"width": 320, "height": 600}}], indirect=True)
def test_long_words_and_small_targets_at_320_pixels(visit: Visit) -> None:
    page = visit.page
    for question in ("W" * 300, "PIM pilnuje القنوات " + "x" * 200):
        ask(page, question)
        page.evaluate("document.querySelector('.history').open = true")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.evaluate(SIZES) == []
    page.click("a.reference")
    page.wait_for_selector("dialog mark")
    assert page.evaluate(SIZES) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_hostile_words_stay_words(visit: Visit) -> None:
    page = visit.page
    page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
    question = f"bold <img src=x onerror=alert(1)> **x** [a](javascript:alert(2)) {OVERRIDE}abc"
    ask(page, question)
    assert page.locator("main img, main script, main b").count() == 0
    assert page.locator(".history li a").all_text_contents() == [question]
    assert page.evaluate("getComputedStyle(document.querySelector('.history li a')).unicodeBidi") == "isolate"
    page.click("a.reference")
    page.wait_for_selector("dialog mark")
    assert page.inner_text("dialog mark") == HOSTILE.strip()
    assert page.inner_text("#reader-title") == "<b>Tytuł</b>"
    assert page.locator("dialog script, dialog b, dialog a[href^='javascript:']").count() == 0
    assert visit.faults == []


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_on_paper(visit: Visit) -> None:
    page = visit.page
    ask(page, "PIM pilnuje القنوات")
    page.emulate_media(media="print", color_scheme="dark")
    shown = ["h1", ".ask", ".top", ".tools", ".history", ".feedback", ".asked", ".sentences", ".sources"]
    assert [name for name in shown if page.is_visible(name)] == [".asked", ".sentences", ".sources"]
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_settings_of_the_device_are_kept(visit: Visit) -> None:
    page = visit.page
    moving = """[getComputedStyle(document.documentElement).scrollBehavior,
        getComputedStyle(document.getElementById("answer")).transitionDuration]"""
    assert page.evaluate(moving) == ["smooth", "0.15s"]
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    assert page.evaluate(moving) == ["auto", "0s"]
    page.focus("#question")
    assert page.evaluate("getComputedStyle(document.querySelector('.box')).outlineStyle") == "solid"
    page.focus("button[type=submit]")
    assert page.evaluate("getComputedStyle(document.querySelector('.ask button')).borderStyle") == "solid"


@pytest.mark.parametrize(("path", "most"), [("/?q=omnichannel+CRM+PIM", 60_000), ("/editor", 150_000)])
def test_weight_of_a_page(browser: Any, address: str, path: str, most: int) -> None:
    visit = Visit(browser, "about:blank")
    loaded: dict[str, int] = {}
    visit.page.on("response", lambda response: loaded.update({response.url: len(response.body())}))
    visit.page.goto(f"{address}{path}", wait_until="networkidle")
    assert sum("/static/" in url for url in loaded) >= 5
    assert 20_000 < sum(loaded.values()) < most
    visit.context.close()
