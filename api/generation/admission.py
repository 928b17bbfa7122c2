"""How many answers are written at the same time, and how many questions may wait for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.domain import Fallback
from api.generation.failures import ModelError


class Admission:
    """A semaphore with a bounded queue; used from one event loop."""

    def __init__(self, *, concurrency: int, queue: int) -> None:
        """Let `concurrency` through at the same time and `queue` wait."""
        self._most = concurrency + queue
        self._inside = 0
        self._places = asyncio.Semaphore(concurrency)

    @property
    def is_full(self) -> bool:
        """Whether no further question may even wait."""
        return self._inside >= self._most

    @asynccontextmanager
    async def place(self, *, wait_s: float) -> AsyncIterator[None]:
        """A place to have an answer written in; ModelError where the queue is full or none is free in `wait_s`."""
        if self.is_full:
            raise ModelError(Fallback.BUSY, "too many questions wait for it", is_its_fault=False)
        self._inside += 1
        try:
            try:
                async with asyncio.timeout(wait_s):
                    await self._places.acquire()
            except TimeoutError:
                raise ModelError(Fallback.BUSY, f"no place was free in {wait_s:g} s", is_its_fault=False) from None
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._inside -= 1
