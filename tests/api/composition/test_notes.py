"""What a reader is told beside the answer: other languages, and names that mean something else to her."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering import Answerer
from api.composition.notes import language_notes, term_notes
from api.composition.scoring import Asking
from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import Hit, KnowledgeBase, LanguageCode

from .making import AR, CELL, EN, FA, MULTI, OMNI, PL, ZWNJ, View, hit, said, statement, table

JOINED = "چندکاناله"


def notes(page: Hit, *numbers: int, reader: LanguageCode = FA, asked: tuple[str, ...] = ()) -> list[str]:
    asking = Asking(kind=AnswerKind.FACT, language=reader, concepts=asked)
    return term_notes(View(page), [statement(page, *(numbers or (0,)))], asking, reader=reader)  # type: ignore[arg-type]


def test_evidence_in_the_readers_language_needs_no_note() -> None:
    assert language_notes([statement(hit(said("Sklep.")), 0)], PL) == []


@pytest.mark.parametrize("reader", LanguageCode)
@pytest.mark.parametrize("source", LanguageCode)
def test_evidence_in_another_language_is_told_in_the_readers(reader: LanguageCode, source: LanguageCode) -> None:
    found = language_notes([statement(hit(said("Sklep."), language=source), 0)], reader)
    assert found == ([] if reader is source else [SPEECH[reader].source_language[source]])


def test_evidence_in_two_languages_is_told_in_parts_and_the_own_part_not_at_all() -> None:
    mixed = [statement(hit(said("Sklep."), language=code), 0) for code in (FA, PL, AR, FA)]
    assert language_notes(mixed, PL) == [
        SPEECH[PL].part_in_language[FA],
        SPEECH[PL].part_in_language[AR],
    ]


def test_a_name_that_usually_means_the_other_concept_is_explained() -> None:
    page = hit(said(f"{JOINED} تجربه را یکی می{ZWNJ}کند.", concepts=(OMNI,)), language=FA)
    assert notes(page) == [f"در «Title of a»، «{JOINED}» یعنی همه{ZWNJ}کاناله (omnichannel)."]


def test_it_is_explained_in_the_readers_language() -> None:
    page = hit(said(f"{JOINED} تجربه را یکی می{ZWNJ}کند.", concepts=(OMNI,)), language=FA)
    assert notes(page, reader=PL) == [f"W artykule „Title of a” słowo „{JOINED}” oznacza: omnichannel."]
    assert notes(page, reader=EN) == [f"In “Title of a”, “{JOINED}” means omnichannel."]
    assert notes(page, reader=AR) == [f"في «Title of a» يعني «{JOINED}»: القناة الشاملة (omnichannel)."]


def test_a_name_that_means_what_it_usually_does_needs_no_note() -> None:
    page = hit(said(f"{JOINED} کانال{ZWNJ}ها را جدا می{ZWNJ}کند.", concepts=(MULTI,)), language=FA)
    assert notes(page) == []


def test_a_name_whose_sentence_leaves_open_what_it_means_has_no_note() -> None:
    page = hit(said(f"{JOINED} یا چند کانال.", concepts=(OMNI,), named=()), language=FA)
    assert notes(page) == []
    both = hit(said(f"{JOINED} دو معنا دارد.", concepts=(OMNI, MULTI)), language=FA)
    assert notes(both) == []


def test_several_channels_is_no_name_where_the_sentence_names_the_concept() -> None:
    text = f"{JOINED} (Multichannel) از چند کانال جدا استفاده می{ZWNJ}کند."
    assert notes(hit(said(text, concepts=(MULTI,)), language=FA)) == []


def test_a_name_that_usually_means_nothing_is_explained_where_the_sentence_does_not() -> None:
    text = "القناة متعددة القنوات تربط الشركة بعملائها."
    page = hit(said(text, concepts=(OMNI,)), language=AR)
    assert notes(page, reader=AR) == ["في «Title of a» يعني «القناة متعددة القنوات»: القناة الشاملة (omnichannel)."]


def test_a_foreign_name_is_explained_where_the_question_is_on_it() -> None:
    page = hit(said("القناة الشاملة تربط القنوات.", concepts=(OMNI,)), language=AR)
    assert notes(page, reader=PL, asked=(OMNI,)) == [
        "W artykule „Title of a” słowo „القناة الشاملة” oznacza: omnichannel."
    ]
    assert notes(page, reader=PL) == []
    assert notes(page, reader=AR, asked=(OMNI,)) == []


def test_a_source_that_gives_the_english_name_has_explained_itself() -> None:
    page = hit(said("القناة الشاملة (Omnichannel) تربط القنوات.", concepts=(OMNI,)), language=AR)
    assert notes(page, reader=PL, asked=(OMNI,)) == []


def test_a_concept_without_rivals_needs_no_note() -> None:
    page = hit(said("نقطة التماس مهمة.", concepts=("touchpoint",)), language=AR)
    assert notes(page, reader=PL, asked=("touchpoint",)) == []


def test_the_same_note_is_given_once_and_three_at_most() -> None:
    text = f"{JOINED} و {JOINED} تجربه را یکی می{ZWNJ}کنند."
    assert len(notes(hit(said(text, concepts=(OMNI,)), language=FA))) == 1
    asking = Asking(kind=AnswerKind.FACT, language=FA)
    pages = [hit(said(f"{JOINED} است.", concepts=(OMNI,)), language=FA, article=f"a{number}") for number in range(5)]
    found = term_notes(View(), [statement(page, 0) for page in pages], asking, reader=FA)  # type: ignore[arg-type]
    assert [note.split("»")[0] for note in found] == [f"در «Title of a{number}" for number in range(3)]


def arabic_table(omni: str, multi: str) -> Hit:
    page = table(("وجه", omni, multi), ("بيانات", "موحدة", "متفرقة"), language=AR)
    from dataclasses import replace

    sentences = list(page.passage.sentences)
    sentences[4] = replace(sentences[4], concepts=(OMNI,))
    sentences[5] = replace(sentences[5], concepts=(MULTI,))
    return replace(page, passage=replace(page.passage, sentences=tuple(sentences)))


def test_arabic_heads_of_a_table_are_explained_to_a_foreign_reader() -> None:
    page = arabic_table("القناة الشاملة", "القنوات المتعددة")
    assert notes(page, 4, 5, reader=PL) == [
        "W artykule „Title of a” słowo „القناة الشاملة” oznacza: omnichannel.",
        "W artykule „Title of a” słowo „القنوات المتعددة” oznacza: multichannel.",
    ]
    assert notes(page, 4, 5, reader=AR) == []


def test_heads_with_their_english_names_need_no_note() -> None:
    page = arabic_table("القناة الشاملة (Omnichannel)", "القنوات المتعددة (Multichannel)")
    assert notes(page, 4, 5, reader=PL) == []


def test_an_ambiguous_head_is_explained_even_to_its_own_readers() -> None:
    page = arabic_table("متعدد القنوات", "القنوات المتعددة")
    assert notes(page, 4, 5, reader=AR) == ["في «Title of a» يعني «متعدد القنوات»: القناة الشاملة (omnichannel)."]


def test_a_cell_without_a_head_has_no_note() -> None:
    page = hit(said("موحدة", role=CELL, group=0, concepts=(OMNI,)), language=AR)
    assert notes(page, reader=PL) == []


def test_the_shipped_corpus_calls_both_by_their_english_names(answerer: Answerer) -> None:
    for question in (
        f"{JOINED} یعنی چه؟",
        f"همه{ZWNJ}کاناله چیست؟",
        "ما القنوات المتعددة؟",
        "Co to jest multichannel?",
    ):
        answer = answerer.answer(question)
        assert answer.answered
        assert answer.notes == (), question


@pytest.mark.parametrize("reader", LanguageCode)
def test_the_answer_begins_by_saying_which_language_it_is_in(answerer: Answerer, reader: LanguageCode) -> None:
    answer = answerer.answer("Co to jest omnichannel?", language=reader, source_languages=[PL])
    assert answer.answered
    begun = "Omnichannel (wszechkanałowość) to strategia"
    told = [] if reader is PL else [SPEECH[reader].source_language[PL]]
    assert answer.text.splitlines()[: len(told)] == told
    assert answer.text.splitlines()[len(told)].startswith(begun)
    assert list(answer.notes) == told


def test_in_the_originals_the_joined_name_that_means_omnichannel_is_explained(seeds_index: Path) -> None:
    """One Persian original calls omnichannel by the name that usually means multichannel."""
    originals = Answerer(KnowledgeBase.open(seeds_index))
    explained = 0
    for question in (f"همه{ZWNJ}کاناله چیست؟", f"مزایای همه{ZWNJ}کاناله چیست؟", f"{JOINED} چیست؟"):
        answer = originals.answer(question, source_languages=[FA])
        for note in answer.notes:
            assert note.startswith("در «")
            assert f"یعنی همه{ZWNJ}کاناله (omnichannel)." in note or f"یعنی {JOINED} (multichannel)." in note
            explained += f"یعنی همه{ZWNJ}کاناله" in note
    assert explained
