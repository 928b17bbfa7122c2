"""Whether a citation covers a gold and an answer mentions what it must, whatever the spelling.

Letters that differ by keyboard, diacritics, case, white space and ZWNJ are folded away. A passage covers a quote when
it holds a contiguous stretch of 60 % of it (80 % of a quote under 40 letters): a citation may begin a little later or
end a little sooner than the gold without being another answer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHORT_QUOTE = 40
_SHARE, _SHARE_OF_SHORT = 0.6, 0.8

_LETTERS = {
    "ARABIC LETTER YEH": "ARABIC LETTER FARSI YEH",
    "ARABIC LETTER ALEF MAKSURA": "ARABIC LETTER FARSI YEH",
    "ARABIC LETTER YEH WITH HAMZA ABOVE": "ARABIC LETTER FARSI YEH",
    "ARABIC LETTER KAF": "ARABIC LETTER KEHEH",
    "ARABIC LETTER TEH MARBUTA": "ARABIC LETTER HEH",
    "ARABIC LETTER HEH WITH YEH ABOVE": "ARABIC LETTER HEH",
    "ARABIC LETTER WAW WITH HAMZA ABOVE": "ARABIC LETTER WAW",
    "ARABIC LETTER ALEF WITH HAMZA ABOVE": "ARABIC LETTER ALEF",
    "ARABIC LETTER ALEF WITH HAMZA BELOW": "ARABIC LETTER ALEF",
    "ARABIC LETTER ALEF WITH MADDA ABOVE": "ARABIC LETTER ALEF",
    "ARABIC LETTER ALEF WASLA": "ARABIC LETTER ALEF",
    "LATIN SMALL LETTER L WITH STROKE": "LATIN SMALL LETTER L",
    "ARABIC PERCENT SIGN": "PERCENT SIGN",
}
_TABLE = str.maketrans({unicodedata.lookup(old): unicodedata.lookup(new) for old, new in _LETTERS.items()})


def _same_letters(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_TABLE)
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in composed
    )


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Letters, digits and % of `text` in one spelling, nothing between them."""
    apart = unicodedata.normalize("NFKD", _same_letters(text)).translate(_TABLE)
    return "".join(
        character
        for character in apart
        if (unicodedata.category(character)[0] in "LN" and unicodedata.category(character) != "Lm") or character == "%"
    )


def covers(text: str, quote: str) -> bool:
    """Whether `text` holds enough of `quote` in one stretch."""
    within, wanted = folded(text), folded(quote)
    share = _SHARE_OF_SHORT if len(wanted) < _SHORT_QUOTE else _SHARE
    length = max(1, -int(-len(wanted) * share // 1))
    return any(wanted[start : start + length] in within for start in range(len(wanted) - length + 1))


def mentions(answer: str, entry: str) -> bool:
    """Whether `answer` has one of the alternatives in `entry` ("a|b"); a figure must stand as a whole number."""
    return any(_holds(answer, alternative) for alternative in entry.split("|"))


def _holds(answer: str, alternative: str) -> bool:
    wanted = _same_letters(alternative.strip())
    if wanted[:1].isdigit() and not any(character.isalpha() for character in wanted):
        figure = re.escape(wanted).replace("%", r"\s?%")
        return re.search(rf"(?<!\d)(?<!\d[.,]){figure}(?!\d|[.,]\d)", _same_letters(answer)) is not None
    return folded(alternative) in folded(answer)
