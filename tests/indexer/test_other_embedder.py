"""`--embedder`: an index made with a sentence-transformers model, from the command line to a refusal."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.domain import Ranking
from indexer.errors import EmbedderError, SnapshotError
from indexer.index.snapshot import SnapshotStore
from indexer.knowledge import KnowledgeBase

from .embedding.test_transformer import PROMPTS, make_transformer

Run = Callable[..., tuple[int, str, str]]
Build = Callable[..., dict[str, object]]


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_transformer(tmp_path_factory.mktemp("transformer") / "made", prompts=PROMPTS)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "shop.md").write_text("---\nlang: pl\n---\n\nShop channel many shops.\n", encoding="utf-8")
    (tmp_path / "corpus" / "bank.md").write_text("---\nlang: pl\n---\n\nBank otwiera konto.\n", encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def manba(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            main([*map(str, arguments)])
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return manba


@pytest.fixture
def build(corpus: Path, run: Run) -> Build:
    def built(*options: str | Path) -> dict[str, object]:
        code, out, err = run("build", "--corpus", corpus, "--index", corpus.parent / "index", "--json", *options)
        assert code == 0, err
        return json.loads(out)  # type: ignore[no-any-return]

    return built


def test_an_index_keeps_to_the_model_it_was_made_with(
    corpus: Path, transformer: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(transformer.parent)
    assert build("--embedder", transformer.name)["embedder"] == transformer.name
    monkeypatch.chdir(corpus)
    knowledge = KnowledgeBase.open(corpus.parent / "index")
    manifest = knowledge.view().manifest
    assert manifest.embedder["dimension"] == 16
    assert manifest.embedder["reference"] == str(transformer.resolve())
    assert len(manifest.embedder["content_hash"]) == 64
    assert manifest.word_model["name"] != transformer.name
    hits = knowledge.search("many shops", ranking=Ranking.DENSE)
    assert [hit.article.id for hit in hits] == ["shop", "bank"]
    assert 0 < hits[0].signals.dense <= 1
    # Built again without a word about the model, it is the same one, and nothing is embedded anew.
    again = build()
    assert (again["embedder"], again["embedded"], again["reused"]) == (transformer.name, 0, 2)
    other = build("--embedder", "built-in")
    assert (other["embedded"], other["reused"]) == (2, 0)


def test_another_model_than_the_indexs_own_is_refused_with_the_command_that_rebuilds(
    corpus: Path, transformer: Path, build: Build, run: Run
) -> None:
    build()
    index = corpus.parent / "index"
    with pytest.raises(SnapshotError, match="the index was made with the model manba-static") as caught:
        KnowledgeBase.open(index, embedder=str(transformer))
    assert caught.value.next_step == f"run: manba build --index {index} --embedder {transformer.resolve()}"
    command = shlex.split(caught.value.next_step.removeprefix("run: manba "))
    assert run(*command, "--corpus", corpus)[0] == 0
    assert KnowledgeBase.open(index, embedder=str(transformer)).search("shop")[0].article.id == "shop"


def test_a_model_that_changed_under_its_name_is_refused(
    corpus: Path, transformer: Path, build: Build, tmp_path: Path
) -> None:
    shutil.copytree(transformer, tmp_path / "model")
    build("--embedder", tmp_path / "model")
    shutil.rmtree(tmp_path / "model")
    shutil.copytree(make_transformer(tmp_path / "other", prompts=PROMPTS, seed=5), tmp_path / "model")
    with pytest.raises(SnapshotError, match="the index was made with the model model"):
        KnowledgeBase.open(corpus.parent / "index")


def test_a_model_that_is_gone_says_so(corpus: Path, transformer: Path, build: Build, run: Run, tmp_path: Path) -> None:
    shutil.copytree(transformer, tmp_path / "model")
    build("--embedder", tmp_path / "model")
    shutil.rmtree(tmp_path / "model")
    with pytest.raises(EmbedderError, match="there is no such model directory"):
        KnowledgeBase.open(corpus.parent / "index")
    code, _, err = run("build", "--corpus", corpus, "--index", corpus.parent / "index")
    assert code == 2
    assert "'built-in'" in err
    assert SnapshotStore(corpus.parent / "index").embedder_reference() == str((tmp_path / "model").resolve())


def test_an_index_of_an_older_format_keeps_its_model_too(corpus: Path, transformer: Path, build: Build) -> None:
    build("--embedder", transformer)
    store = SnapshotStore(corpus.parent / "index")
    manifest = store.path(store.names()[-1]) / "manifest.json"
    older = {**json.loads(manifest.read_text(encoding="utf-8")), "format": 1}
    manifest.write_text(json.dumps(older), encoding="utf-8")
    with pytest.raises(SnapshotError, match="format 1"):
        KnowledgeBase.open(corpus.parent / "index")
    assert build()["embedder"] == transformer.name


def test_where_no_snapshot_tells_its_model_a_person_must(corpus: Path, build: Build, run: Run) -> None:
    build()
    store = SnapshotStore(corpus.parent / "index")
    (store.path(store.names()[-1]) / "manifest.json").write_text("{}", encoding="utf-8")
    code, _, err = run("build", "--corpus", corpus, "--index", corpus.parent / "index")
    assert code == 2
    assert "--embedder built-in" in err
    assert build("--embedder", "built-in")["embedded"] == 2
