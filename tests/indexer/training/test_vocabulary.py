"""The vocabulary: its pieces, words apart, unknown letters, balance between languages."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.domain import LanguageCode
from indexer.training.vocabulary import WORD_MARK, encode_all, train_vocabulary

AR, EN, FA, PL = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
ENGLISH = [
    "the shop has a channel",
    "a workshop and a shop",
    "channel by channel, 12 shops",
    "the work has a shop",
] * 50
ARABIC = ["القنوات والقنوات قنوات", "بالقنوات قنوات العملاء عملاء", "بالا الف"] * 50
PERSIAN = ["کانال کانالها کانالهای", "بالا الف"] * 50
POLISH = ["sklep ma kanal", "kanal w sklepie", "wielokanalowy sklep, 345 kanalow"] * 50


@pytest.fixture(scope="module")
def tokenizer() -> object:
    return train_vocabulary(
        {AR: ARABIC, EN: ENGLISH, FA: PERSIAN, PL: POLISH}, size=160, characters_per_language=100_000, seed=1
    )


def pieces(tokenizer: object, text: str) -> list[str]:
    return tokenizer.encode(text, add_special_tokens=False).tokens  # type: ignore[attr-defined]


def words(tokenizer: object, text: str) -> str:
    return "".join(pieces(tokenizer, text)).replace(WORD_MARK, " ").strip()


def test_a_noun_is_one_piece(tokenizer: object) -> None:
    assert pieces(tokenizer, "shop") == [f"{WORD_MARK}shop"]
    assert pieces(tokenizer, "shop shop") == [f"{WORD_MARK}shop"] * 2


def test_words_stand_apart_and_each_begins_with_the_mark(tokenizer: object) -> None:
    text = "shops wielokanalowy shop12 کانالهای"
    assert words(tokenizer, text).split() == text.split()
    found = pieces(tokenizer, text)
    assert len(found) > 4
    assert sum(piece.startswith(WORD_MARK) for piece in found) == 4


def test_unknown_letters_are_left_out_of_the_table(tokenizer: object) -> None:
    ids, offsets = encode_all(tokenizer, ["shop", "", "漢字", "漢 shop 字 shop"], at_once=3)
    assert ids.dtype == np.uint16
    # The mark of a word stays where all its letters are unknown.
    assert offsets.tolist() == [0, 1, 1, 2, 6]
    (shop, *_) = ids.tolist()
    assert ids.tolist().count(shop) == 3
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
    assert pieces(balanced, "فروشگاه کانال") == [f"{WORD_MARK}فروشگاه", f"{WORD_MARK}کانال"]
