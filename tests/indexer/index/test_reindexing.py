"""Re-indexing: what an edit changes goes on top, and the whole finds what one built anew would find."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.articles import read_corpus
from indexer.commands.options import corpus_of
from indexer.domain import LanguageCode, Passage
from indexer.errors import BrokenFilesError, CancelledError, CorpusError, NotFoundError, SnapshotError
from indexer.index import recipe, reindexing
from indexer.index.outcome import IndexedFile
from indexer.index.reindexing import Reindexer
from indexer.index.snapshot import SnapshotStore
from indexer.knowledge import KnowledgeBase
from indexer.library.library import Library
from indexer.models_in_use import Models

ROOT = Path(__file__).resolve().parents[3]
POLISH = "# Zwroty\n\nKlient oddaje towar w sklepie stacjonarnym.\n\n## Terminy\n\nZwrot trwa czternaście dni.\n"
ARABIC = "# الإرجاع\n\nيعيد العميل السلعة في المتجر خلال أسبوعين من الشراء.\n"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
PERSIAN = f"# بازگشت\n\nمشتری کالا را در فروشگاه پس می{ZWNJ}دهد و پول خود را می{ZWNJ}گیرد.\n"


@pytest.fixture(scope="module")
def models() -> Models:
    return Models.load()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "pl-zwroty.md").write_text(POLISH, encoding="utf-8")
    (folder / "ar-irjaa.md").write_text(ARABIC, encoding="utf-8")
    return folder


@pytest.fixture
def reindexer(corpus: Path, tmp_path: Path, models: Models) -> Reindexer:
    return Reindexer(roots=[corpus], index=tmp_path / "index", _models=models)


def again(reindexer: Reindexer) -> Reindexer:
    """One that has learnt nothing yet, as after a restart."""
    return Reindexer(roots=reindexer.roots, index=reindexer.index, _models=reindexer.models())


def texts(reindexer: Reindexer, question: str) -> list[str]:
    return [hit.passage.text for hit in KnowledgeBase.open(reindexer.index).search(question)]


def ids(reindexer: Reindexer) -> list[str]:
    return [article.id for article in KnowledgeBase.open(reindexer.index).articles()]


def test_the_first_time_all_is_written_and_the_second_time_nothing(reindexer: Reindexer) -> None:
    first = reindexer.run()
    assert (first.changed, first.manifest.base, first.embedded) == (True, None, 3)
    for second in (reindexer.run(), again(reindexer).run()):
        assert (second.changed, second.manifest, second.embedded) == (False, first.manifest, 0)
    assert SnapshotStore(reindexer.index).names() == [first.manifest.name]


@pytest.mark.parametrize("restarts", [False, True])
def test_each_edit_is_found_and_what_it_replaced_is_not(reindexer: Reindexer, corpus: Path, *, restarts: bool) -> None:
    first = reindexer.run()

    def run() -> Reindexer:
        one = again(reindexer) if restarts else reindexer
        done = one.run()
        assert done.manifest.base == first.manifest.name
        assert done.embedded <= 1
        return one

    (corpus / "pl-zwroty.md").write_text(POLISH.replace("czternaście", "trzydzieści"), encoding="utf-8")
    run()
    assert "Zwrot trwa trzydzieści dni." in texts(reindexer, "ile dni trwa zwrot")[0]
    assert not any("czternaście" in text for text in texts(reindexer, "czternaście dni"))
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    run()
    assert texts(reindexer, "مشتری پول خود را چگونه میگیرد؟")[0].startswith("مشتری کالا را")
    assert ids(reindexer) == ["ar-irjaa", "fa-bazgasht", "pl-zwroty"]
    assert "Zwrot trwa trzydzieści dni." in texts(reindexer, "ile dni trwa zwrot")[0]
    (corpus / "ar-irjaa.md").unlink()
    run()
    assert ids(reindexer) == ["fa-bazgasht", "pl-zwroty"]
    (corpus / "fa-bazgasht.md").unlink()
    (corpus / "ar-irjaa.md").write_text(ARABIC, encoding="utf-8")
    (corpus / "pl-zwroty.md").write_text(POLISH, encoding="utf-8")
    last = run()
    assert ids(reindexer) == ["ar-irjaa", "pl-zwroty"]
    assert "czternaście" in texts(reindexer, "ile dni trwa zwrot")[0]
    manifest = KnowledgeBase.open(last.index).view().manifest
    assert (manifest.passages_on_base, manifest.counts["articles"], manifest.counts["passages"]) == (0, 2, 3)


@pytest.mark.parametrize("how", ["cut short", "overwritten", "replaced", "gone"])
def test_a_base_that_was_damaged_since_the_last_run_is_not_built_on(
    reindexer: Reindexer, corpus: Path, how: str
) -> None:
    first = reindexer.run().manifest.name
    path = SnapshotStore(reindexer.index).path(first) / "passages.bin"
    content = path.read_bytes()
    if how == "replaced":
        path.unlink()
    if how == "gone":
        shutil.rmtree(path.parent)
    else:
        path.write_bytes(content[:-1] if how == "cut short" else content[::-1])
    done = reindexer.run()
    assert (done.changed, done.manifest.base, done.embedded) == (True, None, 3)
    assert len(ids(reindexer)) == 2
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("czternaście", "trzydzieści"), encoding="utf-8")
    on_top = reindexer.run()
    assert (on_top.manifest.base, on_top.embedded) == (done.manifest.name, 1)
    assert "Zwrot trwa trzydzieści dni." in texts(reindexer, "ile dni trwa zwrot")[0]


def test_an_article_that_is_gone_is_unknown_to_filters_too(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    (corpus / "ar-irjaa.md").unlink()
    reindexer.run()
    knowledge = KnowledgeBase.open(reindexer.index)
    assert not knowledge.has_article("ar-irjaa")
    with pytest.raises(NotFoundError):
        knowledge.article("ar-irjaa")
    with pytest.raises(NotFoundError):
        knowledge.search("zwrot", article_ids=["ar-irjaa"])
    assert knowledge.search("السلعة", source_languages=[LanguageCode.ARABIC]) == []
    assert {hit.article.id for hit in knowledge.search("zwrot", article_ids=["pl-zwroty"])} == {"pl-zwroty"}


def test_neighbours_of_a_passage_are_those_of_its_own_version(reindexer: Reindexer, corpus: Path) -> None:
    # The article replaced is the last of those below, its new version the first on top: their rows lie side by side.
    reindexer.run()
    (corpus / "pl-zwroty.md").write_text("# Zwroty\n\nTeraz jest tu tylko jedno zdanie o zwrotach.\n", encoding="utf-8")
    reindexer.run()
    view = KnowledgeBase.open(reindexer.index).view()
    (hit,) = view.search("zdanie o zwrotach", article_ids=["pl-zwroty"])
    assert view.neighbour(hit, -1) is None
    assert view.neighbour(hit, 1) is None


def test_a_sidecar_or_another_glossary_counts_as_a_change(reindexer: Reindexer, corpus: Path) -> None:
    first = reindexer.run().manifest
    sidecar = corpus / "pl-zwroty.terms.toml"
    sidecar.write_text('[terms]\n"zwrot" = "none"\n', encoding="utf-8")
    second = reindexer.run()
    assert (second.changed, second.manifest.base) == (True, first.name)
    (corpus / "glossary.toml").write_text('[[concept]]\nid = "return"\npl.preferred = "zwrot"\n', encoding="utf-8")
    third = reindexer.run()
    # Every article may speak of the new Concept.
    assert (third.changed, third.manifest.base) == (True, None)
    (hit, *_) = KnowledgeBase.open(reindexer.index).search("ile dni trwa zwrot")
    assert hit.passage.concepts == ()  # the sidecar says that the word means no Concept here


def test_what_another_version_of_the_code_made_is_made_anew(
    reindexer: Reindexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reindexer.run()
    monkeypatch.setattr(recipe, "recipe_of", lambda _glossary: "another")
    done = reindexer.run()
    assert (done.changed, done.manifest.base) == (True, None)


def test_a_large_change_is_written_whole(reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reindexer.run()
    monkeypatch.setattr(reindexing, "SMALL_PASSAGES", 1)
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    assert reindexer.run().manifest.base is not None
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    assert reindexer.run().manifest.base is None


def test_one_who_puts_it_off_is_told_and_rewrites_beside(
    reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reindexer.run().manifest
    monkeypatch.setattr(reindexing, "SMALL_PASSAGES", 1)
    reindexer.puts_off = True
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    done = reindexer.run()
    assert (done.manifest.base, done.has_grown) == (first.name, True)
    whole = again(reindexer).rewrite()
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")  # an edit while it was written
    assert KnowledgeBase.open(reindexer.index).snapshot_id == done.manifest.name
    after = reindexer.run()
    assert (after.manifest.base, after.has_grown, after.manifest.passages_on_base) == (whole.name, False, 1)
    assert ids(reindexer) == ["ar-irjaa", "fa-bazgasht", "pl-zwroty"]


def test_after_a_rewrite_without_an_edit_the_whole_one_serves(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    reindexer.run()
    whole = reindexer.rewrite()
    after = reindexer.run()
    assert after.manifest == whole
    assert "godzin" in texts(reindexer, "ile trwa zwrot")[0]


def test_an_index_whose_newest_manifest_is_damaged_knows_what_it_was_built_from(
    reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MANBA_CORPUS", raising=False)
    reindexer.run()
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    newest = reindexer.run().manifest.name
    (SnapshotStore(reindexer.index).path(newest) / "manifest.json").write_bytes(b"{}")
    assert corpus_of(reindexer.index) == (corpus,)


def test_an_index_knows_what_it_was_built_from(
    reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who goes on with an index without a word about the corpus must not index another one in its place.
    monkeypatch.delenv("MANBA_CORPUS", raising=False)
    (corpus.parent / "elsewhere" / "corpus").mkdir(parents=True)
    monkeypatch.chdir(corpus.parent)
    reindexer.roots = [Path("corpus")]
    reindexer.run()
    monkeypatch.chdir(corpus.parent / "elsewhere")
    assert corpus_of(reindexer.index) == (corpus,)
    assert corpus_of(corpus.parent / "no-index") == (Path("corpus"),)
    monkeypatch.setenv("MANBA_CORPUS", "")
    assert corpus_of(reindexer.index) == (corpus,)
    monkeypatch.setenv("MANBA_CORPUS", "one")
    assert corpus_of(reindexer.index) == (Path("one"),)
    reindexer.roots = [corpus]
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    assert reindexer.run().manifest.corpus == reindexer.rewrite().corpus == [str(corpus)]


def test_a_broken_file_stops_a_build_or_is_left_out_or_keeps_its_article(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    (corpus / "pl-zwroty.md").write_bytes(b"\xff\xfe not UTF-8")
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    with pytest.raises(BrokenFilesError, match="1 file") as refused:
        reindexer.run()
    assert refused.value.problems[0].where == f"{corpus / 'pl-zwroty.md'}:1"
    assert ids(reindexer) == ["ar-irjaa", "pl-zwroty"]
    reindexer.keeps_broken = True
    done = reindexer.run()
    assert [problem.where for problem in done.problems] == [f"{corpus / 'pl-zwroty.md'}:1"]
    assert ids(reindexer) == ["ar-irjaa", "fa-bazgasht", "pl-zwroty"]
    assert "czternaście" in texts(reindexer, "ile dni trwa zwrot")[0]
    reindexer.keeps_broken, reindexer.allows_problems = False, True
    reindexer.run()
    assert ids(reindexer) == ["ar-irjaa", "fa-bazgasht"]


def test_an_edit_that_breaks_after_one_that_did_not_keeps_the_latter(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    reindexer.run()
    (corpus / "pl-zwroty.md").write_text("---\nlang: plk\n---\n" + POLISH, encoding="utf-8")
    restarted = again(reindexer)
    restarted.keeps_broken = True
    assert not restarted.run().changed
    (corpus / "fa-bazgasht.md").write_text(PERSIAN, encoding="utf-8")
    assert restarted.run().changed
    assert "godzin" in texts(reindexer, "ile trwa zwrot")[0]


def test_a_root_that_is_gone_takes_no_article_with_it(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    corpus.rename(corpus.with_name("unplugged"))
    with pytest.raises(CorpusError, match="no such file or folder"):
        reindexer.run()
    assert ids(reindexer) == ["ar-irjaa", "pl-zwroty"]
    corpus.with_name("unplugged").rename(corpus)
    for path in corpus.glob("*.md"):
        path.unlink()
    with pytest.raises(CorpusError, match="no passage left"):
        reindexer.run()
    assert ids(reindexer) == ["ar-irjaa", "pl-zwroty"]


def test_two_files_with_one_id_are_a_problem_of_the_second(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    (corpus / "second.md").write_text(f"---\nid: pl-zwroty\n---\n{POLISH}", encoding="utf-8")
    reindexer.keeps_broken = True
    done = reindexer.run()
    assert [problem.what for problem in done.problems] == [f"id 'pl-zwroty' is that of {corpus / 'pl-zwroty.md'} too"]
    assert not done.changed


def test_one_who_is_told_hears_of_all_articles_first_and_then_of_those_that_changed(
    reindexer: Reindexer, corpus: Path
) -> None:
    told: list[list[str]] = []
    serving: list[bool] = []

    def hear(files: Sequence[IndexedFile]) -> None:
        told.append(sorted(one.article_id for one in files))
        serving.append((reindexer.index / "CURRENT").exists())
        for one in files:
            assert one.path.read_text(encoding="utf-8").endswith(one.source)

    reindexer.run(before_current=hear)
    restarted = again(reindexer)
    restarted.run(before_current=hear)
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    restarted.run(before_current=hear)
    assert told == [["ar-irjaa", "pl-zwroty"], ["ar-irjaa", "pl-zwroty"], ["pl-zwroty"]]
    assert serving == [False, True, True]


def test_a_hook_that_fails_or_a_cancelled_build_leaves_what_served(reindexer: Reindexer, corpus: Path) -> None:
    first = reindexer.run()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")

    def fail(_files: Sequence[IndexedFile]) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        reindexer.run(before_current=fail)
    stages: list[str] = []
    with pytest.raises(CancelledError):
        reindexer.run(should_stop=lambda: "words" in stages, progress=lambda stage, _done, _total: stages.append(stage))
    store = SnapshotStore(reindexer.index)
    assert store.names() == [store.current_name()] == [first.manifest.name]
    assert reindexer.run().changed


def test_a_file_that_breaks_stays_as_it_was_also_where_the_build_ran_in_another_folder(
    reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.parent)
    reindexer.roots = [Path("corpus")]
    reindexer.run()
    monkeypatch.chdir("/")
    (corpus / "pl-zwroty.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    server = Reindexer(roots=[corpus], index=reindexer.index, keeps_broken=True, _models=reindexer.models())
    assert len(server.run().problems) == 1
    assert ids(reindexer) == ["ar-irjaa", "pl-zwroty"]


def test_what_served_before_the_first_run_is_told_although_it_is_replaced_or_removed(
    reindexer: Reindexer, corpus: Path
) -> None:
    reindexer.run()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    (corpus / "ar-irjaa.md").unlink()
    library = Library([corpus], state=corpus.parent / "state")
    again(reindexer).run(before_current=library.note_indexed)
    cited = hashlib.sha256(POLISH.encode()).hexdigest()[:16]
    assert library.source("pl-zwroty", cited) == POLISH
    assert [one.action for one in library.versions("pl-zwroty")] == ["found", "found"]
    assert library.source("ar-irjaa", "1") == ARABIC
    assert [one.action for one in library.versions("ar-irjaa")] == ["deleted", "found"]


def test_an_id_that_becomes_free_goes_to_the_file_of_this_name(reindexer: Reindexer, corpus: Path) -> None:
    for folder in ("a", "b"):
        (corpus / folder).mkdir()
        (corpus / folder / "terminy.md").write_text(POLISH.replace("Zwrot", f"Zwrot {folder}"), encoding="utf-8")
    reindexer.run()
    assert ids(reindexer) == ["ar-irjaa", "b-terminy", "pl-zwroty", "terminy"]
    (corpus / "a" / "terminy.md").unlink()
    reindexer.run()
    found = {one.article.id for one in read_corpus([corpus]).articles}
    assert set(ids(reindexer)) == found == {"ar-irjaa", "pl-zwroty", "terminy"}
    assert Library([corpus], state=corpus.parent / "state").file("terminy").path == corpus / "b" / "terminy.md"


def test_a_snapshot_whose_passages_are_not_in_their_articles_never_serves(
    reindexer: Reindexer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reindexer.run()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    sound = reindexing.rows_of

    def broken(*arguments: object, **options: object) -> list[object]:
        rows = sound(*arguments, **options)  # type: ignore[arg-type]
        for row in rows:
            values = {name: getattr(row.passage, name) for name in Passage.__dataclass_fields__}
            row.passage = Passage(**{**values, "text": row.passage.text.replace("godzin", "godziny")[:-1]})
        return rows  # type: ignore[return-value]

    monkeypatch.setattr(reindexing, "rows_of", broken)
    with pytest.raises(SnapshotError, match="is not in its article where it should be"):
        reindexer.run()
    assert SnapshotStore(reindexer.index).names() == [first.manifest.name]


def test_a_file_changed_within_one_tick_of_the_clock_is_not_missed(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    path = corpus / "pl-zwroty.md"
    times = path.stat()
    path.write_text(POLISH.replace("dni", "lat"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert reindexer.run().changed


@pytest.mark.parametrize("damage", ["base", "top"])
def test_a_damaged_layer_is_refused_and_mended_by_the_next_build(
    reindexer: Reindexer, corpus: Path, damage: str
) -> None:
    reindexer.run(whole=True)
    old = reindexer.run(whole=True).manifest
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    top = reindexer.run().manifest
    store = SnapshotStore(reindexer.index)
    victim = store.path(old.name if damage == "base" else top.name) / "passages.bin"
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    knowledge = KnowledgeBase.open(reindexer.index)
    assert Path(knowledge.refused[0].where).name == "passages.bin"
    # The newest sound one before it: the one below, or the whole one before that.
    assert knowledge.snapshot_id == (old.name if damage == "top" else store.names()[0])
    mended = again(reindexer).run()
    assert mended.changed
    assert knowledge.refresh()
    assert knowledge.snapshot_id == mended.manifest.name
    assert "godzin" in texts(reindexer, "ile trwa zwrot")[0]


def test_what_layers_lie_on_is_kept_as_long_as_they_are(reindexer: Reindexer, corpus: Path) -> None:
    base = reindexer.run().manifest
    for number in range(12):
        (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", f"dni i {number} godzin"), encoding="utf-8")
        reindexer.run()
    store = SnapshotStore(reindexer.index)
    names = store.names()
    assert len(names) == 9
    assert names[0] == base.name
    assert all(store.verify(name).base == base.name for name in names[1:])


def test_a_reader_keeps_what_it_mapped_and_shares_what_lies_below(reindexer: Reindexer, corpus: Path) -> None:
    reindexer.run()
    knowledge = KnowledgeBase.open(reindexer.index)
    before = knowledge.view()
    (corpus / "pl-zwroty.md").write_text(POLISH.replace("dni", "godzin"), encoding="utf-8")
    reindexer.run()
    assert knowledge.refresh()
    assert knowledge.view().index.segments[0] is before.index.segments[0]  # type: ignore[attr-defined]
    shutil.rmtree(reindexer.index / "snapshots")
    assert "dni" in before.search("ile trwa zwrot")[0].passage.text
    assert "godzin" in knowledge.search("ile trwa zwrot")[0].passage.text


def test_layers_find_what_one_built_whole_finds(tmp_path: Path, shipped_index: Path, models: Models) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    files = sorted((corpus / "articles").rglob("*.md"))
    kept = {path: path.read_text(encoding="utf-8") for path in files[::6]}
    for number, (path, text) in enumerate(kept.items()):
        if number % 2:
            path.unlink()
        else:
            path.write_text(text[: len(text) // 2].replace("omnichannel", "unichannel"), encoding="utf-8")
    (corpus / "articles" / "pl" / "pl-zbedny.md").write_text(POLISH, encoding="utf-8")
    reindexer = Reindexer(roots=[corpus], index=tmp_path / "index", puts_off=True, allows_problems=True, _models=models)
    reindexer.run()
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")
    (corpus / "articles" / "pl" / "pl-zbedny.md").unlink()
    done = reindexer.run().manifest
    layered, whole = KnowledgeBase.open(reindexer.index), KnowledgeBase.open(shipped_index)
    assert done.base is not None
    assert done.passages_on_base > 40
    assert done.counts == whole.view().manifest.counts
    assert [one.id for one in layered.articles()] == [one.id for one in whole.articles()]
    questions = [
        json.loads(line)["question"]
        for file in sorted((ROOT / "corpus" / "questions").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ][::7]
    assert len(questions) > 40
    same = 0
    for question in questions:
        found, expected = layered.search(question, top_k=5), whole.search(question, top_k=5)
        assert found[0].passage == expected[0].passage, question
        # The stems of articles that were replaced may push out a neighbour of the least use.
        assert np.allclose([hit.similarity for hit in found], [hit.similarity for hit in expected], atol=0.04), question
        same += [hit.passage.id for hit in found] == [hit.passage.id for hit in expected]
    assert same >= 0.95 * len(questions)
