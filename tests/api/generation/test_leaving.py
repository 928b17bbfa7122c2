"""What a model is taken for by the breaker: by how it writes, and when its reader leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import pytest

from api.domain import Fallback
from api.generation.breaker import FAILURES, FIRST_PAUSE_S
from api.generation.client import Prompt, Usage
from api.generation.failures import ModelError
from api.generation.writer import Writer
from api.settings import Settings

PROMPT = Prompt(rules="Answer.", material="What is it?")


class Clocked(asyncio.SelectorEventLoop):
    """A loop whose clock can be set forward."""

    ahead_s = 0.0

    def time(self) -> float:
        return super().time() + self.ahead_s


class Model:
    """A model that says `pieces`, and then hangs or raises `fault`."""

    name = "scripted"

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.fault: Exception | None = None
        self.hangs = False
        self.is_waited_for = asyncio.Event()

    async def write(self, prompt: Prompt, usage: Usage) -> AsyncGenerator[str, None]:
        for piece in self.pieces:
            yield piece
        if self.fault is not None:
            raise self.fault
        if self.hangs:
            self.is_waited_for.set()
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing is open."""


class Bench:
    """A Writer with a scripted model, and questions put to it."""

    def __init__(self, state: Path) -> None:
        self.model = Model()
        self.writer = Writer(Settings(llm_base_url="http://x/v1", llm_model="scripted", state=state), self.model)

    async def ask(self) -> list[str]:
        async with aclosing(self.writer.write(PROMPT)) as pieces:
            return [piece async for piece in pieces]

    async def fail(self, times: int) -> None:
        self.model.pieces, self.model.hangs = [], False
        self.model.fault = ModelError(Fallback.FAILED, "no")
        for _ in range(times):
            with suppress(ModelError):
                await self.ask()
        self.model.fault = None

    async def hang_and_leave(self, *pieces: str, after_s: float) -> None:
        """A model that says `pieces` and hangs, whose reader leaves after a while."""
        self.model.pieces, self.model.hangs = list(pieces), True
        self.model.is_waited_for.clear()
        reading = asyncio.ensure_future(self.ask())
        await self.model.is_waited_for.wait()
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Clocked)
        loop.ahead_s += after_s
        reading.cancel()
        await asyncio.wait([reading])
        assert reading.cancelled()

    async def is_left_alone(self) -> bool:
        self.model.pieces, self.model.hangs, self.model.fault = ["Yes."], False, None
        try:
            await self.ask()
        except ModelError as error:
            return error.fallback is Fallback.PAUSED
        return False


def run(state: Path, script: Callable[[Bench], Coroutine[Any, Any, None]]) -> None:
    async def begin() -> None:
        await script(Bench(state))

    with asyncio.Runner(loop_factory=Clocked) as runner:
        runner.run(begin())


@pytest.mark.parametrize(
    ("pieces", "after_s", "is_success"),
    [
        (("One. ",), 1.0, True),
        # A quarter of the 60 seconds that an answer may take.
        (("One. ",), 20.0, False),
        ((), 1.0, False),
        (("",), 1.0, False),
        (("", ""), 20.0, False),
    ],
)
def test_reader_who_leaves_while_it_is_waited_for(
    tmp_path: Path, pieces: tuple[str, ...], after_s: float, *, is_success: bool
) -> None:
    async def script(bench: Bench) -> None:
        await bench.fail(FAILURES - 1)
        await bench.hang_and_leave(*pieces, after_s=after_s)
        # One more opens it only where the failures before were not made good.
        await bench.fail(1)
        assert await bench.is_left_alone() is not is_success

    run(tmp_path, script)


def test_reader_who_leaves_is_no_failure(tmp_path: Path) -> None:
    async def script(bench: Bench) -> None:
        for _ in range(FAILURES + 1):
            await bench.hang_and_leave("One. ", after_s=20.0)
        assert await bench.is_left_alone() is False

    run(tmp_path, script)


def test_reader_who_has_enough_is_a_success(tmp_path: Path) -> None:
    async def script(bench: Bench) -> None:
        await bench.fail(FAILURES - 1)
        bench.model.pieces = ["One. ", "Two. "]
        async with aclosing(bench.writer.write(PROMPT)) as pieces:
            assert await anext(pieces) == "One. "
        await bench.fail(1)
        assert await bench.is_left_alone() is False

    run(tmp_path, script)


def test_fault_of_our_own_is_no_success(tmp_path: Path) -> None:
    async def script(bench: Bench) -> None:
        await bench.fail(FAILURES - 1)
        bench.model.pieces, bench.model.fault = ["One. "], RuntimeError("ours")
        with pytest.raises(RuntimeError):
            await bench.ask()
        await bench.fail(1)
        assert await bench.is_left_alone() is True

    run(tmp_path, script)


@pytest.mark.parametrize("pieces", [(), ("One. ",)])
def test_trial_whose_reader_leaves_is_given_back(tmp_path: Path, pieces: tuple[str, ...]) -> None:
    async def script(bench: Bench) -> None:
        await bench.fail(FAILURES)
        assert await bench.is_left_alone() is True
        # The breaker's clock is the system's.
        bench.writer._breaker._clock = asyncio.get_running_loop().time
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Clocked)
        loop.ahead_s += FIRST_PAUSE_S
        await bench.hang_and_leave(*pieces, after_s=20.0)
        assert bench.writer._breaker._open_until is not None
        assert await bench.is_left_alone() is False
        assert bench.writer._breaker._open_until is None

    run(tmp_path, script)
