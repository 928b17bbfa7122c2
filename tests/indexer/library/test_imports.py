"""Many articles at once, from folders and zips: each file is reported, and a hostile zip does no harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.articles import read_corpus
from indexer.errors import CorpusError
from indexer.library import archives
from indexer.library.importing import Imported
from indexer.library.library import Library

from .texts import ANNA, BODY, text

Report = dict[str, tuple[str, str | None]]


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
    return stream.getvalue()


def report(done: list[Imported]) -> Report:
    return {one.name: (one.status, one.article_id) for one in done}


def only(done: list[Imported]) -> Imported:
    (one,) = done
    return one


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.*"))


def test_the_articles_of_a_zip_are_published_with_their_sidecars_and_each_file_is_reported(
    library: Library, root: Path
) -> None:
    library.put("stary", text("Stary tekst o sklepie."), author=ANNA)
    library.put("taki-sam", text("Taki sam tekst o sklepie."), author=ANNA)
    data = zipped(
        ("kurs/pl/zwroty.md", text(title="Zwroty")),
        ("kurs/pl/zwroty.terms.toml", b'[terms]\n"omni" = "omnichannel"\n'),
        ("kurs/pl/stary.md", text("Nowy tekst o sklepie.")),
        ("kurs/taki-sam.txt", text("Taki sam tekst o sklepie.")),
        ("kurs/zly.md", text(lang="plk")),
        ("kurs/zly-słownik.md", text("Tekst ze złym słownikiem.")),
        ("kurs/zly-słownik.terms.toml", b"terms ="),
        ("kurs/sam.terms.toml", b"[terms]\n"),
        ("kurs/obraz.png", b"\x89PNG"),
        ("kurs/README.md", b"# How to read this"),
        ("kurs/.git/x.md", text()),
        ("__MACOSX/kurs/._zwroty.md", b"\x00\x05\x16\x07"),
    )
    done = library.import_zip(data, author=ANNA, replace=False)
    assert report(done) == {
        "kurs/obraz.png": ("skipped", None),
        "kurs/pl/stary.md": ("skipped", "stary"),
        "kurs/pl/zwroty.md": ("created", "zwroty"),
        "kurs/sam.terms.toml": ("skipped", None),
        "kurs/taki-sam.txt": ("unchanged", "taki-sam"),
        "kurs/zly-słownik.md": ("refused", None),
        "kurs/zly.md": ("refused", None),
    }
    told = {one.name: (one.what, one.next_step) for one in done}
    assert told["kurs/zly.md"] == ("line 2: language 'plk' is unknown", "use one of ar, en, fa, pl")
    assert told["kurs/obraz.png"][0] == "is neither .md nor .txt"
    assert told["kurs/pl/stary.md"][0] == "there is such an article already, with another text"
    assert "is not TOML" in str(told["kurs/zly-słownik.md"][0])
    assert names(root) == ["stary.md", "taki-sam.md", "zwroty.md", "zwroty.terms.toml"]
    assert library.file("stary").raw == text("Stary tekst o sklepie.")
    again = library.import_zip(data, author=ANNA, replace=True)
    assert report(again)["kurs/pl/stary.md"] == ("replaced", "stary")
    assert report(again)["kurs/pl/zwroty.md"] == ("unchanged", "zwroty")
    assert library.versions("stary")[0].author == ANNA


def test_a_zip_of_the_corpus_is_the_corpus(library: Library, root: Path, tmp_path: Path) -> None:
    files = {"fa/intro.md": text("Pierwszy."), "pl/intro.txt": text("Drugi."), "pl/x.md": text("Trzeci.", id="y")}
    data = zipped(*files.items())
    assert report(library.import_zip(data, author=ANNA, replace=False)) == {
        "fa/intro.md": ("created", "intro"),
        "pl/intro.txt": ("created", "pl-intro"),
        "pl/x.md": ("created", "y"),
    }
    assert names(root) == ["intro.md", "pl-intro.txt", "y.md"]
    for name, raw in files.items():
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / name).write_bytes(raw)
    copy = {one.article.id: one.article.source for one in read_corpus([tmp_path / "copy"], facts={}).articles}
    assert copy == {one.article.id: one.article.source for one in read_corpus([root], facts={}).articles}
    again = library.import_folder(tmp_path / "copy", author=ANNA, replace=True)
    assert {one.status for one in again} == {"unchanged"}


def test_two_files_of_one_id_are_not_both_taken(library: Library) -> None:
    data = zipped(("a.md", text("Pierwszy.", id="x")), ("b.md", text("Drugi.", id="x")))
    refused = library.import_zip(data, author=ANNA, replace=True)[1]
    assert (refused.status, refused.what) == ("refused", "id 'x' is that of a.md too")
    assert library.file("x").raw == text("Pierwszy.", id="x")


@pytest.mark.parametrize(
    "name", ["../zle.md", "a/../../zle.md", "/etc/zle.md", "C:\\zle.md", "..\\zle.md", "a/..\\..\\zle.md"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(library: Library, root: Path, name: str) -> None:
    one = only(library.import_zip(zipped((name, text())), author=ANNA, replace=True))
    assert (one.status, one.what) == ("refused", "its name leads out of the archive")
    assert list(root.rglob("*")) == []
    assert not list(root.parent.rglob("zle.md"))


def test_a_windows_zip_has_folders_too(library: Library) -> None:
    data = zipped(("kurs\\pl\\zwroty.md", text()), ("kurs\\pl\\zwroty.terms.toml", b"[terms]\n"))
    assert report(library.import_zip(data, author=ANNA, replace=True)) == {
        "kurs/pl/zwroty.md": ("created", "zwroty"),
    }


def test_a_link_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_bytes(text("Tajny tekst o sklepie."))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("link.md")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, str(tmp_path / "secret.md"))
    one = only(library.import_zip(stream.getvalue(), author=ANNA, replace=True))
    assert (one.status, one.what) == ("refused", "is a link or no ordinary file")


def test_too_large_a_file_is_refused_whatever_the_archive_says_of_it(library: Library) -> None:
    data = bytearray(zipped(("duzy.md", b"x " * 1_500_000), compression=zipfile.ZIP_STORED))
    one = only(library.import_zip(bytes(data), author=ANNA, replace=True))
    assert (one.status, one.what) == ("refused", "has more than 2,000,000 bytes, the limit")
    # The central directory claims a size of 10 bytes.
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    one = only(library.import_zip(bytes(data), author=ANNA, replace=True))
    assert one.status == "refused"


def test_a_bomb_is_refused(library: Library, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(("bomba.md", b"---\nlang: pl\n---\n" + b" " * 1_900_000 + BODY.encode()))
    assert len(data) < 5_000
    one = only(library.import_zip(data, author=ANNA, replace=True))
    assert (one.status, one.what) == ("refused", "is more than 100 times its packed size, which no text is")
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 250)
    with pytest.raises(CorpusError, match="unpacks to more than 250 bytes; import it in several parts"):
        library.import_zip(zipped(*((f"a{n}.md", text()) for n in range(4))), author=ANNA, replace=True)
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    with pytest.raises(CorpusError, match="holds 4 files, the limit is 3"):
        library.import_zip(zipped(*((f"a{n}.md", text()) for n in range(4))), author=ANNA, replace=True)
    assert list(root.iterdir()) == []


def test_a_zip_that_lists_too_many_files_is_refused_before_they_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped(*((f"{number}.md", b"Tekst.\n") for number in range(9)))
    end = data.rindex(b"PK\x05\x06")
    # It says that there are two.
    liar = data[: end + 8] + struct.pack("<HH", 2, 2) + data[end + 12 :]
    monkeypatch.setattr(zipfile, "ZipFile", None)
    monkeypatch.setattr(archives, "MAX_ENTRIES", 8)
    with pytest.raises(CorpusError, match="lists more than 5,000 files; import it in several parts"):
        library.import_zip(data, author=ANNA, replace=False)
    monkeypatch.setattr(archives, "MAX_LIST_BYTES", 400)
    with pytest.raises(CorpusError, match="lists more than"):
        library.import_zip(liar, author=ANNA, replace=False)


def test_encrypted_damaged_and_strangely_packed_files_are_refused_and_stop_no_other(library: Library) -> None:
    data = bytearray(zipped(("a.md", text("Pierwszy.")), ("b.md", text("Drugi.")), compression=zipfile.ZIP_STORED))
    data[data.index(b"Pierwszy")] ^= 1
    done = library.import_zip(bytes(data), author=ANNA, replace=True)
    assert report(done) == {"a.md": ("refused", None), "b.md": ("created", "b")}
    assert "is damaged" in str(done[0].what)
    locked = bytearray(zipped(("c.md", text("Trzeci."))))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert only(library.import_zip(bytes(locked), author=ANNA, replace=True)).what == "is encrypted"
    packed = zipped(("d.md", text("Czwarty.")), compression=zipfile.ZIP_LZMA)
    assert "packed in a way" in str(only(library.import_zip(packed, author=ANNA, replace=True)).what)


@pytest.mark.parametrize("data", [b"", b"no zip", zipped(("a.md", text()))[:-30]])
def test_what_is_no_zip_is_said_so(library: Library, data: bytes) -> None:
    with pytest.raises(CorpusError, match="the archive: cannot be read as a zip"):
        library.import_zip(data, author=ANNA, replace=True)


WHOLE = zipped(("a/b.md", text()), ("a/b.terms.toml", b"[terms]\n"), ("c.txt", text("Inny tekst o sklepie.")))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_whatever_is_damaged_in_a_zip_is_reported(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    entries = []
    with suppress(CorpusError):
        entries = archives.read_zip(bytes(data), max_bytes=1_000)
    # What is unpacked is unpacked whole: a zip keeps a checksum of each file.
    assert {entry.raw for entry in entries} <= {text(), text("Inny tekst o sklepie."), b"[terms]\n", b""}


def raw_named(name: bytes, raw: bytes) -> bytes:
    """A zip with one file whose name has these bytes and no word on what they mean."""
    placeholder = b"x" * len(name)
    return zipped((placeholder.decode(), raw)).replace(placeholder, name)


def test_names_in_utf_8_are_read_also_where_the_zip_does_not_say_so(library: Library) -> None:
    one = only(library.import_zip(raw_named("żółw.md".encode(), text()), author=ANNA, replace=True))
    assert (one.name, one.article_id) == ("żółw.md", "żółw")


def test_a_name_in_another_encoding_gives_no_id(library: Library) -> None:
    name = "żółw.md".encode("cp1250")
    one = only(library.import_zip(raw_named(name, text()), author=ANNA, replace=True))
    assert one.status == "refused"
    assert "its name is not UTF-8" in str(one.what)
    written = only(library.import_zip(raw_named(name, text(id="zolw")), author=ANNA, replace=True))
    assert (written.status, written.article_id) == ("created", "zolw")


def test_a_file_that_stands_there_twice_is_taken_once(library: Library) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a.md", text("Pierwszy.")), ("a.md", text("Drugi.")))
    done = library.import_zip(data, author=ANNA, replace=True)
    assert [(one.status, one.what) for one in done] == [
        ("created", None),
        ("refused", "stands in the archive twice"),
    ]
    assert library.file("a").raw == text("Pierwszy.")


def test_an_imported_sidecar_replaces_the_one_that_is_there_which_stays_in_the_versions(
    library: Library, root: Path
) -> None:
    old, new = b'[terms]\n"omni" = "omnichannel"\n', b'[terms]\n"omni" = "multichannel"\n'
    library.import_zip(zipped(("a.md", text()), ("a.terms.toml", old)), author=ANNA, replace=True)
    done = only(library.import_zip(zipped(("a.md", text()), ("a.terms.toml", new)), author=ANNA, replace=True))
    assert done.status == "replaced"
    assert (root / "a.terms.toml").read_bytes() == new
    library.import_zip(zipped(("a.md", text("Nowy tekst o sklepie."))), author=ANNA, replace=True)
    assert (root / "a.terms.toml").read_bytes() == new
    library.restore("a", 1, author=ANNA)
    assert (root / "a.terms.toml").read_bytes() == old


def test_files_folders_and_zips_are_taken_together(library: Library, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "intro.md").write_bytes(text("Pierwszy."))
    (tmp_path / "intro.txt").write_bytes(text("Drugi."))
    (tmp_path / "more.zip").write_bytes(zipped(("a/intro.md", text("Trzeci."))))
    done = library.import_paths(
        [tmp_path / "one", tmp_path / "intro.txt", tmp_path / "more.zip"], author=ANNA, replace=False
    )
    assert [(one.name, one.status, one.article_id) for one in done] == [
        ("intro.md", "created", "intro"),
        ("intro.txt", "refused", None),
        ("a/intro.md", "created", "a-intro"),
    ]


def test_a_folder_without_articles_is_said_so(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="holds no article"):
        library.import_folder(tmp_path / "empty", author=ANNA, replace=False)


def test_hundreds_of_files_are_imported_batch_by_batch(library: Library) -> None:
    data = zipped(*((f"a{number}.md", text(f"Tekst numer {number} o sklepie.")) for number in range(120)))
    done = library.import_zip(data, author=ANNA, replace=False)
    assert {one.status for one in done} == {"created"}
    assert len(read_corpus(library.roots, facts={}).articles) == 120
