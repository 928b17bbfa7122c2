"""The built-in kind of model: averages, unknown tokens, identity, and its files when they are damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.domain import LanguageCode
from indexer.embedding import Embedder, StaticEmbedder, WordEmbedder, load_embedder, static
from indexer.embedding.folding import fold
from indexer.embedding.static import map_safetensors
from indexer.errors import EmbedderError

from .small_model import VECTORS, WEIGHTS, WORDS, write_model

EN, PL, FA, AR = LanguageCode.ENGLISH, LanguageCode.POLISH, LanguageCode.PERSIAN, LanguageCode.ARABIC


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> StaticEmbedder:
    return StaticEmbedder(write_model(tmp_path_factory.mktemp("models") / "small"))


def test_it_is_both_kinds_of_embedder(embedder: StaticEmbedder) -> None:
    assert isinstance(embedder, Embedder)
    assert isinstance(embedder, WordEmbedder)
    assert (embedder.name, embedder.dimension) == ("small", 4)


def test_query_is_the_mean_of_its_tokens_scaled_to_length_one(embedder: StaticEmbedder) -> None:
    expected = np.array([2.0, 0, 3.0, 0]) / np.sqrt(13)
    vector = embedder.embed_query("SHOP channel", language=EN)
    assert vector.dtype == np.float32
    assert vector == pytest.approx(expected, abs=1e-6)


def test_passages_give_what_queries_give_in_order(embedder: StaticEmbedder) -> None:
    texts = ["shop", "", "kanał sklep", "shop shop channel", "nothing known"]
    languages = [EN, EN, PL, EN, EN]
    vectors = embedder.embed_passages(texts, languages=languages)
    assert vectors.shape == (5, 4)
    for text, language, vector in zip(texts, languages, vectors, strict=True):
        assert vector == pytest.approx(embedder.embed_query(text, language=language), abs=1e-6)
    assert vectors[2] == pytest.approx(np.array([1.0, 0, 2.4, 1.8]) / np.sqrt(10), abs=1e-3)


def test_long_passages_are_averaged_over_all_their_tokens(embedder: StaticEmbedder) -> None:
    vectors = embedder.embed_passages(["shop " * 40_000 + "channel " * 40_000, "sklep"], languages=[EN, EN])
    assert vectors[0] == pytest.approx(np.array([2.0, 0, 3.0, 0]) / np.sqrt(13), abs=1e-5)
    assert vectors[1] == pytest.approx([1, 0, 0, 0])


@pytest.mark.parametrize("text", ["", "   ", "nothing known here", "\N{ZERO WIDTH NON-JOINER}", "؟!"])
def test_a_text_without_known_tokens_is_the_zero_vector(embedder: StaticEmbedder, text: str) -> None:
    assert embedder.embed_query(text, language=EN).tolist() == [0, 0, 0, 0]
    assert embedder.embed_passages([text], languages=[EN]).tolist() == [[0, 0, 0, 0]]


def test_no_passages_give_no_rows(embedder: StaticEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 4)


def test_unknown_tokens_are_left_out_of_ids(embedder: StaticEmbedder) -> None:
    ids = embedder.token_ids("the unheard-of shop", language=EN)
    assert ids.dtype == np.uint16
    assert ids.tolist() == [6, 1]
    flat, offsets = embedder.token_ids_of(["the shop", "zzz", "kanał"], languages=[EN, EN, PL])
    assert flat.tolist() == [6, 1, 5]
    assert offsets.tolist() == [0, 2, 2, 3]


def test_as_many_languages_as_texts_are_needed(embedder: StaticEmbedder) -> None:
    with pytest.raises(ValueError, match="2 texts but 1 languages"):
        embedder.embed_passages(["a", "b"], languages=[EN])


def test_the_language_decides_the_folding() -> None:
    assert fold("Kanał", PL) == fold("Kanały", PL) == fold("Kanał", None) == "kanal"
    assert fold("القنوات", AR) == fold("قناة", AR)
    assert fold("Shops, shopping!", EN) == "shop shop"


def test_words_are_form_and_stem(embedder: StaticEmbedder) -> None:
    assert embedder.words("The Shops; kanałów?", language=EN) == [
        ("the", "the"),
        ("shops", "shop"),
        ("kanalow", "kanalow"),
    ]


def test_a_words_vector_and_weight_are_the_sums_of_its_tokens(embedder: StaticEmbedder) -> None:
    vectors = embedder.word_vectors(["kanal", "zzz", "shop", "kanal"])
    assert vectors == pytest.approx(np.array([[0, 0, 0.8, 0.6], [0] * 4, [1, 0, 0, 0], [0, 0, 0.8, 0.6]]), abs=1e-3)
    assert embedder.word_weights(["kanal", "zzz", "shop", "kanal"]).tolist() == [9, 0, 4, 9]
    assert embedder.word_vectors([]).shape == (0, 4)
    assert embedder.word_weights([]).shape == (0,)


def test_what_is_remembered_is_bounded_and_never_wrong(
    embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "_MOST_REMEMBERED", 3)
    for stems in (["shop", "a", "b", "c", "d"], ["the", "shop"], ["e", "kanal"], ["shop", "kanal", "f", "g"]):
        expected = [WEIGHTS[WORDS.index(stem)] if stem in WORDS else 0 for stem in stems]
        assert embedder.word_weights(stems) == pytest.approx(expected)


def test_late_weights_come_from_the_file_and_the_unknown_token_has_none(embedder: StaticEmbedder) -> None:
    assert embedder.token_weights.tolist() == [0, *WEIGHTS[1:].tolist()]


def test_without_stored_weights_the_squared_length_is_the_weight(tmp_path: Path) -> None:
    bare = StaticEmbedder(write_model(tmp_path / "bare", late_weights=False, dtype=np.float32))
    assert bare.token_weights[1:] == pytest.approx((VECTORS[1:] ** 2).sum(axis=1), rel=1e-6)
    assert bare.token_weights[0] == 0


def test_the_matrix_is_mapped_not_copied(embedder: StaticEmbedder) -> None:
    base: object = embedder.token_vectors
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)
    assert not embedder.token_vectors.flags.writeable


def test_the_hash_changes_with_weights_and_with_tokenizer(tmp_path: Path) -> None:
    first = StaticEmbedder(write_model(tmp_path / "a")).content_hash
    assert first == StaticEmbedder(write_model(tmp_path / "b")).content_hash
    assert first != StaticEmbedder(write_model(tmp_path / "c", dtype=np.float32)).content_hash
    tokenizer = tmp_path / "b" / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8").replace('"sklep"', '"sklepy"'), encoding="utf-8")
    assert first != StaticEmbedder(tmp_path / "b").content_hash
    assert len(first) == 64


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_named_with_the_next_step(tmp_path: Path, file: str) -> None:
    directory = write_model(tmp_path / "small")
    (directory / file).unlink()
    with pytest.raises(EmbedderError, match="missing") as caught:
        load_embedder(str(directory))
    assert caught.value.where.endswith(file)
    assert "indexer.training" in caught.value.next_step


@pytest.mark.parametrize(
    "content",
    [b"", b"\x05", b"\xff" * 64, b"\x02\x00\x00\x00\x00\x00\x00\x00{}", b"\x08\x00\x00\x00\x00\x00\x00\x00not json"],
)
def test_damaged_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    directory = write_model(tmp_path / "small")
    (directory / "model.safetensors").write_bytes(content)
    with pytest.raises(EmbedderError, match="not a usable model file"):
        load_embedder(str(directory))


def test_cut_weights_are_refused(tmp_path: Path) -> None:
    directory = write_model(tmp_path / "small")
    whole = (directory / "model.safetensors").read_bytes()
    (directory / "model.safetensors").write_bytes(whole[:-10])
    with pytest.raises(EmbedderError, match="not a usable model file"):
        load_embedder(str(directory))


def test_a_damaged_tokenizer_is_refused(tmp_path: Path) -> None:
    directory = write_model(tmp_path / "small")
    (directory / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(EmbedderError, match=r"tokenizer\.json: not a usable model file"):
        load_embedder(str(directory))


def test_mapped_tensors_equal_those_written(tmp_path: Path) -> None:
    tensors = map_safetensors(write_model(tmp_path / "small") / "model.safetensors")
    assert sorted(tensors) == ["embedding.weight", "late_weights"]
    assert tensors["embedding.weight"].tolist() == VECTORS.astype(np.float16).tolist()


def test_a_model_trained_on_something_else_is_refused(tmp_path: Path) -> None:
    directory = write_model(tmp_path / "small")
    (directory / "manba.json").write_text('{"text": "search form"}', encoding="utf-8")
    with pytest.raises(EmbedderError, match="trained on 'search form' by another version"):
        load_embedder(str(directory))
