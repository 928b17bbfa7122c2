"""What was said, taken apart: turns of a conversation, and a question's words with the Concepts they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from api.speech.following import FOLLOWING, Aspect, Following
from indexer import LANGUAGES, AskedConcept, KnowledgeView, LanguageCode

_END = " \t\r\n?!.\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}"
_COMMAS = (",", "\N{ARABIC COMMA}", ";", "\N{ARABIC SEMICOLON}", ":")

# Written on an Arabic keyboard; a letter for a letter, so that places stay.
_PERSIAN_LETTERS = {
    ord("\N{ARABIC LETTER YEH}"): "\N{ARABIC LETTER FARSI YEH}",
    ord("\N{ARABIC LETTER ALEF MAKSURA}"): "\N{ARABIC LETTER FARSI YEH}",
    ord("\N{ARABIC LETTER KAF}"): "\N{ARABIC LETTER KEHEH}",
}


class Role(StrEnum):
    """Who said something in a conversation."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a question as it is `written`, at `start` to `end` of its text, and its `form` in search form.

    `concept` is the id of the Concept it is a part of the name of; `telling` is true where it says by itself what is
    asked about; `place` and `aspect` are those of Following; `after_comma` tells of a comma before it, `is_firm`
    of a firm's name.
    """

    written: str
    form: str
    start: int
    end: int
    is_stop: bool
    telling: bool
    asks: bool
    after_comma: bool
    concept: str | None
    place: int | None
    aspect: Aspect | None
    is_firm: bool

    @property
    def looks_like_a_name(self) -> bool:
        """Whether it has a capital or a digit; Arabic letters know no capitals."""
        return any(letter.isupper() or letter.isdigit() for letter in self.written)


@dataclass(frozen=True)
class Utterance:
    """A question of one language without its end mark; `concepts` in the order it names them."""

    text: str
    language: LanguageCode
    words: tuple[Word, ...]
    concepts: tuple[AskedConcept, ...]

    @property
    def following(self) -> Following:
        """The words of its language."""
        return FOLLOWING[self.language]

    @cached_property
    def forms(self) -> str:
        """Its words in search form, joined by single spaces."""
        return " ".join(word.form for word in self.words)

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        offsets, at = [], 0
        for word in self.words:
            offsets.append(at)
            at += len(word.form) + 1
        return tuple(offsets)

    def word_at(self, offset: int) -> int:
        """The number of the word that character `offset` of `forms` belongs to; the space behind it does, too."""
        return max(number for number, begin in enumerate(self._offsets) if begin <= offset)

    def place_in_text(self, offset: int) -> int:
        """Where in the text the word at `offset` of `forms` begins; a prefix that was matched is left behind."""
        if offset >= len(self.forms):
            return len(self.text)
        number = self.word_at(offset)
        inside = offset - self._offsets[number]
        word = self.words[number]
        if inside >= len(word.form):
            return self.words[number + 1].start
        return word.start + inside

    @property
    def telling(self) -> list[Word]:
        """The words that say by themselves what is asked about, but for names of Concepts."""
        return [word for word in self.words if word.telling]


Read = Callable[[str, LanguageCode], Utterance]
"""Takes a question of a language apart."""


def reader_of(view: KnowledgeView) -> Read:
    """How questions are taken apart with the glossary of `view`."""

    def read(text: str, language: LanguageCode) -> Utterance:
        body = text.strip().rstrip(_END)
        if language is LanguageCode.PERSIAN:
            body = body.translate(_PERSIAN_LETTERS)
        concepts = view.concepts_of(body, language=language) if body else ()
        return Utterance(text=body, language=language, words=_words(body, language, concepts), concepts=concepts)

    return read


def _words(text: str, language: LanguageCode, concepts: Sequence[AskedConcept]) -> tuple[Word, ...]:
    following, own = FOLLOWING[language], LANGUAGES[language]
    found: list[Word] = []
    for token in own.tokens(text):
        form, start, end = token.form, token.span.start, token.span.end
        concept = next((one.concept for one in concepts if one.span.overlaps(token.span)), None)
        aspect = following.aspect_of(form)
        bare = following.without_suffix(text[start:end])
        if aspect is None and bare is not None:
            aspect = following.aspect_of(own.search_text(bare))
        asks = following.is_("asks", form) or form in own.asking
        says_nothing = (
            token.is_stop_word
            or asks
            or following.is_("relational", form)
            or following.is_("relational", own.search_text(bare or text[start:end]))
        )
        found.append(
            Word(
                written=text[start:end],
                form=form,
                start=start,
                end=end,
                is_stop=token.is_stop_word,
                telling=concept is None and aspect is None and not says_nothing,
                asks=asks,
                after_comma=bool(found) and any(comma in text[found[-1].end : start] for comma in _COMMAS),
                concept=concept,
                place=following.place_of(form) if concept is None or token.is_stop_word else None,
                aspect=aspect if concept is None else None,
                is_firm=concept is None and following.is_("names", form),
            )
        )
    return tuple(found)
