"""Many calls of the tools at once: a bounded number is computed, a bounded number waits, the rest is told at once."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from api.mcp.schemas import SearchResult
from api.mcp.server import server_of
from api.mcp.tools import Refused, Tools
from api.mcp.turns import Turns

WAIT_S = 30.0


class Slow(Tools):
    """Tools whose searches last until the test lets them go; it counts how many there are at once."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Semaphore(0)
        self.most = self.now = 0
        self._counting = threading.Lock()

    def search(self, query: str, **_: Any) -> SearchResult:
        with self._counting:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.go_on.wait(WAIT_S)
        with self._counting:
            self.now -= 1
        return SearchResult(hits=(), snapshot=query)


def test_fifty_calls_at_once_are_computed_in_turn() -> None:
    tools = Slow()

    async def call() -> list[str]:
        async with Client(server_of(tools, Turns(at_once=2, waiting=10))) as client:
            calls = [asyncio.create_task(client.call_tool("search", {"query": str(one)})) for one in range(50)]
            refused, waiting = await asyncio.wait_for(_refused(calls), WAIT_S)
            # Nothing of this keeps the server from what needs no turn.
            assert len((await client.list_tools()).tools) == 3
            for _ in range(2):
                assert await asyncio.to_thread(tools.begun.acquire, timeout=WAIT_S)
            tools.go_on.set()
            found = [(await one).structured_content["snapshot"] for one in waiting]
            assert (await client.call_tool("search", {"query": "later"})).structured_content["snapshot"] == "later"
            assert len(set(found)) == len(found) == 12
            return [(await one).content[0].text for one in refused]

    told = asyncio.run(call())
    assert (
        told == ["Error executing tool search: 12 calls are under way or wait. Wait for answers, then call again."] * 38
    )
    assert tools.most == 2


async def _refused(calls: list[asyncio.Task[Any]]) -> tuple[set[asyncio.Task[Any]], set[asyncio.Task[Any]]]:
    """Those of 50 calls that are over while the tools go on with none, and the others."""
    over: set[asyncio.Task[Any]] = set()
    while len(over) < 38:
        over |= (await asyncio.wait(set(calls) - over, return_when=asyncio.FIRST_COMPLETED))[0]
    return over, set(calls) - over


def test_who_leaves_gives_up_her_place() -> None:
    async def leave() -> str:
        turns, held, begun = Turns(at_once=1, waiting=1), threading.Event(), threading.Event()

        def hold() -> str:
            begun.set()
            assert held.wait(WAIT_S)
            return "held"

        first = asyncio.create_task(turns.take(hold))
        assert await asyncio.to_thread(begun.wait, WAIT_S)
        second = asyncio.create_task(turns.take(lambda: "never"))
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="2 calls are under way"):
            await turns.take(lambda: "too many")
        second.cancel()
        await asyncio.wait([second])
        third = asyncio.create_task(turns.take(lambda: "third"))
        await asyncio.sleep(0)
        held.set()
        return f"{await first} {await third}"

    assert asyncio.run(leave()) == "held third"


def test_the_command_takes_as_many_turns_as_the_server_has_threads(
    shipped_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from api.cli.mcp import mcp

    made: list[int] = []
    monkeypatch.setenv("MANBA_THREADS", "3")
    monkeypatch.setattr("api.mcp.turns.Turns.__init__", lambda _, *, at_once: made.append(at_once))
    monkeypatch.setattr("mcp.server.MCPServer.run", lambda *_: None)
    assert CliRunner().invoke(mcp, ["--index", str(shipped_index)]).exit_code == 0
    assert made == [3]
