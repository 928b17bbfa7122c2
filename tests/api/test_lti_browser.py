"""A course page with the tool in its frame, in a real browser: two sites, as they are in life."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from api.lti.store import PlatformStore, lti_database

from .browsing import launched, needs_chromium, shelf_served
from .lti.conftest import platform_of
from .lti.course_site import CLAIM, DL, CourseSite, course_site

pytestmark = needs_chromium


@dataclass
class Course:
    """A course site at 127.0.0.1, Manba at localhost: to a browser these are two sites."""

    site: CourseSite
    browser: Any
    faults: list[str] = field(default_factory=list)
    launches: list[Any] = field(default_factory=list)
    block_cookies: bool = False

    def open(self, path: str, *, address: str | None = None, **options: Any) -> Any:
        context = self.browser.new_context(**{"viewport": {"width": 1000, "height": 900}, **options})
        page = context.new_page()
        if self.block_cookies:
            page.route("**/lti/launch", self._without_cookies)
        page.set_default_timeout(10_000)
        page.add_init_script("window.told = []; addEventListener('message', (event) => told.push(event.data))")
        page.on("console", lambda message: self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "request", lambda request: self.launches.append(request) if request.url.endswith("/lti/launch") else None
        )
        page.goto((address or self.site.address) + path)
        return page

    def _without_cookies(self, route: Any) -> None:
        """As in a browser that drops what sites set in frames of others."""
        route.request.frame.page.context.clear_cookies()
        route.continue_()


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    state: Path = tmp_path_factory.mktemp("state")
    with (
        shelf_served(tmp_path_factory.mktemp("index"), state) as address,
        course_site(address.replace("127.0.0.1", "localhost")) as site,
        launched() as browser,
    ):
        PlatformStore(lti_database(state)).put(platform_of(site))
        yield Course(site=site, browser=browser)


@pytest.mark.parametrize("cookies", [True, False], ids=["cookies", "cookies blocked"])
def test_a_learner_asks_inside_the_course(course: Course, cookies: bool) -> None:
    course.launches.clear()
    course.block_cookies = not cookies
    course.site.custom = {"language": "pl", "articles": "pl-kanaly", "placeholder": "Zapytaj o kanały"}
    page = course.open("/learn")
    frame = page.frame_locator("iframe")
    field = frame.locator("textarea[name=q]")
    field.wait_for()
    (launch,) = course.launches
    assert ("manba_lti_" in launch.all_headers().get("cookie", "")) is cookies
    assert field.get_attribute("placeholder") == "Zapytaj o kanały"
    assert frame.locator("html").get_attribute("lang") == "pl"
    field.fill("omnichannel kanały sprzedaży")
    frame.locator("form button[type=submit]").first.click()
    frame.locator("text=Omnichannel łączy kanały sprzedaży w jedno doświadczenie.").first.wait_for()
    # Canvas gives a frame the height it asks for in these words.
    asked = "told.filter((one) => typeof one === 'string').map(JSON.parse)"
    page.wait_for_function(f"{asked}.length > 1")
    told = page.evaluate(asked)
    assert {one["subject"] for one in told} == {"lti.frameResize"}
    assert told[-1]["height"] > told[0]["height"] > 100
    assert course.site.faults == []
    assert course.faults == []
    page.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_trainer_inserts_a_box(course: Course, script: bool) -> None:
    course.site.custom, course.site.locale = {}, "fa"
    course.site.returned.clear()
    page = course.open("/choose", java_script_enabled=script)
    frame = page.frame_locator("iframe")
    if not script:
        frame.locator("button").click()
    frame.locator("#placeholder").fill("از این درس بپرسید")
    if script:
        frame.locator("#find").fill("KANALY")
        assert frame.locator(".list li:visible").count() == 0
        frame.locator("#find").fill("kanały")
        assert frame.locator(".list li:visible").count() == 1
    frame.locator("input[value='pl-kanaly']").check()
    if script:
        assert frame.locator("[role=status]").inner_text() == "برگزیده: \N{EXTENDED ARABIC-INDIC DIGIT ONE}"
    frame.locator(".actions button").first.click()
    if not script:
        frame.locator("[data-send-now] button").click()
    frame.locator("#done").wait_for()
    (claims,) = course.site.returned
    (item,) = claims[f"{DL}content_items"]
    assert item["custom"]["articles"] == "pl-kanaly"
    assert claims[f"{CLAIM}message_type"] == "LtiDeepLinkingResponse"
    assert course.faults == []
    page.context.close()


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fa", "dark", 340), ("ar", "light", 1000), ("pl", "dark", 1000), ("en", "light", 340)],
)
def test_everyone_can_use_it(course: Course, language: str, scheme: str, width: int) -> None:
    course.site.custom, course.site.locale = {}, language
    page = course.open("/choose", color_scheme=scheme, viewport={"width": width, "height": 900})
    frame = page.frame_locator("iframe")
    for path, shown, custom in (
        ("/choose", "#find", {}),
        ("/learn", "textarea[name=q]", {"articles": "pl-kanaly"}),
        ("/learn", ".message", {"articles": "gone"}),
    ):
        course.site.custom = custom
        page.goto(course.site.address + path)
        frame.locator(shown).wait_for()
        (within,) = page.main_frame.child_frames
        assert within.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(within).response
        assert len(found["passes"]) > 10, "axe looked at nothing"
        serious = [one for one in found["violations"] if one["impact"] in {"serious", "critical"}]
        assert [f"{one['id']}: {node['html']}" for one in serious for node in one["nodes"]] == []
    page.context.close()
    course.faults.clear()


def test_the_keyboard_is_enough_to_insert_a_box(course: Course) -> None:
    course.site.custom, course.site.locale = {}, "en"
    course.site.returned.clear()
    page = course.open("/choose")
    frame = page.frame_locator("iframe")
    frame.locator("#find").wait_for()
    frame.locator("#title").focus()
    for key in ("Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("pim kanaly")
    page.keyboard.press("Enter")
    assert frame.locator("[role=status]").inner_text() == "No article has such a title."
    page.keyboard.press("Control+A")
    page.keyboard.type("kana\N{LATIN SMALL LETTER L WITH STROKE}y")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame.locator("#done").wait_for()
    (item,) = course.site.returned[0][f"{DL}content_items"]
    assert item["custom"] == {"articles": "pl-kanaly"}
    assert course.faults == []
    page.context.close()


def test_behind_a_proxy_the_addresses_are_those_learners_use(course: Course) -> None:
    headers = {"Host": "manba.example", "X-Forwarded-Proto": "https"}
    told = httpx.get(f"{course.site.tool}/lti/config.json", headers=headers, trust_env=False).json()
    assert told["target_link_uri"] == "https://manba.example/lti/launch"
    sent = httpx.get(
        f"{course.site.tool}/lti/login", params=course.site.login(), headers=headers, trust_env=False
    ).headers["location"]
    assert "redirect_uri=https%3A%2F%2Fmanba.example%2Flti%2Flaunch&" in sent


def test_a_page_of_another_origin_may_not_frame_it(course: Course) -> None:
    course.site.custom, course.site.locale = {}, None
    page = course.open("/learn", address=course.site.address.replace("127.0.0.1", "localhost"))
    page.wait_for_function("document.title === 'Course'")
    deadline = time.monotonic() + 10
    while not any("frame-ancestors" in fault for fault in course.faults) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert any("frame-ancestors" in fault for fault in course.faults)
    assert page.frame_locator("iframe").locator("textarea").count() == 0
    course.faults.clear()
    page.context.close()
