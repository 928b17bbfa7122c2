"""The texts of the pages for course sites, one file per language: `texts`, and `reasons` of refusals."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer import LanguageCode

LTI_STRINGS = Path(__file__).parent / "strings"


@cache
def lti_texts(language: LanguageCode) -> Mapping[str, Mapping[str, str]]:
    """The texts in `language`, read once from their file."""
    with (LTI_STRINGS / f"{language.value}.toml").open("rb") as file:
        read: Mapping[str, Mapping[str, str]] = tomllib.load(file)
    return read
