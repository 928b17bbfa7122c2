"""The text of an answer: items and rows on lines of their own, other sentences in one paragraph."""

from __future__ import annotations

import pytest

from api.answering import Answerer, _joined
from api.composition.citing import Cited
from api.composition.picking import Statement
from api.domain import AnswerKind
from indexer import Hit, LanguageCode

from .making import AR, FA, ITEM, LEAD_IN, MULTI, OMNI, PL, ZWNJ, View, hit, said, statement


def joined(*statements: Statement) -> str:
    hits: dict[str, Hit] = {one.hit.passage.id: one.hit for said_ in statements for one in said_.picks}
    return _joined(Cited(View(*hits.values()), statements).sentences, statements)  # type: ignore[arg-type]


def steps(article: str = "a", heading: tuple[str, ...] = ("Kroki",), marker: str = "{}.") -> Hit:
    return hit(
        said("Oto kroki:", role=LEAD_IN),
        *(said(text, role=ITEM, group=n, marker=marker.format(n + 1)) for n, text in enumerate(("Kup.", "Zwróć."))),
        said("Sklep płaci."),
        article=article,
        heading=heading,
    )


def test_sentences_stand_in_one_paragraph_each_with_its_mark() -> None:
    page = hit(said("Sklep płaci."), said("Klient wraca."))
    assert joined(statement(page, 0), statement(page, 1)) == "Sklep płaci. [1] Klient wraca. [2]"


def test_a_list_has_its_lead_in_and_numbers_on_lines_of_their_own() -> None:
    page = steps()
    told = joined(*(statement(page, number) for number in range(4)))
    assert told == "Oto kroki: [1]\n1. Kup. [2]\n2. Zwróć. [3]\nSklep płaci. [4]"


def test_a_list_without_numbers_has_dashes() -> None:
    page = steps(marker="")
    assert joined(statement(page, 1), statement(page, 2)) == "- Kup. [1]\n- Zwróć. [2]"


def test_one_item_alone_is_no_list() -> None:
    assert joined(statement(steps(), 2)) == "Zwróć. [1]"


@pytest.mark.parametrize("other", [steps(article="b"), steps(heading=("Inne",))])
def test_items_of_two_lists_have_no_numbers(other: Hit) -> None:
    assert joined(statement(steps(), 2), statement(other, 1)) == "- Zwróć. [1]\n- Kup. [2]"


@pytest.mark.parametrize(
    ("question", "language", "article"),
    [
        ("Co to jest multichannel?", PL, "pl-omnichannel-multichannel"),
        (f"همه{ZWNJ}کاناله چیست؟", FA, "fa-terms"),
        ("ما هي القنوات المتعددة؟", AR, "ar-omnichannel-multichannel"),
        ("What is omnichannel?", None, None),
    ],
)
def test_a_definition_of_the_shipped_corpus_is_one_in_one_language(
    answerer: Answerer, question: str, language: LanguageCode | None, article: str | None
) -> None:
    from api.speech import SPEECH
    from indexer import LANGUAGES

    answer = answerer.answer(question)
    assert (answer.answered, answer.kind) == (True, AnswerKind.DEFINITION)
    assert 1 <= len(answer.sentences) <= 2
    assert len({sentence.language for sentence in answer.sentences}) == 1
    first = answer.sentences[0]
    assert SPEECH[first.language].defines(LANGUAGES[first.language].search_text(first.text))
    if language:
        assert (first.language, answer.citations[0].article_id) == (language, article)


@pytest.mark.parametrize(
    ("question", "lead_in", "count"),
    [
        ("Jakie kroki wdrożenia omnichannel?", "Wdrożenie strategii omnichannel można podzielić na sześć kroków:", 6),
        ("ما خطوات تطبيق إستراتيجية القناة الشاملة؟", "يمكن تطبيق إستراتيجية القناة الشاملة في ثماني خطوات:", 8),
    ],
)
def test_the_steps_of_the_shipped_corpus_are_whole_and_in_order(
    answerer: Answerer, question: str, lead_in: str, count: int
) -> None:
    first, *items = answerer.answer(question).text.splitlines()
    assert first == f"{lead_in} [1]"
    assert [line.split()[0] for line in items] == [f"{number}." for number in range(1, count + 1)]
    assert [line.split()[-1] for line in items] == [f"[{number}]" for number in range(2, count + 2)]


def test_beside_a_figure_of_the_shipped_corpus_stand_figures_only(answerer: Answerer) -> None:
    answer = answerer.answer(f"چند درصد مشتریان کانال عوض می{ZWNJ}کنند؟")
    assert (answer.answered, answer.kind) == (True, AnswerKind.FIGURE)
    assert all("درصد" in sentence.text for sentence in answer.sentences)


def test_a_table_of_the_shipped_corpus_tells_both_sides_in_its_order(answerer: Answerer) -> None:
    answer = answerer.answer(f"فرق همه{ZWNJ}کاناله و چندکاناله چیست؟")
    assert answer.kind is AnswerKind.COMPARISON
    lines = answer.text.splitlines()
    assert len(lines) == len(answer.sentences) >= 3
    starts = []
    for line, sentence in zip(lines, answer.sentences, strict=True):
        assert line.startswith("- ")
        assert f"همه{ZWNJ}کاناله (Omnichannel): " in line
        assert "؛ چندکاناله (Multichannel): " in line
        own = answer.citations[sentence.citations[0] - 1]
        assert set(own.concepts) >= {OMNI, MULTI}
        starts.append(own.start)
    assert starts == sorted(starts)
