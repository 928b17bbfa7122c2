"""List markers in every script: bullets, numbers («۵-۱-», "2)"), letters («آ.», «الف)», "a)")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from indexer.articles.lines import ascii_digits

# Each row is an order in which lists are lettered; «آ» and «الف» both open the Persian ones.
LETTER_ORDERS: tuple[tuple[str, ...], ...] = (
    ("آ|الف|ا", "ب", "ج", "د", "ه|هـ", "و", "ز", "ح", "ط", "ی|ي"),
    ("آ|الف|ا", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د"),
    ("أ|ا|ألف", "ب", "ج", "د", "هـ|ه", "و", "ز", "ح", "ط", "ي|ی"),
    ("أ|ا", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر"),
    tuple("abcdefghij"),
    tuple("ABCDEFGHIJ"),
)
_BULLET = re.compile(r"([-*+•◦▪‣●○–—·✓✔►▶])[ \t\N{NO-BREAK SPACE}]+(?=\S)")
_NUMBER = re.compile(r"(\(?(\d{1,3}(?:[.\-]\d{1,2})*)[.)\-–ـ])(?:[ \t\N{NO-BREAK SPACE}]+(?=\S)|(?=[\u0621-\u06CC]))")
_LETTER = re.compile(r"(\(?([^\W\d_]{1,3})[.)\-–])[ \t\N{NO-BREAK SPACE}]+(?=\S)")
_BARE_LETTER = re.compile(r"([^\W\d_]{1,3})[ \t\N{NO-BREAK SPACE}]+(?=\S)")


class MarkerKind(StrEnum):
    """What stands before an item."""

    BULLET = "bullet"
    NUMBER = "number"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A list marker at the beginning of a text.

    `text` is the marker as written, `length` the characters up to the item's words. `numbers` are its figures
    ("5.1." gives (5, 1)); a letter's place in each order is asked of `letter_places`.
    """

    kind: MarkerKind
    text: str
    length: int
    numbers: tuple[int, ...] = ()
    letter: str = ""


def read_marker(text: str) -> Marker | None:
    """The bullet or number `text` begins with; letters need their neighbours, see `read_letter`."""
    bullet = _BULLET.match(text)
    if bullet:
        return Marker(kind=MarkerKind.BULLET, text=bullet[1], length=bullet.end())
    number = _NUMBER.match(text)
    if number:
        figures = tuple(int(part) for part in re.split(r"[.\-]", ascii_digits(number[2])))
        return Marker(kind=MarkerKind.NUMBER, text=number[1], length=number.end(), numbers=figures)
    return None


def read_letter(text: str, *, bare: bool = False) -> Marker | None:
    """The letter `text` begins with as a marker; `bare` allows one without dot or bracket, as «ب افزایش فروش»."""
    match = _LETTER.match(text)
    if match is None and bare:
        match = _BARE_LETTER.match(text)
        if match and letter_places(match[1]):
            return Marker(kind=MarkerKind.LETTER, text=match[1], length=match.end(), letter=match[1])
        return None
    if match is None or not letter_places(match[2]):
        return None
    return Marker(kind=MarkerKind.LETTER, text=match[1], length=match.end(), letter=match[2])


def letter_places(letter: str) -> tuple[tuple[int, int], ...]:
    """(order, place) of a letter in each of LETTER_ORDERS it belongs to."""
    return tuple(
        (order, place)
        for order, letters in enumerate(LETTER_ORDERS)
        for place, spellings in enumerate(letters)
        if letter in spellings.split("|")
    )


def follows(letter: str, previous: str) -> bool:
    """Whether `letter` is the next one after `previous` in some order."""
    before = set(letter_places(previous))
    return any((order, place - 1) in before for order, place in letter_places(letter))


def opens(letter: str) -> bool:
    """Whether `letter` is the first of some order."""
    return any(place == 0 for _, place in letter_places(letter))
