"""The texts of the widget, of the page for frames and of the builder: one file per language with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer import LanguageCode

STRINGS = Path(__file__).parent / "strings"

Texts = Mapping[str, Mapping[str, str]]


@cache
def embed_texts(language: LanguageCode) -> Texts:
    """The texts by table: `widget`, `problems`, `languages` and `builder`."""
    with (STRINGS / f"{language.value}.toml").open("rb") as file:
        read: Texts = tomllib.load(file)
    return read


def told(texts: Texts, slug: str, status: int) -> str:
    """What to tell a reader about a problem; the widget's script chooses by the same rule."""
    problems = texts["problems"]
    return problems.get(slug) or problems["busy" if status == 429 else "server" if status >= 500 else "request"]
