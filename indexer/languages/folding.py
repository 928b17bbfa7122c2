"""Folding characters: one table for all languages, so that a letter comes out the same whichever language reads it.

Unicode compatibility forms, case, diacritics, letter variants of the Arabic script, digits, quotes, dashes and white
space are folded; invisible characters vanish. The table fills itself as characters are met.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Letters of the Arabic script that a reader of Persian or Arabic takes for one another and that Unicode does not
# decompose into one another. Carriers of hamza need no entry: they decompose, and the mark is dropped.
ARABIC_VARIANTS = {
    "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER YEH BARREE}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER E}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KASHMIRI YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC LETTER SWASH KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER KAF WITH RING}": "\N{ARABIC LETTER GAF}",
    "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
    "\N{ARABIC LETTER HIGH HAMZA}": "",
}

# Latin letters whose stroke or ligature Unicode does not decompose.
LATIN_VARIANTS = {
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
    "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
    "\N{LATIN SMALL LETTER T WITH STROKE}": "t",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
}

PUNCTUATION_VARIANTS = {
    "\N{ARABIC PERCENT SIGN}": "%",
    "\N{ARABIC-INDIC PER MILLE SIGN}": "\N{PER MILLE SIGN}",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC COMMA}": ",",
    "\N{ARABIC SEMICOLON}": ";",
    "\N{ARABIC QUESTION MARK}": "?",
    "\N{ARABIC FULL STOP}": ".",
    "\N{ARABIC FIVE POINTED STAR}": "*",
    "\N{FRACTION SLASH}": "/",
    "\N{DIVISION SLASH}": "/",
    "\N{MINUS SIGN}": "-",
    "\N{HYPHEN BULLET}": "-",
    "\N{ARABIC TATWEEL}": "",
    # Stands for the zero-width non-joiner in Persian text that went through an old Windows code page.
    "\N{NOT SIGN}": "",
}

QUOTE = "'"
# Quotes outside the categories Pi and Pf. All quotes, the apostrophe too, become one character.
OTHER_QUOTES = frozenset(
    "\"'`"
    "\N{ACUTE ACCENT}\N{PRIME}\N{DOUBLE PRIME}\N{SINGLE LOW-9 QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{REVERSED DOUBLE PRIME QUOTATION MARK}\N{DOUBLE PRIME QUOTATION MARK}\N{LOW DOUBLE PRIME QUOTATION MARK}"
    "\N{MODIFIER LETTER PRIME}\N{MODIFIER LETTER DOUBLE PRIME}\N{MODIFIER LETTER TURNED COMMA}"
    "\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER REVERSED COMMA}"
)

# Marks of these canonical combining classes are part of the letter in scripts of South and East Asia (vowel signs,
# nukta, voicing, virama); all other non-spacing marks are diacritics.
LETTER_MARK_CLASSES = frozenset({0, 7, 8, 9})
_IGNORABLE_MARKS = frozenset(
    "\N{COMBINING GRAPHEME JOINER}"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_VARIANTS = {**ARABIC_VARIANTS, **LATIN_VARIANTS, **PUNCTUATION_VARIANTS}


_BY_CATEGORY = {"Pi": QUOTE, "Pf": QUOTE, "Pd": "-", "Cf": "", "Cc": "", "Me": ""}


def _fold_once(character: str) -> str:
    category = unicodedata.category(character)
    if character in _VARIANTS:
        folded = _VARIANTS[character]
    elif character in OTHER_QUOTES:
        folded = QUOTE
    elif character.isspace():
        folded = " "
    elif category in _BY_CATEGORY:
        folded = _BY_CATEGORY[category]
    elif category == "Nd":
        folded = str(unicodedata.decimal(character))
    elif _is_diacritic(character, category):
        folded = ""
    else:
        folded = unicodedata.normalize("NFKD", character.casefold())
    return folded


def _is_diacritic(character: str, category: str) -> bool:
    return character in _IGNORABLE_MARKS or (
        category == "Mn" and unicodedata.combining(character) not in LETTER_MARK_CLASSES
    )


def fold_character(character: str) -> str:
    """What one character becomes in search form: usually one character, none for an invisible one, several at times."""
    folded = _fold_once(character)
    while True:
        again = "".join(map(_fold_once, folded))
        if again == folded:
            return folded
        folded = again


class _FoldTable(dict[int, str]):
    def __missing__(self, code_point: int) -> str:
        folded = fold_character(chr(code_point))
        self[code_point] = folded
        return folded


@cache
def _table() -> _FoldTable:
    return _FoldTable()


def fold(text: str) -> str:
    """`text` with every character folded, white space collapsed and trimmed.

    >>> fold("  Ścieżka   KLIENTA ")
    'sciezka klienta'
    """
    return " ".join(text.translate(_table()).split())


def fold_with_offsets(text: str) -> tuple[str, list[int], list[int]]:
    """`fold(text)` with the offsets in `text` (start, exclusive end) of what each character stands for.

    A character's end takes in the diacritics and tatweels dropped right after it, so that no slice of the original
    parts a letter from its marks.
    """
    table = _table()
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        pieces = table[ord(character)]
        if not pieces:
            if ends and ends[-1] == index and _clings(character) and folded[-1] != " ":
                _extend(starts, ends, index + 1)
            continue
        for piece in pieces:
            if piece != " ":
                folded.append(piece)
                starts.append(index)
                ends.append(index + 1)
            elif folded and folded[-1] != " ":
                folded.append(" ")
                starts.append(index)
                ends.append(index + 1)
            elif folded:
                ends[-1] = index + 1
    if folded and folded[-1] == " ":
        folded.pop()
        starts.pop()
        ends.pop()
    return "".join(folded), starts, ends


def _clings(character: str) -> bool:
    return character == "\N{ARABIC TATWEEL}" or unicodedata.category(character) in {"Mn", "Me"}


def _extend(starts: list[int], ends: list[int], end: int) -> None:
    start = starts[-1]
    position = len(ends) - 1
    while position >= 0 and starts[position] == start:
        ends[position] = end
        position -= 1
