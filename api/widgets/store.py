"""The widgets on disk: created, found, listed, removed; nothing is kept in memory, so a removed one is gone at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from api.widgets.model import Widget, looks_like_an_id, new_id
from indexer import Database, LanguageCode, NotFoundError

WIDGETS_FILE = "widgets.db"
MAX_NAME_CHARACTERS = 100

_SCHEMA = (
    """
    CREATE TABLE widgets (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created TEXT NOT NULL,
        origins TEXT NOT NULL,
        frame_ancestors TEXT NOT NULL,
        language TEXT,
        article_ids TEXT NOT NULL
    ) STRICT;
    """,
)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class WidgetStore:
    """The widgets of one state folder; safe to share between threads and processes."""

    def __init__(self, state: Path, *, clock: Clock = utc_now) -> None:
        """Stand for the widgets in `state`; the file comes into being with the first widget."""
        self._database = Database(state / WIDGETS_FILE, _SCHEMA)
        self._clock = clock

    def create(
        self,
        *,
        name: str,
        origins: tuple[str, ...] = (),
        frame_ancestors: tuple[str, ...] = (),
        language: LanguageCode | None = None,
        article_ids: tuple[str, ...] = (),
    ) -> Widget:
        """A new widget; StateError when it cannot be kept."""
        widget = Widget(
            id=new_id(),
            name=name,
            created=self._clock(),
            origins=origins,
            frame_ancestors=frame_ancestors,
            language=language,
            article_ids=article_ids,
        )
        with self._database.writing() as connection:
            while connection.execute("SELECT 1 FROM widgets WHERE id = ?", (widget.id,)).fetchone():
                widget = replace(widget, id=new_id())
            connection.execute(
                "INSERT INTO widgets (id, name, created, origins, frame_ancestors, language, article_ids) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    widget.id,
                    name,
                    widget.created.isoformat(timespec="milliseconds"),
                    _json(origins),
                    _json(frame_ancestors),
                    language.value if language is not None else None,
                    _json(article_ids),
                ),
            )
        return widget

    def find(self, widget_id: str) -> Widget | None:
        """The widget with this id, or None; StateError when the widgets cannot be read."""
        # A request with a made-up id must not bring a file into being.
        if not looks_like_an_id(widget_id) or not self._database.path.exists():
            return None
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM widgets WHERE id = ?", (widget_id,)).fetchone()
        return _widget(row) if row is not None else None

    def list(self) -> list[Widget]:
        """All widgets, oldest first."""
        if not self._database.path.exists():
            return []
        with self._database.reading() as connection:
            return [_widget(row) for row in connection.execute("SELECT * FROM widgets ORDER BY created, id")]

    def remove(self, widget_id: str) -> Widget:
        """Remove a widget; no page can ask with it from this moment on. Raises NotFoundError when there is none."""
        widget = self.find(widget_id)
        if widget is None:
            raise NotFoundError(
                where=widget_id[:80], what="there is no such widget", next_step="manba widgets list names the widgets"
            )
        with self._database.writing() as connection:
            connection.execute("DELETE FROM widgets WHERE id = ?", (widget_id,))
        return widget


def _json(values: tuple[str, ...]) -> str:
    return orjson.dumps(values).decode("utf-8")


def _widget(row: sqlite3.Row) -> Widget:
    return Widget(
        id=row["id"],
        name=row["name"],
        created=datetime.fromisoformat(row["created"]),
        origins=tuple(orjson.loads(row["origins"])),
        frame_ancestors=tuple(orjson.loads(row["frame_ancestors"])),
        language=LanguageCode(row["language"]) if row["language"] is not None else None,
        article_ids=tuple(orjson.loads(row["article_ids"])),
    )
