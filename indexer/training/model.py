"""The model being trained, its checkpoints, and its export in sentence-transformers' StaticEmbedding format."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.loading import FOLDED_MARK, FOLDED_TEXT
from indexer.embedding.static import LATE_WEIGHTS_KEY, TOKENIZER_FILE, VECTORS_KEY, WEIGHTS_FILE
from indexer.training.losses import Batch
from indexer.training.optimiser import RowAdam

UNKNOWN_ID = 0
FIRST_SPREAD = 0.05


class Model:
    """Token vectors with their optimiser."""

    def __init__(self, *, tokens: int, dimension: int, seed: int) -> None:
        """Random vectors of small length: a token seen rarely then keeps a small say."""
        import torch

        generator = torch.Generator().manual_seed(seed)
        self.vectors = RowAdam(torch.randn(tokens, dimension, generator=generator) * FIRST_SPREAD)

    def local(self, batch: Batch) -> Any:
        """A copy of the batch's vectors that gathers gradients."""
        import torch

        return self.vectors.values[torch.from_numpy(batch.tokens)].requires_grad_()

    def learn(self, batch: Batch, vectors: Any, *, rate: float) -> None:
        """One optimiser step from the gradients that `vectors` of `local` gathered."""
        import torch

        with torch.no_grad():
            self.vectors.step(torch.from_numpy(batch.tokens), vectors.grad, rate=rate)

    def arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors (tokens, dimension) and late-interaction weights (tokens,), those of the unknown token zero.

        A token that says much grows long in the mean: its weight is the square of its length, 1 for a typical one.
        """
        vectors = self.vectors.values.numpy().copy()
        vectors[UNKNOWN_ID] = 0
        squares = np.einsum("ij,ij->i", vectors, vectors)
        return vectors, squares / np.float32(np.median(squares))


def save_checkpoint(file: Path, model: Model, *, done: int) -> None:
    """Keep the model and how many passes are `done`; the file is replaced whole or not at all."""
    import torch

    beside = file.with_suffix(".new")
    torch.save({"done": done, "vectors": model.vectors.state()}, beside)
    beside.replace(file)


def load_checkpoint(file: Path, model: Model) -> int:
    """Bring the model to the state in `file` and say how many passes were done; 0 when there is no file."""
    import torch

    if not file.is_file():
        return 0
    state = torch.load(file, weights_only=True)
    model.vectors.restore(state["vectors"])
    return int(state["done"])


def export(directory: Path, model: Model, tokenizer: Any, *, card: str, about: dict[str, Any]) -> None:
    """Write a model directory: weights in float16, tokenizer, sentence-transformers' module list, card and mark.

    Each file is written aside and renamed, so that a reader of an older model in the same place is not disturbed.
    """
    from safetensors.numpy import save

    directory.mkdir(parents=True, exist_ok=True)
    vectors, weights = model.arrays()
    # A mean does not change with the common length; this one keeps float16 far from its limits.
    typical = float(np.median(np.linalg.norm(vectors, axis=1)))
    scaled = (vectors / typical).astype(np.float16)
    files = {
        WEIGHTS_FILE: save({VECTORS_KEY: scaled, LATE_WEIGHTS_KEY: weights}),
        TOKENIZER_FILE: tokenizer.to_str(pretty=False).encode("utf-8"),
        "modules.json": _json(
            [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}]
        ),
        "config_sentence_transformers.json": _json(
            {
                "model_type": "SentenceTransformer",
                "prompts": {"query": "", "document": ""},
                "default_prompt_name": None,
                "similarity_fn_name": "cosine",
            }
        ),
        FOLDED_MARK: _json({"text": FOLDED_TEXT, "dimension": int(scaled.shape[1]), **about}),
        "README.md": card.encode("utf-8"),
    }
    for name, content in files.items():
        beside = directory / f".{name}.new"
        beside.write_bytes(content)
        os.replace(beside, directory / name)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
