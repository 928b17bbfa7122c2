"""Headings glued to their paragraph by a page that lost its line breaks: «1. عنوانمتن …», "NagłówekTekst …".

Where the heading ends is found from the text itself: a number before it, a script or a case that changes within a
word, a word that is no word of this article and falls into two that are, and a paragraph that repeats its heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.articles.lines import squeezed

_LONGEST_HEADING = 90
_MOST_WORDS = 14
_SHORTEST_BODY = 60
_ENOUGH = 3
_WORD = re.compile(r"[^\W_]+(?:[-'\N{ZERO WIDTH NON-JOINER}][^\W_]+)*")
_SCRIPT_CHANGE = re.compile(r"(?<=[A-Za-z])(?=[\u0621-\u06D3])")
_CASE_CHANGE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_A-Z])")
_MARK_CHANGE = re.compile(r"(?<=[?؟!])(?=[^\W\d_])")
# What is written onto a foreign word or a stem and makes no new word: «CRMها», «کانالهای».
_SUFFIX = re.compile(r"(?:ها|های|هایی|هایش|ی|ای|یی|ام|ات|اش|مان|تان|شان|تر|ترین|ان|ات|ون|ین|ة|ه)\Z")
_STOPS_HEADING = re.compile(r"[.!؟?،,;؛:…]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How often each word stands in an article, squeezed to one spelling."""

    counts: Counter[str]

    @classmethod
    def of(cls, source: str) -> Vocabulary:
        """Count the words of `source`."""
        return cls(counts=Counter(squeezed(match[0]) for match in _WORD.finditer(source)))

    def __call__(self, word: str) -> int:
        """How often `word` occurs."""
        return self.counts[squeezed(word)]


def glued_heading_end(text: str, *, numbered: bool, vocabulary: Vocabulary) -> int | None:
    """The length of the heading that `text` begins with, None when no heading is glued to it.

    `numbered` says that a number stands before `text` in a numbering that runs through the article.
    """
    if len(text) < _SHORTEST_BODY:
        return None
    stop = _STOPS_HEADING.search(text)
    limit = min(_LONGEST_HEADING, stop.start() + 1 if stop else len(text))
    best: tuple[int, int] | None = None
    for position, worth in _breaks(text, limit, numbered=numbered, vocabulary=vocabulary):
        heading, body = text[:position], text[position:]
        words = len(heading.split())
        if (
            words > _MOST_WORDS
            or len(body) < max(_SHORTEST_BODY // 2, len(heading))
            or _SUFFIX.match(_first_word(body))
        ):
            continue
        total = worth + (2 if numbered else 0) + _repeats(heading, body)
        if words >= 2 - numbered and total >= _ENOUGH and (best is None or total > best[0]):
            best = (total, position)
    return best[1] if best else None


def _breaks(text: str, limit: int, *, numbered: bool, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Places where a heading may end, each with what the place itself proves (0 to 3)."""
    found = [(match.start(), 3) for match in _MARK_CHANGE.finditer(text, 0, limit + 1) if not _in_address(text, match)]
    found += [(match.start(), 2) for match in _SCRIPT_CHANGE.finditer(text, 0, limit)]
    for match in _CASE_CHANGE.finditer(text, 0, limit):
        word = next((w for w in _WORD.finditer(text) if w.start() < match.start() < w.end()), None)
        # "YouTube" is one word: the halves of two glued words stand elsewhere by themselves.
        if word and vocabulary(text[match.start() : word.end()]) and vocabulary(text[word.start() : match.start()]):
            found.append((match.start(), 2))
    if numbered:
        for word in _WORD.finditer(text, 0, limit):
            found += [(word.start() + cut, 0) for cut in _halves(word[0], vocabulary)]
    return [(position, worth) for position, worth in found if 0 < position <= limit]


def _in_address(text: str, match: re.Match[str]) -> bool:
    token = re.search(r"\S*\Z", text[: match.start()])
    return token is not None and re.search(r"[/@]|www\.", token[0]) is not None


def _halves(word: str, vocabulary: Vocabulary) -> Sequence[int]:
    """Where a word that stands nowhere else falls into two that do; the cut whose rarer half is commonest."""
    if vocabulary(word) > 1 or len(word) < 5:
        return []
    cuts = [
        (min(vocabulary(word[:cut]), vocabulary(word[cut:])), cut)
        for cut in range(3, len(word) - 1)
        if not _SUFFIX.match(word[cut:])
    ]
    worth, cut = max(cuts, default=(0, 0))
    return [cut] if worth else []


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0] if match else ""


def _repeats(heading: str, body: str) -> int:
    """1 when the body's first words take up a word of the heading, as an opening sentence does."""
    heading_words = {squeezed(match[0]) for match in _WORD.finditer(heading)}
    opening = [squeezed(match[0]) for match in _WORD.finditer(body)][:12]
    return int(any(len(word) > 3 and word in heading_words for word in opening))
