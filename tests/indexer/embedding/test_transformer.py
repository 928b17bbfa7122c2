"""Any sentence-transformers model as an Embedder, shown with small transformers made on the spot."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.embedding import Embedder, TransformerEmbedder, load_embedder
from indexer.errors import EmbedderError

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "shop", "channel", "many", "##s", "?")
PROMPTS = {"query": "query: ", "passage": "passage: "}


def make_transformer(directory: Path, *, prompts: dict[str, str], seed: int = 0) -> Path:
    """A BERT of one layer over thirteen word pieces, saved with the given prompts."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    directory.mkdir()
    (directory / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(directory / "plain")
    BertTokenizerFast(str(directory / "vocab.txt")).save_pretrained(directory / "plain")
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(str(directory / "plain"), prompts=prompts).save(str(directory / "model"))
    return directory / "model"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_transformer(tmp_path_factory.mktemp("transformer") / "made", prompts=PROMPTS)


@pytest.fixture(scope="module")
def embedder(directory: Path) -> Embedder:
    return load_embedder(str(directory))


def test_the_models_own_prompts_are_used(directory: Path, embedder: TransformerEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    assert (embedder.query_prompt, embedder.passage_prompt) == ("query: ", "passage: ")
    plain = SentenceTransformer(str(directory))
    asked = plain.encode(["query: many shops?"], normalize_embeddings=True)[0]
    said = plain.encode(["passage: many shops?", "passage: channel"], normalize_embeddings=True)
    assert embedder.embed_query("many shops?") == pytest.approx(asked, abs=1e-6)
    assert embedder.embed_passages(["many shops?", "channel"]) == pytest.approx(said, abs=1e-6)
    assert np.abs(embedder.embed_query("many shops?") - embedder.embed_passages(["many shops?"])[0]).max() > 0.01


def test_vectors_are_unit_float32(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(["shop", "", "channel channel"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 16) == (3, embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert embedder.embed_passages([]).shape == (0, 16)


def test_it_is_an_embedder_named_after_its_directory(embedder: Embedder) -> None:
    assert isinstance(embedder, Embedder)
    assert embedder.name == "model"


def test_the_hash_tells_models_and_prompts_apart(tmp_path: Path, embedder: Embedder, directory: Path) -> None:
    other = load_embedder(str(make_transformer(tmp_path / "weights", prompts=PROMPTS, seed=1)))
    silent = load_embedder(str(make_transformer(tmp_path / "prompts", prompts={})))
    assert len({embedder.content_hash, other.content_hash, silent.content_hash}) == 3
    assert load_embedder(str(directory)).content_hash == embedder.content_hash
    assert isinstance(silent, TransformerEmbedder)
    assert (silent.query_prompt, silent.passage_prompt) == ("", "")


def test_a_model_that_cannot_be_fetched_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EmbedderError, match="cannot be loaded") as caught:
        load_embedder("nobody/no-such-model-anywhere")
    assert caught.value.where == "nobody/no-such-model-anywhere"
    assert "built-in" in caught.value.next_step


@pytest.mark.parametrize("name", ["/no/such/model", "./no/such/model", "../no-such-model"])
def test_a_missing_directory_is_not_looked_for_on_a_hub(name: str) -> None:
    with pytest.raises(EmbedderError, match="there is no such model directory"):
        load_embedder(name)


def test_a_directory_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        load_embedder(str(tmp_path))


def test_without_the_package_its_installation_is_named(monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("sentence_transformers"):
            raise ImportError(name)
        return real(name, *args, **more)

    for module in [name for name in sys.modules if name.startswith("sentence_transformers")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(EmbedderError, match="pip install sentence-transformers"):
        load_embedder(str(directory))
