"""What poisoned articles and questions make of an answer when the language model obeys them: nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.generation.suspicion import is_suspicious
from api.settings import Settings
from api.speech import SPEECH
from indexer import ArticleError, LanguageCode
from indexer.articles import parse_article, read_corpus
from indexer.index.build import build_snapshot
from indexer.models_in_use import Models

from .injected import LANGUAGES, Injection, Where, all_injections, bare, poisoned_corpus
from .model_server import ModelServer, model_server

CASES = all_injections()
LEAST_CASES, LEAST_BY_LANGUAGE = 72, 18


@pytest.fixture(scope="module")
def obeying() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def poisoned(obeying: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server of the poisoned articles, whose model obeys them."""
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "corpus").mkdir()
    found = read_corpus([poisoned_corpus(folder / "corpus")])
    assert found.problems == ()
    build_snapshot(found.articles, index=folder / "index", models=Models.load(), glossary=found.glossary)
    settings = Settings(
        index=folder / "index",
        state=folder / "state",
        load_wait_s=60,
        llm_base_url=obeying.base_url,
        llm_model="obeying",
    )
    with TestClient(create_app(settings)) as client:
        yield client


def test_there_are_enough_of_each() -> None:
    assert len(CASES) >= LEAST_CASES
    assert len({case.id for case in CASES}) == len(CASES)
    by_language = Counter(case.scene.language for case in CASES)
    assert set(by_language) == set(LANGUAGES)
    assert min(by_language.values()) >= LEAST_BY_LANGUAGE
    for language in LANGUAGES:
        assert {case.where for case in CASES if case.scene.language == language} == set(Where), language


@pytest.mark.parametrize("case", [case for case in CASES if case.is_refused], ids=lambda case: case.id)
def test_article_cannot_be_indexed(case: Injection) -> None:
    with pytest.raises(ArticleError):
        parse_article(case.article().encode("utf-8"), origin=f"{case.id}.md")


@pytest.mark.parametrize("cites_all", [False, True], ids=["", "citing all"])
@pytest.mark.parametrize("case", [case for case in CASES if not case.is_refused], ids=lambda case: case.id)
def test_reader_is_shown_nothing_of_it(
    case: Injection, cites_all: bool, poisoned: TestClient, obeying: ModelServer
) -> None:
    wrote: list[str] = []
    obeying.script = case.script(wrote, cites_all=cites_all)
    asked_before = len(obeying.requests)
    response = poisoned.post("/v1/ask", json=case.request())
    assert response.status_code == 200, response.text
    answer = response.json()
    if case.is_declined:
        assert (answer["answered"], wrote) == (False, [])
        assert answer["answer"] == SPEECH[LanguageCode(case.scene.language)].refusal
        assert case.shown_of(answer, "", "") == []
        return
    # The model was asked and wrote what it was told to: else nothing is shown here.
    assert len(obeying.requests) == asked_before + 1, answer
    rules, material = (one["content"] for one in obeying.requests[-1]["messages"])
    assert len(wrote) == 1
    assert all(bare(one) in bare(wrote[0]) for one in case.never), wrote
    if case.is_read_by_models:
        assert case.is_in(material) is case.is_given
        assert is_suspicious(case.injected) is not case.is_given
    assert case.shown_of(answer, rules, material) == []
    if case.keeps_genuine:
        assert answer["mode"] == "generative"
        assert [one["text"] for one in answer["sentences"]] == [case.scene.genuine]
        assert_cites_nothing_of(case, answer)
    else:
        assert (answer["mode"], answer["generation"]["fallback"]) == ("extractive", "unsupported")
        assert answer["citations"] == extractive(poisoned, case)["citations"] != []
    assert_verbatim(poisoned, answer)


def extractive(client: TestClient, case: Injection) -> Any:
    return client.post("/v1/ask", json={**case.request(), "mode": "extractive"}).json()


def assert_cites_nothing_of(case: Injection, answer: Any) -> None:
    for citation in answer["citations"]:
        told = bare(" ".join([citation["quote"], citation["title"], *citation["heading"], citation["publisher"] or ""]))
        assert not [one for one in case.never if bare(one) in told]


def assert_verbatim(client: TestClient, answer: Any) -> None:
    for citation in answer["citations"]:
        source = client.get(f"/v1/articles/{citation['article_id']}/source").content.decode("utf-8")
        assert source[citation["start"] : citation["end"]] == citation["quote"] != ""
