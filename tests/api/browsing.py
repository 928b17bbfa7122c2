"""A browser's page with everything that went wrong on it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.protocol import TolerantProtocol
from api.serving import address_of, listen
from api.settings import Settings

from .conftest import load_shelf

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@contextmanager
def launched() -> Iterator[Any]:
    """A browser without a window."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def shelf_served(index: Path, state: Path | None = None, *, writer: object | None = None) -> Iterator[str]:
    """The address of a server of this process that answers from the shelf; `writer` is what may write its answers."""
    app = create_app(Settings(index=index, state=state), loader=load_shelf)
    app.state.writer = writer
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, http=TolerantProtocol, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield address_of(listening)
    server.should_exit = True
    thread.join(timeout=20)
    listening.close()


class Visit:
    """A page with everything that went wrong on it."""

    def __init__(self, browser: Any, address: str, *, storage: dict[str, str] | None = None, **options: Any) -> None:
        self.context = browser.new_context(**options)
        for name, value in (storage or {}).items():
            self.context.add_init_script(f"sessionStorage.setItem({name!r}, {value!r})")
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._foreign(request.url, address))
        self.page.goto(address)

    def _foreign(self, url: str, address: str) -> None:
        if urlsplit(url).netloc != urlsplit(address).netloc and not url.startswith("blob:"):
            self.faults.append(f"asked {url}")


def ask(page: Any, question: str) -> None:
    """Ask on the learner's page and wait until the answer has come."""
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_function(
        """question => document.querySelector(".asked")?.textContent === question
            && document.getElementById("answer").ariaBusy === "false" """,
        arg=question,
    )
