"""Whatever befalls the indexer's process, what served before serves on, and its job gets done."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from indexer.library.jobs import MOST_DEATHS

from .conftest import Shelf
from .nursery import Fate


def traced(shelf: Shelf) -> list[str]:
    """The calls that change the disk in the course of one small build."""
    trace = shelf.folder / "trace"
    shelf.edit("Najpierw nikt nie ginie.")
    assert shelf.do(fate=Fate(trace=str(trace))).state == "done"
    return trace.read_text(encoding="utf-8").splitlines()


def kinds(calls: list[str]) -> list[tuple[int, str]]:
    """The calls with their numbers; of those that flush the files of a snapshot in turn, the first and the last."""

    def kind(call: str) -> str:
        name, place = call.split(maxsplit=1)
        is_part = Path(place).suffix in {".bin", ".npy", ".json", ".faiss"}
        return f"{name} {Path(place).parent.name if is_part else place}"

    named = [kind(call) for call in calls]
    return [
        (number, call)
        for number, call in enumerate(calls)
        if named[number] not in named[:number] or named[number] not in named[number + 1 :]
    ]


def test_killed_before_or_after_any_flush_and_rename_it_leaves_the_index_serving_and_its_job_to_the_next(
    shelf: Shelf,
) -> None:
    calls = traced(shelf)
    chosen = kinds(calls)
    switch = next(number for number, call in enumerate(calls) if call.startswith("replace") and ".CURRENT." in call)
    names = " ".join(call for _, call in chosen)
    assert all(name in names for name in ("fsync", "rename", "replace", "manifest.json", "CURRENT"))
    before = shelf.served()
    for number, call in chosen:
        for when in ("before", "after"):
            at = f"{when} {call}"
            after = shelf.edit(f"Zdanie napisane przed śmiercią numer {number} {when}.")
            job = shelf.jobs.request(author="a test")
            dying = shelf.start(fate=Fate(does="die", call=number, when=when))
            assert shelf.wait(dying) == -signal.SIGKILL, at
            assert shelf.jobs.get(job.id).state == "running", at
            has_switched = number > switch or (number == switch and when == "after")
            assert shelf.served() == (after if has_switched else before), at
            living = shelf.start()
            done = shelf.jobs.wait(job.id, timeout_s=20)
            assert (done.state, done.error) == ("done", None), at
            assert shelf.end(living) == 0
            assert shelf.served() == after, at
            assert shelf.leftovers() == [], at
            before = after


def test_killed_while_old_snapshots_are_deleted_it_has_switched_already(shelf: Shelf) -> None:
    old = [shelf.index / "snapshots" / f"20200101T000000-{number:06d}-0000000{number}" for number in range(1, 10)]
    for folder in old:
        folder.mkdir()
        (folder / "words.bin").write_bytes(b"words")
    text = shelf.edit("Stare ustępują nowym.")
    job = shelf.jobs.request(author="a test")
    assert shelf.wait(shelf.start(fate=Fate(does="die", at="unlink words.bin", when="after"))) == -signal.SIGKILL
    assert shelf.served() == text
    living = shelf.start()
    assert shelf.jobs.wait(job.id, timeout_s=20).state == "done"
    shelf.end(living)
    shelf.edit("Nowe ustępują nowszym.")
    assert shelf.do().state == "done"
    assert [folder.name for folder in old if folder.exists()] == [folder.name for folder in old[4:]]


@pytest.mark.parametrize("at", ["fsync", "replace", "rename", "CURRENT"])
def test_killed_while_all_is_written_anew_it_begins_again(shelf: Shelf, at: str) -> None:
    before = shelf.served()
    text = shelf.edit("Wszystko od nowa.")
    job = shelf.jobs.request(author="a test", whole=True)
    assert shelf.wait(shelf.start(fate=Fate(does="die", at=at))) == -signal.SIGKILL
    assert shelf.served() == before
    living = shelf.start()
    done = shelf.jobs.wait(job.id, timeout_s=30)
    assert (done.state, done.whole, done.embedded, done.reused) == ("done", True, 1, 2)
    assert shelf.end(living) == 0
    assert shelf.served() == text
    assert shelf.leftovers() == []


def test_a_job_that_kills_the_indexer_again_and_again_fails_and_the_next_one_is_done(shelf: Shelf) -> None:
    shelf.edit("Zdanie, które zabija.")
    poisonous = shelf.jobs.request(author="a test")
    for _ in range(MOST_DEATHS):
        assert shelf.jobs.get(poisonous.id).state != "failed"
        assert shelf.wait(shelf.start(fate=Fate(does="die", at="fsync"))) == -signal.SIGKILL
    living = shelf.start()
    failed = shelf.jobs.wait(poisonous.id, timeout_s=20)
    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error.startswith("the indexer: its process ended 3 times in the midst of this job")
    assert failed.error.endswith("run: manba build")
    text = shelf.edit("Zdanie, które nie zabija.")
    assert shelf.jobs.wait(shelf.jobs.request(author="a test").id, timeout_s=20).state == "done"
    assert shelf.end(living) == 0
    assert shelf.served() == text


def test_a_full_disk_fails_the_job_clearly_and_the_next_one_succeeds(shelf: Shelf) -> None:
    chosen = [(number, call) for number, call in kinds(traced(shelf)) if not call.startswith("unlink")]
    switch = next(number for number, call in chosen if call.startswith("replace") and ".CURRENT." in call)
    before = shelf.served()
    for number, call in chosen:
        after = shelf.edit(f"Zdanie, na które brakło miejsca: {number}.")
        job = shelf.jobs.request(author="a test")
        living = shelf.start(fate=Fate(does="full", call=number))
        failed = shelf.jobs.wait(job.id, timeout_s=20)
        assert failed.state == "failed", call
        assert failed.error == f"{shelf.index}: the disk is full; make room there, then re-index", call
        # A switch that could not be flushed is a switch, unless the machine fails too.
        assert shelf.served() == (after if number > switch else before), call
        again = shelf.jobs.request(author="a test")
        assert shelf.jobs.wait(again.id, timeout_s=20).state == "done", call
        assert shelf.served() == after, call
        assert shelf.leftovers() == [], call
        assert shelf.end(living) == 0
        before = after


def test_what_is_edited_during_a_build_is_indexed_by_the_next_job(shelf: Shelf) -> None:
    gate = shelf.folder / "gate"
    first_text = shelf.edit("Zdanie pierwsze.")
    first = shelf.jobs.request(author="a test")
    living = shelf.start(fate=Fate(does="wait", at="fsync", waits_for=str(gate)))
    wait_for(Path(f"{gate}.waiting"))
    second_text = shelf.edit("Zdanie drugie, spóźnione.")
    second = shelf.jobs.request(author="a test")
    third = shelf.jobs.request(author="another one")
    assert second.id != first.id
    assert third.id == second.id
    seen = []
    gate.touch()
    assert shelf.jobs.wait(first.id, timeout_s=20).state == "done"
    seen.append(shelf.served())
    done = shelf.jobs.wait(second.id, timeout_s=20)
    assert (done.state, done.author) == ("done", "a test")
    assert shelf.served() == second_text
    assert seen in ([first_text], [second_text])
    assert shelf.end(living) == 0


def test_a_running_job_is_cancelled_and_leaves_nothing_behind(shelf: Shelf) -> None:
    gate, before = shelf.folder / "gate", shelf.served()
    names = {path.name for path in (shelf.index / "snapshots").iterdir()}
    text = shelf.edit("Zdanie, które się rozmyśliło.")
    job = shelf.jobs.request(author="a test")
    living = shelf.start(fate=Fate(does="wait", at="rename", waits_for=str(gate)))
    wait_for(Path(f"{gate}.waiting"))
    cancelling = shelf.jobs.cancel(job.id)
    assert (cancelling.state, cancelling.stage) == ("running", "cancelling")
    gate.touch()
    assert shelf.jobs.wait(job.id, timeout_s=20).state == "cancelled"
    assert shelf.served() == before
    assert {path.name for path in (shelf.index / "snapshots").iterdir() if path.is_dir()} == names
    again = shelf.jobs.request(author="a test")
    assert shelf.jobs.wait(again.id, timeout_s=20).state == "done"
    assert shelf.end(living) == 0
    assert shelf.served() == text


def test_an_indexer_told_to_end_gives_its_job_back(shelf: Shelf) -> None:
    gate = shelf.folder / "gate"
    text = shelf.edit("Zdanie, na które nie starczyło czasu.")
    job = shelf.jobs.request(author="a test")
    ending = shelf.start(fate=Fate(does="wait", at="rename", waits_for=str(gate)))
    wait_for(Path(f"{gate}.waiting"))
    os.kill(ending, signal.SIGTERM)
    gate.touch()
    assert shelf.wait(ending) == 0
    given_back = shelf.jobs.get(job.id)
    assert (given_back.state, given_back.started) == ("queued", None)
    for _ in range(MOST_DEATHS):
        # Being told to end is no death.
        ending = shelf.start()
        assert shelf.jobs.wait(job.id, timeout_s=20).state == "done"
        assert shelf.end(ending) == 0
    assert shelf.served() == text


def test_of_two_indexers_on_one_state_one_works_and_the_other_takes_over(shelf: Shelf) -> None:
    shelf.edit("Zdanie dla pierwszego.")
    job = shelf.jobs.request(author="a test")
    first = shelf.start(fate=Fate(does="wait", at="fsync", waits_for=str(shelf.folder / "never")))
    wait_for(shelf.folder / "never.waiting")
    second = shelf.start()
    time.sleep(0.5)
    assert shelf.jobs.get(job.id).state == "running"
    os.kill(first, signal.SIGKILL)
    assert shelf.wait(first) == -signal.SIGKILL
    assert shelf.jobs.wait(job.id, timeout_s=20).state == "done"
    assert shelf.end(second) == 0


def test_a_clock_that_goes_backwards_stops_nothing(shelf: Shelf) -> None:
    for year in (2040, 2001, 1999):
        text = shelf.edit(f"Zdanie z roku {year}.")
        done = shelf.do(fate=Fate(year=year))
        assert done.state == "done"
        assert done.finished == f"{year}-01-01T00:00:00.000Z"
        assert shelf.served() == text
        assert shelf.jobs.recent(1) == [done]


def wait_for(path: Path) -> None:
    ends_at = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < ends_at, f"{path} never came"
        time.sleep(0.005)
