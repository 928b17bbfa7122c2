"""The graded questions on the shipped articles are well formed, and their gold stands in the articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import ShippedArticle

KINDS = {
    "fact",
    "definition",
    "comparison",
    "list",
    "howto",
    "terminology",
    "figure",
    "crosslingual",
    "paraphrase",
    "yes_no",
    "example",
    "who_when_where",
}
STYLES = {
    "typo",
    "no-zwnj",
    "zwnj",
    "no-diacritics",
    "arabic-letters",
    "colloquial",
    "keyword",
    "mixed-script",
    "no-hamza",
}
MINIMUM = {"fa": 80, "pl": 80, "ar": 80, "en": 80}
REQUIRED = {
    "id", "lang", "question", "kind", "answerable", "scope", "crosslingual", "gold_mode", "gold", "must_mention",
    "style", "note",
}  # fmt: skip


def test_fields_and_values_are_known(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        where = question["id"]
        assert set(question) - {"wrong"} == REQUIRED, where
        assert question["lang"] in MINIMUM, where
        assert question["kind"] in KINDS, where
        assert question["scope"] in {"in_corpus", "off_topic", "near_topic"}, where
        assert question["gold_mode"] in {"any", "all"}, where
        assert set(question["style"]) <= STYLES, where
        assert 1 <= len(question["question"]) <= 1000, where


def test_ids_and_questions_are_unique(questions: list[dict[str, Any]]) -> None:
    assert [n for n, c in Counter(q["id"] for q in questions).items() if c > 1] == []
    assert [n for n, c in Counter(q["question"] for q in questions).items() if c > 1] == []


def test_counts_reach_their_minimums(questions: list[dict[str, Any]]) -> None:
    assert len(questions) >= 330
    languages = Counter(q["lang"] for q in questions)
    assert {lang: n for lang, n in MINIMUM.items() if languages[lang] < n} == {}
    kinds = Counter(q["kind"] for q in questions)
    assert {kind for kind in KINDS if kinds[kind] < 8} == set()
    styles = Counter(style for q in questions for style in q["style"])
    needed = {"typo", "no-zwnj", "no-diacritics", "arabic-letters", "colloquial", "keyword"}
    assert {style for style in needed if styles[style] < 8} == set()


def test_every_kind_is_asked_in_every_language(questions: list[dict[str, Any]]) -> None:
    answered = {(q["kind"], q["lang"]) for q in questions if q["answerable"]}
    assert {(kind, lang) for kind in KINDS for lang in MINIMUM} - answered == set()


def test_shares_of_crosslingual_and_unanswerable(questions: list[dict[str, Any]]) -> None:
    assert sum(q["crosslingual"] for q in questions) * 4 >= len(questions)
    scopes = Counter(q["scope"] for q in questions)
    unanswerable = scopes["off_topic"] + scopes["near_topic"]
    assert 0.22 <= unanswerable / len(questions) <= 0.30
    assert abs(scopes["off_topic"] - scopes["near_topic"]) <= 2
    for lang in MINIMUM:
        refused = {q["scope"] for q in questions if q["lang"] == lang and not q["answerable"]}
        assert refused == {"off_topic", "near_topic"}, lang


def test_answerable_means_gold_and_scope(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        assert question["answerable"] == bool(question["gold"]) == (question["scope"] == "in_corpus"), question["id"]
        if not question["answerable"]:
            assert not question["crosslingual"], question["id"]
            assert not question["must_mention"], question["id"]
            assert question["note"], f"{question['id']}: say why nothing answers it"


@pytest.mark.parametrize("field", ["gold", "wrong"])
def test_quotes_stand_verbatim_in_their_articles(
    field: str, questions: list[dict[str, Any]], articles: dict[str, ShippedArticle]
) -> None:
    checked = 0
    for question in questions:
        for entry in question.get(field, []):
            quote = entry["quote"]
            assert 20 <= len(quote) <= 200, (question["id"], len(quote))
            assert articles[entry["doc"]].body.count(quote) == 1, (question["id"], quote)
            checked += 1
    assert checked >= 25


def test_a_tempting_passage_is_no_gold(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        golds = {entry["quote"] for entry in question["gold"]}
        assert golds.isdisjoint(entry["quote"] for entry in question.get("wrong", [])), question["id"]


def test_crosslingual_is_what_the_gold_says(
    questions: list[dict[str, Any]], articles: dict[str, ShippedArticle]
) -> None:
    for question in questions:
        sources = {articles[entry["doc"]].front["lang"] for entry in question["gold"]}
        assert question["crosslingual"] == (bool(sources) and question["lang"] not in sources), question["id"]
        if question["kind"] == "crosslingual":
            assert question["crosslingual"], question["id"]


def test_required_figures_stand_in_a_gold_quote(questions: list[dict[str, Any]]) -> None:
    digits = {ord("٠") + i: str(i) for i in range(10)} | {ord("۰") + i: str(i) for i in range(10)}
    checked = 0
    for question in questions:
        quotes = " ".join(entry["quote"] for entry in question["gold"]).translate(digits).casefold()
        for entry in question["must_mention"]:
            assert any(part.casefold() in quotes for part in entry.split("|")), (question["id"], entry)
            checked += 1
    assert checked >= 15


def test_every_article_is_asked_about(questions: list[dict[str, Any]], articles: dict[str, ShippedArticle]) -> None:
    asked = Counter(entry["doc"] for question in questions for entry in question["gold"])
    assert {doc for doc in articles if asked[doc] < 5} == set()
