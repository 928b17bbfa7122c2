"""Answers that a scripted model writes, over HTTP: what holds is told as it comes, what does not is never shown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack, aclosing
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from api.answering import Answerer
from api.app import create_app
from api.generation.breaker import Breaker
from api.generation.client import Prompt
from api.generation.cutting import PORTION
from api.generation.writer import Writer
from api.generation.writing import _sentences, commission
from api.schemas import AskRequest
from api.settings import Settings
from indexer import KnowledgeBase

from .model_server import Exchange, ModelServer, Script, model_server, quoting, saying
from .test_writer import FAULTS

QUESTIONS = {
    "pl": "Czym jest omnichannel?",
    "fa": "همه\N{ZERO WIDTH NON-JOINER}کاناله چیست؟",
    "ar": "ما هي القناة الشاملة؟",
}
Start = Callable[..., TestClient]


@pytest.fixture(scope="module")
def shared_model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def start(shared_model: ModelServer, shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    with ExitStack() as started:

        def client(**more: Any) -> TestClient:
            settings = Settings(
                index=shipped_index,
                state=tmp_path_factory.mktemp("state"),
                load_wait_s=60,
                llm_base_url=shared_model.base_url,
                llm_model="scripted",
                **more,
            )
            return started.enter_context(TestClient(create_app(settings)))

        yield client


@pytest.fixture(scope="module")
def patient(start: Start) -> TestClient:
    """A server that is never left alone after a fault: each test is its own."""
    return start()


@pytest.fixture
def asked(patient: TestClient, shared_model: ModelServer) -> Callable[..., Any]:
    """The answer to a question while the model follows a script."""

    def ask(script: Script, question: str = QUESTIONS["pl"], **more: Any) -> Any:
        patient.app.state.writer._breaker = Breaker()  # type: ignore[attr-defined]
        shared_model.script = script
        response = patient.post("/v1/ask", json={"question": question, **more})
        assert response.status_code == 200, response.text
        return response.json()

    return ask


def extractive(client: TestClient, question: str) -> Any:
    return client.post("/v1/ask", json={"question": question, "mode": "extractive"}).json()


def same_but_for_the_model(answer: Any, other: Any) -> bool:
    ignored = {"took_ms", "question_id", "generation"}
    return all(answer[name] == other[name] for name in answer if name not in ignored)


@pytest.mark.parametrize("language", QUESTIONS)
def test_sentence_that_holds_is_told_with_the_sources_words(
    asked: Callable[..., Any], patient: TestClient, language: str
) -> None:
    answer = asked(quoting("{quote} [1]"), QUESTIONS[language])
    assert (answer["mode"], answer["language"], len(answer["sentences"])) == ("generative", language, 1)
    assert answer["generation"] == {"model": "scripted", "left_out": 0, "fallback": None, "is_cut": False}
    for citation in answer["citations"]:
        source = patient.get(f"/v1/articles/{citation['article_id']}/source").content.decode("utf-8")
        assert source[citation["start"] : citation["end"]] == citation["quote"] != ""
    assert answer["answer"] == f"{answer['sentences'][0]['text']} [1]"


def test_unsupported_sentence_is_left_out_and_counted(asked: Callable[..., Any]) -> None:
    answer = asked(quoting("{quote} [1] Omnichannel wynalazł Jan Kowalski w 1987 roku w Radomiu [1]."))
    assert len(answer["sentences"]) == 1
    assert "1987" not in answer["answer"]
    assert answer["generation"]["left_out"] == 1


@pytest.mark.parametrize(
    "said",
    [
        "Omnichannel wynalazł Jan Kowalski w 1987 roku [1].",
        "Bananas are yellow and grow in warm countries [1].",
        "{quote}",
        "{quote} [99]",
        "{quote} [0]",
        "<b>{quote}</b> [1]",
        "{quote} https://example.org [1]",
        "NO_ANSWER",
        "I'm sorry, but I can't help with that.",
    ],
)
def test_nothing_that_holds_gives_the_sources_own_answer(
    asked: Callable[..., Any], patient: TestClient, said: str
) -> None:
    answer = asked(quoting(said))
    assert answer["mode"] == "extractive"
    assert answer["generation"]["fallback"] == ("declined" if said == "NO_ANSWER" else "unsupported")
    assert same_but_for_the_model(answer, extractive(patient, QUESTIONS["pl"]))


def test_repeated_sentence_is_told_once(asked: Callable[..., Any]) -> None:
    assert len(asked(quoting("{quote} [1] " * 5))["sentences"]) == 1


@pytest.mark.parametrize("name", [name for name, (_, fallback) in FAULTS.items() if fallback.value != "slow"])
def test_reader_gets_the_sources_own_answer_for_a_fault(
    asked: Callable[..., Any], patient: TestClient, name: str
) -> None:
    script, fallback = FAULTS[name]
    answer = asked(script)
    # What was said before a stream broke off ("One.") cites nothing.
    assert answer["generation"]["fallback"] == fallback.value
    assert same_but_for_the_model(answer, extractive(patient, QUESTIONS["pl"]))


def test_slow_model_costs_no_more_than_the_limit(start: Start, shared_model: ModelServer) -> None:
    shared_model.script = lambda exchange: exchange.hang()
    answer = start(llm_timeout_s=1.0).post("/v1/ask", json={"question": QUESTIONS["pl"]}).json()
    assert (answer["mode"], answer["generation"]["fallback"]) == ("extractive", "slow")
    assert answer["citations"]


def test_what_was_said_stays_where_it_breaks_off(asked: Callable[..., Any]) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        quoted = quoting("{quote} [1]\n")
        exchange.end = lambda *_: exchange.cut()  # type: ignore[method-assign]
        exchange.begin = lambda *_: None  # type: ignore[method-assign, assignment]
        quoted(exchange)

    answer = asked(script)
    assert (answer["mode"], len(answer["sentences"])) == ("generative", 1)
    assert answer["generation"]["is_cut"] is True


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_fault_of_our_own_leaves_the_sources_own_answer(
    patient: TestClient, shared_model: ModelServer, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    def broken(*_: object) -> None:
        raise OSError("the source is gone")

    monkeypatch.setattr("api.generation.writing._Saying.take", broken)
    shared_model.script = quoting("{quote} [1]")
    body = {"question": QUESTIONS["pl"], "top_k": 3}
    with patient.stream("POST", "/v1/ask", json=body, headers={"accept": accept}) as response:
        told = response.read().decode("utf-8")
    assert response.status_code == 200
    assert '"fallback":"failed"' in told
    assert '"mode":"extractive"' in told


def test_refusal_needs_no_model(patient: TestClient, shared_model: ModelServer) -> None:
    before = len(shared_model.requests)
    answer = patient.post("/v1/ask", json={"question": "Jaka jest stolica Mongolii?"}).json()
    assert (answer["answered"], answer["generation"]) == (False, None)
    assert len(shared_model.requests) == before


def test_extractive_needs_no_model(patient: TestClient, shared_model: ModelServer) -> None:
    before = len(shared_model.requests)
    assert extractive(patient, QUESTIONS["pl"])["generation"] is None
    assert len(shared_model.requests) == before


def test_model_is_told_the_rules_and_the_sources(asked: Callable[..., Any], shared_model: ModelServer) -> None:
    asked(saying("NO_ANSWER"), "Czym jest omnichannel?", language="fa")
    rules, material = (one["content"] for one in shared_model.requests[-1]["messages"])
    assert "NO_ANSWER" in rules
    assert "ANSWER LANGUAGE: Persian" in material
    assert material.count("END OF SOURCE") == 5
    assert "Czym jest omnichannel?" in material
    assert "omnichannel" in material.split("TERMS")[1].split("\n")[0]


def test_events_come_one_by_one(patient: TestClient, shared_model: ModelServer) -> None:
    patient.app.state.writer._breaker = Breaker()  # type: ignore[attr-defined]
    shared_model.script = quoting("{quote} [1]\n", "Omnichannel wynalazł Jan Kowalski [1].\n")
    with patient.stream(
        "POST", "/v1/ask", json={"question": QUESTIONS["pl"]}, headers={"accept": "text/event-stream"}
    ) as response:
        lines = [line for line in response.iter_lines() if line and not line.startswith(":")]
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    values = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert names == ["meta", "sentence", "citations", "done"]
    assert (values[0]["mode"], values[0]["language"]) == ("generative", "pl")
    assert values[-1]["generation"]["left_out"] == 1
    assert values[-1]["question_id"]


def test_full_queue_is_told_with_when_to_come_back(start: Start, shared_model: ModelServer) -> None:
    client = start(llm_concurrency=1, llm_queue=0)
    writer = client.app.state.writer  # type: ignore[attr-defined]
    writer._admission._inside = 1
    shared_model.script = quoting("{quote} [1]")
    refused = client.post("/v1/ask", json={"question": QUESTIONS["pl"], "mode": "generative"})
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/model-busy")
    assert int(refused.headers["retry-after"]) > 0
    # Who did not ask for a model gets the answer there is.
    stood_in = client.post("/v1/ask", json={"question": QUESTIONS["pl"]}).json()
    assert (stood_in["mode"], stood_in["generation"]["fallback"]) == ("extractive", "busy")
    writer._admission._inside = 0
    assert client.post("/v1/ask", json={"question": QUESTIONS["pl"]}).json()["mode"] == "generative"


def test_asked_for_where_there_is_none(shipped_index: Path) -> None:
    with TestClient(create_app(Settings(index=shipped_index, load_wait_s=60))) as client:
        answer = client.post("/v1/ask", json={"question": QUESTIONS["pl"], "mode": "generative"}).json()
    assert answer["generation"] == {"model": None, "left_out": 0, "fallback": "no_model", "is_cut": False}
    assert answer["notes"][-1].startswith("Nie skonfigurowano")


class _AtOnce:
    """A writer that says all in one piece."""

    name = "scripted"

    def __init__(self, said: str) -> None:
        self._said = said

    async def write(self, _: Prompt) -> AsyncGenerator[str, None]:
        yield self._said


def test_others_have_their_turn_while_a_long_piece_is_cut(shipped_index: Path) -> None:
    answerer = Answerer(KnowledgeBase.open(shipped_index))
    _, work = commission(answerer, AskRequest(question=QUESTIONS["pl"]))
    assert work is not None

    async def run() -> int:
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        running = asyncio.ensure_future(others())
        async with aclosing(_sentences(work, cast("Writer", _AtOnce("and, " * 2000)))) as sentences:
            told = [one async for one in sentences]
        running.cancel()
        assert sum(len(one.text) for one in told) == 10_000
        return turns

    assert asyncio.run(run()) >= 10_000 // PORTION


def test_checker_that_cannot_be_made_leaves_the_sources_own_answer(
    asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the source is gone")

    monkeypatch.setattr("api.generation.writing.Checker", broken)
    answer = asked(quoting("{quote} [1]"))
    assert (answer["mode"], answer["generation"]["fallback"]) == ("extractive", "failed")


def test_no_checker_is_made_while_the_model_is_left_alone(
    asked: Callable[..., Any], patient: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("api.generation.writing.Checker", lambda *_, **__: made.append(1))
    writer = patient.app.state.writer  # type: ignore[attr-defined]
    writer._breaker = Breaker()
    with writer._breaker.attempt() as attempt:
        writer._breaker.note_failure(attempt, retry_after_s=60.0)
    answer = patient.post("/v1/ask", json={"question": QUESTIONS["pl"]}).json()
    assert answer["generation"]["fallback"] == "paused"
    assert made == []
