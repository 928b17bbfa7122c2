"""An answer as server-sent events: meta, one sentence event per sentence as it is ready, citations, done."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.domain import Answer
from api.presenting import present_answer
from api.schemas import SentenceOut
from api.telling import Telling

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_S = 10
"""Seconds after which a comment is sent where nothing else was: proxies give up on a silent connection."""

STREAMS_END_S = 2
"""Seconds that a stream has to come to its end once the server is to stop."""

# Known only once the last sentence is written, or long; the rest stands in `meta`.
_ONLY_AT_THE_END = {"answer", "took_ms"}
# What a language model writes may add to them, so they are told again.
_AT_THE_END = _ONLY_AT_THE_END | {"notes", "confidence", "question_id", "generation"}


async def answer_events(telling: Telling) -> AsyncGenerator[tuple[str, object], None]:
    """The events of an answer as (name, JSON value), as it is told.

    `meta` with `done` merged into it, the `sentence` values as `sentences` and the value of `citations`, are the JSON
    answer, nothing left out.
    """
    is_open = False
    async with aclosing(telling.parts) as parts:
        async for part in parts:
            if not isinstance(part, Answer):
                yield "sentence", SentenceOut.model_validate(part).model_dump(mode="json")
                continue
            members = present_answer(part).model_dump(mode="json")
            _, citations = members.pop("sentences"), members.pop("citations")
            if not is_open:
                is_open = True
                yield "meta", {name: value for name, value in members.items() if name not in _ONLY_AT_THE_END}
            else:
                yield "citations", citations
                yield "done", {name: value for name, value in members.items() if name in _AT_THE_END}


def event_response(telling: Telling, *, headers: dict[str, str]) -> EventSourceResponse:
    """The answer as a stream that ends after `done`; a browser's EventSource must be closed then, or it asks again."""
    return stream_of(answer_events(telling), headers=headers)


def stream_of(events: AsyncGenerator[tuple[str, object], None], *, headers: dict[str, str]) -> EventSourceResponse:
    """`events`, each a name and a JSON value, as a stream; they are closed when whoever listens has left."""

    async def stream() -> AsyncIterator[ServerSentEvent]:
        async with aclosing(events):
            async for name, value in events:
                yield ServerSentEvent(event=name, data=orjson.dumps(value).decode("utf-8"), sep="\n")

    return sent(stream(), headers=headers)


def sent(stream: AsyncIterator[ServerSentEvent], *, headers: dict[str, str]) -> EventSourceResponse:
    """A stream of events that is told to its end, for which it has STREAMS_END_S once the server is to stop."""
    return EventSourceResponse(stream, headers=headers, sep="\n", ping=HEARTBEAT_S, shutdown_grace_period=STREAMS_END_S)
