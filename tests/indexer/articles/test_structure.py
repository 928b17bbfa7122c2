from __future__ import annotations

import pytest

from indexer.articles.glued import Vocabulary, glued_heading_end
from indexer.articles.headings import looks_like_heading
from indexer.articles.lines import split_lines
from indexer.articles.pieces import cell_bounds
from indexer.articles.structure import find_blocks
from indexer.domain import Block

LONG = "Klient ogląda towar w telefonie, mierzy go w sklepie, a płaci dopiero w domu, przez stronę."
LONGER = " ".join([LONG] * 3)


def blocks(*lines: str, title_line: int | None = None) -> tuple[str, tuple[Block, ...]]:
    source = "\n".join(lines)
    return source, find_blocks(source, split_lines(source), title_line=title_line)


def outline(*lines: str, title_line: int | None = None) -> list[tuple[str, int, str, str]]:
    """Kind, level, marker and text of each block."""
    source, found = blocks(*lines, title_line=title_line)
    return [(block.kind.value, block.level, block.marker, block.span.of(source)) for block in found]


def headings(*lines: str, title_line: int | None = None) -> list[tuple[int, str]]:
    return [(level, text) for kind, level, _, text in outline(*lines, title_line=title_line) if kind == "heading"]


def test_signed_headings_keep_their_level_and_lose_their_signs() -> None:
    assert headings("# Jeden ##", "tekst", "", "Dwa", "===", "", "Trzy", "---", "#### Cztery", LONG) == [
        (1, "Jeden"),
        (1, "Dwa"),
        (2, "Trzy"),
        (4, "Cztery"),
    ]


def test_where_headings_are_signed_a_short_line_is_a_paragraph() -> None:
    assert headings("# Jeden", "Krótka linia", "", LONG, "## Dwa", LONG) == [(1, "Jeden"), (2, "Dwa")]


def test_a_short_line_over_a_paragraph_is_a_heading() -> None:
    assert headings("Tytuł", "", LONG, "Ile to kosztuje", LONG, "Co dalej?", LONG, title_line=1) == [
        (1, "Tytuł"),
        (2, "Ile to kosztuje"),
        (2, "Co dalej?"),
    ]


def test_a_short_line_with_nothing_below_is_a_paragraph() -> None:
    assert headings(LONG, "Do zobaczenia w sklepie") == []


@pytest.mark.parametrize(
    "text", ["To jest zdanie.", "Koniec!", "raz, dwa,", "Raz. Dwa", "x" * 111, "12", "urwane…", "Zadzwoń: 021-12345678"]
)
def test_what_ends_as_a_sentence_or_is_long_is_no_heading(text: str) -> None:
    assert not looks_like_heading(text)


def test_short_numbered_lines_over_paragraphs_are_headings_below_the_last_unnumbered_one() -> None:
    assert headings("Kroki", LONG, "1. Pierwszy krok", LONG, "2. Drugi krok", LONG, "Koniec", LONG) == [
        (2, "Kroki"),
        (3, "Pierwszy krok"),
        (3, "Drugi krok"),
        (2, "Koniec"),
    ]


def test_numbered_lines_one_after_the_other_are_a_list() -> None:
    assert outline("Powody:", "1. cena", "2. czas", "3) zwrot") == [
        ("paragraph", 1, "", "Powody:"),
        ("list_item", 1, "1.", "cena"),
        ("list_item", 1, "2.", "czas"),
        ("list_item", 1, "3)", "zwrot"),
    ]


def test_one_line_subsections_after_a_lead_in_stand_a_level_lower_until_a_longer_one() -> None:
    assert headings("Powody", f"{LONG} Oto one:", "Cena", LONG, "Czas", LONG, "Zwroty", LONG, LONG, LONG) == [
        (2, "Powody"),
        (3, "Cena"),
        (3, "Czas"),
        (2, "Zwroty"),
    ]


def test_one_line_subsections_right_under_a_heading_stand_a_level_lower() -> None:
    assert headings("Przykłady", "Kawiarnia", LONG, "Księgarnia", LONG, "Wnioski", LONG) == [
        (2, "Przykłady"),
        (3, "Kawiarnia"),
        (3, "Księgarnia"),
        (2, "Wnioski"),
    ]


def test_labels_of_a_figure_alternate_with_their_explanations() -> None:
    lines = (
        "Analiza",
        "poznanie potrzeb i zachowań klientów w kanałach",
        "Wykonanie",
        "wysyłka wiadomości w dobrym dla klienta czasie",
    )
    assert outline(*lines, "Praca", LONG)[:4] == [
        ("heading", 2, "", lines[0]),
        ("paragraph", 1, "", lines[1]),
        ("heading", 2, "", lines[2]),
        ("paragraph", 1, "", lines[3]),
    ]


def test_a_colon_before_a_list_leads_in_and_before_a_paragraph_ends_a_heading() -> None:
    assert headings("Nasze narzędzia:", LONG, "Nasze zalety:", "- cena", "- czas") == [(2, "Nasze narzędzia:")]


def test_bullets_set_before_prose_are_headings_and_paragraphs() -> None:
    found = outline("• ۵-۱- بسنجید!", f"• {LONGER}", "• ۵-۲- محدود نکنید.", f"• {LONGER}", f"• {LONGER}")
    assert [(kind, marker) for kind, _, marker, _ in found] == [
        ("heading", "• ۵-۱-"),
        ("paragraph", ""),
        ("heading", "• ۵-۲-"),
        ("paragraph", ""),
        ("paragraph", ""),
    ]
    assert found[0][3] == "بسنجید!"


def test_a_list_of_short_bullets_stays_a_list() -> None:
    assert [kind for kind, *_ in outline("• cena", "• czas", "• zwrot", "• wymiana")] == ["list_item"] * 4


def test_letters_mark_items_when_they_follow_each_other() -> None:
    assert outline("آ. نخست: متن.", "", "ب دوم: متن.", "", "ج سوم: متن.") == [
        ("list_item", 1, "آ.", "نخست: متن."),
        ("list_item", 1, "ب", "دوم: متن."),
        ("list_item", 1, "ج", "سوم: متن."),
    ]
    assert outline("أ- أولا.", "ب- ثانيا.")[1] == ("list_item", 1, "ب-", "ثانيا.")
    assert outline("a) jeden.", "b) dwa.")[0] == ("list_item", 1, "a)", "jeden.")


def test_one_letter_alone_is_a_word_or_an_initial() -> None:
    assert outline("A. Nowak napisał ten tekst.", "W sklepie jest cicho.")[0][0] == "paragraph"
    assert outline("و این پایان است.", "ب ندارد.")[0][3] == "و این پایان است."


def test_items_nest_by_indent_and_keep_their_continuation() -> None:
    source, found = blocks("- jeden", "  dalej", "  - niżej", "", "    jeszcze", "- dwa")
    assert [(block.level, block.span.of(source)) for block in found] == [
        (1, "jeden\n  dalej"),
        (2, "niżej\n\n    jeszcze"),
        (1, "dwa"),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "Klient, który kupuje w sieci, może oddać paczkę w sklepie, a sklep",
        "widzi jego zamówienie od razu. Kiedy sklep go nie widzi, obie strony",
        "tracą czas, a klient nie wraca. Dlatego warto połączyć te kanały już",
        "na początku.",
    )
    assert outline(*wrapped) == [("paragraph", 1, "", "\n".join(wrapped))]


def test_lines_that_end_as_sentences_are_paragraphs_of_their_own() -> None:
    assert len(outline(LONG, LONG, LONG)) == 3


@pytest.mark.parametrize(
    "lines",
    [
        ("Kanał | Klient |", "sklep | wraca |", "sieć | pyta |"),
        ("| Kanał | Klient |", "|---|:-:|", "| sklep | wraca |", "| sieć | pyta |"),
        ("Kanał|Klient", "sklep|wraca", "sieć|pyta"),
    ],
)
def test_a_table_has_a_head_and_rows_with_cells(lines: tuple[str, ...]) -> None:
    source, found = blocks(*lines)
    assert [(block.kind.value, [cell.of(source) for cell in block.cells]) for block in found] == [
        ("table_head", ["Kanał", "Klient"]),
        ("table_row", ["sklep", "wraca"]),
        ("table_row", ["sieć", "pyta"]),
    ]


def test_a_single_line_with_bars_is_no_table() -> None:
    assert outline("Sklep | sieć | telefon to trzy kanały.")[0][0] == "paragraph"


def test_an_escaped_bar_divides_nothing_and_an_empty_cell_keeps_its_column() -> None:
    assert cell_bounds(r"| a \| b | c |") == [(1, 9), (10, 13)]
    source, found = blocks("| a | b | c |", "|--|--|--|", "| 1 |  | 3 |")
    assert [cell.of(source) for cell in found[1].cells] == ["1", "", "3"]


def test_code_is_neither_heading_nor_table() -> None:
    assert outline("tekst.", "```sh", "# komentarz", "a | b", "c | d", "```", "dalej.") == [
        ("paragraph", 1, "", "tekst."),
        ("paragraph", 1, "", "# komentarz\na | b\nc | d"),
        ("paragraph", 1, "", "dalej."),
    ]


GLUED = [
    ("تعریف کانال Omni-channel", "یک کانال به رویکردی یکپارچه برای تجربه مشتری در همه جا اشاره دارد", True),
    ("مزایای فروش شبکه", "در حالی که فروش شبکه ساده است، مزایای آن برای همه فروشندگان یکسان نیست", True),
    ("Czym jest omnichannel?", "Omnichannel to sprzedaż, w której kanały korzystają z tych samych danych", False),
    ("ما هي القناة؟", "القناة هي طريقة تجعل كل نقاط البيع تعمل معا وتتقاسم بيانات العميل نفسها", False),
    ("Definicja strategii", "Strategia opisuje, jak firma spotyka klienta we wszystkich swoich kanałach", True),
]
ELSEWHERE = " شبکه در مزایای strategii strategia definicja"


@pytest.mark.parametrize(("heading", "body", "numbered"), GLUED)
def test_a_heading_glued_to_its_paragraph_is_cut_off(heading: str, body: str, *, numbered: bool) -> None:
    text = heading + body
    end = glued_heading_end(text, numbered=numbered, vocabulary=Vocabulary.of(f"{text} {heading} {body} {ELSEWHERE}"))
    assert end is not None
    assert text[:end] == heading


@pytest.mark.parametrize(
    "text",
    [
        "QuestionPro jest programem, który pomaga firmom zbierać opinie klientów i działać według nich każdego dnia.",
        "Reklama na YouTube daje wyniki szybciej niż reklama w prasie, jeżeli film jest krótki i dobrze zrobiony.",
        "Zobacz stronę https://example.org/?klient=tak, na której opisujemy wszystkie kanały i sposoby sprzedaży.",
        "سیستم CRMها به فروشندگان کمک می کنند که داده های مشتریان را در یک جا ببینند و بهتر تصمیم بگیرند.",
        "فروشندگان شبکه ها را می شناسند و مشتریان را در همه کانال ها یکسان می بینند و با آنها گفتگو می کنند.",
    ],
)
def test_a_paragraph_without_a_glued_heading_stays_whole(text: str) -> None:
    vocabulary = Vocabulary.of(text)
    assert glued_heading_end(text, numbered=False, vocabulary=vocabulary) is None
    assert glued_heading_end(text, numbered=True, vocabulary=vocabulary) is None


def test_glued_headings_are_cut_in_a_numbering_that_runs_through() -> None:
    lines: list[str] = []
    for number, (heading, body, _) in enumerate([GLUED[0], GLUED[1]], start=1):
        lines += [f"{number}. {heading}{body}.", "", f"شبکه. {body}.", ""]
    found = [entry for entry in outline(*lines) if entry[0] == "heading"]
    assert found == [("heading", 2, "1.", GLUED[0][0]), ("heading", 2, "2.", GLUED[1][0])]


def test_known_headings_stand_instead_of_shape() -> None:
    source = "\n".join(["Tytuł", LONG, "Krótka linia", LONG, "Druga linia", LONG])
    found = find_blocks(source, split_lines(source), title_line=1, headings={5: 4})
    assert [(b.level, b.span.of(source)) for b in found if b.kind.value == "heading"] == [
        (1, "Tytuł"),
        (4, "Druga linia"),
    ]
