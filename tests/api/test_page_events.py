"""The pages told as events: what is written is escaped and shown as it comes, and the page is what a browser gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from api import asking
from api.dependencies import runtime_of
from api.domain import Answer, AnswerMode, Fallback, Generation
from api.negotiation import wants_events
from api.problems import Problem
from api.schemas import AskRequest
from api.telling import Part, Telling, opening, parts_of
from api.web.interface import interface
from api.web.telling import Looks, page_events
from indexer import LanguageCode

from .conftest import Serve
from .scribe import MODEL, written
from .shelf import Shelf, ShelfAnswerer
from .test_page import BROWSER, Page
from .test_route_ask import read_events

EVENTS = {"accept": "text/event-stream, text/html;q=0.9"}
TEXTS = ("It joins <b>channels</b>.", "CRM & PIM [9] help.")
Told = Callable[[Answer], AsyncGenerator[Part, None]]


class Teller:
    """Answers with what `told` makes of the shelf's answer; keeps the requests."""

    def __init__(self) -> None:
        self.told: Told = parts_of
        self.asked: list[AskRequest] = []

    async def begin(self, request: Request, ask: AskRequest, *, noted_as: str | None = None, **options: Any) -> Telling:
        self.asked.append(ask)
        # The shelf takes every mode for its own.
        plain = ask.model_copy(update={"mode": None})
        found = await runtime_of(request).run(lambda loaded: asking.answer(loaded, plain, **options))
        told = parts_of if ask.mode is AnswerMode.EXTRACTIVE else self.told
        return Telling(language=found.language, parts=told(replace(found, question_id=noted_as or "A" * 22)))


@pytest.fixture
def teller(monkeypatch: pytest.MonkeyPatch) -> Teller:
    teller = Teller()
    monkeypatch.setattr(asking, "begin", teller.begin)
    return teller


@pytest.fixture
def writing(serve: Serve, teller: Teller) -> TestClient:
    """A client of an application whose answers a model writes."""
    client = serve()
    client.app.state.writer = object()
    teller.told = lambda found: parts_of(written(found, TEXTS, left_out=2))
    return client


@pytest.mark.parametrize(
    ("address", "mark", "joint"), [("/", "reference", " "), ("/embed", "ref", "\N{NO-BREAK SPACE}")]
)
@pytest.mark.parametrize("language", list(LanguageCode))
def test_sentences_come_before_the_page(
    writing: TestClient, address: str, mark: str, joint: str, language: LanguageCode
) -> None:
    asked = f"{address}?q=omnichannel+CRM&lang={language.value}"
    response = writing.get(asked, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["content-language"] == language.value
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept, Accept-Language"
    events = read_events(response.text)
    assert [name for name, _ in events] == ["opening", "sentence", "sentence", "page"]
    begun = Page(events[0][1])
    [(article, _)] = begun.all("article")
    assert article["class"] == "answer writing"
    assert [text for _, text in begun.all("h2")] == [Page(events[-1][1]).all("h2")[0][1]]
    assert begun.all("div", class_="sentences")[0][1] == ""
    for number, (text, (_, html)) in enumerate(zip(TEXTS, events[1:-1], strict=True), start=1):
        shown = Page(html)
        [(paragraph, words)] = shown.all("p", class_="prose")
        assert words == f"{text}{joint}[{number}]"
        assert (paragraph["lang"], paragraph["dir"]) == ("en", "ltr")
        assert [said for _, said in shown.all("span", class_=mark)] == [f"[{number}]"]
        assert shown.all("b") == shown.all("a") == []
    assert answer_in(events[-1][1]) == answer_in(writing.get(f"{asked}&mode=generative", headers=BROWSER).text)
    assert TEXTS[0] in Page(events[-1][1]).all("div", class_="sentences")[0][1]


def answer_in(html: str) -> list[tuple[str, str]]:
    """The answer's paragraphs, quotes and links, with their words."""
    shown = Page(html)
    links = [
        (link["href"] or "", text) for link, text in shown.all("a") if "data-source" in link or "data-other" in link
    ]
    return [*links, *(("", text) for tag in ("h2", "p", "blockquote") for _, text in shown.all(tag))]


def test_an_answer_in_the_sources_words_comes_in_one_piece(writing: TestClient, teller: Teller) -> None:
    teller.told = parts_of
    [(name, html)] = read_events(writing.get("/?q=omnichannel", headers=EVENTS).text)
    assert name == "page"
    assert answer_in(html) == answer_in(writing.get("/?q=omnichannel&mode=generative", headers=BROWSER).text)
    assert Page(html).all("div", class_="making") == []


def test_what_is_wrong_at_once_is_a_page(writing: TestClient) -> None:
    for address in ("/?q=&lang=en", "/embed?q=&lang=en"):
        response = writing.get(address, headers=EVENTS)
        assert response.status_code == 422
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "Type a question first." in response.text


@pytest.mark.parametrize("address", ["/?q=omnichannel&lang=en", "/embed?q=omnichannel&lang=en"])
def test_what_goes_wrong_on_the_way_is_on_the_page(writing: TestClient, teller: Teller, address: str) -> None:
    async def broken(found: Answer) -> AsyncGenerator[Part, None]:
        whole = written(found, TEXTS)
        yield opening(whole)
        yield whole.sentences[0]
        raise Problem(slug="index-unavailable", detail="gone")

    teller.told = broken
    events = read_events(writing.get(address, headers=EVENTS).text)
    assert [name for name, _ in events] == ["opening", "sentence", "page"]
    shown = Page(events[-1][1])
    assert [text for _, text in shown.all("p", class_="message")] == [
        "The knowledge base cannot be read at the moment. Try again later."
    ]
    assert shown.all("article") == []


def test_whoever_leaves_ends_the_writing(writing: TestClient) -> None:
    closed = []

    async def endless(whole: Answer) -> AsyncGenerator[Part, None]:
        try:
            yield opening(whole)
            while True:
                yield whole.sentences[0]
        finally:
            closed.append(True)

    async def leave() -> list[str]:
        found = written(ShelfAnswerer(Shelf()).answer("CRM"), TEXTS[:1])
        request = Request({"type": "http", "app": writing.app})
        looks = Looks(mark="ref", joint=" ", title="Answer")
        telling = Telling(language=found.language, parts=endless(found))
        events = page_events(request, telling, looks=looks, shown=lambda **_: pytest.fail("it is not whole"))
        names = [(await anext(events))[0], (await anext(events))[0]]
        await events.aclose()
        return names

    assert asyncio.run(leave()) == ["opening", "sentence"]
    assert closed == [True]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/event-stream", True),
        ("text/event-stream, text/html;q=0.9", True),
        ("text/html, text/event-stream", False),
        ("text/event-stream;q=0", False),
        ("*/*", False),
        ("", False),
        (BROWSER["accept"], False),
    ],
)
def test_events_are_for_those_who_name_them(accept: str, expected: bool) -> None:
    request = Request({"type": "http", "headers": [(b"accept", accept.encode())]})
    assert wants_events(request) is expected


@pytest.mark.parametrize("address", ["/", "/embed"])
def test_only_where_a_model_writes_is_there_something_to_stop(
    client: TestClient, writing: TestClient, address: str
) -> None:
    def stops(one: TestClient, query: str) -> int:
        return len(
            [
                True
                for box, _ in Page(one.get(address + query, headers=BROWSER).text).all("button")
                if "data-stop" in box
            ]
        )

    assert [stops(client, query) for query in ("", "?q=CRM")] == [0, 0]
    assert [stops(writing, query) for query in ("", "?q=CRM")] == [1, 1]
    assert "data-writing" not in client.get(address, headers=BROWSER).text


@pytest.mark.parametrize("address", ["/", "/embed"])
def test_the_way_to_the_sources_own_words_and_back(writing: TestClient, teller: Teller, address: str) -> None:
    def ways(query: str) -> list[tuple[str | None, str]]:
        shown = Page(writing.get(f"{address}?{query}", headers=BROWSER).text)
        return [(link["href"], text) for link, text in shown.all("a") if "data-other" in link]

    [(there, words)] = ways("q=CRM%26x&lang=en&mode=generative")
    assert words == "In the sources’ own words"
    assert "q=CRM%26x" in (there or "")
    assert "mode=extractive" in (there or "")
    teller.told = parts_of
    [(back, words)] = ways((there or "").partition("?")[2])
    assert teller.asked[-1].mode is AnswerMode.EXTRACTIVE
    assert words == "Written by the language model"
    assert "mode=" not in (back or "")
    assert "q=CRM%26x" in (back or "")
    assert ways("q=CRM&lang=en&mode=generative") == []
    assert ways("q=nic+takiego&mode=extractive") == []
    assert writing.get(f"{address}?q=CRM&mode=loud", headers=BROWSER).status_code == 422


def test_without_a_model_there_is_no_way_to_one(client: TestClient) -> None:
    shown = Page(client.get("/?q=CRM&mode=extractive", headers=BROWSER).text)
    assert [link for link, _ in shown.all("a") if "data-other" in link] == []
    assert shown.all("h1")[0][1] == "Answers in the sources’ own words"


def making(client: TestClient, address: str) -> list[str]:
    shown = Page(client.get(address, headers=BROWSER).text)
    return [line for _, text in shown.all("div", class_="making") for line in text.strip().split("\n") if line.strip()]


@pytest.mark.parametrize("address", ["/", "/embed"])
@pytest.mark.parametrize(("language", "two"), [("en", "2"), ("pl", "2"), ("fa", "۲"), ("ar", "٢")])
def test_who_wrote_it_is_told(writing: TestClient, teller: Teller, address: str, language: str, two: str) -> None:
    texts = interface(LanguageCode(language)).writing
    by = texts["written_by"].replace("{model}", f"\N{FIRST STRONG ISOLATE}{MODEL}\N{POP DIRECTIONAL ISOLATE}")
    told = making(writing, f"{address}?q=CRM&mode=generative&lang={language}")
    assert [line.strip() for line in told] == [by, texts["left_out"].replace("{count}", two), texts["own_words"]]
    teller.told = lambda found: parts_of(written(found, TEXTS, is_cut=True))
    told = making(writing, f"{address}?q=CRM&mode=generative&lang={language}")
    assert [line.strip() for line in told] == [by, texts["cut"], texts["own_words"]]


@pytest.mark.parametrize("address", ["/", "/embed"])
@pytest.mark.parametrize("fallback", list(Fallback))
def test_why_it_did_not_write_is_told(writing: TestClient, teller: Teller, address: str, fallback: Fallback) -> None:
    became = Generation(model=MODEL, fallback=fallback)
    teller.told = lambda found: parts_of(replace(found, generation=became))
    for language in LanguageCode:
        told = making(writing, f"{address}?q=CRM&mode=generative&lang={language.value}")
        assert [line.strip() for line in told] == [interface(language).fallbacks[fallback.value]]
    assert making(writing, f"{address}?q=nic+takiego&lang=en") == []


def test_a_models_name_is_only_text(writing: TestClient, teller: Teller) -> None:
    named = "<img src=x onerror=alert(1)>"
    teller.told = lambda found: parts_of(replace(written(found, TEXTS), generation=Generation(model=named)))
    html = writing.get("/?q=CRM&mode=generative&lang=en", headers=BROWSER).text
    assert Page(html).all("img") == []
    assert "&lt;img src=x" in html
