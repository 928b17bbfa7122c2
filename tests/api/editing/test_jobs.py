"""Re-indexes: asked for, watched, cancelled."""

from __future__ import annotations

import json
import threading
import time
from typing import NoReturn

import pytest

from api.editing.desk import LEFT_OVER
from indexer import Jobs
from indexer.library import changes

from .conftest import POLISH, Office, OpenOffice


def test_a_reindex_is_asked_for_and_watched(office: Office) -> None:
    asked = office.send("POST", "/v1/reindex")
    assert asked.status_code == 202
    job = asked.json()["job"]
    assert asked.headers["location"] == job["url"] == f"/v1/jobs/{job['id']}"
    assert (job["state"], job["progress"], job["author"], job["snapshot"]) == ("queued", 0.0, "Anna (edit)", None)
    assert office.indexing.ensured >= 1
    assert [(entry.action, entry.subject) for entry in office.log] == [("reindex", job["id"])]
    office.jobs.claim()
    office.jobs.tell(job["id"], "embeddings", 1, 2)
    running = office.send("GET", job["url"]).json()["job"]
    assert (running["state"], running["stage"], running["done"], running["total"]) == ("running", "embeddings", 1, 2)
    assert 0.0 < running["progress"] < 1.0
    office.jobs.finish(job["id"], "done", snapshot="s", embedded=3, reused=4, problems=("a.md: broken; mend it",))
    done = office.send("GET", job["url"]).json()["job"]
    assert (done["state"], done["progress"], done["snapshot"]) == ("done", 1.0, "s")
    assert (done["embedded"], done["reused"], done["problems"]) == (3, 4, ["a.md: broken; mend it"])
    second = office.send("POST", "/v1/reindex").json()["job"]
    listed = office.send("GET", "/v1/jobs").json()["jobs"]
    assert [one["id"] for one in listed] == [second["id"], job["id"]]
    assert len(office.send("GET", "/v1/jobs?limit=1").json()["jobs"]) == 1


def test_a_job_as_events(office: Office) -> None:
    job = office.send("POST", "/v1/reindex").json()["job"]
    events: list[tuple[str, dict]] = []

    def listen() -> None:
        answer = office.send("GET", job["url"], headers={"accept": "text/event-stream"})
        assert answer.headers["content-type"].startswith("text/event-stream")
        for block in answer.text.strip().split("\n\n"):
            name, data = block.split("\n")
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))

    listener = threading.Thread(target=listen)
    listener.start()
    listener.join(0.5)
    office.jobs.claim()
    office.jobs.tell(job["id"], "words", 1, 4)
    listener.join(0.5)
    office.jobs.finish(job["id"], "failed", error="corpus: there is nothing; write something")
    listener.join(30)
    assert [(name, job["state"]) for name, job in events] == [
        ("progress", "queued"),
        ("progress", "running"),
        ("done", "failed"),
    ]
    assert events[-1][1]["error"] == "corpus: there is nothing; write something"
    over = office.send("GET", job["url"], headers={"accept": "text/event-stream"})
    assert over.text.count("event: ") == 1


def test_a_job_is_cancelled_once(office: Office) -> None:
    job = office.send("POST", "/v1/reindex").json()["job"]
    cancelled = office.send("POST", f"{job['url']}/cancel")
    assert (cancelled.status_code, cancelled.json()["job"]["state"]) == (200, "cancelled")
    again = office.send("POST", f"{job['url']}/cancel")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")
    assert "cancelled" in again.json()["detail"]
    assert [entry.action for entry in office.log] == ["job.cancel", "reindex"]


def test_a_job_that_is_none(office: Office) -> None:
    for method, address in (("GET", "/v1/jobs/none"), ("GET", "/v1/jobs/a%2Fb"), ("POST", "/v1/jobs/none/cancel")):
        missing = office.send(method, address)
        assert (missing.status_code, missing.json()["type"]) == (404, "/problems/unknown-job")


def test_the_indexer_runs_from_the_start_where_somebody_may_edit(open_office: OpenOffice) -> None:
    nobody = open_office()
    assert not nobody.indexing.is_ensured_soon()
    nobody.key("ask")
    readers = open_office()
    assert not readers.indexing.is_ensured_soon()
    readers.key("edit")
    assert open_office().indexing.is_ensured_soon()
    assert not open_office(editing="off").indexing.is_ensured_soon()
    assert open_office(editing="off", watch=True).indexing.is_ensured_soon()
    assert readers.put("/v1/articles/pl-zwroty", POLISH).status_code == 201
    assert readers.indexing.ensured >= 1


def test_the_indexer_ends_with_the_server(office: Office) -> None:
    office.send("POST", "/v1/reindex")
    assert office.indexing.stopped == 0
    office.client.__exit__()
    assert office.indexing.stopped == 1
    office.client.__enter__()


def die(*_: object) -> NoReturn:
    raise RuntimeError("killed")


def test_what_a_killed_server_has_left_is_finished_at_the_next_start(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office()
    first = office.put("/v1/articles/pl-zwroty", POLISH).json()["job"]["id"]
    Jobs(office.state).cancel(first)
    with monkeypatch.context() as patched:
        # As when it is killed after the change was written down and before the file is in its place.
        patched.setattr(changes, "_make", die)
        assert office.put("/v1/articles/pl-zwroty", POLISH + "\nDalej.\n").status_code == 500
    (file,) = office.corpus.rglob("*.md")
    assert "Dalej" not in file.read_text(encoding="utf-8")
    again = open_office()
    assert again.indexing.is_ensured_soon()
    for _ in range(200):
        if [job.state for job in again.jobs.recent()] == ["queued", "cancelled"]:
            break
        time.sleep(0.01)
    assert "Dalej" in file.read_text(encoding="utf-8")
    assert next((job.state, job.author) for job in again.jobs.recent()) == ("queued", LEFT_OVER)
