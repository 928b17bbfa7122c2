"""Taking out of a question what says who asked it: e-mail addresses, telephone, card and account numbers."""

from __future__ import annotations

import re
import unicodedata

MASK = "•••"
FEWEST_DIGITS = 7
"""Shorter numbers tell nobody apart: years, prices, counts."""

_DASHES = "".join(map(chr, range(0x2010, 0x2016))) + "\N{MINUS SIGN}"
_INVISIBLE = (
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{ARABIC LETTER MARK}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}\N{LEFT-TO-RIGHT OVERRIDE}"
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}"
    "\N{POP DIRECTIONAL ISOLATE}"
)
_BETWEEN = rf"[\s\-_./()\[\]{_DASHES}{_INVISIBLE}]"
_AT = r"\s*(?:[@＠﹫]|[\[({<]\s*(?:at|małpa)\s*[\])}>])\s*"
_DOT = r"(?:[.。．]|\s*[\[({<]\s*(?:dot|kropka)\s*[\])}>]\s*)"
_IN_NAME = r"[\w!#$%&'*+/=?^`{|}~.\-]"
# A name is tried from its beginning only: from each of its letters it would cost the square of its length.
_EMAIL = re.compile(rf"(?<!{_IN_NAME}){_IN_NAME}+{_AT}[\w\-]+(?:{_DOT}[\w\-]+)+", re.IGNORECASE)
# Letters glued to the front belong to it: the country of an IBAN, the series of an identity card.
_NUMBER = re.compile(rf"(?<!\w)[A-Za-z]{{0,4}}[+(]*\d(?:{_BETWEEN}{{0,3}}[+(]?\d){{{FEWEST_DIGITS - 1},}}")
_ACCOUNT = re.compile(r"(?<!\w)[A-Za-z]{2,4}\d{6,}(?!\w)")
_GROUP = re.compile(r"\d+")
_DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}")
# Card numbers stand in groups of four as well: more years than these are taken for one.
_MOST_YEARS = 3


def masked(text: str) -> str:
    """`text` with e-mail addresses and long numbers, in any digits, replaced by a mask.

    Dates, years ("2020-2025") and numbers with commas at their thousands stay.

    >>> masked("Napisz do jan.kowalski@example.org albo +48 600-100-200, rok 2024")
    'Napisz do •••@••• albo •••, rok 2024'
    """
    text = _EMAIL.sub(f"{MASK}@{MASK}", text)
    text = _NUMBER.sub(_without_long_number, text)
    return _ACCOUNT.sub(MASK, text)


def _without_long_number(found: re.Match[str]) -> str:
    plain = "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in found[0]
        if character not in _INVISIBLE
    ).strip()
    groups = _GROUP.findall(plain)
    are_years = len(groups) <= _MOST_YEARS and all(len(group) == 4 and 1200 <= int(group) < 2200 for group in groups)
    return found[0] if are_years or _DATE.fullmatch(plain) else MASK
