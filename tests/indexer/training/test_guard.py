"""The guard against training on evaluation texts, on made-up folders and on the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import CorpusError
from indexer.training.guard import evaluation_texts, is_evaluation_text, leaks

PASSAGE = "Sklep otwiera się o dziewiątej rano. Zamyka się późno w nocy! A w niedziele wcale nie otwiera?"


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    folder = tmp_path / "eval"
    folder.mkdir()
    (folder / "x.pl.passages.tsv").write_text(f"passage_id\ttext\n0\t{PASSAGE}\n", encoding="utf-8")
    (folder / "x.pl.questions.tsv").write_text(
        "id\tpassage_id\tquestion\tanswer\n1\t0\tO której sklep się otwiera?\to dziewiątej\n", encoding="utf-8"
    )
    (folder / "bitext.tsv").write_text(
        "en\tfa\nThe bus leaves at ten\tاتوبوس ساعت ده می\N{ZERO WIDTH NON-JOINER}رود\nYes\tبله\n", encoding="utf-8"
    )
    return folder


def training(tmp_path: Path, *rows: str) -> Path:
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / "train.made.tsv").write_text("\n".join(["en\tfa\tpl\tar", *rows, ""]), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("THE BUS LEAVES, at ten!\t\tx\t", "a cell of bitext, other case and punctuation"),
        ("x\tاتوبوس ساعت ده میرود\t\t", "a Persian cell without its zero-width non-joiner"),
        ("x\t\tO której sklep się otwiera\t", "a question"),
        ("x\t\tZamyka sie pozno w nocy\t", "a sentence of a passage, without diacritics"),
        (f"x\t\t{PASSAGE}\t", "a whole passage"),
    ],
)
def test_a_leak_is_named_with_its_line(tmp_path: Path, evaluation: Path, row: str, why: str) -> None:
    folder = training(tmp_path, "One harmless row of text\t\tNieszkodliwy wiersz\t", row)
    found = leaks([folder], evaluation)
    assert len(found) == 1, why
    assert found[0].startswith(f"{folder / 'train.made.tsv'}:3: ")


def test_short_and_different_texts_are_no_leak(tmp_path: Path, evaluation: Path) -> None:
    folder = training(
        tmp_path, "Yes\tبله\t\t", "The bus leaves at eleven\t\tO której otwiera się sklep\t", "o\t\to dziewiątej\t"
    )
    assert leaks([folder], evaluation) == []


def test_comparing_with_nothing_is_an_error(tmp_path: Path, evaluation: Path) -> None:
    folder = training(tmp_path, "a b c d\t\ta b c d\t")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match=r"no \.tsv file"):
        leaks([folder], tmp_path / "empty")
    (tmp_path / "empty" / "e.tsv").write_text("en\tfa\nYes\tبله\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no evaluation text"):
        leaks([folder], tmp_path / "empty")


def test_words_are_counted_before_folding(evaluation: Path) -> None:
    texts = evaluation_texts(evaluation)
    assert is_evaluation_text("the bus leaves at ten", texts)
    assert not is_evaluation_text("thebusleavesatten", texts)


def test_the_real_training_text_holds_no_evaluation_text(parallel: Path) -> None:
    assert leaks([parallel / "permissive", parallel / "dictionaries"], parallel / "eval") == []
