"""questions.db: grouping, votes before and after their question, paging, and deletion that leaves nothing behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.insights import store as module
from api.insights.model import Filter, Reason, Vote, Wanting, Wording
from api.insights.store import MOST_EARLY_VOTES, QUESTIONS_FILE, SHOWN_WORDINGS, QuestionStore
from indexer import LanguageCode, StateError

from .making import asked

NOON = "2026-11-28T12:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> QuestionStore:
    return QuestionStore(tmp_path / "state")


def vote(number: int, *, useful: bool, reason: str | None = None) -> Vote:
    return Vote(question_id=asked(number).id, given=NOON, useful=useful, reason=reason)


def test_nothing_is_made_by_looking(store: QuestionStore, tmp_path: Path) -> None:
    assert store.groups(Filter(), limit=10) == []
    assert (
        store.count_groups(Filter()) == store.count_lost(since=NOON) == store.purge(before="9", votes_before="9") == 0
    )
    assert not (tmp_path / "state").exists()


def test_a_group_tells_everything_about_its_questions(store: QuestionStore) -> None:
    store.add(
        [
            asked(1, text="Co z CRM?"),
            asked(2, text="CRM – co z tym?", language=LanguageCode.ENGLISH),
            asked(3, text="Co z CRM?", answered=True, articles=("pl-crm", "fa-crm"), suggestions=()),
            asked(4, text="Co z CRM?", answered=True),
            asked(5, text="Co z CRM?", answered=True),
        ],
        [vote(3, useful=False, reason="nie o tym"), vote(4, useful=True)],
    )
    [group] = store.groups(Filter(), limit=10)
    assert (group.count, group.refused, group.voted_down, group.voted_up) == (3, 2, 1, 1)
    assert (group.first_asked, group.last_asked) == ("2026-11-28T12:00:01+00:00", "2026-11-28T12:00:03+00:00")
    assert group.question == "Co z CRM?"
    assert group.wordings == (Wording(text="Co z CRM?", count=2), Wording(text="CRM – co z tym?", count=1))
    assert group.languages == (LanguageCode.ENGLISH, LanguageCode.POLISH)
    assert group.reasons == (Reason(text="nie o tym", useful=False),)
    assert group.articles == ("pl-crm", "fa-crm")
    assert group.suggestions == ()


def test_filters(store: QuestionStore) -> None:
    store.add(
        [
            asked(1, key="pl refused"),
            asked(2, key="pl down", answered=True),
            asked(3, key="pl both"),
            asked(4, key="en refused", language=LanguageCode.ENGLISH),
            asked(5, key="pl good", answered=True),
        ],
        [vote(2, useful=False), vote(3, useful=False), vote(5, useful=True)],
    )

    def numbers(**wanted: object) -> list[str]:
        found = Filter(**wanted)  # type: ignore[arg-type]
        texts = [group.question.split()[-1] for group in store.groups(found, limit=10)]
        assert store.count_groups(found) == len(texts)
        return texts

    assert numbers() == ["4", "3", "2", "1"]
    assert numbers(wanting=Wanting.REFUSED) == ["4", "3", "1"]
    assert numbers(wanting=Wanting.VOTED_DOWN) == ["3", "2"]
    assert numbers(language=LanguageCode.ENGLISH) == ["4"]
    assert numbers(since="2026-11-28T12:00:03+00:00") == ["4", "3"]


def test_a_vote_may_come_before_its_question(store: QuestionStore) -> None:
    store.add([], [vote(1, useful=False, reason="puste")])
    assert store.groups(Filter(), limit=10) == []
    store.add([asked(1, answered=True)])
    [group] = store.groups(Filter(), limit=10)
    assert (group.voted_down, group.reasons[0].text) == (1, "puste")
    with closing(sqlite3.connect(store._database.path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM early_votes").fetchone() == (0,)


@pytest.mark.parametrize("early", [True, False])
def test_the_last_vote_counts_and_a_reason_stays_with_its_vote(store: QuestionStore, *, early: bool) -> None:
    if not early:
        store.add([asked(1)])
    store.add([], [vote(1, useful=False, reason="puste")])
    store.add([], [vote(1, useful=False)])
    if early:
        store.add([asked(1)])
    [group] = store.groups(Filter(), limit=10)
    assert (group.voted_down, [reason.text for reason in group.reasons]) == (1, ["puste"])
    store.add([], [vote(1, useful=True)])
    [group] = store.groups(Filter(), limit=10)
    assert (group.voted_down, group.voted_up, group.reasons) == (0, 1, ())


def test_ids_somebody_made_up_do_not_fill_the_disk(store: QuestionStore) -> None:
    made_up = [
        Vote(question_id=f"{number:022}", given=f"{number:022}", useful=False) for number in range(MOST_EARLY_VOTES + 7)
    ]
    store.add([], made_up)
    with closing(sqlite3.connect(store._database.path)) as connection:
        kept = connection.execute("SELECT COUNT(*), MIN(question_id) FROM early_votes").fetchone()
    assert kept == (MOST_EARLY_VOTES, f"{7:022}")


def test_pages_hold_every_group_once(store: QuestionStore) -> None:
    store.add([asked(number, key=f"pl {number % 7}") for number in range(50)])
    pages = [store.groups(Filter(), limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    newest = [f"2026-11-28T12:00:{number}+00:00" for number in range(49, 42, -1)]
    assert [group.last_asked for page in pages for group in page] == newest
    assert max(len(group.wordings) for page in pages for group in page) == SHOWN_WORDINGS
    assert sum(group.count for page in pages for group in page) == 50


def test_groups_are_found_by_the_index_of_wanting_questions(store: QuestionStore) -> None:
    store.add([asked(1)])
    values = dict.fromkeys(("refused", "voted_down", "since", "language", "key", "read", "shown", "limit", "offset"), 0)
    with closing(sqlite3.connect(store._database.path)) as connection:

        def plan(query: str) -> str:
            return " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values))

        for query in (module._GROUPS, module._COUNT, module._WORDINGS, module._NEWEST, module._REASONS):
            assert "INDEX wanting_questions" in plan(query)
        assert "INDEX useful_answers" in plan(module._PRAISED)


def test_the_same_question_written_twice_is_one(store: QuestionStore) -> None:
    store.add([asked(1)])
    store.add([asked(1), asked(2)])
    assert [group.count for group in store.groups(Filter(), limit=10)] == [2]


def test_what_is_purged_is_nowhere_in_the_files(store: QuestionStore, tmp_path: Path) -> None:
    def holds_a_secret() -> bool:
        files = [path for path in (tmp_path / "state").iterdir() if path.name.startswith(QUESTIONS_FILE)]
        assert files
        return any(b"tajemnica" in path.read_bytes() for path in files)

    secret = "tajemnica " * 50
    store.add(
        [asked(number, text=f"{secret}{number}") for number in range(300)], [vote(1, useful=False, reason=secret)]
    )
    store.add([], [Vote(question_id="x" * 22, given=NOON, useful=False, reason=secret)])
    store.add([], lost=3, day="2026-11-27")
    assert store.count_lost(since="2026-11-01") == 3
    assert holds_a_secret()

    assert store.purge(before="2026-11-28T12:04:00+00:00", votes_before="9") == 240
    [group] = store.groups(Filter(), limit=1)
    assert group.first_asked == "2026-11-28T12:04:00+00:00"
    assert store.count_lost(since="2026-11-01") == 0
    assert store.purge(before="9999", votes_before="9999") == 60
    assert not holds_a_secret()


def test_a_log_that_a_reader_keeps_from_being_emptied_is_told(
    store: QuestionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_WAIT_S", 0.05)
    store.add([asked(1)])
    with closing(sqlite3.connect(store._database.path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM questions").fetchone()[0] == 1
        with pytest.raises(StateError, match="others are reading it"):
            store.purge(before="9999", votes_before="9999")
        reader.rollback()
    assert store.purge(before="9999", votes_before="9999") == 0


def test_nothing_that_says_who_asked_has_a_column(store: QuestionStore) -> None:
    store.add([asked(1)])
    with closing(sqlite3.connect(store._database.path)) as connection:
        columns = {
            row[1]
            for table in ("questions", "early_votes")
            for row in connection.execute(f"PRAGMA table_info({table})")
        }
    of_question = "id asked text key language answered confidence kind mode snapshot articles suggestions useful reason"
    assert columns == {*of_question.split(), "question_id", "given"}
