"""Cheap mechanical checks of the shipped articles: letters, digits, punctuation, spaces and structure."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import ShippedArticle

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
FRONT_MATTER_FIELDS = {
    "id", "title", "lang", "published", "publisher", "url", "license", "based_on", "tags", "terms", "translations",
}  # fmt: skip
REQUIRED_FIELDS = {"id", "title", "lang", "published", "publisher", "license", "tags"}
# A digit that is no part of a Latin name such as 5G.
ASCII_FIGURE = "[0-9](?![A-Z])"
TERMS = {
    "fa": (f"همه{ZWNJ}کاناله (Omnichannel)", "چندکاناله (Multichannel)"),
    "pl": ("mnichannel (wszechkanałowość)", "ultichannel (wielokanałowość)"),
    "ar": ("القناة الشاملة (Omnichannel)", "القنوات المتعددة (Multichannel)"),
}


def found(pattern: str, text: str) -> list[str]:
    """Every match with a little of what stands around it, for a message an editor can act on."""
    return [text[max(0, m.start() - 15) : m.end() + 15] for m in re.finditer(pattern, text)]


def words(text: str) -> list[str]:
    return re.findall(rf"[^\W_]+(?:[{ZWNJ}-][^\W_]+)*", text)


def table_rows(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.startswith("|")]


def test_every_language_has_all_its_articles(articles: dict[str, ShippedArticle]) -> None:
    counts = Counter(shipped.front["lang"] for shipped in articles.values())
    assert set(counts) == {"ar", "fa", "pl"}
    assert min(counts.values()) >= 18


def test_every_subject_has_an_article_in_each_language(articles: dict[str, ShippedArticle]) -> None:
    for name, shipped in articles.items():
        subject = name.partition("-")[2]
        others = {f"{language}-{subject}" for language in ("ar", "fa", "pl")} - {name}
        assert set(shipped.front["translations"]) == others, name
        assert others <= set(articles), name


def test_front_matter_is_complete_and_known(article: ShippedArticle) -> None:
    front = article.front
    assert set(front) >= REQUIRED_FIELDS
    assert set(front) <= FRONT_MATTER_FIELDS
    assert front["id"] == article.path.stem
    assert front["lang"] == article.path.parent.name
    assert isinstance(front["published"], datetime.date)
    assert front["license"] == "CC-BY-4.0"
    assert front["tags"]


def test_length_is_that_of_a_short_article(article: ShippedArticle) -> None:
    assert 400 <= len(words(article.prose)) <= 900


def test_structure_has_headings_and_a_list(article: ShippedArticle) -> None:
    headings = re.findall(r"(?m)^(#+) \S", article.body)
    assert len(headings) >= 5
    assert set(headings) <= {"##", "###"}, "the title stands in the front matter, so headings begin at level two"
    assert re.search(r"(?m)^(?:- |1\. )", article.body)


def test_a_comparison_has_a_table(articles: dict[str, ShippedArticle]) -> None:
    comparisons = [shipped for shipped in articles.values() if "comparison" in shipped.front["tags"]]
    assert len(comparisons) >= 3
    for shipped in comparisons:
        rows = table_rows(shipped.body)
        assert len(rows) >= 6, shipped.path.name
        assert all(term in rows[0] for term in TERMS[shipped.front["lang"]]), shipped.path.name


def test_a_howto_has_consecutive_numbered_steps(articles: dict[str, ShippedArticle]) -> None:
    howtos = [shipped for shipped in articles.values() if "howto" in shipped.front["tags"]]
    assert len(howtos) >= 3
    for shipped in howtos:
        first_list = re.search(r"(?m)(?:^\d+\. .+\n)+", shipped.body)
        assert first_list, shipped.path.name
        numbers = [int(n) for n in re.findall(r"(?m)^(\d+)\.", first_list.group())]
        assert numbers == list(range(1, len(numbers) + 1)), shipped.path.name
        assert len(numbers) >= 5, shipped.path.name


def test_tables_are_rectangular(article: ShippedArticle) -> None:
    assert len({row.count("|") for row in table_rows(article.body)}) <= 1


def test_terms_are_given_with_their_latin_names_at_first_mention(article: ShippedArticle) -> None:
    running = re.sub(r"(?m)^#.*$", "", article.body)
    for term in TERMS[article.front["lang"]]:
        bare = term.split(" (")[0]
        assert running.find(bare) == running.find(term) > 0, f"the first mention of {bare!r} lacks its other name"


def test_white_space_is_plain(article: ShippedArticle) -> None:
    text = article.path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert found(r"[^\S\n ]", text) == []
    assert found(r" $|(?m: $)", text) == []
    assert found(r"\S  +\S", text) == []
    assert found(r" [،؛؟!?:;,.]", article.prose) == []


def test_no_invisible_characters_but_zwnj_in_persian(article: ShippedArticle) -> None:
    allowed = {"\n", ZWNJ} if article.front["lang"] == "fa" else {"\n"}
    odd = {unicodedata.name(c, repr(c)) for c in article.body if unicodedata.category(c)[0] == "C" and c not in allowed}
    assert odd == set()
    assert unicodedata.is_normalized("NFC", article.body)


def test_quotes_are_closed_and_not_straight(article: ShippedArticle) -> None:
    opening, closing = ("„", "”") if article.front["lang"] == "pl" else ("«", "»")
    assert article.prose.count(opening) == article.prose.count(closing)
    others = set("\"'“”„«»") - {opening, closing}
    assert found(f"[{re.escape(''.join(sorted(others)))}]", article.prose) == []


def test_persian_letters_and_digits(persian: ShippedArticle) -> None:
    assert found("[يىكةۀ]", persian.body) == []
    assert found(ASCII_FIGURE, persian.prose) == []
    assert found("[٠-٩]", persian.prose) == []
    assert found(r"[?,;]", persian.prose) == []


def test_persian_affixes_are_joined_by_zwnj(persian: ShippedArticle) -> None:
    assert persian.body.count(ZWNJ) >= 80
    assert found(rf"{ZWNJ}(?!\w)|(?<![\w»]){ZWNJ}", persian.body) == []
    assert found(r"\bن?می \w", persian.prose) == []
    assert found(r"\bن?می(?:شو|کن|توان|ده|گوی|مان|رس|خواه|خر|بین|دان|آی|رو)", persian.prose) == []
    assert found(r" (?:ها|های|هایی|هایش|هایشان|تر|ترین|اند|ای)\b", persian.prose) == []
    assert (
        found(r"\b(?:کسب و کار|کسبوکار|وب ?سایت|نرم ?افزار|یک ?پارچه)(?=\W)", persian.prose.replace("یکپارچه", ""))
        == []
    )


def test_persian_ezafe_after_silent_he_is_written(persian: ShippedArticle) -> None:
    assert found(rf"ه{ZWNJ}ی\b", persian.prose) == [], "write he with hamza above, as the other articles do"
    assert "ه\N{ARABIC HAMZA ABOVE}" in persian.prose


def test_arabic_letters_and_digits(arabic: ShippedArticle) -> None:
    assert found("[یکپچژگۀ]", arabic.body) == []
    assert found(ASCII_FIGURE, arabic.prose) == []
    assert found("[۰-۹]", arabic.prose) == []
    assert found(r"[?,;%]", arabic.prose) == []


def test_arabic_hamza_and_tanwin(arabic: ShippedArticle) -> None:
    bare = "ان|انه|انها|الى|او|اي|اذا|الا|ايضا|اول|اكثر|اقل|اعلى|اين|اسئلة|اكبر|ادارة|اداة|فى|التى|الذى"
    bare += "|الاستراتيجية|استراتيجية"
    assert found(rf"\b(?:{bare})\b", arabic.prose) == []
    assert found("ا\N{ARABIC FATHATAN}", arabic.prose) == [], "tanwin stands before the alef"
    assert arabic.prose.count("\N{ARABIC FATHATAN}ا") >= 5
    assert found(r"\b(?:دائما|أيضا|جدا|أولا|شيئا|شهريا|سريعا|معا)\b", arabic.prose) == []
    assert found(r"\b(?:الشركه|القناه|الشامله|المتعدده|تجربه|رساله|واحده|مشتركه|البدايه)\b", arabic.prose) == []


def test_polish_typography(polish: ShippedArticle) -> None:
    assert found(r"(?m) - |--|\.\.\.", polish.prose) == []
    assert found(r"\d %", polish.prose) == []
    assert found("\N{CYRILLIC SMALL LETTER A}", polish.prose) == []
    assert len(re.findall("[ąćęłńóśźż]", polish.prose)) >= 150


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"\bن?می \w", "او می رود"),
        (r" (?:ها|های|هایی|هایش|هایشان|تر|ترین|اند|ای)\b", "کانال های تازه"),
        ("ا\N{ARABIC FATHATAN}", "دائما\N{ARABIC FATHATAN}"),
        (r" [،؛؟!?:;,.]", "نعم ، لا"),
    ],
)
def test_the_checks_can_fail(pattern: str, bad: str) -> None:
    assert len(found(pattern, bad)) == 1
