"""A question taken apart for search: its words with their other spellings, and the tokens each word is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode, Question
from indexer.embedding import TokenEmbedder, TokenIds
from indexer.index.passage_index import PassageIndex
from indexer.languages import LANGUAGES, Language, Token

_JOINED_WORDS = 3
_REMEMBERED_WORDS = 16_384
# Letters; what is longer is no word, and trying to divide it would cost.
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks with.

    `terms[i]` are the alternative terms of content word i for the lexical leg. `ids` (tokens,) are the token ids of
    all words in order and `weights` (tokens,) how much each says; `owners` (tokens,) gives each its content word's
    number, -1 for those of stop words. `word_weights` (words,) is how much each content word says, with a sum of 1;
    all 0 where there is no content word and all words stand in for them.
    """

    terms: tuple[frozenset[str], ...]
    ids: TokenIds
    weights: NDArray[np.float32]
    owners: NDArray[np.int64]
    word_weights: NDArray[np.float32]


class Analyst:
    """Takes questions apart for one index, with the lexicons made from its corpus; safe to share between threads."""

    def __init__(self, index: PassageIndex, token_model: TokenEmbedder) -> None:
        """Bind the index, whose vocabulary decides which other spellings are worth a look, and the token model."""
        self._index = index
        self._token_model = token_model
        self._languages: Mapping[LanguageCode, Language] = {
            code: plain.with_lexicon(index.lexicon(code)) for code, plain in LANGUAGES.items()
        }
        # Words recur from question to question, and each is looked up in four languages.
        self._stems = lru_cache(maxsize=_REMEMBERED_WORDS)(partial(_stems, tuple(self._languages.values())))

    def take_apart(self, question: Question) -> Asked:
        """The words of `question` as search needs them; punctuation says nothing of what is asked and is left out."""
        language = self._languages[question.language]
        own = language.tokens(question.text)
        telling = [place for place, token in enumerate(own) if not token.is_stop_word]
        content = telling or list(range(len(own)))
        numbers = {place: number for number, place in enumerate(content)}
        pieces = [self._token_model.token_ids(token.form, language=question.language) for token in own]
        ids = np.concatenate([self._token_model.token_ids("", language=question.language), *pieces])
        owner_of = np.array([numbers.get(place, -1) for place in range(len(own))], dtype=np.int64)
        owners = np.repeat(owner_of, [len(piece) for piece in pieces])
        weights = self._token_model.token_weights[ids]
        says = np.bincount(owners[owners >= 0], weights[owners >= 0], minlength=len(content)) * bool(telling)
        return Asked(
            terms=tuple(self._alternatives(place, own, language) for place in content),
            ids=ids,
            weights=weights,
            owners=owners,
            word_weights=(says / (says.sum() or 1.0)).astype(np.float32),
        )

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
                joined.update(stem for stem in self._stems(form) if self._index.holds(stem))
        return joined

    def _parted(self, form: str, language: Language) -> frozenset[str]:
        """The longer half of a word written together, where the passages have it only as two words."""
        if len(form) > _LONGEST_WORD:
            return frozenset()
        for cut in range(2, len(form) - 1):
            halves = (language.tokens(form[:cut]), language.tokens(form[cut:]))
            if all(len(half) == 1 and self._index.holds(half[0].stem) for half in halves):
                return frozenset({max((half[0].stem for half in halves), key=len)})
        return frozenset()


def _stems(languages: tuple[Language, ...], form: str) -> frozenset[str]:
    return frozenset(token.stem for language in languages for token in language.tokens(form))
