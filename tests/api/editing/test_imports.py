"""Many articles at once: a word on each file, and one that is wrong stops no other."""

from __future__ import annotations

import errno
import io
import os
import tempfile
import zipfile
from typing import NoReturn

import pytest

from .conftest import PERSIAN, POLISH, Office, OpenOffice


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def send(office: Office, content: bytes, query: str = "", **headers: str):
    named = {"content-type": "application/zip", **{name.replace("_", "-"): v for name, v in headers.items()}}
    return office.send("POST", f"/v1/articles/import{query}", content=content, headers=named)


def test_a_word_on_each_file(office: Office) -> None:
    archive = zipped(
        {
            "pl/pl-zwroty.md": POLISH,
            "fa/fa-bazgasht.md": PERSIAN,
            "broken.md": "---\nlang: plk\n---\n\nTekst.\n",
            "picture.png": b"\x89PNG",
        }
    )
    imported = send(office, archive)
    assert imported.status_code == 200, imported.text
    told = {one["name"]: (one["status"], one["id"]) for one in imported.json()["files"]}
    assert told["pl/pl-zwroty.md"] == ("created", "pl-zwroty")
    assert told["fa/fa-bazgasht.md"] == ("created", "fa-bazgasht")
    assert told["broken.md"][0] == "refused"
    assert told["picture.png"][0] == "skipped"
    broken = next(one for one in imported.json()["files"] if one["name"] == "broken.md")
    assert "plk" in broken["what"]
    assert broken["next_step"]
    assert imported.json()["job"]["state"] == "queued"
    assert office.send("GET", "/v1/articles/fa-bazgasht/file").text == PERSIAN
    (entry,) = office.log
    assert (entry.action, entry.subject) == ("articles.import", imported.json()["job"]["id"])
    assert entry.details["created"] == 2
    assert sorted(entry.details["articles"]) == ["fa-bazgasht", "pl-zwroty"]


def test_what_is_there_is_replaced_only_when_told_so(office: Office) -> None:
    send(office, zipped({"pl-zwroty.md": POLISH}))
    longer = zipped({"pl-zwroty.md": POLISH + "\nDalej.\n"})
    (skipped,) = send(office, longer).json()["files"]
    assert (skipped["status"], skipped["id"]) == ("skipped", "pl-zwroty")
    (replaced,) = send(office, longer, "?replace=true").json()["files"]
    assert replaced["status"] == "replaced"
    (unchanged,) = send(office, longer, "?replace=true").json()["files"]
    assert unchanged["status"] == "unchanged"
    assert send(office, longer, "?replace=perhaps").status_code == 422


def test_nothing_stored_asks_for_no_job(office: Office) -> None:
    imported = send(office, zipped({"picture.png": b"\x89PNG"}))
    assert imported.json()["job"] is None
    assert office.jobs.recent() == []


def test_what_is_no_archive(office: Office, open_office: OpenOffice) -> None:
    broken = send(office, b"PK nothing")
    assert (broken.status_code, broken.json()["type"]) == (422, "/problems/unusable-archive")
    other = office.send("POST", "/v1/articles/import", content=b"x", headers={"content-type": "application/gzip"})
    assert (other.status_code, other.json()["type"]) == (415, "/problems/unsupported-media-type")
    small = open_office(max_import_bytes=16 * 1024)
    large = send(small, zipped({"a.md": POLISH}) + b"0" * 16 * 1024)
    assert (large.status_code, large.json()["type"]) == (413, "/problems/body-too-large")
    assert list(office.corpus.rglob("*.md")) == []


def test_an_archive_sent_twice_is_imported_once(office: Office) -> None:
    archive = zipped({"pl-zwroty.md": POLISH})
    first = send(office, archive, idempotency_key="one")
    second = send(office, archive, idempotency_key="one")
    assert second.content == first.content
    assert second.headers["idempotency-replayed"] == "true"
    another = send(office, zipped({"pl-inny.md": POLISH}), idempotency_key="one")
    assert (another.status_code, another.json()["type"]) == (422, "/problems/idempotency-key-reused")


def test_no_file_is_left_behind(office: Office, monkeypatch, tmp_path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    send(office, zipped({"pl-zwroty.md": POLISH}))
    send(office, b"PK nothing")
    assert list(folder.iterdir()) == []


def test_no_room_to_receive_an_archive_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    refused = send(office, zipped({"pl-zwroty.md": POLISH}))
    assert (refused.status_code, refused.json()["type"]) == (507, "/problems/storage-full")
