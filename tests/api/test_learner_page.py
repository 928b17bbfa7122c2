"""What learners do on the page, in Chromium: cite, copy, share, come back; and what they see when nothing comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from indexer import LanguageCode, direction_of

from .browsing import Visit, launched, needs_chromium, shelf_served
from .shelf import HOSTILE

pytestmark = needs_chromium

QUESTIONS = {"fa": "کانال\N{ZERO WIDTH NON-JOINER}ها", "ar": "القنوات", "pl": "łączy kanały", "en": "omnichannel"}
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


def ask(page: Any, question: str) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_function(
        """question => document.querySelector(".asked")?.textContent === question
            && document.getElementById("answer").ariaBusy === "false" """,
        arg=question,
    )


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
    page.goto(f"{address}/?q=PIM")
    page.wait_for_url(f"{address}/?q=PIM&lang=ar")
    assert page.locator("#citation-1 blockquote").inner_text() == "- PIM pilnuje opisów produktów."
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
        ("fa", 503, "لطفاً ۱۷ ثانیه صبر کنید."),
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
