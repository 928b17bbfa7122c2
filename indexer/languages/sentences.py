"""The sentence splitter of all languages; what differs between them is handed in as `SentenceRules`.

It looks at each run of end punctuation, asks whether a sentence can end there, and lets closing quotes and brackets go
with the sentence they close. It reads the text as written; nothing is normalised.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from indexer.domain import Span
from indexer.languages.protected import protected_spans
from indexer.languages.scripts import ARABIC_LETTERS

_STOPS = ".!?\u2026\u061f\u06d4\u061b\u3002\uff01\uff1f"
_OPENERS = "\u00ab\u201e\u201c\u2018([{\u2039"
_CLOSERS = "\u00bb\u201d\u201c\u2019)]}\u203a\"'"
_PAIRS = {"\u00ab": "\u00bb", "\u201e": "\u201d\u201c", "\u201c": "\u201d", "(": ")", "[": "]", "{": "}"}
# A quotation or bracket longer than this was most likely never closed.
_LONGEST_PAIR = 300
_CLAUSE_WORDS = 3
# Vowel signs; the tanween stands on the last letter of a word or on the one before a silent alif.
_SIGNS = "\u0640\u064b-\u0655\u0670"
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"

# A marker of a list item: a bullet, a figure or letter with point, bracket or hyphen ("1.", "۵-۲-", "a)", "آ.").
LIST_MARKER = (
    rf"(?:[-*+\u2022\u25aa\u25cf\u25e6\u2013\u2014\u00b7](?=\s)|\(?\d{{1,3}}(?:[-.]\d{{1,3}})*[.)-](?!\d)(?=\s|[^\W\d_])"
    rf"|\(?(?:[A-Za-z]|[{ARABIC_LETTERS}\u0622\u0623])[.)](?=\s)|#{{1,6}}\s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRules:
    """What a language knows of its sentences; words are in lower case and, with inner points, without the last one.

    `abbreviations` never end a sentence; `closing_abbreviations` may ("itd.", "etc."), if what follows looks like a
    beginning; `figure_abbreviations` are abbreviations only before a figure ("no. 5"). `ordinals` is an expression for
    figures, with what stands before them, whose point makes an ordinal. `cased` languages begin a sentence with a
    capital. `semicolon_ends`: the Arabic semicolon parts full sentences. `continuing` are words that carry a sentence
    on after a quotation that ends in ! or ?.
    """

    abbreviations: frozenset[str]
    closing_abbreviations: frozenset[str] = frozenset()
    figure_abbreviations: frozenset[str] = frozenset()
    ordinals: str = ""
    cased: bool = True
    semicolon_ends: bool = False
    continuing: frozenset[str] = field(default_factory=frozenset)


@cache
def _candidate() -> re.Pattern[str]:
    # A footnote number in brackets goes with the sentence before it, like a closing quote.
    closing = rf"(?:[{re.escape(_CLOSERS)}]|[ \u00a0]?[\u00bb\u201d]|\[\d{{1,3}}\])*"
    return re.compile(rf"(?P<stop>[{_STOPS}]+)(?P<closing>{closing})(?P<gap>[{_INVISIBLE}]*(?:\s+|\Z))?")


@cache
def _break() -> re.Pattern[str]:
    return re.compile(rf"\n[^\S\n]*\n\s*|\n[^\S\n]*(?={LIST_MARKER})")


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"\s*{LIST_MARKER}")


@cache
def _word_before() -> re.Pattern[str]:
    return re.compile(rf"[^\W_](?:[\w.'\u200c{_SIGNS}]*[\w{_SIGNS}])?\Z")


def split_sentences(text: str, rules: SentenceRules) -> list[Span]:
    """The sentences of `text` in order, without white space around them; together they hold all that is not space."""
    protected = protected_spans(text)
    starts = [start for start, _ in protected]
    pairs = _pairs(text)
    ends = {match.start() for match in _break().finditer(text)}
    for match in _candidate().finditer(text):
        position = match.start()
        at = bisect_right(starts, position) - 1
        if at >= 0 and position < protected[at][1]:
            continue
        if _ends_sentence(text, match, rules, pairs):
            ends.add(match.end("closing"))
    return _spans(text, sorted(ends))


def _spans(text: str, ends: list[int]) -> list[Span]:
    spans: list[Span] = []
    begin = 0
    for end in (*ends, len(text)):
        piece = text[begin:end]
        stripped = piece.strip()
        if stripped:
            start = begin + len(piece) - len(piece.lstrip())
            stop = start + len(stripped)
            worded = any(character.isalnum() for character in stripped)
            if spans and not worded and "\n" not in text[spans[-1].end : start]:
                # Punctuation alone is no sentence: it goes with the one before it on the line.
                spans[-1] = Span(start=spans[-1].start, end=stop)
            else:
                spans.append(Span(start=start, end=stop))
        begin = end
    return spans


def _pairs(text: str) -> list[tuple[int, int]]:
    """Quotations and brackets as (start, exclusive end), outermost only, in order."""
    found = []
    position = 0
    for match in re.finditer(f"[{re.escape(''.join(_PAIRS))}]", text):
        start = match.start()
        if start < position:
            continue
        opener, closers = match.group(), _PAIRS[match.group()]
        depth = 0
        for index in range(start, min(len(text), start + _LONGEST_PAIR)):
            character = text[index]
            if character == "\n" and text[index + 1 : index + 2] == "\n":
                break
            if character == opener:
                depth += 1
            elif character in closers:
                depth -= 1
                if not depth:
                    found.append((start, index + 1))
                    position = index + 1
                    break
    return found


def _ends_sentence(text: str, match: re.Match[str], rules: SentenceRules, pairs: list[tuple[int, int]]) -> bool:
    stop, begin, end = match["stop"], match.start(), match.end("closing")
    at = bisect_right(pairs, (begin, len(text))) - 1
    if at >= 0 and end < pairs[at][1]:
        return False
    if match.end() == len(text):
        return True
    if match["gap"] is None:
        ends = _glued_end(text, begin, rules)
    elif stop == "\u061b":
        ends = rules.semicolon_ends and _parts_clauses(text, match)
    elif stop == ".":
        ends = _point_ends(text, match, rules)
    elif set(stop) <= {".", "\u2026"}:
        ends = _ellipsis_ends(text, match, rules)
    else:
        ends = not _carries_on(text, match, rules)
    return ends


def _parts_clauses(text: str, match: re.Match[str]) -> bool:
    """Whether three words or more stand on either side of a semicolon, up to the next stop: else it is in a list."""
    stops = re.compile(f"[{_STOPS}\n]")
    before = stops.split(text[max(0, match.start() - 60) : match.start()])[-1]
    after = stops.split(text[match.end() : match.end() + 60])[0]
    return len(before.split()) >= _CLAUSE_WORDS <= len(after.split())


def _glued_end(text: str, begin: int, rules: SentenceRules) -> bool:
    """Whether a stop with no space after it ends a sentence: between two words of the Arabic script it does."""
    if rules.cased or text[begin] == "\u061b":
        return False
    letter = rf"[{ARABIC_LETTERS}\u0622-\u0626\u200c]"
    before = re.compile(rf"(?:{letter}[{_SIGNS}]*){{3}}\Z").search(text, max(0, begin - 12), begin)
    return bool(before and re.compile(rf"{letter}{{3}}").match(text, begin + 1))


def _next_word(text: str, match: re.Match[str]) -> str:
    following = re.compile(rf"[\s{re.escape(_OPENERS)}\"'{_INVISIBLE}]*([^\W_]+)?").match(text, match.end())
    return (following[1] or "") if following else ""


def _begins(word: str, rules: SentenceRules, *, after: str) -> bool:
    """Whether `word` can begin a sentence by its letter case, which counts between Latin words in any language."""
    if not word[:1].islower() or (len(word) > 1 and word[1].isupper()):
        return True
    return not (rules.cased or (after.isascii() and after.isalnum()))


def _point_ends(text: str, match: re.Match[str], rules: SentenceRules) -> bool:
    begin = match.start()
    if _is_marker(text, begin):
        return False
    following = _next_word(text, match)
    if not _begins(following, rules, after=text[begin - 1 : begin]):
        return False
    if rules.ordinals and re.search(rf"(?:{rules.ordinals})\Z", text[max(0, begin - 30) : begin], re.IGNORECASE):
        return False
    found = _word_before().search(text, max(0, begin - 30), begin)
    word = found.group() if found else ""
    lowered = word.lower()
    if _is_initial(word) or lowered in rules.abbreviations:
        return False
    if lowered in rules.figure_abbreviations:
        return not following[:1].isdigit()
    return lowered not in rules.closing_abbreviations or (rules.cased and following[:1].isupper())


def _is_marker(text: str, begin: int) -> bool:
    """Whether the point at `begin` is part of a list marker: at the head of a line, or a small figure after a stop."""
    line = text.rfind("\n", 0, begin) + 1
    marker = _marker().match(text, line)
    if marker and marker.end() == begin + 1:
        return True
    return bool(re.compile(r"(?<!\d)\d{1,2}\Z").search(text, max(0, begin - 3), begin)) and bool(
        re.compile(r"(?:\A|[:!?\u061f]\s|\w{4}[.\u061b]\s)\s*\d{1,2}\Z").search(text, max(0, begin - 9), begin)
    )


def _is_initial(word: str) -> bool:
    last = word.rsplit(".", 1)[-1]
    return len(last) == 1 and last.isalpha() and not last.islower()


def _ellipsis_ends(text: str, match: re.Match[str], rules: SentenceRules) -> bool:
    head = text[max(0, match.start() - 4) : match.start()].rstrip()
    # "و…" in Persian and Arabic says "and so on", in the middle of a sentence as often as not.
    if re.search(r"(?:^|\s)\u0648\Z", head):
        return False
    following = _next_word(text, match)
    return (
        bool(following) and _begins(following, rules, after="") and (rules.cased or following not in rules.continuing)
    )


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(rf"\([^){_STOPS}\n]*\)")


def _carries_on(text: str, match: re.Match[str], rules: SentenceRules) -> bool:
    # What is added in brackets behind a quotation is said of it: the title "What next?" (2022).
    if match["closing"] and _in_brackets().match(text, match.end()):
        return True
    following = _next_word(text, match)
    if rules.cased:
        return following[:1].islower()
    return bool(match["closing"]) and following in rules.continuing
