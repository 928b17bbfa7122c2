"""axe-core on every page of learners: four languages, light and dark, narrow and wide; nothing serious is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .accessibility import findings
from .browsing import Visit, launched, needs_chromium, shelf_served

pytestmark = needs_chromium

LANGUAGES = ["fa", "ar", "pl", "en"]
PAGES = {
    "start": "/?",
    "answered": "/?q=omnichannel+CRM+PIM+القنوات&",
    "refused": "/?q=nic+takiego&",
    "problem": "/?q=&",
    "articles": "/articles?",
    "article": "/articles/pl-kanaly?start=0&end=11&",
    "missing": "/nothing?",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(PAGES))
def test_nothing_serious(browser: Any, address: str, name: str, language: str) -> None:
    visit = Visit(browser, f"{address}{PAGES[name]}lang={language}")
    assert findings(visit.page, looks=language == "pl") == []
    visit.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_serious_in_what_opens(browser: Any, address: str, language: str) -> None:
    visit = Visit(browser, f"{address}/?lang={language}&q=omnichannel+CRM+PIM")
    page = visit.page
    page.click(".history summary")
    page.click("button[name=useful][value=false]")
    page.wait_for_selector("#reason")
    assert findings(page) == []
    page.click("a.reference")
    page.wait_for_selector("dialog mark")
    assert findings(page) == []
    visit.context.close()


def test_axe_would_find_it(browser: Any, address: str) -> None:
    visit = Visit(browser, address, bypass_csp=True)
    visit.page.add_style_tag(content=".lead { color: #cccccc }")
    visit.page.evaluate("document.querySelector('label[for=question]').remove()")
    visit.page.evaluate("document.getElementById('question').removeAttribute('placeholder')")
    assert {finding.split(": ")[1] for finding in findings(visit.page)} == {"color-contrast", "label"}
    visit.context.close()
