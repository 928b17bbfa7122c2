"""What in a statement turns its meaning: negations, opposites, numbers in words, "only", where a clause begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.speech.claims.lists import ClaimWords, Scope
from api.speech.claims.numerals import places_of

_NEAR = 4

__all__ = ["Claims", "Scope"]


@dataclass(frozen=True, kw_only=True)
class Claims(ClaimWords):
    """One language's words that turn the meaning of a statement, and what they do in one."""

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

    def _is(self, form: str, listed: frozenset[str]) -> bool:
        return any(bare in listed for bare in self._bare(form))

    def _is_starred(self, form: str, listed: tuple[frozenset[str], frozenset[str]]) -> bool:
        whole, beginnings = listed
        return any(
            bare in whole or any(bare[:end] in beginnings for end in range(3, len(bare) + 1))
            for bare in self._bare(form)
        )
