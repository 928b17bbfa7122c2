"""Texts taken apart into words that are compared, in one language and across."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer import HeldWords, KnowledgeBase, LanguageCode, WordReader


@pytest.fixture(scope="module")
def reader(shipped_index: Path) -> WordReader:
    return KnowledgeBase.open(shipped_index).view().words


def test_words_figures_and_dates_have_their_places(reader: WordReader) -> None:
    text = "Artykuł z 22 lutego 2023 roku mówi o 89% klientów."
    worded = reader.read(text, LanguageCode.POLISH)
    assert [span.of(text) for span in worded.spans][:3] == ["Artykuł", "z", "22"]
    assert [figure for _, figure in worded.figures] == ["22", "2023", "89%"]
    assert [iso for _, iso in worded.dates] == ["2023-02-22"]
    assert [month for _, month in worded.months] == ["g2"]
    assert worded.vectors.shape == (len(worded), worded.vectors.shape[1])


def test_likeness_goes_by_spelling_meaning_and_sound(reader: WordReader) -> None:
    held = HeldWords(
        [reader.read("klient kupuje buty", LanguageCode.POLISH), reader.read("Sabzafzar", LanguageCode.ENGLISH)]
    )
    asked = reader.read("مشتری سبزافزار", LanguageCode.PERSIAN)
    likeness = held.likeness(asked)
    assert likeness.shape == (2, 4)
    customer, company = likeness
    assert int(customer.argmax()) == 0
    assert customer[0] > 0.8
    assert int(company.argmax()) == 3
    assert company[3] >= 0.6
    assert held.by_text(likeness).shape == (2, 2)
    same = held.likeness(reader.read("klienta", LanguageCode.POLISH))
    assert same[0, 0] == 1.0


def test_empty_texts_match_nothing(reader: WordReader) -> None:
    nothing = reader.read("", LanguageCode.ARABIC)
    assert HeldWords([]).likeness(reader.read("x", LanguageCode.ENGLISH)).shape == (1, 0)
    assert HeldWords([nothing]).by_text(np.zeros((0, 0), dtype=np.float32)).shape == (1, 0)
