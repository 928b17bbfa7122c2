"""How sure an answer is, and what makes it more and less so."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType

import pytest

from api.answering import Answerer
from api.composition.calibration import Calibration, calibration
from api.composition.citing import Cited
from api.composition.confidence import FEATURES, confidence, features, lacks_what_is_asked_for
from api.composition.picking import Statement
from api.composition.scoring import Asking
from api.domain import AnswerKind, AnswerSentence
from indexer import Hit, LanguageCode, Signals

from .making import AR, CELL, EN, FA, PL, View, hit, said, statement, table

FACT = Asking(kind=AnswerKind.FACT, language=PL)
FIGURE = replace(FACT, kind=AnswerKind.FIGURE)


def page(text: str = "Klient wraca.", *, language: LanguageCode = PL, late: float = 0.5, **signals: float) -> Hit:
    return hit(said(text, late), language=language, signals=Signals(**{"support": 1.0, **signals}))


def measured(*hits: Hit, asked: Asking = FACT) -> dict[str, float]:
    return features(hits, [statement(hits[0], 0)], asked)


def sure(*hits: Hit, asked: Asking = FACT, by: Calibration | None = None) -> float:
    statements = [statement(hits[0], 0)]
    return confidence(hits, statements, asked, said=spoken(*statements), by=by)


def spoken(*statements: Statement, view: View | None = None) -> list[AnswerSentence]:
    """Statements in words."""
    return Cited(view or View(), statements).sentences  # type: ignore[arg-type]


def only(name: str, weight: float) -> Calibration:
    """A calibration in which one feature counts."""
    weights = MappingProxyType({**dict.fromkeys(FEATURES, 0.0), name: weight})
    return Calibration(model="", content_hash="", sentence={}, confidence=weights, bias=0.0, answered_from=0.5)


def test_without_hits_or_statements_nothing_is_sure() -> None:
    assert confidence([], [], FACT, said=[]) == 0.0
    assert confidence([page()], [], FACT, said=[]) == 0.0
    one = statement(page(), 0)
    assert confidence([], [one], FACT, said=spoken(one)) == 0.0


def test_words_that_say_nothing_of_the_question_are_not_sure_at_all() -> None:
    assert sure(page(support=0.0, late=1.0, dense=1.0, known=1.0)) == 0.0
    assert sure(page(support=0.01)) > 0.0


def test_the_confidence_is_the_logistic_function_of_its_weights() -> None:
    fitted = replace(only("dense", 2.0), bias=-1.0)
    assert sure(page(dense=0.8), by=fitted) == pytest.approx(1 / (1 + math.exp(1.0 - 1.6)))
    assert sure(page(dense=0.5), by=fitted) == 0.5


def test_every_feature_is_measured_and_no_other() -> None:
    assert set(measured(page())) == set(FEATURES)


def lacks(page: Hit, asked: Asking) -> bool:
    return lacks_what_is_asked_for(spoken(statement(page, 0)), asked)


RAISED = {
    "late": (page(), page(late=0.5) and hit(said("Klient wraca.", 0.5), signals=Signals(support=1.0, late=0.9)), FACT),
    "sentence": (page(late=0.2), page(late=0.9), FACT),
    "dense": (page(dense=0.2), page(dense=0.9), FACT),
    "known": (page(known=0.2), page(known=0.9), FACT),
    "support": (page(support=0.2), page(support=0.9), FACT),
    "coverage": (page(coverage=0.2), page(coverage=0.9), FACT),
    "lexical": (page(lexical=0.2), page(lexical=0.9), FACT),
    "strangest": (page(strangest=0.2), page(strangest=0.9), FACT),
    "names": (page(names=0.2), page(names=0.9), FACT),
    "agreement": (page(agreement=0.2), page(agreement=0.9), FACT),
    "other_figures": (page("Wzrost o 90%."), page("Wzrost o 80%."), replace(FACT, figures=frozenset({"90"}))),
}


@pytest.mark.parametrize("name", RAISED)
def test_the_confidence_rises_and_falls_with_a_feature_by_its_sign(name: str) -> None:
    low, high, asked = RAISED[name]
    assert measured(low, asked=asked)[name] < measured(high, asked=asked)[name]
    assert sure(low, asked=asked, by=only(name, 1.0)) < sure(high, asked=asked, by=only(name, 1.0))
    assert sure(low, asked=asked, by=only(name, -1.0)) > sure(high, asked=asked, by=only(name, -1.0))
    # By the weights that ship, too: only this feature differs, but for the length of no sentence.
    sign = math.copysign(1, calibration().confidence[name])
    assert sign * (sure(high, asked=asked) - sure(low, asked=asked)) > 0


def test_a_price_that_is_not_said_is_no_answer_however_alike() -> None:
    asked = replace(FACT, wants_money=True)
    assert lacks(page(), asked)
    assert sure(page(), asked=asked) == 0.0
    assert not lacks(page("Za 5 zł."), asked)
    assert sure(page("Za 5 zł."), asked=asked) > 0.0


def test_a_price_is_said_by_a_number_under_a_head_that_names_the_currency() -> None:
    asked = replace(FIGURE, wants_money=True)
    for head, is_lacking in (("Cena (zł)", False), ("Waga", True)):
        page = table(("Program", head, "Wersja"), ("Kanalix", "250", "trzecia"))
        assert lacks_what_is_asked_for(spoken(statement(page, 4)), asked) is is_lacking


def test_a_head_in_an_earlier_passage_of_a_long_table_names_the_currency_too() -> None:
    head = hit(said("Cena (zł)", role=CELL, group=0), row=0, start=0)
    whole = hit(said("250", role=CELL, group=3), row=1, start=100)
    cell = replace(whole.passage.sentences[0], context=(head.passage.span,))
    rest = replace(whole, passage=replace(whole.passage, sentences=(cell,)))
    assert not lacks_what_is_asked_for(
        spoken(statement(rest, 0), view=View(head, rest)), replace(FIGURE, wants_money=True)
    )


def test_asking_for_a_figure_or_a_person_is_exacting() -> None:
    assert measured(page(), asked=FACT)["exacting"] == 0.0
    assert measured(page(), asked=FIGURE)["exacting"] == 1.0
    assert measured(page(), asked=replace(FACT, kind=AnswerKind.PERSON_PLACE_TIME))["exacting"] == 1.0


def test_the_margin_is_how_far_the_best_stands_out_from_the_tenth() -> None:
    hits = [hit(said("Klient."), row=row, similarity=0.9 - 0.05 * row) for row in range(12)]
    assert measured(*hits)["margin"] == pytest.approx(0.45)
    assert measured(*hits[:3])["margin"] == pytest.approx(0.10)
    assert measured(hits[0])["margin"] == 0.0


def test_own_is_the_share_found_in_the_questions_language() -> None:
    assert measured(page(own=0.4))["own"] == 0.4


def test_the_words_of_a_question_count_on_a_logarithmic_scale() -> None:
    def words(number: int) -> float:
        return measured(page(), asked=replace(FACT, words=number))["words"]

    assert (words(1), words(12), words(40)) == (0.0, 1.0, 1.0)
    assert words(3) == pytest.approx(math.log(3) / math.log(12))


@pytest.mark.parametrize(
    ("heading", "near", "is_waived"),
    [("Ile to kosztuje?", 0.9, True), ("Ile to kosztuje?", 0.7, False), ("Dlaczego warto?", 0.9, False)],
)
def test_below_the_very_question_it_may_be_told_that_there_is_no_figure(
    heading: str, near: float, is_waived: bool
) -> None:
    signals = Signals(support=1.0, heading=near)
    told = hit(said("Żadne źródło nie podaje ceny.", 0.5), heading=(heading,), signals=signals)
    assert (sure(told, asked=replace(FIGURE, wants_money=True)) > 0.0) is is_waived


def test_of_the_hit_answered_from_and_the_best_the_better_counts() -> None:
    said_of = hit(said("Klient."), similarity=0.4, signals=Signals(support=0.3, dense=0.9, known=0.1, names=0.2))
    best = hit(said("Sklep."), row=1, similarity=0.6, signals=Signals(support=0.8, dense=0.5, known=0.7, names=0.9))
    found = measured(said_of, best)
    assert (found["support"], found["dense"], found["known"], found["names"]) == (0.8, 0.9, 0.7, 0.2)
    found = measured(best, said_of)
    assert (found["support"], found["dense"], found["known"], found["names"]) == (0.8, 0.5, 0.7, 0.9)
    denser = replace(best, signals=Signals(dense=0.95))
    assert measured(said_of, denser)["dense"] == 0.95


def test_the_share_of_figures_that_the_passage_lacks() -> None:
    asked = replace(FACT, figures=frozenset({"90", "250"}))
    assert measured(page("Retencja wzrosła o 90%."), asked=asked)["other_figures"] == 0.5
    assert measured(page("Retencja wzrosła."), asked=asked)["other_figures"] == 1.0
    assert measured(page("Retencja wzrosła."))["other_figures"] == 0.0


@pytest.mark.parametrize(
    ("language", "text", "is_money"),
    [
        (PL, "Program kosztuje 50 zł.", True),
        (PL, "Płaci się złotymi.", True),
        (PL, "Działa od 50 lat.", False),
        (EN, "It is $20 a month.", True),
        (EN, "Twenty dollars a month.", True),
        (EN, "A European firm.", False),
        (FA, "پنجاه هزار تومان", True),
        (FA, "۵۰ ریال", True),
        (FA, "شماره سریال", False),
        (AR, "خمسون دولارا", True),
        (AR, "بالدرهم", True),
        (AR, "والريال", True),
        (AR, "مصدرهم واحد", False),
    ],
)
def test_money_is_said_by_a_currency(language: LanguageCode, text: str, is_money: bool) -> None:
    asked = replace(FACT, wants_money=True)
    assert lacks(page(text, language=language), asked) is not is_money


def test_a_number_word_is_a_figure_but_no_time() -> None:
    assert not lacks(page("Kroków jest sześć."), FIGURE)
    assert lacks(page("Klient wraca."), FIGURE)
    assert lacks(page("Kroków jest sześć."), replace(FACT, wants_time=True))
    assert not lacks(page("Od 2018 roku."), replace(FACT, wants_time=True))
    assert not lacks(page("Klient wraca."), FACT)


@pytest.mark.parametrize(
    "question",
    ["Ile kosztuje CRM?", "How much does a CRM cost?", "كم سعر نظام إدارة علاقات العملاء؟", "قیمت CRM چقدر است؟"],
)
def test_a_price_that_the_corpus_does_not_say_is_refused(answerer: Answerer, question: str) -> None:
    draft = answerer.draft(question)
    assert lacks_what_is_asked_for(draft.cited.sentences, draft.asking)
    assert draft.confidence() == 0.0
    assert not answerer.answer(question).answered


def test_confidence_of_an_answer_is_that_of_its_draft(answerer: Answerer) -> None:
    question = "Co to jest omnichannel?"
    draft = answerer.draft(question)
    answer = answerer.answer(question)
    assert answer.confidence == round(draft.confidence(), 4)
    assert answer.confidence >= calibration().answered_from
