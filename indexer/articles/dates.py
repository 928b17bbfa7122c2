"""Dates as articles write them: Gregorian, Jalali and Hijri, digits of any script, month names of four languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.articles.lines import ascii_digits
from indexer.articles.month_names import gregorian_months, hijri_months, jalali_months, month_key


class Calendar(StrEnum):
    """The calendar a date was written in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    JALALI = "jalali"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text: `iso` is YYYY-MM-DD in the Gregorian calendar, `start` and `end` its place in the text."""

    iso: str
    original: str
    calendar: Calendar
    start: int
    end: int


_LONGEST_DATE = 80
_YEAR_FIRST = re.compile(r"(?<![\d/.\-])(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d])")
_DAY_FIRST = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d])")
_WITHIN_NAME = r"[\s\-'`\N{RIGHT SINGLE QUOTATION MARK}\N{ZERO WIDTH NON-JOINER}]"
_LETTERS = r"[^\W\d_]+"
_WORD = _LETTERS + "(?:" + _WITHIN_NAME + _LETTERS + ")?"
_DAY_NAME_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?\s*[-/]?\s*(?:of\s+|من\s+)?("
    + _WORD
    + r")\.?\s*[-/]?[,،]?\s*(?:سال\s+|عام\s+)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_NAME_DAY_YEAR = re.compile(r"(?<![^\W\d_])(" + _WORD + r")\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*[,،]?\s+(\d{4})(?!\d)")
_TWO_WORDS = re.compile("(" + _LETTERS + ")" + _WITHIN_NAME + "(" + _LETTERS + ")")


def find_dates(text: str) -> list[FoundDate]:
    """All full dates (day, month, year) of `text` in reading order; a date that does not exist is not reported."""
    digits = ascii_digits(text)
    found: list[FoundDate] = []
    for start, end, year, month, day, calendar in _candidates(digits):
        iso = to_iso(year=year, month=month, day=day, calendar=calendar)
        if iso is None or any(start < other.end and other.start < end for other in found):
            continue
        found.append(FoundDate(iso=iso, original=text[start:end], calendar=calendar, start=start, end=end))
    return sorted(found, key=lambda date: date.start)


def parse_date(text: str) -> FoundDate | None:
    """The date `text` consists of, None when it holds none or says more than a date."""
    dates = find_dates(text) if len(text) <= _LONGEST_DATE else []
    if len(dates) != 1 or re.search(r"[^\W_]", text[: dates[0].start]):
        return None
    rest = ascii_digits(text[dates[0].end :])
    clock = re.fullmatch(r"[T\s]*(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?\W*", rest)
    # What follows may name the calendar ("AD", "AH", "م"); the year has told already.
    era = re.fullmatch(r"[\s(]*[^\W\d_]{0,2}[\W]*[^\W\d_]{0,2}[\W]*", rest)
    return dates[0] if clock or era else None


def to_iso(*, year: int, month: int, day: int, calendar: Calendar) -> str | None:
    """A date of any calendar as ISO 8601 (Gregorian), None when it does not exist there.

    Jalali by jdatetime (astronomical leap years of Iran's calendar), Hijri by the Umm al-Qura tables of hijridate.
    """
    try:
        if calendar is Calendar.GREGORIAN:
            return datetime.date(year, month, day).isoformat()
        if calendar is Calendar.JALALI:
            import jdatetime

            return str(jdatetime.date(year, month, day).togregorian().isoformat())
        from hijridate import Hijri

        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def _candidates(digits: str) -> Iterator[tuple[int, int, int, int, int, Calendar]]:
    for match in _YEAR_FIRST.finditer(digits):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        yield match.start(), match.end(), year, month, day, _calendar_of(year, digits)
    for match in _DAY_FIRST.finditer(digits):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if month > 12 >= day:
            day, month = month, day
        yield match.start(), match.end(), year, month, day, _calendar_of(year, digits)
    for pattern, name_group, day_group in ((_DAY_NAME_YEAR, 2, 1), (_NAME_DAY_YEAR, 1, 2)):
        for match in pattern.finditer(digits):
            named = _month_in(match[name_group])
            if named is None:
                continue
            calendar, month, skipped = named
            start = match.start() + (skipped if name_group == 1 else 0)
            if name_group == 2 and skipped:
                continue
            yield start, match.end(), int(match[3]), month, int(match[day_group]), calendar


def _calendar_of(year: int, text: str) -> Calendar:
    """The calendar of a date in figures: by its year, and between Jalali and Hijri by the era the text names."""
    if year >= 1700:
        return Calendar.GREGORIAN
    if re.search(r"قمری|هجري|هجرية|\bهـ|\bAH\b", text) and not re.search(r"شمسی|خورشیدی", text):
        return Calendar.HIJRI
    # Both eras are in their fifteenth century; the Hijri year runs some forty ahead of the Jalali one.
    return Calendar.JALALI if year < 1425 else Calendar.HIJRI


def _month_in(words: str) -> tuple[Calendar, int, int] | None:
    """Calendar and number of the month `words` name, and how many characters before the name do not belong to it."""
    tries = [(words, 0)]
    two = _TWO_WORDS.fullmatch(words)
    if two:
        # «تیر ماه» is the month of Tir; otherwise the first word belongs to what stands before the date.
        tries.append((two[1], 0) if month_key(two[2]) in {"ماه", "سال", "شهر"} else (two[2], two.start(2)))
    for name, skipped in tries:
        for calendar, table in (
            (Calendar.GREGORIAN, gregorian_months()),
            (Calendar.JALALI, jalali_months()),
            (Calendar.HIJRI, hijri_months()),
        ):
            if month_key(name) in table:
                return calendar, table[month_key(name)], skipped
    return None
