"""Every fact of the five original articles is carried by a shipped article of each language, where it is said."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import ShippedArticle

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FIELDS = {"id", "source", "spans", "says", "names", "carried"}


# A name that the original has in its own letters.
NAMES_WRITTEN_OTHERWISE = {"Bernard", "Alexa"}
# Numbers of lists, sections and figures, of minutes to read and of tips promised.
FIGURES_OF_NO_FACT = {"000": {*"123456", "22"}, "001": {*"123"}, "002": set(), "003": set(), "004": {*"123456"}}


def with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


def holds(text: str, name: str) -> bool:
    """Whether `text` has `name`: a figure as a whole number in any digits, a name in any case."""
    pattern = rf"(?<!\d){re.escape(name)}(?!\d)" if name.isdecimal() else re.escape(name)
    return re.search(pattern, with_plain_digits(text), re.IGNORECASE) is not None


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / "facts.jsonl").read_text(encoding="utf-8").splitlines()]


def test_fields_are_those_that_are_described(facts: list[dict[str, Any]]) -> None:
    assert len(facts) >= 150
    assert len({fact["id"] for fact in facts}) == len(facts)
    for fact in facts:
        assert set(fact) == FIELDS, fact["id"]
        assert fact["spans"], fact["id"]
        assert fact["says"], fact["id"]


def test_every_fact_is_carried_in_every_language(facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        assert {one["doc"][:2] for one in fact["carried"]} == {"ar", "fa", "pl"}, fact["id"]


def test_every_quote_stands_once_on_its_line(facts: list[dict[str, Any]], articles: dict[str, ShippedArticle]) -> None:
    for fact in facts:
        for one in fact["carried"]:
            article = articles[one["doc"]]
            where = (fact["id"], one["doc"], one["quote"])
            assert 20 <= len(one["quote"]) <= 200, where
            assert article.body.count(one["quote"]) == 1, where
            line = article.path.read_text(encoding="utf-8").splitlines()[one["line"] - 1]
            assert one["quote"] in line, (*where, "run benchmarks/facts.py number")


def test_figures_and_names_are_carried_with_their_fact(facts: list[dict[str, Any]]) -> None:
    checked = 0
    for fact in facts:
        for language in ("ar", "fa", "pl"):
            said = "\n".join(one["quote"] for one in fact["carried"] if one["doc"].startswith(language))
            missing = [name for name in fact["names"] if not holds(said, name)]
            assert missing == [], (fact["id"], language)
            checked += len(fact["names"])
    assert checked >= 60


def test_a_fact_is_carried_by_an_article_that_names_its_source(
    facts: list[dict[str, Any]], articles: dict[str, ShippedArticle]
) -> None:
    known = {
        "000": ("iAsk",),
        "001": ("Omnichannel a Multichannel",),
        "002": ("QuestionPro",),
        "003": ("استراتژی چندکاناله",),
        "004": ("سبزافزار", "Sabzafzar"),
    }
    for fact in facts:
        for language in ("ar", "fa", "pl"):
            carrying = [articles[one["doc"]] for one in fact["carried"] if one["doc"].startswith(language)]
            sources = [" ".join(article.front.get("based_on", [])) for article in carrying]
            assert any(name in said for said in sources for name in known[fact["source"]]), (fact["id"], language)


def test_the_names_and_figures_of_a_fact_are_in_its_span(facts: list[dict[str, Any]], seeds: Path) -> None:
    texts = _texts(seeds)
    assert set(texts) == {fact["source"] for fact in facts}
    for fact in facts:
        text = texts[fact["source"]]
        said = " ".join(text[start:end] for start, end in fact["spans"])
        written = [name for name in fact["names"] if name not in NAMES_WRITTEN_OTHERWISE]
        assert [name for name in written if not holds(said, name)] == [], fact["id"]
        assert all(0 <= start < end <= len(text) for start, end in fact["spans"]), fact["id"]


def test_every_figure_of_the_originals_is_in_a_fact(facts: list[dict[str, Any]], seeds: Path) -> None:
    for name, text in _texts(seeds).items():
        spans = [span for fact in facts if fact["source"] == name for span in fact["spans"]]
        outside = {
            with_plain_digits(match.group())
            for match in re.finditer(r"\d+", text)
            if not any(start <= match.start() < end for start, end in spans)
        }
        assert outside <= FIGURES_OF_NO_FACT[name], (name, sorted(outside - FIGURES_OF_NO_FACT[name]))


def _texts(seeds: Path) -> dict[str, str]:
    return {path.name[:3]: path.read_text(encoding="utf-8") for path in seeds.glob("*.txt")}


def test_little_of_the_originals_is_in_no_fact(facts: list[dict[str, Any]], seeds: Path) -> None:
    for name, text in _texts(seeds).items():
        covered = {n for fact in facts if fact["source"] == name for a, b in fact["spans"] for n in range(a, b)}
        letters = [n for n, one in enumerate(text) if one.isalnum()]
        share = sum(n in covered for n in letters) / len(letters)
        # The rest is headings, residue and phrases that lead over.
        assert share >= 0.8, (name, share)


def test_every_sample_question_has_a_fact_that_answers_it(
    seeds: Path, graded_questions: Path, articles: dict[str, ShippedArticle], tmp_path: Path
) -> None:
    out = tmp_path / "regraded.jsonl"
    command = [
        sys.executable,
        "benchmarks/facts.py",
        "questions",
        seeds,
        *graded_questions.glob("*.jsonl"),
        "--out",
        out,
    ]
    ran = subprocess.run(command, cwd=CORPUS.parent, capture_output=True, text=True, check=True)
    assert "no fact" not in ran.stdout
    regraded = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(regraded) >= 40
    for question in regraded:
        assert bool(question["gold"]) is question["answerable"]
        for gold in question["gold"]:
            assert gold["quote"] in articles[gold["doc"]].body
