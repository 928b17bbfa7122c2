from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import EvaluationError
from indexer.evaluation import GradedQuestion, Response, ResponseCitation, evaluate, read_questions

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
