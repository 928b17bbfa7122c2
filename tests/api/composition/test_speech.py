"""Prices, times, shares, number words, announcements and sentences that lean, told from the wording."""

from __future__ import annotations

import pytest

from api.composition.scoring import has_percent
from api.speech import SPEECH
from indexer import LANGUAGES, LanguageCode

from .making import ZWNJ

PRICES = [
    ("ar", "كم سعر البرنامج؟", True, "without an article"),
    ("ar", "ما السعر؟", True, "with an article"),
    ("ar", "كم ثمن النظام؟", True, "the other word"),
    ("ar", "قارن أسعار الأنظمة", True, "a plural"),
    ("ar", "بكم الاشتراك؟", True, "for how much"),
    ("ar", "ما القناة الشاملة؟", False, "no price"),
    ("ar", "كم نسبة العملاء؟", False, "a share"),
    ("en", "How much does a CRM cost?", True, "to cost"),
    ("en", "How much is the licence?", True, "how much is"),
    ("en", "What is the price of a CRM?", True, "price"),
    ("en", "What does the subscription fee include?", True, "fee"),
    ("en", "How much does retention grow?", False, "a growth"),
    ("en", "How many customers switch?", False, "a number"),
    ("fa", "قیمت CRM چقدر است؟", True, "price"),
    ("fa", "هزینه اشتراک چقدر است؟", True, "the cost is how much"),
    ("fa", "این نرم\N{ZERO WIDTH NON-JOINER}افزار چند تومان است؟", True, "a currency"),
    ("fa", "هزینه آغاز چرا بالاست؟", False, "why costs are high"),
    ("fa", "چند درصد مشتریان برمی\N{ZERO WIDTH NON-JOINER}گردند؟", False, "a share"),
    ("pl", "Ile kosztuje CRM?", True, "to cost"),
    ("pl", "Jaka jest cena programu?", True, "price"),
    ("pl", "Czy jest darmowa wersja?", True, "free"),
    ("pl", "Ile trwa pilotaż?", False, "a length"),
    ("pl", "Jakie oceny wystawiają klienci?", False, "oceny holds ceny"),
]


@pytest.mark.parametrize(("language", "question", "told", "why"), PRICES)
def test_a_price_is_asked_for(language: str, question: str, told: bool, why: str) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].asks_price(LANGUAGES[code].search_text(question)) is told, why


TIMES = [
    ("ar", "متى تأسست الشركة؟", True),
    ("ar", "في أي عام بدأت؟", True),
    ("ar", "متى أنتقل إلى المدينة الثانية؟", False),
    ("ar", "كم قناة نحتاج؟", False),
    ("en", "When did it begin?", True),
    ("en", "In which year did it begin?", True),
    ("en", "When should I stop?", False),
    ("en", "Whenever you like", False),
    ("fa", "در چه سالی شروع شد؟", True),
    ("fa", "شرکت کی تأسیس شد؟", True),
    ("fa", "کی وقتش است؟", False),
    ("fa", "کیفیت داده چیست؟", False),
    ("pl", "Kiedy założono firmę?", True),
    ("pl", "W którym roku powstało?", True),
    ("pl", "Kiedy wystarczy jeden kanał?", False),
    ("pl", "Ile kanałów potrzeba?", False),
]


@pytest.mark.parametrize(("language", "question", "told"), TIMES)
def test_a_year_or_date_is_asked_for(language: str, question: str, told: bool) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].asks_time(LANGUAGES[code].search_text(question)) is told


SHARES = [
    ("ar", "كم نسبة العملاء الذين ينتقلون؟", True),
    ("ar", "كم في المئة من العملاء؟", True),
    ("ar", "كم قناة نحتاج؟", False),
    ("en", "What percentage of customers switch?", True),
    ("en", "By how much did retention grow?", True),
    ("en", "How many channels are there?", False),
    ("fa", "چند درصد مشتریان برگشتند؟", True),
    ("fa", "سهم فروش وب\N{ZERO WIDTH NON-JOINER}سایت چقدر است؟", True),
    ("fa", "چند گام دارد؟", False),
    ("pl", "Jaki odsetek klientów wraca?", True),
    ("pl", "O ile wzrosła retencja?", True),
    ("pl", "Ile jest kroków?", False),
]


@pytest.mark.parametrize(("language", "question", "told"), SHARES)
def test_a_share_is_asked_for(language: str, question: str, told: bool) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].asks_share(LANGUAGES[code].search_text(question)) is told


NUMBERS = [
    ("ar", "ثماني خطوات", True, "a word"),
    ("ar", "الأدوات الثلاث", True, "a word with an article"),
    ("ar", "٩٠ عميل", True, "Arabic digits"),
    ("ar", "قناة واحدة", False, "one is no count"),
    ("en", "There are three steps.", True, "a word"),
    ("en", "Half of them return.", True, "half"),
    ("en", "It often happens.", False, "often holds ten"),
    ("en", "One of the channels", False, "one is no count"),
    ("fa", "هفت گام", True, "a word"),
    ("fa", "۲۳ مشتری", True, "Persian digits"),
    ("fa", "نه گام", True, "nine"),
    ("fa", "نه محصول مهم است و نه کانال.", False, "neither and nor"),
    ("fa", "یک مشتری", False, "one is no count"),
    ("pl", "sześć kroków", True, "a word with diacritics"),
    ("pl", "w dwóch sklepach", True, "an inflected word"),
    ("pl", "połowa klientów", True, "half"),
    ("pl", "system stoi", False, "stoi holds sto"),
]


@pytest.mark.parametrize(("language", "text", "told", "why"), NUMBERS)
def test_a_number_in_digits_or_words(language: str, text: str, told: bool, why: str) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].has_number(LANGUAGES[code].search_text(text)) is told, why


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ar", "الخطوات الست ثم أربع مزايا", {4, 6}),
        ("ar", "خمسة عشر", set()),
        ("ar", "لست متأكدا", set()),
        ("en", "twenty-two steps, two hundred, 2.5, 24/7", set()),
        ("fa", "بیست و دو گام", set()),
        ("pl", "czterema krokami", {4}),
        ("ar", "٣ أسباب", {3}),
        ("en", "The six steps and 12 tips of 2022", {6, 12}),
        ("en", "one step, 1 tip", set()),
        ("fa", "شش گام و ۷ توصیه", {6, 7}),
        ("fa", "نه محصول", set()),
        ("pl", "trzech kroków, pięciu rad", {3, 5}),
    ],
)
def test_small_numbers_in_digits_and_words(language: str, text: str, found: set[int]) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].small_numbers(LANGUAGES[code].search_text(text)) == found


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ar", "٩٠ في المئة من العملاء", True),
        ("ar", "٩٠٪ من العملاء", True),
        ("ar", "٩٠ عميل", False),
        ("en", "90 percent of customers", True),
        ("en", "90 customers", False),
        ("fa", "۲۳ درصد", True),
        ("fa", "٪۲۳", True),
        ("fa", "۲۳ مشتری", False),
        ("pl", "wzrost o 90%", True),
        ("pl", "90 procent klientów", True),
        ("pl", "90 klientów", False),
    ],
)
def test_a_share_in_percent(language: str, text: str, told: bool) -> None:
    code = LanguageCode(language)
    assert has_percent(LANGUAGES[code].search_text(text), code) is told


ANNOUNCEMENTS = [
    ("ar", "يشرح هذا الدليل خطوات العمل.", True),
    ("ar", "دعنا ننظر في الفوائد.", True),
    ("ar", "القناة الشاملة تربط القنوات.", False),
    ("en", "In this article we look at channels.", True),
    ("en", "Let us look at the benefits.", True),
    ("en", "An article in the basket is kept.", False),
    ("fa", f"در این مقاله مزایا را بررسی می{ZWNJ}کنیم.", True),
    ("fa", f"این راهنما می{ZWNJ}گوید از کجا شروع کنید.", True),
    ("fa", "مشتری از همان نقطه ادامه می\N{ZERO WIDTH NON-JOINER}دهد.", False),
    ("pl", "W tym artykule opisujemy kroki.", True),
    ("pl", "Poniżej opisujemy je w sześciu krokach.", True),
    ("pl", "Omnichannel spaja kanały.", False),
]


@pytest.mark.parametrize(("language", "text", "told"), ANNOUNCEMENTS)
def test_a_sentence_that_announces(language: str, text: str, told: bool) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].announces(LANGUAGES[code].search_text(text)) is told


LEANING = [
    ("ar", "هذه الخطوة أهم من غيرها.", True, "this"),
    ("ar", "لذلك ابدأ بقناة واحدة.", True, "therefore"),
    ("ar", "القناة الشاملة تربط القنوات.", False, "names its subject"),
    ("en", "This keeps customers.", True, "this"),
    ("en", "They return more often.", True, "they"),
    ("en", "Thistles grow.", False, "a word that begins with this"),
    ("en", "Customers return.", False, "names its subject"),
    ("fa", "این کار مشتری را نگه می\N{ZERO WIDTH NON-JOINER}دارد.", True, "this"),
    ("fa", "آن را دوباره بسنجید.", True, "that"),
    ("fa", "اینترنت کانال است.", False, "a word that begins with this"),
    ("pl", "To pomaga klientom.", True, "this"),
    ("pl", "Ten sposób działa.", True, "this"),
    ("pl", "Tomasz kupuje buty.", False, "a word that begins with to"),
    ("pl", "Klient kupuje to w sklepie.", False, "this further on"),
]


@pytest.mark.parametrize(("language", "text", "told", "why"), LEANING)
def test_a_sentence_that_leans_on_the_one_before(language: str, text: str, told: bool, why: str) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].leans_on(LANGUAGES[code].search_text(text)) is told, why
