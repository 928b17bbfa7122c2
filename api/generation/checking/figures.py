"""The figures of a text, in digits of any script, in words, in percent and in dates, as values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from api.speech.claims import CLAIMS
from indexer import LANGUAGES, Worded

_PERCENT = "%"
_HALF = "0.5"
_HALF_IN_PERCENT = "50%"


def figures_of(worded: Worded) -> frozenset[str]:
    """The figures of a text: plain numbers, a percent sign behind a share, months as "g7", full dates as ISO 8601.

    Numbers in words are given as digits are. The parts of a date are figures of their own, too.
    """
    found = {figure for _, figure in worded.figures}
    found.update(month for _, month in worded.months)
    found.update(iso for _, iso in worded.dates)
    found.update(_in_words(worded))
    return frozenset(found)


def dates_in_parts(iso_dates: Iterable[str]) -> frozenset[str]:
    """The figures that a date may be told with: year, month and day."""
    parts: set[str] = set()
    for iso in iso_dates:
        year, month, day = iso.split("-")
        parts |= {iso, year, f"g{int(month)}", str(int(month)), str(int(day))}
    return frozenset(parts)


def missing_figures(asked: frozenset[str], held: frozenset[str]) -> frozenset[str]:
    """The figures of `asked` that are not among those `held`."""
    missing = asked - held
    if _HALF in missing and _HALF_IN_PERCENT in held:
        missing -= {_HALF}
    # A full date is there when its parts are: another calendar's may be told beside it.
    return frozenset(one for one in missing if not _is_date(one) or not dates_in_parts([one]) - {one} <= held)


def _is_date(figure: str) -> bool:
    return figure.count("-") == 2


def _in_words(worded: Worded) -> Iterator[str]:
    percents = {phrase.split()[-1] for phrase in LANGUAGES[worded.language].percent_words}
    forms = [_PERCENT if form in percents or form.startswith("procent") else form for form in worded.forms]
    for place, value in CLAIMS[worded.language].numbers_in(forms):
        text = str(int(value)) if value == int(value) else str(value)
        is_share = _PERCENT in forms[place + 1 : place + 3]
        yield f"{text}%" if is_share else text


def as_number(figure: str) -> float | None:
    """The value of a plain figure, None for a month or a date."""
    with suppress(ValueError):
        return float(figure.rstrip("%"))
    return None
