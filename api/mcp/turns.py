"""How many calls of tools are computed at the same time, and how many may wait for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from api.mcp.tools import Refused

MOST_WAITING = 64
"""Calls that wait at most: a client that asks a few dozen things at once is served, a flood is told."""

T = TypeVar("T")


class Turns:
    """Computes in threads, off the event loop, so many at once as there are places; used from one event loop."""

    def __init__(self, *, at_once: int, waiting: int = MOST_WAITING) -> None:
        """Compute `at_once` at the same time and let `waiting` more wait."""
        self._places = anyio.CapacityLimiter(at_once)
        self._most = at_once + waiting
        self._inside = 0

    async def take(self, work: Callable[[], T]) -> T:
        """What `work` gives, in its turn; `Refused` where too many wait already. Who leaves gives up her place."""
        if self._inside >= self._most:
            raise Refused(f"{self._most} calls are under way or wait. Wait for answers, then call again.")
        self._inside += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._places)
        finally:
            self._inside -= 1
