"""What the product says in a language, and how a question of each kind is worded in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from api.domain import AnswerKind
from indexer import LanguageCode


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One language's phrases and cues.

    `refusal` is the text of a Refusal; `source_language[code]` the note that the evidence is in language `code`,
    `part_in_language[code]` that a part of it is; `cues` maps a kind of question to a regular expression over the
    question's search form, tried in the order given; `define` is one over a sentence's search form that tells a
    definition; `semicolon` joins the cells of a table row.
    """

    language: LanguageCode
    refusal: str
    source_language: Mapping[LanguageCode, str]
    part_in_language: Mapping[LanguageCode, str]
    cues: Mapping[AnswerKind, str]
    define: str
    no_model: str
    semicolon: str = "; "

    @cached_property
    def _patterns(self) -> tuple[tuple[AnswerKind, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(cue)) for kind, cue in self.cues.items())

    @cached_property
    def _definition(self) -> re.Pattern[str]:
        return re.compile(self.define)

    def kind_of(self, form: str) -> AnswerKind:
        """The kind of a question given in search form; a fact when no cue is there."""
        return next((kind for kind, pattern in self._patterns if pattern.search(form)), AnswerKind.FACT)

    def defines(self, form: str) -> bool:
        """Whether a sentence given in search form reads as a definition."""
        return self._definition.search(form) is not None
