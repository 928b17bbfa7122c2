"""Sentences that do not stand alone: what they lean on is said before them."""

from __future__ import annotations

from api.composition.picking import Pick, Statement
from api.speech import SPEECH
from indexer import LANGUAGES, SentenceRole

# What is longer says enough with the sentence itself.
_LONGEST_BEFORE = 350


def with_what_it_leans_on(pick: Pick) -> Statement:
    """`pick` as a statement: an item behind its title, and a sentence that begins with "this" behind the one before it.

    The words stand together in the source, so that they are one quote.
    """
    passage = pick.hit.passage
    place = passage.sentences.index(pick.sentence)
    title = _title_before(pick, place)
    if title is not None:
        return Statement(picks=(title, pick))
    language = passage.language
    if place == 0 or not SPEECH[language].leans_on(LANGUAGES[language].search_text(pick.text)):
        return Statement(picks=(pick,))
    before = passage.sentences[place - 1]
    stands_before = before.role in {SentenceRole.SENTENCE, SentenceRole.HEADING, SentenceRole.ITEM}
    if not stands_before or before.group != pick.sentence.group or len(before.span) > _LONGEST_BEFORE:
        return Statement(picks=(pick,))
    return Statement(picks=(Pick(hit=pick.hit, sentence=before, late=pick.late, score=pick.score), pick))


def _title_before(pick: Pick, place: int) -> Pick | None:
    """The title right before a sentence of a list item, where it is one of its own."""
    sentences = pick.hit.passage.sentences
    if pick.sentence.group < 0 or not place:
        return None
    before = sentences[place - 1]
    if before.group != pick.sentence.group or before.span not in pick.sentence.context:
        return None
    return Pick(hit=pick.hit, sentence=before, late=pick.late, score=pick.score)
