"""What a reader is told beside the answer: other languages, and names that mean something else to her."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.answering import Answerer
from api.composition.notes import language_notes, term_notes
from api.composition.scoring import Asking
from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import Hit, KnowledgeBase, LanguageCode, Naming, Span

from .making import AR, EN, FA, MULTI, OMNI, PL, ZWNJ, View, hit, said, statement, table

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


def test_evidence_in_other_languages_alone_is_told_in_one_line() -> None:
    foreign = [statement(hit(said("Sklep."), language=code), 0) for code in (FA, AR, FA)]
    assert language_notes(foreign, PL) == ["Odpowiedź pochodzi ze źródeł w językach: perskim i arabskim."]
    assert language_notes(foreign, EN) == ["The answer comes from sources in Persian and Arabic."]
    three = [statement(hit(said("Sklep."), language=code), 0) for code in (PL, AR, FA)]
    assert language_notes(three, EN) == ["The answer comes from sources in Polish, Arabic and Persian."]


def test_evidence_in_two_languages_is_told_in_parts_and_the_own_part_not_at_all() -> None:
    mixed = [statement(hit(said("Sklep."), language=code), 0) for code in (FA, PL, AR, FA)]
    assert language_notes(mixed, PL) == [
        SPEECH[PL].part_in_language[FA],
        SPEECH[PL].part_in_language[AR],
    ]


def naming(
    page: Hit, name: str, concept: str, *, nth: int = 0, misleads: bool = False, english: bool = False
) -> Naming:
    """The occurrence of `name` in `page`, counted from 0, with what it means there."""
    at = -1
    for _ in range(nth + 1):
        at = page.passage.text.index(name, at + 1)
    start = page.passage.span.start + at
    span = Span(start=start, end=start + len(name))
    return Naming(span=span, concept=concept, misleads=misleads, is_english=english)


def with_names(page: Hit, *names: Naming) -> Hit:
    return replace(page, passage=replace(page.passage, names=names))


def joined(meaning: str, *, misleads: bool) -> Hit:
    page = hit(said(f"{JOINED} تجربه را یکی می{ZWNJ}کند.", concepts=(meaning,)), language=FA)
    return with_names(page, naming(page, JOINED, meaning, misleads=misleads))


def test_a_name_that_misleads_is_explained_in_the_readers_language() -> None:
    page = joined(OMNI, misleads=True)
    assert notes(page) == [f"در متن «Title of a» منظور از «{JOINED}»، همه{ZWNJ}کاناله (omnichannel) است."]
    assert notes(page, reader=PL) == [f"W artykule „Title of a” określenie „{JOINED}” oznacza omnichannel."]
    assert notes(page, reader=EN) == [f"In the article “Title of a”, “{JOINED}” means omnichannel."]
    assert notes(page, reader=AR) == [f"في مقالة «Title of a» يقصد بـ«{JOINED}»: القناة الشاملة (omnichannel)."]


def test_a_name_that_means_what_it_usually_does_needs_no_note() -> None:
    assert notes(joined(MULTI, misleads=False)) == []


def test_a_name_that_means_several_things_in_one_answer_is_told_with_all_in_order() -> None:
    page = hit(said(f"{JOINED} و {JOINED} دو چیزند.", concepts=(OMNI, MULTI)), language=FA)
    named = with_names(page, naming(page, JOINED, OMNI, misleads=True), naming(page, JOINED, MULTI, nth=1))
    assert notes(named, reader=EN) == [
        f"In the article “Title of a”, “{JOINED}” means, in turn: omnichannel, multichannel."
    ]


def test_a_foreign_name_is_explained_where_the_question_is_on_it() -> None:
    page = hit(said("القناة الشاملة تربط القنوات.", concepts=(OMNI,)), language=AR)
    named = with_names(page, naming(page, "القناة الشاملة", OMNI))
    assert notes(named, reader=PL, asked=(OMNI,)) == [
        "W artykule „Title of a” określenie „القناة الشاملة” oznacza omnichannel."
    ]
    assert notes(named, reader=PL) == []
    assert notes(named, reader=AR, asked=(OMNI,)) == []


def test_a_source_that_gives_the_english_name_has_explained_itself() -> None:
    page = hit(said("القناة الشاملة (Omnichannel) تربط القنوات.", concepts=(OMNI,)), language=AR)
    named = with_names(page, naming(page, "القناة الشاملة", OMNI), naming(page, "Omnichannel", OMNI, english=True))
    assert notes(named, reader=PL, asked=(OMNI,)) == []


def test_the_same_note_is_given_once_and_three_at_most() -> None:
    asking = Asking(kind=AnswerKind.FACT, language=FA)
    pages = []
    for number in range(5):
        page = hit(said(f"{JOINED} است.", concepts=(OMNI,)), language=FA, article=f"a{number}")
        pages.append(with_names(page, naming(page, JOINED, OMNI, misleads=True)))
    twice = [statement(pages[0], 0), *(statement(page, 0) for page in pages)]
    found = term_notes(View(), twice, asking, reader=FA)  # type: ignore[arg-type]
    assert [note.split("»")[0] for note in found] == [f"در متن «Title of a{number}" for number in range(3)]


def arabic_table(omni: str, multi: str, *, misleads: bool = False) -> Hit:
    page = table(("وجه", omni, multi), ("بيانات", "موحدة", "متفرقة"), language=AR)
    sentences = list(page.passage.sentences)
    sentences[4] = replace(sentences[4], concepts=(OMNI,))
    sentences[5] = replace(sentences[5], concepts=(MULTI,))
    page = replace(page, passage=replace(page.passage, sentences=tuple(sentences)))
    names = [
        naming(page, omni.split(" (", maxsplit=1)[0], OMNI, misleads=misleads),
        naming(page, multi.split(" (", maxsplit=1)[0], MULTI),
    ]
    if "(" in omni:
        names += [naming(page, "Omnichannel", OMNI, english=True), naming(page, "Multichannel", MULTI, english=True)]
    return with_names(page, *names)


def test_arabic_heads_of_a_table_are_explained_to_a_foreign_reader() -> None:
    page = arabic_table("القناة الشاملة", "القنوات المتعددة")
    assert notes(page, 4, 5, reader=PL, asked=(OMNI, MULTI)) == [
        "W artykule „Title of a” określenie „القناة الشاملة” oznacza omnichannel.",
        "W artykule „Title of a” określenie „القنوات المتعددة” oznacza multichannel.",
    ]
    assert notes(page, 4, 5, reader=AR, asked=(OMNI, MULTI)) == []


def test_heads_with_their_english_names_need_no_note() -> None:
    page = arabic_table("القناة الشاملة (Omnichannel)", "القنوات المتعددة (Multichannel)")
    assert notes(page, 4, 5, reader=PL, asked=(OMNI, MULTI)) == []


def test_a_head_that_misleads_is_explained_even_to_its_own_readers() -> None:
    page = arabic_table("متعدد القنوات", "القنوات المتعددة", misleads=True)
    assert notes(page, 4, 5, reader=AR) == [
        "في مقالة «Title of a» يقصد بـ«متعدد القنوات»: القناة الشاملة (omnichannel)."
    ]


def test_a_head_that_names_no_concept_has_no_note() -> None:
    page = table(("وجه", "تحد", "حل"), ("كلفة", "عالية", "تدرج"), language=AR)
    assert notes(page, 4, 5, reader=PL, asked=(OMNI,)) == []


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
    begun = "Omnichannel to strategia"
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
            assert note.startswith("در متن «")
            explained += f"منظور از «{JOINED}»، همه{ZWNJ}کاناله (omnichannel) است." in note
    assert explained
