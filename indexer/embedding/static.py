"""The built-in model: one vector per token, read from sentence-transformers' StaticEmbedding format without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode
from indexer.embedding.base import TokenIds
from indexer.embedding.folding import words_of
from indexer.embedding.interaction import unit_rows
from indexer.errors import EmbedderError

WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
VECTORS_KEY = "embedding.weight"
LATE_WEIGHTS_KEY = "late_weights"
UNKNOWN = "[UNK]"
# So many token vectors of 384 numbers are 3 megabytes: what fits a processor's cache is averaged in half the time.
_TOKENS_AT_ONCE = 1 << 11
# Distinct words, some 200 bytes each.
_MOST_REMEMBERED = 100_000
_FEW = 16


class StaticEmbedder:
    """Averages token vectors for an embedding, sums those of a word for late interaction.

    The matrix is memory-mapped, so workers on one machine share it. What the model sees of a text are the stems of its
    words (`indexer.embedding.folding`); the tokens of each are remembered, since most words of a text were met before.
    """

    def __init__(self, directory: Path) -> None:
        """Open the model in `directory`.

        Raises EmbedderError when a file is missing or is not what it should be.
        """
        from tokenizers import Tokenizer

        for file in (WEIGHTS_FILE, TOKENIZER_FILE):
            if not (directory / file).is_file():
                raise EmbedderError(
                    where=str(directory / file),
                    what="the model's file is missing",
                    next_step="restore it from the repository, or train the model: python -m indexer.training --help",
                )
        self.directory = directory
        self.name = directory.name
        tensors = map_safetensors(directory / WEIGHTS_FILE)
        try:
            self._tokenizer: Any = Tokenizer.from_file(str(directory / TOKENIZER_FILE))
        except Exception as error:  # the package raises plain Exception
            raise _broken(directory / TOKENIZER_FILE, str(error)) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        vectors = tensors.get(VECTORS_KEY)
        size = self._tokenizer.get_vocab_size()
        if vectors is None or vectors.ndim != 2 or len(vectors) != size:
            shape = "nothing" if vectors is None else str(vectors.shape)
            raise _broken(directory / WEIGHTS_FILE, f"{VECTORS_KEY} is {shape}, the tokenizer has {size} tokens")
        self._vectors: NDArray[np.floating[Any]] = vectors
        self.dimension = int(vectors.shape[1])
        self._unknown: int | None = self._tokenizer.token_to_id(UNKNOWN)
        self._id_type: type[np.unsignedinteger[Any]] = np.uint16 if size <= 1 << 16 else np.uint32
        stored = tensors.get(LATE_WEIGHTS_KEY)
        self._weights = (
            np.array(stored, dtype=np.float32)
            if stored is not None
            else np.einsum("ij,ij->i", vectors, vectors, dtype=np.float32)
        )
        if self._unknown is not None:
            self._weights[self._unknown] = 0
        self._tokens: dict[str, tuple[int, ...]] = {}

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 in hex of the weights' file and the tokenizer's file."""
        digest = hashlib.sha256()
        for file in (WEIGHTS_FILE, TOKENIZER_FILE):
            with (self.directory / file).open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()

    @property
    def token_vectors(self) -> NDArray[np.floating[Any]]:
        """The stored matrix, shape (vocabulary, dimension), memory-mapped; a row's length is its weight in the mean."""
        return self._vectors

    @property
    def token_weights(self) -> NDArray[np.float32]:
        """How much each token says in late interaction, shape (vocabulary,); 0 for the unknown token."""
        return self._weights

    def embed_query(self, question: str, *, language: LanguageCode | None = None) -> NDArray[np.float32]:
        """The unit vector of a question, shape (dimension,); zeros when the model knows none of its tokens."""
        ids = self.token_ids(question, language=language)
        mean = self._vectors[ids].astype(np.float32).sum(axis=0)
        length = float(np.sqrt(mean @ mean))
        return np.asarray(mean / length if length > 0 else mean, dtype=np.float32)

    def embed_passages(
        self, passages: Sequence[str], *, languages: Sequence[LanguageCode] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(passages), dimension); a row of zeros where no token is known."""
        ids, offsets = self.token_ids_of(passages, languages=languages)
        return self.embed_tokens(ids, offsets)

    def embed_tokens(self, ids: TokenIds, offsets: NDArray[np.integer[Any]]) -> NDArray[np.float32]:
        """Unit vectors of texts given as token ids, text i at `ids[offsets[i]:offsets[i + 1]]`."""
        sums = np.zeros((len(offsets) - 1, self.dimension), dtype=np.float32)
        first = 0
        while first < len(sums):
            # At least one text at a time, then as many as fit.
            last = int(np.searchsorted(offsets, offsets[first] + _TOKENS_AT_ONCE, side="right")) - 1
            last = min(max(last, first + 1), len(sums))
            bounds = np.asarray(offsets[first : last + 1], dtype=np.int64)
            filled = np.flatnonzero(bounds[1:] > bounds[:-1])
            if len(filled):
                rows = self._vectors[ids[bounds[0] : bounds[-1]]].astype(np.float32)
                sums[first + filled] = np.add.reduceat(rows, bounds[filled] - bounds[0], axis=0)
            first = last
        return unit_rows(sums)

    def token_ids(self, text: str, *, language: LanguageCode | None = None) -> TokenIds:
        """Ids of the known tokens of `text`, in order; 16 bits wide where the vocabulary allows."""
        stems = [stem for _, stem in words_of(text, language)]
        return self._tokens_of_words(stems)[0]

    def token_ids_of(
        self, texts: Sequence[str], *, languages: Sequence[LanguageCode] | None = None
    ) -> tuple[TokenIds, NDArray[np.int64]]:
        """The ids of many texts one after the other, and `offsets`: text i is `ids[offsets[i]:offsets[i + 1]]`."""
        if languages is not None and len(languages) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(languages)} languages")
        codes: Sequence[LanguageCode | None] = languages if languages is not None else [None] * len(texts)
        stems = [[stem for _, stem in words_of(text, code)] for text, code in zip(texts, codes, strict=True)]
        tokens = self._tokens_of(chain.from_iterable(stems))
        known = [[token for stem in of_text for token in tokens[stem]] for of_text in stems]
        offsets = np.zeros(len(known) + 1, dtype=np.int64)
        np.cumsum([len(ids) for ids in known], out=offsets[1:])
        flat: TokenIds = np.fromiter(chain.from_iterable(known), dtype=self._id_type, count=int(offsets[-1]))
        return flat, offsets

    def words(self, text: str, *, language: LanguageCode | None = None) -> list[tuple[str, str]]:
        """Form (search form) and stem of each word of `text`, in order."""
        return words_of(text, language)

    def word_vectors(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of words, (stems, dimension); a row of zeros where no part of a word is known."""
        ids, offsets = self._tokens_of_words(stems)
        return self.embed_tokens(ids, offsets)

    def word_weights(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """How much each word says in late interaction, (stems,): the sum of what its tokens say."""
        ids, offsets = self._tokens_of_words(stems)
        sums = np.concatenate([[0], np.cumsum(self._weights[ids], dtype=np.float64)])
        return np.asarray(sums[offsets[1:]] - sums[offsets[:-1]], dtype=np.float32)

    def _tokens_of_words(self, stems: Sequence[str]) -> tuple[TokenIds, NDArray[np.int64]]:
        tokens = self._tokens_of(stems)
        known = [tokens[stem] for stem in stems]
        offsets = np.fromiter(accumulate(map(len, known), initial=0), dtype=np.int64, count=len(known) + 1)
        return np.fromiter(chain.from_iterable(known), dtype=self._id_type, count=int(offsets[-1])), offsets

    def _tokens_of(self, stems: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
        """The known tokens of each of `stems`; those never met before are cut in one go."""
        remembered = self._tokens
        wanted = dict.fromkeys(stems)
        fresh = [stem for stem in wanted if stem not in remembered]
        if fresh:
            # Sharing a few words out among threads costs more than cutting them.
            cut = (
                [self._tokenizer.encode(stem, add_special_tokens=False) for stem in fresh]
                if len(fresh) <= _FEW
                else self._tokenizer.encode_batch(fresh, add_special_tokens=False)
            )
            if len(remembered) + len(fresh) > _MOST_REMEMBERED:
                # Another thread may be reading what was remembered so far: it keeps its own object. So does a call with
                # more words than are to be remembered.
                remembered = {stem: remembered[stem] for stem in wanted if stem in remembered}
                self._tokens = remembered if len(wanted) <= _MOST_REMEMBERED else {}
            remembered.update(
                (stem, tuple(token for token in encoding.ids if token != self._unknown))
                for stem, encoding in zip(fresh, cut, strict=True)
            )
        return remembered


def map_safetensors(file: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a safetensors file as read-only arrays over the mapped file: nothing is copied.

    Layout: eight bytes with the header's length (little-endian), the header as JSON, the tensors.
    Raises EmbedderError when the file is not of that form.
    """
    types = {"F16": np.float16, "F32": np.float32, "F64": np.float64}
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(length).decode("utf-8"))
        header.pop("__metadata__", None)
        mapped = np.memmap(file, dtype=np.uint8, mode="r", offset=8 + length)
        return {
            name: np.asarray(mapped[slice(*entry["data_offsets"])]).view(types[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in header.items()
        }
    except (KeyError, MemoryError, OverflowError, TypeError, ValueError) as error:
        raise _broken(file, str(error) or type(error).__name__) from error


def _broken(file: Path, reason: str) -> EmbedderError:
    return EmbedderError(
        where=str(file),
        what=f"not a usable model file ({reason})",
        next_step="restore it from the repository, or train the model: python -m indexer.training --help",
    )
