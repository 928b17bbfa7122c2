"""Rewriting rules that hold in every language: where scripts meet, and Latin terms spelled with hyphen or space."""

from __future__ import annotations

import re
from functools import cache

from indexer.languages.rewriting import Rule

# Letters of the Arabic script that are left after folding, as the inside of a character class.
ARABIC_LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
)

# Heads of "-channel" compounds; the misspelling "chanel" is as common in the wild as the word itself.
_CHANNEL_HEADS = ("omni", "multi", "cross", "single", "mono", "opti")
# What "e-" is written before, joined ("email"), hyphenated or apart.
_ELECTRONIC = (
    "bank", "biznes", "book", "business", "commerce", "handel", "komerc", "learning", "mail", "marketing",
    "payment", "platnosc", "recept", "service", "shop", "sklep", "uslug", "wallet",
)  # fmt: skip
# Other compounds whose parts stand joined, hyphenated or apart; the joined spelling is the search form.
_COMPOUNDS = (
    "back office", "call center", "chat bot", "click stream", "data base", "drop shipping", "face book", "feed back",
    "help desk", "home page", "linked in", "market place", "news letter", "real time", "smart phone", "tik tok",
    "touch point", "web page", "web site", "whats app", "white paper", "work flow", "you tube",
)  # fmt: skip
# Apart these are two common words ("on line 5"): only the hyphen is folded away.
_HYPHENATED = ("check out", "cross selling", "follow up", "in store", "off line", "on boarding", "on line", "opt in",
               "up selling")  # fmt: skip


def _part_scripts(match: re.Match[str]) -> str:
    text, (start, end) = match.string, match.span()
    before = " " if start and _arabic().match(text[start - 1]) else ""
    after = " " if end < len(text) and _arabic().match(text[end]) else ""
    return before + match.group() + after


@cache
def _arabic() -> re.Pattern[str]:
    return re.compile(f"[{ARABIC_LETTERS}]")


def _stands_alone(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1 : match.start()]
    return not (before.isascii() and before.isalnum()) and before not in {".", "@", "/", "-"}


def _without_gap(match: re.Match[str]) -> str:
    return match.group().replace(" ", "").replace("-", "") if _stands_alone(match) else match.group()


def _one_channel(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return match.group() if before.isascii() and before.isalnum() else f"{match[1]}channel"


@cache
def shared_rules() -> tuple[Rule, ...]:
    """Rules for folded text of any language.

    A Latin run or figure glued to Arabic letters ("CRMها", "لQuestionPro") is parted from them by a space, since the
    same words stand apart as often. Omni-channel, omni channel, omnichanel and the like become one word, and so do
    e-mail, on-line and other Latin compounds of a short list.
    """
    heads = "|".join(_CHANNEL_HEADS)
    compounds = "|".join(
        [compound.replace(" ", "[ -]") for compound in _COMPOUNDS]
        + [compound.replace(" ", "-") for compound in _HYPHENATED]
    )
    return (
        Rule(pattern=re.compile("[a-z0-9]+"), replacement=_part_scripts, beyond_ascii=True),
        Rule(pattern=re.compile("(?<=[0-9]) (?=%)"), replacement="", needles=(" %",)),
        Rule(
            pattern=re.compile(rf"({heads})[ -]{{0,3}}chann?el"),
            replacement=_one_channel,
            needles=("chan",),
        ),
        Rule(
            pattern=re.compile(rf"(?<![a-z0-9.@/-])e[ -](?={'|'.join(_ELECTRONIC)})"),
            replacement="e",
            needles=("e-", "e "),
        ),
        Rule(
            pattern=re.compile(rf"(?:{compounds})(?=e?s?(?![a-z0-9@/-]))"),
            replacement=_without_gap,
            needles=(" ", "-"),
        ),
    )
