"""A follow-up question and the one it leans on, made one: what it names anew is put in the place of the old."""

from __future__ import annotations

from collections.abc import Sequence

from api.conversation.judging import Asked, kind_of, lacks_a_side
from api.conversation.picking import after_picked, picked
from api.conversation.slots import exchange_concept, exchange_name, exchange_topic, fitted
from api.conversation.subjects import Subject, subject_of
from api.conversation.turns import Read, Turn, Utterance, Word
from api.domain import AnswerKind
from api.speech.following import Aspect
from indexer import LANGUAGES, KnowledgeView, LanguageCode, direction_of


def in_language(standing: Utterance, language: LanguageCode, *, view: KnowledgeView, read: Read) -> Utterance:
    """`standing` as far as it can be said in another language: its Concepts by their preferred names, its aspect."""
    if standing.language is language or not standing.concepts:
        return standing
    following = read("", language).following
    ids = list(dict.fromkeys(one.concept for one in standing.concepts))
    ids.sort(key=lambda one: not view.glossary.rivals(one))
    names = [view.glossary.concepts[one].preferred.get(language, one) for one in ids]
    subject = names[0]
    for name in names[1:]:
        subject = following.two.format(first=subject, second=name)
    aspect = next((word.aspect for word in standing.words if word.aspect), None)
    kind = kind_of(standing)
    if aspect is None and kind is AnswerKind.HOWTO:
        aspect = Aspect.STEPS
    if kind is AnswerKind.COMPARISON and len(names) > 1:
        aspect = Aspect.DIFFERENCE
    if aspect is None:
        return read(following.of_subject.format(subject=subject), language)
    return read(following.of_aspect.format(aspect=following.nouns[aspect], subject=subject), language)


def rewritten(asked: Asked, standing: Utterance, *, before: Sequence[Turn], view: KnowledgeView, read: Read) -> str:
    """The question that `asked` means after `standing`, in the language of both; `before` are the turns before it.

    Empty where it picks one of several things that were not said.
    """
    rest, following = asked.rest, asked.rest.following
    subject = subject_of(standing, view)
    if (one := picked(rest, standing, subject, before=before, view=view, read=read)) is not None:
        return one
    if following.is_("further", rest.forms):
        after = after_picked(rest, before=before, view=view, read=read)
        return after or _what_comes_next(rest, standing, subject)
    if following.is_("bare", rest.forms) and not (asked.asks_the_same or asked.back):
        return _asked_further(rest, standing)
    if subject is None:
        return _beside_all(rest, standing)
    return _with_subject(asked, subject) if asked.back else _exchanged(asked, standing, subject, view)


def _beside_all(rest: Utterance, standing: Utterance) -> str:
    """A question after one that names nothing."""
    if any(word.asks for word in rest.words):
        asked = _uncapitalised(rest.text, rest.language)
        return rest.following.and_asked.format(question=standing.text, asked=asked)
    return f"{standing.text} \N{EN DASH} {rest.text}{_mark(rest.language)}"


def _exchanged(asked: Asked, standing: Utterance, subject: Subject, view: KnowledgeView) -> str:
    rest, following = asked.rest, asked.rest.following
    is_fragment = asked.asks_the_same or not any(word.asks for word in rest.words)
    if rest.concepts and lacks_a_side(rest):
        sides = following.two.format(first=subject.first, second=fitted(_name(rest), rest.language))
        return following.of_aspect.format(aspect=following.nouns[Aspect.DIFFERENCE], subject=sides)
    if rest.concepts and is_fragment:
        return exchange_concept(rest, standing, view)
    if is_fragment and (named := exchange_name(rest, standing, subject.joined, anywhere=asked.asks_the_same)):
        return named
    if rest.telling and is_fragment:
        return exchange_topic(rest, standing, anywhere=asked.asks_the_same)
    return _joined(rest, standing, subject)


def _name(rest: Utterance) -> str:
    return rest.concepts[0].span.of(rest.text)


def _what_comes_next(rest: Utterance, standing: Utterance, subject: Subject | None) -> str:
    """ "And then?": the steps, where it is they that were asked for."""
    following = rest.following
    asks_steps = kind_of(standing) is AnswerKind.HOWTO or any(word.aspect is Aspect.STEPS for word in standing.words)
    if asks_steps and subject is not None:
        return following.of_aspect.format(aspect=following.nouns[Aspect.STEPS], subject=subject.joined)
    return following.and_asked.format(question=standing.text, asked=_uncapitalised(rest.text, rest.language))


def _asked_further(rest: Utterance, standing: Utterance) -> str:
    """A bare "why" after a question: of its yes or no, or beside what it asks."""
    following = rest.following
    asked = _uncapitalised(rest.text, rest.language)
    if kind_of(standing) is AnswerKind.YES_NO and following.is_("why", rest.forms):
        match = following.pattern("whether").match(standing.forms)
        body = standing.text[standing.place_in_text(match.end()) :] if match else standing.text
        return _sentence(f"{asked} {_uncapitalised(body, rest.language)}", rest.language)
    return following.and_asked.format(question=standing.text, asked=asked)


def _with_subject(asked: Asked, subject: Subject) -> str:
    """`asked` with what was spoken of in the place of its pronouns."""
    rest, following = asked.rest, asked.rest.following
    # "Its drawbacks" alone is no question.
    others = [word for number, word in enumerate(rest.words) if number not in asked.back]
    nouns = [word for word in rest.words if word.aspect]
    is_noun_alone = len(nouns) == 1 and all(word.aspect or (word.is_stop and not word.asks) for word in others)
    if is_noun_alone:
        noun = following.without_suffix(nouns[0].written) or nouns[0].written
        name = subject.joined if len(subject.names) > 1 else subject.first
        return following.of_aspect.format(aspect=_said_of(noun, rest.language), subject=name)
    text = rest.text
    for number in sorted(asked.back, reverse=True):
        word, after = rest.words[number], rest.words[min(number + 1, len(rest.words) - 1)]
        is_plural = following.is_("plural", word.form)
        name = subject.plural if is_plural else subject.first
        bare = following.without_suffix(word.written)
        if bare is not None and following.is_("verbal", bare):
            verb = following.verbal_object.format(subject=name, noun=bare)
            text = f"{text[: word.start]}{verb}{text[word.end :]}"
        elif bare is not None:
            text = f"{text[: word.start]}{_said_of(bare, rest.language)} {name}{text[word.end :]}"
        elif following.is_("possessive", word.form) and number + 1 < len(rest.words):
            end = _end_of_noun(rest, number + 1)
            noun = text[rest.words[number + 1].start : end]
            text = f"{text[: word.start]}{following.possessed.format(noun=noun, subject=name)}{text[end:]}"
        elif following.is_("before_verb", word.form) and following.is_("predicate", after.form):
            text = f"{text[: word.start]}{following.predicated.format(subject=name)}{text[word.end :]}"
        elif following.is_("before_verb", word.form) and number + 1 < len(rest.words) and not after.is_stop:
            text = f"{text[: word.start]}{text[after.start : after.end]} {name}{text[after.end :]}"
        else:
            text = f"{text[: word.start]}{name}{text[word.end :]}"
    return _sentence(text, rest.language)


def _end_of_noun(rest: Utterance, number: int) -> int:
    """Where in the text the noun that begins with word `number` ends: adjectives may stand before it."""
    while number + 1 < len(rest.words) and not rest.words[number].aspect and not rest.words[number + 1].is_stop:
        number += 1
    return rest.words[number].end


def _joined(rest: Utterance, standing: Utterance, subject: Subject) -> str:
    """A question on an aspect that does not say of what, with what was spoken of."""
    following = rest.following
    nouns = [word for word in rest.words if word.aspect]
    if nouns and not any(word.asks or word.telling for word in rest.words) and len(nouns) == 1:
        old = next((word for word in standing.words if word.aspect and word.aspect is not nouns[0].aspect), None)
        if old is not None:
            # Behind a preposition a noun has another ending.
            plain = nouns[0].written if rest.words[0].place is None else following.nouns[nouns[0].aspect or Aspect.NAME]
            noun = _agreeing(plain, old.written, rest.language)
            return f"{standing.text[: old.start]}{noun}{standing.text[old.end :]}{_mark(rest.language)}"
        noun = _agreeing(_several(nouns[0], rest), "", rest.language)
        return following.of_aspect.format(aspect=_said_of(noun, rest.language), subject=subject.joined)
    if following.pattern("back").search(rest.forms) and not nouns:
        return f"{standing.text}{_mark(rest.language)}"
    if nouns and not rest.telling and following.pattern("back").search(rest.forms):
        return following.of_aspect.format(
            aspect=following.nouns[nouns[0].aspect or Aspect.NAME], subject=subject.joined
        )
    text = _sentence(rest.text, rest.language).rstrip("?\N{ARABIC QUESTION MARK}")
    if not nouns and (beside := _asked_beside(rest, standing, subject) or _predicated(rest, subject)):
        return beside
    ends_in_noun = bool(nouns) and rest.words[-1] is nouns[-1]
    if ends_in_noun and rest.language is LanguageCode.ARABIC:
        # With an article or an ending of its own it cannot be joined to another noun.
        ends_in_noun = not nouns[-1].written.startswith("ال") and not nouns[-1].written.endswith("ا")
    template = following.joined_noun if ends_in_noun else following.joined
    return template.format(question=text, subject=subject.joined)


def _predicated(rest: Utterance, subject: Subject) -> str:
    """ "Why important?" with its subject; empty of another question."""
    following = rest.following
    predicate = next((number for number, word in enumerate(rest.words) if following.is_("predicate", word.form)), 0)
    if not predicate or not following.is_("bare", " ".join(word.form for word in rest.words[:predicate])):
        return ""
    start, said = rest.words[predicate].start, following.predicated.format(subject=subject.joined)
    return _sentence(f"{rest.text[:start]}{said} {rest.text[start:]}", rest.language)


def _asked_beside(rest: Utterance, standing: Utterance, subject: Subject) -> str:
    """A question that says nothing of its own, with all of `standing`; empty where its subject will do."""
    following = rest.following
    says_nothing = all(word.asks or word.is_stop for word in rest.words)
    if subject.are_rivals and not rest.telling:
        either = subject.names[0]
        for name in subject.names[1:]:
            either = following.either.format(first=either, second=name)
        return _sentence(f"{rest.text}: {either}", rest.language)
    if subject.are_rivals or not (len(subject.names) > 1 or (says_nothing and kind_of(standing) is AnswerKind.YES_NO)):
        return ""
    return following.and_asked.format(question=standing.text, asked=_uncapitalised(rest.text, rest.language))


def _agreeing(noun: str, old: str, language: LanguageCode) -> str:
    """`noun` with the article or the ending that the noun it stands for has."""
    if language is LanguageCode.ARABIC:
        bare = noun.removeprefix("و").removeprefix("ال")
        return f"ال{bare}" if old.startswith("ال") else bare
    if language is LanguageCode.PERSIAN and old.endswith(("ای", "یی", "ی")) and not noun.endswith("ی"):
        joiner = "\N{ZERO WIDTH NON-JOINER}" if noun.endswith("ه") else "ی" if noun.endswith("ا") else ""
        return f"{noun}{joiner}ی"
    return noun


def _said_of(noun: str, language: LanguageCode) -> str:
    """`noun` before what it is said of: in Persian a letter joins the two where it ends in a vowel."""
    return f"{noun}ی" if language is LanguageCode.PERSIAN and noun.endswith("ا") else noun


def _mark(language: LanguageCode) -> str:
    return "\N{ARABIC QUESTION MARK}" if direction_of(language) == "rtl" else "?"


def _sentence(text: str, language: LanguageCode) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] + _mark(language)


def _several(noun: Word, rest: Utterance) -> str:
    """A noun as it is asked for by "what are": not a capital, not one alone; "KPI" keeps its letters."""
    is_one = {
        LanguageCode.ENGLISH: not noun.form.endswith("s"),
        LanguageCode.POLISH: noun.form[-1] not in "aeiy",
    }.get(rest.language, False)
    if noun.aspect is Aspect.EXAMPLES or (noun.aspect and is_one and not noun.written.isupper()):
        return rest.following.nouns[noun.aspect]
    return noun.written.lower() if noun.start == 0 and noun.written.istitle() else noun.written


def _uncapitalised(text: str, language: LanguageCode) -> str:
    first = text.split(" ", maxsplit=1)[0]
    is_common = first[1:].islower() or len(first) == 1
    starts = _begins_with_stop_word(text, language)
    return text[:1].lower() + text[1:] if is_common and starts else text


def _begins_with_stop_word(text: str, language: LanguageCode) -> bool:
    """Whether a text begins with a stop word, whose capital is that of the sentence."""
    tokens = LANGUAGES[language].tokens(text.split(" ", maxsplit=1)[0])
    return bool(tokens) and tokens[0].is_stop_word
