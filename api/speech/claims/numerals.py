"""Numbers in words: "twenty-three", «سی و پنج», «خمسة وثلاثون»."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

HALF = 0.5


class Numerals:
    """Reads the numbers of one language."""

    def __init__(
        self,
        *,
        cardinals: Mapping[str, float],
        ordinals: Mapping[str, float],
        and_: Collection[str],
        bare: Callable[[str], Iterable[str]],
    ) -> None:
        """Read by what words count, in search form; `bare` gives a word with and without what is written to it."""
        self._cardinals = cardinals
        self._ordinals = ordinals
        self._and = frozenset(and_)
        self._bare = bare

    def numbers_in(self, forms: Sequence[str], *, idle: Collection[int]) -> Iterator[tuple[int, float]]:
        """The numbers in words with the place of their last word; parts of one number are added up.

        Words in the `idle` places count nothing. One is left out: in most languages it is an article as well.
        """
        run: list[tuple[int, float]] = []
        for place, form in enumerate(forms):
            value = None if place in idle else self._value(form)
            if value is None:
                if run and form in self._and and self._value(next(iter(forms[place + 1 : place + 2]), "")) is not None:
                    continue
                yield from _summed(run)
                run = []
            elif value[1]:
                # An ordinal ends a number: "twenty-third".
                yield from _summed([*run, (place, value[0])])
                run = []
            else:
                run.append((place, value[0]))
        yield from _summed(run)

    def _value(self, form: str) -> tuple[float, bool] | None:
        """What a word counts, and whether as an ordinal."""
        for bare in self._bare(form):
            if bare in self._cardinals:
                return self._cardinals[bare], False
            if bare in self._ordinals:
                return self._ordinals[bare], True
        return None


def places_of(phrases: Iterable[Sequence[str]], forms: Sequence[str]) -> frozenset[int]:
    """The places of all words of `phrases` in `forms`."""
    there = set(forms)
    return frozenset(
        place + step
        for phrase in phrases
        if phrase[0] in there
        for place in range(len(forms) - len(phrase) + 1)
        if tuple(forms[place : place + len(phrase)]) == tuple(phrase)
        for step in range(len(phrase))
    )


def _summed(run: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """The numbers that a run of words counts: "two hundred" is one, "two, three" are two."""
    total, part = 0.0, 0.0
    previous: float | None = None
    for (place, value), following in pairwise([*run, None]):  # type: ignore[misc]
        if value == HALF:
            if total + part not in {0.0, 1.0}:
                yield place - 1, total + part
            yield place, value
            total = part = 0.0
            previous = None
            continue
        if previous is not None and not _goes_on(previous, value):
            if total + part != 1:
                yield place - 1, total + part
            total = part = 0.0
        if value >= 1000:
            total, part = total + (part or 1.0) * value, 0.0
        elif value == 100 and 0 < part < 100:
            part *= value
        else:
            part += value
        previous = value
        if following is None and total + part not in {0.0, 1.0}:
            yield place, total + part


def _goes_on(previous: float, value: float) -> bool:
    """Whether a number goes on with `value`: "twenty" with "three", «خمسة» with «وثلاثون», "two" with "hundred"."""
    if value >= 100:
        return previous < value or previous >= 1000 > value
    return previous >= 100 or (previous >= 20 and value < 10) or (previous < 10 and 20 <= value < 100)
