"""The vocabulary: its size, its pieces within and without compounds, unknown letters, balance between languages."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.domain import LanguageCode
from indexer.training.vocabulary import encode_all, train_vocabulary

EN, PL, FA = LanguageCode.ENGLISH, LanguageCode.POLISH, LanguageCode.PERSIAN
ENGLISH = [
    "the shop has a channel",
    "a workshop and a shop",
    "channel by channel, 12 shops",
    "the work has a shop",
] * 50
POLISH = ["sklep ma kanal", "kanal w sklepie", "wielokanalowy sklep, 345 kanalow"] * 50


@pytest.fixture(scope="module")
def tokenizer() -> object:
    return train_vocabulary({EN: ENGLISH, PL: POLISH}, size=120, characters_per_language=100_000, seed=1)


def pieces(tokenizer: object, text: str) -> list[str]:
    return tokenizer.encode(text, add_special_tokens=False).tokens  # type: ignore[attr-defined]


def test_a_noun_is_one_piece_alone_and_in_a_compound(tokenizer: object) -> None:
    assert pieces(tokenizer, "shop") == ["shop"]
    assert pieces(tokenizer, "workshop")[-1] == "shop"


def test_digits_and_punctuation_stand_apart(tokenizer: object) -> None:
    assert "".join(pieces(tokenizer, "shop12,345")) == "shop12,345"
    assert pieces(tokenizer, "shop,shop")[1] == ","
    assert not any(
        piece.isalnum() and not piece.isalpha() and not piece.isdigit() for piece in pieces(tokenizer, "shop12")
    )


def test_unknown_letters_are_left_out_of_the_table(tokenizer: object) -> None:
    ids, offsets = encode_all(tokenizer, ["shop", "", "漢字", "漢 shop 字 shop"], at_once=3)
    assert ids.dtype == np.uint16
    assert offsets.tolist() == [0, 1, 1, 1, 3]
    assert len(set(ids.tolist())) == 1
    assert 0 not in ids.tolist()


def test_no_text_is_no_token(tokenizer: object) -> None:
    ids, offsets = encode_all(tokenizer, [])
    assert (ids.tolist(), offsets.tolist()) == ([], [0])


def test_a_language_with_little_text_keeps_its_words_whole() -> None:
    rng = np.random.default_rng(0)
    made_up = ["".join(rng.choice(list("abcdefghij"), size=7)) for _ in range(400)]
    much = [" ".join(rng.choice(made_up, size=8)) for _ in range(4_000)]
    # The trainer considers a word as a piece when it is found in two words or more.
    persian = ["فروشگاه ما کانال دارد", "کانالها و فروشگاهها", "دارد کانال ما", "فروشگاهی دارد کانالی"] * 25
    texts = {EN: much, FA: persian}
    balanced = train_vocabulary(texts, size=260, characters_per_language=2_000, seed=1)
    assert pieces(balanced, "فروشگاه کانال") == ["فروشگاه", "کانال"]
