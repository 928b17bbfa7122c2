"""What every language offers: detection evidence, sentences, the search form with its map back, tokens, stop words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from indexer.domain import LanguageCode, Span
from indexer.languages.folding import fold, fold_with_offsets
from indexer.languages.rewriting import Rule, rewrite, rewrite_with_offsets

Direction = Literal["rtl", "ltr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """A text as search sees it, with the way back to the original.

    `starts[i]` and `ends[i]` are the code-point offsets in the original of what `text[i]` stands for (`ends`
    exclusive). Both are monotone (non-decreasing) and lie inside the original.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> Span:
        """The span of the original behind `text[start:end]` (`start < end`)."""
        return Span(start=self.starts[start], end=self.ends[end - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word for exact search: `form` in search form, `stem` what inflected forms share, `span` in the original."""

    form: str
    stem: str
    span: Span
    is_stop_word: bool = False


class Language(ABC):
    """Everything known about one language; one subclass per language, each in a file of its own."""

    code: ClassVar[LanguageCode]
    english_name: ClassVar[str]
    own_name: ClassVar[str]
    direction: ClassVar[Direction]
    stop_words: ClassVar[frozenset[str]]

    @property
    @abstractmethod
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules that make the search form out of folded text, in order."""

    def evidence(self, text: str) -> float:
        """How much in `text` speaks for this language, 0..1; comparable between languages."""
        words = self.search_text(text).split()
        return sum(word in self.stop_words for word in words) / len(words) if words else 0.0

    def sentences(self, text: str) -> list[Span]:
        """The sentences of `text` as spans, in order, without white space around them; none is empty."""
        return [
            Span(start=match.start(), end=match.end())
            for match in re.finditer(r"\S(?:.*?[.!?\u061f\u2026](?=\s)|.*?(?=\s*(?:\n\s*\n|\Z)))", text, re.DOTALL)
        ]

    def search_form(self, text: str) -> SearchForm:
        """`text` folded so that spellings equal to a reader are equal; idempotent on its own output."""
        folded, starts, ends = rewrite_with_offsets(*fold_with_offsets(text), self.rules)
        return SearchForm(text=folded, starts=tuple(starts), ends=tuple(ends))

    def search_text(self, text: str) -> str:
        """`search_form(text).text`, many times faster: for questions and for texts in bulk."""
        return rewrite(fold(text), self.rules)

    def tokens(self, text: str) -> list[Token]:
        """The words of `text` for exact search, in order, stop words marked and not removed."""
        form = self.search_form(text)
        return [
            Token(
                form=match.group(),
                stem=match.group(),
                span=form.original_span(*match.span()),
                is_stop_word=match.group() in self.stop_words,
            )
            for match in re.finditer(r"\w+", form.text)
        ]
