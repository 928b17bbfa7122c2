"""Whether a question stands on its own, or leans on what was said before it, and by what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.conversation.picking import picks
from api.conversation.turns import Read, Utterance, Word
from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, LanguageCode

# With more words than these, "and …" without a question word says a sentence of its own.
_MOST_IN_ADDITION = 4
_ENOUGH = 2
_MOST_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question without what links it to the one before, `rest`: "and" `is_linked`, "what about" `asks_the_same`.

    `back` are the numbers of the words of `rest` that stand for what was said before.
    """

    rest: Utterance
    is_linked: bool
    asks_the_same: bool
    back: tuple[int, ...] = ()


def unlinked(question: Utterance, read: Read) -> Asked:
    """`question` without its "and", "so", "what about"."""
    rest, linked, same = question, False, False
    # Each costs a reading; nobody needs more than "and so then".
    for _ in range(_MOST_LINKS):
        match = rest.following.pattern("opening").match(rest.forms) if rest.words else None
        if match is None or not match.end():
            break
        cut = read(rest.text[rest.place_in_text(match.end()) :], rest.language)
        if not cut.words:
            break
        rest, linked = cut, True
    for role in ("about", "about_end"):
        pattern = rest.following.pattern(role)
        match = pattern.match(rest.forms) if role == "about" else pattern.search(rest.forms)
        if match is None or not match.group():
            continue
        kept = (
            rest.text[rest.place_in_text(match.end()) :]
            if role == "about"
            else rest.text[: rest.words[rest.word_at(match.start())].end]
        )
        cut = read(kept, rest.language)
        if cut.words:
            # A sentence that ends in "how" asks by it; a few words that end in it ask the same of another thing.
            is_sentence = role == "about_end" and (any(word.asks for word in cut.words) or len(cut.words) > 5)
            if not is_sentence:
                rest, same = cut, True
    return Asked(rest=rest, is_linked=linked, asks_the_same=same, back=_pointing_back(rest))


def leans(asked: Asked) -> bool:
    """Whether a question can be understood only together with what was said before."""
    rest, following = asked.rest, asked.rest.following
    if asked.asks_the_same:
        says_more = any(word.aspect for word in rest.words) or len(rest.telling) >= _ENOUGH
        return not (rest.concepts and (says_more or len({one.concept for one in rest.concepts}) > 1))
    if asked.back or following.is_("further", rest.forms):
        return True
    if rest.concepts:
        is_named_alone = _only_names(rest) and (asked.is_linked or rest.words[0].place is not None)
        return is_named_alone or lacks_a_side(rest)
    points_back = following.pattern("back").search(rest.forms) is not None or picks(rest)
    return points_back or _says_too_little(rest, is_linked=asked.is_linked)


def lacks_a_side(rest: Utterance) -> bool:
    """Whether a question asks how one Concept differs, and not from what."""
    return (
        kind_of(rest) is AnswerKind.COMPARISON and not rest.telling and len({one.concept for one in rest.concepts}) == 1
    )


def kind_of(question: Utterance) -> AnswerKind:
    """What a question asks for."""
    return SPEECH[question.language].kind_of(LANGUAGES[question.language].search_text(question.text))


def _says_too_little(rest: Utterance, *, is_linked: bool) -> bool:
    """Whether a question without a Concept is only a place, an aspect, or a thing to ask the same of."""
    asks = any(word.asks for word in rest.words)
    telling = rest.telling
    if telling and not asks and all(word.is_firm for word in telling):
        return True
    if rest.words[0].place is not None and not asks:
        return True
    if len(telling) >= _ENOUGH:
        return is_linked and not asks and len(rest.words) <= _MOST_IN_ADDITION
    if not telling or (is_linked and not asks):
        return True
    is_short = len(rest.words) <= _MOST_IN_ADDITION - 1 or any(word.aspect for word in rest.words)
    if not (is_short or any(_says_something_of(word) for word in rest.words)):
        return False
    return kind_of(rest) is not AnswerKind.DEFINITION and not telling[0].looks_like_a_name


def _says_something_of(word: Word) -> bool:
    """Whether a word says something only together with what it is said of."""
    return not (word.telling or word.is_stop or word.asks or word.concept)


def _only_names(rest: Utterance) -> bool:
    return all(
        word.concept is not None or (word.is_stop and not word.asks) or word.place is not None for word in rest.words
    )


def _pointing_back(rest: Utterance) -> tuple[int, ...]:
    """The numbers of the words that stand for something said before, and not for something said in the question."""
    following = rest.following
    expletive = following.pattern("expletive").search(rest.forms) and (rest.concepts or rest.telling)
    if expletive:
        return ()
    pronouns = {
        rest.word_at(match.start(match.lastindex or 0)) for match in following.pattern("pronoun").finditer(rest.forms)
    }
    return tuple(number for number in range(len(rest.words)) if _stands_for_something_before(rest, number, pronouns))


def _stands_for_something_before(rest: Utterance, number: int, pronouns: Collection[int]) -> bool:
    following, word = rest.following, rest.words[number]
    owns = following.is_("possessive", word.form) and number + 1 < len(rest.words)
    is_pronoun = number in pronouns and not _is_with_its_noun(rest, number)
    if not (is_pronoun or owns or _ends_in_pronoun(word, rest)) or _said_within(rest, number):
        return False
    if (is_pronoun or (word.is_stop and not owns)) and not following.is_("plural", word.form):
        return True
    # Whose it is may be said in the question: "how does a shop know its customers", but not "its drawbacks".
    noun = rest.words[number + 1] if owns else word
    is_said_of_a_thing = noun.aspect is not None or not (noun.telling or noun.is_stop or noun.concept)
    if is_said_of_a_thing and not following.is_("plural", word.form):
        return True
    return not any(_may_be_meant(rest, place) for place in range(number))


def _may_be_meant(rest: Utterance, number: int) -> bool:
    """Whether a pronoun further on may stand for this word: what tells and is no verb, which Arabic begins with."""
    begins = rest.language is LanguageCode.ARABIC and number > 0 and rest.words[number - 1].asks
    word = rest.words[number]
    return word.telling and not begins and not rest.following.is_("verb", word.form)


def _is_with_its_noun(rest: Utterance, number: int) -> bool:
    """Whether a pronoun points at the noun behind it ("that article"), or stands between two nouns for "is"."""
    following, words = rest.following, rest.words
    if number + 1 == len(words):
        return number > 0 and following.is_("pointing", words[number].form) and words[number - 1].telling
    if not words[number + 1].telling:
        return False
    is_between = following.is_("copula", words[number].form) and any(one.telling for one in words[:number])
    return is_between or following.is_("pointing", words[number].form)


def _ends_in_pronoun(word: Word, rest: Utterance) -> bool:
    """Whether a word ends in a pronoun; of stop words, only a preposition does."""
    bare = rest.following.without_suffix(word.written)
    if bare is None or word.concept is not None:
        return False
    own = LANGUAGES[rest.language]
    return not word.is_stop or rest.following.place_of(own.search_text(bare)) is not None


def _said_within(rest: Utterance, number: int) -> bool:
    """Whether what word `number` stands for is named before it: a Concept, or anything in a clause before its own."""
    before = rest.words[:number]
    if any(word.concept is not None for word in before):
        return True
    first = next((place for place, word in enumerate(before) if word.telling or word.aspect), number)
    return any(
        rest.words[place].after_comma or (place < number and rest.following.is_("clause", rest.words[place].form))
        for place in range(first + 1, number + 1)
    )
