"""Choosing the sentences that answer: scored one by one, a list whole with its lead-in, a table row with its heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, Hit, LanguageCode, Sentence, SentenceRole

LIST_KINDS = frozenset({AnswerKind.LIST, AnswerKind.HOWTO})
MOST_SENTENCES = {AnswerKind.COMPARISON: 4, AnswerKind.LIST: 4, AnswerKind.HOWTO: 4}
USUAL_SENTENCES = 3
WHOLE_LIST = 12

# A further sentence must come this close to the first one's score, and a table row to the best row's.
_NEARLY_AS_GOOD = 0.88
_REDUNDANT = 0.6
_AS_GOOD_IN_OWN_LANGUAGE = 0.95
_ROWS_SHOWN = 3
_DEFINITION_BONUS = 0.12
_FIGURE_BONUS = 0.15
_LIST_BONUS = 0.12
_TABLE_BONUS = 0.12
_LEAD_IN_MALUS = 0.15
_LISTED = 3
# Sides set against each other in a table beat sentences that are only a little nearer to the question.
_TABLE_AS_GOOD = 0.8
_QUESTION_MARKS = ("?", "؟")


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A sentence chosen from a Hit: `late` is its late interaction with the question, 0..1, `score` what it is
    ranked by (0..1 or a little above); of both, higher is better.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an answer says in one breath: one sentence, the sentences of a list item, or the cells of a table row."""

    picks: tuple[Pick, ...]

    @property
    def score(self) -> float:
        """That of its best sentence."""
        return max(pick.score for pick in self.picks)


def select(hits: Sequence[Hit], kind: AnswerKind, *, reader: LanguageCode) -> list[Statement]:
    """The statements that answer a question of `kind` from its `hits` (best first); the best comes first.

    A list and the rows of a table keep the order of their source. Evidence in the reader's language stands alone
    where it is about as good as any other.
    """
    scored = sorted(_scored(hits, kind), key=lambda pick: -pick.score)
    if not scored:
        return []
    own = [pick for pick in scored if pick.hit.passage.language is reader]
    if own and own[0].score >= _AS_GOOD_IN_OWN_LANGUAGE * scored[0].score:
        scored = own
    best = scored[0]
    if kind in LIST_KINDS or best.sentence.role is SentenceRole.LEAD_IN:
        whole = _whole_list(best)
        if whole:
            return [Statement(picks=tuple(picks)) for _, picks in groupby(whole, key=_breath)]
    if kind is AnswerKind.COMPARISON:
        cell = next((pick for pick in scored if pick.sentence.role is SentenceRole.CELL), None)
        if cell is not None and cell.score >= _TABLE_AS_GOOD * best.score:
            return _rows(cell.hit, scored)
    chosen = _best_few(scored, MOST_SENTENCES.get(kind, USUAL_SENTENCES))
    return [Statement(picks=(pick,)) for pick in chosen]


def _scored(hits: Sequence[Hit], kind: AnswerKind) -> Iterator[Pick]:
    for hit in hits:
        shape = _shape_bonus(hit, kind)
        for sentence, signals in zip(hit.passage.sentences, hit.sentences, strict=True):
            start = hit.passage.span.start
            text = hit.passage.text[sentence.span.start - start : sentence.span.end - start]
            if text.endswith(_QUESTION_MARKS):
                continue
            score = (hit.similarity + signals.late) / 2 + shape + _bonus(text, kind, hit.passage.language)
            if sentence.role is SentenceRole.LEAD_IN and kind not in LIST_KINDS:
                score -= _LEAD_IN_MALUS
            yield Pick(hit=hit, sentence=sentence, late=signals.late, score=score)


def _shape_bonus(hit: Hit, kind: AnswerKind) -> float:
    """What a passage is worth for being a list where one is asked for, or a table where sides are compared."""
    sentences = hit.passage.sentences
    if kind in LIST_KINDS:
        items = {sentence.group for sentence in sentences if sentence.role is SentenceRole.ITEM}
        return _LIST_BONUS if len(items) >= _LISTED else 0.0
    if kind is AnswerKind.COMPARISON:
        return _TABLE_BONUS if any(sentence.role is SentenceRole.CELL for sentence in sentences) else 0.0
    return 0.0


def _bonus(text: str, kind: AnswerKind, language: LanguageCode) -> float:
    if kind is AnswerKind.DEFINITION and SPEECH[language].defines(LANGUAGES[language].search_text(text)):
        return _DEFINITION_BONUS
    if kind is AnswerKind.FIGURE and any(character.isdigit() for character in text):
        return _FIGURE_BONUS
    return 0.0


def _breath(pick: Pick) -> tuple[int, int]:
    """What is said in one breath: the sentences of one item; any other sentence by itself."""
    return pick.sentence.group, -1 if pick.sentence.group >= 0 else pick.sentence.span.start


def _whole_list(best: Pick) -> list[Pick]:
    """The list the best sentence belongs to or leads to, whole, its lead-in first; empty when there is none."""
    sentences = best.hit.passage.sentences
    place = sentences.index(best.sentence)
    items = [number for number, sentence in enumerate(sentences) if sentence.role is SentenceRole.ITEM]
    first = next((number for number in items if number >= place), None)
    if first is None:
        return []
    while first - 1 in items:
        first -= 1
    last = first
    while last in items:
        last += 1
    if first > 0 and sentences[first - 1].role is SentenceRole.LEAD_IN:
        first -= 1
    return [replace(best, sentence=sentence) for sentence in sentences[first:last]][:WHOLE_LIST]


def _rows(hit: Hit, scored: Sequence[Pick]) -> list[Statement]:
    """The best rows of a comparison table, all sides of each, in the table's order."""
    cells = [pick for pick in scored if pick.hit is hit and pick.sentence.role is SentenceRole.CELL]
    names = {span for pick in cells for span in pick.sentence.context}
    # Heads and the names of rows are said with the cells they belong to.
    cells = [pick for pick in cells if pick.sentence.context and pick.sentence.span not in names]
    best = list(dict.fromkeys(pick.sentence.group for pick in cells))[:_ROWS_SHOWN]
    statements = []
    for group in sorted(best):
        row = [pick for pick in cells if pick.sentence.group == group]
        row.sort(key=lambda pick: pick.sentence.span)
        statements.append(Statement(picks=tuple(row)))
    return statements


def _best_few(scored: Sequence[Pick], most: int) -> list[Pick]:
    chosen: list[Pick] = []
    for pick in scored:
        if len(chosen) == most or (chosen and pick.score < _NEARLY_AS_GOOD * chosen[0].score):
            break
        if not any(_overlap(pick, other) > _REDUNDANT for other in chosen):
            chosen.append(pick)
    return chosen


def _overlap(one: Pick, other: Pick) -> float:
    """The share of the shorter sentence's content words that the other has too, 0..1."""
    shorter = min(len(one.stems), len(other.stems))
    return len(one.stems & other.stems) / shorter if shorter else 1.0
