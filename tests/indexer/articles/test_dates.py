from __future__ import annotations

import pytest

from indexer.articles.dates import Calendar, find_dates, parse_date, to_iso
from indexer.articles.month_names import gregorian_months, hijri_months, jalali_months

WRITTEN = [
    ("2022-09-08", "2022-09-08", Calendar.GREGORIAN),
    ("8 września 2022", "2022-09-08", Calendar.GREGORIAN),
    ("8 wrzesnia 2022 r.", "2022-09-08", Calendar.GREGORIAN),
    ("08.09.2022", "2022-09-08", Calendar.GREGORIAN),
    ("September 8th, 2022", "2022-09-08", Calendar.GREGORIAN),
    ("8 سبتمبر 2022", "2022-09-08", Calendar.GREGORIAN),
    ("٨ أيلول ٢٠٢٢", "2022-09-08", Calendar.GREGORIAN),
    ("15 كانون الثاني 2024", "2024-01-15", Calendar.GREGORIAN),
    ("۷ ژوئیه ۲۰۲۴", "2024-07-07", Calendar.GREGORIAN),
    ("تیر 17, 1403", "2024-07-07", Calendar.JALALI),
    ("تير ١٧, ١٤٠٣", "2024-07-07", Calendar.JALALI),
    ("۳ اسفند ۱۴۰۱", "2023-02-22", Calendar.JALALI),
    ("17 تیر ماه 1403", "2024-07-07", Calendar.JALALI),
    ("1403/04/17", "2024-07-07", Calendar.JALALI),
    ("30 اسفند 1403", "2025-03-20", Calendar.JALALI),
    ("١٢ رمضان ١٤٤٥ هـ", "2024-03-22", Calendar.HIJRI),
    ("١٤٤٥/٠٩/١٢", "2024-03-22", Calendar.HIJRI),
    ("12 ربيع الأول 1445", "2023-09-27", Calendar.HIJRI),
]


@pytest.mark.parametrize(("text", "iso", "calendar"), WRITTEN)
def test_a_date_is_read_in_its_calendar(text: str, iso: str, calendar: Calendar) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.iso, found.calendar) == (iso, calendar)
    assert found.original == text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "30 lutego 2022",
        "31/11/2023",
        "30 اسفند 1402",  # no leap year
        "31 رجب 1445",
        "17 kroków 2024",
        "wersja 3.11.7",
        "2015",
        "w 2022 roku",
        "",
    ],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text) == []
    assert parse_date(text) is None


def test_a_text_that_says_more_than_a_date_is_not_parsed_but_the_date_is_found() -> None:
    text = "Opublikowany: 2022-09-08"
    assert parse_date(text) is None
    (found,) = find_dates(text)
    assert (found.iso, found.original) == ("2022-09-08", "2022-09-08")


def test_a_word_before_the_month_is_no_part_of_the_date() -> None:
    (found,) = find_dates("Updated July 7, 2024")
    assert (found.original, found.iso) == ("July 7, 2024", "2024-07-07")


def test_two_dates_are_found_in_reading_order() -> None:
    found = find_dates("od 1 maja 2023 do 30 czerwca 2023")
    assert [date.iso for date in found] == ["2023-05-01", "2023-06-30"]


def test_each_calendar_has_twelve_months() -> None:
    for table in (gregorian_months(), jalali_months(), hijri_months()):
        assert sorted(set(table.values())) == list(range(1, 13))


def test_no_month_name_stands_for_two_months() -> None:
    tables = (gregorian_months(), jalali_months(), hijri_months())
    names = [name for table in tables for name in table]
    assert len(names) == len(set(names))


def test_a_year_outside_a_calendar_is_no_date() -> None:
    assert to_iso(year=1600, month=1, day=1, calendar=Calendar.HIJRI) is None
    assert to_iso(year=0, month=1, day=1, calendar=Calendar.GREGORIAN) is None
