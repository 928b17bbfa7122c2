"""Reading parallel text and questions: columns, repetitions, order, translations of questions, and bad files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.domain import LanguageCode
from indexer.errors import CorpusError
from indexer.training.parallel import LANGUAGES, MISSING, read_parallel, read_rows
from indexer.training.questions import across_languages, folded_questions, read_questions

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


def test_questions_of_both_kinds_of_file(tmp_path: Path) -> None:
    write(tmp_path / "qa", "set.fa.passages.tsv", "passage_id\ttext", "7\tمتن هفتم")
    write(
        tmp_path / "qa",
        "set.fa.questions.tsv",
        "id\tpassage_id\tquestion\tanswer\tis_impossible",
        "1\t7\tچه؟\tهفت\t0",
        "2\t7\tبی\N{ZERO WIDTH NON-JOINER}پاسخ؟\t\t1",
    )
    write(tmp_path / "qa", "qa.pl.docs.tsv", "question\tanswer", "Jak?\tTak.", "Puste?\t")
    found = [(q.question, q.question_language, q.passage, q.source) for q in read_questions(tmp_path / "qa")]
    assert found == [("Jak?", PL, "Tak.", "qa.pl.docs.tsv"), ("چه؟", FA, "متن هفتم", "set.fa.questions.tsv")]


@pytest.mark.parametrize(
    ("name", "lines", "what"),
    [
        ("set.fa.questions.tsv", ("passage_id\tquestion", "1\tx"), "set.fa.passages.tsv is not beside it"),
        ("questions.tsv", ("question\tanswer", "a\tb"), "its name holds no language"),
        ("qa.pl.docs.tsv", ("question\tanswer",), "no question found"),
    ],
)
def test_bad_question_files_are_named(tmp_path: Path, name: str, lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(CorpusError, match=what):
        read_questions(write(tmp_path / "qa", name, *lines))


def test_a_question_about_a_passage_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path / "qa", "s.ar.passages.tsv", "passage_id\ttext", "1\tنص")
    write(tmp_path / "qa", "s.ar.questions.tsv", "passage_id\tquestion", "2\tماذا؟")
    with pytest.raises(CorpusError, match=r"questions\.tsv:2: passage 2 is not in"):
        read_questions(tmp_path / "qa")


def test_questions_cross_languages_through_the_parallel_text(tmp_path: Path) -> None:
    write(
        tmp_path / "a", "t.tsv", "en\tfa\tpl\tar", "What is a shop\t\tCzym jest sklep\tما هو المتجر", "Other\t\tInne\t"
    )
    write(tmp_path / "qa", "qa.pl.docs.tsv", "question\tanswer", "CZYM JEST sklep\tSklep sprzedaje.", "Nic\tNic tu.")
    text = read_parallel([tmp_path / "a"], fold_many=lower)
    questions = folded_questions(read_questions(tmp_path / "qa"), fold_many=lower)
    crossed = {
        (q.question, q.question_language, q.passage, q.passage_language) for q in across_languages(questions, text)
    }
    assert crossed == {
        ("what is a shop", EN, "sklep sprzedaje.", PL),
        ("ما هو المتجر", AR, "sklep sprzedaje.", PL),
    }
