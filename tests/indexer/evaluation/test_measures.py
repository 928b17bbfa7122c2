from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import EvaluationError
from indexer.evaluation import GradedQuestion, Response, ResponseCitation, evaluate, read_questions
from indexer.evaluation.measures import Loss, Outcome, reliability

SOURCES = {"one": "Alpha beta gamma delta epsilon zeta eta theta. More words follow here.", "two": "Another text."}
GOLD = "beta gamma delta epsilon"


def graded(**changes: Any) -> GradedQuestion:
    values: dict[str, Any] = {
        "id": "q1",
        "lang": "en",
        "question": "what?",
        "kind": "fact",
        "answerable": True,
        "scope": "in_corpus",
        "gold": [{"doc": "one", "quote": GOLD}],
        **changes,
    }
    return read([values])[0]


def read(rows: list[dict[str, Any]]) -> list[GradedQuestion]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "q.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return read_questions([file])


def cite(article_id: str, start: int, end: int) -> ResponseCitation:
    source = SOURCES[article_id]
    return ResponseCitation(article_id=article_id, quote=source[start:end], passage=source, start=start, end=end)


def respond(*found: tuple[str, str], citations: tuple[ResponseCitation, ...] = (), text: str = "") -> Response:
    return Response(
        found=found,
        answered=bool(citations),
        text=text,
        citations=citations,
        sentence_count=len(citations),
        took_ms=1.0,
    )


def measured(question: GradedQuestion, response: Response) -> dict[str, float]:
    report = evaluate([question], ask=lambda _: response, source_of=SOURCES.__getitem__, article_ids=SOURCES)
    return report.outcomes[0].measures


def test_a_gold_found_second_counts_half_in_mrr() -> None:
    right = ("one", SOURCES["one"])
    values = measured(graded(), respond(("two", SOURCES["two"]), right, right))
    assert (values["recall@1"], values["recall@5"], values["mrr"]) == (0.0, 1.0, 0.5)
    assert values["ndcg@10"] == pytest.approx(1 / math.log2(3))


def test_the_right_words_in_another_article_are_not_right() -> None:
    assert measured(graded(), respond(("two", SOURCES["one"])))["recall@10"] == 0.0


def test_where_all_golds_are_needed_each_counts() -> None:
    question = graded(gold=[{"doc": "one", "quote": GOLD}, {"doc": "two", "quote": "Another text."}], gold_mode="all")
    values = measured(question, respond(("one", SOURCES["one"])))
    assert values["recall@5"] == 0.5
    ideal = 1 + 1 / math.log2(3)
    assert values["ndcg@10"] == pytest.approx(1 / ideal)


def test_citations_are_judged_by_article_passage_and_overlap() -> None:
    values = measured(graded(), respond(citations=(cite("two", 0, 7), cite("one", 6, 16))))
    assert (values["cited@1"], values["cited@5"], values["verbatim"]) == (0.0, 1.0, 1.0)
    assert values["overlap"] == pytest.approx(10 / len(GOLD))


def test_a_quote_that_is_not_in_its_source_is_not_verbatim() -> None:
    forged = ResponseCitation(article_id="one", quote="beta gamma", passage="", start=0, end=10)
    assert measured(graded(), respond(citations=(forged,)))["verbatim"] == 0.0


def test_a_tempting_passage_cited_first_is_wrong() -> None:
    question = graded(wrong=[{"doc": "two", "quote": "Another text."}])
    assert measured(question, respond(citations=(cite("two", 0, 7),)))["wrong@1"] == 1.0
    assert measured(question, respond(citations=(cite("one", 0, 7),)))["wrong@1"] == 0.0


def test_refusals_are_counted_by_scope() -> None:
    off = graded(answerable=False, scope="off_topic", gold=[])
    near = graded(answerable=False, scope="near_topic", gold=[])
    assert measured(off, respond())["refused_off_topic"] == 1.0
    assert measured(near, respond(citations=(cite("one", 0, 5),)))["refused_near_topic"] == 0.0
    assert measured(graded(), respond())["wrongly_refused"] == 1.0


@pytest.mark.parametrize(("kind", "count", "long"), [("fact", 3, 0.0), ("definition", 4, 1.0), ("list", 9, None)])
def test_a_fact_or_a_definition_of_more_than_three_sentences_is_long(kind: str, count: int, long: float | None) -> None:
    told = replace(respond(citations=(cite("one", 0, 7),)), sentence_count=count)
    assert measured(graded(kind=kind), told).get("long") == long
    assert "long" not in measured(graded(kind=kind), respond())


def test_required_words_are_a_share() -> None:
    values = measured(graded(must_mention=["89", "HBR|Harvard"]), respond(text="Harvard says 23", citations=()))
    assert values["mentions"] == 0.5


def test_groups_keep_languages_and_crosslingual_apart() -> None:
    questions = [
        graded(id="a"),
        graded(id="b", lang="pl", crosslingual=True),
        graded(id="c", lang="pl", answerable=False, gold=[]),
    ]
    report = evaluate(
        questions,
        ask=lambda question: respond(*((("one", SOURCES["one"]),) if question.id == "a" else ())),
        source_of=SOURCES.__getitem__,
        article_ids=SOURCES,
    )
    assert report.counts == {
        "across languages": 1,
        "all": 3,
        "en": 1,
        "en same language": 1,
        "kind fact": 3,
        "pl": 2,
        "pl across languages": 1,
        "same language": 1,
    }
    assert report.rows["en"]["recall@1"] == 1.0
    assert report.rows["pl"]["recall@1"] == 0.0


def test_nothing_to_evaluate_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no graded question"):
        read_questions([tmp_path])
    with pytest.raises(EvaluationError, match="there is no question"):
        evaluate([], ask=lambda _: respond(), source_of=SOURCES.__getitem__, article_ids=SOURCES)


def test_a_gold_that_is_in_no_article_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="q1: its gold does not stand verbatim"):
        measured(graded(gold=[{"doc": "one", "quote": "not there"}]), respond())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "q.jsonl:1: not a graded question"),
        ('{"id": "a"}', "missing: lang"),
        ('{"id": "a", "lang": "xx", "question": "?", "kind": "fact", "answerable": false}', "'xx' is not a valid"),
        ('{"id": "a", "lang": "en", "question": "?", "kind": "fact", "answerable": true}', "needs a gold"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "q.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(EvaluationError, match=fault):
        read_questions([tmp_path / "q.jsonl"])


def test_two_questions_with_one_id_are_an_error() -> None:
    row = {"id": "a", "lang": "en", "question": "?", "kind": "fact", "answerable": False}
    with pytest.raises(EvaluationError, match=r"q\.jsonl:2: the id 'a' stands in .*q\.jsonl:1 too"):
        read([row, row])


def lost(question: GradedQuestion, response: Response) -> Loss | None:
    report = evaluate([question], ask=lambda _: response, source_of=SOURCES.__getitem__, article_ids=SOURCES)
    return report.outcomes[0].lost


RIGHT, OTHER = ("one", SOURCES["one"]), ("two", SOURCES["two"])
TEMPTING = {"wrong": [{"doc": "two", "quote": "Another text."}]}


@pytest.mark.parametrize(
    ("about", "found", "cited", "loss"),
    [
        ({}, (RIGHT,), (("one", 0, 30),), None),
        ({}, (OTHER,), (("one", 0, 30),), None),
        ({}, (RIGHT,), (), Loss.REFUSED),
        ({}, (OTHER,), (), Loss.REFUSED),
        ({}, (OTHER,), (("two", 0, 7),), Loss.NOT_FOUND),
        ({}, (OTHER, RIGHT), (("two", 0, 7),), Loss.NOT_CHOSEN),
        ({}, (OTHER, RIGHT), (("two", 0, 7), ("one", 0, 30)), Loss.NOT_CHOSEN),
        (TEMPTING, (RIGHT,), (("two", 0, 7),), Loss.WRONG),
        (TEMPTING, (OTHER,), (("two", 0, 7),), Loss.WRONG),
        ({"answerable": False, "gold": []}, (OTHER,), (("two", 0, 7),), Loss.ANSWERED),
        ({"answerable": False, "gold": []}, (OTHER,), (), None),
    ],
)
def test_where_a_question_was_lost(
    about: dict[str, Any],
    found: tuple[tuple[str, str], ...],
    cited: tuple[tuple[str, int, int], ...],
    loss: Loss | None,
) -> None:
    response = respond(*found, citations=tuple(cite(*one) for one in cited))
    assert lost(graded(**about), response) is loss


def test_losses_are_counted_in_every_group_of_the_question() -> None:
    questions = [graded(id="a"), graded(id="b", kind="list"), graded(id="c", lang="pl", answerable=False, gold=[])]
    answers = {
        "a": respond(),
        "b": respond(RIGHT, citations=(cite("one", 0, 30),)),
        "c": respond(citations=(cite("two", 0, 7),)),
    }
    report = evaluate(questions, ask=lambda one: answers[one.id], source_of=SOURCES.__getitem__, article_ids=SOURCES)
    assert report.lost["all"] == {Loss.REFUSED: 1, Loss.ANSWERED: 1}
    assert report.lost["en"] == report.lost["en same language"] == {Loss.REFUSED: 1}
    assert report.lost["pl"] == {Loss.ANSWERED: 1}
    assert report.lost["kind fact"] == {Loss.REFUSED: 1, Loss.ANSWERED: 1}
    assert report.lost["kind list"] == {}


def test_every_kind_has_a_row_of_its_own() -> None:
    questions = [graded(id="a"), graded(id="b", kind="list"), graded(id="c", kind="list", lang="pl")]
    answers = {"a": respond(), "b": respond(RIGHT), "c": respond(OTHER)}
    report = evaluate(questions, ask=lambda one: answers[one.id], source_of=SOURCES.__getitem__, article_ids=SOURCES)
    assert (report.counts["kind fact"], report.counts["kind list"]) == (1, 2)
    assert (report.rows["kind fact"]["recall@1"], report.rows["kind list"]["recall@1"]) == (0.0, 0.5)


def answered_with(confidence: float, *, right: bool, answered: bool = True) -> Outcome:
    response = replace(respond(citations=(cite("one", 0, 5),)), confidence=confidence, answered=answered)
    return Outcome(question=graded(), response=response, measures={"cited@1": float(right)})


def test_reliability_is_the_share_right_in_each_tenth_of_confidence() -> None:
    outcomes = [
        answered_with(0.30, right=True),
        answered_with(0.34, right=False),
        answered_with(0.39, right=False),
        answered_with(0.4, right=True),
        answered_with(0.95, right=True),
        answered_with(1.0, right=True),
    ]
    bins = reliability(outcomes)
    assert [(one.low, one.high, one.count) for one in bins] == [(0.3, 0.4, 3), (0.4, 0.5, 1), (0.9, 1.0, 2)]
    assert [one.right for one in bins] == [pytest.approx(1 / 3), 1.0, 1.0]
    assert [one.confidence for one in bins] == [pytest.approx(1.03 / 3), 0.4, pytest.approx(0.975)]


def test_a_refusal_says_nothing_of_what_a_confidence_is_worth() -> None:
    assert reliability([answered_with(0.1, right=False, answered=False)]) == ()
    assert reliability([]) == ()


def test_an_answer_to_what_the_sources_do_not_say_is_never_right() -> None:
    question = graded(answerable=False, gold=[])
    response = replace(respond(citations=(cite("one", 0, 5),)), confidence=0.6)
    report = evaluate([question], ask=lambda _: response, source_of=SOURCES.__getitem__, article_ids=SOURCES)
    assert [(one.count, one.right) for one in report.reliability] == [(1, 0.0)]


START = SOURCES["one"].index(GOLD)
PLACE = {"doc": "one", "start": START, "end": START + len(GOLD)}


def test_a_gold_given_by_its_place_is_as_good_as_one_given_by_its_words() -> None:
    by_place, by_words = (
        measured(graded(gold=[gold]), respond(RIGHT, citations=(cite("one", 6, 16),)))
        for gold in (PLACE, {"doc": "one", "quote": GOLD})
    )
    assert by_place == by_words
    assert by_place["cited@1"] == 1.0
    assert measured(graded(gold=[PLACE]), respond(OTHER))["recall@10"] == 0.0


def test_of_words_that_stand_twice_the_place_tells_which() -> None:
    source = "Gold here. Other words between them. Gold here."
    second = {"doc": "one", "start": source.rindex("Gold"), "end": len(source)}
    there = ResponseCitation(article_id="one", quote="Gold here.", passage=source, start=37, end=47)

    def overlap(gold: dict[str, Any]) -> float:
        report = evaluate(
            [graded(gold=[gold])],
            ask=lambda _: respond(citations=(there,)),
            source_of=lambda _: source,
            article_ids=["one"],
        )
        return report.outcomes[0].measures["overlap"]

    assert overlap(second) == 1.0
    assert overlap({"doc": "one", "quote": "Gold here."}) == 0.0


def test_a_tempting_stretch_may_be_given_by_its_place() -> None:
    question = graded(wrong=[{"doc": "two", "start": 0, "end": len(SOURCES["two"])}])
    assert measured(question, respond(citations=(cite("two", 0, 7),)))["wrong@1"] == 1.0


@pytest.mark.parametrize(("start", "end"), [(500, 520), (60, 500), (5, 5)])
def test_a_place_that_is_not_in_its_article_is_an_error(start: int, end: int) -> None:
    with pytest.raises(EvaluationError, match="q1: its gold does not stand verbatim"):
        measured(graded(gold=[{"doc": "one", "start": start, "end": end}]), respond())


@pytest.mark.parametrize(
    "place", [{}, {"start": 5}, {"end": 5}, {"start": 9, "end": 5}, {"start": -1, "end": 5}, {"start": "1", "end": "5"}]
)
def test_a_gold_without_words_or_a_whole_place_cannot_be_used(place: dict[str, Any]) -> None:
    with pytest.raises(EvaluationError, match="not a graded question"):
        graded(gold=[{"doc": "one", **place}])
