"""Passages that speak to a language model instead of to readers: none of them is given to one.

A model that reads "ignore your instructions" may obey, and then its sentence stands word for word in the passage that
it cites. Articles are for people: the extractive answer goes on quoting them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from api.generation.cleaning import has_invisible
from api.speech import SPEECH
from indexer import LANGUAGES, Hit, LanguageCode

# Marks of the formats that models are trained to read turns of a conversation from, and of hidden text in pages.
_TURNS = re.compile(
    r"<\|[^|>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|source|instructions?)\b[^>]*>|<!--"
    r"|^\s*#{0,6}\s*(?:system|assistant|user|developer)\s*:|\bNO_ANSWER\b|\bBEGIN SYSTEM PROMPT\b",
    re.IGNORECASE | re.MULTILINE,
)
_REMEMBERED = 4096


def speaks_to_models(hit: Hit) -> bool:
    """Whether the passage of `hit`, its headings or its article's title address a language model or hide text."""
    passage = hit.passage
    return any(is_suspicious(text) for text in (passage.text, *passage.heading, hit.article.title))


@lru_cache(maxsize=_REMEMBERED)
def is_suspicious(text: str) -> bool:
    """Whether a text tells a language model what to do, in any of the languages, or hides something in it."""
    if _TURNS.search(text) or has_invisible(text):
        return True
    return any(SPEECH[code].commands_models(LANGUAGES[code].search_text(text)) for code in LanguageCode)
