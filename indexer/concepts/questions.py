"""What a question asks about: the Concepts it names, however it spells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from indexer.concepts.glossary import Glossary, Name
from indexer.concepts.mentions import Decision, Mention, NameFinder
from indexer.concepts.spelling import Word, forms, words
from indexer.domain import LanguageCode, Span
from indexer.languages import LANGUAGES

# Shares of letters in common, from difflib: «mutlichannel» and «multichannel» have .92, the two Concepts' names .78.
_ALIKE = 0.86
# The same of each word of a name of several: «المتاحة» and «المتنوعة» have .75 with the second of two names.
_WORD_ALIKE = 0.8
_SHORTEST_MISSPELT = 6
_REMEMBERED = 16_384
_REMEMBERED_QUESTIONS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedConcept:
    """A Concept a question asks about: where it names it and by what name.

    `is_sure` is False where the name may mean another Concept too and this is the one it usually means.
    """

    concept: str
    span: Span
    name: Name
    is_sure: bool


class QuestionConcepts:
    """Reads the Concepts of questions; safe to share between threads."""

    def __init__(self, glossary: Glossary, *, is_known: Callable[[str], bool]) -> None:
        """Read by `glossary`; a word that `is_known` is no misspelt name."""
        # An answer asks for them twice: to search, and to compose. The cache is of the reader, not of this object, so
        # that an index is let go with its last user.
        self.read = lru_cache(maxsize=_REMEMBERED_QUESTIONS)(_Reader(glossary, is_known=is_known).read)
        """The Concepts a text names, in the order it names them; given the text and its language."""


class _Names:
    """The names of a glossary as questions are read by them: `finders` by language, those that are `ambiguous`, joined.

    `spelt` are those of which a misspelling can be told, joined.
    """

    def __init__(self, glossary: Glossary) -> None:
        everywhere = list(LanguageCode)
        self.finders = {
            code: NameFinder(glossary.names, languages=(code, *(other for other in everywhere if other is not code)))
            for code in everywhere
        }
        self.ambiguous = {"".join(name.key) for name in glossary.names if name.is_ambiguous}
        self.spelt: dict[str, Name] = {}
        for name in glossary.names:
            if not name.is_ambiguous:
                form = "".join(forms(name.text))
                if len(form) >= _SHORTEST_MISSPELT:
                    self.spelt.setdefault(form, name)


@lru_cache(maxsize=2)
def _names_of(glossary: Glossary) -> _Names:
    """Snapshot after snapshot is read with one glossary."""
    return _Names(glossary)


class _Reader:
    """Reads one question after the other."""

    def __init__(self, glossary: Glossary, *, is_known: Callable[[str], bool]) -> None:
        self._glossary = glossary
        self._is_known = is_known
        self._names = _names_of(glossary)
        self._meant: dict[tuple[tuple[str, ...], LanguageCode], Name | None] = {}

    def read(self, text: str, language: LanguageCode) -> tuple[AskedConcept, ...]:
        """The Concepts `text` names, in the order it names them."""
        if not self._glossary:
            return ()
        found = words(text)
        finder = self._names.finders[language]
        mentions = finder.find_words(found)
        mentions = sorted([*mentions, *self._misspelt_in(found, mentions, language)], key=lambda one: one.span)
        if not LANGUAGES[language].of_words.isdisjoint(word.form for word in found):
            # "What does چندکاناله mean in Persian texts?" asks about the word, and only it can be found.
            mentions = [one for one in mentions if one.name.language in {language, LanguageCode.ENGLISH}]
        twice = Counter(one.name.key for one in mentions if one.is_open)
        asked: list[AskedConcept] = []
        for one in mentions:
            name = one.name
            if one.concept is not None:
                asked.append(AskedConcept(concept=one.concept, span=one.span, name=name, is_sure=True))
            elif twice[name.key] > 1 and len(name.concepts) > 1:
                # Who sets a name against itself means all it can mean.
                place = sum(other.name.key == name.key and other.span < one.span for other in mentions)
                concept = name.concepts[min(place, len(name.concepts) - 1)]
                asked.append(AskedConcept(concept=concept, span=one.span, name=name, is_sure=True))
            elif name.usual is not None:
                asked.append(AskedConcept(concept=name.usual, span=one.span, name=name, is_sure=False))
        return tuple(asked)

    def _misspelt_in(self, found: Sequence[Word], mentions: Sequence[Mention], language: LanguageCode) -> list[Mention]:
        """Names with a slip, also those that the slip parts in two words."""
        free = [word for word in found if not any(one.span.overlaps(word.span) for one in mentions)]
        if not free:
            return []
        result: list[Mention] = []
        for size in (1, 2):
            for first in range(len(free) - size + 1):
                parts = free[first : first + size]
                whole = Span(start=parts[0].span.start, end=parts[-1].span.end)
                if any(not part.joins for part in parts[1:]) or any(one.span.overlaps(whole) for one in result):
                    continue
                name = self._remembered(tuple(part.form for part in parts), language)
                if name is not None:
                    result.append(Mention(name=name, span=whole, concept=name.concepts[0], decision=Decision.PLAIN))
        return result

    def _remembered(self, parts: tuple[str, ...], code: LanguageCode) -> Name | None:
        """Words recur from question to question."""
        key = parts, code
        try:
            return self._meant[key]
        except KeyError:
            name = self._misspelt(parts, code)
        if len(self._meant) >= _REMEMBERED:
            self._meant.clear()
        self._meant[key] = name
        return name

    def _misspelt(self, parts: tuple[str, ...], code: LanguageCode) -> Name | None:
        form = "".join(parts)
        if len(form) < _SHORTEST_MISSPELT or self._is_known(form) or self._is_well_spelt(parts, code):
            return None
        best, nearest = _ALIKE, None
        for spelt, name in self._names.spelt.items():
            if abs(len(spelt) - len(form)) > 2 or spelt[0] != form[0]:
                continue
            matcher = SequenceMatcher(None, form, spelt, autojunk=False)
            if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best and _alike_by_word(parts, name):
                best, nearest = ratio, name
        return nearest

    def _is_well_spelt(self, parts: tuple[str, ...], code: LanguageCode) -> bool:
        """Whether `parts` are an ambiguous name with an ending, or two words that are known each by itself.

        «همه کانالها» is all channels and «رحلة العمل» a business trip, whatever names they are near to.
        """
        language = LANGUAGES[code]
        stems = [language.stem(part) for part in parts]
        return "".join(stems) in self._names.ambiguous or (
            len(parts) > 1
            and all(
                part in language.stop_words or self._is_known(part) or self._is_known(stem)
                for part, stem in zip(parts, stems, strict=True)
            )
        )


def _alike_by_word(parts: Sequence[str], name: Name) -> bool:
    """Whether no word of a name of several is another word: a long first one may not outweigh the second."""
    own = forms(name.text)
    if len(own) != len(parts):
        return True
    return all(
        SequenceMatcher(None, *pair, autojunk=False).ratio() >= _WORD_ALIKE for pair in zip(parts, own, strict=True)
    )
