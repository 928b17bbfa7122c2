"""The widget's script, the page for frames, oEmbed and the builder: what they say and the headers they say it under."""

from __future__ import annotations

import gzip
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from starlette.testclient import TestClient

from api.embed.rendering import frame_policy
from api.embed.script import widget_script
from api.widgets.store import WidgetStore
from indexer import LanguageCode, ManbaError

from .conftest import Serve
from .test_page import Page, page

LANGUAGES = ["fa", "ar", "pl", "en"]


def ancestors(policy: str) -> str:
    [found] = [part.strip() for part in policy.split(";") if part.strip().startswith("frame-ancestors")]
    return found


def test_script_is_small_and_may_be_loaded_by_every_page(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"accept-encoding": "gzip"})
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["vary"] == "Accept-Encoding"
    assert int(response.headers["content-length"]) <= 30_000
    plain = client.get("/widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content == gzip.decompress(widget_script().compressed)
    assert plain.headers["etag"] != response.headers["etag"]
    assert client.get("/widget.js", headers={"if-none-match": response.headers["etag"]}).status_code == 304


def test_script_makes_no_html_and_keeps_nothing() -> None:
    script = widget_script().body.decode("utf-8")
    assert "customElements.define" in script
    for forbidden in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage", "cookie", "http:"):
        assert forbidden not in script.replace("Sends no cookie", "").replace("http://www.w3.org/2000/svg", ""), (
            forbidden
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_frame_page_without_script(client: TestClient, language: str) -> None:
    shown = page(client, f"/embed?lang={language}&theme=dark&placeholder=Pytaj&q=Co+zbiera+CRM%3F")
    [(html, _)] = shown.all("html")
    assert (html["lang"], html["dir"]) == (language, "rtl" if language in {"fa", "ar"} else "ltr")
    [(main, _)] = shown.all("main")
    assert main["data-theme"] == "dark"
    [(box, text)] = shown.all("textarea", name="q")
    assert (text, box["placeholder"]) == ("Co zbiera CRM?", "Pytaj")
    assert {field["name"]: field["value"] for field, _ in shown.all("input", type="hidden")} == {
        "lang": language,
        "theme": "dark",
        "placeholder": "Pytaj",
    }
    assert shown.all("blockquote")[0][1] == "- CRM zbiera dane o klientach."
    [(reference, mark)] = [one for one in shown.all("a") if (one[0]["href"] or "").startswith("#")]
    assert (reference["href"], mark) == ("#citation-1", "[1]")
    assert [item["id"] for item, _ in shown.all("li") if "id" in item] == ["citation-1"]
    assert all(one.get("target") == "_blank" for one, _ in shown.all("a") if not (one["href"] or "").startswith("#"))
    for _, attributes, _ in shown.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_what_went_wrong_is_told_in_the_frame(client: TestClient) -> None:
    for address, status, words in (
        ("/embed?lang=en&q=", 422, "Type a question first."),
        (f"/embed?lang=pl&q={'a' * 1001}", 422, "Pytanie jest za długie. Zmieść je w 1000 znakach."),
        ("/embed?lang=en&q=CRM&articles=gone", 422, "no longer there"),
    ):
        response = client.get(address, headers={"accept": "text/html"})
        assert response.status_code == status
        assert words in response.text


@pytest.mark.parametrize("days", [90, 0])
def test_the_frame_says_that_questions_are_kept_where_they_are(serve: Serve, tmp_path, days: int) -> None:
    client = serve(state=tmp_path, keep_questions_days=days)
    note = "Your question is kept without your name or address"
    assert note not in client.get("/embed?lang=en").text
    assert (note in client.get("/embed?lang=en&q=omnichannel").text) is (days > 0)


def test_a_problem_in_the_frame_keeps_its_headers(serve: Serve, tmp_path) -> None:
    client = serve(state=tmp_path, ask_needs_key=True)
    refused = client.get("/embed?lang=en&q=CRM", headers={"accept": "text/html"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="manba"')
    assert "Questions need a key here." in refused.text
    assert ancestors(refused.headers["content-security-policy"]) == "frame-ancestors 'self'"


def test_nothing_in_the_address_becomes_html(client: TestClient) -> None:
    hostile = quote('"><script>alert(1)</script><b onclick=x>')
    for part in ("q", "placeholder", "articles", "theme", "lang", "accent", "radius", "widget"):
        response = client.get(f"/embed?{part}={hostile}", headers={"accept": "text/html"})
        shown = Page(response.text)
        assert not any(text for _, text in shown.all("script")), part
        assert shown.all("b") == []


def test_a_placeholder_is_one_line_of_visible_letters(client: TestClient) -> None:
    shown = page(client, f"/embed?placeholder={quote(f'Pytaj{chr(10)} {chr(0x202E)}tu')}")
    assert [box["placeholder"] for box, _ in shown.all("textarea")] == ["Pytaj tu"]


def test_articles_in_the_address_limit_the_answer(client: TestClient) -> None:
    answered = page(client, "/embed?lang=en&articles=pl%20hostile,fa-kanal&q=omnichannel")
    assert [text for _, text in answered.all("p", class_="name")] == ["<b>Tytuł</b>"]
    assert answered.all("b") == []
    refused = page(client, "/embed?lang=en&articles=fa-kanal&q=omnichannel")
    assert [text for _, text in refused.all("h2")] == ["The sources do not say"]
    [link] = [one for one, _ in refused.all("a") if "data-question" in one]
    assert parse_qs(urlsplit(link["href"] or "").query) == {
        "lang": ["en"],
        "articles": ["fa-kanal"],
        "q": ["Narzędzia"],
    }


def test_colours_are_colours_or_nothing(client: TestClient) -> None:
    [(main, _)] = page(client, "/embed?accent=FFE38A&radius=99").all("main")
    assert (main["data-accent"], main["data-ink"], main["data-radius"]) == ("#ffe38a", "#000000", "40")
    [(main, _)] = page(client, "/embed?accent=red;}&radius=-1&theme=loud").all("main")
    assert "data-accent" not in main
    assert "data-radius" not in main
    assert main["data-theme"] == "auto"


def test_only_named_origins_may_frame_it_and_nothing_else(serve: Serve) -> None:
    client = serve(frame_ancestors="https://Course.example/, https://*.school.example:8443")
    headers = client.get("/embed").headers
    assert ancestors(headers["content-security-policy"]) == (
        "frame-ancestors 'self' https://course.example https://*.school.example:8443"
    )
    assert "x-frame-options" not in headers
    for address in ("/", "/articles/pl-kanaly", "/editor", "/embed/builder", "/v1/articles", "/nothing"):
        headers = client.get(address, headers={"accept": "text/html"}).headers
        assert headers["x-frame-options"] == "DENY"
        assert ancestors(headers["content-security-policy"]) == "frame-ancestors 'none'"


def test_without_a_setting_only_our_own_pages_frame_it(client: TestClient) -> None:
    assert ancestors(client.get("/embed").headers["content-security-policy"]) == "frame-ancestors 'self'"


def test_a_policy_cannot_be_ended_by_an_origin() -> None:
    for origin in ("https://a.example; script-src *", "https://a.example *", "'none'", "javascript:", "https://a/b"):
        with pytest.raises(ManbaError, match="is not an origin"):
            frame_policy([origin])


def test_frame_of_a_widget(serve: Serve, tmp_path) -> None:
    client = serve(state=tmp_path, frame_ancestors="https://everyone.example")
    store = WidgetStore(tmp_path)
    widget = store.create(
        name="course",
        frame_ancestors=("https://course.example",),
        language=LanguageCode.PERSIAN,
        article_ids=("pl-kanaly", "gone"),
    )
    response = client.get(f"/embed?widget={widget.id}&q=omnichannel", headers={"accept-language": "en"})
    assert ancestors(response.headers["content-security-policy"]) == "frame-ancestors 'self' https://course.example"
    shown = Page(response.text)
    assert shown.all("html")[0][0]["lang"] == "fa"
    assert [text for _, text in shown.all("p", class_="name")] == ["Kanały"]
    assert page(client, f"/embed?widget={widget.id}&lang=pl").all("html")[0][0]["lang"] == "pl"
    store.remove(widget.id)
    gone = client.get(f"/embed?widget={widget.id}", headers={"accept": "text/html"})
    assert gone.status_code == 422
    assert ancestors(gone.headers["content-security-policy"]) == "frame-ancestors 'none'"


def discovered(client: TestClient, address: str) -> str:
    [link] = [one for one, _ in page(client, address).all("link") if one["rel"] == "alternate"]
    assert link["type"] == "application/json+oembed"
    return link["href"] or ""


def test_oembed_is_discovered_and_leads_to_a_frame(client: TestClient) -> None:
    made = client.get(discovered(client, "/?lang=pl&q=Co+zbiera+CRM%3F"), headers={"accept-language": "pl"}).json()
    assert (made["version"], made["type"], made["width"], made["height"]) == ("1.0", "rich", 640, 480)
    [(frame, _)] = Page(made["html"]).all("iframe")
    assert frame["src"] == "http://testserver/embed?lang=pl&q=Co+zbiera+CRM%3F"
    assert frame["title"] == made["title"] == "Zapytaj źródła"
    assert page(client, frame["src"] or "").all("blockquote")[0][1] == "- CRM zbiera dane o klientach."


def test_oembed_of_an_article_asks_that_article(client: TestClient) -> None:
    made = client.get(discovered(client, "/articles/pl%20hostile") + "&maxwidth=300&maxheight=9000").json()
    assert (made["title"], made["width"], made["height"]) == ("<b>Tytuł</b>", 300, 480)
    read = Page(made["html"])
    assert [tag for tag, _, _ in read.elements] == ["iframe"]
    assert read.all("iframe")[0][0]["title"] == "<b>Tytuł</b>"
    assert read.all("iframe")[0][0]["src"] == "http://testserver/embed?articles=pl+hostile"


def test_pages_with_nothing_to_ask_are_not_discovered(client: TestClient) -> None:
    for address in ("/articles", "/editor", "/embed/builder", "/nothing"):
        assert [one for one, _ in page(client, address).all("link") if one["rel"] == "alternate"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=https%3A%2F%2Fevil.example%2F", 404),
        ("url=http%3A%2F%2Ftestserver%40evil.example%2F", 404),
        ("url=http%3A%2F%2Ftestserver%2Feditor", 404),
        ("url=http%3A%2F%2Ftestserver%2Farticles%2Fgone", 404),
        ("url=javascript%3Aalert(1)", 404),
        ("url=http%3A%2F%2F%5B", 404),
        ("url=http%3A%2F%2Ftestserver%2F&format=xml", 501),
        ("format=xml", 501),
        ("", 422),
        ("url=http%3A%2F%2Ftestserver%2F&maxwidth=wide", 422),
        ("url=http%3A%2F%2Ftestserver%2F&maxheight=5", 422),
        ("url=http%3A%2F%2Ftestserver%2F&maxheight=120&format=json", 200),
    ],
)
def test_oembed_refuses_what_is_not_ours(client: TestClient, query: str, status: int) -> None:
    response = client.get(f"/oembed?{query}")
    assert response.status_code == status
    kind = "application/json" if status == 200 else "application/problem+json"
    assert response.headers["content-type"] == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_builder_in_every_language(client: TestClient, language: str) -> None:
    shown = page(client, "/embed/builder", **{"accept-language": language})
    assert shown.all("html")[0][0]["lang"] == language
    ids = [box["value"] for box, _ in shown.all("input", name="article")]
    assert sorted(ids, key=str) == ["ar-kanat", "fa-kanal", "pl hostile", "pl-kanaly"]
    assert not any(
        "built-in" in text or "{" in text for tag, _, inside in shown.elements if tag == "button" for text in inside
    )
    labelled = {label.get("for") for label, _ in shown.all("label")}
    for field in ("lang", "theme", "accent", "radius", "placeholder", "find"):
        assert field in labelled
    assert all("src" in script and text == "" for script, text in shown.all("script"))
    policy = client.get("/embed/builder").headers["content-security-policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe" not in policy
    assert quote("<") not in policy
