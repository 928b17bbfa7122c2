"""A widget as a frozen value, and what counts as an origin."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from indexer import LanguageCode, ManbaError

ID_CHARACTERS = 12
EVERY_ORIGIN = "*"

# No letter or digit that is taken for another when an id is copied by hand.
_ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_ID = re.compile(r"[a-z0-9]{12}")
_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_NAME}(?:\.{_NAME})*|\[[0-9a-f:.]{{2,45}}\])"
_ORIGIN = re.compile(rf"https?://{_HOST}(?::\d{{1,5}})?")
_FRAMING_ORIGIN = re.compile(rf"https?://(?:\*\.)?{_HOST}(?::\d{{1,5}})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A question box on pages of other sites. Its id is public: it stands in the pages it is on.

    `origins` are those whose pages may ask with it, `frame_ancestors` those whose pages may show it in a frame; they
    are separate lists. `article_ids` are what it answers from where the page names none; empty: everything.
    """

    id: str
    name: str
    created: datetime
    origins: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    language: LanguageCode | None = None
    article_ids: tuple[str, ...] = ()


def new_id() -> str:
    """A random id; two widgets hardly ever get the same one, and the store makes sure."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(ID_CHARACTERS))


def looks_like_an_id(text: str) -> bool:
    """Whether `text` could be the id of a widget."""
    return _ID.fullmatch(text) is not None


def parse_origin(text: str, *, where: str) -> str:
    """An origin whose pages may call the API, as a browser writes it; `*` stands for every one.

    Raises ManbaError for anything else; `where` names the option or setting it stands in.

    >>> parse_origin("https://Course.Example/", where="--origin")
    'https://course.example'
    """
    origin = _written_as_browsers_do(text)
    if origin == EVERY_ORIGIN or _ORIGIN.fullmatch(origin):
        return origin
    raise _not_an_origin(text, where)


def parse_frame_ancestor(text: str, *, where: str) -> str:
    """An origin whose pages may frame a page of ours; besides, `https://*.example.org` for all names below one.

    Raises ManbaError for anything else: what stands in a Content-Security-Policy must not end it.

    >>> parse_frame_ancestor("https://*.example.org", where="--frame")
    'https://*.example.org'
    """
    origin = _written_as_browsers_do(text)
    if origin == EVERY_ORIGIN or _FRAMING_ORIGIN.fullmatch(origin):
        return origin
    raise _not_an_origin(text, where)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """`values` in their order, each once."""
    return tuple(dict.fromkeys(values))


def _written_as_browsers_do(text: str) -> str:
    """In small letters, without a slash at the end and without the port that its scheme has anyway."""
    origin = text.strip().lower().removesuffix("/")
    scheme, separator, rest = origin.partition("://")
    port = {"https": ":443", "http": ":80"}.get(scheme, "")
    return f"{scheme}{separator}{rest.removesuffix(port)}" if separator and port else origin


def _not_an_origin(text: str, where: str) -> ManbaError:
    return ManbaError(
        where=where,
        what=f"'{text[:80]}' is not an origin",
        next_step="write a scheme and a host, such as https://course.example (with :PORT where it has its own)",
    )
