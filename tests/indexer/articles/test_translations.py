"""Articles on one subject in several languages name each other; what is wrong with that is a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.errors import ArticleError

BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def write(folder: Path, name: str, *translations: str, language: str = "") -> Path:
    path = folder / f"{name}.md"
    front = f"lang: {language or name[:2]}\ntitle: {name}\ntranslations: [{', '.join(translations)}]\n"
    path.write_text(f"---\n{front}---\n{BODY}\n", encoding="utf-8")
    return path


def warnings(*roots: Path) -> dict[str, tuple[str, ...]]:
    return {parsed.article.id: parsed.warnings for parsed in read_corpus(roots, facts={}).articles}


def test_articles_that_name_each_other_are_clean(tmp_path: Path) -> None:
    write(tmp_path, "ar-a", "fa-a", "pl-a")
    write(tmp_path, "fa-a", "ar-a", "pl-a")
    write(tmp_path, "pl-a", "ar-a", "fa-a")
    found = read_corpus([tmp_path], facts={})
    assert [parsed.warnings for parsed in found.articles] == [(), (), ()]
    assert found.articles[0].article.translations == ("fa-a", "pl-a")


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, "pl-a", "fa-a")
    assert warnings(tmp_path) == {
        "pl-a": ("translation 'fa-a' is no article of this corpus; correct the id or take it out",)
    }


def test_a_single_file_is_not_asked_for_the_others(tmp_path: Path) -> None:
    assert warnings(write(tmp_path, "pl-a", "fa-a")) == {"pl-a": ()}


def test_a_file_that_cannot_be_read_is_not_missing(tmp_path: Path) -> None:
    write(tmp_path, "pl-a", "fa-a")
    write(tmp_path, "fa-a", "pl-a", language="xx")
    assert warnings(tmp_path) == {"pl-a": ()}


def test_one_that_does_not_name_the_article_back_is_told(tmp_path: Path) -> None:
    write(tmp_path, "pl-a", "fa-a")
    write(tmp_path, "fa-a")
    assert warnings(tmp_path) == {
        "fa-a": (),
        "pl-a": ("translation 'fa-a' does not name 'pl-a' back; add it to its translations",),
    }


@pytest.mark.parametrize(("translations", "at_fault"), [(["pl-b"], "pl-a"), (["fa-a", "fa-b"], "fa-a")])
def test_two_of_one_language_are_told(tmp_path: Path, translations: list[str], at_fault: str) -> None:
    write(tmp_path, "pl-a", *translations)
    for other in translations:
        write(tmp_path, other, "pl-a")
    (warning,) = warnings(tmp_path)["pl-a"]
    assert f"is in the language of '{at_fault}' ({at_fault[:2]}); name one article per language" in warning


def test_an_article_that_names_itself_is_told(tmp_path: Path) -> None:
    write(tmp_path, "pl-a", "pl-a", "pl-a")
    assert warnings(tmp_path) == {"pl-a": ("'pl-a' names itself among its translations; take it out",)}


def test_an_id_that_is_none_is_an_error_with_its_line(tmp_path: Path) -> None:
    (error,) = read_corpus([write(tmp_path, "pl-a", "'fa a'")], facts={}).problems
    assert isinstance(error, ArticleError)
    assert error.where.endswith("pl-a.md:4")
    assert error.what == "id 'fa a' cannot be used in an address"
