"""English: everything known about the language."""

from __future__ import annotations

from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules


class English(Language):
    """English."""

    code = LanguageCode.ENGLISH
    english_name = "English"
    own_name = "English"
    direction: ClassVar[Direction] = "ltr"
    stop_words = frozenset(("the", "a", "an", "of", "to", "in", "is", "and", "for", "what", "how"))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form: those of every language."""
        return shared_rules()
