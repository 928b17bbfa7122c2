"""Arabic: everything known about the language."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.spacing import compounds, joined_before

# Loan words whose search form is one word; "+" marks the joints.
JOINED = "اون+لاين اوف+لاين لاب+توب واتس+اب فيس+بوك اي+ميل اومني+تشانل ملتي+تشانل مالتي+تشانل"


@cache
def _rules() -> tuple[Rule, ...]:
    # The conjunction is written joined; apart it is a slip that says the same.
    return (*shared_rules(), compounds(JOINED), joined_before("و"))


class Arabic(Language):
    """Modern Standard Arabic."""

    code = LanguageCode.ARABIC
    english_name = "Arabic"
    own_name = "العربية"
    direction: ClassVar[Direction] = "rtl"
    stop_words = frozenset(("في", "من", "علی", "الی", "عن", "ان", "هو", "هي", "ما", "هل"))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form."""
        return _rules()
