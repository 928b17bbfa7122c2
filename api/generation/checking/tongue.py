"""Whether a sentence is in the reader's language."""

from __future__ import annotations

import unicodedata

from indexer import LanguageCode, detect

# Below this the words do not say which of two languages of one script it is.
_SURE = 0.75
_SCRIPTS = ("LATIN", "ARABIC")


def is_in(text: str, language: LanguageCode) -> bool:
    """Whether `text` is in `language`: by its words, and without a letter of a script that no reader here reads."""
    if not all(_is_known(character) for character in text if character.isalpha()):
        return False
    found = detect(text, default=language)
    return found.language is language or found.confidence < _SURE


def _is_known(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(_SCRIPTS)
