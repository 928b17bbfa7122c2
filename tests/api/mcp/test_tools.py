"""The tools for language models, by the client of the SDK in one process: schemas, answers, errors, index switches."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client
from mcp.types import CallToolResult

from api.mcp.server import server_of
from api.mcp.tools import MOST_CHARACTERS, Refused, Tools
from api.mcp.turns import Turns
from indexer.articles import read_corpus
from indexer.index.build import build_snapshot
from indexer.models_in_use import Models

T = TypeVar("T")
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.fixture(scope="module")
def tools(shipped_index: Path) -> Tools:
    return Tools.open(shipped_index)


def with_client(tools: Tools, work: Callable[[Client], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Client(server_of(tools, Turns(at_once=2))) as client:
            return await work(client)

    return asyncio.run(run())


def call(tools: Tools, name: str, **arguments: Any) -> CallToolResult:
    return with_client(tools, lambda client: client.call_tool(name, arguments))


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


def test_three_tools_with_schemas(tools: Tools) -> None:
    async def listed(client: Client) -> dict[str, Any]:
        assert client.instructions is not None
        assert "never change a quote" in client.instructions
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    found = with_client(tools, listed)
    assert set(found) == {"ask", "search", "read_article"}
    for tool in found.values():
        assert len(tool.description) > 200
        assert tool.annotations.read_only_hint
        assert tool.output_schema["properties"]
        for described in tool.input_schema["properties"].values():
            assert described["description"]
    asked = found["ask"].input_schema
    assert asked["required"] == ["question"]
    assert asked["properties"]["question"]["maxLength"] == 1000
    assert asked["$defs"]["LanguageCode"]["enum"] == ["ar", "en", "fa", "pl"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Co to jest omnichannel?", "pl"),
        ("What is omnichannel?", "en"),
        ("ما القناة الشاملة؟", "ar"),
        (f"تفاوت همه{ZWNJ}کاناله و چندکاناله چیست؟", "fa"),
    ],
)
def test_an_answer_is_told_and_structured(tools: Tools, question: str, language: str) -> None:
    result = call(tools, "ask", question=question)
    assert not result.is_error
    answer = result.structured_content
    assert answer["answered"]
    assert answer["language"] == language
    assert text_of(result).startswith(answer["answer"])
    for citation in answer["citations"]:
        assert f'"{citation["quote"]}"' in text_of(result)
        read = call(
            tools,
            "read_article",
            article_id=citation["article_id"],
            start=citation["start"],
            end=citation["end"],
        )
        assert read.structured_content["text"] == citation["quote"]


def test_follow_ups_are_understood(tools: Tools) -> None:
    history = ["What are the benefits of omnichannel for retail?"]
    result = call(tools, "ask", question="And for banks?", history=history)
    assert result.structured_content["understood_as"] == "What are the benefits of omnichannel for banks?"
    assert "Note: This question was understood as" in text_of(result)


def test_a_refusal_is_no_error(tools: Tools) -> None:
    result = call(tools, "ask", question="Who painted the Mona Lisa?")
    assert not result.is_error
    assert result.structured_content["answered"] is False
    assert "The articles do cover:\n- " in text_of(result)


def test_passages_are_found_in_the_languages_asked_for(tools: Tools) -> None:
    result = call(tools, "search", query="customer data", top_k=3, source_languages=["ar"], article_ids=[])
    hits = result.structured_content["hits"]
    assert [hit["language"] for hit in hits] == ["ar"] * 3
    assert text_of(result).count("(article_id ar-") == 3
    assert hits[0]["text"] in text_of(result)


def test_an_article_is_read_in_parts(tools: Tools) -> None:
    source = tools._loaded.knowledge_base.view().article("fa-glossary").source
    assert len(source) < MOST_CHARACTERS
    whole = call(tools, "read_article", article_id="fa-glossary").structured_content
    assert (whole["text"], whole["total"], whole["next_start"]) == (source, len(source), None)
    part = call(tools, "read_article", article_id="fa-glossary", start=10, end=60)
    assert part.structured_content["text"] == source[10:60]
    assert part.structured_content["next_start"] == 60
    assert "(Read on with start=60.)" in text_of(part)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("ask", {"question": " "}, "Ask something"),
        ("ask", {"question": "x" * 1001}, "shorten it"),
        ("ask", {"question": "x", "article_ids": ["nope"]}, "take the ids that search and ask give"),
        ("ask", {}, "question: is required; add it. Call again with it."),
        ("ask", {"question": ["x"]}, "question: input should be a valid string. Send what the tool's schema names."),
        ("ask", {"question": "x", "history": ["y"] * 21}, "history has 21 questions. Send the last 20"),
        (
            "ask",
            {"question": "x", "history": ["y" * 8001]},
            "history/0/content: has more than 8000 characters; shorten",
        ),
        ("ask", {"question": "x", "history": [""]}, "history/0/content: is empty"),
        ("ask", {"question": "x", "language": "de"}, "'ar', 'en', 'fa' or 'pl'"),
        ("ask", {"question": "x", "language": "d" * 10**6}, "'ar', 'en', 'fa' or 'pl'"),
        ("ask", {"question": "x", "article_ids": ["z" * 10**6]}, "z…' is not the id of an article"),
        ("search", {"query": "x\N{NULL}"}, "Remove the characters"),
        ("search", {"query": "x", "top_k": 21}, "Ask for 1 to 20 passages"),
        ("search", {"query": "x", "top_k": 10**5000}, "Ask for 1 to 20 passages"),
        ("search", {"query": "x", "top_k": 1.5}, "top_k: input should be a valid integer"),
        ("read_article", {"article_id": "nope"}, "Take an article_id that search or ask gave"),
        ("read_article", {"article_id": "n" * 10**6}, "n…'. Take an article_id that search or ask gave"),
        ("read_article", {"article_id": "pl-terms", "start": 10**5000}, "Take a start below"),
        ("read_article", {"article_id": "pl-terms", "start": -1}, "Take a start below"),
        ("read_article", {"article_id": "pl-terms", "start": 5, "end": 5}, "an end after it"),
    ],
)
def test_errors_say_the_next_step(tools: Tools, name: str, arguments: dict[str, Any], says: str) -> None:
    result = call(tools, name, **arguments)
    assert result.is_error
    assert says in text_of(result)
    assert len(text_of(result)) < 400
    assert "validation error" not in text_of(result)


def build(folder: Path, name: str, text: str) -> Path:
    """An index of what is in `folder`, with one article more."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(exist_ok=True)
    written = f"---\ntitle: {name}\nlang: pl\n---\n\n# {name}\n\n{text}\n"
    (corpus / f"{name}.md").write_text(written, encoding="utf-8")
    found = read_corpus([corpus])
    build_snapshot(found.articles, index=index, models=Models.load(), glossary=found.glossary)
    return index


def test_a_large_article_is_read_part_by_part(tmp_path: Path) -> None:
    days = "\n\n".join(f"W dniu {number} klient zwraca towar w sklepie numer {number}." for number in range(900))
    tools = Tools.open(build(tmp_path, "zwroty", days))
    source = tools._loaded.knowledge_base.view().article("zwroty").source
    assert len(source) > 2 * MOST_CHARACTERS

    async def read(client: Client) -> list[CallToolResult]:
        parts = [await client.call_tool("read_article", {"article_id": "zwroty"})]
        while (start := parts[-1].structured_content["next_start"]) is not None:
            assert text_of(parts[-1]).endswith(f"(Read on with start={start}.)")
            parts.append(await client.call_tool("read_article", {"article_id": "zwroty", "start": start}))
        return parts

    parts = with_client(tools, read)
    assert [len(part.structured_content["text"]) for part in parts[:-1]] == [MOST_CHARACTERS] * (len(parts) - 1)
    assert "".join(part.structured_content["text"] for part in parts) == source
    everything = call(tools, "read_article", article_id="zwroty", end=len(source)).structured_content
    assert (everything["end"], everything["next_start"]) == (MOST_CHARACTERS, MOST_CHARACTERS)


def test_tools_follow_the_index(tmp_path: Path) -> None:
    index = build(tmp_path, "zwroty", "Klient zwraca towar w sklepie stacjonarnym w ciągu trzydziestu dni.")
    tools = Tools.open(index)
    with pytest.raises(Refused, match="no article 'dostawa'"):
        tools.read_article("dostawa")
    build(tmp_path, "dostawa", "Kurier dostarcza paczkę do paczkomatu następnego dnia.")
    assert "paczkomatu" in tools.read_article("dostawa").text
    assert tools.search("Kurier dostarcza paczkę").hits[0].article_id == "dostawa"
