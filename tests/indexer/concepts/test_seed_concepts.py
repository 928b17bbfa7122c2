"""The five original web articles: which name means what in which line. Names and line numbers only.

The tables say what ../shared/questions/README.md says of each article. A letter stands for an occurrence in its line:
o omnichannel, m multichannel, - neither or open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.articles import load_source_facts, read_corpus
from indexer.concepts import ConceptReading, Decision, Glossary, Mention, load_glossary, read_concepts, with_concepts
from indexer.concepts.spelling import name_key
from indexer.domain import LanguageCode, ParsedArticle, SentenceRole
from indexer.passages import split_passages

NUMBERS = ("000", "001", "002", "003", "004")
LETTERS = {"omnichannel": "o", "multichannel": "m", None: "-"}

Meanings = Mapping[str, Mapping[int, str]]

DECLARED: Mapping[str, Meanings] = {
    "000": {
        "چند کاناله": {9: "om", 13: "mm", 15: "omm", 17: "om", 29: "mm", 33: "m"},
        "چند کانالی": {13: "m"},
        "چند کانال": {7: "m"},
        "همه کانال": {15: "o", 50: "o"},
        "همهکانال": {11: "o"},
    },
    "001": {
        "wielokanałowe": {
            7: "oo",
            9: "o",
            31: "o",
            **dict.fromkeys([35, 37, 39, 41, 43, 45, 67, 69], "m"),
            55: "om",
            73: "mm",
            79: "omomo",
        },
    },
    "002": {
        "القناة متعددة القنوات": dict.fromkeys([6, 7, 22, 30, 47], "o"),
        "قناة متعددة الاتجاهات": {2: "o"},
        "القناة متعددة الاتجاهات": {8: "o", 24: "o"},
        "القناة متعددة الاستخدامات": {47: "o"},
        "الاقنيه": {3: "m", 24: "m"},
        "قنوات متعددة": {4: "-"},
        "متعدد القنوات": {
            9: "o",
            15: "m",
            20: "m",
            23: "om",
            25: "m",
            26: "om",
            27: "om",
            28: "om",
            29: "om",  # the table
            36: "-",
            41: "om",
            42: "o",
            43: "m",
            45: "om",
            49: "om",
        },
    },
    "003": {
        "چندکاناله": dict.fromkeys([1, 3, 5, 6, 10, 14, 15, 17, 21, 32, 33, 40, 41, 48, 52, 55, 56, 63], "o"),
        "چند کاناله": dict.fromkeys([23, 25, 26, 30], "m"),
        "چند کانال": {24: "m"},
    },
    "004": {"چند کاناله": {14: "m"}},
}

# Names that mean one thing wherever they stand.
PLAIN: Mapping[str, Meanings] = {
    "000": {
        "omni-channel": {3: "o", 7: "o", 9: "o", 11: "oo", 19: "oo", 23: "o", 27: "o", 37: "oo"},
        "multi-channel": {3: "m", 9: "m"},
        "همه کاناله": {13: "o", 44: "o"},
        "همهکاناله": {17: "o"},
        "همه کانالی": {29: "o"},
    },
    "001": {
        "omnichannel": {
            **dict.fromkeys([5, 13, 15, 57, 63, 69, 73, 75, 79], "o"),
            **dict.fromkeys([7, 11, 61], "oo"),
        },
        "multichannel": {5: "m", 33: "m", 57: "m", 61: "mm", 63: "m", 75: "m"},
    },
    "002": {
        "omnichannel": dict.fromkeys([9, 10, 11, 23, 25, 48], "o"),
        "multichannel": {23: "m"},
        "القنوات المتعددة": {6: "m", 16: "m", 22: "m", 30: "m", 47: "mm", 48: "m"},
    },
    "003": {
        "omnichannel": dict.fromkeys([3, 8, 9, 22, 23, 25, 26, 27], "o"),
        "multichannel": {22: "m"},
        "همه کاناله": {24: "o"},
        "همه کانالی": {23: "o", 30: "o"},
        "همهکاناله": {29: "oo", 30: "o"},
        "همهکانالی": {28: "o", 29: "o", 31: "o"},
    },
    "004": {
        "کانال یکپارچه": {1: "o"},
        "omni-channel": {1: "o", 40: "oo", 42: "o"},
        "omni-chanel": {34: "o", 35: "o", 36: "o", 37: "o", 38: "oo", 39: "o", 41: "o", 44: "o", 69: "o"},
        "omnichanel": {30: "o"},
        "omnichannel": {36: "o", 42: "oo"},
        "omni": {24: "o"},
        "multi": {24: "m"},
        "multichannel": {30: "m"},
    },
}

# The table of ../shared/questions/README.md: what each article calls the two.
CALLED = {
    "000": (
        ["omni-channel", "همه کاناله", "همه کانال", "چند کاناله"],
        ["multi-channel", "چند کاناله", "چند کانالی", "چند کانال"],
    ),
    "001": (["omnichannel", "wielokanałowe"], ["multichannel", "wielokanałowe", "wielokanałowość"]),
    "002": (
        ["omnichannel", "القناة متعددة الاتجاهات", "القناة متعددة القنوات", "متعدد القنوات"],
        ["multichannel", "القنوات المتعددة", "الاقنيه", "متعدد القنوات"],
    ),
    "003": (
        ["چندکاناله", "omnichannel", "همه کاناله", "همه کانالی"],
        ["چند کاناله", "multichannel", "چند کانال"],
    ),
    "004": (["omni-channel", "omni-chanel", "کانال یکپارچه"], ["multichannel", "چند کاناله"]),
}
TITLES = {
    "000": {"omnichannel", "multichannel"},
    "001": {"omnichannel", "multichannel"},
    "002": {"omnichannel", "multichannel"},
    "003": {"omnichannel"},
    "004": {"omnichannel"},
}


def parsed(seeds: Path, number: str, *, with_terms: bool = True) -> tuple[ParsedArticle, Glossary]:
    (path,) = seeds.glob(f"{number}_*.txt")
    facts = load_source_facts()
    if not with_terms:
        facts = {sha256: replace(fact, terms=()) for sha256, fact in facts.items()}
    found = read_corpus([path], facts=facts)
    assert found.problems == ()
    return found.articles[0], found.glossary


def read(seeds: Path, number: str, *, with_terms: bool = True) -> tuple[ParsedArticle, ConceptReading]:
    article, glossary = parsed(seeds, number, with_terms=with_terms)
    return article, read_concepts(article, glossary)


def line_of(article: ParsedArticle, offset: int) -> int:
    return article.article.source.count("\n", 0, offset) + 1


def of_the_two(reading: ConceptReading) -> Iterator[Mention]:
    return (
        one
        for one in reading.mentions
        if {"omnichannel", "multichannel"} & set(one.name.concepts) or one.decision is Decision.DECLARED
    )


def meanings(article: ParsedArticle, reading: ConceptReading) -> dict[tuple[str, ...], dict[int, str]]:
    found: dict[tuple[str, ...], dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for one in of_the_two(reading):
        found[one.name.key][line_of(article, one.span.start)] += LETTERS[one.concept]
    return {key: dict(lines) for key, lines in found.items()}


def by_key(language: LanguageCode, names: Meanings) -> dict[tuple[str, ...], Mapping[int, str]]:
    return {key_of(language, name): lines for name, lines in names.items()}


def key_of(language: LanguageCode, name: str) -> tuple[str, ...]:
    return name_key(name, LanguageCode.ENGLISH if name.isascii() else language)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_name_of_every_line_means_what_the_table_says(seeds: Path, number: str) -> None:
    article, reading = read(seeds, number)
    language = article.article.language
    assert meanings(article, reading) == by_key(language, {**DECLARED[number], **PLAIN[number]})


@pytest.mark.parametrize("number", NUMBERS)
def test_each_article_calls_the_two_what_the_readme_says(seeds: Path, number: str) -> None:
    article, reading = read(seeds, number)
    called = {(one.name.key, one.concept) for one in of_the_two(reading)}
    for concept, names in zip(("omnichannel", "multichannel"), CALLED[number], strict=True):
        for name in names:
            assert (key_of(article.article.language, name), concept) in called, f"{name} is never {concept}"
    for names, others, rival in (
        (CALLED[number][0], CALLED[number][1], "multichannel"),
        (CALLED[number][1], CALLED[number][0], "omnichannel"),
    ):
        keys = {key_of(article.article.language, name) for name in others}
        for name in names:
            key = key_of(article.article.language, name)
            assert key in keys or (key, rival) not in called, f"{name} is {rival} somewhere"


@pytest.mark.parametrize("number", NUMBERS)
def test_no_name_of_a_channel_strategy_stays_open(seeds: Path, number: str) -> None:
    article, reading = read(seeds, number)
    family = load_glossary().family
    open_ = [one for one in reading.mentions if one.is_open and not family.isdisjoint(one.name.concepts)]
    assert [line_of(article, one.span.start) for one in open_] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_the_title_is_about_what_it_names(seeds: Path, number: str) -> None:
    assert read(seeds, number)[1].title == TITLES[number]


def lines_where(seeds: Path, number: str, name: str, concept: str) -> list[int]:
    article, reading = read(seeds, number)
    key = key_of(article.article.language, name)
    return sorted(
        {line_of(article, one.span.start) for one in reading.mentions if one.name.key == key and one.concept == concept}
    )


def test_000_calls_omnichannel_spaced_in_three_lines_only(seeds: Path) -> None:
    assert lines_where(seeds, "000", "چند کاناله", "omnichannel") == [9, 15, 17]


def test_001_calls_omnichannel_wielokanalowe_in_six_lines_one_of_them_left_out(seeds: Path) -> None:
    article, _ = read(seeds, "001")
    assert lines_where(seeds, "001", "wielokanałowe", "omnichannel") == [7, 9, 31, 55, 79]
    assert 1 in {item.line for item in article.residue}
    (first,) = [term for term in article.terms if (term.first, term.last) == (1, 1)]
    assert first.concepts == ("omnichannel", "multichannel")


def test_003_tells_the_two_apart_by_a_single_space(seeds: Path) -> None:
    article, reading = read(seeds, "003")
    joined, spaced = (
        {one.concept for one in reading.mentions if one.name.key == key_of(article.article.language, name)}
        for name in ("چندکاناله", "چند کاناله")
    )
    assert (joined, spaced) == ({"omnichannel"}, {"multichannel"})


def test_002_decides_the_cells_of_its_table_by_their_heads(seeds: Path) -> None:
    article, reading = read(seeds, "002")
    decided = [(line_of(article, one.span.start), one.decision) for one in reading.mentions]
    in_rows = {decision for line, decision in decided if 25 <= line <= 29 and decision is not Decision.PLAIN}
    assert in_rows == {Decision.COLUMN}


def test_002_every_cell_of_its_table_speaks_of_its_column_alone(seeds: Path) -> None:
    article, glossary = parsed(seeds, "002")
    passages = with_concepts(split_passages(article), article, read_concepts(article, glossary), glossary)
    cells = [
        (line_of(article, one.span.start), [concept for concept in one.concepts if concept in glossary.family])
        for passage in passages
        for one in passage.sentences
        if one.role is SentenceRole.CELL
    ]
    rows = range(25, 30)
    assert cells == [(row, [concept]) for row in rows for concept in ("omnichannel", "multichannel")]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_section_on_one_of_the_two_goes_on_about_the_other_only_where_it_names_it(seeds: Path, number: str) -> None:
    article, glossary = parsed(seeds, number)
    reading = read_concepts(article, glossary)
    checked = 0
    for passage in with_concepts(split_passages(article), article, reading, glossary):
        about = set(passage.heading_concepts) & glossary.family
        if len(about) == 1 and not {one.concept for one in reading.within(passage.span)} & glossary.family - about:
            assert {concept for one in passage.sentences for concept in one.concepts} & glossary.family == about
            checked += 1
    assert checked >= 3


def test_003_is_read_aright_without_being_told_of_the_joined_name(seeds: Path) -> None:
    article, reading = read(seeds, "003", with_terms=False)
    found = meanings(article, reading)
    language = article.article.language
    assert found[key_of(language, "چندکاناله")] == DECLARED["003"]["چندکاناله"]
    assert found[key_of(language, "چند کاناله")] == dict.fromkeys([23, 25, 26, 30], "-")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_the_text_shows_by_itself_never_contradicts_what_is_known(seeds: Path, number: str) -> None:
    known = {one.span.start: one.concept for one in read(seeds, number)[1].mentions}
    shown = [one for one in read(seeds, number, with_terms=False)[1].mentions if one.concept]
    assert shown
    wrong = [
        one.span.of(parsed(seeds, number)[0].article.source) for one in shown if known[one.span.start] != one.concept
    ]
    assert wrong == []
