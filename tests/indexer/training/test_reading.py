"""Reading parallel text: columns, repetitions, order, and bad files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.domain import LanguageCode
from indexer.errors import CorpusError
from indexer.training.parallel import LANGUAGES, MISSING, read_parallel, read_rows

EN, FA, PL, AR = LANGUAGES


def lower(texts: Sequence[str], _: LanguageCode) -> list[str]:
    return [text.lower() for text in texts]


def write(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_rows_keep_their_order_and_cells_are_shared(tmp_path: Path) -> None:
    write(
        tmp_path / "a",
        "train.x.tsv",
        "en\tfa\tpl\tar",
        "Save\t\tZapisz\t",
        "Open\tباز\tOtwórz\tفتح",
        "SAVE\t\tzapisz\t",
    )
    write(tmp_path / "a", "train.y.tsv", "pl\ten", "Zapisz\tKeep", "Sam\t")
    text = read_parallel([tmp_path / "a"], fold_many=lower)
    assert text.cells[0] == ["save", "open", "keep"]
    assert text.cells[2] == ["zapisz", "otwórz"]
    assert text.rows.tolist() == [[0, MISSING, 0, MISSING], [1, 0, 1, 0], [2, MISSING, 0, MISSING]]
    assert text.source_of_row.tolist() == [0, 0, 1]
    assert text.sources == ("train.x.tsv", "train.y.tsv")


def test_a_pair_of_cells_is_given_once(tmp_path: Path) -> None:
    write(tmp_path / "a", "t.tsv", "en\tfa\tpl\tar", "Save\t\tZapisz\tحفظ", "Save\t\tZapisz\t", "Save\t\tPołóż\t")
    text = read_parallel([tmp_path / "a"], fold_many=lower)
    assert len(text.rows) == 3
    assert text.row_pairs(0, 2).tolist() == [0, 2]
    assert text.row_pairs(0, 3).tolist() == [0]
    assert text.row_pairs(0, 1).tolist() == []


def test_rows_are_left_out_on_request(tmp_path: Path) -> None:
    write(tmp_path / "a", "t.tsv", "en\tpl", "One\tJeden", "Two\tDwa")
    text = read_parallel([tmp_path / "a"], fold_many=lower, leave_out=lambda cell: cell == "Two")
    assert text.cells[0] == ["one"]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("en\tpl", "one\tjeden\textra"), "t.tsv:2: 3 cells under 2 columns"),
        (("english\tpolish", "one\tjeden"), "no row with two languages"),
        (("en\tpl", "one\t"), "no row with two languages"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(CorpusError, match=what):
        read_parallel([write(tmp_path / "a", "t.tsv", *lines)], fold_many=lower)


def test_an_empty_folder_and_other_encodings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(CorpusError, match=r"no \.tsv file"):
        read_parallel([tmp_path / "a"], fold_many=lower)
    (tmp_path / "a" / "t.tsv").write_bytes("en\tpl\nżółw\tx\n".encode("cp1250"))
    with pytest.raises(CorpusError, match="not UTF-8"):
        list(read_rows(tmp_path / "a" / "t.tsv"))
