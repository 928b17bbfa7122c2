"""What a follow-up names, put in the place of what the question before it named: one Concept, one "for" for another."""

from __future__ import annotations

from dataclasses import dataclass

from api.conversation.turns import Utterance, Word
from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, KnowledgeView, LanguageCode, direction_of

# Prefixes that an Arabic preposition and the article make together, longest first.
_FUSED = ("لل", "بال", "كال", "فال", "وال")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A preposition and its noun in a question: `role` of the preposition, where the phrase and its noun begin, end."""

    role: int
    start: int
    noun: int
    end: int


def fitted(name: str, language: LanguageCode, *, like: str = "") -> str:
    """A `name` with the prefix of the one it stands for, `like`; without any where that has none.

    >>> fitted("القنوات المتعددة", LanguageCode.ARABIC, like="للقناة الشاملة")
    'للقنوات المتعددة'
    >>> fitted("للمصارف", LanguageCode.ARABIC)
    'المصارف'
    """
    if language is not LanguageCode.ARABIC:
        return name
    own = next((prefix for prefix in _FUSED if name.startswith(prefix)), "")
    plain = f"ال{name.removeprefix(own)}" if own else name
    wanted = next((prefix for prefix in _FUSED if like.startswith(prefix)), "")
    if not wanted and like.startswith("ل") and like != plain:
        return f"لل{plain.removeprefix('ال')}" if plain.startswith("ال") else f"ل{plain}"
    return f"{wanted}{plain.removeprefix('ال')}" if wanted and plain.startswith("ال") else plain


def exchange_concept(rest: Utterance, standing: Utterance, view: KnowledgeView) -> str:
    """`standing` about the Concept that `rest` names in place of the one of the same family, or of the last other."""
    new = rest.concepts[0]
    written = fitted(new.span.of(rest.text), rest.language)
    rivals = view.glossary.rivals(new.concept)
    old = [one for one in standing.concepts if one.concept in rivals]
    if not rivals:
        old = [one for one in standing.concepts if not view.glossary.rivals(one.concept)]
    elif not old and (old := [one for one in standing.concepts if one.concept == new.concept]):
        return _ended(standing.text, standing.language)
    if not old:
        if rest.words[0].place is not None:
            return rest.following.with_place.format(question=standing.text, topic=rest.text)
        return _beside(written, standing)
    last = old[-1]
    name = fitted(written, rest.language, like=last.span.of(standing.text))
    text = standing.text
    # Each time it is named, the other is meant now.
    for one in reversed([one for one in old if one.concept == last.concept]):
        text = text[: one.span.start] + name + text[one.span.end :]
    return _ended(text, standing.language)


def exchange_topic(rest: Utterance, standing: Utterance, *, anywhere: bool) -> str:
    """`standing` for what `rest` names in place of what it was asked for; `anywhere`, whatever the preposition was."""
    following = rest.following
    role = rest.words[0].place
    fused = _is_fused(rest.words[0], rest.language)
    slots = slots_of(standing)
    slot = next((one for one in reversed(slots) if role is None or anywhere or one.role == role), None)
    text = standing.text
    if slot is not None:
        if role is not None:
            return _ended(text[: slot.start] + rest.text + text[slot.end :], standing.language)
        if slot.start == slot.noun:
            name = fitted(rest.text, rest.language, like=text[slot.start : slot.end])
            return _ended(text[: slot.start] + name + text[slot.end :], standing.language)
        return _ended(text[: slot.noun] + rest.text + text[slot.end :], standing.language)
    if role is None:
        return _beside(rest.text, standing)
    telling = standing.telling
    is_named = any(word.looks_like_a_name for word in (*telling, *rest.telling))
    if fused or is_named or len(telling) != 1 or len(rest.words) == 1:
        return following.with_place.format(question=text, topic=rest.text)
    noun = rest.text[rest.words[1].start :]
    return _ended(text[: telling[0].start] + noun + text[telling[0].end :], standing.language)


def exchange_name(rest: Utterance, standing: Utterance, subject: str, *, anywhere: bool) -> str:
    """`standing` of the firm that `rest` names alone, in place of the one it named; empty where `rest` names none.

    `anywhere`, whatever preposition stands before it. Where `standing` named none and nothing it was asked for, what
    the firm does with the `subject`.
    """
    new = _names_in(rest)
    has_place = rest.words[0].place is not None and not anywhere
    if not new or has_place or any(not (word.is_stop or word in new) for word in rest.words):
        return ""
    name = rest.text[new[0].start : new[-1].end]
    old = _names_in(standing)
    if old:
        # "Apple and Amazon" are one thing to ask about.
        first, last = old[0], old[0]
        for word in old[1:]:
            between = [one for one in standing.words if last.end <= one.start < word.start]
            if not all(standing.following.is_("clause", one.form) for one in between):
                break
            last = word
        return _ended(f"{standing.text[: first.start]}{name}{standing.text[last.end :]}", standing.language)
    if not standing.concepts or slots_of(standing):
        return ""
    return rest.following.of_name.format(name=name, subject=subject)


def _names_in(said: Utterance) -> list[Word]:
    """The words that name a firm, known, or in Latin letters told by their capital."""
    known = [word for word in said.words if word.is_firm]
    if known or direction_of(said.language) == "rtl":
        return known
    return [
        word
        for word in said.telling
        if word.looks_like_a_name and not word.written.isupper() and (word.start > 0 or len(said.words) == 1)
    ]


def _beside(topic: str, standing: Utterance) -> str:
    """`standing` asked of another thing: in the place of its only name or thing, or of the object of a yes or no."""
    telling = standing.telling
    names = [word for word in telling if word.looks_like_a_name and word.start > 0]
    old = names if any(map(str.isupper, topic)) and names else telling
    is_yes_no = SPEECH[standing.language].kind_of(LANGUAGES[standing.language].search_text(standing.text))
    if is_yes_no is AnswerKind.YES_NO and standing.language is not LanguageCode.PERSIAN:
        # The verb stands before its object.
        old = old[-1:]
    if len(old) == 1:
        return _ended(standing.text[: old[0].start] + topic + standing.text[old[0].end :], standing.language)
    return standing.following.with_topic.format(question=standing.text, topic=topic)


def slots_of(standing: Utterance) -> list[Slot]:
    """The prepositions of a question that stand before something telling, with it; not those before a Concept."""
    found = []
    words = standing.words
    for number, word in enumerate(words):
        if word.place is None:
            continue
        fused = _is_fused(word, standing.language)
        first = number if fused else number + 1
        while first < len(words) and standing.following.is_("article", words[first].form):
            first += 1
        last = first
        while (
            last < len(words) and (words[last].telling or (fused and last == number)) and not _ends(words, last, first)
        ):
            last += 1
        if last > first:
            found.append(Slot(role=word.place, start=word.start, noun=words[first].start, end=words[last - 1].end))
    return found


def _ends(words: tuple[Word, ...], number: int, first: int) -> bool:
    return number > first and (words[number].after_comma or words[number].place is not None)


def _is_fused(word: Word, language: LanguageCode) -> bool:
    """Whether a preposition is written together with its noun, as in Arabic."""
    return language is LanguageCode.ARABIC and word.place is not None and len(word.form) > 4


def _ended(text: str, language: LanguageCode) -> str:
    mark = "\N{ARABIC QUESTION MARK}" if direction_of(language) == "rtl" else "?"
    return f"{text}{mark}"
