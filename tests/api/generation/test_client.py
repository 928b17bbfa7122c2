"""The client and its Writer against servers that tell nonsense, and with several questions at once."""

from __future__ import annotations

import asyncio
import importlib
import threading
from pathlib import Path

import pytest

from api.domain import Fallback
from api.generation.failures import ModelError
from api.generation.writer import Writer

from .model_server import DONE, Exchange, ModelServer, event, saying
from .test_writer import all_of, settings


@pytest.mark.parametrize("told", [10**30, -5, "many", 1.5, None])
def test_number_of_tokens_that_is_none_is_not_believed(model: ModelServer, tmp_path: Path, told: object) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.say("Yes.")
        exchange.raw(event({}, finish_reason="stop") + event(None, usage={"total_tokens": told}) + DONE)

    async def run() -> int:
        writer = Writer(settings(model, tmp_path, llm_daily_tokens=1000))
        assert await all_of(writer) == ["Yes."]
        await asyncio.get_running_loop().shutdown_default_executor()
        await writer.close()
        return writer._budget.used_today()

    model.script = script
    assert asyncio.run(run()) == 9


def test_budget_is_asked_for_once_there_is_a_place(model: ModelServer, tmp_path: Path) -> None:
    async def run() -> None:
        writer = Writer(settings(model, tmp_path, llm_daily_tokens=100, llm_concurrency=1))
        told = await asyncio.gather(*(all_of(writer) for _ in range(3)), return_exceptions=True)
        assert told[0] == ["Yes."]
        assert [one.fallback for one in told[1:] if isinstance(one, ModelError)] == [Fallback.SPENT] * 2
        await asyncio.get_running_loop().shutdown_default_executor()
        await writer.close()

    # The scripted model tells 100 tokens an answer: those who waited meanwhile have nothing left.
    model.script = saying("Yes.")
    asyncio.run(run())
    assert len(model.requests) == 1


def test_limit_is_kept_where_two_questions_learn_its_name_at_once(model: ModelServer, tmp_path: Path) -> None:
    both = threading.Barrier(2)

    def picky(exchange: Exchange) -> None:
        if "max_tokens" in exchange.body:
            both.wait(20)
            exchange.refuse(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        else:
            saying("Yes.")(exchange)

    async def run() -> None:
        writer = Writer(settings(model, tmp_path))
        assert await asyncio.gather(all_of(writer), all_of(writer)) == [["Yes."]] * 2
        assert await all_of(writer) == ["Yes."]
        await writer.close()

    model.script = picky
    asyncio.run(run())
    assert [one.get("max_completion_tokens") for one in model.requests[2:]] == [800] * 3


def test_limit_that_is_too_large_for_one_question_is_kept_for_the_next(model: ModelServer, tmp_path: Path) -> None:
    def small(exchange: Exchange) -> None:
        if {"max_tokens", "max_completion_tokens"} & exchange.body.keys():
            exchange.refuse(400, "max_tokens or max_completion_tokens is too large: 800")
        else:
            saying("Yes.")(exchange)

    async def run() -> None:
        writer = Writer(settings(model, tmp_path))
        model.script = small
        assert await all_of(writer) == ["Yes."]
        model.script = saying("Yes.")
        assert await all_of(writer) == ["Yes."]
        await writer.close()

    asyncio.run(run())
    assert model.requests[-1]["max_tokens"] == 800


def test_others_do_not_wait_for_the_clients_package(
    model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported_in: list[threading.Thread] = []

    def noted(name: str) -> object:
        imported_in.append(threading.current_thread())
        return importlib.import_module(name)

    monkeypatch.setattr("api.generation.client.import_module", noted)

    async def run() -> None:
        writer = Writer(settings(model, tmp_path))
        assert await all_of(writer) == await all_of(writer) == ["Yes."]
        await writer.close()

    model.script = saying("Yes.")
    asyncio.run(run())
    assert len(imported_in) == 1
    assert imported_in[0] is not threading.main_thread()
