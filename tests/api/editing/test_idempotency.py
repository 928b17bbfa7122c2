"""A change sent twice with one Idempotency-Key is made once."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from typing import NoReturn

import pytest

from api.editing.idempotency import KEPT_S, LEASE_S, Attempt, Replies, Reply
from api.problems import Problem
from indexer import Jobs, StateError

from .conftest import POLISH, Office

LONGER = POLISH + "\nDalej.\n"


def test_the_second_sending_gets_the_first_response(office: Office) -> None:
    key = {"idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first = office.put("/v1/articles/pl-zwroty", POLISH, headers=key)
    assert (first.status_code, "idempotency-replayed" in first.headers) == (201, False)
    office.put("/v1/articles/pl-zwroty", LONGER)
    second = office.put("/v1/articles/pl-zwroty", POLISH, headers=key)
    assert (second.status_code, second.headers["idempotency-replayed"]) == (201, "true")
    assert second.content == first.content
    for name in ("etag", "location", "content-type", "cache-control"):
        assert second.headers[name] == first.headers[name]
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert office.send("GET", "/v1/articles/pl-zwroty/file").text == LONGER
    assert len(office.log) == 2


def test_the_key_of_another_request_is_refused(office: Office) -> None:
    key = {"idempotency-key": "one"}
    assert office.put("/v1/articles/pl-zwroty", POLISH, headers=key).status_code == 201
    for other in (
        office.put("/v1/articles/pl-zwroty", LONGER, headers=key),
        office.put("/v1/articles/pl-inny", POLISH, headers=key),
        office.put("/v1/articles/pl-zwroty", POLISH, headers={**key, "if-match": "*"}),
        office.send("DELETE", "/v1/articles/pl-zwroty", headers=key),
        office.send("POST", "/v1/reindex", headers=key),
    ):
        assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    # Another holder's key is another key.
    assert office.put("/v1/articles/pl-inny", POLISH, headers=key, scope="admin").status_code == 201


def test_a_refused_change_may_be_sent_again(office: Office) -> None:
    key = {"idempotency-key": "one"}
    assert office.put("/v1/articles/pl-zwroty", "", headers=key).status_code == 422
    assert office.put("/v1/articles/pl-zwroty", POLISH, headers=key).status_code == 201


@pytest.mark.parametrize("is_new", [True, False])
def test_a_change_that_was_made_and_whose_answer_was_lost_may_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, is_new: bool
) -> None:
    conditions = (
        {"if-none-match": "*"} if is_new else {"if-match": office.put("/v1/articles/pl-zwroty", POLISH).headers["etag"]}
    )
    key = {"idempotency-key": "one"}
    with monkeypatch.context() as patched:
        patched.setattr(Jobs, "request", refuse)
        assert office.put("/v1/articles/pl-zwroty", LONGER, headers=conditions | key).status_code == 503
    # Without its key it is another change, which comes to the same text.
    assert office.put("/v1/articles/pl-zwroty", LONGER, headers=conditions).status_code == 412
    again = office.put("/v1/articles/pl-zwroty", LONGER, headers=conditions | key)
    assert (again.status_code, again.json()["changed"], again.json()["job"]["state"]) == (200, False, "queued")
    # What somebody else stored on top of it is not overwritten.
    office.put("/v1/articles/pl-zwroty", LONGER + "\nInaczej.\n")
    late = conditions | {"idempotency-key": "two"}
    assert office.put("/v1/articles/pl-zwroty", LONGER, headers=late).status_code == 412


def refuse(*_: object, **__: object) -> NoReturn:
    raise StateError(where="jobs.db", what="cannot be written", next_step="make room")


@pytest.mark.parametrize("key", ["", "x" * 256, "zażółć".encode()])
def test_what_is_no_key(office: Office, key: str | bytes) -> None:
    refused = office.put("/v1/articles/pl-zwroty", POLISH, headers={"idempotency-key": key})
    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed-request")
    assert refused.json()["errors"][0]["parameter"] == "Idempotency-Key"


def test_other_changes_are_made_once_too(office: Office) -> None:
    office.put("/v1/articles/pl-zwroty", POLISH)
    office.put("/v1/articles/pl-zwroty", LONGER)
    for method, address, action in (
        ("POST", "/v1/articles/pl-zwroty/versions/1/restore", "article.restore"),
        ("DELETE", "/v1/articles/pl-zwroty", "article.delete"),
        ("POST", "/v1/reindex", "reindex"),
    ):
        key = {"idempotency-key": address}
        first = office.send(method, address, headers=key)
        second = office.send(method, address, headers=key)
        assert first.status_code == second.status_code < 300
        assert first.content == second.content
        assert second.headers["idempotency-replayed"] == "true"
        assert [entry.action for entry in office.log].count(action) == 1


def test_a_second_sending_while_the_first_is_served_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    library = office.client.app.state.desk.library
    genuine = library.put

    def slowly(*arguments, **options):
        begun.set()
        assert go_on.wait(30)
        return genuine(*arguments, **options)

    monkeypatch.setattr(library, "put", slowly)
    key = {"idempotency-key": "one"}
    office.key("edit")
    responses = []
    sender = threading.Thread(
        target=lambda: responses.append(office.put("/v1/articles/pl-zwroty", POLISH, headers=key))
    )
    sender.start()
    try:
        assert begun.wait(30)
        second = office.put("/v1/articles/pl-zwroty", POLISH, headers=key)
    finally:
        go_on.set()
        sender.join(30)
    assert (second.status_code, second.json()["type"]) == (409, "/problems/request-under-way")
    assert second.headers["retry-after"] == "1"
    assert responses[0].status_code == 201
    third = office.put("/v1/articles/pl-zwroty", POLISH, headers=key)
    assert (third.status_code, third.headers["idempotency-replayed"]) == (201, "true")


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def begin(replies: Replies, request: str = "r") -> Attempt | Reply:
    return replies.begin(caller="c", key="k", request_sha256=request)


def test_a_reply_lives_for_a_day_and_through_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    attempt = begin(Replies(tmp_path, clock=clock))
    reply = Reply(status=201, headers={"etag": '"x"'}, body="سلام".encode())
    Replies(tmp_path, clock=clock).finish(attempt, reply)
    clock.now += KEPT_S
    assert begin(Replies(tmp_path, clock=clock)) == reply
    clock.now += 1
    assert isinstance(begin(Replies(tmp_path, clock=clock), request="another"), Attempt)


def test_an_attempt_that_a_crash_cut_off_may_be_made_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = Replies(tmp_path)
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: gone)
        first = begin(replies)
    second = begin(replies)
    assert isinstance(second, Attempt)
    # What the first would still have to say is not taken for the second's.
    replies.finish(first, Reply(status=200, headers={}, body=b"first"))
    replies.finish(second, Reply(status=200, headers={}, body=b"second"))
    assert begin(replies).body == b"second"


def test_an_attempt_of_a_process_that_hangs_is_given_up(tmp_path: Path) -> None:
    clock = Clock()
    replies = Replies(tmp_path, clock=clock)
    begin(replies)
    clock.now += LEASE_S - 1
    with pytest.raises(Problem, match="request-under-way"):
        begin(replies)
    clock.now += 1
    assert isinstance(begin(replies), Attempt)


def test_a_refused_change_is_forgotten_beside_answering(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    # It is a write that is flushed, and may wait for another one.
    genuine, loops = Replies.drop, []

    def drop(replies: Replies, attempt: Attempt) -> None:
        loops.append(asyncio._get_running_loop())
        genuine(replies, attempt)

    monkeypatch.setattr(Replies, "drop", drop)
    assert office.put("/v1/articles/pl-zwroty", "", headers={"idempotency-key": "one"}).status_code == 422
    assert loops == [None]
