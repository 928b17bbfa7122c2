"""From statements to sentences with citations: the reader's words are the source's words, on one line."""

from __future__ import annotations

from collections.abc import Sequence

from api.composition.picking import Statement
from api.domain import AnswerSentence, Citation, version_id
from api.speech import SPEECH
from indexer import Hit, KnowledgeView, SentenceRole, Span, direction_of


class Citations:
    """Citations of passages' words, numbered from 1 in the order they are asked for; the same words are cited once."""

    def __init__(self, view: KnowledgeView) -> None:
        """Cite articles as they are in `view`."""
        self._view = view
        self._made: list[Citation] = []
        self._numbers: dict[tuple[str, Span], int] = {}
        self._sources: dict[str, str] = {}

    @property
    def made(self) -> tuple[Citation, ...]:
        """The citations so far, by number."""
        return tuple(self._made)

    def text(self, hit: Hit, span: Span) -> str:
        """The words of `span` in the article of `hit`."""
        if hit.passage.span.contains(span):
            return hit.passage.text_of(span)
        article_id = hit.article.id
        if article_id not in self._sources:
            self._sources[article_id] = self._view.article(article_id).source
        return span.of(self._sources[article_id])

    def cite(self, hit: Hit, span: Span) -> int:
        """The number of the citation of `span` in the article of `hit`."""
        key = (hit.article.id, span)
        if key not in self._numbers:
            self._numbers[key] = len(self._made) + 1
            self._made.append(
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
                    quote=self.text(hit, span),
                    start=span.start,
                    end=span.end,
                    similarity=hit.similarity,
                    version=version_id(hit.article),
                    concepts=_concepts(hit, span),
                )
            )
        return self._numbers[key]


class Cited:
    """The sentences of an answer with their citations, numbered in the order a reader meets them."""

    def __init__(self, view: KnowledgeView, statements: Sequence[Statement]) -> None:
        """Say `statements` in order, with citations of their passages' articles in `view`."""
        self.sentences: list[AnswerSentence] = []
        self._citations = Citations(view)
        for statement in statements:
            self._add(statement)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences, by number."""
        return self._citations.made

    def _add(self, statement: Statement) -> None:
        picks = statement.picks
        language = picks[0].hit.passage.language
        if picks[0].sentence.role is SentenceRole.CELL:
            text, numbers = self._row(statement)
        else:
            # What is said in one breath stands together in the source and is one quote.
            whole = Span(start=picks[0].sentence.span.start, end=picks[-1].sentence.span.end)
            text = self._in_one_breath(statement)
            numbers = [self._citations.cite(picks[0].hit, whole)]
        self.sentences.append(
            AnswerSentence(
                text=text,
                citations=tuple(dict.fromkeys(numbers)),
                language=language,
                direction=direction_of(language),
            )
        )

    def _row(self, statement: Statement) -> tuple[str, list[int]]:
        """A table's row in words: a cell means nothing without its column's head and its row's name.

        The row is one quote, and so are the heads, as the table has them, and the title that a table stands under.
        """
        picks = statement.picks
        hit = picks[0].hit
        row = [one.span for one in hit.passage.sentences if one.group == picks[0].sentence.group]
        contexts = [pick.sentence.context for pick in picks]
        names = sorted({span for spans in contexts for span in spans if any(map(span.contains, row))})
        # What all cells have in common beside their row's name is the title the table stands under.
        shared = set(contexts[0]).intersection(*contexts[1:]) if len(picks) > 1 else set()
        titles = sorted(shared.difference(names))
        heads = [[span for span in spans if span not in names and span not in titles] for spans in contexts]
        cells = [
            ": ".join(self._words(hit, span) for span in (*over, pick.sentence.span))
            for over, pick in zip(heads, picks, strict=True)
        ]
        said = SPEECH[hit.passage.language].semicolon.join([*(cell.rstrip(".") for cell in cells[:-1]), cells[-1]])
        text = " – ".join([*(self._words(hit, span) for span in (*titles, *names)), said])
        numbers = [self._citations.cite(hit, _around([*names, *(pick.sentence.span for pick in picks)]))]
        over = [span for spans in heads for span in spans]
        if over:
            numbers.append(self._citations.cite(hit, _around(over)))
        numbers += [self._citations.cite(hit, span) for span in titles]
        return text, numbers

    def _in_one_breath(self, statement: Statement) -> str:
        """The sentences of a statement on one line; a title without a mark of its own gets a colon."""
        said = ""
        for pick in statement.picks:
            words = self._words(pick.hit, pick.sentence.span)
            is_title = said and said[-1].isalnum()
            said += f"{':' if is_title else ''}{' ' if said else ''}{words}"
        return said

    def _words(self, hit: Hit, span: Span) -> str:
        """The source's words on one line."""
        return " ".join(self._citations.text(hit, span).split())


def _around(spans: Sequence[Span]) -> Span:
    """The span from the first of `spans` to the last."""
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))


def _concepts(hit: Hit, span: Span) -> tuple[str, ...]:
    """What a quote speaks of: what its sentences do, and the names that stand in it, as those of a table's heads."""
    passage = hit.passage
    said = [concept for one in passage.sentences if span.contains(one.span) for concept in one.concepts]
    return tuple(dict.fromkeys([*said, *(one.concept for one in passage.names if span.contains(one.span))]))
