"""`manba mcp` in a process of its own: over standard input and output, and over streamable HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from api.keys.model import Scope
from api.keys.store import KeyStore

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ["-c", "from api.cli.mcp import mcp; mcp()"]
QUESTION = "Co to jest omnichannel?"
CALL = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()


@contextmanager
def over_http(index: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of the tools over HTTP, on a free port of loopback."""
    with subprocess.Popen(
        [sys.executable, *COMMAND, "--index", str(index), "--http", "--port", "0", *options],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Manba's tools are ready at http://127.0.0.1:"), line
            yield line.split()[-1]
        finally:
            process.terminate()
            process.wait(timeout=30)


def refused(address: str, **headers: str) -> tuple[int, bytes]:
    """The status and body a raw request is answered with."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **named}
    request = urllib.request.Request(address, data=CALL, headers=sent)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_over_standard_input_and_output(shipped_index: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=[*COMMAND, "--index", str(shipped_index)], cwd=str(ROOT)
    )

    async def talk() -> None:
        async with Client(server) as client:
            assert client.server_info is not None
            assert client.server_info.name == "manba"
            assert {tool.name for tool in (await client.list_tools()).tools} == {"ask", "search", "read_article"}
            answer = await client.call_tool("ask", {"question": QUESTION})
            assert answer.structured_content["citations"][0]["article_id"] == "pl-terms"
            assert (await client.call_tool("read_article", {"article_id": "nope"})).is_error

    asyncio.run(talk())


def test_over_http_to_its_own_names_alone(shipped_index: Path) -> None:
    async def talk(address: str) -> None:
        async with Client(address) as client:
            found = await client.call_tool("search", {"query": "داده مشتری", "source_languages": ["fa"], "top_k": 2})
            assert len(found.structured_content["hits"]) == 2
            many = await asyncio.gather(*(client.call_tool("ask", {"question": QUESTION}) for _ in range(50)))
            assert [one.structured_content["answered"] for one in many] == [True] * 50

    with over_http(shipped_index, "--allow-host", "manba.example") as address:
        asyncio.run(talk(address))
        assert refused(address, Host="evil.example")[0] == 421
        assert refused(address, Origin="https://evil.example")[0] == 403
        assert refused(address, Host="manba.example", Origin="https://manba.example")[0] not in {403, 421}


def test_over_http_with_a_key_where_asking_needs_one(shipped_index: Path, tmp_path: Path) -> None:
    key = KeyStore(tmp_path).create(name="model", scope=Scope.ASK)[1]

    async def talk(address: str) -> bool:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            answer = await client.call_tool("ask", {"question": QUESTION})
            return bool(answer.structured_content["answered"])

    with over_http(shipped_index, "--state", str(tmp_path), MANBA_ASK_NEEDS_KEY="true") as address:
        status, body = refused(address)
        assert (status, json.loads(body)["type"]) == (401, "/problems/unauthorized")
        assert asyncio.run(talk(address))


def test_it_does_without_torch(shipped_index: Path) -> None:
    code = (
        "import sys, pathlib; from api.mcp.server import server_of; from api.mcp.tools import Tools; "
        "from api.mcp.turns import Turns; "
        f"tools = Tools.open(pathlib.Path({str(shipped_index)!r})); server_of(tools, Turns(at_once=1)); "
        f"assert tools.ask({QUESTION!r}).answered; "
        "print([name for name in ('torch', 'sentence_transformers', 'hazm', 'openai') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_imports_nothing_heavy() -> None:
    heavy = ("mcp", "fastapi", "numpy", "pydantic")
    code = f"import sys; import api.cli.mcp; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("option", ["--http", "--allow-host", "--port", "--host", "--index"])
def test_the_help_names_every_option(option: str) -> None:
    done = subprocess.run([sys.executable, *COMMAND, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert option in done.stdout
