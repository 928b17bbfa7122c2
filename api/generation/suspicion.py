"""Passages that speak to a language model instead of to readers: none of them is given to one.

A model that reads "ignore your instructions" may obey, and then its sentence stands word for word in the passage that
it cites. Articles are for people: the extractive answer goes on quoting them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from api.generation.cleaning import hides_text, visible
from api.speech import SPEECH
from api.speech.commands import COMMANDS
from indexer import LANGUAGES, Hit, KnowledgeView, LanguageCode, direction_of

# Marks of the formats that models are trained to read turns of a conversation from, those of our own prompt, and of
# hidden text in pages.
_TURNS = re.compile(
    r"<\|[^|>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|source|instructions?)\b[^<>]*>"
    r"|<<[^<>\n]{0,40}\b(?:SOURCE|QUESTION)\b[^<>\n]{0,20}>>|^[\s|]{0,9}ANSWER LANGUAGE:"
    r"|^[\s|#>*-]{0,9}(?:system|assistant|user|developer)\s*:|\bNO_ANSWER\b|\bBEGIN SYSTEM PROMPT\b"
    # A comment of some words, and what a page does not show.
    r"|<!--\s{0,9}(?:[^\s<>{}\"':]{1,40}\s{1,9}){3}\w|^\[[^\]\n]{0,40}\]:\s{0,9}(?:#|<>)\s?[(\"']"
    r"|<\w++[^>]{0,200}(?:\bhidden\b|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)",
    re.IGNORECASE | re.MULTILINE,
)
# Text that people do not read: base64, and letters set apart.
_BLOB = re.compile(r"(?<![\w/+.-])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9+/]{24,}={0,2}(?![\w/+])")
# Both are looked for where such a run begins alone, not from each of its letters anew.
_APART = r"[ \t._*-]"
_SET_APART = re.compile(
    rf"(?<!\w)(?<!(?<!\w)[^\W\d_]{_APART})(?<!(?<!\w)[^\W\d_]{_APART}{{2}})(?<!(?<!\w)[^\W\d_]{_APART}{{3}})"
    rf"(?:[^\W\d_]{_APART}{{1,3}}){{5,}}[^\W\d_](?!\w)"
)
# Digits and signs in place of letters, within words.
_LOOKS_LIKE = str.maketrans("013457@$", "oieastas")
_WITH_SIGNS = re.compile(r"\b(?=\w*[^\W\d_])(?=\w*[013457@$])[\w@$]+")
_MANY = 3
_OTHER_ALPHABETS = r"\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff"
_TWO_ALPHABETS = re.compile(rf"(?<!\w)(?=\w*[A-Za-z])\w*[{_OTHER_ALPHABETS}]|(?!\w)[{_OTHER_ALPHABETS}]\w*[A-Za-z]")
_LATIN, _ARABIC = re.compile(r"[^\W\d_\u0600-\u06ff]"), re.compile(r"[\u0600-\u06ff]")
# No word is as long; how languages read one costs the square of its length.
_LONG_WORD = re.compile(r"\S{120}")
_REMEMBERED = 4096


def is_for_models(view: KnowledgeView, hit: Hit) -> bool:
    """Whether the passage of `hit` or one next to it speaks to a language model: a command reaches into the next."""
    near = (hit, view.neighbour(hit, -1), view.neighbour(hit, 1))
    return any(speaks_to_models(one) for one in near if one is not None)


def speaks_to_models(hit: Hit) -> bool:
    """Whether the passage of `hit`, its headings or its article's title address a language model or hide text."""
    # Together: a command may begin in a heading and end in the text. The bar lets each begin anew.
    return is_suspicious("\n| ".join([hit.article.title, *hit.passage.heading, hit.passage.text]))


@lru_cache(maxsize=_REMEMBERED)
def is_suspicious(text: str) -> bool:
    """Whether a text tells a language model what to do, in any of the languages, or hides something in it."""
    if hides_text(text):
        return True
    seen = visible(text)
    if any(trick.search(seen) for trick in (_TURNS, _BLOB, _SET_APART, _TWO_ALPHABETS)):
        return True
    return _commands_models(seen) or (len(_WITH_SIGNS.findall(seen)) >= _MANY and _commands_models(_in_letters(seen)))


def _commands_models(text: str) -> bool:
    text = _LONG_WORD.sub(r"\g<0> ", text)
    read_by = [code for code in LanguageCode if (_ARABIC if direction_of(code) == "rtl" else _LATIN).search(text)]
    forms = {code: LANGUAGES[code].search_text(text) for code in read_by}
    return any(SPEECH[code].commands_models(form) or COMMANDS[code].are_in(form) for code, form in forms.items())


def _in_letters(text: str) -> str:
    """A text with letters for what stands in their place: "1gn0r3" is "ignore"."""
    return _WITH_SIGNS.sub(lambda word: word[0].translate(_LOOKS_LIKE), text)
