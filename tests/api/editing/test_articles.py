"""PUT and DELETE of articles, their files, and a look at a text before it is saved."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import quote

import pytest

from indexer import StateError

from .conftest import PERSIAN, POLISH, ByHand, Office, OpenOffice


def version_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def test_an_article_is_created_replaced_and_deleted(office: Office) -> None:
    created = office.put("/v1/articles/pl-zwroty", POLISH)
    assert created.status_code == 201, created.text
    body = created.json()
    assert body["article"]["title"] == "Zwroty"
    assert body["article"]["language"] == "pl"
    assert (body["version"]["number"], body["version"]["action"], body["changed"]) == (1, "created", True)
    assert body["version"]["version"] == version_of(POLISH)
    assert body["version"]["author"]["name"] == "Anna (edit)"
    assert body["job"]["state"] == "queued"
    assert created.headers["etag"] == f'"{version_of(POLISH)}"'
    assert created.headers["location"] == "/v1/articles/pl-zwroty"
    assert created.headers["cache-control"] == "no-store"
    (file,) = office.corpus.rglob("*.md")
    assert file.read_text(encoding="utf-8") == POLISH
    assert office.indexing.ensured >= 1

    longer = POLISH + "\nPieniądze wracają na kartę.\n"
    replaced = office.send("PUT", "/v1/articles/pl-zwroty", json={"source": longer, "note": "pieniądze"})
    assert replaced.status_code == 200
    assert (replaced.json()["version"]["number"], replaced.json()["version"]["note"]) == (2, "pieniądze")
    # One that has not begun is joined: many edits make one build.
    assert replaced.json()["job"]["id"] == body["job"]["id"]
    assert file.read_text(encoding="utf-8") == longer

    deleted = office.send("DELETE", "/v1/articles/pl-zwroty")
    assert (deleted.status_code, deleted.json()["article_id"]) == (200, "pl-zwroty")
    assert (deleted.json()["version"]["number"], deleted.json()["version"]["action"]) == (3, "deleted")
    assert not file.exists()
    gone = office.send("DELETE", "/v1/articles/pl-zwroty")
    assert (gone.status_code, gone.json()["type"]) == (404, "/problems/unknown-article")
    assert [(entry.action, entry.subject, entry.details["number"]) for entry in office.log] == [
        ("article.delete", "pl-zwroty", 3),
        ("article.put", "pl-zwroty", 2),
        ("article.put", "pl-zwroty", 1),
    ]
    assert {entry.key_id for entry in office.log} == {office.key("edit").split("_")[1]}


def test_the_same_text_again_changes_nothing_and_asks_for_a_job_all_the_same(office: Office) -> None:
    first = office.put("/v1/articles/pl-zwroty", POLISH)
    again = office.put("/v1/articles/pl-zwroty", POLISH)
    assert (again.status_code, again.json()["changed"]) == (200, False)
    assert again.json()["version"] == first.json()["version"]
    assert again.json()["job"]["state"] == "queued"


def test_the_file_as_it_is_stored(office: Office) -> None:
    office.put("/v1/articles/fa-bazgasht", PERSIAN)
    got = office.send("GET", "/v1/articles/fa-bazgasht/file")
    assert got.content == PERSIAN.encode("utf-8")
    assert got.headers["content-type"] == "text/markdown; charset=utf-8"
    assert got.headers["etag"] == f'"{version_of(PERSIAN)}"'
    held = office.send("GET", "/v1/articles/fa-bazgasht/file", headers={"if-none-match": got.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    head = office.send("HEAD", "/v1/articles/fa-bazgasht/file")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
    assert office.send("GET", "/v1/articles/none/file").status_code == 404


def test_two_editors_cannot_overwrite_each_other(office: Office) -> None:
    first = office.put("/v1/articles/pl-zwroty", POLISH).headers["etag"]
    hers = office.put("/v1/articles/pl-zwroty", POLISH + "\nJej zdanie.\n", headers={"if-match": first})
    assert hers.status_code == 200
    his = office.put("/v1/articles/pl-zwroty", POLISH + "\nJego zdanie.\n", headers={"if-match": first})
    assert (his.status_code, his.json()["type"]) == (412, "/problems/precondition-failed")
    assert "changed meanwhile" in his.json()["detail"]
    assert "Jej" in office.send("GET", "/v1/articles/pl-zwroty/file").text
    refused = office.send("DELETE", "/v1/articles/pl-zwroty", headers={"if-match": first})
    assert refused.status_code == 412
    second = hers.headers["etag"]
    either = office.put("/v1/articles/pl-zwroty", POLISH, headers={"if-match": f'"aaaa", {second}'})
    assert either.status_code == 200


def test_where_files_lie_on_the_server_is_not_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.put("/v1/articles/pl-zwroty", POLISH)
    monkeypatch.setattr(os, "access", lambda *_: False)
    for refused in (
        office.put("/v1/articles/pl-zwroty", POLISH + "\nDalej.\n"),
        office.send("DELETE", "/v1/articles/pl-zwroty"),
    ):
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
        assert "may not be changed" in refused.json()["detail"]
        assert str(office.corpus) not in refused.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-match": "*"}, 412),
        ({"if-match": '"0123456789abcdef"'}, 412),
        ({"if-none-match": "*"}, 201),
        ({}, 201),
    ],
)
def test_conditions_on_what_is_not_there(office: Office, headers: dict[str, str], status: int) -> None:
    assert office.put("/v1/articles/pl-zwroty", POLISH, headers=headers).status_code == status
    assert len(list(office.corpus.rglob("*.md"))) == (status == 201)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-match": "*"}, 200),
        ({"if-match": f'"{version_of(POLISH)}"'}, 200),
        ({"if-match": f'"{version_of(POLISH)}-0a1b2c3d"'}, 200),
        ({"if-match": f'W/"{version_of(POLISH)}"'}, 412),
        ({"if-match": version_of(POLISH)}, 400),
        ({"if-none-match": "*"}, 412),
        ({"if-none-match": '"0123456789abcdef"'}, 400),
        ({"if-match": "*", "if-none-match": "*"}, 400),
    ],
)
def test_conditions_on_what_is_there(office: Office, headers: dict[str, str], status: int) -> None:
    office.put("/v1/articles/pl-zwroty", POLISH)
    assert office.put("/v1/articles/pl-zwroty", POLISH + "\nDalej.\n", headers=headers).status_code == status


def test_an_unusable_article_is_refused_with_its_line_and_changes_nothing(office: Office) -> None:
    office.put("/v1/articles/pl-zwroty", POLISH)
    for text, line, words in (
        ("---\ntitle: T\nlang: plk\n---\n\nTekst.\n", 3, "plk"),
        ("---\ntitle: T\n\nTekst.\n", 1, ""),
        ("a\nb\n\x07c\n", 3, ""),
        (b"Zdanie.\n\xff\n", 2, "UTF-8"),
    ):
        refused = office.put("/v1/articles/pl-zwroty", text)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unusable-article"), text
        (error,) = refused.json()["errors"]
        assert error["line"] == line
        assert words in error["detail"]
    empty = office.put("/v1/articles/pl-zwroty", "")
    assert (empty.status_code, empty.json()["type"]) == (422, "/problems/unusable-article")
    assert office.send("GET", "/v1/articles/pl-zwroty/file").text == POLISH
    assert len(office.log) == 1


@pytest.mark.parametrize("article_id", ["فارسی-یک", "zażółć", "a.b", "123"])
def test_ids_in_other_letters(office: Office, article_id: str) -> None:
    address = f"/v1/articles/{quote(article_id, safe='')}"
    created = office.put(address, POLISH)
    assert created.status_code == 201, created.text
    assert created.headers["location"] == address
    assert created.json()["version"]["number"] == 1
    assert office.send("GET", f"{address}/file").text == POLISH
    assert [entry["number"] for entry in office.send("GET", f"{address}/versions").json()["versions"]] == [1]
    assert office.send("DELETE", address).status_code == 200


@pytest.mark.parametrize(
    "article_id", ["a b", "a/b", "../../etc/passwd", "..", ".", ".hidden", "a%2Fb", "\x00", "x" * 200]
)
def test_ids_that_are_none(office: Office, article_id: str) -> None:
    address = f"/v1/articles/{quote(article_id, safe='').replace('.', '%2E')}"
    refused = office.put(address, POLISH)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unusable-article"), refused.text
    for read in (f"{address}/file", f"{address}/versions", address):
        assert office.send("GET", read).status_code == 404
    assert list(office.corpus.rglob("*.md")) == []


def test_bodies_of_other_kinds(office: Office) -> None:
    def put(content: bytes, content_type: str | None) -> tuple[int, str]:
        headers = {"content-type": content_type} if content_type else {}
        answer = office.send("PUT", "/v1/articles/pl-zwroty", content=content, headers=headers)
        return answer.status_code, answer.json().get("type", "")

    raw = POLISH.encode("utf-8")
    assert put(raw, "text/plain; charset=UTF-8")[0] == 201
    assert put(raw, "text/plain; charset=windows-1250") == (415, "/problems/unsupported-media-type")
    assert put(raw, "application/pdf") == (415, "/problems/unsupported-media-type")
    assert put(raw, None) == (415, "/problems/unsupported-media-type")
    assert put(b"{", "application/json") == (400, "/problems/bad-json")
    assert put(b"{}", "application/json") == (422, "/problems/missing-field")
    assert put(b'{"source": "x", "sauce": 1}', "application/json") == (422, "/problems/unknown-field")
    long_note = b'{"source": "x", "note": "' + b"n" * 1001 + b'"}'
    assert put(long_note, "application/json") == (422, "/problems/out-of-range")


def test_articles_may_be_larger_than_questions(office: Office) -> None:
    line = "Klient wybiera towar w sieci i odbiera go w sklepie obok domu. \n"
    text = POLISH + line * 25_000
    assert 1024 * 1024 < len(text.encode("utf-8")) < 2_000_000
    assert office.put("/v1/articles/pl-dlugi", text).status_code == 201
    too_long = office.put("/v1/articles/pl-dlugi", text + line * 10_000)
    assert (too_long.status_code, too_long.json()["type"]) == (422, "/problems/unusable-article")
    assert "2,000,000" in too_long.json()["detail"]
    huge = office.put("/v1/articles/pl-dlugi", b"a" * 7_000_000)
    assert (huge.status_code, huge.json()["type"]) == (413, "/problems/body-too-large")


def test_a_full_disk_is_told_and_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:
            raise StateError(where="versions.db", what="cannot be written", next_step="make room") from error

    office.put("/v1/articles/pl-zwroty", POLISH)
    monkeypatch.setattr("indexer.library.changes.prepare", full)
    refused = office.put("/v1/articles/pl-zwroty", POLISH + "\nDalej.\n")
    assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
    monkeypatch.undo()
    assert office.send("GET", "/v1/articles/pl-zwroty/file").text == POLISH
    assert len(office.log) == 1


def test_an_answer_may_wait_for_the_index(office: Office) -> None:
    at_once = office.put("/v1/articles/pl-zwroty", POLISH, headers={"prefer": "respond-async, wait=0"})
    assert at_once.json()["job"]["state"] == "queued"
    assert "preference-applied" not in at_once.headers
    waited = office.put("/v1/articles/pl-zwroty", POLISH, headers={"prefer": "wait=1"})
    assert waited.headers["preference-applied"] == "wait=1"
    assert waited.json()["job"]["state"] == "queued"
    job = office.jobs.claim()
    office.jobs.finish(job.id, "done", snapshot="s")
    office.jobs.request(author="x")
    jobs = office.jobs

    class Quick(ByHand):
        def ensure(self) -> None:
            jobs.finish(jobs.claim().id, "done", snapshot="20261128T000000-000000-00000000", embedded=2)

    office.client.app.state.desk._indexing = Quick()
    done = office.put("/v1/articles/pl-zwroty", POLISH + "\nDalej.\n", headers={"prefer": "wait=30"}).json()["job"]
    assert (done["state"], done["progress"], done["embedded"]) == ("done", 1.0, 2)


def test_a_look_at_a_text_saves_nothing(office: Office) -> None:
    text = POLISH + "\nUdostępnij na Facebooku\n\n## Omnichannel\n\nOmnichannel łączy kanały.\n"
    seen = office.send(
        "POST", "/v1/articles/check", content=text.encode(), headers={"content-type": "text/markdown"}
    ).json()
    assert seen["usable"] is True
    assert (seen["title"], seen["language"], seen["direction"]) == ("Zwroty", "pl", "ltr")
    assert seen["front_matter"] == {"title": "Zwroty", "lang": "pl"}
    assert seen["first_line"] == 5
    body = text.split("---\n", 2)[2]
    assert seen["passages"]
    for passage in (*seen["passages"], *seen["residue"]):
        assert body[passage["start"] : passage["end"]] == passage["text"]
    assert "Udostępnij" in seen["residue"][0]["text"]
    assert seen["residue"][0]["line"] == text.split("\n").index("Udostępnij na Facebooku") + 1
    assert any("omnichannel" in passage["concepts"] for passage in seen["passages"])
    assert {(one["concept"], one["name"]) for one in seen["concepts"]} == {("omnichannel", "omnichannel")}
    assert list(office.corpus.rglob("*.md")) == []
    assert office.log == []


def test_a_look_at_an_unusable_text_is_no_error(office: Office) -> None:
    seen = office.send("POST", "/v1/articles/check", json={"source": "---\nlang: plk\n---\n\nTekst.\n", "id": "x"})
    assert seen.status_code == 200
    assert seen.json()["usable"] is False
    (problem,) = seen.json()["problems"]
    assert problem["line"] == 2
    assert "plk" in problem["what"]
    assert seen.json()["passages"] == []
    bad_id = office.send("POST", "/v1/articles/check", json={"source": POLISH, "id": "a/b"}).json()
    assert bad_id["usable"] is False


def test_the_etag_of_what_is_known_is_good_for_a_change(office: Office) -> None:
    etag = office.client.get("/v1/articles/pl-kanaly").headers["etag"]
    assert etag.startswith(f'"{office.client.get("/v1/articles/pl-kanaly").json()["version"]}-')


def test_open_and_closed_offices(open_office: OpenOffice) -> None:
    closed = open_office(editing="off")
    refused = closed.put("/v1/articles/pl-zwroty", POLISH, scope="admin")
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/editing-off")
    opened = open_office(
        editing="open", open_editing="anyone may change the articles", hosts="testserver, wiki.example"
    )
    assert opened.indexing.is_ensured_soon()
    created = opened.put("/v1/articles/pl-zwroty", POLISH, scope=None)
    assert created.status_code == 201
    assert created.json()["version"]["author"] == {"key_id": None, "name": "anyone"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        foreign = opened.put("/v1/articles/pl-zwroty", POLISH, scope=None, headers=headers)
        assert (foreign.status_code, foreign.json()["type"]) == (403, "/problems/forbidden")
    # A page of another site may have the browser take its own name for this server's.
    for name, status in (
        ("evil.example:80", 403),
        ("127.0.0.1:80", 200),
        ("[::1]:80", 200),
        ("localhost", 200),
        ("Wiki.example", 200),
    ):
        headers = {"host": name, "sec-fetch-site": "same-origin", "origin": f"http://{name}"}
        assert opened.put("/v1/articles/pl-zwroty", POLISH, scope=None, headers=headers).status_code == status, name
    own = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
    assert opened.put("/v1/articles/pl-zwroty", POLISH, scope=None, headers=own).status_code == 200
    assert opened.send("GET", "/v1/audit", scope=None).status_code == 401
