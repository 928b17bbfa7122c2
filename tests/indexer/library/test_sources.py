"""The source text of a version, in which citations count: exact to the character, for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.errors import ConflictError, NotFoundError
from indexer.index.outcome import IndexedFile
from indexer.library.library import Library

from .texts import ANNA, BODY, text

ROOT = Path(__file__).resolve().parents[3]
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
FILES = {
    "front matter": f"---\nlang: pl\ntitle: Zwroty\n---\n\n# Zwroty\n\n{BODY}\n",
    "no front matter": f"Zwroty bez bólu\n\n{BODY}\n{BODY}\n{BODY}",
    "CRLF": f"---\r\nlang: pl\r\n---\r\n{BODY}\r\n\r\n{BODY}\r\n",
    "CR": f"---\rlang: pl\r---\r{BODY}\r",
    "byte order mark": f"{BOM}---\nlang: pl\n---\n{BODY}\n",
    "byte order mark alone": f"{BOM}{BODY}\n{BODY}\n{BODY}\n",
    "no line end": f"---\nlang: pl\n---\n{BODY}",
    "marks and joiners": f"---\nlang: fa\n---\nمشتری می{ZWNJ}خرد؛ خرید می{ZWNJ}ماند.\n",
    "beyond the first plane": f"---\nlang: pl\n---\n{BODY} 🛒 {BODY}\n",
    "composed otherwise": f"---\nlang: pl\n---\n{BODY} zako\N{LATIN SMALL LETTER N}\N{COMBINING ACUTE ACCENT}czony\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_source_is_what_the_index_cites_also_after_it_was_replaced(library: Library, root: Path, name: str) -> None:
    raw = FILES[name].encode()
    published = library.put("zwroty", raw, author=ANNA)
    (read,) = read_corpus([root], facts={}).articles
    library.put("zwroty", text("Całkiem inny tekst o sklepie."), author=ANNA)
    for wanted in ("1", published.version.version, published.version.version.upper()):
        assert library.source("zwroty", wanted) == read.article.source
        assert library.version("zwroty", wanted)[1] == raw
    assert read.article.source.encode() == raw[len(raw) - len(read.article.source.encode()) :]
    library.delete("zwroty", author=ANNA)
    assert library.source("zwroty", "1") == read.article.source


def test_every_shipped_article_can_be_published_and_cited_in_its_language(library: Library, root: Path) -> None:
    languages = set()
    for path in sorted((ROOT / "corpus" / "articles").rglob("*-terms.md")):
        published = library.put(path.stem, path.read_bytes(), author=ANNA)
        languages.add(published.version.language)
        assert published.parsed.article.source == library.source(path.stem, published.version.version)
    assert {one.article.id for one in read_corpus([root]).articles} == {"ar-terms", "fa-terms", "pl-terms"}
    assert {str(code) for code in languages} == {"ar", "fa", "pl"}


def indexed(root: Path) -> list[IndexedFile]:
    return [
        IndexedFile(
            article_id=one.article.id,
            path=Path(one.article.origin),
            sha256=one.article.sha256,
            source=one.article.source,
        )
        for one in read_corpus([root], facts={}).articles
    ]


def test_what_was_indexed_from_the_disk_can_be_read_for_good(library: Library, root: Path) -> None:
    (root / "zwroty.md").write_bytes(text(title="Zwroty"))
    (root / "zwroty.terms.toml").write_bytes(b"[terms]\n")
    files = indexed(root)
    library.note_indexed(files)
    library.note_indexed(files)
    for path in root.iterdir():
        path.unlink()
    found = library.versions("zwroty")[-1]
    assert (found.number, found.action, found.author.name, found.title) == (1, "found", "file", "Zwroty")
    assert library.source("zwroty", files[0].sha256[:16]) == files[0].source
    library.restore("zwroty", 1, author=ANNA)
    assert sorted(path.name for path in root.iterdir()) == ["zwroty.md", "zwroty.terms.toml"]


def test_of_a_file_that_changed_while_it_was_indexed_the_body_is_kept(library: Library, root: Path) -> None:
    (root / "zwroty.md").write_bytes(text(title="Zwroty"))
    files = indexed(root)
    (root / "zwroty.md").write_bytes(text("Zmieniony w czasie indeksowania."))
    library.note_indexed(files)
    library.note_indexed(files)
    newest, oldest = library.versions("zwroty")
    assert (oldest.is_whole, oldest.version) == (False, files[0].sha256[:16])
    assert library.source("zwroty", oldest.version) == files[0].source == f"{BODY}\n"
    assert (newest.is_whole, newest.bytes) == (True, len(text("Zmieniony w czasie indeksowania.")))
    with pytest.raises(ConflictError, match="only the body is known"):
        library.restore("zwroty", oldest.number, author=ANNA)
    # Once the file is seen, the version is whole.
    library.put("zwroty", text(title="Zwroty"), author=ANNA)
    assert library.version("zwroty", str(oldest.number))[1] == text(title="Zwroty")


def test_an_article_put_through_the_library_is_no_news_to_it_when_indexed(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    library.note_indexed(indexed(root))
    assert [one.action for one in library.versions("zwroty")] == ["created"]


def test_an_older_build_that_ends_late_makes_no_version_of_what_is_known(library: Library, root: Path) -> None:
    library.put("zwroty", text(), author=ANNA)
    late = indexed(root)
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    library.note_indexed(late)
    assert [one.action for one in library.versions("zwroty")] == ["replaced", "created"]
    assert library.file("zwroty").raw == text("Nowy tekst o sklepie.")


def test_a_source_that_nobody_has_is_not_found(library: Library) -> None:
    library.put("zwroty", text(), author=ANNA)
    with pytest.raises(NotFoundError):
        library.source("zwroty", "0" * 16)
