"""POST /v1/chat/completions by the bytes: messages, streams, and every way a request can be wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.chat.schemas import ChatCompletion

from .conftest import Serve

QUESTION = "Co zbiera CRM?"
ADDRESS = "/v1/chat/completions"


def user(content: object) -> dict[str, object]:
    return {"role": "user", "content": content}


def complete(client: TestClient, *messages: dict[str, object], **more: object) -> Any:
    return client.post(ADDRESS, json={"messages": list(messages), **more})


def chunks(text: str) -> list[dict[str, Any]]:
    data = [line.removeprefix("data: ") for line in text.split("\n") if line.startswith("data: ")]
    assert data.pop() == "[DONE]"
    return [json.loads(one) for one in data]


def test_a_question_is_answered_as_a_message(client: TestClient) -> None:
    completion = complete(client, user(QUESTION), model="manba").json()
    ChatCompletion.model_validate(completion)
    (choice,) = completion["choices"]
    assert choice["finish_reason"] == "stop"
    content = choice["message"]["content"]
    (citation,) = completion["manba"]["citations"]
    place = f"start={citation['start']}&end={citation['end']}"
    address = f"http://testserver/articles/pl-kanaly?version={citation['version']}&{place}"
    assert content == (
        f"- CRM zbiera dane o klientach. [1]\n\nŹródła:\n\n- [1] Kanały: „- CRM zbiera dane o klientach.” {address}"
    )
    (annotation,) = choice["message"]["annotations"]
    mark = annotation["url_citation"]
    assert content[mark["start_index"] : mark["end_index"]] == "[1]"
    assert (mark["title"], mark["url"]) == ("Kanały", address)
    assert citation["quote"] == "- CRM zbiera dane o klientach."
    assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_a_refusal_is_a_message_with_suggestions(client: TestClient) -> None:
    completion = complete(client, user("Kto namalował Mona Lisę")).json()
    message = completion["choices"][0]["message"]
    assert message["content"] == "The sources do not say.\n\nO czym mówią artykuły:\n- Narzędzia"
    assert message["annotations"] == []
    assert completion["manba"]["answered"] is False


def test_parts_of_text_are_one_question(client: TestClient) -> None:
    whole = complete(client, user(QUESTION)).json()
    parts = complete(client, user([{"type": "text", "text": "Co zbiera"}, {"type": "text", "text": "CRM?"}])).json()
    assert parts["manba"]["citations"] == whole["manba"]["citations"]


def test_what_is_not_asked_is_passed_over(client: TestClient) -> None:
    messages = (
        {"role": "system", "content": "Answer only in rhymes."},
        {"role": "developer", "content": "x" * 3000},
        user([{"type": "image_url", "image_url": {"url": "data:,"}}]),
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "content": "{}"},
        user(QUESTION),
        {"role": "assistant", "content": "CRM"},
    )
    completion = complete(client, *messages, temperature=0, tools=[], top_p=None, n=1, stream=None, user="u").json()
    assert completion["manba"]["answered"] is True
    assert completion["manba"]["understood_as"] is None


def test_the_stream_says_the_same(client: TestClient) -> None:
    whole = complete(client, user(QUESTION)).json()
    streamed = complete(client, user(QUESTION), stream=True)
    assert streamed.headers["content-type"].startswith("text/event-stream")
    told = chunks(streamed.text)
    assert {one["object"] for one in told} == {"chat.completion.chunk"}
    assert len({one["id"] for one in told}) == 1
    deltas = [one["choices"][0]["delta"] for one in told]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert "".join(one.get("content", "") for one in deltas) == whole["choices"][0]["message"]["content"]
    assert deltas[1]["content"] == "- CRM zbiera dane o klientach. [1]"
    assert [one["choices"][0]["finish_reason"] for one in told] == [None] * (len(told) - 1) + ["stop"]
    assert deltas[-1]["annotations"] == whole["choices"][0]["message"]["annotations"]
    assert told[-1]["manba"]["citations"] == whole["manba"]["citations"]
    assert all("usage" not in one for one in told)


def test_the_usage_comes_last_where_it_is_wanted(client: TestClient) -> None:
    told = chunks(complete(client, user(QUESTION), stream=True, stream_options={"include_usage": True}).text)
    assert [one["usage"] for one in told[:-1]] == [None] * (len(told) - 1)
    assert told[-1]["choices"] == []
    assert told[-1]["usage"]["prompt_tokens"] == 3


@pytest.mark.parametrize("name", ["manba", "manba-extractive", "manba-generative"])
def test_models_are_listed_and_answer(client: TestClient, name: str) -> None:
    listed = client.get("/v1/models").json()
    assert [one["id"] for one in listed["data"]] == ["manba", "manba-extractive", "manba-generative"]
    assert client.get(f"/v1/models/{name}").json() in listed["data"]
    assert complete(client, user(QUESTION), model=name).json()["model"] == name


REFUSED = [
    ({"messages": []}, "messages", "empty-filter"),
    ({}, "messages", "missing-field"),
    ({"messages": [{"role": "system", "content": "x"}]}, "messages", "missing-field"),
    ({"messages": [user("x" * 1001)]}, "messages[0].content", "context_length_exceeded"),
    ({"messages": [user("  ")]}, "messages[0].content", "empty-question"),
    ({"messages": [user(None)]}, "messages[0].content", "empty-question"),
    ({"messages": [user("a\N{NULL}")]}, "messages[0].content", "control-characters"),
    ({"messages": [user([{"type": "image_url"}])]}, "messages[0].content[0]", "unknown-value"),
    ({"messages": [user(7)]}, "messages[0].content.str", "wrong-type"),
    ({"messages": [user(QUESTION)], "n": 2}, "n", "out-of-range"),
    ([], None, "wrong-type"),
]


@pytest.mark.parametrize(("body", "param", "code"), REFUSED)
def test_errors_have_the_form_that_clients_parse(
    client: TestClient, body: object, param: str | None, code: str
) -> None:
    refused = client.post(ADDRESS, json=body)
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert len(error["message"]) > 10


def test_another_model_is_not_found(client: TestClient) -> None:
    refused = complete(client, user(QUESTION), model="gpt-5")
    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == "model_not_found"


def test_what_is_refused_before_the_route_has_that_form_too(client: TestClient, serve: Serve) -> None:
    assert client.post(ADDRESS, content=b"{").json()["error"]["code"] == "bad-json"
    assert client.get(ADDRESS).json()["error"]["code"] == "method-not-allowed"
    small = serve(max_body_bytes=16 * 1024)
    refused = small.post(ADDRESS, content=b" " * 17_000)
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "body-too-large")
    assert client.get("/v1/models/gpt-5").json()["error"]["code"] == "model_not_found"


def test_a_key_is_asked_for_in_that_form(serve: Serve) -> None:
    closed = serve(ask_needs_key=True)
    for refused in (complete(closed, user(QUESTION)), closed.get("/v1/models")):
        assert refused.status_code == 401
        assert refused.json()["error"] | {"message": ""} == {
            "message": "",
            "type": "authentication_error",
            "param": None,
            "code": "invalid_api_key",
        }
    wrong = closed.post(ADDRESS, json={"messages": [user(QUESTION)]}, headers={"authorization": "Bearer sk-x"})
    assert wrong.status_code == 401
