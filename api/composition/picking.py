"""Sentences of the passages found, scored one by one for the kind of question asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, Hit, LanguageCode, Sentence, SentenceRole

LIST_KINDS = frozenset({AnswerKind.LIST, AnswerKind.HOWTO})

# What is added to a score between 0 and 1; found on graded questions, see `manba eval`.
_DEFINITION_BONUS = 0.12
_FIGURE_BONUS = 0.15
_SHAPE_BONUS = 0.12
_LEAD_IN_MALUS = 0.15
# Fewer items than this are no list to be asked for.
_LISTED = 3
_QUESTION_MARKS = ("?", "؟")


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A sentence chosen from a Hit.

    `late` is its late interaction with the question, 0..1; `score` is what it is ranked by, 0..1 or a little above.
    Of both, higher is better.
    """

    hit: Hit
    sentence: Sentence
    late: float
    score: float

    @property
    def text(self) -> str:
        """The sentence as the source has it."""
        start = self.hit.passage.span.start
        return self.hit.passage.text[self.sentence.span.start - start : self.sentence.span.end - start]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words, to tell repetition."""
        tokens = LANGUAGES[self.hit.passage.language].tokens(self.text)
        return frozenset(token.stem for token in tokens if not token.is_stop_word)

    def repeats(self, other: Pick) -> float:
        """The share of the shorter sentence's content words that the other has too, 0..1."""
        shorter = min(len(self.stems), len(other.stems))
        return len(self.stems & other.stems) / shorter if shorter else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an answer says in one breath: one sentence, the sentences of a list item, or the cells of a table row."""

    picks: tuple[Pick, ...]


def best_shaped(hits: Sequence[Hit], kind: AnswerKind, *, count: int) -> list[Hit]:
    """The `count` best of `hits`, a passage of the shape that `kind` asks for before others about as near."""
    return sorted(hits, key=lambda hit: -(hit.similarity + _shape_bonus(hit, kind)))[:count]


def picks(hits: Sequence[Hit], kind: AnswerKind) -> list[Pick]:
    """The sentences of `hits` that could answer a question of `kind`, best first."""
    return sorted(_scored(hits, kind), key=lambda pick: -pick.score)


def _scored(hits: Sequence[Hit], kind: AnswerKind) -> Iterator[Pick]:
    for hit in hits:
        shape = _shape_bonus(hit, kind)
        for sentence, signals in zip(hit.passage.sentences, hit.sentences, strict=True):
            pick = Pick(hit=hit, sentence=sentence, late=signals.late, score=(hit.similarity + signals.late) / 2)
            text = pick.text
            if sentence.role is SentenceRole.HEADING or text.endswith(_QUESTION_MARKS):
                continue
            bonus = shape + _bonus(text, kind, hit.passage.language)
            if sentence.role is SentenceRole.LEAD_IN and kind not in LIST_KINDS:
                bonus -= _LEAD_IN_MALUS
            yield Pick(hit=hit, sentence=sentence, late=pick.late, score=pick.score + bonus)


def _shape_bonus(hit: Hit, kind: AnswerKind) -> float:
    """What a passage is worth for being a list where one is asked for, or a table where sides are compared."""
    sentences = hit.passage.sentences
    if kind in LIST_KINDS:
        items = {sentence.group for sentence in sentences if sentence.role is SentenceRole.ITEM}
        return _SHAPE_BONUS if len(items) >= _LISTED else 0.0
    if kind is AnswerKind.COMPARISON:
        return _SHAPE_BONUS if any(sentence.role is SentenceRole.CELL for sentence in sentences) else 0.0
    return 0.0


def _bonus(text: str, kind: AnswerKind, language: LanguageCode) -> float:
    if kind is AnswerKind.DEFINITION and SPEECH[language].defines(LANGUAGES[language].search_text(text)):
        return _DEFINITION_BONUS
    if kind is AnswerKind.FIGURE and any(character.isdigit() for character in text):
        return _FIGURE_BONUS
    return 0.0
