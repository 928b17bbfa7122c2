"""Whether there is an article in another language too is read from `translations` and from what the index holds."""

from __future__ import annotations

import pytest

from indexer.articles import read_corpus
from indexer.domain import LanguageCode
from indexer.index.build import build_snapshot
from indexer.knowledge import KnowledgeBase, KnowledgeView
from indexer.models_in_use import Models

TEXTS = {
    "ar-a": "يعيد العميل السلعة إلى المتجر، ويسترد ثمنها.",
    "fa-a": "مشتری کالا را به فروشگاه برگرداند و پول خود را گرفت.",
    "pl-a": "Klient zwraca towar w sklepie i dostaje pieniądze.",
    "pl-b": "Klient kupuje w sklepie i w sieci.",
}
NAMED = {"ar-a": "[fa-a, pl-a]", "fa-a": "[ar-a, pl-a]", "pl-a": "[ar-a, fa-a]", "pl-b": "[en-b]"}


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeView:
    folder = tmp_path_factory.mktemp("translated")
    for name, text in TEXTS.items():
        front = f"lang: {name[:2]}\ntitle: {name}\ntranslations: {NAMED[name]}\n"
        (folder / f"{name}.md").write_text(f"---\n{front}---\n{text}\n", encoding="utf-8")
    index = folder / "index"
    found = read_corpus(sorted(folder.glob("*.md")))
    build_snapshot(found.articles, index=index, models=Models.load(), glossary=found.glossary)
    return KnowledgeBase.open(index).view()


def test_an_article_is_translated_into_the_languages_of_its_translations(view: KnowledgeView) -> None:
    article = view.article("ar-a")
    told = {language for language in LanguageCode if view.is_translated(article, language)}
    assert told == {LanguageCode.PERSIAN, LanguageCode.POLISH}


def test_a_translation_that_the_index_lacks_is_none(view: KnowledgeView) -> None:
    assert not view.is_translated(view.article("pl-b"), LanguageCode.ENGLISH)


@pytest.mark.parametrize(("text", "own"), [("zwrot towaru w sklepie", 0.5), ("return goods to the shop", 1.0)])
def test_own_is_the_share_without_a_counterpart_in_the_questions_language(
    view: KnowledgeView, text: str, own: float
) -> None:
    hits = view.search(text, language=LanguageCode.POLISH if own < 1 else LanguageCode.ENGLISH)
    assert len(hits) == 4
    assert {hit.signals.own for hit in hits} == {own}
