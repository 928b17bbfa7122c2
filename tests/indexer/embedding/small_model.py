"""A tiny model of token vectors with a vocabulary and vectors one can reckon with by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = ("[UNK]", "shop", "sklep", "store", "channel", "kanal", "the")
VECTORS: NDArray[np.float32] = np.array(
    [
        [9, 9, 9, 9],  # the unknown token: must never count
        [2, 0, 0, 0],
        [1, 0, 0, 0],
        [0.6, 0.8, 0, 0],
        [0, 0, 3, 0],
        [0, 0, 2.4, 1.8],
        [0, 0, 0, 0.1],
    ],
    dtype=np.float32,
)
WEIGHTS = np.array([5, 4, 1, 1, 9, 9, 0.01], dtype=np.float32)


def write_model(directory: Path, *, late_weights: bool = True, dtype: type = np.float16) -> Path:
    """A model directory in the format of the built-in model, on the words above."""
    directory.mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(directory / "tokenizer.json"))
    tensors = {"embedding.weight": VECTORS.astype(dtype)}
    if late_weights:
        tensors["late_weights"] = WEIGHTS
    save_file(tensors, directory / "model.safetensors")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}]
    (directory / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (directory / "manba.json").write_text(json.dumps({"text": "stems"}), encoding="utf-8")
    return directory
