"""What sentences and passages speak of: what they name, and what they go on about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.concepts import Glossary, read_concepts, with_concepts
from indexer.domain import LanguageCode, ParsedArticle, Passage, SentenceRole
from indexer.passages import split_passages

OMNI, MULTI, POINT = "omnichannel", "multichannel", "touchpoint"
POLISH = LanguageCode.POLISH

Annotate = Callable[..., tuple[Passage, ...]]

FILLER = "Klient ogląda towar w telefonie, a płaci dopiero w sklepie. " * 8


@pytest.fixture
def annotate(write: Callable[..., ParsedArticle], glossary: Glossary) -> Annotate:
    def annotated(*lines: str) -> tuple[Passage, ...]:
        parsed = write(POLISH, *lines)
        return with_concepts(split_passages(parsed), parsed, read_concepts(parsed, glossary), glossary)

    return annotated


def spoken(passage: Passage) -> list[tuple[str, ...]]:
    return [sentence.concepts for sentence in passage.sentences]


def test_a_sentence_speaks_of_what_it_names_in_the_order_of_the_glossary(annotate: Annotate) -> None:
    (passage,) = annotate("Punkt styku, multichannel i omnichannel w jednym zdaniu.")
    assert spoken(passage) == [(OMNI, MULTI, POINT)]
    assert passage.concepts == (OMNI, MULTI, POINT)
    assert passage.heading_concepts == ()


def test_a_sentence_that_names_none_goes_on_about_the_one_before(annotate: Annotate) -> None:
    (passage,) = annotate(
        "# Handel",
        "",
        "Strategia jest ważna. Omnichannel łączy kanały. Sklep na tym zyskuje. Multichannel dzieli. I traci.",
    )
    assert spoken(passage) == [(), (OMNI,), (OMNI,), (MULTI,), (MULTI,)]


def test_what_belongs_to_no_family_is_not_gone_on_about(annotate: Annotate) -> None:
    (passage,) = annotate("Omnichannel łączy kanały. Punkt styku to sklep. Klient tam wraca.")
    assert spoken(passage) == [(OMNI,), (OMNI, POINT), (OMNI,)]


def test_after_a_sentence_on_both_nothing_is_gone_on_about(annotate: Annotate) -> None:
    (passage,) = annotate("Omnichannel łączy kanały. Multichannel to nie omnichannel. Różnica jest duża.")
    assert spoken(passage) == [(OMNI,), (OMNI, MULTI), ()]


def test_an_open_name_speaks_of_nothing(annotate: Annotate) -> None:
    (passage,) = annotate("Podejście wielokanałowe jest popularne.")
    assert (spoken(passage), passage.concepts) == ([()], ())


def test_an_article_goes_on_about_its_title(annotate: Annotate) -> None:
    (passage,) = annotate("# Omnichannel w sklepie", "", "Klient jest zadowolony. Wraca chętnie.")
    assert spoken(passage) == [(OMNI,), (OMNI,)]


def test_a_title_on_both_is_not_gone_on_about(annotate: Annotate) -> None:
    (passage,) = annotate("# Omnichannel a multichannel", "", "Klient jest zadowolony.")
    assert spoken(passage) == [()]


def test_a_section_goes_on_about_its_heading(annotate: Annotate) -> None:
    passages = annotate("# Handel", "", FILLER, "", "## Multichannel", "", f"{FILLER}Koniec.")
    assert [passage.concepts for passage in passages] == [(), (MULTI,)]
    assert set(spoken(passages[1])) == {(MULTI,)}
    assert passages[1].heading_concepts == (MULTI,)


def test_a_new_section_ends_what_was_spoken_of(annotate: Annotate) -> None:
    passages = annotate("# Handel", "", "## Historia", "", f"Omnichannel łączy. {FILLER}", "", "## Koszty", "", FILLER)
    history, costs = passages
    assert spoken(history)[1:] == [(OMNI,)] * (len(history.sentences) - 1)
    assert set(spoken(costs)) == {()}


def test_a_passage_in_the_middle_of_a_section_goes_on(annotate: Annotate) -> None:
    lines = ["# Handel", "", "## Historia", "", f"Omnichannel łączy. {FILLER}", "", FILLER, "", FILLER]
    first, *further = annotate(*lines)
    assert further
    assert {concepts for passage in further for concepts in spoken(passage)} == {(OMNI,)}
    assert first.heading == further[0].heading


def test_a_heading_without_a_concept_stands_for_the_one_above(annotate: Annotate) -> None:
    passages = annotate("# Handel", "", "## Multichannel", "", FILLER, "", "### Zalety", "", FILLER)
    assert [passage.heading for passage in passages] == [("Multichannel",), ("Multichannel", "Zalety")]
    assert [passage.heading_concepts for passage in passages] == [(MULTI,), (MULTI,)]
    assert set(spoken(passages[1])) == {(MULTI,)}


def test_a_heading_on_no_strategy_keeps_the_one_above_and_not_the_title_s(annotate: Annotate) -> None:
    passages = annotate("# Omnichannel", "", "## Multichannel", "", FILLER, "", "### Punkty styku", "", FILLER)
    assert passages[1].heading == ("Multichannel", "Punkty styku")
    assert passages[1].heading_concepts == (MULTI, POINT)
    assert spoken(passages[1])[1:] == [(MULTI,)] * (len(passages[1].sentences) - 1)


def test_a_heading_on_both_lets_its_sentences_say(annotate: Annotate) -> None:
    lines = ["# Omnichannel", "", "## Omnichannel a multichannel", "", f"Różnica jest. Multichannel dzieli. {FILLER}"]
    (passage,) = annotate(*lines)
    assert passage.heading_concepts == (OMNI, MULTI)
    assert spoken(passage)[:4] == [(OMNI, MULTI), (), (MULTI,), (MULTI,)]


def test_the_next_section_on_the_level_is_not_about_the_one_before(annotate: Annotate) -> None:
    passages = annotate(
        "# Handel", "", "## Multichannel", "", FILLER, "", "### Zalety", "", FILLER, "", "## Inne", "", FILLER
    )
    assert passages[-1].heading == ("Inne",)
    assert (passages[-1].concepts, passages[-1].heading_concepts) == ((), ())


def test_two_sections_of_one_name_begin_anew(annotate: Annotate) -> None:
    lines = ["# Handel", "", "## Przykład", "", f"Omnichannel łączy. {FILLER}", "", "## Przykład", "", FILLER]
    passages = annotate(*lines)
    assert [passage.heading for passage in passages] == [("Przykład",), ("Przykład",)]
    assert set(spoken(passages[1])) == {()}


def test_small_sections_in_one_passage_begin_anew(annotate: Annotate) -> None:
    lines = ["# Handel", "", "## Przykłady", ""]
    lines += ["### Sklep", "", "Omnichannel łączy tu kanały.", "", "### Kino", "", "Bilety są w aplikacji.", ""]
    (passage,) = annotate(*lines)
    assert spoken(passage) == [(), (), (OMNI,), (), ()]


TABLE = ("| cecha | Omnichannel | Multichannel |", "|---|---|---|")


def test_a_cell_speaks_of_its_column_s_head(annotate: Annotate) -> None:
    (passage,) = annotate("# Handel", "", *TABLE, "| dane | wspólne | osobne |", "| cena | jedna | różna |")
    cells = [s.concepts for s in passage.sentences if s.role is SentenceRole.CELL]
    assert cells == [(), (OMNI,), (MULTI,)] * 2


def test_a_table_does_not_change_what_the_text_goes_on_about(annotate: Annotate) -> None:
    lines = [
        "# Handel",
        "",
        "Multichannel dzieli kanały.",
        "",
        *TABLE,
        "| dane | wspólne | osobne |",
        "",
        "Tak to jest.",
    ]
    (passage,) = annotate(*lines)
    assert passage.sentences[-1].concepts == (MULTI,)


def test_a_list_does_not_change_what_the_text_goes_on_about(annotate: Annotate) -> None:
    lines = ["# Handel", "", "Dwa podejścia:", "", "- omnichannel,", "- multichannel.", "", "Klient wybiera sam."]
    (passage,) = annotate(*lines)
    assert spoken(passage) == [(), (OMNI,), (MULTI,), ()]


def test_an_item_goes_on_about_what_it_named_and_the_next_one_does_not(annotate: Annotate) -> None:
    items = ["- Sklep. Omnichannel łączy tu kanały. Klient wraca.", "- Kino. Bilety są w aplikacji."]
    (passage,) = annotate("# Handel", "", "Przykłady są dwa:", "", *items)
    assert spoken(passage) == [(), (), (OMNI,), (OMNI,), (), ()]


def test_an_item_speaks_of_its_title(annotate: Annotate) -> None:
    lines = [
        "Dwa podejścia:",
        "",
        "- Omnichannel: łączy kanały. Klient wraca.",
        "- Multichannel: dzieli. Klient szuka.",
    ]
    (passage,) = annotate(*lines)
    assert spoken(passage)[1:] == [(OMNI,), (OMNI,), (MULTI,), (MULTI,)]


def test_a_context_outside_the_passage_counts_as_heading(annotate: Annotate) -> None:
    items = [f"- Punkt {number}: {FILLER[:170]}" for number in range(12)]
    passages = annotate("# Handel", "", "Co daje omnichannel:", "", *items)
    assert len(passages) > 1
    assert passages[-1].context
    assert passages[-1].heading_concepts == (OMNI,)


def test_nothing_else_of_a_passage_is_changed(write: Callable[..., ParsedArticle], glossary: Glossary) -> None:
    parsed = write(POLISH, "# Omnichannel", "", "## Zalety", "", FILLER)
    plain = split_passages(parsed)
    annotated = with_concepts(plain, parsed, read_concepts(parsed, glossary), glossary)
    assert [(p.id, p.span, p.text, p.heading) for p in annotated] == [(p.id, p.span, p.text, p.heading) for p in plain]
    assert [s.span for p in annotated for s in p.sentences] == [s.span for p in plain for s in p.sentences]


def test_without_a_glossary_nothing_is_spoken_of(write: Callable[..., ParsedArticle]) -> None:
    parsed = write(POLISH, "# Omnichannel", "", "## Multichannel", "", FILLER)
    empty = Glossary()
    passages = with_concepts(split_passages(parsed), parsed, read_concepts(parsed, empty), empty)
    assert passages == split_passages(parsed)
