"""POST and GET /v1/ask: the contract's fields, filters, events, and every way a request can be wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.schemas import AskResponse

QUESTION = "Co zbiera CRM?"
EVENTS = {"accept": "text/event-stream"}


def without_id(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the id of its question, which no two have in common."""
    assert re.fullmatch(r"[\w-]{22}", answer["question_id"])
    return {**answer, "question_id": None}


def test_answer_has_the_fields_of_the_contract(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert list(answer) == [
        "answered",
        "language",
        "direction",
        "mode",
        "kind",
        "answer",
        "sentences",
        "citations",
        "notes",
        "confidence",
        "suggestions",
        "snapshot",
        "took_ms",
        "question_id",
        "generation",
        "understood_as",
    ]
    assert answer["answered"] is True
    assert answer["answer"] == "CRM zbiera dane o klientach. [1]".replace("CRM", "- CRM")
    assert answer["sentences"] == [
        {"text": "- CRM zbiera dane o klientach.", "citations": [1], "language": "pl", "direction": "ltr"}
    ]
    assert list(answer["citations"][0]) == [
        "number",
        "article_id",
        "title",
        "publisher",
        "published",
        "url",
        "language",
        "direction",
        "passage_id",
        "heading",
        "quote",
        "start",
        "end",
        "similarity",
        "version",
        "concepts",
    ]


@pytest.mark.parametrize(
    ("question", "article_id"),
    [
        ("القنوات كلها", "ar-kanat"),
        ("همه\N{ARABIC HAMZA ABOVE} کانال\N{ZERO WIDTH NON-JOINER}ها", "fa-kanal"),
        ("wspólne dane o klientach", "pl-kanaly"),
    ],
)
def test_quote_is_a_slice_of_the_source(client: TestClient, question: str, article_id: str) -> None:
    citation = client.post("/v1/ask", json={"question": question}).json()["citations"][0]
    source = client.get(f"/v1/articles/{article_id}/source").content.decode("utf-8")
    assert citation["article_id"] == article_id
    assert source[citation["start"] : citation["end"]] == citation["quote"] != ""


def test_get_gives_the_same_as_post(client: TestClient) -> None:
    posted = client.post(
        "/v1/ask", json={"question": "omnichannel", "language": "fa", "top_k": 1, "source_languages": ["pl", "ar"]}
    )
    fields = {"q": "omnichannel", "language": "fa", "top_k": "1", "source_languages": ["pl", "ar"]}
    got = client.get("/v1/ask", params=fields)
    assert posted.status_code == got.status_code == 200
    assert without_id(got.json()) == without_id(posted.json())
    assert got.json()["direction"] == "rtl"
    assert len(got.json()["citations"]) == 1


def test_languages_may_be_separated_by_commas(client: TestClient) -> None:
    answer = client.get("/v1/ask?q=omnichannel&source_languages=fa,ar").json()
    assert answer["answered"] is False
    assert answer["citations"] == []
    assert answer["suggestions"] == ["Narzędzia"]


def test_article_ids_may_be_repeated_and_hold_spaces(client: TestClient) -> None:
    answer = client.get("/v1/ask?q=omnichannel&article_ids=pl%20hostile&article_ids=fa-kanal").json()
    assert {citation["article_id"] for citation in answer["citations"]} == {"pl hostile"}


def test_null_means_not_given(client: TestClient) -> None:
    body = {"question": QUESTION, "language": None, "source_languages": None, "article_ids": None}
    assert client.post("/v1/ask", json=body).json()["answered"] is True


def test_longest_question_is_answered(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "🛒" * 1000}).status_code == 200
    assert client.post("/v1/ask", json={"question": "🛒" * 1001}).status_code == 422


def test_byte_order_mark_is_tolerated(client: TestClient) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"question": QUESTION}).encode("utf-8")
    assert client.post("/v1/ask", content=body).status_code == 200


def read_events(text: str) -> list[tuple[str, Any]]:
    events = []
    for block in text.strip().split("\n\n"):
        name, value = block.split("\n", 1)
        events.append((name.removeprefix("event: "), json.loads(value.removeprefix("data: "))))
    return events


@pytest.mark.parametrize("question", [QUESTION, "omnichannel kanały", "zupełnie nic"])
def test_events_are_the_json_answer(client: TestClient, question: str) -> None:
    whole = client.post("/v1/ask", json={"question": question}).json()
    response = client.get("/v1/ask", params={"q": question}, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    names = [name for name, _ in events]
    assert names == ["meta", *["sentence"] * len(whole["sentences"]), "citations", "done"]
    rebuilt = {
        **events[0][1],
        **events[-1][1],
        "sentences": [value for name, value in events if name == "sentence"],
        "citations": events[-2][1],
    }
    assert without_id(rebuilt) == without_id(whole)
    AskResponse.model_validate(rebuilt)


def test_events_by_post(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION}, headers=EVENTS)
    assert [name for name, _ in read_events(response.text)] == ["meta", "sentence", "citations", "done"]


def test_bad_request_for_events_is_a_problem(client: TestClient) -> None:
    response = client.get("/v1/ask?q=", headers=EVENTS)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


SURROGATE = b'{"question":"\\ud83d"}'
DEEP = b'{"question":' + b"[" * 100_000
HUGE_NUMBER = b'{"question":"a","top_k":' + b"9" * 5000 + b"}"


@pytest.mark.parametrize(
    ("body", "status", "slug", "pointers"),
    [
        (b"", 400, "bad-json", []),
        (b"{", 400, "bad-json", []),
        (b'{"question": NaN}', 422, "wrong-type", ["#/question"]),
        (SURROGATE, 400, "bad-json", []),
        (DEEP, 400, "bad-json", []),
        (HUGE_NUMBER, 400, "bad-json", []),
        (b'{"question":"\xff"}', 400, "not-utf-8", []),
        (b"[]", 422, "wrong-type", ["#"]),
        (b'"question"', 422, "wrong-type", ["#"]),
        (b"null", 422, "wrong-type", ["#"]),
        ({}, 422, "missing-field", ["#/question"]),
        ({"question": ""}, 422, "empty-question", ["#/question"]),
        ({"question": " \n\t "}, 422, "empty-question", ["#/question"]),
        ({"question": "\N{ZERO WIDTH NON-JOINER}\N{LEFT-TO-RIGHT MARK}"}, 422, "empty-question", ["#/question"]),
        ({"question": "a" * 1001}, 422, "question-too-long", ["#/question"]),
        ({"question": "a\0b"}, 422, "control-characters", ["#/question"]),
        ({"question": "a\x9bb"}, 422, "control-characters", ["#/question"]),
        ({"question": 5}, 422, "wrong-type", ["#/question"]),
        ({"question": ["a"]}, 422, "wrong-type", ["#/question"]),
        ({"question": None}, 422, "wrong-type", ["#/question"]),
        ({"question": "a", "langauge": "fa"}, 422, "unknown-field", ["#/langauge"]),
        ({"question": "a", "x/y~z": 1}, 422, "unknown-field", ["#/x~1y~0z"]),
        ({"question": "a", "language": "de"}, 422, "unknown-language", ["#/language"]),
        ({"question": "a", "language": "FA"}, 422, "unknown-language", ["#/language"]),
        ({"question": "a", "language": 1}, 422, "unknown-language", ["#/language"]),
        ({"question": "a", "source_languages": ["fa", "xx"]}, 422, "unknown-language", ["#/source_languages/1"]),
        ({"question": "a", "source_languages": ["xx"]}, 422, "unknown-language", ["#/source_languages/0"]),
        ({"question": "a", "source_languages": "fa"}, 422, "wrong-type", ["#/source_languages"]),
        ({"question": "a", "source_languages": []}, 422, "empty-filter", ["#/source_languages"]),
        ({"question": "a", "source_languages": ["fa", "fa"]}, 422, "repeated-value", ["#/source_languages"]),
        ({"question": "a", "article_ids": []}, 422, "empty-filter", ["#/article_ids"]),
        ({"question": "a", "article_ids": [""]}, 422, "empty-filter", ["#/article_ids/0"]),
        ({"question": "a", "article_ids": ["x", "x"]}, 422, "repeated-value", ["#/article_ids"]),
        (
            {"question": "a", "article_ids": ["fa-kanal", "x", "y"]},
            422,
            "unknown-article-in-filter",
            ["#/article_ids/1", "#/article_ids/2"],
        ),
        ({"question": "a", "mode": "magic"}, 422, "unknown-mode", ["#/mode"]),
        ({"question": "a", "top_k": 0}, 422, "out-of-range", ["#/top_k"]),
        ({"question": "a", "top_k": 21}, 422, "out-of-range", ["#/top_k"]),
        ({"question": "a", "top_k": -(10**30)}, 422, "out-of-range", ["#/top_k"]),
        ({"question": "a", "top_k": "5"}, 422, "wrong-type", ["#/top_k"]),
        ({"question": "a", "top_k": 5.5}, 422, "wrong-type", ["#/top_k"]),
        ({"question": "a", "top_k": True}, 422, "wrong-type", ["#/top_k"]),
        ({"question": "", "top_k": 0}, 422, "invalid-request", ["#/question", "#/top_k"]),
    ],
)
def test_what_a_body_can_do_wrong(
    client: TestClient, body: bytes | dict[str, object], status: int, slug: str, pointers: list[str]
) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8")
    response = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (status, f"/problems/{slug}")
    assert [error["pointer"] for error in problem["errors"]] == pointers


@pytest.mark.parametrize(
    ("query", "status", "slug", "parameters"),
    [
        ("", 422, "missing-field", ["q"]),
        ("q=", 422, "empty-question", ["q"]),
        ("q=%20%0A", 422, "empty-question", ["q"]),
        ("q=a%00b", 422, "control-characters", ["q"]),
        ("q=%ff", 400, "not-utf-8", []),
        ("q=a&q=b", 422, "repeated-value", ["q"]),
        ("question=a", 422, "unknown-field", ["question"]),
        ("q=a&utm=1", 422, "unknown-field", ["utm"]),
        ("q=a&language=de", 422, "unknown-language", ["language"]),
        ("q=a&language=", 422, "unknown-language", ["language"]),
        ("q=a&top_k=many", 422, "wrong-type", ["top_k"]),
        ("q=a&top_k=21", 422, "out-of-range", ["top_k"]),
        ("q=a&source_languages=fa,fa", 422, "repeated-value", ["source_languages"]),
        ("q=a&article_ids=x", 422, "unknown-article-in-filter", ["article_ids"]),
        ("q=" + "a" * 1001, 422, "question-too-long", ["q"]),
        ("&".join(["q=a"] * 2001), 422, "invalid-request", []),
    ],
)
def test_what_a_query_can_do_wrong(
    client: TestClient, query: str, status: int, slug: str, parameters: list[str]
) -> None:
    response = client.get(f"/v1/ask?{query}")
    problem = response.json()
    assert (response.status_code, problem["type"]) == (status, f"/problems/{slug}")
    assert [error["parameter"] for error in problem["errors"]] == parameters


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=UTF-8", 200),
        ("application/ld+json", 200),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
    ],
)
def test_content_types(client: TestClient, content_type: str, status: int) -> None:
    body = json.dumps({"question": QUESTION})
    response = client.post("/v1/ask", content=body, headers={"content-type": content_type})
    assert response.status_code == status


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("*/*", 200, "application/json"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", 200, "application/json"),
        ("application/*", 200, "application/json"),
        ("text/*", 200, "text/event-stream"),
        ("application/json;q=0.5, text/event-stream", 200, "text/event-stream"),
        ("application/json;q=0, */*", 200, "text/event-stream"),
        ("image/png", 406, "application/problem+json"),
        ("application/json;q=0", 406, "application/problem+json"),
    ],
)
def test_accept(client: TestClient, accept: str, status: int, media_type: str) -> None:
    response = client.get("/v1/ask", params={"q": QUESTION}, headers={"accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"].split(";")[0] == media_type
    if status == 200:
        assert response.headers["vary"] == "Accept"
