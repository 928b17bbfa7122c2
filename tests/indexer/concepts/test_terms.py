"""`terms`: in front matter, a sidecar and the facts of the product; what each form means and what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from indexer.articles import SourceFacts, read_corpus
from indexer.articles.front_matter import parse_front_matter
from indexer.articles.source_facts import load_source_facts
from indexer.concepts import Glossary, read_sidecar, read_terms, sidecar_of
from indexer.domain import TermReading
from indexer.errors import ArticleError, CorpusError


def reading(*concepts: str, first: int | None = None, last: int | None = None, name: str = "x") -> TermReading:
    return TermReading(name=name, concepts=concepts, first=first, last=last, where="a:1")


@pytest.mark.parametrize(
    ("meaning", "readings"),
    [
        ("a", [reading("a")]),
        ("none", [reading("none")]),
        ([{"lines": 7, "concept": "a"}], [reading("a", first=7, last=7)]),
        ([{"lines": "7", "concept": "a"}], [reading("a", first=7, last=7)]),
        ([{"lines": "7-11", "concept": "a"}], [reading("a", first=7, last=11)]),
        ([{"lines": " 7 – 11 ", "concept": "a"}], [reading("a", first=7, last=11)]),
        ([{"lines": "۷-۱۱", "concept": "a"}], [reading("a", first=7, last=11)]),
        ([{"lines": [3, "5-6"], "concept": "a"}], [reading("a", first=3, last=3), reading("a", first=5, last=6)]),
        ([{"lines": 7, "concept": ["a", "none"]}], [reading("a", "none", first=7, last=7)]),
        (
            [{"lines": "1-9", "concept": "a"}, {"lines": 4, "concept": "b"}],
            [reading("a", first=1, last=9), reading("b", first=4, last=4)],
        ),
    ],
)
def test_what_a_name_may_be_given(meaning: Any, readings: list[TermReading]) -> None:
    assert read_terms({"x": meaning}, where="a:1") == tuple(readings)


def test_no_terms_are_none() -> None:
    assert read_terms(None, where="a:1") == read_terms({}, where="a:1") == ()


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("omnichannel", "terms must be a mapping of names"),
        (["x"], "terms must be a mapping of names"),
        ({"x": None}, "'x' is given no Concept"),
        ({"x": []}, "'x' is given no Concept"),
        ({"x": {"lines": 1, "concept": "a"}}, "'x' is given no Concept"),
        ({"x": ["a"]}, "'x' needs `lines` and `concept` in each entry"),
        ({"x": [{"concept": "a"}]}, "'x' needs `lines` and `concept` in each entry"),
        ({"x": [{"lines": 1, "concept": "a", "note": "b"}]}, "'x' needs `lines` and `concept` in each entry"),
        ({"x": [{"lines": 1, "concept": 2}]}, "a Concept of 'x' is not a text"),
        ({"x": [{"lines": 1, "concept": []}]}, "a Concept of 'x' is not a text"),
        ({"x": [{"lines": 0, "concept": "a"}]}, "lines 0 of 'x' are none"),
        ({"x": [{"lines": "11-7", "concept": "a"}]}, "lines '11-7' of 'x' are none"),
        ({"x": [{"lines": "7-", "concept": "a"}]}, "lines '7-' of 'x' are none"),
        ({"x": [{"lines": "first", "concept": "a"}]}, "lines 'first' of 'x' are none"),
        ({"x": [{"lines": -7, "concept": "a"}]}, "lines -7 of 'x' are none"),
        ({"x": [{"lines": True, "concept": "a"}]}, "lines True of 'x' are none"),
        ({"x": [{"lines": None, "concept": "a"}]}, "lines None of 'x' are none"),
        ({"x": [{"lines": [], "concept": "a"}]}, "lines [] of 'x' are none"),
        ({"x": [{"lines": [7, "z"], "concept": "a"}]}, "lines 'z' of 'x' are none"),
        ({"x": [{"lines": "9" * 5000, "concept": "a"}]}, "are none"),
    ],
)
def test_what_cannot_be_used_is_refused(value: Any, what: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_terms(value, where="a.md:4")
    assert caught.value.where == "a.md:4"
    assert what in caught.value.what
    assert caught.value.next_step


def front(*lines: str) -> tuple[TermReading, ...]:
    return parse_front_matter("".join(f"{line}\n" for line in lines), origin="a.md").terms


def test_each_name_of_the_front_matter_knows_its_line() -> None:
    terms = front("title: x", "terms:", "  raz: a", "  dwa:", "    - {lines: 7-11, concept: b}", "  trzy: none")
    assert [(one.name, one.concepts, one.first, one.where) for one in terms] == [
        ("raz", ("a",), None, "a.md:4"),
        ("dwa", ("b",), 7, "a.md:5"),
        ("trzy", ("none",), None, "a.md:7"),
    ]


def test_empty_terms_of_the_front_matter_say_nothing() -> None:
    assert front("terms:") == front("terms: {}") == ()


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["terms:", "  raz: a", "  dwa:", "    - {lines: 0, concept: b}"], 4, "lines 0 of 'dwa' are none"),
        (["terms:", "  raz: a", "  dwa:"], 4, "'dwa' is given no Concept"),
        (["terms: [raz]"], 2, "must be a mapping, not a list"),
        (["terms:", "  raz: a", "  dwa: b", "  raz: c"], 5, "'raz' stands in 'terms' twice"),
        (["terms:", "  raz: a", "  ? [b]", "  : c"], 4, "a name in 'terms' must be a text"),
        (["terms: &x", "  raz: *x"], 3, "'raz' is given no Concept"),
    ],
)
def test_an_error_in_front_matter_names_the_line_of_its_name(lines: list[str], line: int, what: str) -> None:
    with pytest.raises(ArticleError) as caught:
        front(*lines)
    assert caught.value.where == f"a.md:{line}"
    assert what in caught.value.what


def sidecar(folder: Path, *lines: str) -> Path:
    path = folder / "a.terms.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_sidecar_lies_beside_its_article() -> None:
    assert sidecar_of(Path("x/a.b.txt")) == Path("x/a.b.terms.toml")


def test_a_sidecar_is_read(tmp_path: Path) -> None:
    path = sidecar(tmp_path, "[terms]", '"چند کاناله" = "a"', 'raz = [{ lines = [3, "5-6"], concept = ["a", "b"] }]')
    assert read_sidecar(path) == (
        TermReading(name="چند کاناله", concepts=("a",), where=str(path)),
        TermReading(name="raz", concepts=("a", "b"), first=3, last=3, where=str(path)),
        TermReading(name="raz", concepts=("a", "b"), first=5, last=6, where=str(path)),
    )


def test_no_sidecar_is_no_reading(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "a.terms.toml") == ()


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["[terms]", "raz = a"], ":2", "is not TOML"),
        (['raz = "a"'], "", "holds 'raz', which is not known"),
        (["[terms]", "raz = 3"], "", "'raz' is given no Concept"),
    ],
)
def test_a_sidecar_that_cannot_be_used_is_refused(tmp_path: Path, lines: list[str], line: str, what: str) -> None:
    path = sidecar(tmp_path, *lines)
    with pytest.raises(ArticleError) as caught:
        read_sidecar(path)
    assert caught.value.where == f"{path}{line}"
    assert what in caught.value.what
    assert caught.value.next_step


def test_a_sidecar_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.terms.toml"
    path.write_bytes('[terms]\n"część" = "a"'.encode("cp1250"))
    with pytest.raises(ArticleError, match="save it as UTF-8"):
        read_sidecar(path)


def article(folder: Path, *lines: str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def facts_of(path: Path, *terms: TermReading) -> dict[str, SourceFacts]:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return {sha256: SourceFacts(sha256=sha256, terms=terms)}


POLISH_LINES = ("Strategia wielokanałowa sklepu jest prosta i tania.", "Klienci ją lubią.")


def test_front_matter_counts_before_the_sidecar_and_that_before_the_facts(tmp_path: Path, glossary: Glossary) -> None:
    path = article(tmp_path, "---", "lang: pl", "terms: {raz: crm}", "---", *POLISH_LINES, name="a.md")
    sidecar(tmp_path, "[terms]", 'raz = "touchpoint"')
    facts = facts_of(path, reading("omnichannel", name="raz"))
    found = read_corpus([path], facts=facts, glossary=glossary)
    assert found.problems == ()
    assert [one.concepts for one in found.articles[0].terms] == [("crm",)]


def test_what_is_said_by_lines_leaves_the_rest_to_the_next_source(tmp_path: Path, glossary: Glossary) -> None:
    path = article(tmp_path, *POLISH_LINES, name="a.txt")
    sidecar(tmp_path, "[terms]", 'raz = [{ lines = 1, concept = "crm" }]')
    found = read_corpus([path], facts=facts_of(path, reading("omnichannel", name="raz")), glossary=glossary)
    assert found.problems == ()
    assert [one.concepts for one in found.articles[0].terms] == [("crm",), ("omnichannel",)]


def test_facts_give_their_readings(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        f'[[source]]\nsha256 = "{"0" * 64}"\n[source.terms]\nraz = [{{ lines = "2-3", concept = "crm" }}]\n',
        encoding="utf-8",
    )
    (facts,) = load_source_facts(path).values()
    where = f"{path}, source {'0' * 12}"
    assert facts.terms == (TermReading(name="raz", concepts=("crm",), first=2, last=3, where=where),)


def test_terms_that_cannot_be_used_are_refused_in_the_facts_too(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[[source]]\nsha256 = "{"0" * 64}"\n[source.terms]\nraz = 3\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="'raz' is given no Concept") as caught:
        load_source_facts(path)
    assert caught.value.where == f"{path}, source {'0' * 12}"


@pytest.mark.parametrize("place", ["front matter", "sidecar"])
def test_a_concept_the_glossary_lacks_is_refused(tmp_path: Path, glossary: Glossary, place: str) -> None:
    if place == "sidecar":
        path, where = article(tmp_path, *POLISH_LINES), sidecar(tmp_path, "[terms]", 'raz = "omnichanel"')
    else:
        path = article(tmp_path, "---", "lang: pl", "terms:", "  raz: omnichanel", "---", *POLISH_LINES, name="a.md")
        where = Path(f"{path}:4")
    found = read_corpus([path], facts={}, glossary=glossary)
    assert found.articles == ()
    (problem,) = found.problems
    assert problem.where == str(where)
    assert problem.what == "terms: 'raz' is said to mean 'omnichanel', which the glossary does not have"
    assert problem.next_step.startswith("use one of omnichannel, multichannel, ")
    assert problem.next_step.endswith(", or none")


def test_an_unknown_concept_among_several_is_refused(tmp_path: Path, glossary: Glossary) -> None:
    path = article(tmp_path, *POLISH_LINES)
    sidecar(tmp_path, "[terms]", 'raz = [{ lines = 1, concept = ["none", "omnichannel", "omni"] }]')
    (problem,) = read_corpus([path], facts={}, glossary=glossary).problems
    assert "'omni', which the glossary does not have" in problem.what


@pytest.mark.parametrize("concepts", [("omnichannel",), ("none", "omnichannel")])
def test_facts_of_the_product_bind_no_foreign_glossary(tmp_path: Path, concepts: tuple[str, ...]) -> None:
    path = article(tmp_path, *POLISH_LINES)
    own = Glossary([{"id": "shop", "pl": {"preferred": "sklep"}}])
    facts = facts_of(path, reading(*concepts, first=1, last=1), reading("shop", name="kram"))
    found = read_corpus([path], facts=facts, glossary=own)
    assert found.problems == ()
    assert [one.name for one in found.articles[0].terms] == ["kram"]


def test_a_broken_glossary_is_one_problem_and_not_one_of_every_article(tmp_path: Path) -> None:
    path = article(tmp_path, *POLISH_LINES)
    sidecar(tmp_path, "[terms]", 'raz = "omnichannel"')
    (tmp_path / "glossary.toml").write_text("[[concept]", encoding="utf-8")
    found = read_corpus([tmp_path], facts={})
    assert [problem.where for problem in found.problems] == [f"{tmp_path / 'glossary.toml'}:1"]
    assert [one.article.origin for one in found.articles] == [str(path)]
    assert len(found.glossary) == 0


def test_a_sidecar_is_no_article(tmp_path: Path, glossary: Glossary) -> None:
    path = article(tmp_path, *POLISH_LINES)
    sidecar(tmp_path, "[terms]", 'raz = "omnichannel"')
    found = read_corpus([tmp_path], facts={}, glossary=glossary)
    assert [one.article.origin for one in found.articles] == [str(path)]


def test_a_name_without_quotes_is_refused_with_how_to_write_it(tmp_path: Path) -> None:
    path = sidecar(tmp_path, "[terms]", 'چندکاناله = "omnichannel"')
    with pytest.raises(ArticleError) as caught:
        read_sidecar(path)
    assert caught.value.where == f"{path}:2"
    assert "a name stands in quotes" in caught.value.next_step
