"""What a language model wrote as plain text, or nothing where it is no plain text.

A model that was talked into it may smuggle links, markup and invisible characters to readers; whatever marks a sentence
as more than words costs the sentence.
"""

from __future__ import annotations

import re
import unicodedata

from indexer import LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
_ALL_JOINERS = f"{ZWNJ}\N{ZERO WIDTH JOINER}"
# Code points in a row that nobody sees: as many tell letters apart.
_HIDDEN_RUN = 4
_JOINERS = {LanguageCode.PERSIAN: ZWNJ}
# Emphasis, code, headings, quotations and list items of Markdown: signs around words that stay.
_EMPHASIS = re.compile(r"\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|`+|~~")
_LINE_START = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+\u2022\u25cf\u25aa\u2013\u2014]\s+|\(?\d{1,3}[.)]\s+)+")
_SMUGGLED = re.compile(
    r"https?:|ftp:|javascript:|data:|mailto:|www\.|\]\(|!\[|</?[a-z!]|&#?\w+;|\{\{|\|\s*[-:]{3,}"
    r"|[\w.+-]@[\w-]+\.\w|\w\.[a-z]{2,}(?:/|:\d)"
    # Addresses in disguise, in other scripts, and as machines write them.
    r"|hxxps?:|\w\s?[\[(]\s?(?:\.|dot)\s?[\])]\s?\w|\w\u3002\w|\bxn--|[a-z]%[0-9a-f]{2}|(?:%[0-9a-f]{2}){2}"
    r"|\w\.(?:ایران|بازار|همراه|شبكة|شبکه|موقع|امارات|السعودية|مصر)\b",
    re.IGNORECASE,
)
# A name such as "Booking.com": a dot between letters is in no other word of these languages.
# It is looked for where it begins alone: from each letter of a long word anew, it would take for ever.
_SITE = re.compile(r"(?<![a-z0-9-])(?<![a-z0-9-]\.)(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:[a-z]\.)+[a-z]{1,2}", re.IGNORECASE)
_SCRIPTS = ("LATIN", "ARABIC")
_LONGEST = 700
"""Code points of a sentence at most; what is longer says more than can be checked against a passage."""


def plain(text: str, language: LanguageCode) -> str | None:
    """`text` without marks of Markdown, invisible characters and surplus space; None where it is more than words.

    >>> plain("- **Omnichannel** joins channels.", LanguageCode.ENGLISH)
    'Omnichannel joins channels.'
    >>> plain("See [this](https://example.org).", LanguageCode.ENGLISH) is None
    True
    """
    if len(text) > 4 * _LONGEST:
        return None
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character in _JOINERS.get(language, "") or character.isspace() or not _is_invisible(character)
    )
    if _SMUGGLED.search(unicodedata.normalize("NFKC", kept)):
        return None
    words = " ".join(_EMPHASIS.sub("", _LINE_START.sub("", kept)).split()).strip(f" {ZWNJ}")
    if not words or len(words) > _LONGEST or not any(map(str.isalpha, words)) or not _is_of_known_scripts(words):
        return None
    return words


def sites(text: str) -> list[str]:
    """The names of sites in a text, in lower case: a sentence may name those that its source does.

    >>> sites("Booking.com and iAsk.ai, e.g. in the U.S.")
    ['booking.com', 'iask.ai']
    """
    found = _SITE.findall(unicodedata.normalize("NFKC", text))
    return [site.lower() for site in found if not _ABBREVIATION.fullmatch(site)]


def visible(text: str) -> str:
    """A text without the characters that nobody sees, but for joiners, which Persian and Arabic are written with."""
    return "".join(one for one in text if one in _ALL_JOINERS or not _is_invisible(one))


def hides_text(text: str) -> bool:
    """Whether more may stand in a text than anybody sees: its marks of direction and hyphenation hide nothing.

    >>> hides_text("soft\N{SOFT HYPHEN}ly")
    False
    >>> hides_text("softly\N{TAG LATIN SMALL LETTER A}")
    True
    """
    run = 0
    for character in text:
        run = run + 1 if _is_invisible(character) else 0
        if run >= _HIDDEN_RUN or _carries_text(character):
            return True
    return False


def _carries_text(character: str) -> bool:
    """Tag characters and the variation selectors that no character of these languages has: one for each letter."""
    return 0xE0000 <= ord(character) <= 0xE01EF


def _is_invisible(character: str) -> bool:
    """Format and control characters, private and unassigned ones, and variation selectors."""
    category = unicodedata.category(character)
    if category[0] == "C":
        return character not in "\t\n\r"
    return category == "Mn" and unicodedata.name(character, "").startswith("VARIATION SELECTOR")


def _is_of_known_scripts(words: str) -> bool:
    """Whether all letters are of the scripts that readers of these languages know: look-alikes are of others."""
    return all(unicodedata.name(letter, "").startswith(_SCRIPTS) for letter in words if letter.isalpha())
