"""Where files of new articles go, and that an article is always read under the id it was put under."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.concepts import sidecar_of
from indexer.errors import ArticleError, ConflictError, CorpusError, StateError
from indexer.library import places
from indexer.library.library import Library
from indexer.library.place_table import PlaceTable

from .texts import ANNA, text


def ids(library: Library) -> dict[str, str]:
    found = read_corpus(library.roots, facts={}).articles
    return {one.article.id: Path(one.article.origin).name for one in found}


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ([], "zwroty.md"),
        (["articles"], "articles/zwroty.md"),
        (["articles/fa"], "articles/pl/zwroty.md"),
        (["ar", "pl"], "pl/zwroty.md"),
        (["other"], "zwroty.md"),
    ],
)
def test_a_new_article_goes_where_its_language_lies(
    library: Library, root: Path, folders: list[str], expected: str
) -> None:
    for folder in folders:
        (root / folder).mkdir(parents=True)
    library.put("zwroty", text(), author=ANNA)
    assert (root / expected).read_bytes() == text()
    assert ids(library) == {"zwroty": "zwroty.md"}


def test_an_article_is_edited_where_it_lies(library: Library, root: Path) -> None:
    path = root / "somewhere" / "Dziwna nazwa.txt"
    path.parent.mkdir()
    path.write_bytes(text(id="zwroty"))
    path.chmod(0o640)
    library.put("zwroty", text("Nowy tekst o sklepie.", id="zwroty"), author=ANNA)
    assert path.read_bytes() == text("Nowy tekst o sklepie.", id="zwroty")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in root.rglob("*.*")] == ["Dziwna nazwa.txt"]


def test_a_link_is_kept_and_what_it_points_to_is_edited(library: Library, root: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_bytes(text())
    (root / "zwroty.md").symlink_to(tmp_path / "real" / "a.md")
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert (root / "zwroty.md").is_symlink()
    assert (tmp_path / "real" / "a.md").read_bytes() == text("Nowy tekst o sklepie.")
    assert [one.name for one in (tmp_path / "real").iterdir()] == ["a.md"]


def test_the_first_root_that_may_be_written_takes_new_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: "one" not in str(path) and may(path, mode))
    library = Library([tmp_path / "one", tmp_path / "two"], state=tmp_path / "state")
    library.put("zwroty", text(), author=ANNA)
    assert (tmp_path / "two" / "zwroty.md").exists()
    (tmp_path / "one" / "stary.md").write_bytes(text())
    with pytest.raises(ConflictError, match="may not be changed where its file lies"):
        library.put("stary", text("Nowy tekst o sklepie."), author=ANNA)
    with pytest.raises(ConflictError, match="may not be changed where its file lies"):
        library.delete("stary", author=ANNA)
    assert (tmp_path / "one" / "stary.md").read_bytes() == text()


def test_where_no_root_may_be_written_the_state_takes_them_and_is_indexed(
    root: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "stary.md").write_bytes(text())
    monkeypatch.setattr(places, "installed_corpus", lambda: root)
    library = Library([root], state=state)
    assert library.roots == (root,)
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert (state / "articles" / "zwroty.md").exists()
    assert library.roots == (root, state / "articles")
    assert ids(library) == {"stary": "stary.md", "zwroty": "zwroty.md"}
    with pytest.raises(ConflictError, match="copy the corpus to a folder of your own"):
        library.put("stary", text("Nowy tekst o sklepie."), author=ANNA)
    library.delete("zwroty", author=ANNA)
    assert library.roots == (root,)


def test_a_single_file_takes_no_new_article_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "corpus" / "stary.md"
    path.parent.mkdir()
    path.write_bytes(text())
    library = Library([path], state=tmp_path / "state")
    library.put("nowy", text("Nowy tekst o sklepie."), author=ANNA)
    library.put("stary", text("Zmieniony tekst o sklepie."), author=ANNA)
    assert ids(library) == {"stary": "stary.md", "nowy": "nowy.md"}
    assert [one.name for one in path.parent.iterdir()] == ["stary.md"]


def test_a_corpus_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    library = Library([tmp_path / "nowhere"], state=tmp_path / "state")
    with pytest.raises(CorpusError, match="there is no such file or folder"):
        library.put("zwroty", text(), author=ANNA)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("article_id", ["Wielki", "readme", "ﬁ-ligatura", "kropka.", "ż" * 110])
def test_an_id_that_no_file_name_gives_must_be_written(library: Library, article_id: str) -> None:
    with pytest.raises(ArticleError, match=f"add a line to the front matter: id: {article_id}"):
        library.put(article_id, text(), author=ANNA)
    assert ids(library) == {}
    library.put(article_id, text(id=article_id), author=ANNA)
    assert list(ids(library)) == [article_id]
    library.put(article_id, text("Nowy tekst o sklepie.", id=article_id), author=ANNA)
    assert library.file(article_id).raw == text("Nowy tekst o sklepie.", id=article_id)
    library.delete(article_id, author=ANNA)
    assert ids(library) == {}


@pytest.mark.parametrize("article_id", ["../x", "a/b", ".hidden", "", "a b", "a..b", "x" * 121, "a\0b", "a\\b"])
def test_an_id_that_leads_elsewhere_is_refused(library: Library, root: Path, article_id: str) -> None:
    with pytest.raises(ArticleError, match="cannot be used in an address"):
        library.put(article_id, text(), author=ANNA)
    assert list(root.iterdir()) == []


def test_a_taken_file_name_is_left_to_its_article(library: Library, root: Path) -> None:
    (root / "zwroty.md").write_bytes(text("Inny tekst o sklepie.", id="inny"))
    sidecar_of(root / "zwroty.md").write_bytes(b"[terms]\n")
    with pytest.raises(ArticleError, match="id: zwroty"):
        library.put("zwroty", text(), author=ANNA)
    library.put("zwroty", text(id="zwroty"), author=ANNA)
    assert ids(library) == {"inny": "zwroty.md", "zwroty": "zwroty-2.md"}


def test_dropping_the_written_id_is_refused_where_the_name_gives_another(library: Library, root: Path) -> None:
    (root / "plik.md").write_bytes(text(id="zwroty"))
    with pytest.raises(ArticleError, match=r"plik\.md would be read under the id 'plik'"):
        library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert ids(library) == {"zwroty": "plik.md"}


def test_a_text_that_would_hide_another_article_is_refused(library: Library, root: Path) -> None:
    for folder, body in (("fa", "Pierwszy tekst o sklepie."), ("pl", "Drugi tekst o sklepie.")):
        (root / folder).mkdir()
        (root / folder / "intro.md").write_bytes(text(body))
    assert set(ids(library)) == {"intro", "pl-intro"}
    # With one text in both the second one would be none of its own.
    with pytest.raises(ArticleError, match=r"intro\.md, which is 'pl-intro', would no longer be read under that id"):
        library.put("intro", text("Drugi tekst o sklepie."), author=ANNA)
    with pytest.raises(ArticleError, match="id: pl-intro"):
        library.put("pl-intro", text("Pierwszy tekst o sklepie."), author=ANNA)
    with pytest.raises(ConflictError, match=r"would be read under the id 'intro'.*id: pl-intro"):
        library.delete("intro", author=ANNA)
    library.put("pl-intro", text("Pierwszy tekst o sklepie.", id="pl-intro"), author=ANNA)
    library.delete("intro", author=ANNA)
    assert ids(library) == {"pl-intro": "intro.md"}


def test_a_second_file_with_the_id_keeps_an_article_from_being_deleted(library: Library, root: Path) -> None:
    (root / "a.md").write_bytes(text(id="zwroty"))
    (root / "b.md").write_bytes(text("Inny tekst o sklepie.", id="zwroty"))
    with pytest.raises(ConflictError, match=r"another one, .*b\.md, would be read under the id 'zwroty'"):
        library.delete("zwroty", author=ANNA)


def test_a_file_that_was_renamed_or_moved_is_found_again(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    (root / "deeper").mkdir()
    (root / "zwroty.md").rename(root / "deeper" / "zwroty.md")
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert ids(library) == {"zwroty": "zwroty.md"}
    assert (root / "deeper" / "zwroty.md").read_bytes() == text("Nowy tekst o sklepie.")


def test_a_file_broken_outside_can_be_seen_and_mended(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    (root / "zwroty.md").write_bytes(b"---\nlang: [pl\n---\nbroken\n")
    assert library.file("zwroty").raw == b"---\nlang: [pl\n---\nbroken\n"
    library.put("zwroty", text("Naprawiony tekst o sklepie."), author=ANNA)
    newest, found, _ = library.versions("zwroty")
    assert (newest.action, found.action, found.title, found.language) == ("replaced", "found", "", None)
    assert library.version("zwroty", "2")[1] == b"---\nlang: [pl\n---\nbroken\n"
    with pytest.raises(ArticleError, match="front matter is broken"):
        library.restore("zwroty", 2, author=ANNA)


def test_a_deleted_article_comes_back_where_it_was(library: Library, root: Path) -> None:
    (root / "stare").mkdir()
    (root / "stare" / "plik.txt").write_bytes(text(id="zwroty"))
    library.delete("zwroty", author=ANNA)
    library.restore("zwroty", 1, author=ANNA)
    assert (root / "stare" / "plik.txt").read_bytes() == text(id="zwroty")


def test_finding_an_article_does_not_read_the_others(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (root / f"a{number}.md").write_bytes(text(f"Tekst numer {number} o sklepie."))
    library.file("a7")
    read: list[str] = []
    whole = Path.read_bytes

    def counted(path: Path) -> bytes:
        read.append(path.name)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    monkeypatch.setattr(places, "article_paths", None)
    library.put("a7", text("Nowy tekst o sklepie."), author=ANNA)
    assert library.file("a7").raw == text("Nowy tekst o sklepie.")
    assert set(read) <= {"a7.md", "a7.terms.toml", ".a7.md.manba-partial"}


def test_a_folder_that_is_gone_is_not_taken_for_an_empty_one(root: Path, state: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (disk / "zwroty.md").write_bytes(text())
    library = Library([root, disk], state=state)
    assert library.file("zwroty").path == disk / "zwroty.md"
    disk.rename(tmp_path / "unplugged")
    with pytest.raises(CorpusError, match="there is no such file or folder"):
        library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    assert list(root.iterdir()) == []
    (tmp_path / "unplugged").rename(disk)
    assert library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA).created is False


def test_one_file_reached_in_two_ways_is_one_article(root: Path, state: Path) -> None:
    (root / "pl").mkdir()
    (root / "pl" / "zwroty.md").write_bytes(text())
    (root / "a.md").symlink_to(root / "pl" / "zwroty.md")
    library = Library([root, root / "pl"], state=state)
    assert ids(library) == {"a": "a.md"}
    assert library.file("a").raw == text()
    assert library.put("zwroty", text("Inny tekst o sklepie.", id="zwroty"), author=ANNA).created


def test_a_full_disk_keeps_nobody_from_reading(library: Library, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise StateError(where="versions.db", what="the disk is full", next_step="make room")

    (root / "zwroty.md").write_bytes(text())
    monkeypatch.setattr(PlaceTable, "change", refused)
    assert library.file("zwroty").raw == text()
    # Nor, once it is made, from changing: what is kept of places is looked up again.
    assert library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA).changed
    assert library.file("zwroty").raw == text("Nowy tekst o sklepie.")
