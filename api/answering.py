"""From a question to an Answer: search, choose, cite; or refuse and name the nearest topics."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

from api.composition.confidence import ANSWERED_FROM, confidence
from api.composition.picking import Statement, best_shaped
from api.composition.selection import select
from api.domain import Answer, AnswerMode, AnswerSentence, Citation
from api.speech import SPEECH
from indexer import (
    LANGUAGES,
    Hit,
    KnowledgeBase,
    KnowledgeView,
    LanguageCode,
    SentenceRole,
    Span,
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
        cited = _Cited(view, statements if answered else ())
        notes = [speech.source_language[code] for code in cited.foreign_to(reader)]
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


class _Cited:
    """The sentences of an answer with their citations, numbered in the order a reader meets them."""

    def __init__(self, view: KnowledgeView, statements: Sequence[Statement]) -> None:
        self._view = view
        self.sentences: list[AnswerSentence] = []
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, Span], int] = {}
        self._sources: dict[str, str] = {}
        for statement in statements:
            self._add(statement)

    def _add(self, statement: Statement) -> None:
        picks = statement.picks
        language = picks[0].hit.passage.language
        if picks[0].sentence.role is SentenceRole.CELL:
            text, numbers = self._row(statement)
        else:
            # The sentences of an item stand together in the source and are one quote.
            whole = Span(start=picks[0].sentence.span.start, end=picks[-1].sentence.span.end)
            text, numbers = self._words(picks[0].hit, whole), [self._cite(picks[0].hit, whole)]
        self.sentences.append(
            AnswerSentence(
                text=text,
                citations=tuple(dict.fromkeys(numbers)),
                language=language,
                direction=direction_of(language),
            )
        )

    def _row(self, statement: Statement) -> tuple[str, list[int]]:
        """A table's row in words: a cell means nothing without its column's head and its row's name."""
        picks = statement.picks
        numbers: list[int] = []
        shared = set(picks[0].sentence.context).intersection(*(pick.sentence.context for pick in picks[1:]))
        names = shared if len(picks) > 1 else set()
        cells: list[str] = []
        for pick in picks:
            heads = [span for span in pick.sentence.context if span not in names]
            said = ": ".join(self._words(pick.hit, span) for span in (*heads, pick.sentence.span))
            cells.append(said.rstrip(".") if pick is not picks[-1] else said)
            numbers.extend(self._cite(pick.hit, span) for span in (pick.sentence.span, *heads))
        text = SPEECH[picks[0].hit.passage.language].semicolon.join(cells)
        for span in sorted(names):
            text = f"{self._words(picks[0].hit, span)} – {text}"
            numbers.append(self._cite(picks[0].hit, span))
        return text, numbers

    def _words(self, hit: Hit, span: Span) -> str:
        """The source's words on one line."""
        return " ".join(self._text(hit, span).split())

    def foreign_to(self, reader: LanguageCode) -> list[LanguageCode]:
        """The languages of the evidence other than the reader's, in order of appearance."""
        return [code for code in dict.fromkeys(one.language for one in self.sentences) if code is not reader]

    def _text(self, hit: Hit, span: Span) -> str:
        if hit.passage.span.contains(span):
            start = hit.passage.span.start
            return hit.passage.text[span.start - start : span.end - start]
        article_id = hit.article.id
        if article_id not in self._sources:
            self._sources[article_id] = self._view.article(article_id).source
        return span.of(self._sources[article_id])

    def _cite(self, hit: Hit, span: Span) -> int:
        key = (hit.article.id, span)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(
                Citation(
                    number=self._numbers[key],
                    article_id=hit.article.id,
                    title=hit.article.title,
                    publisher=hit.article.publisher,
                    published=hit.article.published,
                    url=hit.article.url,
                    language=hit.passage.language,
                    direction=direction_of(hit.passage.language),
                    passage_id=hit.passage.id,
                    heading=hit.passage.heading,
                    quote=self._text(hit, span),
                    start=span.start,
                    end=span.end,
                    similarity=hit.similarity,
                )
            )
        return self._numbers[key]


def _joined(sentences: Sequence[AnswerSentence], statements: Sequence[Statement]) -> str:
    """The sentences with their citation marks: items and table rows on lines of their own, others in one paragraph."""
    parts: list[str] = []
    for sentence, statement in zip(sentences, statements, strict=True):
        marks = " ".join(f"[{number}]" for number in sentence.citations)
        own_line = statement.picks[0].sentence.role in {SentenceRole.ITEM, SentenceRole.CELL}
        if parts:
            parts.append("\n" if own_line else " ")
        if own_line:
            parts.append(f"{statement.picks[0].sentence.marker or '-'} ")
        parts.append(f"{sentence.text} {marks}")
    return "".join(parts)


def _topics(hits: Sequence[Hit], reader: LanguageCode) -> Iterator[str]:
    """What the knowledge base covers nearest to the question: headings in the reader's language before others."""
    ranked = sorted(hits, key=lambda hit: hit.passage.language is not reader)
    topics = dict.fromkeys(hit.passage.heading[-1] if hit.passage.heading else hit.article.title for hit in ranked)
    yield from list(topics)[:_SUGGESTED_TOPICS]
