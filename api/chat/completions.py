"""A message as a completion: whole, or as chunks that are sent as they are written."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.chat.errors import error_of
from api.chat.schemas import (
    AssistantMessage,
    ChatChoice,
    ChatCompletion,
    ChatModel,
    ChatRequest,
    Json,
    ManbaPart,
    ModelOut,
    ModelsResponse,
    Usage,
)
from api.chat.writing import Message
from api.events import sent
from api.presenting import present_answer
from api.problems import Problem

_DONE = "[DONE]"
# Clients show when a model was made; this one is as old as its form.
_CREATED = 1_795_564_800


class Completion:
    """One answer to a chat client, whole or in chunks."""

    def __init__(self, message: Message, chat: ChatRequest) -> None:
        """Complete `chat` with `message`."""
        self._message = message
        self._chat = chat
        self._id = f"chatcmpl-{uuid.uuid4().hex}"
        self._created = int(time.time())

    async def whole(self) -> ChatCompletion:
        """The completion, once all of it is written."""
        async with aclosing(self._message.pieces()) as pieces:
            async for _ in pieces:
                pass
        message = AssistantMessage(
            role="assistant", content=self._message.content, annotations=self._message.annotations()
        )
        return ChatCompletion(
            id=self._id,
            object="chat.completion",
            created=self._created,
            model=self._chat.model,
            choices=(ChatChoice(index=0, message=message, finish_reason="stop"),),
            usage=self._usage(),
            manba=self._manba(),
        )

    async def chunks(self) -> AsyncGenerator[Json, None]:
        """The chunks: one that opens, one per piece, one that closes with what is known only then, maybe the usage."""
        yield self._chunk({"role": "assistant", "content": ""})
        async with aclosing(self._message.pieces()) as pieces:
            async for piece in pieces:
                yield self._chunk({"content": piece})
        annotations = [one.model_dump(mode="json") for one in self._message.annotations()]
        last = self._chunk({"annotations": annotations} if annotations else {}, finish_reason="stop")
        yield {**last, "manba": self._manba().model_dump(mode="json")}
        if self._wants_usage:
            yield {**self._frame(), "choices": [], "usage": self._usage().model_dump()}

    @property
    def _wants_usage(self) -> bool:
        options = self._chat.stream_options
        return options is not None and options.include_usage is True

    def _frame(self) -> Json:
        return {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": self._chat.model,
        }

    def _chunk(self, delta: Json, *, finish_reason: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        usage: Json = {"usage": None} if self._wants_usage else {}
        return {**self._frame(), "choices": [choice], **usage}

    def _usage(self) -> Usage:
        asked = sum(len(message.text.split()) for message in self._chat.messages)
        told = len(self._message.content.split())
        return Usage(prompt_tokens=asked, completion_tokens=told, total_tokens=asked + told)

    def _manba(self) -> ManbaPart:
        if self._message.answer is None:
            raise RuntimeError("an answer was not told to its end")
        return ManbaPart.model_validate(present_answer(self._message.answer))


def chunk_response(completion: Completion, *, headers: dict[str, str]) -> EventSourceResponse:
    """The completion as server-sent events; a fault on the way is told as an error, and the stream ends."""

    async def stream() -> AsyncIterator[ServerSentEvent]:
        try:
            async with aclosing(completion.chunks()) as chunks:
                async for chunk in chunks:
                    yield _event(chunk)
        except Problem as problem:
            yield _event({"error": error_of(problem)})
        except Exception:
            logging.getLogger("manba.errors").exception("a completion broke off")
            detail = "The fault is on the server's side and is in its log. Try again."
            yield _event({"error": error_of(Problem(slug="internal-error", detail=detail))})
        yield ServerSentEvent(data=_DONE, sep="\n")

    return sent(stream(), headers=headers)


def _event(value: Json) -> ServerSentEvent:
    return ServerSentEvent(data=orjson.dumps(value).decode("utf-8"), sep="\n")


def model_out(model: ChatModel) -> ModelOut:
    """What clients list of a model."""
    return ModelOut(id=model.value, object="model", created=_CREATED, owned_by="manba")


def models() -> ModelsResponse:
    """All names under which Manba can be chosen."""
    return ModelsResponse(object="list", data=tuple(map(model_out, ChatModel)))
