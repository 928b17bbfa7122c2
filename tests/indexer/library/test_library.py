"""Publishing, reading and deleting articles through the library, one editor at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.errors import ArticleError, ConflictError, NotFoundError
from indexer.library.library import Library
from indexer.library.versions import Author

ANNA = Author(name="Anna", key_id="k1")
BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def text(body: str = BODY, **fields: str) -> bytes:
    header = "".join(f"{name}: {value}\n" for name, value in {"lang": "pl", **fields}.items())
    return f"---\n{header}---\n{body}\n".encode()


def test_a_new_article_is_on_the_disk_and_read_under_its_id(library: Library, root: Path) -> None:
    published = library.put("zwroty", text(title="Zwroty"), author=ANNA, note="first")
    assert (published.created, published.changed, published.version.number) == (True, True, 1)
    version = published.version
    assert (version.action, version.author, version.note, version.title) == ("created", ANNA, "first", "Zwroty")
    assert (root / "zwroty.md").read_bytes() == text(title="Zwroty")
    (read,) = read_corpus([root]).articles
    assert (read.article.id, read.article.sha256) == ("zwroty", version.sha256)
    stored = library.file("zwroty")
    assert (stored.raw, stored.version, stored.path) == (text(title="Zwroty"), version.version, root / "zwroty.md")
    assert library.versions("zwroty") == [version]


def test_replacing_needs_the_version_that_is_there(library: Library) -> None:
    first = library.put("zwroty", text(), author=ANNA).version.version
    second = library.put("zwroty", text("Inny tekst o sklepie."), author=ANNA, if_match=[first]).version
    assert (second.number, second.action) == (2, "replaced")
    with pytest.raises(ConflictError, match=f"changed meanwhile: it is at version {second.version}"):
        library.put("zwroty", text("Trzeci tekst o sklepie."), author=ANNA, if_match=[first])
    assert library.file("zwroty").version == second.version
    assert [one.number for one in library.versions("zwroty")] == [2, 1]
    assert library.version("zwroty", "1")[1] == text()
    assert library.version("zwroty", first)[1] == text()


def test_deleted_articles_keep_their_versions_and_come_back(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    gone = library.delete("zwroty", author=ANNA)
    assert (gone.number, gone.action) == (2, "deleted")
    assert not (root / "zwroty.md").exists()
    with pytest.raises(NotFoundError):
        library.file("zwroty")
    assert library.source("zwroty", "1") == f"{BODY}\n"
    back = library.restore("zwroty", 1, author=ANNA)
    assert (back.version.number, back.version.action, back.version.restored_from) == (3, "restored", 1)
    assert library.file("zwroty").raw == text()


def test_the_same_text_again_is_no_version(library: Library) -> None:
    library.put("zwroty", text(), author=ANNA)
    again = library.put("zwroty", text(), author=ANNA)
    assert (again.changed, again.created, again.version.number) == (False, False, 1)


def test_an_edit_outside_becomes_a_version_before_it_is_replaced(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    (root / "zwroty.md").write_bytes(text("Zmieniony poza biblioteką."))
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert [(one.number, one.action, one.author.name) for one in library.versions("zwroty")] == [
        (3, "replaced", "Anna"),
        (2, "found", "file"),
        (1, "created", "Anna"),
    ]
    assert library.version("zwroty", "2")[1] == text("Zmieniony poza biblioteką.")


def test_what_cannot_be_used_leaves_all_as_it_was(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    with pytest.raises(ArticleError, match="plk"):
        library.put("zwroty", text(lang="plk"), author=ANNA)
    assert (root / "zwroty.md").read_bytes() == text()
    assert len(library.versions("zwroty")) == 1
    assert sorted(path.name for path in root.iterdir()) == ["zwroty.md"]
