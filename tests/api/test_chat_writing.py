"""A message written from a Telling: layout, notes, marks, and what happens when the reader leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from api.chat.completions import Completion, chunk_response
from api.chat.schemas import ChatRequest
from api.chat.writing import Message
from api.domain import Answer, AnswerKind, AnswerMode, AnswerSentence, Fallback, Generation
from api.telling import Part, Telling, in_one_piece, opening
from indexer import LanguageCode

from .shelf import Shelf, ShelfAnswerer

BASE = "https://manba.example/kb/"
CHAT = ChatRequest.model_validate({"messages": [{"role": "user", "content": "x"}]})


def sentence(text: str, *citations: int) -> AnswerSentence:
    return AnswerSentence(text=text, citations=citations, language=LanguageCode.POLISH, direction="ltr")


@pytest.fixture
def found() -> Answer:
    return ShelfAnswerer(Shelf()).answer("Co zbiera CRM i czego pilnuje PIM?")


def written(telling: Telling) -> Message:
    message = Message(telling, base_url=BASE)

    async def write() -> list[str]:
        return [piece async for piece in message.pieces()]

    assert "".join(asyncio.run(write())) == message.content
    return message


def test_items_have_lines_of_their_own_and_what_leads_to_them_has_none(found: Answer) -> None:
    listed = replace(
        found,
        kind=AnswerKind.LIST,
        sentences=(sentence("Potrzebne są:", 1), sentence("CRM zbiera dane.", 1), sentence("PIM pilnuje opisów.", 2)),
    )
    message = written(in_one_piece(listed))
    assert message.content.startswith(
        "Potrzebne są: [1]\n- CRM zbiera dane. [1]\n- PIM pilnuje opisów. [2]\n\nŹródła:\n\n- [1] Kanały: „"
    )
    marks = [one.url_citation for one in message.annotations()]
    assert [message.content[one.start_index : one.end_index] for one in marks] == ["[1]", "[1]", "[2]"]


def test_rows_of_a_table_have_lines_of_their_own(found: Answer) -> None:
    rows = (sentence("Dane – wspólne; osobne", 1), sentence("Cel – klient; zasięg", 2), sentence("To wszystko.", 1))
    content = written(in_one_piece(replace(found, kind=AnswerKind.COMPARISON, sentences=rows))).content
    assert content.startswith("- Dane – wspólne; osobne [1]\n- Cel – klient; zasięg [2]\n\nTo wszystko. [1]\n\n")


def test_other_answers_are_a_paragraph(found: Answer) -> None:
    told = replace(found, sentences=(sentence("Jedno.", 1), sentence("Drugie.", 1, 2)))
    assert written(in_one_piece(told)).content.startswith("Jedno. [1] Drugie. [1] [2]\n\n")


def test_notes_are_told_once_before_and_those_that_come_late_after(found: Answer) -> None:
    told = replace(found, notes=("Wcześnie.",), sentences=(sentence("Jedno.", 1),))

    async def parts() -> AsyncGenerator[Part, None]:
        yield opening(told)
        yield told.sentences[0]
        yield replace(told, notes=("Wcześnie.", "Późno."))

    content = written(Telling(language=told.language, parts=parts())).content
    assert content.startswith("> Wcześnie.\n\nJedno. [1]\n\n> Późno.\n\nŹródła:\n\n")


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (
            Generation(model="m", fallback=Fallback.SLOW),
            "> To zdania z samych źródeł: model językowy nie odpowiedział na czas.",
        ),
        (Generation(model="m", is_cut=True), "> Model językowy przerwał pisanie; widać to, co zdążył napisać."),
        (Generation(model="m"), None),
        (None, None),
    ],
)
def test_that_a_model_wrote_none_or_not_all_is_told(found: Answer, made: Generation | None, note: str | None) -> None:
    content = written(in_one_piece(replace(found, generation=made))).content
    quotes = [line for line in content.splitlines() if line.startswith("> ")]
    assert quotes == ([note] if note else [])
    assert all(content.index(line) < content.index("Źródła:") for line in quotes)


def test_addresses_stand_below_the_address_of_the_server(found: Answer) -> None:
    message = written(in_one_piece(found))
    hostile = next(one for one in Shelf().articles() if " " in one.id)
    citation = replace(found.citations[0], article_id=hostile.id, start=1, end=5, version="0123456789abcdef")
    assert message.address(citation) == f"{BASE}articles/pl%20hostile?version=0123456789abcdef&start=1&end=5"


def test_a_reader_who_leaves_ends_the_telling(found: Answer) -> None:
    ended = []

    async def parts() -> AsyncGenerator[Part, None]:
        try:
            yield opening(found)
            for one in found.sentences:
                yield one
                await asyncio.Event().wait()
        finally:
            ended.append("ended")

    async def leave() -> None:
        message = Message(Telling(language=found.language, parts=parts()), base_url=BASE)
        chunks = Completion(message, CHAT).chunks()
        told = [await anext(chunks), await anext(chunks)]
        assert told[1]["choices"][0]["delta"]["content"]
        assert not ended
        await chunks.aclose()

    asyncio.run(leave())
    assert ended == ["ended"]


def test_a_fault_on_the_way_is_told_as_an_error(found: Answer) -> None:
    async def parts() -> AsyncGenerator[Part, None]:
        yield opening(found)
        yield found.sentences[0]
        raise OSError("disk")

    async def read() -> list[str]:
        message = Message(Telling(language=found.language, parts=parts()), base_url=BASE)
        response = chunk_response(Completion(message, CHAT), headers={})
        return [event.data async for event in response.body_iterator]

    told = asyncio.run(read())
    assert '"code":"internal-error"' in told[-2]
    assert "disk" not in told[-2]
    assert told[-1] == "[DONE]"


def test_the_mode_is_told(found: Answer) -> None:
    async def whole() -> str:
        message = Message(in_one_piece(replace(found, mode=AnswerMode.GENERATIVE)), base_url=BASE)
        return (await Completion(message, CHAT).whole()).manba.mode

    assert asyncio.run(whole()) is AnswerMode.GENERATIVE
