from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import files
from indexer.index.files import Blobs, Records, SortedStrings, open_array, save_array, write_durably

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=30)


def test_records_come_back_by_number(tmp_path: Path) -> None:
    assert Records.write(tmp_path, "things", [{"a": "سلام"}, [1, 2], "ł"]) == 3
    things = Records(tmp_path, "things")
    assert [things[2], things[0], things[1]] == ["ł", {"a": "سلام"}, [1, 2]]
    assert list(things) == [{"a": "سلام"}, [1, 2], "ł"]
    with pytest.raises(IndexError):
        things[3]


def test_an_empty_file_of_records_opens(tmp_path: Path) -> None:
    Records.write(tmp_path, "none", [])
    assert len(Records(tmp_path, "none")) == 0


@given(texts=TEXTS)
def test_each_sorted_string_is_found_at_its_rank_and_no_other(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("strings")
    ranked = SortedStrings.write(folder, "terms", texts)
    strings = SortedStrings(folder, "terms")
    assert len(strings) == len(set(texts)) == len(ranked)
    assert [strings.find(text) for text in ranked] == list(range(len(ranked)))
    assert [strings[number] for number in range(len(ranked))] == ranked
    absent = "".join(texts) + "!"
    assert strings.find(absent) == -1


def test_a_lone_surrogate_is_not_found_and_does_no_harm(tmp_path: Path) -> None:
    SortedStrings.write(tmp_path, "terms", ["a", "b"])
    assert SortedStrings(tmp_path, "terms").find("\ud800") == -1


def test_large_files_are_mapped_and_small_ones_read_and_nobody_writes_into_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_array(tmp_path / "a.npy", np.arange(5, dtype=np.uint16))
    Blobs.write(tmp_path, "texts", [b"one", b"two"])
    for size in (files.MAPPED_FROM_BYTES, 1):
        monkeypatch.setattr(files, "MAPPED_FROM_BYTES", size)
        array, blobs = open_array(tmp_path / "a.npy"), Blobs(tmp_path, "texts")
        assert isinstance(array.base, np.memmap) == (size == 1)
        assert (array.tolist(), bytes(blobs[1])) == ([0, 1, 2, 3, 4], b"two")
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_what_is_written_over_a_small_file_does_not_reach_who_has_opened_it(tmp_path: Path) -> None:
    save_array(tmp_path / "a.npy", np.arange(5, dtype=np.uint16))
    Blobs.write(tmp_path, "texts", [b"one", b"two"])
    array, blobs = open_array(tmp_path / "a.npy"), Blobs(tmp_path, "texts")
    for path in tmp_path.iterdir():
        path.write_bytes(b"x")
    assert (array.tolist(), blobs[0], blobs[1]) == ([0, 1, 2, 3, 4], b"one", b"two")


def test_an_empty_array_opens(tmp_path: Path) -> None:
    save_array(tmp_path / "a.npy", np.empty(0, dtype=np.uint32))
    assert open_array(tmp_path / "a.npy").shape == (0,)


def test_writing_durably_replaces_the_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "CURRENT"
    write_durably(target, b"first")
    write_durably(target, b"second")
    assert target.read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]


def test_blobs_keep_their_bytes(tmp_path: Path) -> None:
    Blobs.write(tmp_path, "sources", [b"", b"\x00\xff", "متن".encode()])
    blobs = Blobs(tmp_path, "sources")
    assert [bytes(blobs[number]) for number in range(3)] == [b"", b"\x00\xff", "متن".encode()]
