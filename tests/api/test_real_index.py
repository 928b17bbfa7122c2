"""The API on real indexes: the shipped corpus, and the five original articles with their graded questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.openapi_examples import ASK_QUESTIONS
from api.settings import Settings
from api.web.interface import interface
from indexer import LanguageCode


@pytest.fixture(scope="module")
def start() -> Iterator[Any]:
    with ExitStack() as started:
        yield lambda index: started.enter_context(TestClient(create_app(Settings(index=index, load_wait_s=60))))


@pytest.fixture(scope="module")
def shipped(start: Any, shipped_index: Path) -> TestClient:
    return start(shipped_index)


@pytest.fixture(scope="module")
def seeded(start: Any, seeds_index: Path) -> TestClient:
    return start(seeds_index)


def verbatim(client: TestClient, answer: dict[str, Any]) -> int:
    """How many citations the answer has; each must be a slice of its source."""
    for citation in answer["citations"]:
        source = client.get(f"/v1/articles/{citation['article_id']}/source").content.decode("utf-8")
        assert source[citation["start"] : citation["end"]] == citation["quote"] != ""
    cited = {number for sentence in answer["sentences"] for number in sentence["citations"]}
    assert cited == {citation["number"] for citation in answer["citations"]}
    assert all(sentence["citations"] for sentence in answer["sentences"])
    return len(answer["citations"])


@pytest.mark.parametrize("language", list(ASK_QUESTIONS))
def test_example_of_the_description_is_answered(shipped: TestClient, language: str) -> None:
    answer = shipped.post("/v1/ask", json={"question": ASK_QUESTIONS[language]}).json()
    assert (answer["answered"], answer["language"]) == (True, language)
    assert verbatim(shipped, answer) > 0


@pytest.mark.parametrize("language", list(LanguageCode))
def test_examples_of_the_page_are_answered(shipped: TestClient, language: LanguageCode) -> None:
    for question in interface(language).examples:
        answer = shipped.get("/v1/ask", params={"q": question}).json()
        assert answer["answered"] is True, question
        assert verbatim(shipped, answer) > 0


def test_every_citation_on_the_graded_questions_is_verbatim(seeded: TestClient, graded_questions: Path) -> None:
    citations = 0
    lines = (graded_questions / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        question = json.loads(line)
        response = seeded.post("/v1/ask", json={"question": question["question"], "top_k": 10})
        assert response.status_code == 200
        assert response.json()["language"] == question["lang"]
        citations += verbatim(seeded, response.json())
    assert citations >= len(lines)


def test_page_marks_the_quoted_words(seeded: TestClient) -> None:
    answer = seeded.get("/v1/ask", params={"q": "Czym różni się omnichannel od multichannel?"}).json()
    for citation in answer["citations"]:
        fields = {"start": citation["start"], "end": citation["end"]}
        page = seeded.get(f"/articles/{citation['article_id']}", params=fields)
        assert '<mark id="quote">' in page.text


def test_an_article_tells_its_versions_in_other_languages(shipped: TestClient) -> None:
    told = shipped.get("/v1/articles/pl-terms").json()
    assert sorted(told["translations"]) == ["ar-terms", "fa-terms"]
    for other in told["translations"]:
        assert "pl-terms" in shipped.get(f"/v1/articles/{other}").json()["translations"]


def test_a_filter_on_another_language_is_not_held_against_what_it_finds(shipped: TestClient) -> None:
    """The Polish version is left out: that the question is Polish makes nothing of the Persian one less sure."""
    question = {"question": "Co to jest omnichannel?", "source_languages": ["fa"]}
    answer = shipped.post("/v1/ask", json=question).json()
    assert answer["answered"]
    assert {citation["language"] for citation in answer["citations"]} == {"fa"}
