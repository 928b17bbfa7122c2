"""The training command from made-up folders to a model that has learnt them, and going on after an interruption."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from indexer.domain import LanguageCode
from indexer.embedding import StaticEmbedder, load_embedder
from indexer.embedding.folding import fold
from indexer.training import passes
from indexer.training.__main__ import main
from indexer.training.evaluate import averaged_scores, bitext_accuracy, late_scores
from indexer.training.parallel import read_rows

FIGURES = {"vocabulary": 400, "dimension": 16, "passes": 6, "batch": 64}


def run(made_up: Path, work: Path, *, seed: int = 1, **figures: object) -> StaticEmbedder:
    work.mkdir(exist_ok=True)
    (work / "recipe.json").write_text(json.dumps({**FIGURES, **figures}), encoding="utf-8")
    given = {
        "text": made_up / "text",
        "evaluation": made_up / "eval",
        "out": work / "model",
        "work": work,
        "recipe": work / "recipe.json",
        "seed": seed,
        "threads": 1,
    }
    outcome = CliRunner().invoke(main, [str(part) for name, value in given.items() for part in (f"--{name}", value)])
    assert outcome.exit_code == 0, outcome.output
    embedder = load_embedder(str(work / "model"))
    assert isinstance(embedder, StaticEmbedder)
    return embedder


@pytest.fixture(scope="module")
def trained(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> StaticEmbedder:
    return run(made_up, tmp_path_factory.mktemp("training"))


def test_the_model_has_learnt_what_the_text_says(made_up: Path, trained: StaticEmbedder) -> None:
    rows = [row for _, row in read_rows(made_up / "eval" / "bitext.tsv")]
    english, persian = [row["en"] for row in rows], [row["fa"] for row in rows]
    languages = (LanguageCode.ENGLISH, LanguageCode.PERSIAN)
    mean = averaged_scores(trained, english, persian, left_language=languages[0], right_language=languages[1])
    late = late_scores(trained, english, persian, question_language=languages[0], passage_language=languages[1])
    assert min(bitext_accuracy(mean)) > 0.9
    assert min(bitext_accuracy(late)) > 0.9


def test_the_model_directory_says_how_it_was_made(trained: StaticEmbedder) -> None:
    about = json.loads((trained.directory / "manba.json").read_text(encoding="utf-8"))
    assert about["text"] == "stems"
    assert about["sources"] == ["train.one.tsv", "train.two.tsv"]
    assert about["recipe"]["passes"] == 6
    log = (trained.directory.parent / "training.log").read_text(encoding="utf-8")
    assert "pass 6 of 6: mean loss" in log
    card = (trained.directory / "README.md").read_text(encoding="utf-8")
    assert "| train.one.tsv | see the folder's own notes | 300 |" in card


def test_sentence_transformers_loads_what_was_written(trained: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    texts, languages = ["enbbdd enffgg", "plbbdd"], [LanguageCode.ENGLISH, LanguageCode.POLISH]
    folded = [fold(text, language) for text, language in zip(texts, languages, strict=True)]
    theirs = SentenceTransformer(str(trained.directory)).float().encode(folded, normalize_embeddings=True)
    ours = trained.embed_passages(texts, languages=languages)
    assert np.abs(theirs - ours).max() < 1e-5


def test_a_broken_off_run_goes_on_to_the_same_model(
    made_up: Path, trained: StaticEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passes._pass

    def break_off(*given: Any, number: int) -> float:
        if number == 3:
            raise KeyboardInterrupt
        return real(*given, number=number)

    # The vocabulary's trainer may break a tie the other way in a new process; the same one makes runs comparable.
    (tmp_path / "work").mkdir()
    shutil.copy(trained.directory / "tokenizer.json", tmp_path / "work" / "tokenizer.json")
    monkeypatch.setattr(passes, "_pass", break_off)
    with pytest.raises(AssertionError):
        run(made_up, tmp_path / "work")
    monkeypatch.undo()
    resumed = run(made_up, tmp_path / "work")
    assert "going on after pass 3" in (tmp_path / "work" / "training.log").read_text(encoding="utf-8")
    assert np.abs(resumed.token_vectors.astype(np.float32) - trained.token_vectors.astype(np.float32)).max() < 1e-2
    assert resumed.token_weights == pytest.approx(trained.token_weights, rel=1e-2, abs=1e-4)


def test_a_work_folder_with_another_run_is_refused(made_up: Path, trained: StaticEmbedder, tmp_path: Path) -> None:
    shutil.copytree(trained.directory.parent, tmp_path / "work")
    with pytest.raises(AssertionError, match="holds a run with another recipe or other text"):
        run(made_up, tmp_path / "work", passes=7)
    (tmp_path / "work" / "run.json").unlink()
    with pytest.raises(AssertionError, match="holds a run with another recipe or other text"):
        run(made_up, tmp_path / "work")


def test_a_wrong_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    outcome = CliRunner().invoke(
        main, ["--text", str(tmp_path / "text"), "--out", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    )
    assert outcome.exit_code == 1
    assert "no .tsv file in this folder" in outcome.output
