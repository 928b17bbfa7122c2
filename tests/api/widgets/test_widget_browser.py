"""The widget in a real browser, on pages of another origin: hostile styles, strict policies, two at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.widgets.model import Widget
from api.widgets.store import WidgetStore
from tests.api.browsing import needs_chromium
from tests.api.course_site import Site

from .conftest import QUOTE, Open, element

pytestmark = needs_chromium

HOSTILE = (
    "* { all: unset !important; direction: rtl !important; color: red !important; font: 2px serif !important; "
    "letter-spacing: 1em !important; text-transform: uppercase !important; --accent: lime; } "
    "manba-ask { display: none !important; opacity: 0 !important; width: 1px !important; "
    "position: absolute !important; transform: rotate(180deg) !important; } "
    "button, textarea, p, h2 { display: none !important; }"
)


def test_asked_by_keyboard_alone(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    page = visit(course.put(f"<body>{element(manba, f'widget={widget.id} lang=pl')}"))
    page.evaluate("""() => {
        window.heard = [];
        for (const name of ["manba-answer", "manba-refusal", "manba-error"])
            document.addEventListener(name, (event) => heard.push([name, event.detail.question]));
        const log = document.querySelector("manba-ask").shadowRoot.querySelector("[role=log]");
        window.announced = [];
        new MutationObserver(() => announced.push(log.getAttribute("aria-busy") + log.childElementCount))
            .observe(log, { childList: true, attributes: true });
    }""")
    page.keyboard.press("Tab")
    page.keyboard.type("omnichannel kanały sprzedaży")
    page.keyboard.press("Enter")
    page.wait_for_selector("manba-ask .answer")
    assert page.locator("manba-ask .log").get_attribute("aria-busy") == "false"
    assert page.evaluate("heard") == [["manba-answer", "omnichannel kanały sprzedaży"]]
    assert page.evaluate("announced") == ["true0", "false1"]
    assert page.locator("manba-ask h2").inner_text() == "Odpowiedź"
    assert page.locator("manba-ask .kept").inner_text().startswith("Pytanie przechowujemy bez imienia i adresu")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    reference = page.locator("manba-ask .ref").first
    assert reference.evaluate("one => one.getRootNode().activeElement === one") is True
    box = reference.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    card = page.locator("manba-ask .card")
    assert card.locator("blockquote").inner_text() == QUOTE
    assert card.locator(".name").inner_text() == "Kanały"
    link = card.locator("a").get_attribute("href")
    assert link.startswith(f"{manba}/articles/pl-kanaly?version=")
    assert "start=0&end=57" in link
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert reference.get_attribute("aria-expanded") == "false"

    assert page.evaluate("document.querySelector('manba-ask').ask('nic takiego').then((one) => one.answered)") is False
    assert page.locator("manba-ask h2").inner_text() == "Źródła o tym nie mówią"
    page.locator("manba-ask .suggestions button").click()
    page.wait_for_function("heard.length === 3")
    assert page.evaluate("heard.slice(1)") == [["manba-refusal", "nic takiego"], ["manba-refusal", "Narzędzia"]]
    page.evaluate("document.querySelector('manba-ask').clear()")
    assert page.locator("manba-ask .answer").count() == 0
    assert page.locator("manba-ask .kept").is_hidden()


def test_hostile_styles_of_the_page_do_not_reach_it(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    def measured(head: str, html: str) -> dict[str, Any]:
        body = f"<body>{element(manba, f'widget={widget.id} lang=en theme=light')}"
        page = visit(course.put(body, head=head, html=html), viewport={"width": 700, "height": 900})
        page.evaluate("document.querySelector('manba-ask').ask('omnichannel')")
        page.wait_for_selector("manba-ask .answer")
        return page.evaluate("""() => {
            const root = document.querySelector("manba-ask").shadowRoot;
            const styles = [".ask", "textarea", "button", ".answer", ".ref", ".foot"].map((name) => {
                const style = getComputedStyle(root.querySelector(name));
                const told = ["color", "direction", "fontSize", "letterSpacing", "textTransform", "display"];
                return [style.backgroundColor, ...told.map((one) => style[one])].join(" ");
            });
            const { width, height } = root.querySelector(".manba").getBoundingClientRect();
            return { styles, height, isWide: width > 400 };
        }""")

    fair = measured("<style>body { margin: 0 }</style>", 'lang="en"')
    hostile = measured(f"<style>{HOSTILE}</style>", 'lang="fa" dir="rtl"')
    assert hostile["styles"] == fair["styles"]
    assert hostile["isWide"] is True
    assert abs(hostile["height"] - fair["height"]) <= 1
    assert fair["styles"][2] == "rgb(15, 107, 92) oklch(1 0 0) ltr 16px normal none block"


@pytest.mark.parametrize("mode", ["inline", "launcher"])
def test_strict_policy_of_the_page_has_nothing_against_it(
    visit: Open, manba: str, course: Site, widget: Widget, mode: str
) -> None:
    policy = f"default-src 'none'; script-src {manba}; connect-src {manba}; require-trusted-types-for 'script'"
    head = '<link rel="icon" href="data:,">'
    address = course.put(
        f"<body>{element(manba, f'widget={widget.id} mode={mode}')}", head=head, Content_Security_Policy=policy
    )
    page = visit(address, faulty=True)
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.evaluate("document.querySelector('manba-ask').ask('omnichannel')")
    page.wait_for_selector("manba-ask .answer")
    button = page.locator("manba-ask form button")
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(15, 107, 92)"
    page.locator("manba-ask .ref").first.click()
    assert page.locator("manba-ask blockquote").count() == 1
    assert broken == []


@pytest.mark.parametrize(
    ("page_and_element", "shown"),
    [
        (('lang="en"', "lang=fa"), ("پرسش شما", "rtl")),
        (('lang="ar-EG" dir="rtl"', ""), ("سؤالك", "rtl")),
        (('lang="fa" dir="rtl"', "lang=pl"), ("Twoje pytanie", "ltr")),
        (('lang="de"', ""), ("Your question", "ltr")),
        (("", "lang=xx"), ("Your question", "ltr")),
    ],
)
def test_language_and_direction(
    visit: Open, manba: str, course: Site, page_and_element: tuple[str, str], shown: tuple[str, str]
) -> None:
    html, attributes = page_and_element
    text, direction = shown
    page = visit(course.put(f"<body>{element(manba, attributes)}", html=html))
    label = page.locator("manba-ask label")
    assert label.inner_text() == text
    assert label.evaluate("one => getComputedStyle(one).direction") == direction
    field, button = (page.locator(f"manba-ask {name}").bounding_box() for name in ("textarea", "form button"))
    before = button["x"] - field["x"]
    after = field["x"] + field["width"] - button["x"] - button["width"]
    assert (before < after) is (direction == "rtl")


def test_two_widgets_do_not_disturb_each_other(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    one = element(manba, f"id=one widget={widget.id} lang=pl articles=pl-kanaly")
    two = element(manba, f"id=two widget={widget.id} lang=fa theme=dark articles=fa-kanal,ar-kanat")
    page = visit(course.put(f"<body>{one}{two}"))
    page.evaluate("Promise.all([one, two].map((box, at) => box.ask(['omnichannel', 'القنوات'][at])))")
    assert page.locator("#one .ref").count() == page.locator("#two .ref").count() == 1
    page.locator("#two .ref").click()
    assert page.locator("#two .card .name").inner_text() == "القناة الشاملة"
    assert page.locator("#one .card").count() == 0
    assert page.locator("#one h2").inner_text() == "Odpowiedź"
    page.evaluate("two.lang = 'ar'")
    assert page.locator("#two h2").inner_text() == "الجواب"
    page.evaluate("one.clear()")
    assert page.locator("#two .answer").count() == 1


def test_a_question_may_follow_up_those_before_it(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    page = visit(course.put(f"<body>{element(manba, f'widget={widget.id} lang=en')}"))
    sent: list[list[str]] = []

    def note(request: Any) -> None:
        if request.method == "POST":
            sent.append([turn["content"] for turn in request.post_data_json.get("history", [])])

    page.on("request", note)

    def understand(route: Any) -> None:
        answer = route.fetch(headers={**route.request.headers, "accept": "application/json"}).json()
        route.fulfill(
            json={**answer, "understood_as": "Co z CRM i PIM?", "notes": ["Tak to rozumiem.", *answer["notes"]]}
        )

    def put(question: str) -> None:
        page.locator("manba-ask textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator("manba-ask .log")).to_have_attribute("aria-busy", "false")

    page.route(f"{manba}/v1/ask*", understand)
    for question in ("omnichannel", "  ", "CRM", "CRM", "PIM"):
        put(question)
    assert sent == [[], ["omnichannel"], ["omnichannel"], ["omnichannel", "CRM"]]
    assert page.locator("manba-ask .notes li").first.inner_text() == "Tak to rozumiem."
    assert page.locator("manba-ask .foot a").get_attribute("href") == f"{manba}/?q=Co+z+CRM+i+PIM%3F&lang=en"
    # What the page around it asks is no part of a conversation, but may begin one.
    for asked in ("CRM", "nic takiego"):
        page.evaluate("(question) => document.querySelector('manba-ask').ask(question)", asked)
    assert sent[4:] == [[], []]
    page.locator("manba-ask .suggestions button").click()
    expect(page.locator("manba-ask .log")).to_have_attribute("aria-busy", "false")
    put("PIM")
    assert sent[6:] == [[], ["Narzędzia"]]
    page.evaluate("document.querySelector('manba-ask').clear()")
    for number in range(22):
        put(f"PIM {number}")
    assert sent[8] == []
    assert sent[-1] == [f"PIM {number}" for number in range(1, 21)]


def test_launcher_opens_closes_and_gives_the_focus_back(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    body = f'<body><a href="#">before</a>{element(manba, f"widget={widget.id} mode=launcher lang=fa")}'
    page = visit(course.put(body), viewport={"width": 320, "height": 640})
    launcher = page.get_by_role("button", name="از منابع بپرسید")
    assert launcher.get_attribute("aria-expanded") == "false"
    assert page.get_by_role("dialog").count() == 0
    assert launcher.bounding_box()["x"] < 100
    launcher.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="از منابع بپرسید")
    assert dialog.bounding_box()["width"] <= 320
    page.keyboard.type("CRM")
    page.keyboard.press("Enter")
    page.wait_for_selector("manba-ask .answer")
    page.locator("manba-ask .ref").first.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator("manba-ask .card").count() == 0
    assert dialog.count() == 1
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert launcher.evaluate("one => one.getRootNode().activeElement === one") is True
    page.evaluate("document.querySelector('manba-ask').open()")
    assert page.locator("manba-ask .answer").count() == 1
    page.evaluate("document.querySelector('manba-ask').close()")
    assert dialog.count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_blocked_storage_is_not_missed(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    blocked = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
        Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
        Object.defineProperty(document, "cookie", { get() { throw new DOMException("blocked", "SecurityError"); } });"""
    page = visit(course.put(f"<body>{element(manba, f'widget={widget.id}')}"), script=blocked)
    assert page.evaluate("document.querySelector('manba-ask').ask('omnichannel').then((one) => one.answered)") is True


@pytest.mark.parametrize("named", [True, False])
def test_an_origin_that_is_not_allowed_is_told(visit: Open, manba: str, course: Site, state: Path, named: bool) -> None:
    other = WidgetStore(state).create(name="other", origins=("https://other.example",))
    body = f"<body>{element(manba, f'widget={other.id} lang=en' if named else 'lang=en')}"
    page = visit(course.put(body), faulty=True)
    page.evaluate("document.addEventListener('manba-error', (event) => (window.told = event.detail))")
    assert page.evaluate("document.querySelector('manba-ask').ask('omnichannel')") is None
    expected = f"Pages of {course.origin} may not ask here yet. Whoever runs the service can allow them."
    assert page.get_by_role("alert").inner_text() == expected
    assert page.evaluate("told.problem") == "origin"


def test_faults_are_told_in_the_language_of_the_widget(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    page = visit(course.put(f"<body>{element(manba, f'widget={widget.id} lang=pl')}"), faulty=True)
    ask = "(text) => document.querySelector('manba-ask').ask(text)"
    for question, words in (("  ", "Najpierw wpisz pytanie."), ("a" * 1001, "Pytanie jest za długie")):
        assert page.evaluate(ask, question) is None
        assert words in page.get_by_role("alert").inner_text()
    page.route(f"{manba}/**", lambda route: route.abort())
    page.evaluate(ask, "omnichannel")
    assert "Brak połączenia z serwerem" in page.get_by_role("alert").inner_text()
    page.unroute(f"{manba}/**")
    page.evaluate(ask, "omnichannel")
    assert page.get_by_role("alert").inner_text() == ""
    assert page.locator("manba-ask .answer").count() == 1


def test_what_sources_say_is_text(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    attributes = f'widget={widget.id} articles="pl hostile" placeholder="<b onfocus=alert(1)>"'
    page = visit(course.put(f"<body>{element(manba, attributes)}"))
    page.evaluate("document.querySelector('manba-ask').ask('omnichannel')")
    page.locator("manba-ask .ref").first.click()
    assert "<script>alert('x')</script>" in page.locator("manba-ask blockquote").inner_text()
    assert page.locator("manba-ask .name").inner_text() == "<b>Tytuł</b>"
    assert page.evaluate("document.querySelector('manba-ask').shadowRoot.querySelectorAll('script, b').length") == 0


def test_a_slow_server_is_told_of_and_given_up(visit: Open, manba: str, course: Site, widget: Widget) -> None:
    page = visit(course.put(f"<body>{element(manba, f'widget={widget.id} lang=fa')}"), faulty=True)
    page.clock.install()
    page.route(f"{manba}/v1/ask*", lambda route: None)
    page.evaluate("void document.querySelector('manba-ask').ask('omnichannel')")
    status = page.locator("manba-ask [role=status]")
    assert status.inner_text() == "در حال جست\N{ZERO WIDTH NON-JOINER}وجو در منابع…"
    page.clock.fast_forward(5_000)
    assert status.inner_text() == "بیش از معمول طول کشیده است…"
    page.clock.fast_forward(30_000)
    expect(page.get_by_role("alert")).to_have_text("سرور پاسخ نداد. دوباره تلاش کنید.")
    assert status.inner_text() == ""
    assert page.locator("manba-ask .log").get_attribute("aria-busy") == "false"
