"""Stretches that are one thing however punctuated: URLs, e-mail addresses, host names, versions and figures."""

from __future__ import annotations

import re
from functools import cache

_HOST_ENDS = (
    "academy ai app at be biz blog br ca ch cloud cn co com cz de dev dk edu es eu fi fr gov info io ir it jobs me mil"
    " net nl no online org pl pro ru sa se shop site store tech tr tv ua uk us xyz"
)
# A figure's parts keep together: decimals, thousands, times and the like.
FIGURE = r"\d+(?:[.,\u066b\u066c]\d+)*"
URL = r"(?:https?://|ftp://|www\.)[^\s<>\"'\u00ab\u00bb\u201c\u201d\u201e\u060c\u061b\u061f]+"
EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
HOST = rf"(?:[a-z0-9-]+\.)+(?:{'|'.join(_HOST_ENDS.split())})\b(?:/[^\s<>\"'\u00ab\u00bb\u201c\u201d]*)?"
VERSION = r"v?\d+(?:\.\d+){2,}|v\d+(?:\.\d+)+"

# Punctuation that ends the sentence around a URL rather than the URL.
URL_TAIL = ".,;:!?)]}'\u2026"


@cache
def protected_pattern() -> re.Pattern[str]:
    """An expression that finds protected stretches in text as written, in any case and with any digits."""
    latin_start = r"(?<![A-Za-z0-9@.])"
    return re.compile(rf"{URL}|{EMAIL}|{latin_start}{HOST}|{latin_start}(?:{VERSION})|{FIGURE}", re.IGNORECASE)


def protected_spans(text: str) -> list[tuple[int, int]]:
    """The protected stretches of `text` (start, exclusive end), in order, without punctuation that follows them."""
    spans = []
    for match in protected_pattern().finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in URL_TAIL:
            end -= 1
        spans.append((start, end))
    return spans
