"""Cutting folded text into words, figures, host names and the like, each with the string its stem is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from indexer.languages.figures import plain_figure
from indexer.languages.protected import EMAIL, FIGURE, HOST, URL, URL_TAIL, VERSION


class TokenKind(Enum):
    """What a token is; only words are stemmed."""

    WORD = "word"
    LATIN = "latin"
    FIGURE = "figure"
    ADDRESS = "address"


# Looked up for every word there is: a dictionary is several times as fast as the class.
_KINDS: dict[str | None, TokenKind] = {kind.value: kind for kind in TokenKind}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<address>{URL}|{EMAIL}|{HOST})"
        rf"|(?P<figure>(?:{VERSION}|{FIGURE})(?![^\W_])%?)"
        r"|(?P<latin>[a-z0-9]+(?:'[a-z]+)?(?![^\W_]))"
        r"|(?P<word>[^\W_]+)"
    )


def cut(text: str) -> Iterator[tuple[TokenKind, int, int]]:
    """The tokens of folded `text` as kind, start and exclusive end, in order."""
    for match in _pattern().finditer(text):
        kind = _KINDS[match.lastgroup]
        start, end = match.span()
        if kind is TokenKind.ADDRESS:
            while text[end - 1] in URL_TAIL:
                end -= 1
        yield kind, start, end


def figure_stem(form: str) -> str:
    """What spellings of one number share: the plain number, without sign or a version's "v"."""
    return plain_figure(form.rstrip("%").removeprefix("v"))


def address_stem(form: str) -> str:
    """What an address and the bare name of its host share: the name before the top-level domain."""
    host = re.sub(r"\A(?:[a-z]+://)?(?:www\.)?", "", form).split("/")[0].split("@")[-1]
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 else host
