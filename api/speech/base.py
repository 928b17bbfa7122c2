"""What the product says in a language, and how a question of each kind is worded in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.domain import AnswerKind
from api.speech.spelling import Spelling
from indexer import LanguageCode

# A figure of several parts is one: "2.5", "24/7".
_NUMBERS_AND_WORDS = re.compile(r"\d+(?:[.,/:]\d+)+|\w+")
# The codes of ISO 4217 that readers of these languages meet; most others are words of some language.
_ISO_CURRENCY = re.compile(r"\b(?:usd|eur|gbp|chf|pln|irr|aed|sar|egp|kwd|qar|jpy)\b")


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One language's phrases and cues.

    `refusal` is the text of a Refusal; `source_language[code]` the note that the evidence is in language `code`,
    `part_in_language[code]` that a part of it is; `source_languages` that it is in the {languages}, the forms of
    `languages` with `both` between them. `term` says that in the article {title} the word {name} means {concept},
    `terms` that it means several, one after the other. `semicolon` joins the cells of a table row,
    `comma` all but the last two of a list. `understood`
    says that a follow-up was taken for the {question}.

    Regular expressions over a sentence's search form: `define` tells a definition; `leans` a sentence that goes on
    about what was said before it, or names its speaker by a pronoun; `announcing` one that says what the article will
    say; `counts` one that holds a number in words; `money` one that names a currency; `commanding` one that tells a
    language model to leave its rules, to show them, or what to answer. Over a question's: `price`,
    `share` and `time` tell one after a sum of money, a share and a year or date. `comparing` is one over a single word:
    those that ask for a difference and say nothing of what the things may differ in.

    `numerals` are the words for two to twelve, as far as they are one word and mean nothing else, written
    "word=number"; a letter of `joined` may be written to them.

    `cues` are pairs of a kind of question and a regular expression over the question's search form, tried in the
    order given; a kind may come more than once. Before they are tried, `opening` is taken off the beginning ("so",
    "tell me") as often as it is there, and misspelt words are put right as Spelling says, from `cue_words`, `spared`
    and `aliases`; `aliases` are written "slip=word", with "+" for a space within the word.

    What a question asks for, where its wording leaves a choice:

    - definition: the whole question asks what one term means. The goal, the biggest advantage or the capital of
      something is a fact.
    - comparison: what two things have in common or not, or which of two is better.
    - howto: a way of doing is asked for: steps and stages, how to, how I, we or a firm do, did or should do a thing
      that is done on purpose (introduce, measure, connect), what to do, where to start.
    - fact: how a thing works, looks, changes or affects another, how customers behave, what happens, every why, a
      single thing ("which strategy"); and whatever no cue tells.
    - list: several things of a sort are asked for: plural nouns such as advantages, challenges and tools, what a thing
      includes, commands to name or list, how many there are and which. Steps are howto.
    - figure: how many, how long, how often, what share or price, by how much. Which year is who_when_where.
    - yes_no: also embedded ("if …, should we"), as a tag ("…, right?"), and of two choices when the second is "not".
      A request put politely ("can you give an example") is of the kind of what it requests.
    """

    language: LanguageCode
    refusal: str
    languages: Mapping[LanguageCode, str]
    source_language: Mapping[LanguageCode, str]
    source_languages: str
    both: str
    part_in_language: Mapping[LanguageCode, str]
    cues: Sequence[tuple[AnswerKind, str]]
    define: str
    term: str
    terms: str
    leans: str
    announcing: str
    price: str
    money: str
    share: str
    time: str
    counts: str
    comparing: str
    numerals: str
    no_model: str
    commanding: str
    understood: str
    joined: str = ""
    semicolon: str = "; "
    comma: str = ", "
    opening: str = ""
    cue_words: str = ""
    spared: str = ""
    aliases: str = ""

    @cached_property
    def _patterns(self) -> tuple[tuple[AnswerKind, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(cue)) for kind, cue in self.cues)

    @cached_property
    def _start(self) -> re.Pattern[str]:
        return re.compile(rf"^(?:{self.opening})+")

    @cached_property
    def _spelling(self) -> Spelling:
        aliases = dict(pair.replace("+", " ").split("=") for pair in self.aliases.split())
        return Spelling(cue_words=self.cue_words.split(), spared=self.spared.split(), aliases=aliases)

    @cached_property
    def _definition(self) -> re.Pattern[str]:
        return re.compile(self.define)

    @cached_property
    def _leaning(self) -> re.Pattern[str]:
        return re.compile(self.leans)

    def leans_on(self, form: str) -> bool:
        """Whether a sentence given in search form cannot be understood without the one before it."""
        return self._leaning.search(form) is not None

    @cached_property
    def _commanding(self) -> re.Pattern[str]:
        return re.compile(self.commanding)

    def commands_models(self, form: str) -> bool:
        """Whether a text in search form tells a language model what to do."""
        return self._commanding.search(form) is not None

    @cached_property
    def _announcing(self) -> re.Pattern[str]:
        return re.compile(self.announcing)

    def announces(self, form: str) -> bool:
        """Whether a sentence given in search form tells what the article is about to say."""
        return self._announcing.search(form) is not None

    @cached_property
    def _price(self) -> re.Pattern[str]:
        return re.compile(self.price)

    @cached_property
    def _time(self) -> re.Pattern[str]:
        return re.compile(self.time)

    @cached_property
    def _share(self) -> re.Pattern[str]:
        return re.compile(self.share)

    @cached_property
    def _counts(self) -> re.Pattern[str]:
        return re.compile(self.counts)

    @cached_property
    def _comparing(self) -> re.Pattern[str]:
        return re.compile(self.comparing)

    def only_compares(self, words: Iterable[str]) -> bool:
        """Whether each of `words`, in search form, asks for a difference and for none in particular."""
        return all(self._comparing.fullmatch(word) for word in words)

    def asks_share(self, form: str) -> bool:
        """Whether a question given in search form is after a share or a growth, such as are given in percent."""
        return self._share.search(form) is not None

    def has_number(self, form: str) -> bool:
        """Whether a text in search form holds a number, in digits or in words."""
        return any(map(str.isdigit, form)) or self._counts.search(form) is not None

    @cached_property
    def _numerals(self) -> Mapping[str, int]:
        return {word: int(number) for word, number in (pair.split("=") for pair in self.numerals.split())}

    def small_numbers(self, form: str) -> frozenset[int]:
        """The numbers from two to twelve that a text in search form holds, in digits or in words.

        Parts of larger numbers are none: "twenty-two", "two hundred", "2.5", "24/7".
        """
        # "And" stands between the parts of a number in Persian and Arabic.
        words = [word for word in _NUMBERS_AND_WORDS.findall(form) if word != "و"]
        values = [self._small_number(word) for word in words]
        is_part = [value > 0 or self.has_number(word) for value, word in zip(values, words, strict=True)]
        alone = (
            value
            for place, value in enumerate(values)
            if not any(is_part[max(0, place - 1) : place]) and not any(is_part[place + 1 : place + 2])
        )
        return frozenset(value for value in alone if 2 <= value <= 12)

    def _small_number(self, word: str) -> int:
        if word.isdecimal():
            return int(word) if len(word) <= 2 else 0
        return self._numerals.get(word) or self._numerals.get(word[1:] if word[:1] in self.joined else "", 0)

    @cached_property
    def _money(self) -> re.Pattern[str]:
        return re.compile(self.money)

    def has_money(self, form: str) -> bool:
        """Whether a text in search form names a currency, by a sign or in words."""
        signs = any(unicodedata.category(character) == "Sc" for character in form)
        return signs or _ISO_CURRENCY.search(form) is not None or self._money.search(form) is not None

    def asks_price(self, form: str) -> bool:
        """Whether a question given in search form is after a sum of money."""
        return self._price.search(form) is not None

    def asks_time(self, form: str) -> bool:
        """Whether a question given in search form is after a year or a date, such as are given in digits."""
        return self._time.search(form) is not None

    def kind_of(self, form: str) -> AnswerKind:
        """The kind of a question given in search form; a fact when no cue is there."""
        asked = self._start.sub("", self._spelling.repaired(form))
        return next((kind for kind, pattern in self._patterns if pattern.search(asked)), AnswerKind.FACT)

    def defines(self, form: str) -> bool:
        """Whether a sentence given in search form reads as a definition."""
        return self._definition.search(form) is not None
