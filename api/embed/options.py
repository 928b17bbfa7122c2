"""What an embedded question box looks like and answers from, as its address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from starlette.requests import Request

from api.intake import query_fields
from api.web.interface import known_language
from indexer import LanguageCode

Theme = Literal["auto", "light", "dark"]

MAX_PLACEHOLDER_CHARACTERS = 200
MAX_RADIUS = 40
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
# What the form sends along with the next question, so that the page stays as it was asked for.
KEPT_FIELDS = ("lang", "theme", "articles", "placeholder", "accent", "radius", "widget")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedOptions:
    """A question box in a frame: how it looks, what it answers from, and who may frame it.

    `language` None: the browser's. `article_ids` empty: everything. `accent` is a colour as `#rrggbb`, `radius` in
    pixels. `frame_ancestors` are origins; our own pages may always frame it. `action` is the address that the form
    asks, `fields` what it sends along. `may_ask` says that whoever sees it was let in, so that asking needs no key.
    """

    language: LanguageCode | None = None
    theme: Theme = "auto"
    article_ids: tuple[str, ...] = ()
    placeholder: str = ""
    accent: str | None = None
    radius: int | None = None
    frame_ancestors: tuple[str, ...] = ()
    action: str = "/embed"
    fields: tuple[tuple[str, str], ...] = ()
    may_ask: bool = False

    @property
    def ink(self) -> str:
        """Black or white, whichever is easier to read on `accent`."""
        return readable_on(self.accent) if self.accent is not None else ""

    def asking(self, question: str, mode: str = "") -> str:
        """The address of the page with the answer to `question`, in this mode where one is given."""
        return f"{self.action}?{urlencode([*self.fields, ('q', question), *([('mode', mode)] if mode else [])])}"


def readable_on(colour: str) -> str:
    """Black or white, whichever contrasts more with `colour` (`#rrggbb`) by the relative luminance of WCAG 2.

    >>> readable_on("#0f6b5c"), readable_on("#ffe38a")
    ('#ffffff', '#000000')
    """
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def options_in_address(request: Request) -> EmbedOptions:
    """The options that the address of `request` names; what cannot be read is passed over, as a page's address may age.

    Articles are separated by commas, or given one by one.
    """
    fields = query_fields(request)
    given = dict(reversed(fields))
    theme: Theme = next((one for one in get_args(Theme) if one == given.get("theme")), "auto")
    articles = [one.strip() for name, value in fields if name == "articles" for one in value.split(",")]
    radius = given.get("radius", "")
    colour = _COLOUR.fullmatch(given.get("accent", ""))
    return EmbedOptions(
        language=known_language(given.get("lang", "")),
        theme=theme,
        article_ids=tuple(dict.fromkeys(one for one in articles if one)),
        placeholder=one_line(given.get("placeholder", ""), MAX_PLACEHOLDER_CHARACTERS),
        accent=f"#{colour[1].lower()}" if colour else None,
        radius=min(int(radius), MAX_RADIUS) if re.fullmatch("[0-9]{1,3}", radius) else None,
        fields=tuple((name, value) for name, value in fields if name in KEPT_FIELDS),
    )


def one_line(text: str, most: int) -> str:
    """`text` as one line of visible characters and joiners, cut to `most`."""
    joiners = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
    kept = "".join(one for one in " ".join(text.split()) if one.isprintable() or one in joiners)
    return kept[:most].strip()
