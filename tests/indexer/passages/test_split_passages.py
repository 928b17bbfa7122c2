from __future__ import annotations

from indexer.articles import SourceFacts, parse_article
from indexer.domain import LanguageCode, ParsedArticle, Passage, SentenceRole
from indexer.passages import split_passages

SENTENCE = "Klient ogląda towar w telefonie, a płaci dopiero w sklepie."


def parse(*lines: str) -> ParsedArticle:
    facts = SourceFacts(sha256="", language=LanguageCode.POLISH)
    return parse_article("\n".join(lines).encode(), origin="a.md", facts=facts)


def split(*lines: str) -> tuple[str, tuple[Passage, ...]]:
    parsed = parse(*lines)
    return parsed.article.source, split_passages(parsed)


def paragraph(sentences: int) -> str:
    return " ".join([SENTENCE] * sentences)


def sizes(passages: tuple[Passage, ...]) -> list[int]:
    return [len(passage.text) for passage in passages]


def test_a_short_article_is_one_passage_without_its_title() -> None:
    source, (passage,) = split("# Tytuł", "", SENTENCE)
    assert (passage.id, passage.article_id, passage.language) == ("a#1", "a", LanguageCode.POLISH)
    assert (passage.text, passage.heading) == (SENTENCE, ())
    (sentence,) = passage.sentences
    assert (sentence.span, sentence.role, sentence.group) == (passage.span, SentenceRole.SENTENCE, -1)
    assert passage.span.of(source) == SENTENCE


def test_paragraphs_share_a_passage_while_it_is_of_a_good_size() -> None:
    _, passages = split(*[f"{paragraph(3)}\n" for _ in range(12)])
    assert all(200 <= size <= 900 for size in sizes(passages))
    assert sum(len(passage.sentences) for passage in passages) == 36
    assert all(len(passage.sentences) % 3 == 0 for passage in passages)


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    _, passages = split(paragraph(40))
    assert all(200 <= size <= 1100 for size in sizes(passages))
    assert {s.span.of(parse(paragraph(40)).article.source) for p in passages for s in p.sentences} == {SENTENCE}


def test_a_sentence_without_end_is_divided_between_clauses() -> None:
    source, passages = split(", ".join(["raz dwa trzy cztery"] * 120) + ".")
    assert max(sizes(passages)) <= 1100
    ends = [passage.text[-1] for passage in passages]
    assert ends == [","] * (len(passages) - 1) + ["."]
    assert "".join(passage.text.replace(" ", "") for passage in passages) == source.replace(" ", "")


def test_no_passage_crosses_a_heading_of_its_level_or_above() -> None:
    _, passages = split("# T", "## Jeden", paragraph(4), "### Niżej", paragraph(4), "## Dwa", paragraph(4))
    assert [passage.heading for passage in passages] == [("Jeden",), ("Jeden", "Niżej"), ("Dwa",)]


def test_residue_divides_passages() -> None:
    _, passages = split(SENTENCE, "Czytaj także: Zwroty", SENTENCE)
    assert [passage.text for passage in passages] == [SENTENCE, SENTENCE]


def test_a_list_keeps_its_lead_in_and_its_markers() -> None:
    source, (passage,) = split(f"{SENTENCE} Powody są trzy:", "", "1. cena: niska. Zawsze.", "2. czas", "3. zwrot")
    told = [(s.role.value, s.group, s.marker, s.span.of(source)) for s in passage.sentences]
    assert told == [
        ("sentence", -1, "", SENTENCE),
        ("lead_in", -1, "", "Powody są trzy:"),
        ("item", 0, "1.", "cena: niska."),
        ("item", 0, "", "Zawsze."),
        ("item", 1, "2.", "czas"),
        ("item", 2, "3.", "zwrot"),
    ]
    assert [part.of(source) for part in passage.sentences[3].context] == ["cena"]
    assert passage.context == ()


def test_a_list_that_is_too_long_is_divided_between_items_and_takes_its_lead_in_along() -> None:
    source, passages = split("Powody są następujące:", "", *[f"- {paragraph(3)}" for _ in range(10)])
    assert len(passages) >= 2
    assert passages[0].sentences[0].role is SentenceRole.LEAD_IN
    assert passages[0].sentences[1].role is SentenceRole.ITEM
    for passage in passages[1:]:
        assert [part.of(source) for part in passage.context] == ["Powody są następujące:"]
        assert passage.sentences[0].marker == "-"
        assert passage.sentences[0].group == 0
    assert max(sizes(passages)) <= 1100


def test_a_nested_item_knows_the_item_above_it() -> None:
    source, (passage,) = split("Oto lista:", "", "- kanały: dwa", "  - sklep", "- dane")
    assert [[part.of(source) for part in s.context] for s in passage.sentences] == [[], [], ["kanały"], []]
    assert [s.group for s in passage.sentences] == [-1, 0, 1, 2]


def test_a_cell_knows_its_columns_head() -> None:
    source, (passage,) = split("Różnice:", "", "Omnichannel | Multichannel |", "jeden koszyk | dwa koszyki |")
    cells = [s for s in passage.sentences if s.role is SentenceRole.CELL]
    assert [(s.span.of(source), [part.of(source) for part in s.context], s.group) for s in cells] == [
        ("jeden koszyk", ["Omnichannel"], 0),
        ("dwa koszyki", ["Multichannel"], 0),
    ]
    assert passage.text.startswith("Różnice:")
    assert "Omnichannel | Multichannel" in passage.text


def test_in_a_wide_table_a_cell_knows_its_row_too() -> None:
    source, (passage,) = split("|Cecha|Omni|Multi|", "|---|---|---|", "|Dane|wspólne|osobne|")
    contexts = {s.span.of(source): [part.of(source) for part in s.context] for s in passage.sentences}
    assert contexts == {"Dane": ["Cecha"], "wspólne": ["Omni", "Dane"], "osobne": ["Multi", "Dane"]}


def test_a_table_that_is_too_long_takes_its_heads_along() -> None:
    row = f"{paragraph(3)} | {paragraph(3)} |"
    source, passages = split("Omni | Multi |", *[row] * 6)
    assert len(passages) >= 2
    assert passages[0].context == ()
    for passage in passages[1:]:
        assert [part.of(source) for part in passage.context] == ["Omni", "Multi"]


def test_small_subsections_are_told_together_under_their_parent() -> None:
    source, (passage,) = split(
        "T", "Powody", f"{SENTENCE} Oto one:", "Cena", SENTENCE, "Czas", SENTENCE, "Zwrot", SENTENCE
    )
    assert passage.heading == ("Powody",)
    told = [(s.role.value, s.group, s.span.of(source)) for s in passage.sentences]
    assert told[0] == ("heading", -1, "Powody")
    assert told[2:5] == [("lead_in", -1, "Oto one:"), ("item", 0, "Cena"), ("item", 0, SENTENCE)]
    assert [s.group for s in passage.sentences] == [-1, -1, -1, 0, 0, 1, 1, 2, 2]
    assert [part.of(source) for part in passage.sentences[4].context] == ["Cena"]


def test_announced_subsections_take_the_lead_in_along() -> None:
    source, passages = split(
        "Tytuł",
        "Kroki",
        paragraph(5),
        "",
        "Oto dwa kroki dla sklepu.",
        "",
        "1. Pierwszy",
        paragraph(12),
        "",
        "2. Drugi",
        paragraph(12),
    )
    assert [passage.heading for passage in passages[-1:]] == [("Kroki",)]
    assert [part.of(source) for part in passages[-1].context] == ["Oto dwa kroki dla sklepu."]
    title = passages[-1].sentences[0]
    assert (title.span.of(source), title.marker, title.role) == ("Drugi", "2.", SentenceRole.ITEM)


def test_a_passage_begins_with_the_heading_of_its_section() -> None:
    _, passages = split(
        "# T", "## Jeden", "### A", SENTENCE, "### B", SENTENCE, "Czytaj także: Zwroty", "## Dwa", SENTENCE
    )
    last = passages[-1]
    assert last.text == f"Dwa\n{SENTENCE}"
    assert last.heading == ("Dwa",)
    assert [sentence.role for sentence in last.sentences] == [SentenceRole.HEADING, SentenceRole.SENTENCE]


def test_a_closing_paragraph_behind_a_series_belongs_to_the_article() -> None:
    _, passages = split(
        "Tytuł",
        "",
        paragraph(2),
        "Problemy",
        f"{SENTENCE} Oto one:",
        "Cena",
        "Za wysoka.",
        "Czas",
        "Za długi.",
        "Dane",
        "Niepełne.",
        paragraph(4),
    )
    assert passages[-2].heading == ("Problemy",)
    assert (passages[-1].heading, passages[-1].text) == ((), paragraph(4))


def test_an_article_that_is_all_residue_has_no_passage() -> None:
    assert split_passages(parse("© Sklep", "Dodaj komentarz")) == ()
