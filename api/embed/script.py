"""The widget's script: its parts, its style sheet and the texts in all languages, put together into one file."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from api.caching import strong_etag
from api.embed.texts import embed_texts
from api.web.interface import interface
from indexer import LanguageCode, direction_of

HERE = Path(__file__).parent
# In the order they are needed: each part uses what stands before it.
_PARTS = ("surroundings.js", "elements.js", "asking.js", "answers.js", "widget.js", "frames.js")
# The pages' module for reading events; in the widget, which is one script, there is nothing to export.
_EVENTS = HERE.parent / "web" / "static" / "manba-events.js"
_SHEETS = (HERE / "script" / "host.css", HERE / "static" / "ask.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The script as it is sent: as it is, and compressed; each with its ETag."""

    body: bytes
    compressed: bytes
    etag: str
    compressed_etag: str


@cache
def widget_script() -> Script:
    """The script that `<script src="…/widget.js" defer>` loads."""
    texts = {code.value: _texts(code) for code in LanguageCode}
    sheet = "".join(path.read_text(encoding="utf-8") for path in _SHEETS)
    values = f"const TEXTS = {_literal(texts)};\nconst SHEET = {_literal(sheet)};\n"
    events = _EVENTS.read_text(encoding="utf-8").replace("\nexport ", "\n")
    parts = events + "".join((HERE / "script" / name).read_text(encoding="utf-8") for name in _PARTS)
    body = f'(() => {{\n"use strict";\n{values}{parts}}})();\n'.encode()
    compressed = gzip.compress(body, compresslevel=9, mtime=0)
    return Script(body=body, compressed=compressed, etag=strong_etag(body), compressed_etag=strong_etag(compressed))


def _texts(code: LanguageCode) -> dict[str, object]:
    pages = interface(code)
    return {
        "direction": direction_of(code),
        **{table: embed_texts(code)[table] for table in ("widget", "problems", "languages")},
        "writing": {**pages.writing, "again": pages.texts["try_again"]},
        "fallbacks": pages.fallbacks,
    }


def _literal(value: object) -> str:
    """`value` as JavaScript; JSON is JavaScript."""
    return orjson.dumps(value).decode("utf-8")
