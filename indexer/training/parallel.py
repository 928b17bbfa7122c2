"""Reading parallel text: TSV files with the columns en, fa, pl and ar, folded cell by cell and without repetitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode
from indexer.errors import CorpusError

LANGUAGES = (LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH, LanguageCode.ARABIC)
LANGUAGE_PAIRS = tuple(combinations(range(len(LANGUAGES)), 2))
MISSING = -1

FoldMany = Callable[[Sequence[str], LanguageCode], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelText:
    """Rows of cells that say the same in up to four languages.

    `cells[k]` holds the distinct folded texts of `LANGUAGES[k]`; `rows` is (rows, 4), an index into `cells[k]` or
    MISSING; `source_of_row` numbers the file of each row in `sources`. Rows keep the order of their files, so
    neighbours of a prose source continue one another.
    """

    cells: tuple[list[str], ...]
    rows: NDArray[np.int32]
    source_of_row: NDArray[np.int32]
    sources: tuple[str, ...]

    def row_pairs(self, first: int, second: int) -> NDArray[np.int64]:
        """Numbers of the rows that hold languages `first` and `second`, each pair of cells once."""
        both = np.flatnonzero((self.rows[:, first] != MISSING) & (self.rows[:, second] != MISSING))
        keys = self.rows[both, first].astype(np.int64) << 32 | self.rows[both, second]
        first_of_each = np.sort(np.unique(keys, return_index=True)[1])
        return np.asarray(both[first_of_each], dtype=np.int64)


def tsv_files(folders: Iterable[Path]) -> list[Path]:
    """The TSV files directly in `folders`, by name.

    Raises CorpusError when a folder is missing or holds none.
    """
    files: list[Path] = []
    for folder in folders:
        found = sorted(folder.glob("*.tsv"))
        if not found:
            raise CorpusError(
                where=str(folder),
                what="no .tsv file in this folder",
                next_step="give folders whose files have the tab-separated columns en, fa, pl, ar",
            )
        files += found
    return files


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and rows of a tab-separated file with one header line and no quoting.

    Raises CorpusError when a row has more cells than the header, or the file is not UTF-8.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise CorpusError(where=str(file), what=f"not UTF-8 ({error.reason})", next_step="save it as UTF-8") from error
    header = lines[0].rstrip("\r").split("\t")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        values = line.rstrip("\r").split("\t")
        if len(values) > len(header):
            raise CorpusError(
                where=f"{file}:{number}",
                what=f"{len(values)} cells under {len(header)} columns",
                next_step="remove tabs inside cells",
            )
        yield number, dict(zip(header, values, strict=False))


def read_parallel(
    folders: Sequence[Path], *, fold_many: FoldMany, leave_out: Callable[[str], bool] = lambda _: False
) -> ParallelText:
    """All rows of the TSV files in `folders`, folded; rows with fewer than two cells and repeated rows are left out.

    So is each row with a cell (as read) that `leave_out` says yes to.

    Raises CorpusError when a folder holds no file, a file lacks two of the columns, or nothing is left.
    """
    raw: list[dict[str, int]] = [{} for _ in LANGUAGES]
    rows: list[tuple[int, ...]] = []
    source_of_row: list[int] = []
    sources: list[str] = []
    for file in tsv_files(folders):
        sources.append(file.name)
        before = len(rows)
        for _, row in read_rows(file):
            cells = [row.get(code.value, "").strip() for code in LANGUAGES]
            if sum(map(bool, cells)) > 1 and not any(map(leave_out, cells)):
                rows.append(
                    tuple(seen.setdefault(c, len(seen)) if c else MISSING for c, seen in zip(cells, raw, strict=True))
                )
                source_of_row.append(len(sources) - 1)
        if len(rows) == before:
            raise CorpusError(
                where=str(file), what="no row with two languages", next_step="check its header: en, fa, pl, ar"
            )
    cells_of: list[list[str]] = []
    table = np.asarray(rows, dtype=np.int32)
    for column, (code, seen) in enumerate(zip(LANGUAGES, raw, strict=True)):
        folded = fold_many(list(seen), code)
        distinct: dict[str, int] = {}
        place = [distinct.setdefault(text, len(distinct)) if text else MISSING for text in folded]
        cells_of.append(list(distinct))
        present = table[:, column] != MISSING
        table[present, column] = np.asarray(place, dtype=np.int32)[table[present, column]]
    keep = np.flatnonzero((table != MISSING).sum(axis=1) > 1)
    keep = keep[np.sort(np.unique(table[keep], axis=0, return_index=True)[1])]
    if not len(keep):
        raise CorpusError(
            where=", ".join(map(str, folders)), what="no usable row", next_step="check the files' columns and contents"
        )
    return ParallelText(
        cells=tuple(cells_of),
        rows=table[keep],
        source_of_row=np.asarray(source_of_row, dtype=np.int32)[keep],
        sources=tuple(sources),
    )
