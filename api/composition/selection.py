"""Choosing the sentences that answer: scored one by one, a list whole with its lead-in, a table row with its heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

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
_ROWS_SHOWN = 3
# A table of two columns sets them side by side; in a wider one the first column names the rows.
_NAMED_ROW = 3
_DEFINITION_BONUS = 0.12
_FIGURE_BONUS = 0.15
_LEAD_IN_MALUS = 0.15
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
    """What an answer says in one breath: one sentence, or the cells of a table row that belong together.

    `label` is the row's own name, where the table's first column gives one.
    """

    picks: tuple[Pick, ...]
    label: Pick | None = None

    @property
    def score(self) -> float:
        """That of its best sentence."""
        return max(pick.score for pick in self.picks)


def select(hits: Sequence[Hit], kind: AnswerKind) -> list[Statement]:
    """The statements that answer a question of `kind` from its `hits` (best first); the best comes first.

    A list and the rows of a table keep the order of their source.
    """
    scored = sorted(_scored(hits, kind), key=lambda pick: -pick.score)
    if not scored:
        return []
    best = scored[0]
    if kind in LIST_KINDS or best.sentence.role is SentenceRole.LEAD_IN:
        whole = _whole_list(best)
        if whole:
            return [Statement(picks=(pick,)) for pick in whole]
    if kind is AnswerKind.COMPARISON and best.sentence.role is SentenceRole.CELL:
        return _rows(best.hit, scored)
    chosen = _best_few(scored, MOST_SENTENCES.get(kind, USUAL_SENTENCES))
    return [Statement(picks=(pick,), label=_label(pick, scored)) for pick in chosen]


def _scored(hits: Sequence[Hit], kind: AnswerKind) -> Iterator[Pick]:
    for hit in hits:
        for sentence, signals in zip(hit.passage.sentences, hit.sentences, strict=True):
            start = hit.passage.span.start
            text = hit.passage.text[sentence.span.start - start : sentence.span.end - start]
            if text.endswith(_QUESTION_MARKS):
                continue
            score = (hit.similarity + signals.late) / 2 + _bonus(text, kind, hit.passage.language)
            if sentence.role is SentenceRole.LEAD_IN and kind not in LIST_KINDS:
                score -= _LEAD_IN_MALUS
            yield Pick(hit=hit, sentence=sentence, late=signals.late, score=score)


def _bonus(text: str, kind: AnswerKind, language: LanguageCode) -> float:
    if kind is AnswerKind.DEFINITION and SPEECH[language].defines(LANGUAGES[language].search_form(text).text):
        return _DEFINITION_BONUS
    if kind is AnswerKind.FIGURE and any(character.isdigit() for character in text):
        return _FIGURE_BONUS
    return 0.0


def _whole_list(best: Pick) -> list[Pick]:
    """The list the best sentence belongs to, whole, its lead-in first; empty when it belongs to none."""
    sentences = best.hit.passage.sentences
    place = sentences.index(best.sentence)
    if not any(sentence.group >= 0 and sentence.role is SentenceRole.ITEM for sentence in sentences[place:]):
        return []
    first = place
    while first > 0 and sentences[first].group >= 0:
        first -= 1
    last = max(first, place) + 1
    while last < len(sentences) and sentences[last].role is SentenceRole.ITEM:
        last += 1
    picked = [replace(best, sentence=sentence) for sentence in sentences[first:last]]
    return picked[:WHOLE_LIST] if len(picked) > 1 else []


def _rows(hit: Hit, scored: Sequence[Pick]) -> list[Statement]:
    """The best rows of a comparison table, all sides of each, in the table's order."""
    cells = [pick for pick in scored if pick.hit is hit and pick.sentence.role is SentenceRole.CELL]
    best = list(dict.fromkeys(pick.sentence.group for pick in cells if pick.sentence.context))[:_ROWS_SHOWN]
    statements = []
    for group in sorted(best):
        row = sorted((pick for pick in cells if pick.sentence.group == group), key=lambda pick: pick.sentence.span)
        label = _label(row[-1], row)
        statements.append(Statement(picks=tuple(pick for pick in row if pick is not label), label=label))
    return statements


def _label(cell: Pick, scored: Sequence[Pick]) -> Pick | None:
    """The first cell of a cell's row, where the table has a column of names beside the columns compared."""
    if cell.sentence.role is not SentenceRole.CELL:
        return None
    row = sorted(
        (pick for pick in scored if pick.hit is cell.hit and pick.sentence.group == cell.sentence.group),
        key=lambda pick: pick.sentence.span,
    )
    return row[0] if len(row) >= _NAMED_ROW and row[0] is not cell else None


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
