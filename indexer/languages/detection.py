"""Which language a text is in, decided between the languages of the product, from a title or short question up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.domain import LanguageCode
from indexer.languages.base import Language
from indexer.languages.clues import Script, words_in

# Points of difference between the first and the second language that make the odds e to one.
_POINTS_PER_NAT = 4.0
# Nothing but names and codes of a script: a guess.
_CONFIDENCE_OF_SCRIPT = 0.3
_SCRIPTS: tuple[Script, ...] = ("arabic", "latin")
# A longer text says nothing more than its first so many characters do.
_ENOUGH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """The language of a text and how sure that is, 0..1; 0 where the text holds no word of any."""

    language: LanguageCode
    confidence: float


def detect_among(languages: Iterable[Language], text: str, default: LanguageCode | None) -> Detection:
    """The language of `text` among `languages`; `default` where the text does not say (English where none is given).

    A text of both scripts is in the script of its function words: names and terms in Latin letters are common in
    Persian and Arabic, and their words among English or Polish ones are not unheard of.
    """
    text = text[:_ENOUGH]
    by_script: dict[Script, list[Language]] = {script: [] for script in _SCRIPTS}
    for candidate in languages:
        by_script[candidate.clues.script].append(candidate)
    script = _script_of(text, by_script)
    fallback = default or LanguageCode.ENGLISH
    if script is None:
        return Detection(language=fallback, confidence=0.0)
    scored = sorted(((_points(text, one, by_script[script]), one.code) for one in by_script[script]), reverse=True)
    (first, code), (second, _) = scored[0], scored[1] if len(scored) > 1 else (0.0, None)
    if first == second:
        codes = {code for _, code in scored}
        chosen = fallback if fallback in codes else _usual(script, codes)
        return Detection(language=chosen, confidence=_CONFIDENCE_OF_SCRIPT)
    return Detection(language=code, confidence=round(1 / (1 + math.exp((second - first) / _POINTS_PER_NAT)), 3))


def _points(text: str, candidate: Language, of_script: Iterable[Language]) -> float:
    return candidate.clues.points(text, beside=[one.clues for one in of_script if one is not candidate])


def _usual(script: Script, codes: set[LanguageCode]) -> LanguageCode:
    usual = LanguageCode.PERSIAN if script == "arabic" else LanguageCode.ENGLISH
    return usual if usual in codes else min(codes)


def _script_of(text: str, by_script: dict[Script, list[Language]]) -> Script | None:
    counts = {script: len(words_in(text, script)) for script in _SCRIPTS}
    if not counts["arabic"] or not counts["latin"]:
        return next((script for script in _SCRIPTS if counts[script]), None)
    function_words = {
        script: max((candidate.clues.holds_function_words(text) for candidate in by_script[script]), default=0)
        for script in _SCRIPTS
    }
    latin = counts["latin"] >= counts["arabic"] and function_words["latin"] > function_words["arabic"]
    return "latin" if latin else "arabic"
