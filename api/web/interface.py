"""Interface texts in the four languages, one file each, and which language a visitor reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request

from api.negotiation import preferences
from indexer import Direction, LanguageCode, direction_of

STRINGS = Path(__file__).parent / "strings"
FALLBACK = LanguageCode.ENGLISH
_DIGITS = {
    LanguageCode.ARABIC: {ord("0") + value: 0x0660 + value for value in range(10)},
    LanguageCode.PERSIAN: {ord("0") + value: 0x06F0 + value for value in range(10)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """The texts of the page in one language: `texts` by key, `languages` names each language in this one.

    `writing` are the texts for answers that a language model writes, `fallbacks` say why it wrote none.
    """

    language: LanguageCode
    direction: Direction
    own_name: str
    texts: Mapping[str, str]
    languages: Mapping[str, str]
    problems: Mapping[str, str]
    writing: Mapping[str, str]
    fallbacks: Mapping[str, str]
    examples: tuple[str, ...]

    def digits(self, number: int) -> str:
        """`number` in the digits of the language."""
        return str(number).translate(_DIGITS.get(self.language, {}))


@cache
def interface(language: LanguageCode) -> Interface:
    """The interface in `language`, read once from its file."""
    with (STRINGS / f"{language.value}.toml").open("rb") as file:
        read = tomllib.load(file)
    return Interface(
        language=language,
        direction=direction_of(language),
        own_name=read["own_name"],
        texts=read["texts"],
        languages=read["languages"],
        problems=read["problems"],
        writing=read["writing"],
        fallbacks=read["fallbacks"],
        examples=tuple(read["examples"]),
    )


def language_for(request: Request) -> LanguageCode:
    """The language to show the page in: `?lang=`, then Accept-Language, then English."""
    asked = known_language(request.query_params.get("lang", ""))
    if asked is not None:
        return asked
    for tag, weight in preferences(",".join(request.headers.getlist("accept-language"))):
        found = known_language(tag.partition("-")[0])
        if found is not None and weight > 0.0:
            return found
    return FALLBACK


def known_language(code: str) -> LanguageCode | None:
    """The language with this code, or None."""
    try:
        return LanguageCode(code.lower())
    except ValueError:
        return None
