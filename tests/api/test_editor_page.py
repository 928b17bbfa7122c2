"""The editors' page in a real browser, on a real server with its indexer: from a key to answers from the new text."""

from __future__ import annotations

import io
import json
import re
import subprocess
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from .accessibility import findings
from .browsing import Visit, launched, needs_chromium
from .served import MANBA, Server, servers

pytestmark = needs_chromium

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
PERSIAN = (
    f"---\ntitle: بسته{ZWNJ}ی زمرد\nlang: fa\npublished: 2026-11-01\n---\n\n# بسته{ZWNJ}ی زمرد\n\n"
    f"بسته{ZWNJ}ی زمرد 🛒 برای مشتری همه{ZWNJ}کاناله است.\n\n## تحویل\n\nتحویل بسته در فروشگاه رایگان است.\n"
)
NEW_SENTENCE = f"ضمانت بسته{ZWNJ}ی زمرد هفت سال است."
QUESTION = f"ضمانت بسته{ZWNJ}ی زمرد چند سال است؟"
HOSTILE_TITLE = "<script>document.title = 'taken'</script><b>Zwroty</b>"
ARTICLES = {
    "pl-powrot.md": "---\ntitle: Powrót\nlang: pl\n---\n\n# Powrót\n\nKlient wraca do sklepu.\n",
    "fa-zomorrod.md": PERSIAN,
    "fa-wahid.md": PERSIAN.replace("زمرد", "یاقوت"),
    "pl-zwroty.md": "---\ntitle: Zwroty\nlang: pl\n---\r\n\r\n# Zwroty\r\n\r\nKlient zwraca towar w sklepie.\r\n",
    "pl-wspolny.md": "---\ntitle: Wspólny\nlang: pl\n---\n\n# Wspólny\n\nJeden koszyk na wszystkie kanały.\n",
    "pl-zbedny.md": "---\ntitle: Zbędny\nlang: pl\n---\n\n# Zbędny\n\nTen artykuł jest zbędny w bazie wiedzy.\n",
    "pl-wrogi.md": f"---\ntitle: {json.dumps(HOSTILE_TITLE)}\nlang: pl\n---\n\n# Wrogi\n\n"
    "Wrogi tekst <img src=x onerror=\"document.title='taken'\"> dla klienta sklepu.\n",
    "ar-qanat.md": "---\ntitle: القناة الشاملة\nlang: ar\n---\n\n# القناة\n\nالقناة الشاملة تربط القنوات كلها.\n",
}


def manba(*arguments: str | Path) -> str:
    done = subprocess.run([*MANBA, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Newsroom:
    """A real server on a small corpus of its own, with a key that edits."""

    server: Server
    corpus: Path
    index: Path
    key: str

    def address(self, room: str = "", language: str = "en") -> str:
        return f"{self.server.address}/editor?lang={language}{room}"

    def open(self, browser: Any, room: str = "", language: str = "en", **options: Any) -> Visit:
        """The page with the key known, at a room such as `#/articles/fa-zomorrod`."""
        visit = Visit(browser, self.address(room, language), storage={"manba.key": self.key}, **options)
        visit.page.wait_for_selector("#who button")
        return visit

    def file(self, article_id: str) -> str:
        [path] = self.corpus.rglob(f"{article_id}.md")
        return path.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("newsroom")
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_bytes(text.encode("utf-8"))
    manba("build", "--corpus", corpus, "--index", index)
    key = manba("keys", "create", "--name", "سارا", "--scope", "edit", "--index", index).strip().splitlines()[0]
    with servers(index) as start:
        yield Newsroom(server=start("--corpus", str(corpus)), corpus=corpus, index=index, key=key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


def until(page: Any, expression: str, *, timeout: int = 10_000) -> None:
    """Wait until JavaScript holds; Playwright's own way needs what the page's policy forbids."""
    for _ in range(timeout // 50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def type_at_end(page: Any, text: str) -> None:
    page.locator("#text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def publish(page: Any, note: str = "") -> None:
    """Publish through the review of the changes, and wait until answers cite it."""
    page.click(".main-action")
    page.wait_for_selector("dialog[open] #note")
    page.fill("#note", note)
    page.click("dialog[open] button[value=publish]")
    page.wait_for_selector(".job.done", timeout=60_000)


def selected(page: Any) -> str:
    start, end = page.evaluate("[text.selectionStart, text.selectionEnd]")
    return page.evaluate("([start, end]) => text.value.slice(start, end)", [start, end])


def expected(faults: list[str], *statuses: int) -> list[str]:
    """The faults without the browser's word on refusals that a test brought about."""
    told = "|".join(map(str, statuses))
    return [fault for fault in faults if not re.search(rf"server responded with a status of ({told}) ", fault)]


def test_from_a_key_to_an_answer_that_cites_the_new_sentence(browser: Any, newsroom: Newsroom) -> None:
    visit = Visit(browser, newsroom.address(language="fa"), locale="fa")
    page = visit.page
    page.wait_for_selector("#key")
    assert page.evaluate("document.activeElement.id") == "key"
    page.fill("#key", "manba_wrongkey_" + "x" * 43)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card .message[role=alert]")
    page.fill("#key", newsroom.key)
    page.keyboard.press("Enter")
    page.wait_for_selector(".row")
    assert page.evaluate("localStorage.getItem('manba.key')") is None
    assert "سارا" in page.inner_text("#who")

    page.fill("#query", "بستهی زمرد")
    until(page, "document.querySelectorAll('ul.rows[aria-labelledby] > .row').length === 1")
    page.click(f"text=بسته{ZWNJ}ی زمرد >> nth=0")
    page.wait_for_selector(".verdict.good")
    assert page.get_attribute("#text", "dir") == "rtl"
    assert page.locator(".pieces .piece").count() >= 1
    before = page.inner_text(".preview")
    assert "هفت سال" not in before
    assert f"همه{ZWNJ}کاناله" in page.inner_text(".concepts")
    assert page.inner_text(".concepts .concept >> nth=0") == "omnichannel"

    type_at_end(page, f"\n## ضمانت\n\n{NEW_SENTENCE}\n")
    until(page, "document.querySelector('.preview').textContent.includes('هفت سال')")
    page.click(".main-action")
    page.wait_for_selector("dialog[open] .diff .added")
    added = [line.inner_text().strip() for line in page.locator("dialog .diff .added .text").all()]
    assert [line for line in added if line] == ["## ضمانت", NEW_SENTENCE]
    assert page.locator("dialog .diff .removed").count() == 0
    assert page.evaluate("document.activeElement.id") == "note"
    page.keyboard.insert_text("ضمانت افزوده شد")
    page.click("dialog[open] button[value=publish]")
    page.wait_for_selector(".job")
    page.wait_for_selector(".job.done", timeout=60_000)
    assert "پاسخ" in page.inner_text(".job.done p")
    assert newsroom.file("fa-zomorrod") == PERSIAN + f"\n## ضمانت\n\n{NEW_SENTENCE}\n"
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('manba.draft'))") == []

    page.click("#tab-versions")
    page.wait_for_selector(".versions li")
    newest = page.inner_text(".versions li >> nth=0")
    assert "سارا" in newest
    assert "ضمانت افزوده شد" in newest
    page.click(".job.done a")
    page.wait_for_selector("article.answer")
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    until(page, f"document.querySelector('.sentences')?.textContent.includes({json.dumps(NEW_SENTENCE)})")
    assert expected(visit.faults, 401) == []
    visit.context.close()


def test_two_editors_and_one_article(browser: Any, newsroom: Newsroom) -> None:
    first, second = (newsroom.open(browser, "#/articles/pl-wspolny") for _ in range(2))
    for visit in (first, second):
        visit.page.wait_for_selector(".verdict.good")
    type_at_end(first.page, "\nZdanie pierwszego redaktora.\n")
    publish(first.page, "pierwszy był szybszy")
    type_at_end(second.page, "\nZdanie drugiego redaktora.\n")
    second.page.click(".main-action")
    second.page.click("dialog[open] button[value=publish]")
    second.page.wait_for_selector("dialog[open] button[value=mine]")
    told = second.page.inner_text("dialog[open]")
    assert "pierwszy był szybszy" in told
    assert "Zdanie pierwszego redaktora." in told
    assert "Zdanie drugiego redaktora." in second.page.input_value("#text")
    second.page.click("dialog[open] button[value=mine]")
    second.page.wait_for_selector(".theirs .diff .action button")
    # The text typed is still there, and in the browser's storage.
    assert "Zdanie drugiego redaktora." in second.page.input_value("#text")
    assert "drugiego" in second.page.evaluate("localStorage.getItem('manba.draft.pl-wspolny')")
    second.page.evaluate("document.getElementById('text').setSelectionRange(0, 0)")
    type_at_end(second.page, "")
    second.page.click(".theirs .diff .action button")
    assert second.page.input_value("#text").count("Zdanie pierwszego redaktora.") == 1
    publish(second.page)
    stored = newsroom.file("pl-wspolny")
    assert "Zdanie pierwszego redaktora." in stored
    assert "Zdanie drugiego redaktora." in stored
    assert expected(first.faults) == []
    assert expected(second.faults, 412) == []
    for visit in (first, second):
        visit.context.close()


def test_versions_restore_and_delete(browser: Any, newsroom: Newsroom) -> None:
    visit = newsroom.open(browser, "#/articles/pl-zbedny")
    page = visit.page
    page.wait_for_selector(".verdict.good")
    type_at_end(page, "\nDopisek do usunięcia.\n")
    publish(page)
    page.click("#tab-versions")
    page.wait_for_selector(".versions li >> nth=1")
    page.click(".versions li >> nth=0 >> button >> nth=0")
    page.wait_for_selector("dialog[open] .added")
    assert "Dopisek do usunięcia." in page.inner_text("dialog[open] .diff")
    page.keyboard.press("Escape")
    page.click(".versions li >> nth=1 >> button:text-is('Restore')")
    page.wait_for_selector("dialog[open] .removed")
    page.click("dialog[open] button[value=restore]")
    page.wait_for_selector(".versions li >> nth=2")
    assert newsroom.file("pl-zbedny") == ARTICLES["pl-zbedny.md"]
    assert page.input_value("#text") == ARTICLES["pl-zbedny.md"]
    assert "restored from version" in page.inner_text(".versions li >> nth=0")

    page.click("text=Delete >> nth=0")
    page.wait_for_selector("dialog[open] button[value=yes]")
    page.keyboard.press("Escape")
    assert list(newsroom.corpus.rglob("pl-zbedny.md"))
    page.click("text=Delete >> nth=0")
    page.click("dialog[open] button[value=yes]")
    page.wait_for_selector("#articles-title")
    until(page, "!document.querySelector('ul.rows')?.textContent.includes('pl-zbedny')", timeout=60_000)
    assert not list(newsroom.corpus.rglob("pl-zbedny.md"))
    page.goto(newsroom.address("#/articles/pl-zbedny"))
    page.click("#tab-versions")
    page.click(".versions li >> nth=1 >> button:text-is('Restore')")
    page.click("dialog[open] button[value=restore]")
    page.wait_for_selector(".versions li >> nth=4")
    assert newsroom.file("pl-zbedny") == ARTICLES["pl-zbedny.md"]
    assert expected(visit.faults, 404) == []
    visit.context.close()


def test_the_same_text_published_again_after_it_was_taken_back_is_published(browser: Any, newsroom: Newsroom) -> None:
    visit = newsroom.open(browser, "#/articles/pl-powrot")
    page = visit.page
    page.wait_for_selector(".verdict.good")
    first = page.input_value("#text")
    type_at_end(page, "\nDopisek na dwa razy.\n")
    publish(page)
    page.click(".job.done button")
    page.click("#tab-versions")
    page.click(".versions li >> nth=1 >> button:text-is('Restore')")
    page.click("dialog[open] button[value=restore]")
    page.wait_for_selector(".versions li >> nth=2")
    assert page.input_value("#text") == first
    page.click(".job.done button")
    type_at_end(page, "\nDopisek na dwa razy.\n")
    publish(page)
    assert newsroom.file("pl-powrot").endswith("\nDopisek na dwa razy.\n")
    assert expected(visit.faults) == []
    visit.context.close()


def test_an_article_that_comes_late_does_not_take_the_place_of_another(browser: Any, newsroom: Newsroom) -> None:
    visit = newsroom.open(browser, "#/articles")
    page, held = visit.page, []
    page.wait_for_selector(".row")
    page.route("**/v1/articles/fa-wahid/file", lambda route: held.append(route))  # noqa: PLW0108  (Playwright looks into it)
    page.evaluate("location.hash = '#/articles/fa-wahid'")
    until(page, "document.querySelector('h1').textContent === 'fa-wahid'")
    page.evaluate("location.hash = '#/articles/pl-powrot'")
    page.wait_for_selector(".verdict.good")
    with page.expect_response("**/v1/articles/fa-wahid/file"):
        held[0].continue_()
    page.wait_for_timeout(300)
    assert "pl-powrot" in page.inner_text(".head")
    assert page.get_attribute("#text", "lang") == "pl"
    assert expected(visit.faults) == []
    visit.context.close()


def test_drafts_survive_a_reload_and_leaving_is_warned_of(browser: Any, newsroom: Newsroom) -> None:
    visit = newsroom.open(browser, "#/articles/fa-wahid", "pl")
    page = visit.page
    page.wait_for_selector(".verdict.good")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    page.wait_for_selector(".verdict.good")
    assert asked == []
    type_at_end(page, "\nپیش نویس من.\n")
    until(page, "document.querySelector('.preview').textContent.includes('پیش نویس من')")
    page.reload()
    page.wait_for_selector(".notice")
    assert asked == ["beforeunload"]
    assert page.input_value("#text").endswith("\nپیش نویس من.\n")
    page.goto(newsroom.address("#/articles", "pl"))
    page.wait_for_selector(".row .chip.draft")
    page.click(".row:has(.chip.draft) a")
    page.click(".notice button")
    page.click("dialog[open] button[value=yes]")
    until(page, "!document.getElementById('text').value.includes('پیش نویس')")
    assert page.evaluate("localStorage.getItem('manba.draft.fa-wahid')") is None
    assert newsroom.file("fa-wahid") == ARTICLES["fa-wahid.md"]
    assert visit.faults == []
    visit.context.close()


def test_hostile_text_is_only_text(browser: Any, newsroom: Newsroom) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    attack = f"{OVERRIDE}<b onclick=alert(1)>zeppelin?</b>"
    opener.open(f"{newsroom.server.address}/v1/ask?q={quote(attack)}", timeout=30).close()
    visit = newsroom.open(browser, "#/articles")
    page = visit.page
    page.wait_for_selector(".row")
    assert HOSTILE_TITLE in page.inner_text("ul.rows")
    page.goto(newsroom.address("#/articles/pl-wrogi"))
    page.wait_for_selector(".piece")
    assert page.inner_text("h1") == HOSTILE_TITLE
    assert "<img src=x" in page.inner_text(".pieces")
    type_at_end(page, "<script>document.title='taken'</script>\n")
    page.click(".main-action")
    page.wait_for_selector("dialog[open] .diff .added")
    assert "<script>" in page.inner_text("dialog[open] .diff")
    page.keyboard.press("Escape")
    type_at_end(page, f"\n{OVERRIDE}odwrotnie\n")
    page.wait_for_selector(".verdict.bad")
    assert "U+202E" in page.inner_text(".faults")
    page.click(".faults button")
    assert selected(page) == f"{OVERRIDE}odwrotnie"
    page.goto(newsroom.address("#/questions"))
    until(page, "document.querySelector('.questions')?.textContent.includes('onclick')")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.locator("#view img, #view script, #view b").count() == 0
        assert "taken" not in page.title()
    assert visit.faults == []
    visit.context.close()


def test_an_unanswered_question_becomes_an_article(browser: Any, newsroom: Newsroom) -> None:
    question = "Ile waży żelazny sterowiec?"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(2):
        opener.open(f"{newsroom.server.address}/v1/ask?q={quote(question)}", timeout=30).close()
    visit = newsroom.open(browser, "#/questions", "pl")
    page = visit.page
    for _ in range(20):
        page.wait_for_selector(".questions li")
        if question in page.inner_text(".questions"):
            break
        page.select_option("#choose-kind", "refused" if page.input_value("#choose-kind") == "all" else "all")
        page.wait_for_timeout(200)
    group = page.locator(".questions .row", has_text=question)
    assert "2" in group.inner_text()
    with page.expect_download() as download:
        page.click("text=Pobierz jako tabelę")
    assert question in Path(download.value.path()).read_text(encoding="utf-8-sig")
    group.locator("a.button").click()
    page.wait_for_selector(".preview .hint")
    assert page.input_value("#article-id") == "pl-ile-wazy-zelazny-sterowiec"
    assert f'title: "{question}"\nlang: pl\n' in page.input_value("#text")
    type_at_end(page, "# Sterowiec\n\nŻelazny sterowiec waży czterdzieści ton.\n")
    page.wait_for_selector(".verdict.good")
    publish(page)
    until(page, "location.hash === '#/articles/pl-ile-wazy-zelazny-sterowiec'")
    assert "czterdzieści ton" in newsroom.file("pl-ile-wazy-zelazny-sterowiec")
    query = json.dumps({"query": question, "top_k": 1}).encode()
    _, found = newsroom.server.json("POST", "/v1/search", body=query, content_type="application/json")
    assert "czterdzieści ton" in found["hits"][0]["text"]
    # A second article of this id is refused before anything is lost.
    page.goto(newsroom.address(f"#/new/drugi?title={quote('Drugi')}&language=pl", "pl"))
    until(page, "document.getElementById('article-id')?.value === 'pl-drugi'")
    page.fill("#article-id", "pl-ile-wazy-zelazny-sterowiec")
    type_at_end(page, "Drugi tekst o sterowcu dla klienta.\n")
    page.click(".main-action")
    page.click("dialog[open] button[value=publish]")
    page.wait_for_selector("dialog[open] button[value=mine]")
    page.keyboard.press("Escape")
    assert "Drugi tekst" in page.input_value("#text")
    assert "Drugi tekst" not in newsroom.file("pl-ile-wazy-zelazny-sterowiec")
    assert expected(visit.faults, 412) == []
    visit.context.close()


def test_a_passage_is_selected_to_the_character_and_line_ends_stay(browser: Any, newsroom: Newsroom) -> None:
    visit = newsroom.open(browser, "#/articles/fa-wahid")
    page = visit.page
    page.wait_for_selector(".piece")
    page.click(".pieces .piece >> nth=-1")
    # An emoji stands before it: code points and the browser's units differ.
    assert "تحویل بسته در فروشگاه رایگان است." in selected(page)
    assert selected(page).strip() == selected(page)
    assert page.evaluate("document.activeElement.id") == "text"
    page.goto(newsroom.address("#/articles/pl-zwroty"))
    page.wait_for_selector(".verdict.good")
    type_at_end(page, "Zwrot jest darmowy.\n")
    publish(page)
    assert (
        newsroom.file("pl-zwroty")
        == ARTICLES["pl-zwroty.md"]
        .replace("pl\n---", "pl\r\n---")
        .replace("---\ntitle: Zwroty\n", "---\r\ntitle: Zwroty\r\n")
        + "Zwrot jest darmowy.\r\n"
    )
    visit.context.close()


def test_a_key_that_ends_costs_no_text(browser: Any, newsroom: Newsroom) -> None:
    key = (
        manba("keys", "create", "--name", "short", "--scope", "edit", "--index", newsroom.index).strip().splitlines()[0]
    )
    reader = (
        manba("keys", "create", "--name", "reader", "--scope", "ask", "--index", newsroom.index).strip().splitlines()[0]
    )
    visit = Visit(browser, newsroom.address("#/articles/fa-wahid"))
    page = visit.page
    page.fill("#key", reader)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card .message")
    assert "reader" in page.inner_text(".card .message")
    page.fill("#key", key)
    page.check("#keep")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict.good")
    assert page.evaluate("localStorage.getItem('manba.key')") == key
    manba("keys", "revoke", key, "--index", newsroom.index)
    type_at_end(page, "\nمتن من می ماند.\n")
    page.wait_for_selector("dialog[open] #key")
    page.fill("dialog #key", newsroom.key)
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('dialog[open]')")
    assert page.input_value("#text").endswith("متن من می ماند.\n")
    page.locator("#text").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open] .added")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.id === 'text'")
    page.click("#who button")
    page.wait_for_selector("#key")
    assert page.evaluate("[localStorage.getItem('manba.key'), sessionStorage.getItem('manba.key')]") == [None, None]
    assert expected(visit.faults, 401) == []
    visit.context.close()


def test_importing_a_zip(browser: Any, newsroom: Newsroom) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "pl-z-paczki.md", "---\ntitle: Z paczki\nlang: pl\n---\n\n# Z paczki\n\nArtykuł przyszedł w paczce.\n"
        )
        archive.writestr("zly.md", "---\nlang: xx\n---\n\ntekst\n")
    visit = newsroom.open(browser, "#/articles")
    page = visit.page
    page.wait_for_selector(".row")
    page.click("text=Import a ZIP file")
    page.set_input_files("#archive", {"name": "a.zip", "mimeType": "application/zip", "buffer": packed.getvalue()})
    page.click("dialog[open] button[value=import]")
    page.wait_for_selector("dialog[open] .row >> nth=1")
    report = page.inner_text("dialog[open]")
    assert "pl-z-paczki.md" in report
    assert "refused" in report
    assert "language 'xx' is unknown" in report
    page.keyboard.press("Escape")
    page.wait_for_selector(".job.done", timeout=60_000)
    page.wait_for_selector("text=pl-z-paczki")
    assert visit.faults == []
    visit.context.close()


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("pl", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_room_in_every_language_and_width(
    browser: Any, newsroom: Newsroom, language: str, direction: str, width: int
) -> None:
    visit = newsroom.open(
        browser, "#/articles", language, viewport={"width": width, "height": 800}, color_scheme="dark", locale=language
    )
    page = visit.page
    for room, there in (
        ("#/articles", ".row"),
        ("#/articles/ar-qanat", ".verdict.good"),
        ("#/new/a", ".preview .hint"),
        ("#/questions", ".questions li"),
    ):
        page.evaluate(f"location.hash = {room!r}")
        page.wait_for_selector(there)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.dir") == direction
        assert "undefined" not in page.inner_text("body")
        unlabelled = page.evaluate(
            "[...document.querySelectorAll('button, input, select, textarea, a')].filter((one) => one.offsetParent && "
            "!(one.labels?.length || one.textContent.trim() || one.getAttribute('aria-label'))).length"
        )
        assert unlabelled == 0, room
    page.evaluate("location.hash = '#/articles/ar-qanat'")
    page.wait_for_selector(".verdict.good")
    page.focus("#tab-check")
    page.keyboard.press("ArrowLeft" if direction == "rtl" else "ArrowRight")
    page.wait_for_selector(".versions li")
    assert page.evaluate("document.activeElement.id") == "tab-versions"
    assert visit.faults == []
    visit.context.close()


@pytest.mark.parametrize("language", ["fa", "ar", "pl", "en"])
def test_axe_finds_nothing_serious_in_any_room(browser: Any, newsroom: Newsroom, language: str) -> None:
    visit = newsroom.open(browser, "#/articles", language)
    page = visit.page
    for room, there in (
        ("#/articles", ".row"),
        ("#/articles/ar-qanat", ".verdict.good"),
        ("#/new/a", ".preview .hint"),
        ("#/questions", "main h1"),
    ):
        page.evaluate(f"location.hash = {room!r}")
        page.wait_for_selector(there)
        assert findings(page) == [], room
    page.evaluate("location.hash = '#/articles/ar-qanat'")
    page.wait_for_selector(".verdict.good")
    page.click("#tab-versions")
    page.wait_for_selector(".versions li")
    assert findings(page) == []
    visit.context.close()
    visit = Visit(browser, newsroom.address(language=language))
    visit.page.wait_for_selector("input[type=password]")
    assert findings(visit.page) == []
    visit.context.close()


def test_the_frame_of_the_page_holds_nothing_secret(newsroom: Newsroom) -> None:
    body = newsroom.server.get("/editor?lang=en")[1].decode("utf-8")
    assert "<noscript>" in body
    assert "Zwroty" not in body
    assert newsroom.key not in body
