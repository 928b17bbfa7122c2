"""From a question to an Answer: search, choose, cite; or refuse and name the nearest topics."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from api.composition.calibration import Calibration, calibration
from api.composition.citing import Cited
from api.composition.confidence import confidence
from api.composition.notes import language_notes, term_notes
from api.composition.picking import Statement
from api.composition.scoring import Asking
from api.composition.selection import considered, select
from api.domain import Answer, AnswerMode, AnswerSentence, Fallback, Generation
from api.speech import SPEECH
from indexer import Hit, KnowledgeView, LanguageCode, SentenceRole, direction_of, parse_question

DEFAULT_TOP_K = 5
_SUGGESTED_TOPICS = 4
_NEAREST_ARTICLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What would be said to a question, before it is decided whether it is said: `hits` and `statements` best first.

    `cited` are the statements in words, with their citations.
    """

    view: KnowledgeView
    asking: Asking
    reader: LanguageCode
    hits: tuple[Hit, ...]
    statements: tuple[Statement, ...]
    cited: Cited

    def confidence(self, by: Calibration | None = None) -> float:
        """How likely it is that this answers, 0..1, `by` the calibration that ships or another.

        A command to a language model that names nothing is no question.
        """
        if self.asking.commands and not self.asking.named:
            return 0.0
        return confidence(self.hits, self.statements, self.asking, said=self.cited.sentences, by=by)


class Knowledge(Protocol):
    """What an Answerer answers from: a KnowledgeBase, or one view of it."""

    def view(self) -> KnowledgeView:
        """The snapshot that serves now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Knowledge that does not change."""

    held: KnowledgeView

    def view(self) -> KnowledgeView:
        return self.held


class Answerer:
    """Answers questions from a KnowledgeBase; safe to share between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Answer from whatever snapshot `knowledge` serves at the time of a question."""
        self._knowledge = knowledge

    def on(self, view: KnowledgeView) -> Answerer:
        """One that answers from `view`, whatever serves meanwhile."""
        return Answerer(_Held(held=view))

    def draft(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = DEFAULT_TOP_K,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
    ) -> Draft:
        """Search and choose, as `answer` does and with its errors."""
        question = parse_question(text)
        view = self._knowledge.view()
        named = view.concepts_of(text, language=question.language)
        exclusive = dict.fromkeys(one.concept for one in named if view.glossary.rivals(one.concept))
        sure = len(exclusive) == 1 and all(one.is_sure for one in named if one.concept in exclusive)
        asking = Asking.of(
            question.text,
            question.language,
            concepts=tuple(exclusive),
            named=named,
            excluded=view.glossary.rivals(next(iter(exclusive))) if sure else (),
        )
        hits = view.search(
            text,
            language=question.language,
            top_k=max(top_k, considered(asking)),
            source_languages=source_languages,
            article_ids=article_ids,
        )
        reader = language or question.language
        statements = select(
            hits,
            asking,
            reader=reader,
            neighbour=view.neighbour,
            # What is not looked for in the reader's language is not there for her either.
            is_translated=view.is_translated
            if article_ids is None and (source_languages is None or reader in source_languages)
            else None,
            most_passages=top_k,
        )
        return Draft(
            view=view,
            asking=asking,
            reader=reader,
            hits=tuple(hits),
            statements=tuple(statements),
            cited=Cited(view, statements),
        )

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
        """Answer `text` in `language` (None: the question's) from the `top_k` passages that say most of it.

        Raises QuestionError for a question that is empty, too long or holds control characters, and NotFoundError
        for an unknown article id.
        """
        begun = time.perf_counter()
        draft = self.draft(
            text, language=language, top_k=top_k, source_languages=source_languages, article_ids=article_ids
        )
        answer = answer_of(draft, begun=begun)
        if mode is AnswerMode.EXTRACTIVE:
            return answer
        notes = (*answer.notes, SPEECH[answer.language].no_model)
        return replace(answer, notes=notes, generation=Generation(model=None, fallback=Fallback.NO_MODEL))


def answer_of(draft: Draft, *, begun: float) -> Answer:
    """The extractive Answer that a Draft makes; `begun` is when it was begun, by `time.perf_counter`."""
    reader, statements, cited = draft.reader, draft.statements, draft.cited
    sure = draft.confidence()
    answered = sure >= calibration().answered_from
    in_language = language_notes(statements, reader) if answered else []
    notes = [*in_language, *(term_notes(draft.view, statements, draft.asking, reader=reader) if answered else [])]
    said = _joined(cited.sentences, statements) if answered else SPEECH[reader].refusal
    return Answer(
        answered=answered,
        language=reader,
        direction=direction_of(reader),
        mode=AnswerMode.EXTRACTIVE,
        kind=draft.asking.kind,
        # Words in another language than the reader's do not come upon her unannounced.
        text="\n".join([*in_language, said]),
        sentences=tuple(cited.sentences) if answered else (),
        citations=cited.citations if answered else (),
        notes=tuple(notes),
        confidence=round(sure, 4),
        suggestions=() if answered else tuple(_topics(draft.hits, reader)),
        snapshot=draft.view.snapshot_id,
        took_ms=round(1000 * (time.perf_counter() - begun), 2),
        asked_in=draft.asking.language,
        nearest=_nearest(draft.hits),
    )


def _joined(sentences: Sequence[AnswerSentence], statements: Sequence[Statement]) -> str:
    """The sentences with their citation marks: items and table rows on lines of their own, others in one paragraph."""
    parts: list[str] = []
    items = [statement.picks[0].hit.passage for statement in statements if _own_line(statement)]
    listed = len(items) > 1
    # Items of several lists are no list of their own: their numbers would tell of an order there is none.
    numbered = len({(passage.article_id, passage.heading) for passage in items}) == 1
    previous = False
    for sentence, statement in zip(sentences, statements, strict=True):
        marks = " ".join(f"[{number}]" for number in sentence.citations)
        own_line = listed and _own_line(statement)
        if parts:
            parts.append("\n" if own_line or previous else " ")
        # One item alone is no list, and its number would only raise the question what the others are.
        if own_line:
            parts.append(f"{(numbered and statement.picks[0].sentence.marker) or '-'} ")
        parts.append(f"{sentence.text} {marks}")
        previous = own_line
    return "".join(parts)


def _own_line(statement: Statement) -> bool:
    first = statement.picks[0].sentence.role
    return first in {SentenceRole.ITEM, SentenceRole.CELL} or (
        first is SentenceRole.HEADING and len(statement.picks) == 1
    )


def _nearest(hits: Sequence[Hit]) -> tuple[str, ...]:
    """The articles of the best hits, by id."""
    return tuple(dict.fromkeys(hit.article.id for hit in hits))[:_NEAREST_ARTICLES]


def _topics(hits: Sequence[Hit], reader: LanguageCode) -> Iterator[str]:
    """What the knowledge base covers nearest to the question: headings in the reader's language before others."""
    ranked = sorted(hits, key=lambda hit: hit.passage.language is not reader)
    topics = dict.fromkeys(map(_topic, ranked))
    yield from list(topics)[:_SUGGESTED_TOPICS]


def _topic(hit: Hit) -> str:
    """What a passage is on: its heading, behind its article's title where the heading is a single word."""
    if not hit.passage.heading:
        return hit.article.title
    heading = hit.passage.heading[-1]
    return heading if len(heading.split()) > 1 else f"{hit.article.title} › {heading}"
