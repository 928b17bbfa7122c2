"""Polish: everything known about the language."""

from __future__ import annotations

from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules


class Polish(Language):
    """Polish."""

    code = LanguageCode.POLISH
    english_name = "Polish"
    own_name = "polski"
    direction: ClassVar[Direction] = "ltr"
    stop_words = frozenset(("i", "w", "na", "z", "do", "jest", "czy", "nie", "sie", "jak", "co"))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form: those of every language."""
        return shared_rules()
