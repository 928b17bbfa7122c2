"""The Writer against a real HTTP server that misbehaves: each fault is told as what it is, in bounded time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import pytest

from api.domain import Fallback
from api.generation.breaker import FAILURES
from api.generation.client import Prompt
from api.generation.failures import ModelError
from api.generation.writer import Writer
from api.settings import Settings

from .model_server import DONE, Exchange, ModelServer, Script, event, saying

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
PROMPT = Prompt(rules="Answer.", material="What is it?")
Write = Callable[..., list[str]]


def settings(model: ModelServer, state: Path, **more: Any) -> Settings:
    return Settings(llm_base_url=model.base_url, llm_model="scripted", state=state, **more)


async def all_of(writer: Writer) -> list[str]:
    async with aclosing(writer.write(PROMPT)) as pieces:
        return [piece async for piece in pieces]


@pytest.fixture
def write(model: ModelServer, tmp_path: Path) -> Write:
    """Have the model write once, with settings of one's own."""

    def once(script: Script, **more: Any) -> list[str]:
        async def run() -> list[str]:
            writer = Writer(settings(model, tmp_path, **more))
            try:
                return await all_of(writer)
            finally:
                await writer.close()

        model.script = script
        return asyncio.run(run())

    return once


def test_pieces_come_as_they_are_written(write: Write, model: ModelServer) -> None:
    assert write(saying("Omni", "channel ", f"łączy کانال{ZWNJ}ها"), llm_api_key="sk-1") == [
        "Omni",
        "channel ",
        f"łączy کانال{ZWNJ}ها",
    ]
    assert model.keys == ["Bearer sk-1"]
    assert model.requests[0] == {
        "messages": [{"role": "system", "content": "Answer."}, {"role": "user", "content": "What is it?"}],
        "model": "scripted",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.2,
        "max_tokens": 800,
    }


def _cut(exchange: Exchange) -> None:
    exchange.begin()
    exchange.say("One. ")
    exchange.cut()


def _raw(data: bytes) -> Script:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.raw(data)

    return script


def _endless(exchange: Exchange) -> None:
    exchange.begin()
    while True:
        exchange.say("and on " * 200)


def _endless_line(exchange: Exchange) -> None:
    exchange.begin()
    exchange.raw(b"data: ")
    while True:
        exchange.raw(b"a" * 65536)


def _silent_stream(exchange: Exchange) -> None:
    exchange.begin()
    exchange.say("One. ")
    exchange.hang()


def _dripping(exchange: Exchange) -> None:
    """Comments keep the connection alive, and nothing is said."""
    exchange.begin()
    while not exchange.server.go_on.wait(0.01):
        exchange.raw(b": still here\n\n")


FAULTS: dict[str, tuple[Script, Fallback]] = {
    "hangs before a word": (lambda exchange: exchange.hang(), Fallback.SLOW),
    "hangs after a word": (_silent_stream, Fallback.SLOW),
    "only keeps alive": (_dripping, Fallback.SLOW),
    "429": (lambda exchange: exchange.refuse(429, Retry_After="7"), Fallback.BUSY),
    "401": (lambda exchange: exchange.refuse(401), Fallback.FAILED),
    "404": (lambda exchange: exchange.refuse(404, "model not found"), Fallback.FAILED),
    "500": (lambda exchange: exchange.refuse(500), Fallback.FAILED),
    "503": (lambda exchange: exchange.refuse(503), Fallback.FAILED),
    "redirects": (lambda exchange: exchange.refuse(302, Location="http://127.0.0.1:9/"), Fallback.FAILED),
    "closes at once": (lambda exchange: exchange.cut(), Fallback.FAILED),
    "cut in mid-stream": (_cut, Fallback.FAILED),
    "closes as if done": (_raw(event({"content": "One. "})), Fallback.FAILED),
    "no JSON": (_raw(b"data: {oops\n\n"), Fallback.FAILED),
    "other JSON": (_raw(b"data: [1, 2]\n\n"), Fallback.FAILED),
    "wrong types": (_raw(b'data: {"choices": [{"delta": 5}]}\n\n'), Fallback.FAILED),
    "no UTF-8": (_raw(b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n'), Fallback.FAILED),
    "an error in the stream": (_raw(b'data: {"error": {"message": "out of memory"}}\n\n'), Fallback.FAILED),
    "HTML": (_raw(b"<html>Bad gateway</html>"), Fallback.FAILED),
    "nothing": (_raw(b""), Fallback.FAILED),
    "only the end": (_raw(event({}, finish_reason="stop") + DONE), Fallback.FAILED),
    "endless": (_endless, Fallback.FAILED),
    "an endless line": (_endless_line, Fallback.FAILED),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(write: Write, name: str) -> None:
    script, expected = FAULTS[name]
    with pytest.raises(ModelError) as caught:
        write(script, llm_timeout_s=1.0 if expected is Fallback.SLOW else 20.0)
    assert caught.value.fallback is expected, caught.value


def test_nobody_listens(tmp_path: Path) -> None:
    dead = Settings(llm_base_url="http://127.0.0.1:9/v1", llm_model="scripted", state=tmp_path)
    with pytest.raises(ModelError) as caught:
        asyncio.run(all_of(Writer(dead)))
    assert caught.value.fallback is Fallback.FAILED


def test_wish_the_server_does_not_know_is_left_out(write: Write, model: ModelServer) -> None:
    def picky(exchange: Exchange) -> None:
        if "max_tokens" in exchange.body:
            exchange.refuse(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        elif "temperature" in exchange.body:
            exchange.refuse(400, "Unsupported value: 'temperature' does not support 0.2 with this model.")
        else:
            saying("Yes.")(exchange)

    assert write(picky) == ["Yes."]
    assert model.requests[-1]["max_completion_tokens"] == 800
    assert len(model.requests) == 3


def test_closing_breaks_the_request_off(model: ModelServer, tmp_path: Path) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.say("One.")
        exchange.wait_until_left()

    async def run() -> str:
        writer = Writer(settings(model, tmp_path))
        async with aclosing(writer.write(PROMPT)) as pieces:
            first = await anext(pieces)
        # The connection is gone before the client is closed.
        left = await asyncio.to_thread(model.left.wait, 20)
        await writer.close()
        return first if left else "still there"

    model.script = script
    assert asyncio.run(run()) == "One."


def test_queue_is_bounded(model: ModelServer, tmp_path: Path) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.server.go_on.wait(20)
        exchange.say("Yes.")
        exchange.end()

    async def run() -> None:
        writer = Writer(settings(model, tmp_path, llm_concurrency=1, llm_queue=1))
        first = asyncio.create_task(all_of(writer))
        await asyncio.to_thread(model.arrived.acquire)
        second = asyncio.create_task(all_of(writer))
        while not writer.is_full:
            await asyncio.sleep(0)
        with pytest.raises(ModelError) as caught:
            await all_of(writer)
        assert caught.value.fallback is Fallback.BUSY
        assert len(model.requests) == 1
        model.go_on.set()
        assert await first == await second == ["Yes."]
        assert not writer.is_full
        await writer.close()

    model.script = script
    asyncio.run(run())


def test_waiting_for_a_place_ends(model: ModelServer, tmp_path: Path) -> None:
    async def run() -> None:
        writer = Writer(settings(model, tmp_path, llm_concurrency=1, llm_queue=5, llm_timeout_s=1.0))
        told = await asyncio.gather(all_of(writer), all_of(writer), return_exceptions=True)
        assert {one.fallback for one in told if isinstance(one, ModelError)} == {Fallback.SLOW, Fallback.BUSY}
        await writer.close()

    model.script = lambda exchange: exchange.hang()
    asyncio.run(run())


def test_failing_model_is_left_alone(model: ModelServer, tmp_path: Path) -> None:
    async def run() -> list[Fallback]:
        writer = Writer(settings(model, tmp_path))
        told = []
        for _ in range(FAILURES + 2):
            with pytest.raises(ModelError) as caught:
                await all_of(writer)
            told.append(caught.value.fallback)
        await writer.close()
        return told

    model.script = lambda exchange: exchange.refuse(500)
    assert asyncio.run(run()) == [Fallback.FAILED] * FAILURES + [Fallback.PAUSED] * 2
    assert len(model.requests) == FAILURES


def test_wish_to_be_left_alone_is_kept(model: ModelServer, tmp_path: Path) -> None:
    async def run() -> None:
        writer = Writer(settings(model, tmp_path))
        for expected in (Fallback.BUSY, Fallback.PAUSED):
            with pytest.raises(ModelError) as caught:
                await all_of(writer)
            assert caught.value.fallback is expected
        await writer.close()

    model.script = lambda exchange: exchange.refuse(429, Retry_After="120")
    asyncio.run(run())
    assert len(model.requests) == 1


def test_budget_is_kept_over_workers(model: ModelServer, tmp_path: Path) -> None:
    async def run(writer: Writer) -> list[str]:
        try:
            return await all_of(writer)
        finally:
            await asyncio.get_running_loop().shutdown_default_executor()
            await writer.close()

    # The scripted model tells 100 tokens an answer.
    model.script = saying("Yes.")
    spending = settings(model, tmp_path, llm_daily_tokens=150)
    assert asyncio.run(run(Writer(spending))) == ["Yes."]
    assert asyncio.run(run(Writer(spending))) == ["Yes."]
    with pytest.raises(ModelError) as caught:
        asyncio.run(run(Writer(spending)))
    assert caught.value.fallback is Fallback.SPENT
    assert len(model.requests) == 2


def test_only_what_was_begun_is_counted(model: ModelServer, tmp_path: Path) -> None:
    def untold(exchange: Exchange) -> None:
        exchange.begin()
        exchange.say("Yes.")
        exchange.raw(event({}, finish_reason="stop") + DONE)

    async def run(script: Script) -> int:
        model.script = script
        writer = Writer(settings(model, tmp_path, llm_daily_tokens=1000))
        with suppress(ModelError):
            await all_of(writer)
        await asyncio.get_running_loop().shutdown_default_executor()
        await writer.close()
        return writer._budget.used_today()

    assert asyncio.run(run(lambda exchange: exchange.refuse(500))) == 0
    # Eighteen characters of prompt and four of answer, where the server does not tell.
    assert asyncio.run(run(untold)) == 9
