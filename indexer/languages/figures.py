"""Figures in folded text: what number they say, whichever separators and percent signs they are written with."""

from __future__ import annotations

import re
from functools import cache

from indexer.languages.protected import FIGURE

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")


def plain_figure(figure: str) -> str:
    """A figure in folded digits as a plain number: thousands commas and spaces dropped, a decimal comma made a point.

    >>> plain_figure("1,000"), plain_figure("12,5"), plain_figure("3.14")
    ('1000', '12.5', '3.14')
    """
    figure = figure.replace(" ", "")
    if _GROUPED.match(figure):
        return figure.replace(",", "")
    return figure.replace(",", ".") if figure.count(",") == 1 and "." not in figure else figure


@cache
def figure_pattern(percent_words: tuple[str, ...], *, spaced: bool) -> re.Pattern[str]:
    """An expression for a figure in folded text: group 2 is the number, group 1 or 3 its percent sign or word.

    The sign stands before the figure at times in Persian and Arabic; after another figure it belongs to that one.
    `spaced`: thousands may stand apart ("10 000").
    """
    words = "|".join(map(re.escape, percent_words))
    figure = rf"\d{{1,3}}(?: \d{{3}})+(?:[.,]\d+)?(?!\d)|{FIGURE}" if spaced else FIGURE
    return re.compile(rf"(?:(?<!\d)(?<!\d )(%) ?)?(?<![\w.,])({figure})(?![^\W_])( ?%| (?:{words})\b)?")
