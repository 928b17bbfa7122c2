"""Sentences that do not stand alone: what they lean on is said before them."""

from __future__ import annotations

from api.composition.picking import Pick, Statement
from api.speech import SPEECH
from indexer import LANGUAGES, SentenceRole

# What is longer says enough with the sentence itself.
_LONGEST_BEFORE = 350
_MOST_BEFORE = 2
_SEMICOLONS = (";", "\N{ARABIC SEMICOLON}")


def with_what_it_leans_on(pick: Pick) -> Statement:
    """`pick` as a statement that stands alone.

    An item comes behind its title, a sentence that begins with "this" behind the one before it, and one that ends in a
    semicolon before its other half. The words stand together in the source, so that they are one quote.
    """
    sentences = pick.hit.passage.sentences
    place = sentences.index(pick.sentence)
    last = place
    while sentences[last].span.end - pick.sentence.span.start < _LONGEST_BEFORE and _goes_on(pick, last):
        last += 1
    title = _title_before(pick, place)
    if title is not None:
        return Statement(picks=(title, *_beside(pick, range(place, last + 1))))
    first = place
    while place - first < _MOST_BEFORE and _leans(pick, first):
        first -= 1
    return Statement(picks=tuple(_beside(pick, range(first, last + 1))))


def _beside(pick: Pick, places: range) -> list[Pick]:
    sentences = pick.hit.passage.sentences
    return [
        pick
        if sentences[place] is pick.sentence
        else Pick(hit=pick.hit, sentence=sentences[place], late=pick.late, score=pick.score)
        for place in places
    ]


def _text(pick: Pick, place: int) -> str:
    passage = pick.hit.passage
    return passage.text_of(passage.sentences[place].span)


def _goes_on(pick: Pick, place: int) -> bool:
    """Whether the sentence at `place` ends in a semicolon and the next one is its other half."""
    sentences = pick.hit.passage.sentences
    if place + 1 >= len(sentences) or not _text(pick, place).endswith(_SEMICOLONS):
        return False
    following = sentences[place + 1]
    return following.role is sentences[place].role and following.group == sentences[place].group


def _leans(pick: Pick, place: int) -> bool:
    """Whether the sentence at `place` leans on the one before it, and that one can be said with it."""
    if place == 0:
        return False
    sentences, language = pick.hit.passage.sentences, pick.hit.passage.language
    before = sentences[place - 1]
    stands_before = before.role in {SentenceRole.SENTENCE, SentenceRole.HEADING, SentenceRole.ITEM}
    if not stands_before or before.group != pick.sentence.group or len(before.span) > _LONGEST_BEFORE:
        return False
    # The other half of a sentence comes behind its first half.
    if _text(pick, place - 1).endswith(_SEMICOLONS):
        return True
    return SPEECH[language].leans_on(LANGUAGES[language].search_text(_text(pick, place)))


def _title_before(pick: Pick, place: int) -> Pick | None:
    """The title right before a sentence of a list item, where it is one of its own."""
    sentences = pick.hit.passage.sentences
    if pick.sentence.group < 0 or not place:
        return None
    before = sentences[place - 1]
    if before.group != pick.sentence.group or before.span not in pick.sentence.context:
        return None
    return Pick(hit=pick.hit, sentence=before, late=pick.late, score=pick.score)
