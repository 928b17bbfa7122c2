"""What takes texts of strangers takes time in proportion to them: no character repeated makes it the square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from api.generation import cutting
from api.generation.cleaning import _SMUGGLED, sites
from api.generation.cutting import PORTION, SentenceCutter
from api.generation.prompting import _defused
from api.generation.suspicion import is_suspicious
from indexer import LanguageCode

_SHORT, _TIMES = 1500, 8
# Eight times as much takes eight times as long; the square would be 64.
_MOST = 30


def _judged(text: str) -> None:
    is_suspicious.__wrapped__(text)


def _smuggled(text: str) -> None:
    _SMUGGLED.search(text)


SLOW: list[tuple[Callable[[str], object], str]] = [
    (_judged, "a"),
    (_judged, "<<"),
    (_judged, "<system "),
    (_judged, "a_ "),
    (_judged, "a\N{GREEK SMALL LETTER ALPHA}"),
    (_judged, "omni"),
    (_smuggled, "a"),
    (_smuggled, "aa."),
    (sites, "a-"),
    (sites, "1a."),
    (_defused, "<!--"),
]


def _least_s(work: Callable[[str], object], text: str) -> float:
    def once() -> float:
        begun = time.process_time()
        work(text)
        return time.process_time() - begun

    return min(once() for _ in range(3))


@pytest.mark.parametrize(("work", "atom"), SLOW)
def test_time_grows_with_the_text(work: Callable[[str], object], atom: str) -> None:
    short, long = atom * (_SHORT // len(atom)), atom * (_TIMES * _SHORT // len(atom))
    # What takes less than a tenth of a millisecond is not told from nothing.
    assert _least_s(work, long) < _MOST * max(_least_s(work, short), 1e-4)


@pytest.mark.parametrize("size", [4, 100_000])
@pytest.mark.parametrize("atom", ["a. ", "(a. ", "a", "a.b", "[", "\n", ". ", "[1, ", "! [1] "])
def test_cutting_looks_through_a_bounded_part_for_each_character(
    monkeypatch: pytest.MonkeyPatch, atom: str, size: int
) -> None:
    looked_through: list[int] = []
    found = SentenceCutter._sentences

    def counted(self: SentenceCutter, line: str) -> object:
        looked_through.append(len(line))
        return found(self, line)

    monkeypatch.setattr(SentenceCutter, "_sentences", counted)
    for length in (2000, 8000):
        looked_through.clear()
        cutter = SentenceCutter(LanguageCode.ENGLISH)
        text = (atom * length)[:length]
        for start in range(0, length, size):
            cutter.feed(text[start : start + size])
        cutter.finish()
        assert sum(looked_through) <= 60 * length
        assert max(looked_through) <= cutting._LONGEST_OPEN + PORTION


def test_white_space_before_the_answer_is_not_kept() -> None:
    cutter = SentenceCutter(LanguageCode.ENGLISH)
    for _ in range(100):
        assert cutter.feed("\n " * 100) == []
        assert cutter._open == ""
    assert [one.text for one in cutter.feed("It joins them [1].\n")] == ["It joins them."]
