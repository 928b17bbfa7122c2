"""Every state an article was in, what changed between them, going back, and citations that stay good."""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn
from urllib.parse import quote

import pytest
from filelock import FileLock

from api.editing.desk import THREADS
from indexer import Library
from indexer.library.places import Places

from .conftest import PERSIAN, POLISH, Office

SECOND = POLISH.replace("w sklepie", "w każdym sklepie")


@pytest.fixture
def office(office: Office) -> Office:
    """An office with an article in two versions, the second by a person with another key."""
    assert office.put("/v1/articles/pl-zwroty?note=pierwsza", POLISH).status_code == 201
    assert office.put("/v1/articles/pl-zwroty", SECOND, scope="admin").status_code == 200
    return office


def body_of(text: str) -> str:
    return text.split("---\n", 2)[2]


def version_id(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def test_versions_newest_first(office: Office) -> None:
    listed = office.send("GET", "/v1/articles/pl-zwroty/versions").json()
    assert listed["article_id"] == "pl-zwroty"
    shown = [(v["number"], v["action"], v["author"]["name"], v["note"]) for v in listed["versions"]]
    assert shown == [(2, "replaced", "Anna (admin)", ""), (1, "created", "Anna (edit)", "pierwsza")]
    assert listed["versions"][0]["version"] == version_id(SECOND)
    assert listed["versions"][0]["bytes"] == len(SECOND.encode("utf-8"))
    assert listed["versions"][0]["title"] == "Zwroty"
    missing = office.send("GET", "/v1/articles/none/versions")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/unknown-article")


@pytest.mark.parametrize("wanted", ["1", version_id(POLISH)])
def test_a_version_with_its_file(office: Office, wanted: str) -> None:
    got = office.send("GET", f"/v1/articles/pl-zwroty/versions/{wanted}")
    assert (got.json()["number"], got.json()["file"]) == (1, POLISH)
    assert got.headers["etag"] == f'"{version_id(POLISH)}"'


@pytest.mark.parametrize("wanted", ["3", "0", "-1", "x", "0" * 16, "99999999999999999999"])
def test_a_version_that_is_none(office: Office, wanted: str) -> None:
    for method, end in (("GET", ""), ("GET", "/diff"), ("POST", "/restore")):
        missing = office.send(method, f"/v1/articles/pl-zwroty/versions/{wanted}{end}")
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/unknown-version")


def test_what_changed(office: Office) -> None:
    diff = office.send("GET", "/v1/articles/pl-zwroty/versions/2/diff").json()
    assert (diff["from"], diff["to"]) == ("1", "2")
    changed = [(line["kind"], line["old"], line["new"]) for line in diff["lines"] if line["kind"] != "same"]
    assert changed == [("removed", 8, None), ("added", None, 8)]
    assert "w każdym sklepie" in diff["unified"]
    assert "-Klient zwraca towar w sklepie" in diff["unified"]
    back = office.send("GET", "/v1/articles/pl-zwroty/versions/1/diff?from=2").json()
    assert [line["text"] for line in back["lines"] if line["kind"] == "added"] == [POLISH.split("\n")[7]]
    whole = office.send("GET", "/v1/articles/pl-zwroty/versions/1/diff").json()
    assert whole["from"] == "0"
    assert {line["kind"] for line in whole["lines"]} == {"added"}
    assert office.send("GET", "/v1/articles/pl-zwroty/versions/1/diff?form=2").status_code == 422
    missing = office.send("GET", "/v1/articles/pl-zwroty/versions/1/diff?from=9")
    assert missing.json()["type"] == "/problems/unknown-version"


def test_what_a_draft_would_change(office: Office) -> None:
    diff = office.send("POST", "/v1/articles/pl-zwroty/diff", json={"source": SECOND + "Nowe.\n"}).json()
    assert (diff["from"], diff["to"]) == (version_id(SECOND), "draft")
    assert [line["text"] for line in diff["lines"] if line["kind"] != "same"] == ["Nowe."]
    text = {"content": SECOND.encode("utf-8"), "headers": {"content-type": "text/markdown"}}
    same = office.send("POST", "/v1/articles/pl-zwroty/diff", **text).json()
    assert {line["kind"] for line in same["lines"]} == {"same"}
    new = office.send("POST", "/v1/articles/pl-nowy/diff", json={"source": "a\n"}).json()
    assert (new["from"], new["lines"]) == ("0", [{"kind": "added", "old": None, "new": 1, "text": "a"}])
    broken = office.send("POST", "/v1/articles/x/diff", content=b"\xff", headers={"content-type": "text/plain"})
    assert (broken.status_code, broken.json()["type"]) == (422, "/problems/unusable-article")


def test_going_back(office: Office) -> None:
    restored = office.send("POST", "/v1/articles/pl-zwroty/versions/1/restore")
    assert restored.status_code == 200
    version = restored.json()["version"]
    assert (version["number"], version["action"], version["restored_from"]) == (3, "restored", 1)
    assert restored.headers["etag"] == f'"{version_id(POLISH)}"'
    assert office.send("GET", "/v1/articles/pl-zwroty/file").text == POLISH
    stale = {"if-match": f'"{version_id(SECOND)}"'}
    refused = office.send("POST", "/v1/articles/pl-zwroty/versions/2/restore", headers=stale)
    assert refused.status_code == 412
    office.send("DELETE", "/v1/articles/pl-zwroty")
    again = office.send("POST", f"/v1/articles/pl-zwroty/versions/{version_id(SECOND)}/restore")
    assert (again.status_code, again.json()["version"]["restored_from"]) == (201, 2)
    assert office.send("GET", "/v1/articles/pl-zwroty/file").text == SECOND
    assert [entry.action for entry in office.log][:3] == ["article.restore", "article.delete", "article.restore"]
    assert office.log[0].details["restored_from"] == 2


def test_going_back_where_another_editor_was_faster(office: Office) -> None:
    office.send("DELETE", "/v1/articles/pl-zwroty")
    theirs = office.put("/v1/articles/pl-zwroty", SECOND + "\nIch zdanie.\n").headers["etag"]
    must_be_new = {"if-none-match": "*"}
    refused = office.send("POST", "/v1/articles/pl-zwroty/versions/1/restore", headers=must_be_new)
    assert (refused.status_code, refused.json()["type"]) == (412, "/problems/precondition-failed")
    assert office.send("GET", "/v1/articles/pl-zwroty/file").headers["etag"] == theirs
    office.send("DELETE", "/v1/articles/pl-zwroty")
    restored = office.send("POST", "/v1/articles/pl-zwroty/versions/1/restore", headers=must_be_new)
    assert restored.status_code == 201


def test_a_citation_given_out_earlier_still_leads_to_its_words(office: Office) -> None:
    office.send("DELETE", "/v1/articles/pl-zwroty")
    for wanted, text in ((version_id(POLISH), POLISH), (version_id(SECOND), SECOND)):
        got = office.client.get(f"/v1/articles/pl-zwroty/source?version={wanted}")
        assert got.status_code == 200
        assert got.text == body_of(text)
        assert got.headers["content-type"] == "text/plain; charset=utf-8"
        assert got.headers["content-language"] == "pl"
        assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = office.client.get(
            f"/v1/articles/pl-zwroty/source?version={wanted}", headers={"if-none-match": got.headers["etag"]}
        )
        assert again.status_code == 304
    by_number = office.client.get("/v1/articles/pl-zwroty/source?version=1")
    assert (by_number.text, by_number.headers["cache-control"]) == (body_of(POLISH), "no-cache")
    for wanted in ("9", "0" * 16, "x", ""):
        missing = office.client.get(f"/v1/articles/pl-zwroty/source?version={wanted}")
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/unknown-version")
    unknown = office.client.get("/v1/articles/none/source?version=1")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/unknown-article")


def test_the_page_of_an_earlier_version_marks_the_cited_words(office: Office) -> None:
    quote_ = "Klient zwraca towar w sklepie"
    start = body_of(POLISH).index(quote_)
    address = f"/articles/pl-zwroty?version={version_id(POLISH)}&start={start}&end={start + len(quote_)}"
    page = office.client.get(address, headers={"accept-language": "pl"})
    assert page.status_code == 200
    assert f'<mark id="quote">{quote_}</mark>' in page.text
    assert "Tak artykuł wyglądał, gdy został zacytowany." in page.text
    assert f"/v1/articles/pl-zwroty/source?version={version_id(POLISH)}" in page.text
    missing = office.client.get("/articles/pl-zwroty?version=77", headers={"accept": "text/html"})
    assert missing.status_code == 404


def test_an_earlier_version_that_was_found_on_the_disk_is_read_in_its_own_direction(office: Office) -> None:
    (office.corpus / "articles" / "fa" / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    office.put("/v1/articles/fa-bazgasht", PERSIAN + "\nنو.\n")
    address = f"/v1/articles/fa-bazgasht/source?version={version_id(PERSIAN)}"
    assert office.client.get(address).headers["content-language"] == "fa"
    page = office.client.get(f"/articles/fa-bazgasht?version={version_id(PERSIAN)}").text
    assert '<h1 lang="fa" dir="rtl">بازگشت کالا</h1>' in page


def refuse(_: object) -> NoReturn:
    raise RuntimeError("the corpus was looked through")


def test_readers_who_ask_for_the_past_look_through_no_corpus_and_write_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = office.corpus.rglob("*.md")
    file.write_text(POLISH + "\nJeszcze nie do czytania.\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(Places, "look", refuse)
        for article_id in ("pl-zwroty", "none", "pl-kanaly"):
            for wanted in ("3", "0" * 16):
                assert office.client.get(f"/v1/articles/{article_id}/source?version={wanted}").status_code == 404
    assert [one.number for one in Library([office.corpus], state=office.state).versions("pl-zwroty")] == [3, 2, 1]


def test_readers_do_not_wait_for_editors_who_wait_for_each_other(office: Office) -> None:
    office.key("edit")
    with ThreadPoolExecutor(THREADS) as editors, FileLock(office.state / "library.lock"):
        waiting = [editors.submit(office.put, "/v1/articles/pl-zwroty", f"{SECOND}\n{n}\n") for n in range(THREADS)]
        desk = office.client.app.state.desk
        while desk._limiter is None or desk._limiter.borrowed_tokens < THREADS:
            time.sleep(0.01)
        got = office.client.get(f"/v1/articles/pl-zwroty/source?version={version_id(POLISH)}")
        assert (got.status_code, got.text) == (200, body_of(POLISH))
        assert not any(one.done() for one in waiting)


def test_what_serves_is_cited_with_its_version(office: Office) -> None:
    answer = office.client.get("/v1/ask?q=omnichannel").json()
    (first, *_) = answer["citations"]
    about = office.client.get(f"/v1/articles/{quote(first['article_id'])}").json()
    assert first["version"] == about["version"] == about["sha256"][:16]
    address = f"/v1/articles/{quote(first['article_id'])}/source?version={first['version']}"
    got = office.client.get(address)
    assert got.text[first["start"] : first["end"]] == first["quote"]
    assert "immutable" in got.headers["cache-control"]
    page = office.client.get(f"/articles/{quote(first['article_id'])}?version={first['version']}")
    assert "when it was cited" not in page.text


def test_a_question_about_the_past_brings_nothing_into_being(open_office) -> None:
    office = open_office()
    assert office.client.get("/v1/articles/pl-kanaly/source?version=1").status_code == 404
    assert office.client.get("/v1/articles/none/source?version=1").status_code == 404
    assert not office.state.exists()


def test_what_was_changed_on_disk_is_a_version_too(office: Office) -> None:
    (file,) = office.corpus.rglob("*.md")
    file.write_text(PERSIAN, encoding="utf-8")
    listed = office.send("GET", "/v1/articles/pl-zwroty/versions").json()["versions"]
    assert (listed[0]["number"], listed[0]["action"], listed[0]["author"]["key_id"]) == (3, "found", None)
    stale = {"if-match": f'"{version_id(SECOND)}"'}
    assert office.put("/v1/articles/pl-zwroty", SECOND + "\nDalej.\n", headers=stale).status_code == 412
