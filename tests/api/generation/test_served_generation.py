"""Written answers from real servers: readers who leave, a model that is killed, a server that ends in the midst."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
import uvicorn

from api import events
from api.app import create_app
from api.serving import address_of, listen
from api.settings import Settings
from tests.api.served import Server, Start, servers

from . import model_server as scripted
from .model_server import Exchange, ModelServer, model_server, quoting

QUESTION = "Czym jest omnichannel?"
WAIT_S = 30.0


class Reader:
    """A reader's connection with a question asked over it; what comes is read line by line."""

    def __init__(self, address: str, *, accept: str = "text/event-stream") -> None:
        place = urlsplit(address)
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=WAIT_S)
        body = json.dumps({"question": QUESTION})
        headers = {"Content-Type": "application/json", "Accept": accept}
        self._connection.request("POST", "/v1/ask", body=body.encode(), headers=headers)
        self._response: http.client.HTTPResponse | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    @property
    def response(self) -> http.client.HTTPResponse:
        if self._response is None:
            self._response = self._connection.getresponse()
        return self._response

    def lines(self) -> Iterator[str]:
        while line := self.response.readline():
            yield line.decode("utf-8").rstrip("\n")

    def until(self, start: str) -> str:
        """The next line that begins with `start`."""
        found = next((line for line in self.lines() if line.startswith(start)), None)
        assert found is not None, f"no line begins with {start!r}"
        return found

    def event(self, name: str) -> Any:
        """The value of the next event of a name."""
        self.until(f"event: {name}")
        return json.loads(self.until("data: ").removeprefix("data: "))

    def leave(self) -> None:
        if self._response is not None:
            self._response.close()
        self._connection.close()


def one_sentence_and_wait(exchange: Exchange) -> None:
    """Say a sentence that holds, and begin another; the client must leave."""
    begin_with_a_sentence(exchange)
    exchange.wait_until_left()


def begin_with_a_sentence(exchange: Exchange) -> None:
    exchange.begin()
    quoted = quoting("{quote} [1]\n")
    exchange.begin = exchange.end = lambda *_, **__: None  # type: ignore[method-assign, assignment]
    quoted(exchange)


@pytest.fixture(scope="module")
def shared_model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def launch(shipped_index: Path) -> Iterator[Start]:
    started: list[Server] = []

    def start_and_keep(*options: str, **variables: str) -> Server:
        started.append(start(*options, **variables))
        return started[-1]

    with servers(shipped_index) as start:
        yield start_and_keep
    # Readers who leave are no failure.
    assert [line for server in started for line in server.log if "Traceback" in line] == []


@pytest.fixture(scope="module")
def served(launch: Start, shared_model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return launch(**environment(shared_model, tmp_path_factory.mktemp("state")))


@pytest.fixture
def writing(shared_model: ModelServer) -> ModelServer:
    """The model, with nothing of the tests before."""
    shared_model.left.clear()
    shared_model.go_on.clear()
    while shared_model.arrived.acquire(blocking=False):
        pass
    return shared_model


def environment(model: ModelServer, state: Path) -> dict[str, str]:
    return {"MANBA_LLM_BASE_URL": model.base_url, "MANBA_LLM_MODEL": "scripted", "MANBA_STATE": str(state)}


@contextmanager
def in_this_process(settings: Settings) -> Iterator[str]:
    """The address of a server in a thread of this process, for what only this process can change."""
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(create_app(settings), ws="none", lifespan="on", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    try:
        yield address_of(listening)
    finally:
        server.should_exit = True
        thread.join(timeout=WAIT_S)
        listening.close()
        assert not thread.is_alive()


def test_leaving_a_stream_ends_the_models_request(served: Server, writing: ModelServer) -> None:
    writing.script = one_sentence_and_wait
    with Reader(served.address) as reader:
        assert reader.event("meta")["mode"] == "generative"
        assert reader.event("sentence")["citations"] == [1]
        assert not writing.left.is_set()
    assert writing.left.wait(WAIT_S)


def test_leaving_before_the_first_word_ends_the_models_request(served: Server, writing: ModelServer) -> None:
    writing.script = lambda exchange: exchange.hang()
    with Reader(served.address):
        assert writing.arrived.acquire(timeout=WAIT_S)
    assert writing.left.wait(WAIT_S)


def test_leaving_a_whole_answer_ends_the_models_request(served: Server, writing: ModelServer) -> None:
    writing.script = one_sentence_and_wait
    with Reader(served.address, accept="application/json"):
        assert writing.arrived.acquire(timeout=WAIT_S)
    assert writing.left.wait(WAIT_S)


def test_two_readers_are_written_to_at_once(served: Server, writing: ModelServer) -> None:
    both = threading.Barrier(2)

    def script(exchange: Exchange) -> None:
        begin_with_a_sentence(exchange)
        # Neither goes on before both readers have been told their first sentence.
        both.wait(WAIT_S)
        exchange.say("Omnichannel wynalazł Jan Kowalski w 1987 roku [1].\n")
        exchange.raw(scripted.event({}, finish_reason="stop") + scripted.DONE)

    def read(_: int) -> tuple[str, Any]:
        with Reader(served.address) as reader:
            return reader.event("sentence")["text"], reader.event("done")

    writing.script = script
    with ThreadPoolExecutor(max_workers=2) as pool:
        told = list(pool.map(read, range(2)))
    assert told[0][0] == told[1][0] != ""
    assert [done["generation"]["left_out"] for _, done in told] == [1, 1]
    assert [done["answer"] for _, done in told] == [f"{told[0][0]} [1]"] * 2
    assert told[0][1]["question_id"] != told[1][1]["question_id"]


def test_who_is_written_to_when_the_server_ends_gets_what_holds(
    launch: Start, writing: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = launch(**environment(writing, tmp_path_factory.mktemp("ending")), MANBA_LLM_CONCURRENCY="2")
    said_before = len(writing.requests)
    writing.script = one_sentence_and_wait
    with Reader(server.address) as listening:
        said = listening.event("sentence")
        writing.script = lambda exchange: exchange.hang()
        with Reader(server.address, accept="application/json") as waiting:
            for _ in range(2):
                assert writing.arrived.acquire(timeout=WAIT_S)
            with Reader(server.address) as queueing:
                assert queueing.response.status == 200
                assert server.stop(signal.SIGTERM) == 0
                assert writing.left.wait(WAIT_S)
                done = listening.event("done")
                assert (done["answer"], done["generation"]["is_cut"]) == (f"{said['text']} [1]", True)
                # Nobody wrote to these two, so they are told what the sources say.
                whole = json.loads(waiting.response.read())
                assert queueing.event("meta")["mode"] == whole["mode"] == "extractive"
                assert queueing.event("done")["answer"] == whole["answer"] != ""
                assert whole["generation"]["fallback"] == "failed"
    assert len(writing.requests) == said_before + 2
    assert [line for line in server.log if "ERROR" in line] == []


def test_heartbeats_come_while_the_model_thinks(
    shipped_index: Path, writing: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.server.go_on.wait(WAIT_S)
        quoting("{quote} [1]\n")(exchange)

    monkeypatch.setattr(events, "HEARTBEAT_S", 0.02)
    writing.script = script
    with in_this_process(settings_for(shipped_index, tmp_path, writing.base_url)) as address, Reader(address) as reader:
        for _ in range(3):
            reader.until(":")
        writing.go_on.set()
        assert reader.event("sentence")["citations"] == [1]
        assert reader.event("done")["generation"]["fallback"] is None


def test_killed_model_leaves_what_was_said(shipped_index: Path, tmp_path: Path) -> None:
    model = subprocess.Popen([sys.executable, scripted.__file__], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert model.stdout is not None
        base_url = model.stdout.readline().strip()
        settings = settings_for(shipped_index, tmp_path, base_url)
        with in_this_process(settings) as address, Reader(address) as reader:
            said = reader.event("sentence")
            os.kill(model.pid, signal.SIGKILL)
            citations = reader.event("citations")
            done = reader.event("done")
    finally:
        model.kill()
        model.wait(timeout=WAIT_S)
        assert model.stdout is not None
        model.stdout.close()
    assert done["answer"] == f"{said['text']} [1]"
    assert (done["generation"]["is_cut"], done["generation"]["fallback"]) == (True, None)
    assert [one["number"] for one in citations] == [1]
    assert citations[0]["quote"]


def settings_for(index: Path, state: Path, base_url: str) -> Settings:
    return Settings(index=index, state=state, load_wait_s=60, llm_base_url=base_url, llm_model="scripted")
