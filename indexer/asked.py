"""A question taken apart for search: its words with their other spellings, their vectors and their sounds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import AskedConcept, QuestionConcepts
from indexer.domain import LanguageCode, Question, direction_of
from indexer.embedding import WordEmbedder
from indexer.index.concepts import concept_term
from indexer.index.passage_index import PassageIndex
from indexer.index.words import AskedWords
from indexer.languages import LANGUAGES, Language, Token
from indexer.languages.sounds import sound

_JOINED_WORDS = 3
_REMEMBERED_WORDS = 16_384
# Letters; what is longer is no word, and trying to divide it would cost.
_LONGEST_WORD = 40
_ASCII_LETTER = re.compile(r"[a-z]")
# Shorter halves are found in any word.
_SHORTEST_HALF = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks with: its content words, or all its words where every one is a stop word.

    `terms[i]` are the alternative terms of word i for the lexical leg, `literal_terms[i]` those without Concepts;
    `words` are the same words for late interaction and `weights` (words,) how much each says by itself. `telling` is
    False where stop words stand in for content. `concepts` are the Concepts it names, `places[i]` the numbers of the
    words that name Concept i; `names` are those of other names: of products, companies, people.
    """

    terms: tuple[frozenset[str], ...]
    words: AskedWords
    weights: NDArray[np.float32]
    telling: bool
    literal_terms: tuple[frozenset[str], ...] = ()
    concepts: tuple[AskedConcept, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    names: tuple[int, ...] = ()


class Analyst:
    """Takes questions apart for one index, with the lexicons made from its corpus; safe to share between threads."""

    def __init__(self, index: PassageIndex, word_model: WordEmbedder) -> None:
        """Bind the index, whose vocabulary decides which other spellings are worth a look, and the word model."""
        self._index = index
        self._word_model = word_model
        self._concepts = QuestionConcepts(index.glossary, is_known=index.holds)
        self._languages: Mapping[LanguageCode, Language] = {
            code: plain.with_lexicon(index.lexicon(code)) for code, plain in LANGUAGES.items()
        }
        # Words recur from question to question, and each is looked up in four languages.
        self._stems = lru_cache(maxsize=_REMEMBERED_WORDS)(partial(_stems, tuple(self._languages.values())))

    def take_apart(self, question: Question) -> Asked:
        """The words of `question` as search needs them; punctuation says nothing of what is asked and is left out."""
        language = self._languages[question.language]
        own = language.tokens(question.text)
        concepts = self.concepts(question)
        named = [place for place, token in enumerate(own) for one in concepts if one.span.overlaps(token.span)]
        content_words = [place for place, token in enumerate(own) if not token.is_stop_word]
        # "Define omnichannel": the first word tells what is to be done with the second, which alone can be found.
        asked_for = [place for place in content_words if own[place].form not in language.asking]
        telling = sorted({*named, *(asked_for or content_words)})
        content = telling or list(range(len(own)))
        # The word model goes by the rules' stems: what the index's lexicon knows, it was not trained on.
        all_words = self._word_model.words(question.text, language=question.language)
        words = [all_words[place] for place in content]
        stems = [stem for _, stem in words]
        literal_terms = tuple(self._alternatives(place, own, language) for place in content)
        terms = list(literal_terms)
        places = tuple(
            tuple(number for number, place in enumerate(content) if one.span.overlaps(own[place].span))
            for one in concepts
        )
        for one, numbers in zip(concepts, places, strict=True):
            for number in numbers:
                # What names a Concept and nothing else finds it by any name, and nothing but it.
                literal = frozenset() if one.is_sure and self._index.glossary.rivals(one.concept) else terms[number]
                terms[number] = literal | {concept_term(one.concept)}
        return Asked(
            terms=tuple(terms),
            literal_terms=literal_terms,
            words=AskedWords(
                vectors=self._word_model.word_vectors(stems), sounds=tuple(_sound(form) for form, _ in words)
            ),
            weights=_without_heavy_figures(words, self._word_model.word_weights(stems)),
            telling=bool(telling),
            concepts=concepts,
            places=places,
            names=tuple(
                number
                for number, place in enumerate(content)
                if place not in named and _is_name(own[place].span.of(question.text), place, question.language)
            ),
        )

    def concepts(self, question: Question) -> tuple[AskedConcept, ...]:
        """The Concepts `question` names."""
        return self._concepts.read(question.text, question.language)

    def in_preferred_names(self, question: Question) -> Question:
        """`question` with the Concepts that have rivals under their preferred names, where it is sure which it names.

        However a reader spells them, the same passages are near in meaning then. Who asks about a word means that one.
        """
        language = self._languages[question.language]
        if not language.of_words.isdisjoint(form for form, _ in language.words(question.text)):
            return question
        glossary = self._index.glossary
        text = question.text
        for one in reversed(self.concepts(question)):
            preferred = glossary.concepts[one.concept].preferred.get(question.language)
            if one.is_sure and preferred is not None and glossary.rivals(one.concept):
                text = text[: one.span.start] + preferred + text[one.span.end :]
        return question if text == question.text else replace(question, text=text)

    def _alternatives(self, place: int, own: Sequence[Token], language: Language) -> frozenset[str]:
        token = own[place]
        terms = {token.stem, *self._stems(token.form), *self._joined(place, own)}
        if not any(self._index.holds(term) for term in terms):
            terms.update(self._parted(token.form, language))
        return frozenset(terms)

    def _joined(self, place: int, own: Sequence[Token]) -> set[str]:
        """Spellings that write the word together with its neighbours: the passage may, where the question does not."""
        joined: set[str] = set()
        for size in range(2, _JOINED_WORDS + 1):
            for first in range(max(0, place - size + 1), min(place, len(own) - size) + 1):
                form = "".join(part.form for part in own[first : first + size])
                if len(form) > _LONGEST_WORD:
                    continue
                # Words of two scripts stay two words.
                stems = self._stems(form) if form.isascii() or not _ASCII_LETTER.search(form) else frozenset()
                joined.update(stem for stem in stems if self._index.holds(stem))
        return joined

    def _parted(self, form: str, language: Language) -> frozenset[str]:
        """The longer half of a word written together, where the passages have it only as two words."""
        if len(form) > _LONGEST_WORD:
            return frozenset()
        for cut in range(_SHORTEST_HALF, len(form) - _SHORTEST_HALF + 1):
            halves = (language.words(form[:cut]), language.words(form[cut:]))
            if all(len(half) == 1 and self._index.holds(half[0][1]) for half in halves):
                return frozenset({max((half[0][1] for half in halves), key=len)})
        return frozenset()


_sound = lru_cache(maxsize=_REMEMBERED_WORDS)(sound)


def _stems(languages: tuple[Language, ...], form: str) -> frozenset[str]:
    return frozenset(stem for language in languages for _, stem in language.words(form))


def _without_heavy_figures(words: Sequence[tuple[str, str]], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """`weights` with those of figures at most that of the heaviest word.

    To the model a year is a rare word, but who asks what happened in it asks for more than for the year.
    """
    is_figure = np.array([form[:1].isdigit() for form, _ in words], dtype=bool)
    if is_figure.all() or not is_figure.any():
        return weights
    return np.where(is_figure, np.minimum(weights, weights[~is_figure].max()), weights)


def _is_name(written: str, place: int, language: LanguageCode) -> bool:
    """Whether a word looks like a name: Latin letters among Arabic ones, else a capital not at the beginning."""
    if direction_of(language) == "rtl":
        return written[:1].isascii() and written[:1].isalpha()
    return (place > 0 and written[:1].isupper()) or any(letter.isupper() for letter in written[1:])
