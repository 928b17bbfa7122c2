from __future__ import annotations

import pytest

from indexer.articles.front_matter import FrontMatter, parse_front_matter
from indexer.domain import LanguageCode, TermReading
from indexer.errors import ArticleError


def parse(*lines: str) -> FrontMatter:
    return parse_front_matter("".join(f"{line}\n" for line in lines), origin="a.md")


def refusal(*lines: str) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        parse(*lines)
    return caught.value


def test_every_field_is_read() -> None:
    front = parse(
        "id: zwroty",
        "title: 'Zwroty: jak to działa'",
        "lang: pl",
        "published: 17 تیر 1403",
        "publisher: Manba",
        "url: https://example.org/zwroty",
        "license: CC-BY-4.0",
        "based_on: [pierwszy, drugi]",
        "tags:",
        "  - omnichannel",
        "  - 2024",
        "terms:",
        "  wielokanałowe: omnichannel",
    )
    assert (front.id, front.title, front.language) == ("zwroty", "Zwroty: jak to działa", LanguageCode.POLISH)
    assert (front.published, front.published_original) == ("2024-07-07", "17 تیر 1403")
    assert (front.publisher, front.url, front.license) == ("Manba", "https://example.org/zwroty", "CC-BY-4.0")
    assert (front.based_on, front.tags) == (("pierwszy", "drugi"), ("omnichannel", "2024"))
    assert front.terms == (TermReading(name="wielokanałowe", concepts=("omnichannel",), where="a.md:14"),)
    assert front.warnings == ()


def test_values_are_taken_as_written() -> None:
    front = parse("id: 007", "title: yes", "published: 1403-04-17", "license: 4.0")
    assert (front.id, front.title, front.license) == ("007", "yes", "4.0")
    assert front.published == "2024-07-07"


def test_an_empty_field_says_nothing() -> None:
    assert parse("title:", "publisher: ''", "tags: []") == FrontMatter(lines={"title": 2, "publisher": 3, "tags": 4})


@pytest.mark.parametrize(("code", "language"), [("FA", "fa"), ("pl-PL", "pl"), ("ar_EG", "ar")])
def test_a_region_does_not_matter(code: str, language: str) -> None:
    assert parse(f"lang: {code}").language == language


def test_an_unknown_language_names_line_and_choice() -> None:
    error = refusal("title: x", "lang: plk")
    assert str(error) == "a.md:3: language 'plk' is unknown; use one of ar, en, fa, pl"


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (("title: x", "published: wczoraj"), 3, "no date"),
        (("published: 2024-02-30",), 2, "no date"),
        (("title:", "  - a"), 3, "must be a text, not a list"),
        (("id: {a: b}",), 2, "must be a text, not a mapping"),
        (("tags:", "  - a", "  - b: c"), 4, "must be a list of texts"),
        (("based_on: {a: b}",), 2, "must be a list of texts, not a mapping"),
        (("url: javascript:alert(1)",), 2, "not a web address"),
        (("id: ../etc/passwd",), 2, "cannot be used in an address"),
        (("id: a b",), 2, "cannot be used in an address"),
        (("title: a", "title: b"), 3, "twice"),
        (("- a", "- b"), 2, "not a list of 'field: value' lines"),
        (("just words",), 2, "not a list of 'field: value' lines"),
        (("title: 'open",), 3, "broken"),
        (("title: a: b",), 2, "broken"),
        (("title: [a",), 3, "broken"),
        (("terms: omnichannel",), 2, "must be a mapping"),
        (("? [a]", ": b"), 2, "must be a word"),
        (("a: !!python/object:os.system x", "terms: {a: 2024-13-45}"), 3, "broken"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(lines: tuple[str, ...], line: int, what: str) -> None:
    error = refusal(*lines)
    assert error.where == f"a.md:{line}"
    assert what in error.what
    assert error.next_step


def test_nesting_without_end_is_refused() -> None:
    assert "broken" in refusal("tags: " + "[" * 5000).what


def test_an_unknown_field_is_a_warning() -> None:
    (warning,) = parse("title: x", "autor: y").warnings
    assert warning.startswith("line 3: field 'autor' is not known")
