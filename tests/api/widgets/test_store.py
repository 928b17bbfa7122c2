"""Widgets on disk, what counts as an origin, and which origins the API answers for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.widgets.model import parse_frame_ancestor, parse_origin
from api.widgets.store import WIDGETS_FILE, WidgetStore
from indexer import LanguageCode, ManbaError, NotFoundError

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_widget_from_its_creation_to_its_end(tmp_path: Path) -> None:
    times = iter([NOON, NOON + timedelta(minutes=1)])
    store = WidgetStore(tmp_path, clock=lambda: next(times))
    first = store.create(
        name="Kurs",
        origins=("https://course.example",),
        frame_ancestors=("https://*.school.example",),
        language=LanguageCode.POLISH,
        article_ids=("pl-kanaly", "fa kanal"),
    )
    second = store.create(name="bare")
    again = WidgetStore(tmp_path)
    assert again.find(first.id) == first
    assert again.list() == [first, second]
    assert (second.origins, second.frame_ancestors, second.language, second.article_ids) == ((), (), None, ())
    assert again.remove(first.id) == first
    assert store.find(first.id) is None
    with pytest.raises(NotFoundError, match="manba widgets list"):
        store.remove(first.id)


def test_made_up_ids_bring_no_file_into_being(tmp_path: Path) -> None:
    store = WidgetStore(tmp_path)
    for made_up in ("abcdefghjkmn", "", "x" * 5000, "' OR 1=1 --", "ABCDEFGHJKMN"):
        assert store.find(made_up) is None
    assert store.list() == []
    assert not (tmp_path / WIDGETS_FILE).exists()


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://course.example", "https://course.example"),
        (" HTTPS://Course.Example/ ", "https://course.example"),
        ("https://course.example:443", "https://course.example"),
        ("http://course.example:80/", "http://course.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("*", "*"),
    ],
)
def test_origins_as_browsers_write_them(written: str, origin: str) -> None:
    assert parse_origin(written, where="--origin") == origin
    assert parse_frame_ancestor(written, where="--frame") == origin


@pytest.mark.parametrize(
    "written", ["", "course.example", "https://", "https://course.example/page", "null", "https://a b", "https://a;b"]
)
def test_what_is_no_origin(written: str) -> None:
    for parse in (parse_origin, parse_frame_ancestor):
        with pytest.raises(ManbaError, match="write a scheme and a host"):
            parse(written, where="--origin")


def test_names_below_one_may_frame_but_not_ask() -> None:
    assert parse_frame_ancestor("https://*.school.example", where="--frame") == "https://*.school.example"
    with pytest.raises(ManbaError, match="is not an origin"):
        parse_origin("https://*.school.example", where="--origin")
