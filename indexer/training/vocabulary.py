"""One Unigram vocabulary over all languages, trained on folded text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode
from indexer.embedding.static import UNKNOWN

MAX_PIECE_LENGTH = 16
WORD_MARK = "\N{LOWER ONE EIGHTH BLOCK}"


def train_vocabulary(
    texts: Mapping[LanguageCode, Sequence[str]], *, size: int, characters_per_language: int, seed: int
) -> Any:
    """A `tokenizers.Tokenizer` of at most `size` pieces; piece 0 is the unknown one.

    Each language gives as many characters as the others (up to `characters_per_language`, drawn at random), so that
    none is cut into smaller pieces than the rest. The tokenizer folds nothing: what it sees are stems.
    """
    from tokenizers import Tokenizer, models, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = _pre_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=MAX_PIECE_LENGTH,
        show_progress=False,
    )
    sample = list(_balanced(texts, characters_per_language=characters_per_language, seed=seed))
    tokenizer.train_from_iterator(sample, trainer=trainer)
    return tokenizer


def _pre_tokenizer() -> Any:
    """Words at white space, each marked as a beginning: a token without the mark goes on with a word."""
    from tokenizers import pre_tokenizers

    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=WORD_MARK, prepend_scheme="always", split=False),
        ]
    )


def _balanced(texts: Mapping[LanguageCode, Sequence[str]], *, characters_per_language: int, seed: int) -> Iterator[str]:
    for number, code in enumerate(sorted(texts)):
        of_language = texts[code]
        order = np.random.default_rng([seed, number]).permutation(len(of_language))
        left = characters_per_language
        for index in order:
            if left <= 0:
                break
            left -= len(of_language[index])
            yield of_language[index]


def encode_all(
    tokenizer: Any, texts: Sequence[str], *, at_once: int = 20_000
) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Token ids of all texts one after the other, unknown ones left out, and their offsets (one more than texts)."""
    unknown = tokenizer.token_to_id(UNKNOWN)
    parts: list[NDArray[np.uint16]] = []
    lengths: list[NDArray[np.int64]] = []
    for first in range(0, len(texts), at_once):
        encodings = tokenizer.encode_batch(list(texts[first : first + at_once]), add_special_tokens=False)
        ids = [encoding.ids for encoding in encodings]
        counts = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        flat = np.fromiter(chain.from_iterable(ids), dtype=np.uint16, count=int(counts.sum()))
        known = flat != unknown
        parts.append(flat[known])
        lengths.append(np.bincount(np.repeat(np.arange(len(ids)), counts)[known], minlength=len(ids)))
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    if parts:
        np.cumsum(np.concatenate(lengths), out=offsets[1:])
    return (np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint16)), offsets
