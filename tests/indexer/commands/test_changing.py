"""`manba add` and `manba remove` as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.commands.changing import add, remove
from indexer.knowledge import KnowledgeBase
from indexer.library.library import Library

FIELDS = (
    "id",
    "title",
    "lang",
    "published",
    "publisher",
    "url",
    "license",
    "based_on",
    "tags",
    "translations",
    "terms",
)
BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def text(body: str = BODY, **fields: str) -> str:
    header = "".join(f"{name}: {value}\n" for name, value in {"lang": "pl", **fields}.items())
    return f"---\n{header}---\n{body}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one article, and new ones beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MANBA_STATE", raising=False)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "stary.md").write_text(text("Stary tekst o sklepie."), encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "zwroty.md").write_text(text(title="Zwroty", autor="x"), encoding="utf-8")
    return tmp_path


def run(command: object, *arguments: str) -> Result:
    assert command in (add, remove)
    return CliRunner().invoke(add if command is add else remove, list(arguments), catch_exceptions=False)


def test_added_articles_are_in_the_corpus_and_found(folder: Path) -> None:
    done = run(add, "new")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:3] == [
        f"created   zwroty.md as zwroty, {folder}/corpus/zwroty.md",
        f"  warning: line 4: field 'autor' is not known and not used; known are {', '.join(FIELDS)}",
        "1 created",
    ]
    assert "2 articles, 2 passages; 2 embedded, 0 reused" in done.stdout
    knowledge = KnowledgeBase.open(folder / "index")
    assert {article.id for article in knowledge.articles()} == {"stary", "zwroty"}
    # Versions lie beside the index, also of what lay in the corpus before.
    library = Library([Path("corpus")], state=folder / "index.state")
    assert [one.author.name for one in library.versions("zwroty")] == ["command line"]
    assert [one.action for one in library.versions("stary")] == ["found"]


def test_what_is_there_with_another_text_is_replaced_only_when_told_so(folder: Path) -> None:
    (folder / "new" / "stary.md").write_text(text("Nowy tekst o sklepie."), encoding="utf-8")
    skipped = run(add, "new/stary.md", "--no-build")
    assert skipped.exit_code == 1
    assert "there is such an article already, with another text" in skipped.stdout
    assert (folder / "corpus" / "stary.md").read_text(encoding="utf-8") == text("Stary tekst o sklepie.")
    assert not (folder / "index").exists()
    replaced = run(add, "new/stary.md", "--no-build", "--replace")
    assert replaced.exit_code == 0
    assert (folder / "corpus" / "stary.md").read_text(encoding="utf-8") == text("Nowy tekst o sklepie.")
    assert run(add, "new/stary.md", "--no-build").stdout.startswith("unchanged stary.md as stary")


def test_what_cannot_be_used_is_told_with_exit_code_2_and_the_rest_is_added(folder: Path) -> None:
    (folder / "new" / "zly.md").write_text(text(lang="plk"), encoding="utf-8")
    done = run(add, "new", "--no-build", "--json")
    assert done.exit_code == 2
    files = {one["name"]: one for one in json.loads(done.stdout)["files"]}
    assert files["zly.md"] == {
        "name": "zly.md",
        "status": "refused",
        "id": None,
        "path": None,
        "what": "line 2: language 'plk' is unknown",
        "next_step": "use one of ar, en, fa, pl",
        "warnings": [],
    }
    assert files["zwroty.md"]["status"] == "created"
    told = run(add, "new", "--no-build")
    assert "  line 2: language 'plk' is unknown\n  next: use one of ar, en, fa, pl\n" in told.stderr


def test_what_is_broken_in_the_corpus_does_not_keep_a_new_article_from_being_indexed(folder: Path) -> None:
    (folder / "corpus" / "zly.md").write_text(text(lang="plk"), encoding="utf-8")
    done = run(add, "new")
    assert done.exit_code == 0
    assert "zly.md:2: language 'plk' is unknown" in done.stderr
    assert {article.id for article in KnowledgeBase.open(folder / "index").articles()} == {"stary", "zwroty"}


def test_removed_articles_are_gone_and_their_versions_stay(folder: Path) -> None:
    assert run(add, "new").exit_code == 0
    done = run(remove, "zwroty", "nowhere", "--state", "elsewhere")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "removed zwroty"
    assert "manba: nowhere: there is no such article" in done.stderr
    assert {article.id for article in KnowledgeBase.open(folder / "index").articles()} == {"stary"}
    library = Library([Path("corpus")], state=folder / "elsewhere")
    assert [one.action for one in library.versions("zwroty")] == ["deleted", "found"]
    assert library.source("zwroty", "1") == f"{BODY}\n"


def test_what_may_not_be_removed_is_told_with_exit_code_2(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / "corpus" / f"{name}.md").write_text(text(f"Tekst {name} o sklepie.", id="x"), encoding="utf-8")
    done = run(remove, "x", "stary", "--no-build", "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert (told["removed"], told["missing"], told["refused"]) == (["stary"], [], ["x"])
    assert "would be read under the id 'x'" in done.stderr
