from __future__ import annotations

import pytest

from indexer.articles.lines import split_lines
from indexer.articles.residue import dated_line, phrase_residue
from indexer.articles.residue_around import repeated_titles, residue_around
from indexer.domain import LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def reasons(*lines: str, language: LanguageCode = LanguageCode.POLISH) -> dict[int, str]:
    split = split_lines("\n".join(lines))
    found = phrase_residue(split, language=language)
    return {item.line: item.reason for item in [*found, *residue_around(split, found)]}


def reason_within_body(line: str, *, before: int = 8, after: int = 5) -> str | None:
    return reasons(*[BODY] * before, line, *[BODY] * after).get(before + 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"دیدگاه{ZWNJ}تان را بنویسید", "comment form"),
        ("ديدگاه تان را بنويسيد", "comment form"),
        ("نظر خود را ثبت کنید", "comment form"),
        ("اترك تعليقا\N{ARABIC FATHATAN}", "comment form"),
        ("Dodaj komentarz", "comment form"),
        ("Leave a Reply", "comment form"),
        ("دیدگاه ها", "comments heading"),
        ("۱۲ دیدگاه", "comments heading"),
        ("التعليقات (٣)", "comments heading"),
        ("Komentarze (2)", "comments heading"),
        ("زمان مطالعه: ۶ دقیقه", "reading time"),
        ("مدة القراءة: 4 دقائق", "reading time"),
        ("5 دقائق للقراءة", "reading time"),
        ("Czas czytania: 6 min", "reading time"),
        ("6 min read", "reading time"),
        ("تمامی حقوق این سایت محفوظ است.", "copyright line"),
        ("جميع الحقوق محفوظة", "copyright line"),
        ("Wszelkie prawa zastrzeżone.", "copyright line"),
        ("Copyright 2023 Sklep", "copyright line"),
        ("© Sklep", "copyright line"),
        ("Udostępnij na Facebook", "share bar"),
        ("Facebook Twitter LinkedIn", "share bar"),
        ("شارك المقال", "share bar"),
        ("اشتراک گذاری", "share bar"),
        ("Spis treści", "table of contents"),
        ("فهرست مطالب", "table of contents"),
        ("جدول المحتويات", "table of contents"),
        ("Czytaj także: Zwroty bez bólu", "link teaser"),
        ("بیشتر بخوانید: راهنمای بازگشت کالا", "link teaser"),
        ("اقرأ أيضا: دليل الإرجاع", "link teaser"),
        ("تعرف على المزيد حول الإرجاع", "link teaser"),
        ("See also: Returns", "link teaser"),
        ("Tagi: handel, sklep", "tags line"),
        ("برچسب ها: فروش، مشتری", "tags line"),
        ("Następny wpis", "page furniture"),
        ("آگهی", "page furniture"),
        ("Strona główna » Blog » Handel", "breadcrumb"),
        ("Ta strona używa plików cookie, aby działać lepiej.", "cookie notice"),
        ("[…] wspomina o nas inny blog […]", "pingback"),
        ("1. [...] wspomina o nas [...]", "pingback"),
        ("![](obraz.png)", "image without text"),
        ('<div class="x"></div>', "markup without text"),
        ("شکل ۴- مسیر مشتری", "figure caption without content"),
        ("Rys. 3. Droga klienta", "figure caption without content"),
        ("الشكل 2: رحلة العميل", "figure caption without content"),
        ("W poniższym wykresie widać udział kanałów:", "lead-in to a figure that is not there"),
        ("Opublikowano: 8 września 2022", "date line"),
        ("تاریخ انتشار: ۱۲ مرداد ۱۴۰۲", "date line"),
        ("Ostatnia aktualizacja: 08.09.2022, 12:30", "last update line"),
        ("آخرین به روز رسانی ۵ مهر ۱۴۰۰", "last update line"),
        (f"آخرین به{ZWNJ}روزرسانی: ۵ مهر ۱۴۰۰", "last update line"),
        ("آخر تحديث: 15 يناير 2024", "last update line"),
        ("اگر این مطلب مفید بود آن را به اشتراک بگذارید.", "request to share or rate"),
        ("Oceń artykuł", "request to share or rate"),
        ("از ChatGPT درباره فروش بپرسید:", "an assistant's phrase"),
    ],
)
def test_a_line_of_the_web_is_residue_with_its_reason(line: str, reason: str) -> None:
    assert reason_within_body(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        (
            "Dowiedz się więcej o kliencie, zanim zaczniesz; pytaj go o potrzeby i zapisuj odpowiedzi w jednym "
            "miejscu, "
            "bo tylko wtedy zespół zobaczy całą drogę klienta od pierwszej wizyty aż po zwrot towaru."
        ),
        "- Dowiedz się więcej o swoich klientach",
        "- نظر خود مشتری را بپرسید",
        "همه حقوق مشتری باید رعایت شود.",
        "کلمات کلیدی را در عنوان بنویسید",
        "صفحه اصلی سایت باید ساده باشد.",
        "Tagi pomagają znaleźć towar.",
        "Udostępnij klientom jeden numer telefonu.",
        "Na rysunku widać trzy kanały.",
        "Jak widać na poniższym wykresie, sprzedaż rośnie.",
        "8 września 2022 sklep połączył kanały.",
        "8 września 2022",
        "CRM",
        "Komentarze klientów są cenne.",
        "ChatGPT helps with this task.",
        "Copyright law protects photographs.",
        "قیمت > 100",
    ],
)
def test_content_that_begins_alike_is_kept(line: str) -> None:
    assert reason_within_body(line) is None


def test_comments_are_residue_only_late_in_a_text() -> None:
    assert reasons("Komentarze", *[BODY] * 6) == {}
    assert reasons(*[BODY] * 6, "Komentarze") == {7: "comments heading"}


def test_a_bare_date_is_residue_only_at_an_edge() -> None:
    assert reasons("Tytuł", "8 września 2022", *[BODY] * 8) == {2: "date line"}
    assert reasons(*[BODY] * 8, "## 8 września 2022", *[BODY] * 8) == {}


def test_a_byline_with_a_date_is_residue_below_the_title() -> None:
    byline = "ارسال شده توسط مدیر | ۱۴۰۲/۰۵/۱۲"
    assert reasons("عنوان", byline, *[BODY] * 8) == {2: "date line"}
    assert reasons(*[BODY] * 8, byline, *[BODY] * 8) == {}
    assert reasons("Tytuł", "8 września 2022 | to zdanie ma zbyt wiele słów na podpis", *[BODY] * 8) == {}


def test_an_assistants_farewell_is_residue_only_at_the_end() -> None:
    farewell = "Daj mi znać, jeśli chcesz wiedzieć więcej!"
    assert reasons(*[BODY] * 12, farewell) == {13: "an assistant's phrase"}
    assert reasons(*[BODY] * 7, farewell, *[BODY] * 6) == {}


def test_what_follows_the_comments_heading_belongs_to_the_comments() -> None:
    found = reasons(*[BODY] * 6, "Komentarze", "Anna", "Dobry tekst.", "Dodaj komentarz", "© Sklep")
    assert found == {
        7: "comments heading",
        8: "comment",
        9: "comment",
        10: "comment form",
        11: "copyright line",
    }


def test_entries_of_a_table_of_contents_are_those_that_come_again() -> None:
    found = reasons("Spis treści", "1. Zwroty", "Wymiana", "Nowe słowo", "Zwroty", BODY, f"Wymiana{BODY}")
    assert found == {1: "table of contents", 2: "table of contents", 3: "table of contents"}


def test_titles_listed_under_a_teaser_go_with_it() -> None:
    found = reasons(BODY, "Czytaj także:", "- Zwroty", "- Wymiana", BODY, "- Punkt")
    assert found == {2: "link teaser", 3: "link teaser", 4: "link teaser"}


def test_words_that_repeat_the_caption_above_are_left_over_from_the_figure() -> None:
    found = reasons(BODY, "Rys. 3. Droga klienta", "klienta", BODY, "klienta", BODY)
    assert found == {2: "figure caption without content", 3: "left over from a figure"}


def test_capitals_that_stray_through_a_text_in_another_script_are_residue() -> None:
    lines = ["متن نخست. CRM-DATA", "CRM-DATA", "عنوان", "CRM", "متن دوم."]
    assert reasons(*lines, language=LanguageCode.PERSIAN) == {1: "stray word", 2: "stray word"}
    split = split_lines(lines[0] + "\n" + lines[1])
    first = phrase_residue(split, language=LanguageCode.PERSIAN)[0]
    assert first.span.of(lines[0]) == "CRM-DATA"


def test_a_widgets_word_glued_to_a_heading_leaves_the_heading() -> None:
    source = "Toggleعنوان نخست"
    (item,) = phrase_residue(split_lines(source), language=LanguageCode.PERSIAN)
    assert item.span.of(source) == "Toggle"
    assert reasons("Toggles are switches.") == {}


def test_a_figures_label_inside_a_line_is_cut_out() -> None:
    source = "اندازه گیری شکل ۳- راه حل"
    (item,) = phrase_residue(split_lines(source), language=LanguageCode.PERSIAN)
    assert item.span.of(source) == "شکل ۳-"


def test_the_title_said_again_near_the_top_is_residue() -> None:
    lines = split_lines(
        "\n".join(["Zwroty towaru bez bólu", "Zwroty towaru", BODY, "Zwroty", *[BODY] * 10, "Zwroty towaru"])
    )
    found = repeated_titles(lines, title="Zwroty towaru bez bólu", title_line=1)
    assert [item.line for item in found] == [2]


@pytest.mark.parametrize("text", ["8 września sklep", "od 2022-01-01 do dziś", "Ustawa z 8 września 2022", ""])
def test_a_line_with_more_than_a_date_is_no_date_line(text: str) -> None:
    assert dated_line(text) is None
