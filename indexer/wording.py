"""Texts taken apart into words that can be compared, in one language and across: what one text says, another may hold.

Words come near to each other by meaning (the built-in model's static vectors), by their letters (form or stem) and,
across scripts, by sound. Nothing here is of an index's files; only its lexicons are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.articles.dates import find_dates
from indexer.articles.month_names import gregorian_months, hijri_months, jalali_months, month_key
from indexer.domain import LanguageCode, Span
from indexer.embedding import WordEmbedder, best_in_stretches
from indexer.index.passage_index import PassageIndex
from indexer.index.words import other_script_keys
from indexer.languages import LANGUAGES, Language
from indexer.languages.sounds import Script, Sound, script_of, sound

_REMEMBERED_WORDS = 16_384
# What a Latin name and the same with an ending share at least: "Sephora", "Sephory".
_SHORTEST_BEGINNING = 5
_LONGEST_ENDING = 3
# How alike such two are, as a cosine would say it.
BEGINNING_WORTH = 0.9

_sound = lru_cache(maxsize=_REMEMBERED_WORDS)(sound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A text in its words, one for each of the language's tokens, in order.

    `forms` are in search form, `stems` what inflected forms share, `spans` where the words stand in `text`.
    `vectors` (words, dimension) are unit rows, zeros where the model knows nothing of a word; `weights` (words,)
    say how much each says. `is_stop` (words,) marks stop words. `sounds` is one of each word. `figures` are the
    figures in digits with their spans, a percent sign behind the number; `dates` the full dates as ISO 8601 in
    whatever calendar, with theirs; `months` the places of months' names beside a figure, with calendar and number.
    """

    text: str
    language: LanguageCode
    forms: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[Span, ...]
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    is_stop: NDArray[np.bool_]
    sounds: tuple[Sound | None, ...]
    figures: tuple[tuple[Span, str], ...]
    dates: tuple[tuple[Span, str], ...]
    months: tuple[tuple[int, str], ...]

    def __len__(self) -> int:
        """Number of words."""
        return len(self.forms)


class WordReader:
    """Takes texts apart with the lexicons of one index; safe to share between threads."""

    def __init__(self, index: PassageIndex, word_model: WordEmbedder) -> None:
        """Bind the lexicons of `index` and the model of words."""
        self._word_model = word_model
        self._languages: Mapping[LanguageCode, Language] = {
            code: plain.with_lexicon(index.lexicon(code)) for code, plain in LANGUAGES.items()
        }

    def read(self, text: str, language: LanguageCode) -> Worded:
        """The words of `text`; any text will do, an empty one has none."""
        own = self._languages[language]
        tokens = own.tokens(text)
        # The word model goes by the rules' stems: what the index's lexicon knows, it was not trained on.
        plain = LANGUAGES[language]
        rule_stems = [token.stem if token.form[:1].isdigit() else plain.stem(token.form) for token in tokens]
        return Worded(
            text=text,
            language=language,
            forms=tuple(token.form for token in tokens),
            stems=tuple(token.stem for token in tokens),
            spans=tuple(token.span for token in tokens),
            vectors=self._word_model.word_vectors(rule_stems),
            weights=self._word_model.word_weights(rule_stems),
            is_stop=np.array([token.is_stop_word for token in tokens], dtype=bool),
            sounds=tuple(_sound(token.form.partition("'")[0]) for token in tokens),
            figures=tuple(own.numbers(text)),
            dates=tuple((Span(start=one.start, end=one.end), one.iso) for one in find_dates(text)),
            months=tuple(_months([token.form for token in tokens])),
        )


class HeldWords:
    """The words of some texts, laid end to end, to be compared with one text after the other."""

    def __init__(self, texts: Sequence[Worded]) -> None:
        """Remember under each form, stem and sound in which columns it stands."""
        self.texts = tuple(texts)
        self.offsets = np.cumsum([0, *(len(one) for one in texts)])
        distinct: dict[tuple[str, str], int] = {}
        columns: list[int] = []
        vectors: list[NDArray[np.float32]] = []
        self._by_spelling: dict[str, set[int]] = {}
        self._by_sound: dict[str, set[int]] = {}
        self._latin: dict[str, int] = {}
        for one in texts:
            for place, word in enumerate(zip(one.forms, one.stems, strict=True)):
                if word not in distinct:
                    number = distinct[word] = len(vectors)
                    vectors.append(one.vectors[place])
                    for spelling in word:
                        self._by_spelling.setdefault(spelling, set()).add(number)
                    heard = one.sounds[place]
                    if heard is not None:
                        for key, _ in heard.worths():
                            self._by_sound.setdefault(f"{heard.script.value} {key}", set()).add(number)
                    if script_of(word[0]) is Script.LATIN and len(word[0]) >= _SHORTEST_BEGINNING:
                        self._latin[word[0]] = number
                columns.append(distinct[word])
        self._columns = np.array(columns, dtype=np.int64)
        self._vectors = np.array(vectors, dtype=np.float32)

    def likeness(self, asked: Worded) -> NDArray[np.float32]:
        """How near each word of `asked` comes to each word held, (words asked, words held), each 0..1.

        1 where form or stem are the same, else the cosine, or what sounding alike in the other script is worth, if that
        is more.
        """
        if not len(asked) or not len(self._columns):
            return np.zeros((len(asked), len(self._columns)), dtype=np.float32)
        near = np.clip(asked.vectors @ self._vectors.T, 0.0, 1.0)
        for place, (form, stem) in enumerate(zip(asked.forms, asked.stems, strict=True)):
            for key, worth in other_script_keys(asked.sounds[place]):
                for number in self._by_sound.get(key, ()):
                    near[place, number] = max(near[place, number], worth)
            if script_of(form) is Script.LATIN and len(form) >= _SHORTEST_BEGINNING:
                for other, number in self._latin.items():
                    if _begin_alike(form, other):
                        near[place, number] = max(near[place, number], BEGINNING_WORTH)
            for spelling in (form, stem):
                near[place, list(self._by_spelling.get(spelling, ()))] = 1.0
        return np.asarray(near[:, self._columns], dtype=np.float32)

    def by_text(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The best of `likeness` (words asked, words held) in each text, (texts, words asked)."""
        return best_in_stretches(likeness, self.offsets).T


def _months(forms: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places of months' names that stand beside a figure: by themselves «می» and "may" are other words."""
    for place, form in enumerate(forms):
        beside = forms[max(0, place - 1) : place + 2]
        if form[:1].isdigit() or not any(other[:1].isdigit() for other in beside):
            continue
        key = month_key(form)
        for calendar, table in (("g", gregorian_months()), ("j", jalali_months()), ("h", hijri_months())):
            if key in table:
                yield place, f"{calendar}{table[key]}"


def _begin_alike(one: str, other: str) -> bool:
    """Whether two Latin words are the same but for a short ending."""
    if one[:_SHORTEST_BEGINNING] != other[:_SHORTEST_BEGINNING]:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return max(len(one), len(other)) - shared <= min(_LONGEST_ENDING, shared // 2)
