"""The pages without any script: escaping, directions, languages, the marked quote, what a screen reader is told."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from api.problems import PROBLEM_TYPES
from api.web.interface import interface
from api.web.pages import HERE, message_for
from indexer import LanguageCode

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """The elements of a page, checked to be nested rightly: (tag, attributes, text inside)."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, _, inside in self._open:
            inside.append(data)

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, "".join(inside))
            for name, attributes, inside in self.elements
            if name == tag and all(attributes.get(key.rstrip("_")) == value for key, value in wanted.items())
        ]


def page(client: TestClient, address: str, **headers: str) -> Page:
    response = client.get(address, headers={**BROWSER, **headers})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


ADDRESSES = [
    "/",
    "/?q=omnichannel",
    "/?q=nic",
    "/?q=",
    "/articles",
    "/articles/pl-kanaly?start=0&end=11",
    "/nothing",
    "/editor",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("pl", "ltr"), ("en", "ltr")])
def test_every_page_in_every_language(client: TestClient, address: str, language: str, direction: str) -> None:
    shown = page(client, address, **{"accept-language": language})
    [(html, _)] = shown.all("html")
    assert (html["lang"], html["dir"]) == (language, direction)
    assert len(shown.all("main")) == 1
    assert len(shown.all("h1")) == 1
    assert [link["hreflang"] for link, _ in shown.all("a") if "data-language" in link] == ["ar", "en", "fa", "pl"]
    ids = [attributes["id"] for _, attributes, _ in shown.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes, _ in shown.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        labelled_by = attributes.get("aria-labelledby")
        assert labelled_by is None or labelled_by in ids
    assert all("src" in attributes and text == "" for attributes, text in shown.all("script"))
    assert shown.all("style") == []


def test_nothing_comes_from_elsewhere(client: TestClient) -> None:
    for address in ADDRESSES:
        for _, attributes, _ in page(client, address).elements:
            for name in ("src", "action"):
                assert (attributes.get(name) or "/").startswith("/")
        for attributes, _ in page(client, address).all("link"):
            beginning = "/oembed?" if attributes["rel"] == "alternate" else "/static/"
            assert (attributes["href"] or "").startswith(beginning)
    names = [path.name for path in (HERE / "static").iterdir() if path.name.startswith("manba")]
    assert len(names) >= 6
    for name in names:
        assert "http" not in client.get(f"/static/{name}").text.replace("http://www.w3.org", "")


def test_language_by_address_then_by_header_then_english(client: TestClient) -> None:
    def language(address: str, accepted: str) -> str | None:
        return page(client, address, **{"accept-language": accepted}).all("html")[0][0]["lang"]

    assert language("/?lang=pl", "fa") == "pl"
    assert language("/?lang=xx", "fa") == "fa"
    assert language("/", "de, ar-EG;q=0.8, pl;q=0.9") == "pl"
    assert language("/", "de") == "en"
    assert language("/", "fa;q=0") == "en"


def test_chosen_language_stays_in_links(client: TestClient) -> None:
    shown = page(client, "/?lang=fa&q=omnichannel")
    assert shown.all("input", name="lang")[0][0]["value"] == "fa"
    references = [link["href"] or "" for link, _ in shown.all("a") if link.get("class") == "reference"]
    assert references
    assert all("&lang=fa#quote" in link for link in references)
    switches = {link["hreflang"]: link["href"] for link, _ in shown.all("a") if "data-language" in link}
    assert switches["pl"] == "/?q=omnichannel&lang=pl"


def test_answer_without_script(client: TestClient) -> None:
    shown = page(client, "/?q=Co+zbiera+CRM%3F")
    [(question, text)] = shown.all("textarea", id="question")
    assert text == "Co zbiera CRM?"
    assert question["dir"] == "auto"
    [(reference, mark)] = [one for one in shown.all("a") if one[0].get("class") == "reference"]
    assert mark == "[1]"
    assert "Kanały" in (reference["aria-label"] or "")
    source = page(client, reference["href"] or "")
    assert [text for _, text in source.all("mark", id="quote")] == ["CRM zbiera dane o klientach."]


@pytest.mark.parametrize(
    ("question", "language"), [("القنوات", "ar"), ("کانال\N{ZERO WIDTH NON-JOINER}ها", "fa"), ("omnichannel", "pl")]
)
def test_evidence_has_its_own_language_and_direction(client: TestClient, question: str, language: str) -> None:
    shown = page(client, f"/?lang=en&q={question}")
    direction = "ltr" if language == "pl" else "rtl"
    assert shown.all("blockquote")
    assert {(card["lang"], card["dir"]) for card, _ in shown.all("li", class_="source")} == {(language, direction)}
    assert {text["dir"] for text, _ in shown.all("p", class_="prose")} == {direction}


def test_quotes_of_one_article_stand_together(client: TestClient) -> None:
    shown = page(client, "/?q=omnichannel+CRM+PIM")
    cards = [" ".join(text.split()) for _, text in shown.all("li", class_="source")]
    assert len(cards) == 2
    assert len(shown.all("blockquote")) == 4
    numbers = [text for link, text in shown.all("a", class_="number")]
    assert sorted(numbers) == ["1", "2", "3", "4"]


def test_refusal_offers_what_is_covered(client: TestClient) -> None:
    shown = page(client, "/?q=nic")
    assert shown.all("article", class_="answer refusal")
    assert [link["href"] for link, _ in shown.all("a") if "data-question" in link] == ["/?q=Narz%C4%99dzia"]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("q=", 422, "Type a question first."),
        ("q=" + "a" * 1001, 422, "too long"),
        ("q=a%00b", 422, "control characters"),
        ("q=a&language=xx", 422, "cannot be understood"),
    ],
)
def test_problems_are_told_on_the_page(client: TestClient, query: str, status: int, words: str) -> None:
    response = client.get(f"/?{query}&lang=en", headers=BROWSER)
    assert response.status_code == status
    [(_, message)] = Page(response.text).all("p", role="alert")
    assert words in message


def test_too_many_requests_are_not_called_unreadable() -> None:
    shown = interface(LanguageCode.ENGLISH)
    refused = [slug for slug, kind in PROBLEM_TYPES.items() if kind.status == 429]
    assert refused
    assert {message_for(shown, slug) for slug in refused} == {shown.problems["busy"]}


def test_what_asking_again_does_not_mend_offers_no_second_try(client: TestClient) -> None:
    shown = page(client, "/?q=" + "a" * 1001)
    assert shown.all("p", role="alert")
    assert shown.all("p", class_="again") == []


def test_marks_of_a_campaign_are_ignored(client: TestClient) -> None:
    assert client.get("/?q=omnichannel&utm_source=x&top_k=99&language=").status_code == 200


def test_hostile_text_is_only_text(client: TestClient) -> None:
    attack = "omnichannel <script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    for address, params in (("/", {"q": attack}), ("/articles/pl%20hostile", {"start": "0", "end": "11"})):
        text = client.get(address, params=params, headers=BROWSER).text
        shown = Page(text)
        assert shown.all("img") == []
        assert shown.all("b") == []
        assert all((script["src"] or "").startswith("/static/") for script, _ in shown.all("script"))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
        assert not any((link["href"] or "").startswith("javascript:") for link, _ in shown.all("a"))


def test_article_page(client: TestClient) -> None:
    shown = page(client, "/articles/pl-kanaly")
    assert [text for _, text in shown.all("h2")] == ["Narzędzia"]
    assert [" ".join(text.split()) for _, text in shown.all("li", class_="level-1")] == [
        "• CRM zbiera dane o klientach.",
        "• PIM pilnuje opisów produktów.",
    ]
    assert [text.strip() for _, text in shown.all("th")] == ["Cecha", "Omnichannel", "Multichannel"]
    assert [text.strip() for _, text in shown.all("td")] == ["Dane", "wspólne", "osobne"]
    assert shown.all("mark") == []
    assert [link["rel"] for link, _ in shown.all("a", href="https://example.org/kanaly")] == [
        "noopener noreferrer external"
    ]


@pytest.mark.parametrize(
    "query", ["start=5&end=5", "start=9&end=2", "start=0&end=99999", "start=a&end=b", "start=-1&end=2"]
)
def test_stale_quote_shows_the_article_unmarked(client: TestClient, query: str) -> None:
    shown = page(client, f"/articles/pl-kanaly?{query}")
    assert shown.all("mark") == []
    assert shown.all("article")


def test_list_of_articles(client: TestClient) -> None:
    listed = [
        link["href"] for link, _ in page(client, "/articles").all("a") if (link["href"] or "").startswith("/articles/")
    ]
    assert listed == ["/articles/ar-kanat", "/articles/fa-kanal", "/articles/pl%20hostile", "/articles/pl-kanaly"]
    assert [text for _, text in page(client, "/articles?lang=pl").all("h2")] == ["polski", "arabski", "perski"]


def test_missing_page_for_a_browser_and_for_a_program(client: TestClient) -> None:
    assert client.get("/articles/none", headers=BROWSER).headers["content-type"].startswith("text/html")
    assert client.get("/articles/none").headers["content-type"] == "application/problem+json"
    assert client.get("/v1/nothing", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_what_the_page_announces(client: TestClient) -> None:
    shown = page(client, "/?lang=en")
    assert [attributes["aria-busy"] for attributes, _ in shown.all("div", id="answer")] == ["false"]
    [(status, _)] = shown.all("p", role="status")
    assert status["data-working"] == "Looking in the sources…"
    labelled = {label["for"] for label, _ in shown.all("label")}
    assert labelled == {"question", "language"}


def test_static_files_are_cached_by_version(client: TestClient) -> None:
    text = client.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert len(addresses) == 3
    for address in addresses:
        response = client.get(address)
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        plain = client.get(address.partition("?")[0])
        assert plain.headers["cache-control"] == "no-cache"
        again = client.get(address, headers={"if-none-match": response.headers["etag"]})
        assert again.status_code == 304
