"""An answer written as a message: notes, sentences with marks, and the sources as footnotes below them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import quote

from api.chat.schemas import Annotation, UrlCitation
from api.domain import Answer, AnswerKind, AnswerSentence, Citation
from api.telling import Telling
from api.web.interface import interface
from indexer import LanguageCode

_QUOTED = {
    LanguageCode.ARABIC: "«{}»",
    LanguageCode.ENGLISH: "“{}”",
    LanguageCode.PERSIAN: "«{}»",
    LanguageCode.POLISH: "„{}”",
}
_LISTS = {AnswerKind.HOWTO, AnswerKind.LIST}
# What ends in a colon leads to a list and is none of its items.
_ENDS = (".", "!", "?", "\N{ARABIC QUESTION MARK}", "\N{HORIZONTAL ELLIPSIS}", '"', "”", "»", ")")
_LEADS = (":", "\N{FULLWIDTH COLON}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The mark of citation `number` in a message: `start` and `end` in code points."""

    number: int
    start: int
    end: int


class Message:
    """A message that is written piece by piece; `answer` is the whole Answer once all of it is written."""

    def __init__(self, telling: Telling, *, base_url: str) -> None:
        """Write what is told; addresses of articles begin with `base_url`, which ends in a slash."""
        self._telling = telling
        self._base_url = base_url
        self._marks: list[Mark] = []
        self._opening: Answer | None = None
        self._has_begun = self._after_item = False
        self.content = ""
        self.answer: Answer | None = None

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The pieces of the message as they are told, one per sentence; joined they are `content`.

        Closing this closes the Telling, so that whatever writes the answer stops.
        """
        async with aclosing(self._telling.parts) as parts:
            async for part in parts:
                piece = self._piece(part)
                if piece:
                    self.content += piece
                    yield piece

    def _piece(self, part: Answer | AnswerSentence) -> str:
        if isinstance(part, AnswerSentence):
            return self._sentence(part)
        if self._opening is None:
            self._opening = part
            return "".join(f"> {note}\n\n" for note in part.notes)
        self.answer = part
        return self._end(part, told=self._opening.notes)

    def _sentence(self, sentence: AnswerSentence) -> str:
        is_item = self._is_item(sentence.text.rstrip())
        between = "\n" if is_item else "\n\n" if self._after_item else " "
        piece = f"{between if self._has_begun else ''}{'- ' if is_item else ''}{sentence.text}"
        self._has_begun, self._after_item = True, is_item
        for number in sentence.citations:
            piece += " "
            start = len(self.content) + len(piece)
            piece += f"[{number}]"
            self._marks.append(Mark(number=number, start=start, end=len(self.content) + len(piece)))
        return piece

    def _is_item(self, text: str) -> bool:
        """Whether a sentence has a line of its own: in a list, and where it is the row of a table."""
        if text.endswith(_LEADS):
            return False
        return (self._opening is not None and self._opening.kind in _LISTS) or not text.endswith(_ENDS)

    def _end(self, answer: Answer, *, told: tuple[str, ...]) -> str:
        texts = interface(answer.language).texts
        parts = []
        if not answer.answered:
            parts.append(answer.text)
        parts += [f"> {note}" for note in answer.notes if note not in told and note not in answer.text]
        parts += [f"> {note}" for note in _of_the_model(answer)]
        if answer.suggestions:
            topics = "\n".join(f"- {topic}" for topic in answer.suggestions)
            parts.append(f"{texts['suggestions']}:\n{topics}")
        if answer.citations:
            notes = "\n".join(self._footnote(one, answer.language) for one in answer.citations)
            parts.append(f"{texts['sources']}:\n\n{notes}")
        end = "\n\n".join(parts)
        return f"\n\n{end}" if end and self.content and not self.content.endswith("\n\n") else end

    def _footnote(self, citation: Citation, reader: LanguageCode) -> str:
        about = ", ".join(part for part in (citation.title, citation.publisher) if part)
        words = _QUOTED[reader].format(" ".join(citation.quote.split()))
        return f"- [{citation.number}] {about}: {words} {self.address(citation)}"

    def address(self, citation: Citation) -> str:
        """The page on this server that shows the words of `citation` in their article, as that was."""
        where = f"version={citation.version}&start={citation.start}&end={citation.end}"
        return f"{self._base_url}articles/{quote(citation.article_id, safe='')}?{where}"

    def annotations(self) -> tuple[Annotation, ...]:
        """The marks in `content` with what they lead to; known once all is written."""
        known = {one.number: one for one in self.answer.citations} if self.answer is not None else {}
        return tuple(
            Annotation(
                type="url_citation",
                url_citation=UrlCitation(
                    start_index=mark.start,
                    end_index=mark.end,
                    title=known[mark.number].title,
                    url=self.address(known[mark.number]),
                ),
            )
            for mark in self._marks
            if mark.number in known
        )


def _of_the_model(answer: Answer) -> list[str]:
    """Why a language model wrote none of it, or no more, where it was to."""
    made, shown = answer.generation, interface(answer.language)
    # That there is no model is among the notes of the answer.
    if made is None or made.model is None or not answer.answered:
        return []
    if made.fallback is not None:
        return [shown.fallbacks[made.fallback.value]]
    return [shown.writing["cut"]] if made.is_cut else []
