"""Names of the months in three calendars and four languages, in the spelling `month_key` folds to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from indexer.articles.lines import squeezed

_GREGORIAN = (
    "january|jan|styczeń|stycznia|sty|ژانویه|جانفي|يناير|كانون الثاني",
    "february|feb|luty|lutego|lut|فوریه|فيفري|فبراير|شباط",
    "march|mar|marzec|marca|مارس|آذار",
    "april|apr|kwiecień|kwietnia|kwi|آوریل|آپریل|أبريل|أفريل|نيسان",
    "may|maj|maja|مه|می|ماي|مايو|أيار",
    "june|jun|czerwiec|czerwca|cze|ژوئن|جون|جوان|يونيو|يونيه|حزيران",
    "july|jul|lipiec|lipca|lip|ژوئیه|جولای|جويلية|يوليو|يوليه|تموز",
    "august|aug|sierpień|sierpnia|sie|اوت|آگوست|أغسطس|آب",
    "september|sep|sept|wrzesień|września|wrz|سپتامبر|سبتمبر|أيلول",
    "october|oct|październik|października|paź|اکتبر|أكتوبر|تشرين الأول",
    "november|nov|listopad|listopada|lis|نوامبر|نوفمبر|تشرين الثاني",
    "december|dec|grudzień|grudnia|gru|دسامبر|ديسمبر|كانون الأول",
)
_JALALI = (
    "فروردین|farvardin",
    "اردیبهشت|ordibehesht",
    "خرداد|khordad",
    "تیر|tir",
    "مرداد|امرداد|mordad",
    "شهریور|shahrivar",
    "مهر|mehr",
    "آبان|aban",
    "آذر|azar",
    "دی|dey",
    "بهمن|bahman",
    "اسفند|esfand",
)
_HIJRI = (
    "محرم|محرم الحرام|muharram",
    "صفر|صفر المظفر|safar",
    "ربيع الأول|rabi al-awwal",
    "ربيع الثاني|ربيع الآخر|rabi al-thani",
    "جمادی الاول|جمادى الأولى|jumada al-awwal",
    "جمادی الثانی|جمادى الثانية|جمادى الآخرة|jumada al-thani",
    "رجب|rajab",
    "شعبان|shaban",
    "رمضان|ramadan",
    "شوال|shawwal",
    "ذو القعدة|ذي القعدة|ذیقعده|dhu al-qadah",
    "ذو الحجة|ذي الحجة|ذیحجه|dhu al-hijjah",
)


def month_key(name: str) -> str:
    """A month's name as the tables spell it; hamza, ZWNJ, spaces, case and the ي of the other keyboard do not count.

    >>> month_key("Września") == month_key("wrzesnia")
    True
    """
    return squeezed(name)


def _table(rows: tuple[str, ...]) -> Mapping[str, int]:
    return MappingProxyType({month_key(name): number for number, row in enumerate(rows, 1) for name in row.split("|")})


@cache
def gregorian_months() -> Mapping[str, int]:
    """Month number (1-12) by key for January to December."""
    return _table(_GREGORIAN)


@cache
def jalali_months() -> Mapping[str, int]:
    """Month number (1-12) by key for Farvardin to Esfand."""
    return _table(_JALALI)


@cache
def hijri_months() -> Mapping[str, int]:
    """Month number (1-12) by key for Muharram to Dhu al-Hijjah."""
    return _table(_HIJRI)
