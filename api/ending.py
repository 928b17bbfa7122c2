"""The end of a server in whose answers a language model is still writing: it is broken off, nobody is kept waiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from api.domain import Fallback
from api.generation.client import ChatModel, Prompt
from api.generation.failures import ModelError
from api.generation.writer import Writer
from api.settings import Settings

logger = logging.getLogger("manba.model")


class EndableWriter(Writer):
    """A Writer that stops when the server does: readers get what holds so far, or the sources' own answer."""

    def __init__(self, settings: Settings, model: ChatModel | None = None) -> None:
        """See `Writer`."""
        super().__init__(settings, model)
        self._is_over = False
        self._limits: set[asyncio.Timeout] = set()

    def end(self) -> None:
        """Break off what is being written, and begin nothing more."""
        if self._limits and not self._is_over:
            logger.info("the server stops: %d answers are broken off", len(self._limits))
        self._is_over = True
        for limit in self._limits:
            limit.reschedule(0.0)

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """See `Writer.write`; ModelError once the server is to stop, also for who waits in the queue."""
        async with aclosing(super().write(prompt)) as pieces:
            while True:
                if self._is_over:
                    raise _stopped()
                try:
                    async with asyncio.timeout(None) as limit:
                        self._limits.add(limit)
                        try:
                            piece = await anext(pieces)
                        finally:
                            self._limits.discard(limit)
                except StopAsyncIteration:
                    return
                except TimeoutError:
                    raise _stopped() from None
                yield piece


def _stopped() -> ModelError:
    return ModelError(Fallback.FAILED, "the server stops", is_its_fault=False)
