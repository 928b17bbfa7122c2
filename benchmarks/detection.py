"""How often the language of a short text is told, beside the same without looking at what other languages know.

    .venv/bin/python benchmarks/detection.py --evaluation ../shared/parallel/eval

Texts are the graded questions, the everyday ones of off_topic, and PER_SET rows of each public set of two languages or
more, the same at each run. The baseline gives a word that is common in another language of its script the points of its
letter groups too.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import click

from indexer import LanguageCode, read_questions
from indexer.languages import detect, detection
from indexer.languages.base import Language

HERE = Path(__file__).resolve().parent
GRADED = (HERE.parent / "corpus" / "questions", HERE / "seed_questions.jsonl")
PER_SET = 500

Row = tuple[str, LanguageCode, str]


@click.command()
@click.option("--evaluation", type=click.Path(path_type=Path, exists=True), help="Folder of public sets.")
def main(*, evaluation: Path | None) -> None:
    """Print how many texts of each set and language are taken for another, the baseline first."""
    rows = [*_graded(), *_off_topic(), *(_public(evaluation) if evaluation else ())]
    with patch.object(detection, "_points", _without_others):
        before = _wrong(rows)
    now = _wrong(rows)
    print("set and language                 texts  baseline  now")
    groups = list(dict.fromkeys((name, code) for name, code, _ in rows))
    for name, code in groups:
        texts = sum(row[:2] == (name, code) for row in rows)
        print(f"{name} {code:2}".ljust(32), f"{texts:5} {before.count((name, code)):9} {now.count((name, code)):4}")
    print("all".ljust(32), f"{len(rows):5} {len(before):9} {len(now):4}")


def _without_others(text: str, candidate: Language, _: object) -> float:
    return candidate.clues.points(text)


def _wrong(rows: list[Row]) -> list[tuple[str, LanguageCode]]:
    return [(name, code) for name, code, text in rows if detect(text).language is not code]


def _graded() -> Iterator[Row]:
    for path in GRADED:
        yield from ((path.stem, one.language, one.question) for one in read_questions([path]))


def _off_topic() -> Iterator[Row]:
    for file in sorted((HERE / "off_topic").glob("*.tsv")):
        yield from (("off_topic", LanguageCode(file.stem), row["question"]) for row in _read(file))


def _public(folder: Path) -> Iterator[Row]:
    for file in sorted(folder.glob("*.tsv")):
        rows = _read(file)
        codes = [LanguageCode(column) for column in rows[0] if column in set(LanguageCode)]
        if len(codes) > 1:
            random.Random(1).shuffle(rows)
            yield from ((file.stem, code, row[code]) for code in codes for row in rows[:PER_SET] if row[code])


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    main()
