"""The figures of a text, in digits of any script, in words, in percent and in dates, as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from api.speech.claims import CLAIMS
from indexer import LANGUAGES, LanguageCode, Span, Worded

_PERCENT = "%"
# A text is asked for its numbers by several checks.
_REMEMBERED_TEXTS = 1024
_COUNT = re.compile(r"[2-9]|1[0-2]")
_WITHIN = re.compile(r"(?<![0-9])[0-9]{1,3}(?=[a-z])")
# What stands between two numbers that share the percent sign of the second: "89 and 33 percent".
_JOINS = re.compile(
    r"\s*(?:\u0648|and|or|to|a|i|do|lub|\u0623\u0648|\u06cc\u0627|\u062a\u0627|\u0625\u0644\u0649|[-\u2013])\s*"
)
_HALF = "0.5"
_HALF_IN_PERCENT = "50%"


def figures_of(worded: Worded) -> frozenset[str]:
    """The figures of a text: plain numbers, a percent sign behind a share, months as "g7", full dates as ISO 8601.

    Numbers in words are given as digits are. The parts of a date are figures of their own, too.
    """
    found = {figure for _, figure in worded.figures}
    found.update(figure for _, figure in _shares(worded))
    found.update(month for _, month in worded.months)
    found.update(iso for _, iso in worded.dates)
    found.update(_in_words(worded))
    # "5G" is told as the fifth generation, too.
    found.update(number for form in worded.forms if form.isalnum() for number in _WITHIN.findall(form))
    return frozenset(found)


def dates_in_parts(iso_dates: Iterable[str]) -> frozenset[str]:
    """The figures that a date may be told with: year, month and day."""
    parts: set[str] = set()
    for iso in iso_dates:
        year, month, day = iso.split("-")
        parts |= {iso, year, f"g{int(month)}", str(int(month)), str(int(day))}
    return frozenset(parts)


def missing_figures(asked: Worded, held: frozenset[str]) -> frozenset[str]:
    """The figures of a text that are not among those `held`.

    A full date is there when it is, or its parts are, in whatever calendar.
    """
    there = [span for span, iso in asked.dates if iso in held or dates_in_parts([iso]) - {iso} <= held]
    found = {figure for span, figure in _shares(asked) if not any(one.overlaps(span) for one in there)}
    found.update(month for place, month in asked.months if not any(one.overlaps(asked.spans[place]) for one in there))
    found.update(_in_words(asked))
    missing = found - held
    return frozenset(missing - {_HALF} if _HALF_IN_PERCENT in held else missing)


def _shares(worded: Worded) -> list[tuple[Span, str]]:
    """The figures of a text, those with a percent sign that share the one of the next."""
    figures = list(worded.figures)
    for place in range(len(figures) - 2, -1, -1):
        (span, figure), (following, share) = figures[place], figures[place + 1]
        between = worded.text[span.end : following.start]
        if share.endswith(_PERCENT) and not figure.endswith(_PERCENT) and _JOINS.fullmatch(between):
            figures[place] = span, figure + _PERCENT
    return figures


def _in_words(worded: Worded) -> Iterator[str]:
    return (figure for _, figure in _words_for_numbers(worded))


def _words_for_numbers(worded: Worded) -> tuple[tuple[int, str], ...]:
    return _numbers(worded.language, worded.forms)


@lru_cache(_REMEMBERED_TEXTS)
def _numbers(language: LanguageCode, words: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The numbers in words with the places of their last words, a percent sign behind a share."""
    percents = {phrase.split()[-1] for phrase in LANGUAGES[language].percent_words}
    forms = [_PERCENT if form in percents or form.startswith("procent") else form for form in words]
    found = []
    for place, value in CLAIMS[language].numbers_in(forms):
        text = str(int(value)) if value == int(value) else str(value)
        is_share = _PERCENT in forms[place + 1 : place + 3]
        found.append((place, f"{text}%" if is_share else text))
    return tuple(found)


def counts_of(worded: Worded) -> list[tuple[int, str]]:
    """The small whole numbers of a text, in digits or words, with their places: what it counts.

    Shares, years and the parts of a date count nothing.
    """
    dated = [span for span, _ in worded.dates]
    found = [
        (place, figure)
        for span, figure in worded.figures
        if not any(one.overlaps(span) for one in dated)
        for place, own in enumerate(worded.spans)
        if own.overlaps(span)
    ]
    found += _words_for_numbers(worded)
    beside = {near for place, _ in worded.months for near in (place - 1, place, place + 1)}
    return [(place, figure) for place, figure in found if place not in beside and _COUNT.fullmatch(figure)]
