"""A server, a course site with a widget of its own, and a browser to visit them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api.widgets.model import Widget
from api.widgets.store import WidgetStore
from tests.api.browsing import launched, shelf_served
from tests.api.course_site import Site, site

QUOTE = "Omnichannel łączy kanały sprzedaży w jedno doświadczenie."

Open = Callable[..., Any]


def element(manba: str, attributes: str) -> str:
    return f'<script src="{manba}/widget.js" defer></script><manba-ask {attributes}></manba-ask>'


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def manba(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index"), state) as address:
        yield address


@pytest.fixture(scope="module")
def course() -> Iterator[Site]:
    with site() as served:
        yield served


@pytest.fixture(scope="module")
def widget(course: Site, state: Path) -> Widget:
    return WidgetStore(state).create(name="course", origins=(course.origin,), frame_ancestors=(course.origin,))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(browser: Any, manba: str, course: Site) -> Iterator[Open]:
    """Open a page; whatever it says on the console, and every request to a third party, fails the test."""
    contexts, faults = [], []

    def open_page(address: str, *, script: str = "", faulty: bool = False, **options: Any) -> Any:
        context = browser.new_context(locale="en", **options)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if not faulty:
            page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((manba, course.origin)) else faults.append(asked.url)
        )
        page.goto(address)
        return page

    yield open_page
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert faults == []
    assert cookies == []
