"""The widget while a language model writes, on a page of another origin: sentences come, are stopped, or break off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api import asking
from api.domain import Fallback
from api.web.interface import interface
from api.widgets.store import WidgetStore
from indexer import LanguageCode

from .accessibility import findings
from .browsing import launched, needs_chromium, shelf_served
from .course_site import site
from .scribe import Scribe

pytestmark = needs_chromium

QUESTION = "omnichannel CRM"
HEARD = """() => { window.heard = [];
    for (const name of ["manba-answer", "manba-refusal", "manba-error"])
        document.addEventListener(name, ({ detail }) => heard.push([name, detail.problem ?? detail.answer.mode])); }"""
ASK = f"void document.querySelector('manba-ask').ask('{QUESTION}').then((one) => (window.given = one))"


@pytest.fixture(scope="module")
def scribe() -> Iterator[Scribe]:
    scribe = Scribe()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "begin", scribe.begin)
        yield scribe


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, scribe: Scribe) -> Iterator[Any]:
    """Opens a course's page with a widget in a language."""
    state: Path = tmp_path_factory.mktemp("state")
    folder = tmp_path_factory.mktemp("index")
    with shelf_served(folder, state, writer=scribe) as manba, site() as course, launched() as browser:
        widget = WidgetStore(state).create(name="course", origins=(course.origin,))

        def open_page(language: str, script: str = "") -> Any:
            box = f'<manba-ask widget="{widget.id}" lang="{language}"></manba-ask>'
            context = browser.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
            context.add_init_script(script)
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.goto(course.put(f'<body><script src="{manba}/widget.js" defer></script>{box}'))
            page.evaluate(HEARD)
            return page

        yield open_page


@pytest.mark.parametrize("language", ["fa", "en"])
def test_sentences_come_and_then_their_sources(opened: Any, scribe: Scribe, language: str) -> None:
    texts = interface(LanguageCode(language)).writing
    page = opened(language)
    page.evaluate(ASK)
    scribe.wait()
    expect(page.locator("manba-ask .status")).to_have_text(texts["writing"])
    scribe.say("Jedno.")
    log = page.locator("manba-ask .log")
    expect(log.locator(".sentences")).to_have_text("Jedno.\N{NO-BREAK SPACE}[1]")
    expect(log).to_have_css("opacity", "1")
    place = log.locator(".sentences").bounding_box()
    scribe.say("Drugie.")
    expect(log.locator(".ref")).to_have_count(2)
    assert log.get_attribute("aria-busy") == "true"
    assert log.locator("button").count() == 0
    assert page.evaluate("heard") == []
    if language == "fa":
        assert [one for one in findings(page) if "html-has-lang" not in one] == []
        page.set_viewport_size({"width": 390, "height": 700})
    scribe.finish(left_out=1, is_cut=True)
    expect(log).to_have_attribute("aria-busy", "false")
    assert log.locator(".sentences").bounding_box()["y"] == place["y"]
    assert page.locator("manba-ask .stop").is_hidden()
    written = texts["written_by"].replace(
        "{model}", "\N{FIRST STRONG ISOLATE}little-model:7b\N{POP DIRECTIONAL ISOLATE}"
    )
    count = texts["left_out"].replace("{count}", "۱" if language == "fa" else "1")
    assert log.locator(".making p").all_inner_texts() == [written, count, texts["cut"], texts["own_words"]]
    log.locator(".ref").nth(1).click()
    assert log.locator("blockquote").inner_text() == scribe.found.citations[1].quote
    assert page.evaluate("heard") == [["manba-answer", "generative"]]
    assert page.evaluate("given.sentences.map((one) => one.text).join(' ')") == "Jedno. Drugie."
    log.locator(".making button").click()
    expect(log.locator(".making")).to_have_text(texts["by_model"])
    assert log.locator(".ref").count() == 3
    page.context.close()


def test_stopped_broken_off_and_begun_anew(opened: Any, scribe: Scribe) -> None:
    texts = interface(LanguageCode.ENGLISH).writing
    page = opened("en")
    log = page.locator("manba-ask .log")
    page.evaluate(ASK)
    scribe.wait()
    scribe.say("Jedno.")
    log.locator(".writing").wait_for()
    page.locator("manba-ask .stop").click()
    expect(log.locator(".unfinished .message")).to_have_text(f"{texts['stopped']} {texts['incomplete']}")
    assert scribe.left.wait(10)
    assert log.locator(".sentences").inner_text().startswith("Jedno.")
    assert log.get_attribute("aria-busy") == "false"
    assert (
        page.evaluate("document.querySelector('manba-ask').shadowRoot.activeElement.textContent") == texts["own_words"]
    )
    page.evaluate("document.querySelector('manba-ask').lang = 'pl'")
    assert "Zatrzymano." in log.locator(".message").inner_text()
    page.evaluate("document.querySelector('manba-ask').lang = 'en'")
    assert page.evaluate("heard") == []

    log.locator(".again button").nth(1).click()
    scribe.wait()
    scribe.say("Jedno.")
    log.locator(".writing").wait_for()
    scribe.fail()
    expect(log.locator(".unfinished .message")).to_have_text(f"{texts['broken_off']} {texts['incomplete']}")
    assert page.evaluate("heard") == [["manba-error", "broken-off"]]

    page.evaluate(ASK)
    scribe.wait()
    scribe.say("Jedno.")
    log.locator(".writing").wait_for()
    left = scribe.left
    page.evaluate("void document.querySelector('manba-ask').ask('CRM')")
    assert left.wait(10)
    scribe.wait()
    scribe.fall_back(Fallback.SLOW)
    expect(log.locator(".making")).to_have_text(interface(LanguageCode.ENGLISH).fallbacks["slow"])
    assert page.evaluate("heard.length") == 2
    page.context.close()


def test_patience_lasts_as_long_as_anything_comes(opened: Any, scribe: Scribe) -> None:
    page = opened("en")
    page.clock.install()
    page.evaluate(ASK)
    scribe.wait()
    log = page.locator("manba-ask .log")
    for number in (1, 2):
        page.clock.fast_forward(25_000)
        scribe.say(f"Zdanie {number}.")
        expect(log.locator(".ref")).to_have_count(number)
    page.clock.fast_forward(31_000)
    log.locator(".unfinished").wait_for()
    assert scribe.left.wait(10)
    page.context.close()


def test_where_nothing_can_be_streamed_it_comes_whole(opened: Any, scribe: Scribe) -> None:
    page = opened("en", "delete window.ReadableStream")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers["accept"]) if request.method == "POST" else None)
    page.evaluate(ASK)
    scribe.wait()
    scribe.say("Jedno.")
    scribe.finish()
    expect(page.locator("manba-ask .making")).to_be_visible()
    assert asked == ["application/json"]
    page.context.close()
