"""What every language offers: detection evidence, sentences, the search form with its map back, tokens, stop words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Self

from indexer.domain import LanguageCode, Span
from indexer.languages.clues import Clues, evidence
from indexer.languages.figures import figure_pattern, plain_figure
from indexer.languages.folding import fold, fold_with_offsets
from indexer.languages.rewriting import Rule, rewrite, rewrite_with_offsets
from indexer.languages.sentences import SentenceRules, split_sentences
from indexer.languages.stemming import Remembered
from indexer.languages.tokenizing import TokenKind, address_stem, cut, figure_stem

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


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWords:
    """The words of passages that are indexed already: their `lexicon`, and whether one of them `holds` a term."""

    lexicon: Mapping[str, str] = field(default_factory=dict)
    holds: Callable[[str], bool] = lambda _term: False


NOTHING_KNOWN = KnownWords()


class Language(ABC):
    """Everything known about one language; one subclass per language, each in a file of its own."""

    code: ClassVar[LanguageCode]
    english_name: ClassVar[str]
    own_name: ClassVar[str]
    direction: ClassVar[Direction]
    stop_words: ClassVar[frozenset[str]]
    sentence_rules: ClassVar[SentenceRules]
    percent_words: ClassVar[tuple[str, ...]]
    copulas: ClassVar[frozenset[str]]
    asking: ClassVar[frozenset[str]]
    contrasts: ClassVar[frozenset[str]]
    of_words: ClassVar[frozenset[str]]
    spaced_thousands: ClassVar[bool] = False

    def __init__(self) -> None:
        """Start without a lexicon."""
        self._lexicon: Mapping[str, str] = {}
        self._stems = Remembered(self._stem_by_lexicon)

    @property
    @abstractmethod
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules that make the search form out of folded text, in order."""

    @property
    @abstractmethod
    def clues(self) -> Clues:
        """What tells the language from others."""

    def evidence(self, text: str) -> float:
        """How much in `text` speaks for this language, 0..1; comparable between languages."""
        return evidence(self.clues.points(text))

    def sentences(self, text: str) -> list[Span]:
        """The sentences of `text` as spans, in order, without white space around them; none is empty."""
        return split_sentences(text, self.sentence_rules)

    @abstractmethod
    def stem_by_rule(self, word: str) -> str:
        """The stem of a word in search form, by the language's rules alone."""

    def resolve(self, word: str, lexicon: Mapping[str, str]) -> str:
        """The stem of a word that `lexicon` does not hold, with the help of those it holds."""
        del lexicon
        return self.stem_by_rule(word)

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
        found = []
        for kind, start, end in cut(form.text):
            word = form.text[start:end]
            found.append(
                Token(
                    form=word,
                    stem=self._stem(kind, word),
                    span=form.original_span(start, end),
                    is_stop_word=word in self.stop_words,
                )
            )
        return found

    def words(self, text: str) -> list[tuple[str, str]]:
        """Form and stem of the words of `text` as `tokens` gives them, many times faster."""
        folded = self.search_text(text)
        return [(form, self._stem(kind, form)) for kind, start, end in cut(folded) for form in (folded[start:end],)]

    def stem(self, word: str) -> str:
        """The stem of one word in search form: by the lexicon where it holds the word, else by rule."""
        return self._stems[word]

    def build_lexicon(self, forms: Iterable[str], *, known: KnownWords = NOTHING_KNOWN) -> dict[str, str]:
        """Words in search form with the stem that inflected and spelt-apart forms share, for a corpus.

        `forms` are the words of the corpus as written, each once or as often as it occurs. Libraries too slow for a
        question are used here; what they find is kept with the index and given back by `with_lexicon`. Empty for a
        language whose rules do without.

        The words of passages that were indexed before and stay as they are keep their stems: what is `known` is not in
        the result.
        """
        del forms, known
        return {}

    def with_lexicon(self, lexicon: Mapping[str, str]) -> Self:
        """This language with the lexicon of an index: a new object, this one is unchanged."""
        other = copy(self)
        other._lexicon = lexicon
        other._stems = Remembered(other._stem_by_lexicon)
        return other

    def numbers(self, text: str) -> list[tuple[Span, str]]:
        """The figures of `text` in any digits, as spans with the plain number ("12.5", "1000").

        A percent sign or word beside a figure is inside its span, and "%" then follows the number.
        """
        form = self.search_form(text)
        return [
            (form.original_span(*match.span()), plain_figure(match[2]) + ("%" if match[1] or match[3] else ""))
            for match in figure_pattern(self.percent_words, spaced=self.spaced_thousands).finditer(form.text)
        ]

    def _stem(self, kind: TokenKind, word: str) -> str:
        if kind is TokenKind.FIGURE:
            return figure_stem(word)
        if kind is TokenKind.ADDRESS:
            return address_stem(word)
        return self._stems[word]

    def _stem_by_lexicon(self, word: str) -> str:
        known = self._lexicon.get(word)
        if known is not None:
            return known
        return self.resolve(word, self._lexicon) if self._lexicon else self.stem_by_rule(word)
