"""An Answer as it is told: an opening, its sentences one by one as they are ready, and at last the whole."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from api.domain import Answer, AnswerSentence
from indexer import LanguageCode

Part = Answer | AnswerSentence
"""First an Answer without sentences and citations, its opening; then AnswerSentences; last the whole Answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told to a reader of `language`; `parts` can be gone through once, and are closed to break off.

    `is_ready` says that all of it is there already.
    """

    language: LanguageCode
    parts: AsyncGenerator[Part, None]
    is_ready: bool = False

    async def whole(self) -> Answer:
        """The whole Answer, once all of it is told."""
        last: Part | None = None
        async for part in self.parts:
            last = part
        if not isinstance(last, Answer):
            raise RuntimeError("an answer was not told to its end")
        return last


def in_one_piece(answer: Answer) -> Telling:
    """The telling of an Answer that is there already."""
    return Telling(language=answer.language, parts=parts_of(answer), is_ready=True)


async def parts_of(answer: Answer) -> AsyncGenerator[Part, None]:
    """The parts of an Answer that is there already."""
    yield opening(answer)
    for sentence in answer.sentences:
        yield sentence
    yield answer


def opening(answer: Answer) -> Answer:
    """`answer` as far as it is known before its first sentence is told."""
    return replace(answer, text="", sentences=(), citations=())
