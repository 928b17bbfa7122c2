"""Text of any direction on a terminal."""

from __future__ import annotations

import sys

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_DIRECTIONAL_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
ELLIPSIS = "…"


def isolate(text: str) -> str:
    """`text` kept from disturbing the direction of its surroundings on a terminal; unchanged in a pipe or file."""
    if not sys.stdout.isatty():
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"


def shortened(text: str, limit: int) -> str:
    """`text` on one line, cut at a space to at most about `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0] + ELLIPSIS
