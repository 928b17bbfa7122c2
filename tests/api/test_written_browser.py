"""Answers that a language model writes, in a real browser: each sentence is there when it is told, nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from api import asking
from api.domain import Fallback
from api.web.interface import interface
from indexer import LanguageCode

from .accessibility import findings
from .browsing import Visit, launched, needs_chromium, shelf_served
from .scribe import Scribe
from .test_learner_states import SHIFTS

pytestmark = needs_chromium

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
SAID = {
    "fa": (
        f"راهبرد همه{ZWNJ}کاناله کانال{ZWNJ}ها را به هم پیوند می{ZWNJ}دهد.",
        f"CRM داده{ZWNJ}ها را گرد می{ZWNJ}آورد.",
    ),
    "ar": ("القناة الشاملة تربط القنوات كلها.", "يجمع CRM بيانات العملاء."),
    "pl": ("Omnichannel łączy wszystkie kanały.", "CRM zbiera dane o klientach."),
    "en": ("Omnichannel joins all channels.", "CRM gathers what is known of customers."),
}
QUESTION = "omnichannel CRM"
TOLD = """() => { window.told = [];
    new MutationObserver((list) => list.forEach((one) => one.addedNodes.forEach((node) => told.push(node.textContent))))
        .observe(document.getElementById("announced"), {childList: true}) }"""


@pytest.fixture(scope="module")
def scribe() -> Iterator[Scribe]:
    scribe = Scribe()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "begin", scribe.begin)
        yield scribe


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, scribe: Scribe) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index"), writer=scribe) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Open]:
    opened = []

    def open_page(path: str = "/", **options: Any) -> Visit:
        visit = Visit(
            browser, f"{address}{path}", **{"locale": "en", "viewport": {"width": 390, "height": 800}, **options}
        )
        opened.append(visit)
        return visit

    yield open_page
    for one in opened:
        one.context.close()


def put(page: Any, question: str = QUESTION, language: str | None = None) -> None:
    if language:
        page.select_option("#language", language)
    page.locator("textarea").fill(question)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "width"), [("fa", 390), ("ar", 1280), ("pl", 390), ("en", 1280)])
def test_each_sentence_is_there_when_it_is_told(visit: Open, scribe: Scribe, language: str, width: int) -> None:
    texts = interface(LanguageCode(language)).writing
    one = visit(locale=language, viewport={"width": width, "height": 800})
    page, (first, second) = one.page, SAID[language]
    page.evaluate(SHIFTS)
    page.evaluate(TOLD)
    put(page, language=language)
    scribe.wait()
    expect(page.locator("#status")).to_have_text(texts["writing"])
    assert page.locator("[data-stop]").inner_text() == texts["stop"]
    scribe.say(first)
    sentences = page.locator("#answer .sentences")
    expect(sentences).to_have_text(f"{first} [1]")
    assert sentences.evaluate("one => getComputedStyle(one.firstChild).direction") == (
        "rtl" if language in {"fa", "ar"} else "ltr"
    )
    assert page.get_attribute("#answer", "aria-busy") == "true"
    expect(page.locator("#answer")).to_have_css("opacity", "1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place = sentences.bounding_box()
    page.wait_for_timeout(500)  # What moves within half a second of a key is no shift by the browser's own count.
    page.evaluate("shifts.length = 0")
    scribe.say(second)
    expect(sentences).to_have_text(f"{first} [1] {second} [2]")
    assert page.evaluate("told") == []
    before = sentences.bounding_box()
    assert (before["x"], before["y"], before["width"]) == (place["x"], place["y"], place["width"])
    scribe.finish(left_out=1)
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")
    assert sentences.bounding_box() == before
    assert page.evaluate("shifts") == []
    assert page.inner_text("#status") == ""
    assert page.is_hidden("[data-stop]")
    assert page.locator("#citation-1 blockquote").count() == 1
    assert page.locator("a.reference").all_inner_texts() == ["[1]", "[2]"]
    written = texts["written_by"].replace(
        "{model}", "\N{FIRST STRONG ISOLATE}little-model:7b\N{POP DIRECTIONAL ISOLATE}"
    )
    assert page.locator(".making p").first.inner_text() == written
    assert page.evaluate("told")[1:3] == [f"{first} {second}", written]
    assert one.faults == []


@pytest.mark.parametrize("path", ["/?lang=fa", "/embed?lang=en"])
def test_nothing_serious_while_it_is_written(visit: Open, scribe: Scribe, path: str) -> None:
    page = visit(path).page
    put(page)
    scribe.wait()
    scribe.say(SAID["pl"][0])
    page.wait_for_selector(".writing .prose")
    assert findings(page) == []
    scribe.fail()
    page.wait_for_selector(".unfinished")
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/?lang=en", "/embed?lang=en"])
def test_stopped(visit: Open, scribe: Scribe, path: str) -> None:
    one = visit(path)
    page = one.page
    put(page)
    scribe.wait()
    scribe.say(SAID["pl"][0])
    page.wait_for_selector(".writing .prose")
    assert not scribe.left.is_set()
    page.click("[data-stop]")
    expect(page.locator(".unfinished .message")).to_have_text(
        "Stopped. The answer is not complete, and its sources are not listed."
    )
    assert scribe.left.wait(10)
    assert page.inner_text(".sentences").strip().startswith(SAID["pl"][0])
    assert page.locator("[aria-busy=true]").count() == 0
    assert page.is_hidden("[data-stop]")
    assert page.evaluate("document.activeElement.textContent") == "In the sources’ own words"
    page.keyboard.press("Enter")
    expect(page.locator(".making a")).to_have_text("Written by the language model")
    assert page.locator("blockquote").count() == 3
    assert page.locator(".making p").count() == 1
    page.click(".making a")
    scribe.wait()
    page.click("[data-stop]")
    expect(page.locator(".message")).to_have_text("Stopped.")
    assert page.locator(".answer").count() == 0
    assert one.faults == []


def test_broken_off(visit: Open, scribe: Scribe) -> None:
    for path in ("/?lang=en", "/embed?lang=en"):
        page = visit(path).page
        put(page)
        scribe.wait()
        scribe.say(SAID["pl"][0])
        page.wait_for_selector(".writing .prose")
        scribe.fail()
        expect(page.locator(".unfinished .message")).to_have_text(
            "The connection broke off. The answer is not complete, and its sources are not listed."
        )
        page.click(".again a >> nth=1")
        scribe.wait()
        scribe.say(SAID["pl"][0])
        scribe.finish()
        page.wait_for_selector(".making")
        assert page.locator(".message").count() == 0


def test_as_long_as_it_is_heard_of_it_is_waited_for(visit: Open, scribe: Scribe) -> None:
    page = visit().page
    page.clock.install()
    page.reload()
    put(page)
    scribe.wait()
    page.clock.fast_forward(400)
    expect(page.locator("#status")).to_have_text("The sources are found. The answer is being written…")
    for number, text in enumerate(SAID["pl"], start=1):
        page.clock.fast_forward(45_000)
        scribe.say(text)
        expect(page.locator(".writing .reference")).to_have_count(number)
    assert page.inner_text("#status") == "The sources are found. The answer is being written…"
    page.clock.fast_forward(61_000)
    page.wait_for_selector(".unfinished")
    assert scribe.left.wait(10)


def test_what_is_typed_meanwhile_stays(visit: Open, scribe: Scribe) -> None:
    page = visit("/?lang=en").page
    page.click(".examples a")
    scribe.wait()
    example = interface(LanguageCode.ENGLISH).examples[0]
    assert page.input_value("#question") == example
    scribe.fall_back(Fallback.SLOW)
    put(page, "CRM")
    scribe.wait()
    scribe.say("CRM.")
    page.wait_for_selector(".writing .prose")
    page.fill("#question", "PIM")
    scribe.finish()
    page.wait_for_selector(".making")
    assert page.input_value("#question") == "PIM"
    page.keyboard.press("Enter")
    scribe.wait()
    left = scribe.left
    page.fill("#question", "omnichannel")
    page.keyboard.press("Enter")
    assert left.wait(10)
    scribe.wait()
    scribe.fall_back(Fallback.BUSY)
    expect(page.locator(".making")).to_have_text(interface(LanguageCode.ENGLISH).fallbacks["busy"])
    assert page.text_content(".asked") == "omnichannel"
    assert page.locator(".sentences .reference").first.get_attribute("role") == "button"


CUT_ANYWHERE = """async ([text, size]) => {
    const { eventsOf } = await import("/static/manba-events.js");
    const bytes = new TextEncoder().encode(text);
    let at = 0, heard = 0;
    const body = new ReadableStream({ pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at += size));
    } });
    const events = [];
    for await (const event of eventsOf(new Response(body), () => (heard += 1))) events.push(event);
    return [events, heard === Math.ceil(bytes.length / size)];
}"""


def test_events_are_read_however_they_are_cut(visit: Open) -> None:
    page = visit().page
    lines = [
        "\N{ZERO WIDTH NO-BREAK SPACE}: ping",
        "",
        "event: sentence",
        'data: "منبع 🛒"',
        ": ping",
        "",
        'data:{"a":',
        "data: 1}",
        "id: 7",
        "retry",
        "",
        "event: alone",
        "",
        "event: cut",
        "data: 1",
        "",
        "",
        "data: 2",
    ]
    expected = [["sentence", "منبع 🛒"], ["message", {"a": 1}], ["cut", 1]]
    for end in ("\n", "\r\n", "\r"):
        for size in (1, 2, 3, 7, 1000):
            assert page.evaluate(CUT_ANYWHERE, [end.join(lines), size]) == [expected, True], (end, size)
