"""`history` in POST /v1/ask: what a follow-up is answered with, what the reader is told, what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.insights.model import Filter
from api.insights.store import QuestionStore
from api.settings import Settings

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
BEFORE = {
    "fa": f"اومنی{ZWNJ}چنل برای خرده{ZWNJ}فروشی چه فایده{ZWNJ}ای دارد؟",
    "pl": "Jakie korzyści daje omnichannel w handlu?",
    "ar": "ما مزايا القناة الشاملة لتجارة التجزئة؟",
    "en": "What are the benefits of omnichannel for retail?",
}
CASES = {
    "fa": (f"و برای بانک{ZWNJ}ها؟", "این پرسش چنین فهمیده شد:", "fa-sectors"),
    "pl": ("A dla banków?", "To pytanie zrozumiano tak:", "pl-sectors"),
    "ar": ("وماذا عن المصارف؟", "فهم هذا السؤال هكذا:", "ar-sectors"),
    "en": ("And for banks?", "This question was understood as:", "sectors"),
}


@pytest.fixture(scope="module")
def shipped(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(index=shipped_index, state=tmp_path_factory.mktemp("state"), load_wait_s=60)
    with TestClient(create_app(settings)) as client:
        yield client


def turn(content: str, role: str = "user") -> dict[str, str]:
    return {"role": role, "content": content}


@pytest.mark.parametrize("language", CASES)
def test_a_follow_up_is_answered_and_told(shipped: TestClient, language: str) -> None:
    question, told, article = CASES[language]
    answer = shipped.post("/v1/ask", json={"question": question, "history": [turn(BEFORE[language])]}).json()
    assert answer["answered"]
    assert answer["language"] == language
    assert answer["citations"][0]["article_id"].endswith(article)
    assert answer["notes"][0] == f"{told} {answer['understood_as']}"
    assert question not in answer["understood_as"]


def test_the_reader_is_told_in_her_language(shipped: TestClient) -> None:
    asked = {"question": "And for banks?", "history": [turn(BEFORE["en"])], "language": "pl"}
    answer = shipped.post("/v1/ask", json=asked).json()
    assert answer["notes"][0].startswith("To pytanie zrozumiano tak: What are the benefits of omnichannel for banks?")
    assert answer["language"] == "pl"


def test_a_question_that_stands_on_its_own_is_answered_as_without_history(shipped: TestClient) -> None:
    question = "Co to jest multichannel?"
    alone = shipped.post("/v1/ask", json={"question": question}).json()
    after = shipped.post("/v1/ask", json={"question": question, "history": [turn(BEFORE["pl"])]}).json()
    assert after["understood_as"] is None
    varying = {"took_ms", "question_id"}
    assert {k: v for k, v in after.items() if k not in varying} == {k: v for k, v in alone.items() if k not in varying}


def test_events_tell_how_a_follow_up_was_understood(shipped: TestClient) -> None:
    asked = {"question": "A dla banków?", "history": [turn(BEFORE["pl"])]}
    stream = shipped.post("/v1/ask", json=asked, headers={"accept": "text/event-stream"}).text
    meta = json.loads(stream.split("data: ", maxsplit=1)[1].splitlines()[0])
    assert meta["understood_as"] == "Jakie korzyści daje omnichannel dla banków?"
    assert meta["understood_as"] in meta["notes"][0]


def test_editors_see_the_question_that_was_meant(shipped_index: Path, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=shipped_index, state=tmp_path, load_wait_s=60))) as client:
        asked = {"question": "A dla szpitali?", "history": [turn("Ile kosztuje licencja dla firm?")]}
        answer = client.post("/v1/ask", json=asked).json()
        assert not answer["answered"]
    (group,) = QuestionStore(tmp_path).groups(Filter(since="0000"), limit=10)
    assert group.question == answer["understood_as"] == "Ile kosztuje licencja dla szpitali?"


@pytest.mark.parametrize(
    ("history", "slug", "pointer"),
    [
        ([turn("x")] * 21, "out-of-range", "#/history"),
        ([turn("x" * 8001)], "out-of-range", "#/history/0/content"),
        ([turn("")], "empty-filter", "#/history/0/content"),
        ([turn("a\N{NULL}b")], "control-characters", "#/history/0/content"),
        ([turn("x", "system")], "unknown-value", "#/history/0/role"),
        ([{"role": "user"}], "missing-field", "#/history/0/content"),
        ([{**turn("x"), "name": "y"}], "unknown-field", "#/history/0/name"),
        ("x", "wrong-type", "#/history"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(client: TestClient, history: object, slug: str, pointer: str) -> None:
    refused = client.post("/v1/ask", json={"question": "CRM?", "history": history})
    assert refused.status_code == 422
    assert refused.json()["type"] == f"/problems/{slug}"
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_an_address_has_no_history(client: TestClient) -> None:
    refused = client.get("/v1/ask", params={"q": "CRM?", "history": "x"})
    assert refused.json()["type"] == "/problems/unknown-field"
