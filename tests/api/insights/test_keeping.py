"""Keeping questions beside answering: masked, flushed, purged by age, and never in the way of an answer."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api.insights import keeping
from api.insights.keeping import MOST_WAITING, Keeper
from api.insights.model import ID_PATTERN, Asked, Filter, Vote
from api.insights.store import QUESTIONS_FILE, QuestionStore
from indexer import LanguageCode, StateError

from .making import refusal

DAY = 86_400.0
NOON = 1_795_867_200.0  # 2026-11-28T12:00:00Z


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    return QuestionStore(tmp_path / "state")


@pytest.fixture
def keeper(store: QuestionStore, clock: Clock) -> Iterator[Keeper]:
    started = Keeper(store, keep_days=90, clock=clock)
    started.start()
    yield started
    started.stop()


def test_a_question_is_kept_masked_with_its_key_and_nearest_articles(keeper: Keeper) -> None:
    first = keeper.note("Ile kosztuje CRM? Proszę o telefon: 600 100 200", refusal())
    second = keeper.note("koszt CRM, proszę o telefon ٦٠٠١٠٠٢٠٠", refusal(LanguageCode.PERSIAN))
    assert first is not None
    assert re.fullmatch(ID_PATTERN, first)
    assert first != second
    assert keeper.flush()
    [group] = keeper.store.groups(Filter(), limit=10)
    assert [wording.text for wording in group.wordings] == [
        "Ile kosztuje CRM? Proszę o telefon: •••",
        "koszt CRM, proszę o telefon •••",
    ]
    assert group.languages == (LanguageCode.PERSIAN, LanguageCode.POLISH)
    assert group.articles == ("pl-kanaly", "ar-kanat")
    assert group.last_asked == "2026-11-28T12:00:00+00:00"


def test_a_vote_finds_its_question_and_its_reason_is_masked(keeper: Keeper) -> None:
    question_id = keeper.note("Co z CRM?", refusal())
    assert question_id is not None
    assert keeper.vote(question_id, useful=False, reason=" odpiszcie na jan@example.org ")
    assert keeper.vote("x" * 22, useful=False, reason="  ")
    assert keeper.flush()
    [group] = keeper.store.groups(Filter(), limit=10)
    assert [reason.text for reason in group.reasons] == ["odpiszcie na •••@•••"]


def test_what_waits_is_written_at_the_end(store: QuestionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH_S", 60.0)
    keeper = Keeper(store, keep_days=90)
    keeper.start()
    for number in range(2500):
        keeper.note(f"Co z CRM {number}?", refusal())
    keeper.stop()
    assert store.count_groups(Filter()) == 2500


def test_switched_off_nothing_is_stored_and_what_was_is_deleted(store: QuestionStore, tmp_path: Path) -> None:
    before = Keeper(store, keep_days=1)
    before.start()
    assert before.note("Co z CRM?", refusal())
    before.stop()
    assert store.count_groups(Filter()) == 1
    off = Keeper(store, keep_days=0)
    off.start()
    assert off.note("Co z PIM?", refusal()) is None
    assert not off.vote("x" * 22, useful=True)
    off.stop()
    assert store.count_groups(Filter()) == 0
    assert b"CRM" not in (tmp_path / "state" / QUESTIONS_FILE).read_bytes()


def test_switched_off_from_the_beginning_there_is_no_file(store: QuestionStore, tmp_path: Path) -> None:
    off = Keeper(store, keep_days=0)
    off.start()
    assert off.note("Co z PIM?", refusal()) is None
    off.stop()
    assert not (tmp_path / "state").exists()


def test_older_ones_are_purged_at_start_and_every_day(
    store: QuestionStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_and_end() -> int:
        keeper = Keeper(store, keep_days=90, clock=clock)
        keeper.start()
        keeper.note(f"Co z CRM {clock.now // DAY}?", refusal())
        keeper.stop()
        return store.count_groups(Filter())

    assert ask_and_end() == 1
    clock.now += 89 * DAY
    assert ask_and_end() == 2
    # A clock that goes back deletes nothing and keeps on keeping.
    clock.now -= 200 * DAY
    assert ask_and_end() == 3
    clock.now += 202 * DAY
    assert ask_and_end() == 2

    monkeypatch.setattr(keeping, "PURGE_EVERY_S", 0.05)
    keeper = Keeper(store, keep_days=90, clock=clock)
    keeper.start()
    clock.now += 200 * DAY
    for _ in range(200):
        if store.count_groups(Filter()) == 0:
            break
        time.sleep(0.05)
    keeper.stop()
    assert store.count_groups(Filter()) == 0


def test_days_asked_for_never_reach_beyond_those_kept(store: QuestionStore, clock: Clock) -> None:
    keeper = Keeper(store, keep_days=30, clock=clock)
    assert keeper.since(7) == "2026-11-21T12:00:00+00:00"
    assert keeper.since() == keeper.since(365) == "2026-10-29T12:00:00+00:00"


class FailingStore(QuestionStore):
    """A store on a full disk, until there is room."""

    def __init__(self, state: Path) -> None:
        super().__init__(state)
        self.has_room = threading.Event()
        self.tried = threading.Event()

    def add(self, asked: Sequence[Asked], votes: Sequence[Vote] = (), *, lost: int = 0, day: str = "") -> None:
        if not self.has_room.is_set():
            self.tried.set()
            raise StateError(where="questions.db", what="the disk is full", next_step="make room")
        super().add(asked, votes, lost=lost, day=day)


def test_a_full_disk_costs_no_answer_is_logged_once_and_is_made_up_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_RETRY_S", (0.01,))
    monkeypatch.setattr(keeping, "MOST_WAITING", 10)
    store = FailingStore(tmp_path)
    keeper = Keeper(store, keep_days=90)
    with caplog.at_level(logging.INFO, logger="manba.questions"):
        keeper.start()
        kept = [keeper.note(f"Co z CRM {number}?", refusal()) for number in range(25)]
        assert store.tried.wait(10)
        time.sleep(0.2)
        assert [one is not None for one in kept] == [True] * 10 + [False] * 15
        assert keeper.lost == 15
        assert not keeper.flush(0.1)
        store.has_room.set()
        assert keeper.flush()
    messages = [record.getMessage() for record in caplog.records]
    assert messages == [
        "questions cannot be kept, answers go on: questions.db: the disk is full; make room",
        "questions are kept again",
    ]
    keeper.note("Co z PIM?", refusal())
    keeper.stop()
    assert store.count_groups(Filter()) == 11
    assert keeper.lost + store.count_lost(since=keeper.since()) == 15


def test_a_damaged_database_costs_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / QUESTIONS_FILE).write_bytes(b"this is no database" * 1000)
    keeper = Keeper(QuestionStore(state), keep_days=90)
    keeper.start()
    assert keeper.note("Co z CRM?", refusal()) is not None
    assert not keeper.flush(0.5)
    begun = time.perf_counter()
    keeper.stop()
    assert time.perf_counter() - begun < 3.0
    told = [record.getMessage() for record in caplog.records if "answers go on" in record.getMessage()]
    assert len(told) == 1
    assert QUESTIONS_FILE in told[0]
    assert "CRM" not in caplog.text


def test_a_fault_of_ours_ends_nothing_and_logs_no_question(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str) -> str:
        if "broken" in text:
            raise ValueError(text)
        return text

    monkeypatch.setattr(keeping, "masked", broken)
    keeper.note("broken secret", refusal())
    keeper.note("Co z CRM?", refusal())
    assert keeper.flush()
    assert keeper.store.count_groups(Filter()) == 1
    assert "a question is lost: ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_many_threads_and_two_workers_lose_nothing(tmp_path: Path) -> None:
    workers = [Keeper(QuestionStore(tmp_path), keep_days=90) for _ in range(2)]
    for worker in workers:
        worker.start()

    def ask(worker: Keeper, voter: Keeper, name: str) -> None:
        for number in range(100):
            question_id = worker.note(f"Co z {name}{number}?", refusal())
            assert question_id is not None
            assert voter.vote(question_id, useful=False)

    threads = [
        threading.Thread(target=ask, args=(workers[number % 2], workers[(number + 1) % 2], "abcd"[number]))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in workers:
        worker.stop()
    groups = workers[0].store.groups(Filter(), limit=1000)
    assert sum(group.count for group in groups) == sum(group.voted_down for group in groups) == 400
    assert MOST_WAITING > 400


def test_noting_costs_an_answer_next_to_nothing(keeper: Keeper) -> None:
    answer = refusal()
    begun = time.perf_counter()
    for _ in range(2000):
        keeper.note("Co z CRM?", answer)
    assert (time.perf_counter() - begun) / 2000 < 0.0005
