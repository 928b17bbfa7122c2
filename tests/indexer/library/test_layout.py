"""Ids without parsing the articles are those that reading the corpus gives."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.articles import read_corpus
from indexer.articles.front_matter import parse_front_matter
from indexer.errors import ArticleError
from indexer.library.layout import written_id
from indexer.library.place_table import PlaceTable
from indexer.library.places import Places
from indexer.library.reader import ArticleReader
from indexer.library.schema import versions_database

PATHS = ["intro.md", "a/intro.md", "b/intro.txt", "b/Intro (1).md", "c/a-intro.md", "README.md", "c/.hidden.md"]
BODIES = ["Klient kupuje w sklepie.", "Sklep pamięta oba zakupy.", "Zwrot trwa dwa dni."]
FILES = st.dictionaries(
    st.sampled_from(PATHS),
    st.tuples(st.sampled_from(BODIES), st.sampled_from([None, "intro", "a-intro", "x"]), st.booleans()),
)


def places(root: Path, state: Path) -> Places:
    table = PlaceTable(versions_database(state))
    return Places([root], state=state, table=table, reader=ArticleReader([root]))


def write(root: Path, name: str, body: str, written: str | None, is_broken: bool) -> None:
    (root / name).parent.mkdir(exist_ok=True, parents=True)
    header = f"lang: {'plk' if is_broken else 'pl'}\n" + (f"id: {written}\n" if written else "")
    (root / name).write_text(f"---\n{header}---\n{body}\n", encoding="utf-8")


@settings(max_examples=60, deadline=None)
@given(first=FILES, second=FILES)
def test_the_layout_is_that_of_the_corpus_also_after_changes(
    first: dict[str, tuple[str, str | None, bool]], second: dict[str, tuple[str, str | None, bool]]
) -> None:
    folder = Path(tempfile.mkdtemp())
    root = folder / "corpus"
    root.mkdir()
    looking = places(root, folder / "state")
    for files in (first, second):
        for name in PATHS:
            if name in files:
                write(root, name, *files[name])
            else:
                (root / name).unlink(missing_ok=True)
        read = {one.article.id: Path(one.article.origin) for one in read_corpus([root], facts={}).articles}
        layout = looking.look()
        # A broken file keeps its id, for whoever wants to mend it, as long as no sound one wants it.
        sound = {name: path for name, path in layout.paths.items() if path in read.values()}
        assert sound == read
        # Asking again reads nothing anew, and says the same.
        assert looking.look().paths == layout.paths
    shutil.rmtree(folder)


HEADERS = [
    ("id: zwroty\n", "zwroty"),
    ("title: x\nid:   a.b-c_1  \nlang: pl\n", "a.b-c_1"),
    ("id: 'quoted'\n", "quoted"),
    ("id: zwroty # why\n", "zwroty"),
    ("id: null\n", None),
    ("id: ~\n", None),
    ("id:\n", None),
    ("id: yes\n", "yes"),
    ("id: 007\n", "007"),
    ('"id": x1\n', "x1"),
    ("? id\n: x2\n", "x2"),
    ("{id: x3, lang: pl}\n", "x3"),
    ("terms:\n  id: omnichannel\n", None),
    ("terms:\n  id: omnichannel\nid: x4\n", "x4"),
    ("title: |\n  id: trap\n", None),
    ("ideas: x\ntitle: y\n", None),
    ("id: همه\n", "همه"),
    ("", None),
]


@pytest.mark.parametrize(("header", "expected"), HEADERS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_written_id_is_what_front_matter_says(header: str, expected: str | None, end: str) -> None:
    raw = f"---\n{header}---\nTekst.\n".replace("\n", end).encode()
    assert written_id(raw, origin="x.md") == expected
    assert parse_front_matter(header.replace("\n", end), origin="x.md").id == expected


def test_the_written_id_of_a_text_without_front_matter_is_none_and_of_a_broken_one_an_error() -> None:
    assert written_id(b"id: zwroty\n", origin="x.md") is None
    for broken in (b"---\nid: a b c\n---\nx\n", b"---\nid: [a]\n---\nx\n", b"\xff", b"---\nid: x\n"):
        with pytest.raises(ArticleError):
            written_id(broken, origin="x.md")
