"""The real client of OpenAI's API against a running server: whole, streamed, async, with history, with keys."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from api.keys.model import Scope
from api.keys.store import KeyStore

from .served import Server, servers

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
TALKS = {
    "fa": (f"اومنی{ZWNJ}چنل برای خرده{ZWNJ}فروشی چه فایده{ZWNJ}ای دارد؟", f"و برای بانک{ZWNJ}ها؟", "fa-sectors"),
    "pl": ("Jakie korzyści daje omnichannel w handlu?", "A dla banków?", "pl-sectors"),
    "ar": ("ما مزايا القناة الشاملة لتجارة التجزئة؟", "وماذا عن المصارف؟", "ar-sectors"),
    "en": ("What are the benefits of omnichannel for retail?", "And for banks?", "pl-sectors"),
}


@pytest.fixture(scope="module")
def running(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    state = tmp_path_factory.mktemp("state")
    with servers(shipped_index) as start:
        server = start("--state", str(state), MANBA_ASK_NEEDS_KEY="true")
        server.key = KeyStore(state).create(name="chat", scope=Scope.ASK)[1]  # type: ignore[attr-defined]
        assert server.address
        yield server


@pytest.fixture(scope="module")
def client(running: Server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{running.address}/v1", api_key=running.key, max_retries=0) as made:  # type: ignore[attr-defined]
        yield made


def conversation(language: str) -> list[dict[str, str]]:
    first, then, _ = TALKS[language]
    return [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": first},
        {"role": "assistant", "content": "…"},
        {"role": "user", "content": then},
    ]


@pytest.mark.parametrize("language", TALKS)
def test_a_conversation_is_continued(client: openai.OpenAI, language: str) -> None:
    completion = client.chat.completions.create(model="manba", messages=conversation(language), temperature=0.2)
    message = completion.choices[0].message
    manba = completion.model_extra["manba"]
    assert manba["language"] == language
    assert manba["citations"][0]["article_id"].endswith(TALKS[language][2].partition("-")[2])
    assert message.content.startswith("> ")
    assert manba["understood_as"] in message.content.splitlines()[0]
    for annotation in message.annotations:
        mark = annotation.url_citation
        assert message.content[mark.start_index : mark.end_index].strip("[]").isdigit()
        assert mark.url.startswith(str(client.base_url).removesuffix("v1/") + "articles/")
    assert len(message.annotations) >= len(manba["citations"]) > 0


@pytest.mark.parametrize("language", TALKS)
def test_a_stream_is_read(client: openai.OpenAI, language: str) -> None:
    whole = client.chat.completions.create(model="manba", messages=conversation(language))
    with client.chat.completions.create(
        model="manba", messages=conversation(language), stream=True, stream_options={"include_usage": True}
    ) as stream:
        chunks = list(stream)
    content = "".join(one.choices[0].delta.content or "" for one in chunks if one.choices)
    assert content == whole.choices[0].message.content
    assert [one.choices[0].finish_reason for one in chunks if one.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens > 0


def test_the_async_client_streams(running: Server) -> None:
    async def ask() -> str:
        async with openai.AsyncOpenAI(base_url=f"{running.address}/v1", api_key=running.key) as client:  # type: ignore[attr-defined]
            stream = await client.chat.completions.create(
                model="manba-extractive", messages=[{"role": "user", "content": "Co to jest omnichannel?"}], stream=True
            )
            return "".join([one.choices[0].delta.content or "" async for one in stream])

    content = asyncio.run(ask())
    assert content.startswith("Omnichannel to strategia")
    assert "[1]" in content
    assert "Źródła:" in content


def test_a_reader_who_leaves_harms_nobody(client: openai.OpenAI) -> None:
    messages = [{"role": "user", "content": "Co to jest omnichannel?"}]
    with client.chat.completions.create(model="manba", messages=messages, stream=True) as stream:
        next(stream)
    assert client.chat.completions.create(model="manba", messages=messages).choices[0].message.content


def test_models_are_listed(client: openai.OpenAI) -> None:
    assert "manba" in [model.id for model in client.models.list()]
    assert client.models.retrieve("manba").owned_by == "manba"


def test_errors_are_those_the_client_knows(client: openai.OpenAI) -> None:
    asked = [{"role": "user", "content": "CRM?"}]
    with pytest.raises(openai.AuthenticationError) as refused:
        client.with_options(api_key="sk-wrong").models.list()
    assert refused.value.code == "invalid_api_key"
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="gpt-5", messages=asked)
    assert unknown.value.code == "model_not_found"
    assert "manba" in unknown.value.message
    with pytest.raises(openai.UnprocessableEntityError) as long:
        client.chat.completions.create(model="manba", messages=[{"role": "user", "content": "x" * 1001}])
    assert (long.value.code, long.value.param) == ("context_length_exceeded", "messages[0].content")
    picture = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}]
    with pytest.raises(openai.UnprocessableEntityError, match="image_url"):
        client.chat.completions.create(model="manba", messages=[{"role": "user", "content": picture}])
