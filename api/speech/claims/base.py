"""What in a statement turns its meaning: negations, opposites, numbers in words, "only", where a clause begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from api.speech.claims.numerals import HALF, Numerals, places_of
from api.speech.claims.opposites import Poles, poles
from indexer import LANGUAGES, LanguageCode

_NEAR = 4


class Scope(Enum):
    """Where the words that a negation is said of stand."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class Claims:
    """One language's words that turn the meaning of a statement; they are given as written and compared in search form.

    `negations` are words, `negated` an expression over a verb that is denied by a prefix, `scope` where what they deny
    stands; `before` are those that stand before it where others stand behind. `instead` are phrases, one a line, that
    begin a clause and deny it ("rather than"); `contrasted` is an expression over a word before which a negation does
    ("the tone, not the text"). `spared` are phrases, one a line, in which such words deny nothing ("no doubt").
    `excepting` are words that deny by themselves and undo another negation ("nothing but"), `besides` those that do so
    only behind it. `in_itself` is an expression over adjectives and the like that hold a denial ("unnecessary"),
    `prefixes` make a word's opposite.

    `away` and `to` are the words before where something comes from and goes to, `marks` stand behind an object.
    `both` are words for two that were named before; `undoing` are verbs whose denial affirms ("does not prevent"), a star stands for the rest of a word.

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

    def negations_in(self, forms: Sequence[str]) -> frozenset[int]:
        """The places of the words that deny something."""
        spared = places_of(self._spared, forms)
        return frozenset(
            place
            for place, form in enumerate(forms)
            if place not in spared and (self.excepts(form) or self._denies(form))
        ) | frozenset(place for _, place in self.instead_in(forms))

    def only_in(self, forms: Sequence[str]) -> bool:
        """Whether a word leaves out all else."""
        spared = places_of(self._spared, forms)
        # "Only some" and "only 33 %" leave out no more than "some" and the figure do, and "not only" nothing.
        softened = [place for place, pair, is_first in self.poles_in(forms) if pair == "reach" and not is_first]
        softened += [place for place, form in enumerate(forms) if self._denies(form) or form[:1].isdigit()]
        softened += [place for place, _ in self.numbers_in(forms)]
        return any(
            self._is(form, self._only)
            for place, form in enumerate(forms)
            if place not in spared and not any(abs(other - place) <= _NEAR for other in softened)
        )

    def attributes(self, form: str) -> bool:
        """Whether a word tells whose statement it is and nothing of what is stated."""
        return self._is_starred(form, self._attributing)

    def undoes(self, form: str) -> bool:
        """Whether a denial of this word affirms: "prevent"."""
        return self._is_starred(form, self._undoing)

    def compares_with(self, form: str) -> bool:
        """Whether what a word stands before is what something is compared with."""
        return form in self._than

    def gives_reason(self, form: str) -> bool:
        """Whether a reason follows, or a consequence."""
        return self._is(form, self._causes)

    def excepts(self, form: str) -> bool:
        """Whether a word undoes a negation beside it."""
        return form in self._excepting

    def excepts_behind(self, form: str) -> bool:
        """Whether a word undoes a negation that stands before it."""
        return self.excepts(form) or form in self._besides

    def instead_in(self, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The phrases that begin a clause and deny it: the places of their first and last words."""
        for phrase in self._instead:
            for place in range(len(forms) - len(phrase) + 1):
                if tuple(forms[place : place + len(phrase)]) == phrase:
                    yield place, place + len(phrase) - 1

    def contrasts_with(self, form: str) -> bool:
        """Whether a negation before this word begins a clause."""
        return self._contrasted.fullmatch(form) is not None

    def ends_statement(self, form: str) -> bool:
        """Whether a word is a verb that comes last in its statement."""
        return self._finite.fullmatch(form) is not None

    def excepts_in(self, forms: Sequence[str]) -> bool:
        """Whether all else is denied: "nothing but"."""
        return any(map(self.excepts_behind, forms)) and any(map(self._denies, forms))

    def both_in(self, forms: Sequence[str]) -> bool:
        """Whether a word stands for two that were named before."""
        return any(self._is(form, self._both) for form in forms)

    def is_only(self, form: str) -> bool:
        """Whether a word leaves out all else."""
        return self._is(form, self._only)

    def always_in(self, forms: Sequence[str]) -> bool:
        """Whether a word leaves no exception."""
        return any(self._is(form, self._always) for form in forms)

    def begins_clause(self, form: str) -> bool:
        """Whether a clause begins with this word."""
        return form in self._boundaries

    def is_denied_verb(self, form: str) -> bool:
        """Whether a word is a verb and its denial in one."""
        return self._negated.fullmatch(form) is not None

    def is_dual(self, form: str) -> bool:
        """Whether a word is said of two."""
        return self._dual.fullmatch(form) is not None

    def is_light(self, form: str, stem: str) -> bool:
        """Whether a word is a verb that says nothing by itself."""
        return form in self._light or stem in self._light

    def denies_in_itself(self, form: str) -> bool:
        """Whether a word holds a denial, as "unnecessary" does."""
        return self._in_itself.fullmatch(form) is not None

    def joins_statements(self, form: str) -> bool:
        """Whether a word joins two statements."""
        return self._joins.fullmatch(form) is not None

    def poles_in(self, forms: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
        """The words of pairs of opposites: place, name of the pair, whether it is the first of the two."""
        for place, form in enumerate(forms):
            for bare in self._bare(form):
                found = self._poles.of(bare)
                for pair, is_first in found:
                    yield place, pair, is_first
                if found:
                    break

    def are_opposite(self, one: str, other: str) -> bool:
        """Whether one of two words is the other with a prefix that turns its meaning."""
        shorter, longer = sorted((one, other), key=len)
        return any(longer == prefix + shorter for prefix in self._prefixes)

    def numbers_in(self, forms: Sequence[str]) -> Iterator[tuple[int, float]]:
        """The numbers in words with the place of their last word; parts of one number are added up.

        A half is 0.5. One is left out: in most languages it is an article as well.
        """
        return self._numerals.numbers_in(forms, idle=places_of(self._idioms, forms) | self.negations_in(forms))

    def _denies(self, form: str) -> bool:
        return self._is(form, self._negations) or self._negated.fullmatch(form) is not None

    def _bare(self, form: str) -> Iterator[str]:
        """The word, and without what is written together with it."""
        yield form
        for clitics in self._clitics:
            match = clitics.match(form)
            if match and match.end() and len(form) - match.end() > 1:
                yield form[match.end() :]

    def _is(self, form: str, listed: frozenset[str]) -> bool:
        return any(bare in listed for bare in self._bare(form))

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

    def _is_starred(self, form: str, listed: tuple[frozenset[str], frozenset[str]]) -> bool:
        whole, beginnings = listed
        return any(
            bare in whole or any(bare[:end] in beginnings for end in range(3, len(bare) + 1))
            for bare in self._bare(form)
        )

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
