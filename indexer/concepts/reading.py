"""What the names of Concepts mean in an article: as declared, as its own text shows, or left open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from indexer.concepts.glossary import Glossary, Name
from indexer.concepts.mentions import Decision, Mention, NameFinder
from indexer.concepts.spelling import Key, name_key
from indexer.concepts.terms import NO_CONCEPT
from indexer.domain import Block, BlockKind, LanguageCode, ParsedArticle, Span, TermReading
from indexer.errors import ArticleError
from indexer.languages import LANGUAGES

_Place = tuple[LanguageCode, Key]

# From a name to the brackets behind it, or to the word that says it again in others.
_OPENS = re.compile(r"\s*[(\[\N{FULLWIDTH LEFT PARENTHESIS}]\s*[\"'«„“]?\s*")
_CLOSES = re.compile(r"\s*[\"'»”]?\s*[)\]\N{FULLWIDTH RIGHT PARENTHESIS}]")
_SAYS_AGAIN = re.compile(r"[»”\"]?,?\s+(?:czyli|tj\.|tzn\.|i\.e\.|یعنی|أي|اي)\s+[«„“\"]?")
# Characters between the beginning of a sentence and the name it defines.
_NEAR_BEGINNING = 30


@dataclass(frozen=True, kw_only=True)
class ConceptReading:
    """The mentions of an article in the order of its text, and what its title is about.

    `lines` are the 1-based lines of its file on which the mentions begin.
    """

    mentions: tuple[Mention, ...]
    lines: tuple[int, ...]
    title: frozenset[str]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.span.start for one in self.mentions]

    def within(self, span: Span) -> Sequence[Mention]:
        """The mentions that begin in `span`."""
        return self.mentions[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]


def check_terms(terms: Sequence[TermReading], glossary: Glossary) -> None:
    """Raise ArticleError for a reading with a Concept that the glossary does not have."""
    for reading in terms:
        for concept in reading.concepts:
            if concept != NO_CONCEPT and concept not in glossary.concepts:
                known = ", ".join(glossary.concepts)
                raise ArticleError(
                    where=reading.where,
                    what=f"terms: {reading.name!r} is said to mean {concept!r}, which the glossary does not have",
                    next_step=f"use one of {known}, or {NO_CONCEPT}" if known else "add the Concept to glossary.toml",
                )


def known_terms(terms: Sequence[TermReading], glossary: Glossary) -> tuple[TermReading, ...]:
    """Those of `terms` whose Concepts `glossary` has."""
    known = {NO_CONCEPT, *glossary.concepts}
    return tuple(reading for reading in terms if known.issuperset(reading.concepts))


def read_concepts(parsed: ParsedArticle, glossary: Glossary) -> ConceptReading:
    """Find the names in `parsed` and decide what each means.

    A declaration counts first. Then what the text itself shows: «name (other name)», the head of a table's column, a
    sentence that defines one Concept and calls it by an ambiguous name. What none of these decides stays open. Raises
    ArticleError for a declared Concept that the glossary does not have.
    """
    if not glossary:
        return ConceptReading(mentions=(), lines=(), title=frozenset())
    article = parsed.article
    readings = parsed.terms
    check_terms(readings, glossary)
    finder = _finder(glossary, article.language, readings)
    line_of = _Lines(article.source, first=parsed.first_line).of
    declared = _Declared(readings, article.language)
    mentions: list[Mention] = []
    for block in parsed.blocks:
        mentions += [_moved(one, block.span.start) for one in finder.find(block.span.of(article.source))]
    lines = tuple(line_of(one.span.start) for one in mentions)
    mentions = [declared.decide(one, line) for one, line in zip(mentions, lines, strict=True)]
    if any(one.is_open for one in mentions):
        mentions = _by_brackets(mentions, article.source)
        mentions = _by_columns(mentions, parsed.blocks)
        mentions = _by_definitions(mentions, parsed, glossary)
    title = [declared.decide(one, None) for one in finder.find(article.title)]
    title_meanings = _settled(mentions)
    about = {
        one.concept if one.concept else title_meanings.get(_place(one)) for one in title if one.concept or one.is_open
    }
    return ConceptReading(
        mentions=tuple(mentions), lines=lines, title=frozenset(concept for concept in about if concept)
    )


def _finder(glossary: Glossary, language: LanguageCode, readings: Sequence[TermReading]) -> NameFinder:
    known = {(name.language, name.key) for name in glossary.names}
    own: dict[Key, set[str]] = defaultdict(set)
    for reading in readings:
        own[name_key(reading.name, language)].update(reading.concepts)
    extra = [
        Name(text=" ".join(key), language=language, key=key, concepts=tuple(sorted(concepts)), is_ambiguous=True)
        for key, concepts in own.items()
        if key and not any((code, key) in known for code in (language, LanguageCode.ENGLISH))
    ]
    named = {name_key(reading.name, language): reading.name for reading in readings}
    extra = [replace(name, text=named[name.key]) for name in extra]
    return NameFinder([*glossary.names, *extra], languages=(language, LanguageCode.ENGLISH))


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, span=Span(start=mention.span.start + by, end=mention.span.end + by))


def _place(mention: Mention) -> _Place:
    return mention.name.language, mention.name.key


class _Lines:
    """The line of an offset; offsets are asked for in ascending order."""

    def __init__(self, source: str, *, first: int) -> None:
        self._source, self._line, self._offset = source, first, 0

    def of(self, offset: int) -> int:
        between = self._source[self._offset : offset]
        self._line += between.count("\n") + between.count("\r") - between.count("\r\n")
        self._offset = offset
        return self._line


class _Declared:
    """The readings of an article, by the name they are of; counts the occurrences of those given one by one."""

    def __init__(self, readings: Sequence[TermReading], language: LanguageCode) -> None:
        self._of: dict[Key, list[TermReading]] = defaultdict(list)
        for reading in readings:
            for code in (language, LanguageCode.ENGLISH):
                self._of[name_key(reading.name, code)].append(reading)
        self._seen: dict[int, int] = defaultdict(int)

    def decide(self, mention: Mention, line: int | None) -> Mention:
        fitting = [reading for reading in self._of.get(mention.name.key, ()) if reading.covers(line)]
        if not fitting:
            return mention
        reading = min(fitting, key=lambda one: one.extent)
        number = self._seen[id(reading)]
        self._seen[id(reading)] += 1
        meant = reading.concepts[min(number, len(reading.concepts) - 1)]
        return replace(mention, concept=None if meant == NO_CONCEPT else meant, decision=Decision.DECLARED)


def _by_brackets(mentions: Sequence[Mention], source: str) -> list[Mention]:
    """«name (other name)»: what stands in brackets decides for the name in the whole article."""
    meanings: dict[_Place, set[str]] = defaultdict(set)
    for one, other in pairwise(mentions):
        if one.is_open == other.is_open or not _says_the_same(one, other, source):
            continue
        open_, plain = (one, other) if one.is_open else (other, one)
        if plain.concept in open_.name.concepts:
            meanings[_place(open_)].add(plain.concept)
    return [
        replace(one, concept=next(iter(meanings[_place(one)])), decision=Decision.BRACKETS)
        if one.is_open and len(meanings.get(_place(one), ())) == 1
        else one
        for one in mentions
    ]


def _says_the_same(one: Mention, other: Mention, source: str) -> bool:
    between = source[one.span.end : other.span.start]
    if _SAYS_AGAIN.fullmatch(between):
        return True
    return _OPENS.fullmatch(between) is not None and _CLOSES.match(source, other.span.end) is not None


def _by_columns(mentions: Sequence[Mention], blocks: Sequence[Block]) -> list[Mention]:
    """In a table's column a name means what the column's head names."""
    decided = list(mentions)
    starts = [one.span.start for one in decided]
    heads: list[str | None] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE_HEAD:
            heads = [_only(decided[number].concept for number in _inside(starts, cell)) for cell in block.cells]
        elif block.kind is BlockKind.TABLE_ROW:
            for head, cell in zip(heads, block.cells, strict=False):
                for number in _inside(starts, cell):
                    one = decided[number]
                    if head and one.is_open and head in one.name.concepts:
                        decided[number] = replace(one, concept=head, decision=Decision.COLUMN)
        else:
            heads = []
    return decided


def _by_definitions(mentions: Sequence[Mention], parsed: ParsedArticle, glossary: Glossary) -> list[Mention]:
    """In a sentence that says what one Concept is, an ambiguous name is said of that Concept.

    Not a name that means this Concept or none: «چند کانال» are as a rule just several channels.
    """
    decided = list(mentions)
    starts = [one.span.start for one in decided]
    language = LANGUAGES[parsed.article.language]
    for block in parsed.blocks:
        if not any(decided[number].is_open for number in _inside(starts, block.span)):
            continue
        text = block.span.of(parsed.article.source)
        for part in language.sentences(text):
            span = Span(start=block.span.start + part.start, end=block.span.start + part.end)
            inside = _inside(starts, span)
            subject = decided[inside[0]] if inside else None
            if subject is None or subject.concept is None or subject.span.start - span.start > _NEAR_BEGINNING:
                continue
            rivals = glossary.rivals(subject.concept)
            if any(decided[number].concept in rivals for number in inside):
                continue
            read_to, is_linked = subject.span.end, False
            for number in inside[1:]:
                one = decided[number]
                words = language.search_text(parsed.article.source[read_to : one.span.start]).split()
                read_to = one.span.end
                # What denies or compares ends what is said of the subject.
                if not language.contrasts.isdisjoint(words):
                    break
                is_linked = is_linked or not language.copulas.isdisjoint(words)
                name = one.name
                is_name = subject.concept in name.concepts and (len(name.concepts) > 1 or name.usual is not None)
                if one.is_open and is_name and is_linked:
                    decided[number] = replace(one, concept=subject.concept, decision=Decision.DEFINITION)
    return decided


def _settled(mentions: Sequence[Mention]) -> Mapping[_Place, str]:
    """What each name means where it always means the same in an article."""
    meanings: dict[_Place, set[str]] = defaultdict(set)
    for one in mentions:
        if one.concept:
            meanings[_place(one)].add(one.concept)
    return {place: next(iter(found)) for place, found in meanings.items() if len(found) == 1}


def _inside(starts: Sequence[int], span: Span) -> range:
    """The numbers of the mentions that begin in `span`."""
    return range(bisect_left(starts, span.start), bisect_left(starts, span.end))


def _only(concepts: Iterable[str | None]) -> str | None:
    found = {concept for concept in concepts if concept}
    return next(iter(found)) if len(found) == 1 else None
