"""From statements to sentences with citations: the reader's words are the source's words, on one line."""

from __future__ import annotations

from collections.abc import Sequence

from api.composition.picking import Statement
from api.domain import AnswerSentence, Citation
from api.speech import SPEECH, Speech
from indexer import Hit, KnowledgeView, SentenceRole, Span, direction_of


class Cited:
    """The sentences of an answer with their citations, numbered in the order a reader meets them."""

    def __init__(self, view: KnowledgeView, statements: Sequence[Statement]) -> None:
        """Say `statements` in order, with citations of their passages' articles in `view`."""
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

    def notes(self, speech: Speech) -> list[str]:
        """What the reader is told of evidence in other languages than the reader's own."""
        languages = list(dict.fromkeys(one.language for one in self.sentences))
        told = speech.source_language if len(languages) == 1 else speech.part_in_language
        return [told[code] for code in languages if code is not speech.language]

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
