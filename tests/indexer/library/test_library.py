"""Publishing, reading and deleting articles through the library, one editor at a time."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

from indexer.articles import read_corpus
from indexer.errors import ArticleError, ConflictError, NotFoundError, StateError
from indexer.library import changes, version_store
from indexer.library.library import Library
from indexer.library.versions import Author

from .texts import ANNA, BODY, text


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


def test_what_must_be_new_or_must_be_there_is(library: Library) -> None:
    with pytest.raises(ConflictError, match="the article was deleted"):
        library.put("zwroty", text(), author=ANNA, if_match=["*"])
    library.put("zwroty", text(), author=ANNA, must_be_new=True)
    with pytest.raises(ConflictError, match="there is such an article already"):
        library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA, must_be_new=True)
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA, if_match=["*"])
    with pytest.raises(ConflictError, match="changed meanwhile"):
        library.delete("zwroty", author=ANNA, if_match=["0123456789abcdef"])
    with pytest.raises(ConflictError, match="changed meanwhile"):
        library.restore("zwroty", 1, author=ANNA, if_match=["0123456789abcdef"])
    assert [one.action for one in library.versions("zwroty")] == ["replaced", "created"]


def test_an_edit_outside_that_nobody_saw_makes_a_precondition_fail(library: Library, root: Path) -> None:
    seen = library.put("zwroty", text(), author=ANNA).version.version
    (root / "zwroty.md").write_bytes(text("Zmieniony poza biblioteką."))
    with pytest.raises(ConflictError, match="changed meanwhile"):
        library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA, if_match=[seen])
    assert (root / "zwroty.md").read_bytes() == text("Zmieniony poza biblioteką.")


@pytest.mark.parametrize("wanted", ["0", "3", "-1", "x", "", "0123456789abcdef", "0123456789ABCDE", "１", "9" * 15])
def test_a_version_that_is_not_there_is_said_so(library: Library, wanted: str) -> None:
    library.put("zwroty", text(), author=ANNA)
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    with pytest.raises(NotFoundError, match=f"there is no version '{wanted}'"):
        library.version("zwroty", wanted)
    with pytest.raises(NotFoundError):
        library.version("nowhere", "1")


def test_what_was_never_there_is_not_found(library: Library) -> None:
    for attempt in (library.file, library.versions):
        with pytest.raises(NotFoundError, match="there is no such article"):
            attempt("nowhere")
    with pytest.raises(NotFoundError, match="there is no such article"):
        library.delete("nowhere", author=ANNA)
    with pytest.raises(NotFoundError, match="there is no version"):
        library.restore("nowhere", 1, author=ANNA)


def test_a_change_that_was_made_already_is_not_overtaken(library: Library) -> None:
    first = library.put("zwroty", text(), author=ANNA).version
    newer = text("Nowy tekst o sklepie.")
    made = library.put("zwroty", newer, author=ANNA, if_match=[first.version])
    # Its answer got lost, so it is sent again as it was.
    again = library.put("zwroty", newer, author=ANNA, if_match=[first.version], may_be_made=True)
    assert (again.changed, again.version) == (False, made.version)
    back = library.restore("zwroty", 1, author=ANNA, if_match=[made.version.version])
    again = library.restore("zwroty", 1, author=ANNA, if_match=[made.version.version], may_be_made=True)
    assert (again.changed, again.version) == (False, back.version)
    assert [one.action for one in library.versions("zwroty")] == ["restored", "replaced", "created"]
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        library.put("zwroty", newer, author=ANNA, if_match=[made.version.version], may_be_made=True)


def test_a_deletion_that_was_made_already_is_no_unknown_article(library: Library) -> None:
    first = library.put("zwroty", text(), author=ANNA).version
    made = library.delete("zwroty", author=ANNA, if_match=[first.version])
    assert library.delete("zwroty", author=ANNA, if_match=[first.version], may_be_made=True) == made
    assert library.delete("zwroty", author=ANNA, may_be_made=True) == made
    for author, if_match in ((Author(name="Ben"), None), (ANNA, ["0123456789abcdef"])):
        with pytest.raises(NotFoundError):
            library.delete("zwroty", author=author, if_match=if_match, may_be_made=True)
    with pytest.raises(NotFoundError):
        library.delete("zwroty", author=ANNA)
    assert [one.action for one in library.versions("zwroty")] == ["deleted", "created"]


def test_a_change_that_cannot_be_finished_keeps_nobody_from_the_other_articles(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.put("zwroty", text(), author=ANNA)
    library.put("inny", text("Inny tekst o sklepie."), author=ANNA)
    genuine, newer = changes._make, text("Nowy tekst o sklepie.")

    def stuck(move: Any, prepared: Any = None) -> None:
        if move.path.stem == "zwroty":
            raise StateError(where="zwroty.md", what="the folder cannot be written to", next_step="mend that")
        genuine(move, prepared)

    with monkeypatch.context() as patched:
        patched.setattr(changes, "_make", stuck)
        # As a crash leaves it: begun, and not taken back.
        patched.setattr(changes.Changes, "_take_back", lambda *_, **__: None)
        with pytest.raises(StateError, match="cannot be written to"):
            library.put("zwroty", newer, author=ANNA)
        with pytest.raises(StateError, match="cannot be written to"):
            library.put("zwroty", text("Jeszcze nowszy."), author=ANNA)
        assert library.put("inny", text("Drugi tekst o sklepie."), author=ANNA).version.number == 2
        assert library.file("zwroty").raw == text()
    library.settle()
    assert library.file("zwroty").raw == newer
    assert [one.action for one in library.versions("zwroty")] == ["replaced", "created"]


def test_deleting_outside_is_a_version_too(library: Library, root: Path) -> None:
    library.put("zwroty", text(title="Zwroty"), author=ANNA)
    (root / "zwroty.md").unlink()
    newest, _ = library.versions("zwroty")
    assert (newest.action, newest.author.name, newest.title) == ("deleted", "file", "Zwroty")
    with pytest.raises(NotFoundError):
        library.delete("zwroty", author=ANNA)
    again = library.put("zwroty", text(), author=ANNA)
    assert (again.created, again.version.number, again.version.action) == (True, 3, "created")


def test_the_sidecar_goes_and_comes_with_its_article(library: Library, root: Path) -> None:
    sidecar = root / "zwroty.terms.toml"
    library.put("zwroty", text(), author=ANNA)
    sidecar.write_bytes(b'[terms]\n"omni" = "omnichannel"\n')
    # A sidecar of its own is a state of its own.
    assert [one.action for one in library.versions("zwroty")] == ["found", "created"]
    library.put("zwroty", text("Nowy tekst o omni w sklepie."), author=ANNA)
    assert sidecar.exists()
    library.delete("zwroty", author=ANNA)
    assert list(root.iterdir()) == []
    library.restore("zwroty", 3, author=ANNA)
    assert sidecar.read_bytes() == b'[terms]\n"omni" = "omnichannel"\n'
    library.restore("zwroty", 1, author=ANNA)
    assert [one.name for one in root.iterdir()] == ["zwroty.md"]


def test_a_sidecar_that_two_files_share_stays(library: Library, root: Path) -> None:
    (root / "a.md").write_bytes(text(id="x1"))
    (root / "a.txt").write_bytes(text("Inny tekst o sklepie.", id="x2"))
    (root / "a.terms.toml").write_bytes(b"[terms]\n")
    library.delete("x1", author=ANNA)
    assert sorted(one.name for one in root.iterdir()) == ["a.terms.toml", "a.txt"]


def test_a_text_that_comes_back_is_stored_once(library: Library, state: Path) -> None:
    for body in ("Pierwszy tekst o sklepie.", "Drugi tekst o sklepie.") * 3:
        library.put("zwroty", text(body), author=ANNA)
    assert len(library.versions("zwroty")) == 6
    with sqlite3.connect(state / "versions.db") as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (2,)


def test_a_damaged_text_is_told_and_never_taken_for_sound(library: Library, state: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    with sqlite3.connect(state / "versions.db") as connection:
        connection.execute("UPDATE texts SET packed = ?", (zlib.compress(b"another text"),))
    with pytest.raises(StateError, match="is damaged"):
        library.version("zwroty", "1")


def test_numbers_tell_the_order_also_where_the_clock_goes_backwards(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        years = iter([2030, 2020])

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(next(cls.years), 1, 1, 12, 30, 15, 123456, tzinfo=tz)

    monkeypatch.setattr(version_store, "datetime", Clock)
    library.put("zwroty", text(), author=ANNA)
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    newest, oldest = library.versions("zwroty")
    assert (newest.number, newest.created) == (2, "2020-01-01T12:30:15.123Z")
    assert (oldest.number, oldest.created) == (1, "2030-01-01T12:30:15.123Z")


def test_translations_that_do_not_fit_are_warned_of(library: Library) -> None:
    arabic = text("يشتري العميل من المتجر ومن الإنترنت.", lang="ar", translations="[zwroty]")
    library.put("ar-zwroty", arabic, author=ANNA)
    fits = library.put("zwroty", text(translations="[ar-zwroty]"), author=ANNA)
    assert fits.warnings == ()
    wrong = library.put("zwroty", text(translations="[nowhere]"), author=ANNA)
    assert wrong.warnings == ("translation 'nowhere' is no article of this corpus; correct the id or take it out",)
