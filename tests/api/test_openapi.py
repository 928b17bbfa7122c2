"""/openapi.json: a valid description, examples that fit their schemas, the four languages, every problem."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.chat.asking import question_of
from api.chat.errors import is_for_chat_clients
from api.chat.schemas import ChatRequest
from api.domain import Answer, AnswerSentence, Citation
from api.events import answer_events
from api.openapi_examples import ANSWERS, EVENTS
from api.problems import PROBLEM_TYPES
from api.schemas import AskRequest, AskResponse, ProblemOut, SearchRequest
from api.telling import in_one_piece


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_routes_of_the_contract(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert {(path, method) for path, method, _ in operations(described)} >= {
        ("/v1/ask", "post"),
        ("/v1/ask", "get"),
        ("/v1/chat/completions", "post"),
        ("/v1/models", "get"),
        ("/v1/search", "post"),
        ("/v1/articles", "get"),
        ("/v1/articles/{id}", "get"),
        ("/v1/articles/{id}/source", "get"),
        ("/v1/feedback", "post"),
        ("/v1/insights/questions", "get"),
        ("/healthz", "get"),
        ("/readyz", "get"),
    }


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    schemas = described["components"]["schemas"]
    references = {part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert references
    assert references <= set(schemas)


def test_operations_are_described(described: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(ids) == len(set(ids))
    tags = {tag["name"] for tag in described["tags"]}
    for path, method, operation in operations(described):
        assert operation["summary"], (path, method)
        assert set(operation["tags"]) <= tags
        assert {"200", "202"} & operation["responses"].keys()
        if is_for_chat_clients(path):
            assert "ChatErrorOut" in str(operation["responses"]["503"]["content"]["application/json"]["schema"])
        elif path.startswith("/v1"):
            assert "application/problem+json" in operation["responses"]["503"]["content"]


def test_examples_fit(described: dict[str, Any]) -> None:
    def examples(path: str) -> dict[str, Any]:
        content = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        return {name: example["value"] for name, example in content["examples"].items()}

    asked, searched, chatted = examples("/v1/ask"), examples("/v1/search"), examples("/v1/chat/completions")
    assert {"fa", "pl", "ar", "en"} <= asked.keys()
    assert {"fa", "pl", "ar", "en"} <= searched.keys()
    for value in asked.values():
        AskRequest.model_validate_json(json.dumps(value), strict=True)
    for value in chatted.values():
        question_of(ChatRequest.model_validate_json(json.dumps(value), strict=True))
    for value in searched.values():
        SearchRequest.model_validate_json(json.dumps(value), strict=True)


def test_example_answers_fit(described: dict[str, Any]) -> None:
    content = described["paths"]["/v1/ask"]["get"]["responses"]["200"]["content"]
    assert set(content["application/json"]["examples"]) == {"fa", "pl", "ar", "en", "refusal"}
    for example in content["application/json"]["examples"].values():
        answer = example["value"]
        made = AskResponse.model_validate_json(json.dumps(answer), by_name=True)
        assert made.model_dump(mode="json") == answer
        for citation in answer["citations"]:
            assert citation["end"] - citation["start"] == len(citation["quote"])
    blocks = [block.split("\n") for block in EVENTS.strip().split("\n\n")]
    events = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]
    assert events == asyncio.run(told_events(ANSWERS["pl"]))


async def told_events(example: dict[str, Any]) -> list[tuple[str, object]]:
    members = {name: value for name, value in example.items() if name not in {"answer", "sentences", "citations"}}
    answer = Answer(
        **members,
        text=example["answer"],
        sentences=tuple(AnswerSentence(**one) for one in example["sentences"]),
        citations=tuple(Citation(**one) for one in example["citations"]),
    )
    return [event async for event in answer_events(in_one_piece(answer))]


def test_problem_examples_fit_and_all_are_listed(described: dict[str, Any]) -> None:
    listed = ""
    for _, _, operation in operations(described):
        for status, response in operation["responses"].items():
            problem = response.get("content", {}).get("application/problem+json")
            if problem:
                assert ProblemOut.model_validate(problem["example"]).status == int(status)
                listed += response["description"]
    framework = {"malformed-request", "not-found", "method-not-allowed"}
    for kind in PROBLEM_TYPES.values():
        assert kind.slug in framework or kind.uri in listed


def test_examples_are_answered(client: TestClient, described: dict[str, Any]) -> None:
    content = described["paths"]["/v1/ask"]["post"]["requestBody"]["content"]["application/json"]
    for example in content["examples"].values():
        assert client.post("/v1/ask", json=example["value"]).status_code == 200


def test_answer_schema_requires_every_field(described: dict[str, Any]) -> None:
    schema = described["components"]["schemas"]["AskResponse"]
    assert set(schema["required"]) == set(schema["properties"])
    assert "answer" in schema["properties"]
    request = described["components"]["schemas"]["AskRequest"]
    assert request["additionalProperties"] is False
    assert request["properties"]["question"]["maxLength"] == 1000
    assert request["properties"]["top_k"]["maximum"] == 20


def test_get_parameters(described: dict[str, Any]) -> None:
    parameters = {one["name"]: one for one in described["paths"]["/v1/ask"]["get"]["parameters"]}
    assert list(parameters) == ["q", "language", "top_k", "source_languages", "article_ids", "mode", "widget"]
    assert parameters["q"]["required"] is True
    assert parameters["source_languages"]["schema"]["type"] == "array"
    assert set(parameters["q"]["examples"]) == {"fa", "pl", "ar", "en"}
