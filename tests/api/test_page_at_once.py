"""A question in the address where a model writes: the page comes at once, whole for readers without scripts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from api import asking
from api.domain import Answer
from api.insights.store import QUESTIONS_FILE
from api.telling import Part
from api.web.interface import interface
from api.widgets.store import WidgetStore
from indexer import LanguageCode

from .browsing import Visit, launched, needs_chromium, shelf_served
from .conftest import Serve
from .course_site import site
from .scribe import Scribe
from .test_learner_states import SHIFTS
from .test_page import BROWSER, Page
from .test_page_events import EVENTS, MODEL, TEXTS, Teller, parts_of, written
from .test_route_ask import read_events

ASKED = "omnichannel CRM"
PATHS = PAGE, FRAME = "/?q=omnichannel+CRM", "/embed?q=omnichannel+CRM"
SAID = {
    "fa": "CRM داده\N{ZERO WIDTH NON-JOINER}ها را گرد می\N{ZERO WIDTH NON-JOINER}آورد.",
    "ar": "يجمع CRM بيانات العملاء.",
    "pl": "CRM zbiera dane o klientach.",
    "en": "CRM gathers what is known of customers.",
}


async def never(found: Answer) -> AsyncGenerator[Part, None]:
    pytest.fail(f"the page waited for the model: {found.text}")
    yield found


@pytest.fixture
def teller(monkeypatch: pytest.MonkeyPatch) -> Teller:
    teller = Teller()
    monkeypatch.setattr(asking, "begin", teller.begin)
    return teller


@pytest.fixture
def writing(serve: Serve, teller: Teller, tmp_path: Path) -> TestClient:
    """A client of an application whose answers a model writes."""
    client = serve(state=tmp_path)
    client.app.state.writer = object()
    teller.told = never
    return client


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", list(LanguageCode))
def test_the_page_waits_for_no_model(writing: TestClient, path: str, language: LanguageCode) -> None:
    html = writing.get(f"{path}&lang={language.value}", headers=BROWSER).text
    shown = Page(html)
    assert shown.all("textarea")[0][1] == ASKED
    texts = interface(language).writing
    ways = [(text, mode_of(link["href"])) for link, text in shown.all("a") if "data-other" in link]
    assert ways == [(texts["by_model"], "generative"), (texts["own_words"], "extractive")]
    without = Page("".join(re.findall(r"<noscript>.*</noscript>", html, re.DOTALL)))
    assert len(without.all("blockquote")) == 3
    assert len([link for link, _ in without.all("a") if "version=" in (link["href"] or "")]) >= 3
    # What scripts are to take the place of is not shown to those who have them.
    assert len(shown.all("blockquote")) == 3
    assert shown.all("div", class_="making")[0][1].split() == texts["by_model"].split()


def mode_of(address: str | None) -> str:
    return re.findall(r"mode=(\w+)", unescape(address or ""))[0]


@pytest.mark.parametrize("path", ["/?q=", "/embed?q="])
def test_what_no_model_is_asked_for_is_whole(writing: TestClient, teller: Teller, path: str) -> None:
    for asked in ("nic+takiego", "CRM&mode=extractive"):
        html = writing.get(f"{path}{asked}", headers=BROWSER).text
        assert "noscript" not in html
        assert "data-awaits" not in html
        assert len(Page(html).all("article")) == 1
    teller.told = lambda found: parts_of(written(found, TEXTS))
    html = writing.get(f"{path}CRM&mode=generative", headers=BROWSER).text
    assert "noscript" not in html
    assert MODEL in html


@pytest.mark.parametrize("path", PATHS)
def test_without_a_model_nothing_is_awaited(client: TestClient, path: str) -> None:
    assert "noscript" not in client.get(path, headers=BROWSER).text


def test_who_asks_once_is_counted_once(writing: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    html = writing.get("/?q=CRM", headers=BROWSER).text
    [question_id] = re.findall(r'data-awaits="([\w-]{22})"', html)
    monkeypatch.setattr(writing.app.state, "writer", None)  # type: ignore[attr-defined]
    for given, counted in ((question_id, 1), ("not an id", 2)):
        asked = writing.get("/?q=CRM", headers={**EVENTS, "x-question-id": given})
        [(_, page)] = read_events(asked.text)
        assert (question_id in page) is (given == question_id)
        assert writing.app.state.keeper.flush()  # type: ignore[attr-defined]
        with closing(sqlite3.connect(tmp_path / QUESTIONS_FILE)) as kept:
            assert kept.execute("SELECT COUNT(*) FROM questions").fetchone() == (counted,)


Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def scribe() -> Iterator[Scribe]:
    scribe = Scribe()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asking, "begin", scribe.begin)
        yield scribe


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory, scribe: Scribe) -> Iterator[Open]:
    """Opens a page of a server whose answers a model writes; with `frame`, in a frame of a course's page."""
    state, opened = tmp_path_factory.mktemp("state"), []
    folder = tmp_path_factory.mktemp("index")
    with shelf_served(folder, state, writer=scribe) as manba, site() as course, launched() as browser:
        widget = WidgetStore(state).create(name="course", frame_ancestors=(course.origin,))

        def open_page(path: str, *, frame: str = "", **options: Any) -> Visit:
            address = f"{manba}{path}"
            if frame:
                address = course.put(f'<body><iframe {frame} src="{address}&widget={widget.id}" height="600"></iframe>')
            opened.append(Visit(browser, address, **options))
            return opened[-1]

        yield open_page
        for one in opened:
            one.context.close()


@needs_chromium
@pytest.mark.parametrize(
    ("path", "language", "width"), [(PAGE, "fa", 390), (PAGE, "pl", 1280), (FRAME, "ar", 390), (FRAME, "en", 1280)]
)
def test_what_is_in_the_address_is_told_as_it_comes(
    visit: Open, scribe: Scribe, path: str, language: str, width: int
) -> None:
    texts = interface(LanguageCode(language)).writing
    one = visit(f"{path}&lang={language}", locale=language, viewport={"width": width, "height": 700})
    page = one.page
    scribe.wait()
    page.evaluate(SHIFTS)
    expect(page.locator(".status")).to_have_text(texts["writing"])
    assert page.input_value("textarea") == ASKED
    assert page.locator("blockquote, noscript, .standby").count() == 0
    assert page.locator("[data-stop]").inner_text() == texts["stop"]
    address = page.url
    scribe.say(SAID[language])
    sentences = page.locator(".sentences")
    expect(sentences).to_contain_text(SAID[language])
    scribe.finish()
    expect(page.locator(".making .other a")).to_have_text(texts["own_words"])
    assert page.locator("[aria-busy=true]").count() == 0
    assert page.locator("blockquote").count() == 1
    assert page.url == address
    # What is framed grows with its answer; the page has room for it from the start.
    assert path == FRAME or page.evaluate("shifts.filter((one) => one > 0.01)") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.faults == []


@needs_chromium
@pytest.mark.parametrize("path", PATHS)
def test_stopped_and_loaded_again(visit: Open, scribe: Scribe, path: str) -> None:
    page = visit(f"{path}&lang=en", locale="en").page
    scribe.wait()
    page.click("[data-stop]")
    expect(page.locator(".message")).to_have_text("Stopped.")
    assert scribe.left.wait(10)
    page.reload()
    scribe.wait()
    scribe.say(SAID["en"])
    page.wait_for_selector(".writing .prose")
    page.reload()
    scribe.wait()
    scribe.say(SAID["pl"])
    scribe.finish()
    page.wait_for_selector(".making")
    assert page.locator(".sentences").inner_text().startswith(SAID["pl"])


@needs_chromium
@pytest.mark.parametrize("path", PATHS)
def test_without_scripts_there_are_the_sources_words_and_a_way_to_the_written_ones(
    visit: Open, scribe: Scribe, path: str
) -> None:
    page = visit(f"{path}&lang=pl", locale="pl", java_script_enabled=False).page
    assert page.locator("blockquote").count() == 3
    assert page.locator(".standby").is_hidden()
    assert page.locator(".making a").text_content() == interface(LanguageCode.POLISH).writing["by_model"]
    page.click(".making a", no_wait_after=True)
    scribe.wait()
    scribe.say(SAID["pl"])
    scribe.finish()
    expect(page.locator(".sentences")).to_contain_text(SAID["pl"])
    assert page.locator("blockquote").count() == 1
    page.click(".making a")
    expect(page.locator("blockquote")).to_have_count(3)


@needs_chromium
@pytest.mark.parametrize(
    ("frame", "is_told"),
    [
        ("", True),
        ('sandbox="allow-scripts allow-same-origin"', True),
        ('sandbox="allow-scripts"', False),
        ("sandbox", False),
    ],
)
def test_in_a_frame_however_it_is_shut(visit: Open, scribe: Scribe, frame: str, is_told: bool) -> None:
    inside = visit(f"{FRAME}&lang=fa", frame=frame or "title=box", locale="fa").page.frame_locator("iframe")
    if is_told:
        scribe.wait()
        scribe.say(SAID["fa"])
        scribe.finish()
    expect(inside.locator("blockquote")).to_have_count(1 if is_told else 3)
    assert (
        inside.locator(".making a").inner_text()
        == (interface(LanguageCode.PERSIAN).writing["own_words" if is_told else "by_model"])
    )
