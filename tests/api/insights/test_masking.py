"""What says who asked is taken out of a question, in any script and digits; what is asked stays."""

from __future__ import annotations

import time

import pytest

from api.insights.masking import MASK, masked

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Proszę o odpowiedź na jan.kowalski+sklep@poczta.example.pl, dziękuję", "Proszę o odpowiedź na {e}, dziękuję"),
        ("پاسخ را به ali@example.ir بفرستید", "پاسخ را به {e} بفرستید"),
        ("علی@مثال.ایران", "{e}"),
        ("أرسل الجواب إلى sara_99@example.com.", "أرسل الجواب إلى {e}."),
        ("mail me at <a-b@example.co.uk>?", "mail me at <{e}>?"),
        ("jan [at] example [dot] com", "{e}"),
        ("jan (małpa) example (kropka) pl", "{e}"),
        ("a@b.co i c@d.co", "{e} i {e}"),
    ],
)
def test_email_addresses(text: str, kept: str) -> None:
    assert masked(text) == kept.format(e=f"{MASK}@{MASK}")


@pytest.mark.parametrize(
    "number",
    [
        "600100200",
        "600 100 200",
        "+48 22 123-45-67",
        "+48.22.1234567",
        "(021) 8888 7777",
        f"600{NBSP}100{NBSP}200",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "۰۹۱۲ ۱۲۳ ۴۵ ۶۷",
        "+۹۸ ۹۱۲ ۱۲۳ ۴۵ ۶۷",
        f"۰۹۱۲{ZWNJ}۱۲۳{ZWNJ}۴۵۶۷",
        "٠١٠-١٢٣٤-٥٦٧٨",
        "٠٥٠١٢٣٤٥٦٧",
        "0501234567",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "۶۰۳۷ ۹۹۷۵ ۱۲۳۴ ۵۶۷۸",
        "2012 2013 2014 2015",
        "44051401359",
        "PL61 1090 1014 0000 0712 1981 2874",
        "PL61109010140000071219812874",
        "IR062960000000100324200001",
        "ABC123456",
        "１２３４５６７８",
    ],
)
@pytest.mark.parametrize("around", ["mój numer to {}, a co z CRM?", "شماره من {} است", "رقمي {}؟", "call {}"])
def test_long_numbers(number: str, around: str) -> None:
    assert masked(around.format(number)) == around.format(MASK)


@pytest.mark.parametrize(
    "text",
    [
        "Czy 73% klientów w 2024 r. kupuje w 3 kanałach?",
        "What changed between 2020-2025?",
        "1,000,000 customers",
        "در سال ۱۴۰۳ چه شد؟",
        "از ۱۴۰۲/۰۵/۱۲ تا امروز",
        "2024-07-07 أو 07.07.2024",
        "٤٬٥٠٠ عميل",
        "koszt 120 000 zł",
        "@manba #omnichannel 24/7",
        "RFC 9457, ISO 27001",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("unit", ["a", "a.", "a-!", "1   ", "12 ", "a@", "a@b.", "+(1"])
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * 1000)[:1000]
    begun = time.perf_counter()
    masked(text)
    assert time.perf_counter() - begun < 0.05
