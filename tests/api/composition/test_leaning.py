"""Sentences that do not stand alone are said behind the one before them."""

from __future__ import annotations

import pytest

from api.answering import Answerer
from api.composition.citing import Cited
from api.composition.leaning import with_what_it_leans_on
from api.composition.picking import Statement
from indexer import Hit, LanguageCode

from .making import AR, EN, FA, HEADING, ITEM, LEAD_IN, PL, ZWNJ, View, hit, pick, said


def words(statement: Statement) -> list[str]:
    return [one.text for one in statement.picks]


def leaned(page: Hit, number: int) -> list[str]:
    return words(with_what_it_leans_on(pick(page, number)))


@pytest.mark.parametrize(
    ("language", "before", "leaning"),
    [
        (AR, "تبدأ كل شركة بقناة واحدة.", "هذا يكفي في البداية."),
        (EN, "Every firm begins with one channel.", "This is enough at first."),
        (FA, "هر فروشگاه با یک کانال آغاز می\N{ZERO WIDTH NON-JOINER}کند.", "این برای آغاز بس است."),
        (PL, "Każda firma zaczyna od jednego kanału.", "To na początek wystarcza."),
    ],
)
def test_this_is_said_behind_the_sentence_before_and_both_are_one_quote(
    language: LanguageCode, before: str, leaning: str
) -> None:
    page = hit(said(before), said(leaning), language=language, start=7)
    together = with_what_it_leans_on(pick(page, 1))
    assert words(together) == [before, leaning]
    cited = Cited(View(page), [together])  # type: ignore[arg-type]
    assert [one.text for one in cited.sentences] == [f"{before} {leaning}"]
    assert [(one.start, one.end, one.quote) for one in cited.citations] == [
        (7, 7 + len(page.passage.text), f"{before} {leaning}")
    ]


def test_a_sentence_that_stands_alone_is_said_alone() -> None:
    page = hit(said("Każda firma zaczyna od jednego kanału."), said("Klient wraca."))
    assert leaned(page, 1) == ["Klient wraca."]


def test_the_first_sentence_of_a_passage_has_nothing_to_lean_on() -> None:
    assert leaned(hit(said("To wystarcza."), said("Dalej.")), 0) == ["To wystarcza."]


def test_two_sentences_are_said_before_and_not_a_longer_chain_of_them() -> None:
    page = hit(said("Zdanie."), said("To pierwsze."), said("To drugie."), said("To trzecie."))
    assert leaned(page, 2) == ["Zdanie.", "To pierwsze.", "To drugie."]
    assert leaned(page, 3) == ["To pierwsze.", "To drugie.", "To trzecie."]


def test_a_half_before_a_semicolon_is_said_with_its_other_half() -> None:
    page = hit(said("Kanał stoi;"), said("klient czeka."), said("Sklep płaci."))
    assert leaned(page, 0) == ["Kanał stoi;", "klient czeka."]
    assert leaned(page, 1) == ["Kanał stoi;", "klient czeka."]
    assert leaned(page, 2) == ["Sklep płaci."]


def test_a_heading_says_what_this_is() -> None:
    page = hit(said("Zwroty", role=HEADING), said("To koszt sklepu."))
    assert leaned(page, 1) == ["Zwroty", "To koszt sklepu."]


def test_a_lead_in_is_not_said_before_what_follows_its_list() -> None:
    page = hit(said("Oto kroki:", role=LEAD_IN), said("To wszystko."))
    assert leaned(page, 1) == ["To wszystko."]


def test_another_item_says_nothing_of_this_one() -> None:
    page = hit(said("Kup.", role=ITEM, group=0), said("To zwróć.", role=ITEM, group=1))
    assert leaned(page, 1) == ["To zwróć."]


def test_within_an_item_a_sentence_leans_too() -> None:
    page = hit(
        said("Kup.", role=ITEM, group=0), said("Zapłać.", role=ITEM, group=0), said("To ważne.", 0.1, ITEM, group=0)
    )
    assert leaned(page, 2) == ["Zapłać.", "To ważne."]


@pytest.mark.parametrize(("length", "is_said"), [(350, True), (351, False)])
def test_what_is_very_long_is_not_said_before(length: int, is_said: bool) -> None:
    before = "a" * (length - 1) + "."
    assert leaned(hit(said(before), said("To ważne.")), 1) == ([before] if is_said else []) + ["To ważne."]


def test_an_item_is_said_behind_its_title() -> None:
    page = hit(
        said("Połącz systemy", role=ITEM, group=0, marker="4."),
        said("Stan widać od razu.", role=ITEM, group=0, context=(0,)),
        said("Klient czeka krócej.", role=ITEM, group=0, context=(0,)),
    )
    assert leaned(page, 1) == ["Połącz systemy", "Stan widać od razu."]
    # What does not stand right behind the title would be no one quote with it.
    assert leaned(page, 2) == ["Klient czeka krócej."]


def test_a_title_over_several_items_is_not_said_with_each() -> None:
    page = hit(said("Systemy", role=ITEM, group=0), said("Kasa.", role=ITEM, group=1, context=(0,)))
    assert leaned(page, 1) == ["Kasa."]


def test_in_the_shipped_corpus_a_leaning_sentence_brings_the_one_before(answerer: Answerer) -> None:
    seen = 0
    for question in (
        f"در راهبرد چندکاناله هر کانال چه بودجه و پایگاه داده{ZWNJ}ای دارد؟",
        "Dlaczego pisać nazwy po angielsku?",
    ):
        draft = answerer.draft(question)
        for statement in draft.statements:
            for one, other in zip(statement.picks, statement.picks[1:], strict=False):
                seen += 1
                assert one.sentence.span.end <= other.sentence.span.start
                between = one.hit.passage.text[one.sentence.span.end - one.hit.passage.span.start :]
                assert between.lstrip().startswith(other.text)
    assert seen
