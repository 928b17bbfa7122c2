"""axe-core on every page of learners: four languages, light and dark, narrow and wide; nothing serious is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

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
LOOKS = [("light", 1280), ("dark", 320)]
CROSSED = [("dark", 1280), ("light", 320)]
OF_THE_LOOK = {"runOnly": ["color-contrast", "target-size"], "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with shelf_served(tmp_path_factory.mktemp("index")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


def findings(page: Any, *, looks: bool = False) -> list[str]:
    """What axe finds serious: light and wide, dark and narrow; with `looks` contrast and size the other way, too."""
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        response = Axe().run(page).response
        assert len(response["passes"]) > 10, "axe looked at nothing"
        found += _serious(response, scheme, width)
    for scheme, width in CROSSED if looks else ():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += _serious(Axe().run(page, options=OF_THE_LOOK).response, scheme, width)
    return found


def _serious(response: dict[str, Any], scheme: str, width: int) -> list[str]:
    return [
        f"{scheme} {width}: {one['id']}: {node['html']}"
        for one in response["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


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
