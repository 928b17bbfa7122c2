"""Feedback and what could not be answered, over HTTP and as a form; who may see it; questions switched off."""

from __future__ import annotations

import csv
import io
import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.insights.keeping import Keeper
from api.keys.model import Scope
from api.keys.store import KeyStore

from .conftest import Serve
from .test_page import BROWSER, Page

ADDRESS = "/v1/insights/questions"


@pytest.fixture
def asked(serve: Serve, tmp_path: Path) -> TestClient:
    """A server with a state of its own; its client holds an editor's key."""
    client = serve(state=tmp_path / "state")
    _, text = KeyStore(tmp_path / "state").create(name="Anna", scope=Scope.EDIT)
    client.headers["authorization"] = f"Bearer {text}"
    return client


def keeper_of(client: TestClient) -> Keeper:
    return client.app.state.keeper  # type: ignore[attr-defined]


def insights(client: TestClient, query: str = "") -> dict[str, Any]:
    assert keeper_of(client).flush()
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    return response.json()


def test_refusals_and_answers_voted_down_are_grouped(asked: TestClient) -> None:
    for question in ("Ile kosztuje Zeppelin?", "Jaki jest koszt Zeppelina"):
        assert asked.post("/v1/ask", json={"question": question}).json()["answered"] is False
    good = asked.get("/v1/ask?q=omnichannel").json()
    page = Page(asked.get("/?q=Co+zbiera+CRM%3F&lang=pl", headers=BROWSER).text)
    [(hidden, _)] = page.all("input", name="question_id")
    for question_id, useful in ((good["question_id"], True), (hidden["value"], False)):
        voted = asked.post("/v1/feedback", json={"question_id": question_id, "useful": useful, "reason": "za krótko"})
        assert (voted.status_code, voted.json()) == (202, {"question_id": question_id, "useful": useful})

    found = insights(asked)
    assert (found["total"], found["keep_days"], found["lost"]) == (2, 90, 0)
    [down] = [group for group in found["groups"] if group["voted_down"]]
    [refused] = [group for group in found["groups"] if group["refused"]]
    assert {key: down[key] for key in ("question", "count", "refused", "voted_down", "articles", "reasons")} == {
        "question": "Co zbiera CRM?",
        "count": 1,
        "refused": 0,
        "voted_down": 1,
        "articles": ["pl-kanaly"],
        "reasons": [{"text": "za krótko", "useful": False}],
    }
    assert (refused["count"], refused["refused"], refused["suggestions"]) == (2, 2, ["Narzędzia"])
    assert {wording["text"] for wording in refused["wordings"]} == {
        "Ile kosztuje Zeppelin?",
        "Jaki jest koszt Zeppelina",
    }

    assert insights(asked, "kind=refused")["groups"] == [refused]
    assert insights(asked, "kind=voted_down&language=pl&days=1")["groups"] == [down]
    assert insights(asked, "language=fa") == {"groups": [], "total": 0, "keep_days": 90, "lost": 0}
    paged = [insights(asked, f"limit=1&offset={offset}") for offset in (0, 1)]
    assert [page["total"] for page in paged] == [2, 2]
    assert [group for page in paged for group in page["groups"]] == found["groups"]


def test_events_carry_the_id_to_vote_with(asked: TestClient) -> None:
    events = asked.get("/v1/ask?q=nic", headers={"accept": "text/event-stream"}).text
    question_id = events.split('"question_id":"')[1].split('"')[0]
    assert asked.post("/v1/feedback", json={"question_id": question_id, "useful": False}).status_code == 202
    assert insights(asked, "kind=voted_down")["total"] == 1


def test_csv(asked: TestClient) -> None:
    asked.get("/v1/ask", params={"q": '=HYPERLINK("x") zeppelin'})
    asked.get("/v1/ask", params={"q": "زپلین چند است؟"})
    keeper_of(asked).flush()
    by_query = asked.get(f"{ADDRESS}?format=csv", headers={"accept": "application/json"})
    by_header = asked.get(ADDRESS, headers={"accept": "text/csv"})
    assert by_query.content == by_header.content
    assert by_query.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert by_query.headers["content-disposition"] == 'attachment; filename="manba-questions.csv"'
    rows = list(csv.reader(io.StringIO(by_query.content.decode("utf-8-sig"), newline=""), strict=True))
    assert len(rows) == 3
    assert {row[0] for row in rows[1:]} == {'\'=HYPERLINK("x") zeppelin', "زپلین چند است؟"}
    assert asked.get(f"{ADDRESS}?format=json", headers={"accept": "text/csv"}).json()["total"] == 2


def test_only_editors_see_questions(asked: TestClient, tmp_path: Path) -> None:
    _, reader = KeyStore(tmp_path / "state").create(name="bot", scope=Scope.ASK)
    for key, status in (("", 401), ("manba_nonsense", 401), (reader, 403)):
        response = asked.get(f"{ADDRESS}?format=csv", headers={"authorization": f"Bearer {key}" if key else ""})
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


def test_nothing_that_says_who_asked_is_stored(asked: TestClient, tmp_path: Path) -> None:
    asked.get(
        "/v1/ask?q=zeppelin+jan@example.org",
        headers={"user-agent": "Netscape-4", "cookie": "session=abc123", "x-forwarded-for": "203.0.113.7"},
    )
    keeper_of(asked).flush()
    with closing(sqlite3.connect(tmp_path / "state" / "questions.db")) as connection:
        [row] = connection.execute("SELECT * FROM questions").fetchall()
    told = " ".join(map(str, row))
    assert "zeppelin •••@•••" in told
    for secret in ("Netscape", "abc123", "203.0.113.7", "testclient", "manba_", "example.org"):
        assert secret not in told


@pytest.mark.parametrize(
    ("body", "slug", "pointer"),
    [
        ({"question_id": "nonsense", "useful": True}, "unknown-question", "#/question_id"),
        ({"question_id": "x" * 22}, "missing-field", "#/useful"),
        ({"question_id": "x" * 22, "useful": "yes"}, "wrong-type", "#/useful"),
        ({"question_id": "x" * 22, "useful": True, "reason": "a" * 1001}, "out-of-range", "#/reason"),
        ({"question_id": "x" * 22, "useful": True, "name": "Jan"}, "unknown-field", "#/name"),
    ],
)
def test_what_feedback_can_do_wrong(client: TestClient, body: dict[str, object], slug: str, pointer: str) -> None:
    response = client.post("/v1/feedback", json=body)
    assert (response.status_code, response.json()["type"]) == (422, f"/problems/{slug}")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("kind=good", "unknown-value"),
        ("format=xml", "unknown-value"),
        ("language=de", "unknown-language"),
        ("days=0", "out-of-range"),
        ("limit=1001", "out-of-range"),
        ("offset=-1", "out-of-range"),
        ("days=many", "wrong-type"),
        ("since=2026", "unknown-field"),
    ],
)
def test_what_a_list_can_do_wrong(asked: TestClient, query: str, slug: str) -> None:
    response = asked.get(f"{ADDRESS}?{query}")
    assert (response.status_code, response.json()["type"]) == (422, f"/problems/{slug}")


def test_an_id_that_no_answer_has_is_taken_and_comes_to_nothing(asked: TestClient) -> None:
    assert asked.post("/v1/feedback", json={"question_id": "x" * 22, "useful": False}).status_code == 202
    assert insights(asked)["total"] == 0


def test_switched_off(serve: Serve, tmp_path: Path) -> None:
    client = serve(state=tmp_path / "state", keep_questions_days=0)
    _, text = KeyStore(tmp_path / "state").create(name="Anna", scope=Scope.EDIT)
    assert client.get("/v1/ask?q=nic").json()["question_id"] is None
    assert "data-feedback" not in client.get("/?q=nic", headers=BROWSER).text
    voted = client.post("/v1/feedback", json={"question_id": "x" * 22, "useful": True})
    assert (voted.status_code, voted.json()["type"]) == (409, "/problems/questions-not-kept")
    assert "MANBA_KEEP_QUESTIONS_DAYS" in voted.json()["detail"]
    listed = client.get(ADDRESS, headers={"authorization": f"Bearer {text}"}).json()
    assert listed == {"groups": [], "total": 0, "keep_days": 0, "lost": 0}
    assert not (tmp_path / "state" / "questions.db").exists()


def test_a_state_that_cannot_be_written_costs_no_answer(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = tmp_path / "state"
    (state / "questions.db").mkdir(parents=True)
    client = serve(state=state)
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            assert client.get("/v1/ask?q=omnichannel").json()["answered"] is True
        keeper_of(client).flush(0.5)
    assert caplog.text.count("questions cannot be kept, answers go on") == 1


def form(client: TestClient, **fields: str) -> Page:
    response = client.post("/feedback?lang=pl", data=fields, headers=BROWSER)
    assert response.status_code == 200, response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    return Page(response.text)


def test_voting_on_the_page_without_script(asked: TestClient) -> None:
    answer = Page(asked.get("/?q=nic&lang=pl", headers=BROWSER).text)
    [(vote, _)] = [one for one in answer.all("form") if "data-vote" in one[0]]
    assert (vote["action"], vote["method"]) == ("/feedback?lang=pl", "post")
    fields = {field["name"]: field["value"] for field, _ in answer.all("input") if field["name"] != "lang"}
    assert fields.keys() == {"question_id", "q"}
    assert [(button["value"], text) for button, text in answer.all("button", name="useful")] == [
        ("true", "Tak"),
        ("false", "Nie"),
    ]
    assert "najwyżej przez 90 dni" in answer.all("p", class_="kept")[0][1]

    thanks = form(asked, **fields, useful="true")
    assert [text for _, text in thanks.all("p", class_="thanks")] == ["Dziękujemy. Redakcja to zobaczy."]
    assert thanks.all("textarea") == []
    asks_why = form(asked, **fields, useful="false")
    assert [label["for"] for label, _ in asks_why.all("label")] == ["reason"]
    hidden = {field["name"]: field["value"] for field, _ in asks_why.all("input")}
    assert hidden == {**fields, "useful": "false"}
    told = form(asked, **hidden, reason="nie o tym")
    assert [text for _, text in told.all("p", class_="thanks")] == ["Dziękujemy. Twoje uwagi trafią do redakcji."]
    assert ("/?q=nic&lang=pl", "Wróć do odpowiedzi") in [(link["href"], text) for link, text in told.all("a")]

    [group] = insights(asked)["groups"]
    assert (group["voted_down"], group["reasons"]) == (1, [{"text": "nie o tym", "useful": False}])


def test_the_form_shows_text_as_text(client: TestClient) -> None:
    attack = '"><script>alert(1)</script>'
    page = form(client, question_id="x" * 22, q=attack, useful="false")
    assert all((script["src"] or "").startswith("/static/") for script, _ in page.all("script"))
    assert [field["value"] for field, _ in page.all("input", name="q")] == [attack]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"question_id": "nonsense", "useful": "true"}, 422),
        ({"question_id": "x" * 22, "useful": "perhaps"}, 422),
        ({"question_id": "x" * 22, "useful": "false", "reason": "a" * 1001}, 422),
    ],
)
def test_what_the_form_can_do_wrong(client: TestClient, fields: dict[str, str], status: int) -> None:
    response = client.post("/feedback", data=fields, headers=BROWSER)
    assert response.status_code == status
    assert Page(response.text).all("p", role="alert")


def test_a_form_in_another_shape(client: TestClient) -> None:
    assert client.post("/feedback", json={"useful": True}).status_code == 415
    form_type = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/feedback", content=b"\xff", headers=form_type).status_code == 400
    assert client.post("/feedback", content=b"a=%ff", headers=form_type).status_code == 400
    gone = client.get("/feedback?lang=fa", follow_redirects=False)
    assert (gone.status_code, gone.headers["location"]) == (303, "/?lang=fa")
