"""Guessing made slow: an address that keeps sending wrong keys is told to wait. A right key is never made to wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

WRONG_KEYS_ALLOWED = 10
PERIOD_S = 60.0
ADDRESSES_REMEMBERED = 4096


class WrongKeys:
    """Counts wrong keys per client address, in this process's memory alone; the oldest addresses are forgotten."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Count by `clock`, in seconds, which never goes back."""
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def note(self, address: str) -> float:
        """Count one more wrong key: the seconds to wait before the next, 0.0 while there were few."""
        now = self._clock()
        with self._lock:
            begun, count = self._seen.pop(address, (now, 0))
            if now - begun >= PERIOD_S:
                begun, count = now, 0
            self._seen[address] = (begun, count + 1)
            while len(self._seen) > ADDRESSES_REMEMBERED:
                self._seen.popitem(last=False)
        return 0.0 if count < WRONG_KEYS_ALLOWED else max(PERIOD_S - (now - begun), 1.0)
