"""An answer laid out for reading: its sentences in paragraphs and list items, as its text has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from api.schemas import AskResponse, SentenceOut
from indexer import Direction, LanguageCode

_MARKS = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences that follow one another in one language; `marker` is a list item's ("1.", "-"), else empty."""

    marker: str
    language: LanguageCode
    direction: Direction
    sentences: tuple[SentenceOut, ...]


def lead_in(answer: AskResponse) -> tuple[str, ...]:
    """The notes the answer's text begins with: what is said before its sentences, and not again below them."""
    return tuple(takewhile(set(answer.notes).__contains__, answer.answer.split("\n")))


def paragraphs(answer: AskResponse) -> list[Paragraph]:
    """The sentences of `answer`, broken where its text breaks the line or the language changes."""
    laid_out: list[Paragraph] = []
    position = 0
    for sentence in answer.sentences:
        found = answer.answer.find(sentence.text, position)
        before = _MARKS.sub("", answer.answer[position:found]) if found >= 0 else "\n"
        position = max(found, position) + len(sentence.text) if found >= 0 else position
        # Lines before the first sentence lead in the answer and mark nothing.
        marker = before.rpartition("\n")[2].strip()
        last = laid_out[-1] if laid_out else None
        if last is None or marker or "\n" in before or last.language is not sentence.language:
            laid_out.append(
                Paragraph(
                    marker=marker,
                    language=sentence.language,
                    direction=sentence.direction,
                    sentences=(sentence,),
                )
            )
        else:
            laid_out[-1] = Paragraph(
                marker=last.marker,
                language=last.language,
                direction=last.direction,
                sentences=(*last.sentences, sentence),
            )
    return laid_out
