"""An answer as server-sent events: meta, one sentence event per sentence, citations, done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import orjson
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.schemas import AskResponse

MEDIA_TYPE = "text/event-stream"

# Known only once the last sentence is written, or long; the rest stands in `meta`.
_AT_THE_END = {"answer", "took_ms"}


def answer_events(answer: AskResponse) -> Iterator[tuple[str, object]]:
    """The events of an answer as (name, JSON value).

    `meta` and `done` merged, with the `sentence` values as `sentences` and the value of `citations`, are the JSON
    answer, nothing left out.
    """
    members = answer.model_dump(mode="json")
    sentences, citations = members.pop("sentences"), members.pop("citations")
    yield "meta", {name: value for name, value in members.items() if name not in _AT_THE_END}
    for sentence in sentences:
        yield "sentence", sentence
    yield "citations", citations
    yield "done", {name: value for name, value in members.items() if name in _AT_THE_END}


def event_response(answer: AskResponse, *, headers: dict[str, str]) -> EventSourceResponse:
    """The answer as a stream that ends after `done`; a browser's EventSource must be closed then, or it asks again."""

    async def stream() -> AsyncIterator[ServerSentEvent]:
        for name, value in answer_events(answer):
            yield ServerSentEvent(event=name, data=orjson.dumps(value).decode("utf-8"), sep="\n")

    return EventSourceResponse(stream(), headers=headers, sep="\n", ping=0)
