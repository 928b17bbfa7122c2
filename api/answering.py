"""From a question to an Answer: search, choose, cite; or refuse and name the nearest topics."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

from api.composition.citing import Cited
from api.composition.confidence import ANSWERED_FROM, confidence
from api.composition.picking import Statement, best_shaped
from api.composition.selection import select
from api.domain import Answer, AnswerMode, AnswerSentence
from api.speech import SPEECH
from indexer import (
    LANGUAGES,
    Hit,
    KnowledgeBase,
    LanguageCode,
    SentenceRole,
    direction_of,
    parse_question,
)

DEFAULT_TOP_K = 5
_SUGGESTED_TOPICS = 4
# A list or table asked for may stand a little behind passages that only name the subject.
_CONSIDERED = 12


class Answerer:
    """Answers questions from a KnowledgeBase; safe to share between threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Answer from whatever snapshot `knowledge` serves at the time of a question."""
        self._knowledge = knowledge

    def answer(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = DEFAULT_TOP_K,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
        mode: AnswerMode = AnswerMode.EXTRACTIVE,
    ) -> Answer:
        """Answer `text` in `language` (None: the question's) from the `top_k` best passages.

        Raises QuestionError for a question that is empty, too long or holds control characters, and NotFoundError
        for an unknown article id.
        """
        begun = time.perf_counter()
        question = parse_question(text)
        reader = language or question.language
        speech = SPEECH[reader]
        view = self._knowledge.view()
        kind = SPEECH[question.language].kind_of(LANGUAGES[question.language].search_text(question.text))
        hits = view.search(
            text,
            language=question.language,
            top_k=max(top_k, _CONSIDERED),
            source_languages=source_languages,
            article_ids=article_ids,
        )
        hits = best_shaped(hits, kind, count=top_k)
        statements = select(hits, kind, reader=reader, neighbour=view.neighbour)
        sure = confidence(hits, statements, kind)
        answered = sure >= ANSWERED_FROM
        cited = Cited(view, statements if answered else ())
        notes = cited.notes(speech)
        if mode is AnswerMode.GENERATIVE:
            notes.append(speech.no_model)
        return Answer(
            answered=answered,
            language=reader,
            direction=direction_of(reader),
            mode=AnswerMode.EXTRACTIVE,
            kind=kind,
            text=_joined(cited.sentences, statements) if answered else speech.refusal,
            sentences=tuple(cited.sentences),
            citations=tuple(cited.citations),
            notes=tuple(notes),
            confidence=round(sure, 4),
            suggestions=() if answered else tuple(_topics(hits, reader)),
            snapshot=view.snapshot_id,
            took_ms=round(1000 * (time.perf_counter() - begun), 2),
        )


def _joined(sentences: Sequence[AnswerSentence], statements: Sequence[Statement]) -> str:
    """The sentences with their citation marks: items and table rows on lines of their own, others in one paragraph."""
    parts: list[str] = []
    listed = sum(_own_line(statement) for statement in statements) > 1
    previous = False
    for sentence, statement in zip(sentences, statements, strict=True):
        marks = " ".join(f"[{number}]" for number in sentence.citations)
        own_line = listed and _own_line(statement)
        if parts:
            parts.append("\n" if own_line or previous else " ")
        # One item alone is no list, and its number would only raise the question what the others are.
        if own_line:
            parts.append(f"{statement.picks[0].sentence.marker or '-'} ")
        parts.append(f"{sentence.text} {marks}")
        previous = own_line
    return "".join(parts)


def _own_line(statement: Statement) -> bool:
    return statement.picks[0].sentence.role in {SentenceRole.ITEM, SentenceRole.CELL}


def _topics(hits: Sequence[Hit], reader: LanguageCode) -> Iterator[str]:
    """What the knowledge base covers nearest to the question: headings in the reader's language before others."""
    ranked = sorted(hits, key=lambda hit: hit.passage.language is not reader)
    topics = dict.fromkeys(hit.passage.heading[-1] if hit.passage.heading else hit.article.title for hit in ranked)
    yield from list(topics)[:_SUGGESTED_TOPICS]
