"""A stand-in for a language model: it writes answers on the shelf part by part, each when the test says so."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request

from api import asking
from api.dependencies import keeper_of, runtime_of
from api.domain import Answer, AnswerMode, AnswerSentence, Fallback, Generation
from api.schemas import AskRequest
from api.telling import Part, Telling, opening
from indexer import direction_of

MODEL = "little-model:7b"
PATIENCE_S = 10

_begin = asking.begin


def written(found: Answer, texts: tuple[str, ...], **became: Any) -> Answer:
    """`found` with a model's sentences in its place, the first citing [1], the second [2], as far as there are any."""
    cited = found.citations[: len(texts)]
    sentences = tuple(
        AnswerSentence(
            text=text,
            citations=(min(number, len(cited)),),
            language=found.language,
            direction=direction_of(found.language),
        )
        for number, text in enumerate(texts, start=1)
    )
    return replace(
        found,
        mode=AnswerMode.GENERATIVE,
        text=" ".join(f"{one.text} [{one.citations[0]}]" for one in sentences),
        sentences=sentences,
        citations=cited,
        generation=Generation(model=MODEL, **became),
    )


class Scribe:
    """Takes the place of `asking.begin`; the test says, from its own thread, what it tells.

    `left` is set once nobody listens to the answer asked for last.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._texts: list[str] = []

    async def begin(self, request: Request, ask: AskRequest, *, noted_as: str | None = None, **options: Any) -> Telling:
        if ask.mode is AnswerMode.EXTRACTIVE:
            return await _begin(request, ask, **options)
        found = await runtime_of(request).run(partial(asking.answer, ask=ask, **options))
        self.found = replace(found, question_id=noted_as or keeper_of(request).note(ask.question, found))
        self._loop, self._parts = asyncio.get_running_loop(), asyncio.Queue[Part | Exception | None]()
        self._texts = []
        self.left = threading.Event()
        telling = Telling(language=found.language, parts=self._told(self._parts, self.left))
        self._asked.set()
        return telling

    async def _told(
        self, parts: asyncio.Queue[Part | Exception | None], left: threading.Event
    ) -> AsyncGenerator[Part, None]:
        try:
            while (part := await parts.get()) is not None:
                if isinstance(part, Exception):
                    raise part
                yield part
        finally:
            left.set()

    def wait(self) -> None:
        """Until a question has come."""
        assert self._asked.wait(PATIENCE_S), "nothing was asked"
        self._asked.clear()

    def say(self, text: str) -> None:
        """One more sentence."""
        if not self._texts:
            self._put(opening(written(self.found, ())))
        self._texts.append(text)
        self._put(written(self.found, tuple(self._texts)).sentences[-1])

    def finish(self, **became: Any) -> None:
        """The whole answer."""
        self._put(written(self.found, tuple(self._texts), **became))
        self._put(None)

    def fall_back(self, fallback: Fallback) -> None:
        """The sources' own sentences, because of `fallback`."""
        stands = replace(self.found, generation=Generation(model=MODEL, fallback=fallback))
        for part in (opening(stands), *stands.sentences, stands, None):
            self._put(part)

    def fail(self) -> None:
        """The connection breaks off."""
        self._put(ConnectionError("as the test wants it"))

    def _put(self, part: Part | Exception | None) -> None:
        self._loop.call_soon_threadsafe(self._parts.put_nowait, part)
