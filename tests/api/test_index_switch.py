"""The index switches in the midst of a question: it is answered, and written to its end, from the one it began with."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import asking
from api.answering import Answerer
from api.app import create_app
from api.conversation import Resolved
from api.runtime import Loaded
from api.schemas import AskRequest
from api.settings import Settings
from indexer import KnowledgeBase
from indexer.index.reindexing import Reindexer

from .attack import Shop, Site
from .generation.model_server import Exchange, model_server, quoting

_resolve = asking.resolve


def rebuild(site: Site, shop: Shop, edition: str) -> str:
    """The name of the snapshot that serves once `shop` has a new edition."""
    site.file(shop).write_text(shop.article(edition), encoding="utf-8")
    Reindexer(roots=[site.corpus], index=site.index).run(before_current=site.library.note_indexed)
    return site.current()


def test_a_follow_up_is_understood_and_answered_by_one_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path, count=2)
    knowledge = KnowledgeBase.open(site.index)
    loaded = Loaded(knowledge_base=knowledge, answerer=Answerer(knowledge))
    first, before = site.shops[0], site.current()

    def resolve_and_switch(*given: Any) -> Resolved:
        understood = _resolve(*given)
        assert rebuild(site, first, "77") != before
        assert knowledge.refresh()
        return understood

    monkeypatch.setattr(asking, "resolve", resolve_and_switch)
    history = [{"role": "user", "content": site.shops[1].question}]
    ask = AskRequest.model_validate({"question": f"A {first.name}?", "history": history, "article_ids": [first.id]})
    found = asking.answer(loaded, ask)
    assert found.answered
    assert found.understood_as is not None
    assert found.snapshot == before != knowledge.snapshot_id
    assert found.citations[0].quote == first.source("0").rstrip()


def test_what_is_written_meanwhile_cites_what_it_was_written_from(tmp_path: Path) -> None:
    site = Site(tmp_path, count=2)
    shop, before = site.shops[0], site.current()
    with model_server() as model:
        settings = Settings(
            index=site.index,
            corpus=(site.corpus,),
            state=site.state,
            load_wait_s=60,
            llm_base_url=model.base_url,
            llm_model="scripted",
        )
        with TestClient(create_app(settings)) as client:

            def switch_in_the_midst(exchange: Exchange) -> None:
                after = rebuild(site, shop, "77")
                found = client.app.state.runtime.loaded  # type: ignore[attr-defined]
                found.knowledge_base.refresh()
                assert found.knowledge_base.snapshot_id == after != before
                quoting("{quote} [1]\n")(exchange)

            model.script = switch_in_the_midst
            answer = client.post("/v1/ask", json={"question": shop.question}).json()
            assert (answer["mode"], answer["snapshot"]) == ("generative", before)
            assert [one["quote"] for one in answer["citations"]] == [shop.source("0").rstrip()]
            assert answer["citations"][0]["version"] == site.version(shop.article("0"))
            assert marked(client, answer["citations"][0]) == shop.source("0").rstrip()
            now = client.post("/v1/ask", json={"question": shop.question, "mode": "extractive"}).json()
            assert now["citations"][0]["quote"] == marked(client, now["citations"][0]) == shop.source("77").rstrip()


def marked(client: TestClient, citation: dict[str, Any]) -> str:
    """The words that a citation's link leads to."""
    fields = {name: citation[name] for name in ("version", "start", "end")}
    page = client.get(f"/articles/{citation['article_id']}", params=fields, headers={"accept": "text/html"})
    assert page.status_code == 200
    return "".join(unescape(one) for one in re.findall(r"<mark[^>]*>(.*?)</mark>", page.text, re.DOTALL))
