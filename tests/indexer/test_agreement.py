"""How well what units speak of fits the Concepts a question asks about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.agreement import ELSEWHERE, NEUTRAL, ONE_OF_TWO, RIVAL, SPOKEN_OF, Spoken
from indexer.asked import Asked
from indexer.concepts import AskedConcept, Glossary
from indexer.domain import Span
from indexer.index.passage_index import PassageIndex
from indexer.index.words import AskedWords

GLOSSARY = Glossary(
    [
        {"id": "omnichannel", "family": "strategy", "en": {"preferred": "omnichannel"}},
        {"id": "multichannel", "family": "strategy", "en": {"preferred": "multichannel"}},
        {"id": "cross-channel", "family": "strategy", "en": {"preferred": "cross-channel"}},
        {"id": "touchpoint", "en": {"preferred": "touchpoint"}},
    ]
)
ROWS = np.asarray([0], dtype=np.int64)

# What each unit speaks of.
UNITS: tuple[tuple[str, ...], ...] = (
    (),
    ("omnichannel",),
    ("multichannel",),
    ("omnichannel", "multichannel"),
    ("cross-channel",),
    ("omnichannel", "multichannel", "cross-channel"),
    ("touchpoint",),
    ("omnichannel", "touchpoint"),
    ("multichannel", "touchpoint"),
)


class Units:
    """As much of an index as tells what its units speak of."""

    glossary = GLOSSARY

    def spoken_of(self, concepts: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        assert rows is ROWS
        return np.asarray([[one in unit for one in concepts] for unit in UNITS], dtype=bool).reshape(
            len(UNITS), len(concepts)
        )


def asked(*concepts: str, unsure: Sequence[str] = ()) -> Asked:
    """A question that names `concepts` with a word each, and has one word more."""
    names = {name.concepts[0]: name for name in GLOSSARY.names}
    return Asked(
        terms=(frozenset(),) * (len(concepts) + 1),
        words=AskedWords(vectors=np.zeros((0, 0), dtype=np.float32), sounds=()),
        weights=np.ones(len(concepts) + 1, dtype=np.float32),
        telling=True,
        concepts=tuple(
            AskedConcept(concept=one, span=Span(start=0, end=1), name=names[one], is_sure=one not in unsure)
            for one in concepts
        ),
        places=tuple((number,) for number in range(len(concepts))),
    )


def spoken(question: Asked) -> Spoken:
    return Spoken.of(question, cast(PassageIndex, Units()), ROWS)


def agreement(question: Asked) -> dict[tuple[str, ...], float]:
    values = spoken(question).agreement
    assert values.dtype == np.float32
    return {unit: round(float(value), 4) for unit, value in zip(UNITS, values, strict=True)}


def test_of_one_that_is_asked_about_and_of_its_rivals() -> None:
    assert agreement(asked("omnichannel")) == {
        (): NEUTRAL,
        ("omnichannel",): 1.0,
        ("multichannel",): 0.0,
        ("omnichannel", "multichannel"): ONE_OF_TWO,
        ("cross-channel",): 0.0,
        ("omnichannel", "multichannel", "cross-channel"): ONE_OF_TWO,
        ("touchpoint",): NEUTRAL,
        ("omnichannel", "touchpoint"): 1.0,
        ("multichannel", "touchpoint"): 0.0,
    }


def test_of_two_that_are_asked_about_together() -> None:
    assert agreement(asked("multichannel", "omnichannel")) == {
        (): NEUTRAL,
        ("omnichannel",): ONE_OF_TWO,
        ("multichannel",): ONE_OF_TWO,
        ("omnichannel", "multichannel"): 1.0,
        ("cross-channel",): 0.0,
        ("omnichannel", "multichannel", "cross-channel"): 1.0,
        ("touchpoint",): NEUTRAL,
        ("omnichannel", "touchpoint"): ONE_OF_TWO,
        ("multichannel", "touchpoint"): ONE_OF_TWO,
    }


def test_a_name_that_is_not_sure_is_a_hint_of_half_the_weight() -> None:
    sure, unsure = agreement(asked("omnichannel")), agreement(asked("omnichannel", unsure=["omnichannel"]))
    assert unsure == {unit: round(NEUTRAL + (value - NEUTRAL) / 2, 4) for unit, value in sure.items()}
    assert (unsure["omnichannel",], unsure["multichannel",], unsure[()]) == (0.75, 0.25, NEUTRAL)


def test_one_name_of_two_that_is_not_sure_makes_both_a_hint() -> None:
    found = agreement(asked("omnichannel", "multichannel", unsure=["multichannel"]))
    assert (found["omnichannel", "multichannel"], found["omnichannel",], found["cross-channel",]) == (0.75, 0.675, 0.25)


def test_what_has_no_rival_says_nothing_of_agreement() -> None:
    assert set(agreement(asked("touchpoint")).values()) == {NEUTRAL}
    assert agreement(asked("omnichannel", "touchpoint")) == agreement(asked("omnichannel"))
    assert agreement(asked("omnichannel", "touchpoint", unsure=["touchpoint"])) == agreement(asked("omnichannel"))


def test_a_concept_named_twice_is_asked_about_once() -> None:
    assert agreement(asked("omnichannel", "omnichannel")) == agreement(asked("omnichannel"))


def test_a_question_on_no_concept_is_neutral_and_changes_no_match() -> None:
    question = asked()
    assert set(agreement(question).values()) == {NEUTRAL}
    by_unit = np.full((len(UNITS), 1), 0.25, dtype=np.float32)
    assert spoken(question).matches(by_unit) is by_unit


def matches(question: Asked, *, before: float) -> NDArray[np.float32]:
    return spoken(question).matches(np.full((len(UNITS), len(question.terms)), before, dtype=np.float32))


def by_unit(column: NDArray[np.float32]) -> dict[tuple[str, ...], float]:
    return {unit: round(float(value), 4) for unit, value in zip(UNITS, column, strict=True)}


def test_a_word_that_names_a_concept_matches_where_it_is_spoken_of_by_whatever_name() -> None:
    found = by_unit(matches(asked("omnichannel"), before=0.1)[:, 0])
    assert {unit for unit, value in found.items() if value == SPOKEN_OF} == {u for u in UNITS if "omnichannel" in u}
    assert {value for unit, value in found.items() if "omnichannel" not in unit} == {0.1}


def test_a_better_match_stays() -> None:
    assert by_unit(matches(asked("omnichannel"), before=0.95)[:, 0])["omnichannel",] == 0.95


def test_where_only_a_rival_is_spoken_of_the_word_hardly_matches() -> None:
    found = by_unit(matches(asked("omnichannel"), before=0.95)[:, 0])
    low = {unit for unit, value in found.items() if value == round(RIVAL, 4)}
    assert low == {("multichannel",), ("cross-channel",), ("multichannel", "touchpoint")}
    assert found[()] == found["touchpoint",] == round(ELSEWHERE, 4)


def test_a_match_worse_than_a_rival_s_stays() -> None:
    assert by_unit(matches(asked("omnichannel"), before=0.1)[:, 0])["multichannel",] == 0.1


def test_an_unsure_name_matches_its_concept_and_spares_its_rivals() -> None:
    found = by_unit(matches(asked("omnichannel", unsure=["omnichannel"]), before=0.5)[:, 0])
    assert (found["omnichannel",], found["multichannel",]) == (round(SPOKEN_OF, 4), 0.5)


def test_in_a_comparison_each_word_matches_its_own_side() -> None:
    found = matches(asked("omnichannel", "multichannel"), before=0.5)
    omni, multi = by_unit(found[:, 0]), by_unit(found[:, 1])
    assert (omni["omnichannel",], multi["omnichannel",]) == (round(SPOKEN_OF, 4), round(RIVAL, 4))
    assert (omni["multichannel",], multi["multichannel",]) == (round(RIVAL, 4), round(SPOKEN_OF, 4))
    assert omni["omnichannel", "multichannel"] == multi["omnichannel", "multichannel"] == round(SPOKEN_OF, 4)


def test_other_words_keep_their_matches_and_the_given_ones_are_not_written_to() -> None:
    given = np.full((len(UNITS), 2), 0.5, dtype=np.float32)
    found = spoken(asked("omnichannel")).matches(given)
    assert set(found[:, 1].tolist()) == {0.5}
    assert set(given.ravel().tolist()) == {0.5}


def test_a_passage_agrees_as_its_sentences_do_on_average() -> None:
    values = spoken(asked("omnichannel"))
    # Units 1 and 2, then 4 to 8; the first unit of each is its context and does not count.
    means = values.by_passage(np.asarray([0, 3, 9], dtype=np.int64))
    expected = [(1.0 + 0.0) / 2, (0.0 + ONE_OF_TWO + NEUTRAL + 1.0 + 0.0) / 5]
    assert means.tolist() == pytest.approx(expected)
    assert means.dtype == np.float32
