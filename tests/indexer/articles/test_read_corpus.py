from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.articles.source_facts import SourceFacts, load_source_facts, sources_path
from indexer.domain import LanguageCode
from indexer.errors import ArticleError, CorpusError

BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def write(path: Path, text: str = BODY, **front: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {"lang": "pl", **front}
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    path.write_text(f"---\n{header}---\n{text}\n", encoding="utf-8")
    return path


def test_a_folder_is_walked_in_order_and_only_articles_are_read(tmp_path: Path) -> None:
    for name in [
        "b.md",
        "a/c.txt",
        "A.MD",
        "README.md",
        "a/readme.txt",
        ".hidden.md",
        ".git/x.md",
        "c.json",
    ]:
        write(tmp_path / name)
    (tmp_path / "b.terms.toml").write_text("", encoding="utf-8")
    corpus = read_corpus([tmp_path], facts={})
    assert [parsed.article.id for parsed in corpus.articles] == ["a", "c", "b"]
    assert corpus.problems == ()


def test_a_folder_with_articles_in_it_is_walked_only_there(tmp_path: Path) -> None:
    write(tmp_path / "articles" / "pl" / "a.md")
    write(tmp_path / "notes.md")
    assert [parsed.article.id for parsed in read_corpus([tmp_path], facts={}).articles] == ["a"]


def test_a_file_may_be_named_and_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md")
    corpus = read_corpus([path, tmp_path, path], facts={})
    assert [parsed.article.origin for parsed in corpus.articles] == [str(path)]
    assert corpus.problems == ()


def test_a_bad_file_is_a_problem_and_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    write(tmp_path / "c.md", lang="plk")
    write(tmp_path / "d.md")
    corpus = read_corpus([tmp_path], facts={})
    assert [parsed.article.id for parsed in corpus.articles] == ["a", "d"]
    assert [problem.where for problem in corpus.problems] == [f"{tmp_path}/b.txt:1", f"{tmp_path}/c.md:2"]
    assert all(isinstance(problem, ArticleError) for problem in corpus.problems)


def test_two_articles_with_one_written_id_are_a_problem_that_names_both(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.md", id="x"), write(tmp_path / "b.md", id="x")
    corpus = read_corpus([tmp_path], facts={})
    assert [parsed.article.origin for parsed in corpus.articles] == [str(first)]
    (problem,) = corpus.problems
    assert isinstance(problem, CorpusError)
    assert problem.where == str(second)
    assert str(first) in problem.what


def test_an_id_from_a_files_name_is_made_unique_by_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "fa" / "intro.md", "Inny tekst o sklepie.")
    write(tmp_path / "pl" / "intro.md")
    corpus = read_corpus([tmp_path], facts={})
    assert [parsed.article.id for parsed in corpus.articles] == ["intro", "pl-intro"]


@pytest.mark.parametrize("name", ["nowhere", "empty", "a.json"])
def test_a_root_without_articles_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    corpus = read_corpus([tmp_path / name], facts={})
    assert corpus.articles == ()
    (problem,) = corpus.problems
    assert isinstance(problem, CorpusError)
    assert str(tmp_path / name) in problem.where


def test_facts_are_found_by_the_hash_wherever_the_file_lies(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "copy.txt"
    path.parent.mkdir()
    path.write_text(f"Stary adres\n\nZwroty\n\n{BODY}", encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    facts = SourceFacts(sha256=digest, language=LanguageCode.POLISH, title_line=3, publisher="Sklepowo")
    (parsed,) = read_corpus([path], facts={digest: facts}).articles
    assert (parsed.article.title, parsed.article.publisher) == ("Zwroty", "Sklepowo")


def test_the_shipped_facts_load_and_say_numbers_and_names_only() -> None:
    path = sources_path()
    assert path is not None
    facts = load_source_facts(path)
    assert len(facts) == 5
    for digest, fact in facts.items():
        assert len(digest) == 64
        assert fact.language is not None
        assert fact.title_line is not None
        assert fact.residue
        assert fact.headings
    text = path.read_text(encoding="utf-8")
    assert max(len(line) for line in text.splitlines()) < 130


def test_the_variable_names_another_file_of_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[source]]\nsha256 = "AB"\nlang = "ar"\nkept = [2]\n', encoding="utf-8")
    monkeypatch.setenv("MANBA_SOURCES", str(path))
    facts = load_source_facts()["ab"]
    assert (facts.language, facts.kept) == (LanguageCode.ARABIC, (2,))


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[[source]]\nlang = "ar"',
        '[[source]]\nsha256 = "a"\nlang = "xx"',
        '[[source]]\nsha256 = "a"\nresidue = [3]',
    ],
)
def test_facts_that_cannot_be_used_are_a_problem_and_the_articles_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("MANBA_SOURCES", str(path))
    corpus = read_corpus([write(tmp_path / "a.md")])
    assert [parsed.article.id for parsed in corpus.articles] == ["a"]
    (problem,) = corpus.problems
    assert problem.where == str(path)


def test_named_facts_that_are_missing_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        load_source_facts(tmp_path / "nowhere.toml")
