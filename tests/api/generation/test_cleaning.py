"""What is left of a written sentence: words, or nothing."""

from __future__ import annotations

import pytest

from api.generation.cleaning import plain, sites
from indexer import LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
RLO, ZWSP, TAG = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "\N{TAG LATIN SMALL LETTER A}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "- **Omnichannel** joins `all` channels.", "Omnichannel joins all channels."),
        ("en", "## It joins\n them.", "It joins them."),
        ("en", "1. First, *do* it.", "First, do it."),
        ("en", "snake_case stays, _this_ goes.", "snake_case stays, this goes."),
        ("pl", f"Om{ZWSP}ni{RLO}channel{TAG} łączy kanały.", "Omnichannel łączy kanały."),
        ("fa", f"کانال{ZWNJ}ها جدا می{ZWNJ}مانند.", f"کانال{ZWNJ}ها جدا می{ZWNJ}مانند."),
        ("ar", f"تبقى القنوات{ZWNJ} منفصلة.", "تبقى القنوات منفصلة."),
        ("pl", "Cena wynosi 1.5 zł, tj. 2%.", "Cena wynosi 1.5 zł, tj. 2%."),
        ("fa", "سهم آن از %50 به %75 رسید.", "سهم آن از %50 به %75 رسید."),
        ("en", "The shop (and the site) grew 20%.", "The shop (and the site) grew 20%."),
    ],
)
def test_words_stay(language: str, text: str, expected: str) -> None:
    assert plain(text, LanguageCode(language)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.org now.",
        "See www.example.org.",
        "See example.com/buy.",
        "See exa\N{ZERO WIDTH SPACE}mple.com/buy.",
        "See example.com:8080.",
        "See hxxps://example.org.",
        "See example[.]org and example (dot) org.",
        "See example\N{IDEOGRAPHIC FULL STOP}org.",
        "See xn--exmple-cua.org.",
        "See %65%78ample.",
        "See ex%61mple.",
        "ببینید: نمونه.ایران",
        "زوروا مثال.شبكة",
        "See \N{FULLWIDTH LATIN SMALL LETTER W}ww.example.org.",
        "Write to sales@example.org.",
        "Click [here](/buy).",
        "![x](y)",
        "It is <b>bold</b>.",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "It is &lt;b&gt;.",
        "Go to javascript:alert(1).",
        "Оmnichannel joins channels.",
        "It is {{template}}.",
        "| a | --- |",
        "...",
        "12 %",
        "",
        "word " * 1000,
        "\N{TAG LATIN SMALL LETTER A}\N{TAG LATIN SMALL LETTER B}",
    ],
)
def test_more_than_words_is_nothing(text: str) -> None:
    assert plain(text, LanguageCode.ENGLISH) is None


def test_sites_are_found_in_any_form() -> None:
    assert sites("Booking.com, iAsk.ai i \N{FULLWIDTH LATIN SMALL LETTER A}b.org, np. 2.5 zł, U.S., tj.") == [
        "booking.com",
        "iask.ai",
        "ab.org",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See .booking.com and -shop.pl.", ["booking.com", "-shop.pl"]),
        ("وbooking.com", ["booking.com"]),
        ("A..b.com, a.b.c1 and x.-y.com", ["b.com", "x.-y.com"]),
        ("mail sales@shop.example.org", ["shop.example.org"]),
    ],
)
def test_site_is_found_wherever_it_begins(text: str, expected: list[str]) -> None:
    assert sites(text) == expected
