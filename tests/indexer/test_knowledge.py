"""A KnowledgeBase on real indexes: search, filters, switching to a newer snapshot, refusing a damaged one."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import indexer.knowledge as knowledge_module
from indexer.articles import read_corpus
from indexer.domain import LanguageCode, Ranking
from indexer.errors import NotFoundError, QuestionError, SnapshotError
from indexer.index import snapshot
from indexer.index.build import build_snapshot
from indexer.index.snapshot import SnapshotStore
from indexer.knowledge import KnowledgeBase
from indexer.models_in_use import Models

SHOP = "# Sklep\n\nSklep sprzedaje buty i oddaje pieniądze za zwroty.\n"
BANK = "# بانک\n\nبانک برای مشتریان حساب باز می\N{ZERO WIDTH NON-JOINER}کند و سود می\N{ZERO WIDTH NON-JOINER}دهد.\n"


@pytest.fixture(scope="module")
def models() -> Models:
    return Models.load()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sklep.md").write_text(SHOP, encoding="utf-8")
    (folder / "bank.md").write_text(BANK, encoding="utf-8")
    return folder


def build(corpus: Path, index: Path, models: Models) -> str:
    return build_snapshot(read_corpus([corpus]).articles, index=index, models=models).manifest.name


def found(knowledge: KnowledgeBase, text: str, **options: object) -> list[str]:
    return [hit.article.id for hit in knowledge.search(text, **options)]  # type: ignore[arg-type]


def test_a_passage_is_found_by_an_inflected_word_without_diacritics(
    corpus: Path, tmp_path: Path, models: Models
) -> None:
    build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    assert found(knowledge, "pieniadzy")[0] == "sklep"
    (best, *_) = knowledge.search("zwrot pieniędzy")
    assert best.signals.coverage == 1.0
    assert best.passage.span.of(knowledge.article("sklep").source) == best.passage.text
    assert found(knowledge, "حساب بانكي مشتري")[0] == "bank"


def test_filters_and_what_they_refuse(corpus: Path, tmp_path: Path, models: Models) -> None:
    build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    assert found(knowledge, "sklep", source_languages=[LanguageCode.PERSIAN]) == ["bank"]
    assert found(knowledge, "sklep", article_ids=["bank"]) == ["bank"]
    assert found(knowledge, "sklep", source_languages=[LanguageCode.ARABIC]) == []
    with pytest.raises(NotFoundError, match="'nowhere'"):
        found(knowledge, "sklep", article_ids=["nowhere"])
    with pytest.raises(ValueError, match="top_k must be at least 1"):
        found(knowledge, "sklep", top_k=0)


@pytest.mark.parametrize("ranking", list(Ranking))
def test_each_ranking_orders_by_its_own_signal(corpus: Path, tmp_path: Path, models: Models, ranking: Ranking) -> None:
    build(corpus, tmp_path / "index", models)
    hits = KnowledgeBase.open(tmp_path / "index").search("sklep i buty", ranking=ranking)
    values = [hit.similarity if ranking is Ranking.FUSED else getattr(hit.signals, ranking.value) for hit in hits]
    assert values == sorted(values, reverse=True)
    assert len(values) == 2


@pytest.mark.parametrize("text", ["؟؟؟", "!", "🙂", "a" * 1000, "چ" * 1000, "omnichannel " * 80])
def test_odd_questions_do_no_harm(corpus: Path, tmp_path: Path, models: Models, text: str) -> None:
    build(corpus, tmp_path / "index", models)
    for hit in KnowledgeBase.open(tmp_path / "index").search(text):
        assert 0.0 <= hit.similarity <= 1.0


@pytest.mark.parametrize("text", ["", " \n\t", "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH NO-BREAK SPACE} "])
def test_a_question_without_a_visible_character_is_empty(
    corpus: Path, tmp_path: Path, models: Models, text: str
) -> None:
    build(corpus, tmp_path / "index", models)
    with pytest.raises(QuestionError, match="the question is empty"):
        KnowledgeBase.open(tmp_path / "index").search(text)


def test_a_newer_snapshot_is_switched_to_and_a_view_keeps_its_own(corpus: Path, tmp_path: Path, models: Models) -> None:
    first = build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    view = knowledge.view()
    assert not knowledge.refresh()
    (corpus / "sklep.md").write_text(SHOP.replace("buty", "książki"), encoding="utf-8")
    second = build(corpus, tmp_path / "index", models)
    assert knowledge.snapshot_id == first
    assert knowledge.refresh()
    assert (knowledge.snapshot_id, view.snapshot_id) == (second, first)
    assert "książki" in knowledge.article("sklep").source
    assert "buty" in view.article("sklep").source
    assert not knowledge.refresh()


def test_a_damaged_new_snapshot_is_not_switched_to(corpus: Path, tmp_path: Path, models: Models) -> None:
    first = build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    store = SnapshotStore(tmp_path / "index")
    second = build(corpus, tmp_path / "index", models)
    (store.path(second) / "passages.bin").write_bytes(b"{}")
    assert not knowledge.refresh()
    assert knowledge.snapshot_id == first
    assert "passages.bin" in str(knowledge.refused[0])
    assert found(knowledge, "sklep")[0] == "sklep"


def test_a_passing_fault_is_tried_again(
    corpus: Path, tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    second = build(corpus, tmp_path / "index", models)

    def fail(_: Path) -> str:
        raise OSError("too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "file_sha256", fail)
        assert not knowledge.refresh()
    with monkeypatch.context() as patched:
        patched.setattr(SnapshotStore, "current_name", fail)
        assert not knowledge.refresh()
    assert knowledge.refresh()
    assert knowledge.snapshot_id == second


def test_while_one_thread_switches_the_others_wait_for_it(
    corpus: Path, tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    second = build(corpus, tmp_path / "index", models)
    entered, opening = threading.Event(), knowledge_module.open_view

    def open_slowly(*arguments: Any, **named: Any) -> Any:
        entered.set()
        time.sleep(0.1)
        return opening(*arguments, **named)

    monkeypatch.setattr(knowledge_module, "open_view", open_slowly)
    first = threading.Thread(target=knowledge.refresh)
    first.start()
    assert entered.wait(10)
    # Whoever comes now was told already that the second one serves.
    assert not knowledge.refresh()
    assert knowledge.snapshot_id == second
    first.join()


def test_a_switch_that_takes_long_is_not_waited_for(
    corpus: Path, tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    second = build(corpus, tmp_path / "index", models)
    entered, leave, opening = threading.Event(), threading.Event(), knowledge_module.open_view

    def open_slowly(*arguments: Any, **named: Any) -> Any:
        entered.set()
        leave.wait(10)
        return opening(*arguments, **named)

    monkeypatch.setattr(knowledge_module, "open_view", open_slowly)
    switching = threading.Thread(target=knowledge.refresh)
    switching.start()
    assert entered.wait(10)
    assert not knowledge.refresh()
    assert knowledge.snapshot_id == first
    leave.set()
    switching.join()
    assert knowledge.snapshot_id == second


def test_where_newer_ones_are_damaged_the_one_in_memory_serves_on(corpus: Path, tmp_path: Path, models: Models) -> None:
    store = SnapshotStore(tmp_path / "index")
    oldest, served, newest = (build(corpus, tmp_path / "index", models) for _ in range(3))
    store.make_current(served)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    for name in (served, newest):
        (store.path(name) / "passages.bin").unlink()
    (store.folder / "CURRENT").write_text(newest, encoding="ascii")
    assert not knowledge.refresh()
    assert knowledge.snapshot_id == served
    assert found(knowledge, "sklep")[0] == "sklep"
    assert KnowledgeBase.open(tmp_path / "index").snapshot_id == oldest


def test_an_opened_snapshot_outlives_its_files(corpus: Path, tmp_path: Path, models: Models) -> None:
    build(corpus, tmp_path / "index", models)
    knowledge = KnowledgeBase.open(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    assert found(knowledge, "sklep")[0] == "sklep"
    assert not knowledge.refresh()


def test_an_index_of_another_search_form_is_refused(
    corpus: Path, tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, tmp_path / "index", models)
    monkeypatch.setattr("indexer.knowledge.FORM_VERSION", 999)
    with pytest.raises(SnapshotError, match=r"version \d+ of the search form, not 999; run: manba build --index"):
        KnowledgeBase.open(tmp_path / "index")


def test_reuse_stops_where_the_search_form_changes(
    corpus: Path, tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = read_corpus([corpus]).articles
    assert build_snapshot(articles, index=tmp_path / "index", models=models).reused == 0
    assert build_snapshot(articles, index=tmp_path / "index", models=models).reused == 2
    monkeypatch.setattr("indexer.index.build.FORM_VERSION", 999)
    assert build_snapshot(articles, index=tmp_path / "index", models=models).reused == 0


def test_a_snapshot_with_reused_vectors_is_the_one_made_anew(corpus: Path, tmp_path: Path, models: Models) -> None:
    build(corpus, tmp_path / "one", models)
    build(corpus, tmp_path / "one", models)
    build(corpus, tmp_path / "two", models)
    one, two = (SnapshotStore(tmp_path / name) for name in ("one", "two"))
    for file in ("vectors.faiss", "stems.faiss", "unit_stems.npy", "sound_rows.rows.npy", "units.npy", "passages.bin"):
        assert (one.path(one.names()[-1]) / file).read_bytes() == (two.path(two.names()[-1]) / file).read_bytes(), file


def test_nothing_to_index_is_an_error(tmp_path: Path, models: Models) -> None:
    with pytest.raises(Exception, match="there is no passage to index"):
        build_snapshot([], index=tmp_path / "index", models=models)
