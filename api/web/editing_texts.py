"""The texts of the editors' page, and what its script is told: one file per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson

from api.web.interface import Interface
from indexer import LanguageCode

EDITOR_STRINGS = Path(__file__).parent / "editor_strings"

Texts = Mapping[str, Mapping[str, str]]


@cache
def editing_texts(language: LanguageCode) -> Texts:
    """The texts of the editors' page by table: `texts`, and what stages, actions, decisions and the like are called."""
    with (EDITOR_STRINGS / f"{language.value}.toml").open("rb") as file:
        read: Texts = tomllib.load(file)
    return read


def script_data(shown: Interface) -> str:
    """What the page's script needs, as JSON."""
    own = editing_texts(shown.language)
    texts = {**own["texts"], "brand": shown.texts["brand"]}
    told = {**own, "texts": texts, "languages": dict(shown.languages), "language": shown.language.value}
    return orjson.dumps(told).decode("utf-8")
