"""Whatever a client sends, the server answers with what the contract names, never with a 500."""

from __future__ import annotations

import json
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.chat.schemas import ChatCompletion, ChatErrorOut
from api.schemas import AskResponse, ProblemOut, SearchResponse

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
near_turn = st.fixed_dictionaries(
    {"content": st.text(st.characters(), max_size=60) | st.sampled_from(["Co to jest?", "- CRM\n- PIM", "x" * 8001])},
    optional={"role": st.sampled_from(["user", "assistant", "system"]) | any_json},
)
near_ask = st.fixed_dictionaries(
    {},
    optional={
        "question": st.text(st.characters(), max_size=60) | any_json,
        "query": st.text(st.characters(), max_size=60),
        "language": st.sampled_from(["fa", "pl", "ar", "en", "de", "", None]) | any_json,
        "top_k": st.integers(-2, 120) | any_json,
        "source_languages": st.lists(st.sampled_from(["fa", "pl", "xx"]), max_size=3) | any_json,
        "article_ids": st.lists(st.sampled_from(["fa-kanal", "pl hostile", "none", ""]), max_size=3) | any_json,
        "mode": st.sampled_from(["extractive", "generative", "x"]) | any_json,
        "history": st.lists(near_turn, max_size=22) | any_json,
    },
)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EXPECTED = {200, 400, 404, 406, 413, 415, 422}


def check(response, model) -> None:
    assert response.status_code in EXPECTED, response.text
    if response.status_code == 200:
        model.model_validate_json(response.content, by_name=True)
    else:
        assert response.headers["content-type"] == "application/problem+json"
        assert ProblemOut.model_validate_json(response.content).status == response.status_code


@relaxed
@given(
    body=st.binary(max_size=200) | near_ask.map(json.dumps).map(str.encode) | any_json.map(json.dumps).map(str.encode)
)
def test_any_body(client: TestClient, body: bytes) -> None:
    check(client.post("/v1/ask", content=body), AskResponse)
    check(client.post("/v1/search", content=body), SearchResponse)
    check_chat(client.post("/v1/chat/completions", content=body))


near_message = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant", "system", "tool"]) | any_json},
    optional={
        "content": st.text(st.characters(), max_size=60)
        | st.lists(st.fixed_dictionaries({"type": st.sampled_from(["text", "image_url"])}, optional={"text": any_json}))
        | any_json
    },
)
near_chat = st.fixed_dictionaries(
    {"messages": st.lists(near_message, max_size=25) | any_json},
    optional={
        "model": st.sampled_from(["manba", "manba-extractive", "gpt"]) | any_json,
        "stream": st.booleans() | any_json,
        "n": st.integers(-1, 3) | any_json,
        "stream_options": st.fixed_dictionaries({}, optional={"include_usage": any_json}) | any_json,
    },
)


def check_chat(response) -> None:
    assert response.status_code in EXPECTED, response.text
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/json"
        ChatErrorOut.model_validate_json(response.content)
    elif response.headers["content-type"] == "application/json":
        ChatCompletion.model_validate_json(response.content)
    else:
        assert response.text.endswith("data: [DONE]\n\n")
        assert '"error"' not in response.text


@relaxed
@given(body=near_chat.map(json.dumps).map(str.encode))
def test_any_chat(client: TestClient, body: bytes) -> None:
    check_chat(client.post("/v1/chat/completions", content=body))


@relaxed
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_any_question(client: TestClient, text: str) -> None:
    posted = client.post("/v1/ask", json={"question": text})
    check(posted, AskResponse)
    got = client.get("/v1/ask", params={"q": text})
    assert got.status_code == posted.status_code
    assert client.get("/", params={"q": text}).status_code == posted.status_code


@relaxed
@given(
    name=st.sampled_from(["q", "language", "top_k", "source_languages", "article_ids", "mode", "lang", "start", "end"]),
    raw=st.binary(max_size=40),
)
def test_any_query(client: TestClient, name: str, raw: bytes) -> None:
    value = quote_from_bytes(raw)
    check(client.get(f"/v1/ask?q=omnichannel&{name}={value}"), AskResponse)
    for page in (f"/?{name}={value}", f"/articles/pl-kanaly?start=0&end=9&{name}={value}"):
        assert client.get(page).status_code in EXPECTED


@relaxed
@given(raw=st.binary(min_size=1, max_size=40))
def test_any_article(client: TestClient, raw: bytes) -> None:
    for address in ("/v1/articles/{}", "/v1/articles/{}/source", "/articles/{}", "/static/{}", "/problems/{}"):
        assert client.get(address.format(quote_from_bytes(raw, safe=""))).status_code in {200, 404}


@relaxed
@given(
    name=st.sampled_from(["accept", "content-type", "accept-language", "if-none-match", "x-request-id"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
)
def test_any_header(client: TestClient, name: str, value: str) -> None:
    headers = {name: value}
    assert client.post("/v1/ask", json={"question": "omnichannel"}, headers=headers).status_code in EXPECTED
    assert client.get("/", headers=headers).status_code == 200
    assert client.get("/v1/articles/fa-kanal/source", headers=headers).status_code in {200, 304}
