"""The words by which a question leans on the one before it, and those that make one question of the two."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

# Firms that learners ask about, in Latin letters: without a capital a name looks like any word.
FIRMS = (
    r"apple|amazon|starbucks|disney|ikea|zara|nike|adidas|walmart|sephora|uber|netflix|google|tesla|spotify|airbnb"
    r"|zalando|decathlon|carrefour|lidl|tesco|allegro|zabka|biedronka|rossmann|empik|ccc|lpp|inpost|orlen|pepco"
)


class Aspect(StrEnum):
    """What is asked of a thing, beside what it is."""

    BENEFITS = "benefits"
    CHALLENGES = "challenges"
    COST = "cost"
    DIFFERENCE = "difference"
    DRAWBACKS = "drawbacks"
    EXAMPLES = "examples"
    FEATURES = "features"
    GOAL = "goal"
    IMPORTANCE = "importance"
    METRICS = "metrics"
    NAME = "name"
    STEPS = "steps"
    TOOLS = "tools"


@dataclass(frozen=True, kw_only=True)
class Following:
    """One language's words for following up a question.

    Regular expressions over the words of a question in search form, joined by single spaces: `opening` what links it to
    what was said before and says nothing by itself, `about` what asks the same of another thing ("what about"), at the
    beginning or, as `about_end`, at the end; `expletive` a wording whose pronoun stands for nothing; `back` words that
    point back whatever else is said ("the second one", "more"); `pronoun` what stands for the subject, as the group
    that matches; `bare` question words that alone ask for more on what was asked, `why` those of them that may stand
    before a question whose answer is yes or no, once `whether` is taken off its beginning.

    Regular expressions over a single word: `courtesy` those of what asks nothing, `asks` question words and
    auxiliaries, `clause` what begins another clause, `article` what may stand between a preposition and its noun,
    `plural` the pronouns that stand for several, `possessive` what stands for "of the subject" before its noun,
    `before_verb` pronouns that stand before a verb where a noun stands behind it, `pointing` those that point at the
    noun behind them where there is one, `copula` those that stand for "is" between two nouns, `verb` what is a verb by
    its form, `place` the prepositions of each role, `relational` words that say something only together with what they
    are said of; `aspects` those that name an aspect; `ordinals` those that name the first, second, third, … and last of
    what was said before.

    `picks` is a wording over several words that picks by its place from what was named ("the second step"), `further`
    a whole question for what comes next ("and then?"); over a single word, `defines` is what asks no more than what a
    thing is, `names` a firm's name in its own letters, `predicate` what a verb is left out before, `verbal` a noun
    that is a part of a verb.

    `suffixes` are pairs of a regular expression over a word that ends in a pronoun and what to write of it instead.
    The templates: `of_aspect` {aspect} and {subject}, `of_subject` {subject}; `things` {noun} of
    {subject}, the same as `possessed` where a pronoun owns the noun;
    `joined` {question} and {subject}, `joined_noun` the same where the question ends in an aspect; `and_asked`
    {question} and {asked}; `with_topic` {question} and {topic}, to ask the same of another thing, `with_place` the same
    with a preposition in {topic}; `introducing` {subject}, what steps are of; `of_name` {name} and {subject}, what a
    firm does with it; `predicated` {subject}, before a `predicate`; `verbal_object` {subject} and {noun}, a `verbal`;
    `two` sets {first} beside {second}, `either` against it.
    """

    opening: str
    about: str
    courtesy: str
    back: str
    asks: str
    clause: str
    pronoun: str
    plural: str
    relational: str
    bare: str
    why: str
    whether: str
    place: Sequence[str]
    aspects: Mapping[Aspect, str]
    nouns: Mapping[Aspect, str]
    ordinals: Sequence[str]
    of_aspect: str
    of_subject: str
    things: str
    joined: str
    joined_noun: str
    and_asked: str
    with_topic: str
    with_place: str
    two: str
    either: str
    possessed: str
    picks: str
    further: str
    defines: str
    introducing: str
    of_name: str
    predicated: str = "{subject}"
    possessive: str = r"(?!)"
    expletive: str = r"(?!)"
    about_end: str = r"(?!)"
    article: str = r"(?!)"
    before_verb: str = r"(?!)"
    pointing: str = r"(?!)"
    copula: str = r"(?!)"
    verb: str = r"(?!)"
    predicate: str = r"(?!)"
    verbal: str = r"(?!)"
    verbal_object: str = "{noun} {subject}"
    names: str = FIRMS
    suffixes: Sequence[tuple[str, str]] = ()

    def is_(self, role: str, form: str) -> bool:
        """Whether a word or question in search form is, as a whole, what the field named `role` tells."""
        return self.pattern(role).fullmatch(form) is not None

    def pattern(self, role: str) -> re.Pattern[str]:
        """The regular expression of the field named `role`."""
        found = self._patterns.get(role)
        if found is None:
            found = self._patterns[role] = re.compile(getattr(self, role))
        return found

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def _aspects(self) -> tuple[tuple[Aspect, re.Pattern[str]], ...]:
        return tuple((aspect, re.compile(pattern)) for aspect, pattern in self.aspects.items())

    def aspect_of(self, form: str) -> Aspect | None:
        """The aspect that a word in search form names."""
        return next((aspect for aspect, pattern in self._aspects if pattern.fullmatch(form)), None)

    @cached_property
    def _places(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.place))

    def place_of(self, form: str) -> int | None:
        """The role of a preposition in search form, None of other words."""
        return next((role for role, pattern in enumerate(self._places) if pattern.fullmatch(form)), None)

    @cached_property
    def _ordinals(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.ordinals))

    def ordinal_of(self, form: str) -> int | None:
        """The place, from 0, of what a word in search form picks from what was named before; -1 for the last."""
        if form.isdecimal():
            return int(form) - 1 if int(form) else None
        found = next((place for place, pattern in enumerate(self._ordinals) if pattern.fullmatch(form)), None)
        return -1 if found is not None and found == len(self._ordinals) - 1 else found

    @cached_property
    def _suffixes(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(pattern), instead) for pattern, instead in self.suffixes)

    def without_suffix(self, written: str) -> str | None:
        """A word as it is written without the pronoun it ends in, None where it ends in none."""
        for pattern, instead in self._suffixes:
            if match := pattern.fullmatch(written):
                return match.expand(instead)
        return None
