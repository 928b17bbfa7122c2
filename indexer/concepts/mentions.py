"""Finding names of Concepts in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.concepts.glossary import Name
from indexer.concepts.spelling import Key, Word, first_keys, forms, joined_key, word_key, words
from indexer.domain import LanguageCode, Span

# «omni» and «multi» are names by themselves and mere beginnings in «multi-device»; «CRM» is a name in «CRM-em» too.
_SHORT = 5


class Decision(StrEnum):
    """How it was decided what a name means where it stands."""

    PLAIN = "means nothing else"
    DECLARED = "declared"
    BRACKETS = "explained in brackets"
    COLUMN = "by its column"
    DEFINITION = "by a definition"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name where it stands: `span` in the text, `concept` what it means there (None: nothing, or not known)."""

    name: Name
    span: Span
    concept: str | None
    decision: Decision

    @property
    def is_open(self) -> bool:
        """Whether nothing decided what it means."""
        return self.decision is Decision.OPEN


class NameFinder:
    """Finds names in texts of one language; safe to share between threads."""

    def __init__(self, names: Iterable[Name], *, languages: Collection[LanguageCode]) -> None:
        """Look for those of `names` that belong to one of `languages`, the language of the texts first."""
        self._languages = tuple(dict.fromkeys(languages))
        own = [name for name in names if name.language in self._languages]
        self._by_first: dict[tuple[LanguageCode, str], list[tuple[Key, Name]]] = defaultdict(list)
        keys = {(name.language, name.key) for name in own}
        self._beginnings = {(name.language, name.key[0]) for name in own if len(name.key) > 1}
        for name in own:
            self._by_first[name.language, name.key[0]].append((name.key, name))
            joined = joined_key(forms(name.text), name.language)
            # What means one thing only is known when it is written together too.
            if len(name.key) > 1 and not name.is_ambiguous and (name.language, joined) not in keys:
                self._by_first[name.language, joined[0]].append((joined, name))

    def find(self, text: str) -> list[Mention]:
        """The mentions in `text` in order, the longest name at each place; ambiguous ones are open."""
        return self.find_words(words(text))

    def find_words(self, found: Sequence[Word]) -> list[Mention]:
        """The mentions among the words of a text."""
        keys = [{(code, word_key(word.form, code)) for code in self._languages} for word in found]
        mentions = []
        place = 0
        while place < len(found):
            best = self._at(place, found, keys)
            if best is None:
                place += 1
                continue
            length, name = best
            mentions.append(
                Mention(
                    name=name,
                    span=Span(start=found[place].span.start, end=found[place + length - 1].span.end),
                    concept=None if name.is_ambiguous else name.concepts[0],
                    decision=Decision.OPEN if name.is_ambiguous else Decision.PLAIN,
                )
            )
            place += length
        return mentions

    def _at(
        self, place: int, found: Sequence[Word], keys: Sequence[set[tuple[LanguageCode, str]]]
    ) -> tuple[int, Name] | None:
        best: tuple[int, Name] | None = None
        for code in self._languages:
            beginning = [
                one for key in first_keys(found[place].form, code) for one in self._by_first.get((code, key), ())
            ]
            for key, name in beginning:
                length = len(key)
                if best is not None and length <= best[0]:
                    continue
                if place + length > len(found) or not all(
                    found[place + step].joins and (code, key[step]) in keys[place + step] for step in range(1, length)
                ):
                    continue
                first, last = found[place], found[place + length - 1]
                is_beginning = length == 1 and len(first.form) <= _SHORT and (code, key[0]) in self._beginnings
                if is_beginning and (first.hyphen_before or last.hyphen_after):
                    continue
                best = length, name
        return best
