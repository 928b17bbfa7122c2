"""How well a sentence answers: what was measured of it and of its passage, weighed for the kind of question.

A sentence's score is Σ weight · feature; the weights are those of a conditional logit over all sentences found for a
question (McFadden 1974), fitted on graded questions by benchmarks/calibrate.py and kept in calibration.json.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, AskedConcept, Hit, LanguageCode, Passage, Sentence, SentenceRole, SentenceSignals

LIST_KINDS = frozenset({AnswerKind.LIST, AnswerKind.HOWTO})
_OF_LIST = frozenset({SentenceRole.ITEM, SentenceRole.LEAD_IN})
FEATURES = (
    "similarity",
    "first",
    "late",
    "in_context",
    "nearby",
    "agreement",
    "foreign",
    "announces",
    "definition",
    "definition_heading",
    "figure",
    "percent",
    "cell",
    "both_sides",
    "time",
    "item",
    "heading",
    "counted",
)
"""The features of a sentence, by name, each 0..1; `similarity` is 1 less what its passage falls short of the best."""

_REMEMBERED = 8192
_NOTHING_OF_KIND = (0.0,) * 8
# Of a list of which it is not known how long it is, or where no length is asked for.
_UNCOUNTED = 0.5
# A longer sentence defines nothing in its beginning that a reader would take for a definition.
_LONGEST_DEFINITION = 400
# The first sentences below a heading that asks; the heading itself is the first sentence of its passage.
_BELOW_HEADING = 2
# How near a heading must be to a question that names no Concept to tell what that is, 0..1.
_OF_IT = 0.3
QUESTION_MARKS = ("?", "\N{ARABIC QUESTION MARK}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked for: the kind of question, its language, the Concepts and figures it names, and what is wanted.

    `excluded` are the Concepts that exclude the one asked about: what speaks of them alone does not answer. `named` are
    all Concepts it names. `is_general` is true where it asks how two differ and not in what. `counts` are the numbers
    of things it asks for: the six steps, three advantages. `words` is how many words it has but for stop words. Where
    `commands` is true each of its sentences tells a language model what to do.
    """

    kind: AnswerKind
    language: LanguageCode
    concepts: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    is_general: bool = False
    words: int = 1
    counts: frozenset[int] = frozenset()
    excluded: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    wants_percent: bool = False
    wants_money: bool = False
    wants_time: bool = False
    commands: bool = False

    @classmethod
    def of(
        cls,
        text: str,
        language: LanguageCode,
        *,
        concepts: Sequence[str] = (),
        named: Sequence[AskedConcept] = (),
        excluded: Collection[str] = (),
    ) -> Asking:
        """Read a question; `named` are the Concepts it names, `concepts` those of them that exclude others."""
        form = LANGUAGES[language].search_text(text)
        kind = SPEECH[language].kind_of(form)
        shares = SPEECH[language].asks_share(form)
        content = [token for token in LANGUAGES[language].tokens(text) if not token.is_stop_word]
        return cls(
            kind=kind,
            language=language,
            concepts=tuple(concepts),
            named=tuple(dict.fromkeys(one.concept for one in named)),
            is_general=kind is AnswerKind.COMPARISON
            and SPEECH[language].only_compares(
                token.form for token in content if not any(one.span.overlaps(token.span) for one in named)
            ),
            words=max(1, len(content)),
            counts=SPEECH[language].small_numbers(form) if kind in LIST_KINDS else frozenset(),
            excluded=frozenset() if kind is AnswerKind.COMPARISON else frozenset(excluded),
            figures=figures(text, language),
            wants_percent=shares,
            # Whether prices should be alike is no question after a price, nor is a rate in percent.
            wants_money=kind is AnswerKind.FIGURE and not shares and SPEECH[language].asks_price(form),
            wants_time=SPEECH[language].asks_time(form),
            commands=all(
                SPEECH[language].commands_models(LANGUAGES[language].search_text(span.of(text)))
                for span in LANGUAGES[language].sentences(text)
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence of a Hit with its text and its features, in the order of FEATURES."""

    hit: Hit
    sentence: Sentence
    signals: SentenceSignals
    text: str
    features: tuple[float, ...]


def candidates(hits: Sequence[Hit], asking: Asking) -> list[Candidate]:
    """The sentences of `hits` (best first) that could answer: no headings, no questions, lead-ins only of lists.

    What speaks of an excluded Concept alone is none either.
    """
    found = []
    best = hits[0].similarity if hits else 0.0
    for rank, hit in enumerate(hits):
        passage = hit.passage
        asks = _asks(hit, asking)
        asks_what = asks and asking.kind is AnswerKind.DEFINITION
        counted = _counted(passage, asking)
        for place, (sentence, signals) in enumerate(zip(passage.sentences, hit.sentences, strict=True)):
            if sentence.role is SentenceRole.HEADING:
                continue
            if sentence.role is SentenceRole.LEAD_IN and asking.kind not in LIST_KINDS:
                continue
            if asking.excluded.intersection(sentence.concepts) and not set(asking.concepts) & set(sentence.concepts):
                continue
            text = passage.text_of(sentence.span)
            if text.endswith(QUESTION_MARKS):
                continue
            features = (
                1 + hit.similarity - best,
                float(rank == 0),
                signals.late,
                signals.in_context,
                signals.nearby,
                signals.agreement,
                float(passage.language is not asking.language),
                float(sentence.role is SentenceRole.SENTENCE and _announces(text, passage.language)),
                *_of_kind(asking, hit, sentence, text, is_below=asks_what and 0 < place <= _BELOW_HEADING),
                hit.signals.heading if asks and 0 < place <= _BELOW_HEADING else 0.0,
                counted[place],
            )
            found.append(Candidate(hit=hit, sentence=sentence, signals=signals, text=text, features=features))
    return found


def _asks(hit: Hit, asking: Asking) -> bool:
    """Whether a passage begins with a heading that asks: what something is, where that is asked, else anything.

    How near it asks is told by its words; kinds other than definitions are told apart too badly in headings. A passage
    that goes on below a heading has no heading among its sentences, and seldom the answer.
    """
    passage = hit.passage
    if not passage.heading or not passage.sentences or passage.sentences[0].role is not SentenceRole.HEADING:
        return False
    if asking.kind is not AnswerKind.DEFINITION:
        return passage.heading[-1].endswith(QUESTION_MARKS)
    if asking.named:
        is_of_it = bool(set(asking.named) & set(passage.heading_concepts))
    else:
        is_of_it = hit.signals.heading >= _OF_IT
    return is_of_it and asks_kind(passage, AnswerKind.DEFINITION)


def asks_kind(passage: Passage, kind: AnswerKind) -> bool:
    """Whether the heading of a passage, read as a question, is of this kind."""
    return bool(passage.heading) and _kind_of(passage.heading[-1], passage.language) is kind


def _counted(passage: Passage, asking: Asking) -> list[float]:
    """For each sentence 1 where it is of a list of as many items as are asked for, 0 where of one of another number."""
    marks = [_UNCOUNTED] * len(passage.sentences)
    if not asking.counts:
        return marks
    for places in _lists(passage.sentences):
        said = frozenset[int]().union(
            *(
                SPEECH[passage.language].small_numbers(_form(passage.text_of(one.span), passage.language))
                for one in (passage.sentences[n] for n in places)
                if one.role is SentenceRole.LEAD_IN
            )
        )
        items = {passage.sentences[n].group for n in places if passage.sentences[n].role is SentenceRole.ITEM}
        # A list that may go on beside the passage is as long as its lead-in says.
        is_whole = places[0] > 0 and places[-1] < len(passage.sentences) - 1
        lengths = said | ({len(items)} if is_whole or not said else set())
        if said or is_whole:
            for n in places:
                marks[n] = float(bool(asking.counts & lengths))
    return marks


def _lists(sentences: Sequence[Sentence]) -> list[list[int]]:
    """The places of the sentences of each list, its lead-in among them."""
    found: list[list[int]] = []
    for place, sentence in enumerate(sentences):
        if sentence.role not in _OF_LIST:
            continue
        goes_on = found and found[-1][-1] == place - 1
        if goes_on and not (sentence.role is SentenceRole.LEAD_IN and sentences[place - 1].role is SentenceRole.ITEM):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _of_kind(asking: Asking, hit: Hit, sentence: Sentence, text: str, *, is_below: bool) -> tuple[float, ...]:
    """The features that one kind of question has and the others do not, eight of FEATURES."""
    kind, language = asking.kind, hit.passage.language
    if kind is AnswerKind.FACT or kind is AnswerKind.YES_NO or kind is AnswerKind.EXAMPLE:
        return _NOTHING_OF_KIND
    is_definition = kind is AnswerKind.DEFINITION
    has_digits = any(map(str.isdigit, text))
    is_figure = kind is AnswerKind.FIGURE and (has_digits or SPEECH[language].has_number(_form(text, language)))
    both = len(asking.concepts) > 1 and kind is AnswerKind.COMPARISON
    return (
        float(is_definition and _defines(asking, sentence, text, language)),
        float(is_definition and is_below),
        float(is_figure),
        float(is_figure and has_digits and asking.wants_percent and has_percent(_form(text, language), language)),
        float(kind is AnswerKind.COMPARISON and sentence.role is SentenceRole.CELL),
        float(both and set(asking.concepts) <= set(sentence.named)),
        float(kind is AnswerKind.PERSON_PLACE_TIME and has_digits),
        float(kind in LIST_KINDS and sentence.role in {SentenceRole.ITEM, SentenceRole.LEAD_IN}),
    )


def _defines(asking: Asking, sentence: Sentence, text: str, language: LanguageCode) -> bool:
    if len(text) > _LONGEST_DEFINITION or (asking.named and not set(asking.named) & set(sentence.named)):
        return False
    term, head, said = text.partition(":") if sentence.role is SentenceRole.ITEM else ("", "", text)
    # A glossary's item: "Touchpoint (punkt styku): touchpoint to…".
    if head and _form(said.strip(), language).startswith(_form(term.partition("(")[0].strip(), language)):
        return True
    return SPEECH[language].defines(_form(said or text, language))


@lru_cache(maxsize=_REMEMBERED)
def _announces(text: str, language: LanguageCode) -> bool:
    return SPEECH[language].announces(_form(text, language))


@lru_cache(maxsize=_REMEMBERED)
def _kind_of(text: str, language: LanguageCode) -> AnswerKind:
    return SPEECH[language].kind_of(_form(text, language))


@lru_cache(maxsize=_REMEMBERED)
def _form(text: str, language: LanguageCode) -> str:
    """The search form of a sentence; the same sentences are found again and again."""
    return LANGUAGES[language].search_text(text)


def has_percent(form: str, language: LanguageCode) -> bool:
    """Whether a text in search form speaks of a share in percent."""
    return "%" in form or any(word in form for word in LANGUAGES[language].percent_words)


def figures(text: str, language: LanguageCode) -> frozenset[str]:
    """The figures of a text as plain numbers, without percent signs."""
    if not any(map(str.isdigit, text)):
        return frozenset()
    return frozenset(number.rstrip("%") for _, number in LANGUAGES[language].numbers(text))
