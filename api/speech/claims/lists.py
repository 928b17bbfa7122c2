"""The lists of words of one language that turn the meaning of a statement, as written and in search form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from api.speech.claims.numerals import HALF, Numerals
from api.speech.claims.opposites import Poles, poles
from indexer import LANGUAGES, LanguageCode


class Scope(Enum):
    """Where the words that a negation is said of stand."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class ClaimWords:
    """One language's words that turn the meaning of a statement; they are given as written and compared in search form.

    `negations` are words, `negated` an expression over a verb that is denied by a prefix, `scope` where what they deny
    stands; `before` are those that stand before it where others stand behind. `instead` are phrases, one a line, that
    begin a clause and deny it ("rather than"); `contrasted` is an expression over a word before which a negation does
    ("the tone, not the text"). `spared` are phrases, one a line, in which such words deny nothing ("no doubt").
    `excepting` are words that deny by themselves and undo another negation ("nothing but"), `besides` those that do so
    only behind it. `in_itself` is an expression over adjectives and the like that hold a denial ("unnecessary"),
    `prefixes` make a word's opposite.

    `away` and `to` are the words before where something comes from and goes to, `marks` stand behind an object. `both`
    are words for two that were named before; `undoing` are verbs whose denial affirms ("does not prevent"), a star
    stands for the rest of a word.

    `numbers` are numbers in words and `ordinals` their ordinals, written "value: word word"; `halves` are words for a
    half; `and_` may stand between the parts of a number. `idioms` are phrases with a word for a number that count
    nothing. `dual` is an expression over words that are said of two.

    `only` are words that leave out all else, `always` those that leave no exception. `boundaries` are
    words that begin a clause, `joins` an expression over those that join two statements ("and"), `finite` one over
    verbs that end a statement where they come last, `than` words before
    what something is compared with, `causes` words that give a reason. `light` are verbs that say nothing by
    themselves, `attributing` words that tell whose statement it is, a star as above. `clitics` is an expression over
    what is written together with the beginning of a word.
    """

    language: LanguageCode
    negations: str
    scope: Scope
    spared: str
    numbers: str
    ordinals: str
    halves: str
    only: str
    always: str
    boundaries: str
    light: str = ""
    before: str = ""
    in_itself: str = ""
    joins: str = ""
    attributing: str = ""
    than: str = ""
    causes: str = ""
    excepting: str = ""
    besides: str = ""
    instead: str = ""
    contrasted: str = ""
    finite: str = ""
    negated: str = ""
    prefixes: tuple[str, ...] = ()
    and_: str = ""
    dual: str = ""
    idioms: str = ""
    undoing: str = ""
    both: str = ""
    away: str = ""
    to: str = ""
    marks: str = ""
    clitics: tuple[str, ...] = ()

    @cached_property
    def _negations(self) -> frozenset[str]:
        return frozenset(self._folded(self.negations))

    @cached_property
    def _negated(self) -> re.Pattern[str]:
        return re.compile(self.negated or r"(?!)")

    @cached_property
    def _in_itself(self) -> re.Pattern[str]:
        return re.compile(self.in_itself or r"(?!)")

    @cached_property
    def _joins(self) -> re.Pattern[str]:
        return re.compile(self.joins or r"(?!)")

    @cached_property
    def _attributing(self) -> tuple[frozenset[str], frozenset[str]]:
        return self._starred(self.attributing)

    @cached_property
    def _undoing(self) -> tuple[frozenset[str], frozenset[str]]:
        return self._starred(self.undoing)

    @cached_property
    def _than(self) -> frozenset[str]:
        return frozenset(self._folded(self.than))

    @cached_property
    def _causes(self) -> frozenset[str]:
        return frozenset(self._folded(self.causes))

    @cached_property
    def _excepting(self) -> frozenset[str]:
        return frozenset(self._folded(self.excepting))

    @cached_property
    def away_from(self) -> frozenset[str]:
        """The words before where something comes from, in search form."""
        return frozenset(self._folded(self.away))

    @cached_property
    def towards(self) -> frozenset[str]:
        """The words before where something goes, in search form."""
        return frozenset(self._folded(self.to))

    @cached_property
    def object_marks(self) -> frozenset[str]:
        """The words behind an object, in search form."""
        return frozenset(self._folded(self.marks))

    @cached_property
    def _both(self) -> frozenset[str]:
        return frozenset(self._folded(self.both))

    @cached_property
    def _besides(self) -> frozenset[str]:
        return frozenset(self._folded(self.besides))

    @cached_property
    def _instead(self) -> tuple[tuple[str, ...], ...]:
        return self._phrases(self.instead)

    @cached_property
    def _contrasted(self) -> re.Pattern[str]:
        return re.compile(self.contrasted or r"(?!)")

    @cached_property
    def _finite(self) -> re.Pattern[str]:
        return re.compile(self.finite or r"(?!)")

    @cached_property
    def _dual(self) -> re.Pattern[str]:
        return re.compile(self.dual or r"(?!)")

    @cached_property
    def _clitics(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.clitics))

    @cached_property
    def _spared(self) -> tuple[tuple[str, ...], ...]:
        return self._phrases(self.spared)

    @cached_property
    def _only(self) -> frozenset[str]:
        return frozenset(self._folded(self.only))

    @cached_property
    def _always(self) -> frozenset[str]:
        return frozenset(self._folded(self.always))

    @cached_property
    def _boundaries(self) -> frozenset[str]:
        return frozenset(self._folded(self.boundaries))

    @cached_property
    def _light(self) -> frozenset[str]:
        return frozenset(self._folded(self.light))

    @cached_property
    def leading(self) -> frozenset[str]:
        """Negations that stand before what they deny, in search form."""
        return frozenset(self._folded(self.before))

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        return tuple(self._folded(" ".join(self.prefixes)))

    @cached_property
    def _idioms(self) -> tuple[tuple[str, ...], ...]:
        return self._phrases(self.idioms)

    @cached_property
    def _numerals(self) -> Numerals:
        return Numerals(
            cardinals={**self._valued(self.numbers), **dict.fromkeys(self._folded(self.halves), HALF)},
            ordinals=self._valued(self.ordinals),
            and_=self._folded(self.and_),
            bare=self._bare,
        )

    @cached_property
    def _poles(self) -> Poles:
        return poles(self.language)

    def _starred(self, words: str) -> tuple[frozenset[str], frozenset[str]]:
        return (
            frozenset(self._folded(" ".join(word for word in words.split() if not word.endswith("*")))),
            frozenset(self._folded(" ".join(word.rstrip("*") for word in words.split() if word.endswith("*")))),
        )

    def _phrases(self, listed: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self._folded(line)) for line in listed.splitlines() if line.strip())

    def _valued(self, listed: str) -> dict[str, float]:
        return {
            word: float(value)
            for line in filter(None, map(str.strip, listed.splitlines()))
            for value, _, words in (line.partition(":"),)
            for word in self._folded(words)
        }

    def _folded(self, words: str) -> list[str]:
        return [form for word in words.split() for form in (LANGUAGES[self.language].search_text(word),)]

    def _bare(self, form: str) -> Iterator[str]:
        """The word, and without what is written together with it."""
        yield form
        for clitics in self._clitics:
            match = clitics.match(form)
            if match and match.end() and len(form) - match.end() > 1:
                yield form[match.end() :]
