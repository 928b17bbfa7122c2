"""The shelf and the index on disk keep the same contract, so that what is tested on one holds on the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.answering import Answerer
from api.domain import AnswerMode
from api.runtime import Loaded
from indexer import KnowledgeBase, LanguageCode, NotFoundError, QuestionError

from .shelf import Shelf, ShelfAnswerer


@pytest.fixture(params=["shelf", "index"])
def loaded(request: pytest.FixtureRequest) -> Loaded:
    if request.param == "shelf":
        shelf = Shelf()
        return Loaded(knowledge_base=shelf, answerer=ShelfAnswerer(shelf))
    index: Path = request.getfixturevalue("shipped_index")
    knowledge_base = KnowledgeBase.open(index)
    return Loaded(knowledge_base=knowledge_base, answerer=Answerer(knowledge_base))


def test_articles(loaded: Loaded) -> None:
    view = loaded.knowledge_base.view()
    listed = view.articles()
    assert [article.id for article in listed] == sorted(article.id for article in listed) != []
    for article in listed:
        assert view.article(article.id).source
    with pytest.raises(NotFoundError):
        view.article("none")


def test_nothing_newer(loaded: Loaded) -> None:
    assert loaded.knowledge_base.refresh() is False
    assert loaded.knowledge_base.snapshot_id == loaded.knowledge_base.view().snapshot_id != ""


def test_search(loaded: Loaded) -> None:
    view = loaded.knowledge_base.view()
    hits = view.search("omnichannel kanały klient", top_k=3)
    assert 0 < len(hits) <= 3
    similarities = [hit.similarity for hit in hits]
    assert similarities == sorted(similarities, reverse=True)
    assert all(0.0 <= similarity <= 1.0 for similarity in similarities)
    for hit in hits:
        source = view.article(hit.article.id).source
        assert hit.passage.article_id == hit.article.id
        assert hit.passage.span.of(source) == hit.passage.text != ""


def test_filters(loaded: Loaded) -> None:
    view = loaded.knowledge_base.view()
    polish = view.search("omnichannel", source_languages=[LanguageCode.POLISH])
    assert {hit.passage.language for hit in polish} == {LanguageCode.POLISH}
    one = polish[0].article.id
    assert {hit.article.id for hit in view.search("omnichannel", article_ids=[one])} == {one}
    with pytest.raises(NotFoundError):
        view.search("omnichannel", article_ids=["none"])


@pytest.mark.parametrize("text", ["", " \n", "a\0b", "a" * 1001])
def test_what_is_no_question(loaded: Loaded, text: str) -> None:
    with pytest.raises(QuestionError):
        loaded.knowledge_base.view().search(text)
    with pytest.raises(QuestionError):
        loaded.answerer.answer(text)


def test_answer(loaded: Loaded) -> None:
    answer = loaded.answerer.answer("omnichannel kanały klient", language=LanguageCode.PERSIAN, top_k=2)
    assert answer.answered
    assert (answer.language, answer.direction, answer.mode) == (LanguageCode.PERSIAN, "rtl", AnswerMode.EXTRACTIVE)
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for sentence in answer.sentences for number in sentence.citations} == set(numbers)
    for citation in answer.citations:
        source = loaded.knowledge_base.article(citation.article_id).source
        assert source[citation.start : citation.end] == citation.quote != ""


def test_refusal(loaded: Loaded) -> None:
    answer = loaded.answerer.answer("xyzzy plugh qwerty", language=LanguageCode.ENGLISH)
    assert not answer.answered
    assert answer.sentences == answer.citations == ()
    assert answer.text != ""
