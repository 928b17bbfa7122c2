"""Rewriting folded text by rules, with or without the offsets: both ways give the same text.

A rule replaces what a regular expression matches. Rules run in order, again and again until nothing changes, so that
the outcome is its own search form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Replacement = Callable[[re.Match[str]], str]

# Rules only close or open gaps, so two or three rounds settle every text; the bound keeps a faulty rule from hanging.
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rewriting: each match of `pattern` becomes `replacement` of it (a plain string, or computed from the match).

    With `needles`, the rule is tried only on texts that hold one of them, and with `beyond_ascii` only on texts that
    are not pure ASCII: looking is much cheaper than searching.
    """

    pattern: re.Pattern[str]
    replacement: str | Replacement
    needles: tuple[str, ...] = ()
    beyond_ascii: bool = False

    def applies(self, text: str) -> bool:
        """Whether a match is possible at all."""
        if self.beyond_ascii and text.isascii():
            return False
        return not self.needles or any(needle in text for needle in self.needles)

    def of(self, match: re.Match[str]) -> str:
        """What `match` becomes."""
        return self.replacement if isinstance(self.replacement, str) else self.replacement(match)


def rewrite(text: str, rules: Sequence[Rule]) -> str:
    """`text` with every rule applied until nothing changes."""
    # What each rule left behind: it has nothing to do on the same text again.
    left: list[str | None] = [None] * len(rules)
    for _ in range(_MOST_ROUNDS):
        before = text
        for number, rule in enumerate(rules):
            if text != left[number] and rule.applies(text):
                text = rule.pattern.sub(rule.replacement, text)
            left[number] = text
        if text == before:
            break
    return text


def rewrite_with_offsets(
    text: str, starts: list[int], ends: list[int], rules: Sequence[Rule]
) -> tuple[str, list[int], list[int]]:
    """`rewrite(text)` with the offsets carried along; what a rule inserts stands for an empty stretch."""
    left: list[str | None] = [None] * len(rules)
    for _ in range(_MOST_ROUNDS):
        before = text
        for number, rule in enumerate(rules):
            if text != left[number] and rule.applies(text):
                text, starts, ends = _apply(rule, text, starts, ends)
            left[number] = text
        if text == before:
            break
    return text, starts, ends


def _apply(rule: Rule, text: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for match in rule.pattern.finditer(text):
        replacement = rule.of(match)
        if replacement == match.group():
            continue
        begin, end = match.span()
        pieces += (text[done:begin], replacement)
        new_starts += starts[done:begin]
        new_ends += ends[done:begin]
        position = begin
        for character in replacement:
            found = text.find(character, position, end)
            if found < 0:
                start, stop = _gap(starts, ends, position)
                new_starts.append(start)
                new_ends.append(stop)
            else:
                new_starts.append(starts[found])
                new_ends.append(ends[found])
                position = found + 1
        done = end
    if not done:
        return text, starts, ends
    pieces.append(text[done:])
    return "".join(pieces), new_starts + starts[done:], new_ends + ends[done:]


def _gap(starts: list[int], ends: list[int], position: int) -> tuple[int, int]:
    # Between two characters folded from one the gap is that one character, else the offsets would run backwards.
    left = ends[position - 1] if position else starts[0]
    right = starts[position] if position < len(starts) else left
    return min(left, right), left


def spelled_as(forms: Iterable[str]) -> str:
    """A regular expression for any of `forms`, sharing their beginnings; a space in a form may be missing.

    Many alternatives side by side would be tried one by one at every word; a tree of them is not.
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for form in forms:
        node = tree
        for character in form:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [(" ?" if key == " " else re.escape(key)) + _branches(child) for key, child in node.items() if key]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined
