"""A browser's page with everything that went wrong on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@contextmanager
def launched() -> Iterator[Any]:
    """A browser without a window."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


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
