"""The model being trained, its checkpoints, and its export in sentence-transformers' StaticEmbedding format."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding.loading import FOLDED_MARK
from indexer.embedding.static import LATE_WEIGHTS_KEY, TOKENIZER_FILE, VECTORS_KEY, WEIGHTS_FILE
from indexer.training.losses import Batch
from indexer.training.optimiser import RowAdam

UNKNOWN_ID = 0
FIRST_SPREAD = 0.05


class Model:
    """Token vectors and the logarithms of their late-interaction weights, with the optimiser of each."""

    def __init__(self, *, tokens: int, dimension: int, seed: int) -> None:
        """Random vectors of small length: a token seen rarely then keeps a small say."""
        import torch

        generator = torch.Generator().manual_seed(seed)
        self.vectors = RowAdam(torch.randn(tokens, dimension, generator=generator) * FIRST_SPREAD)
        self.log_weights = RowAdam(torch.zeros(tokens))

    def weights_from_lengths(self) -> None:
        """Start the late-interaction weights from the squared lengths, scaled to a median of 1."""
        squares = self.vectors.values.square().sum(dim=1).clamp_min(1e-8).log()
        self.log_weights.values.copy_(squares - squares.median())

    def local(self, batch: Batch) -> tuple[Any, Any]:
        """Copies of the batch's vectors and log weights that gather gradients."""
        import torch

        rows = torch.from_numpy(batch.tokens)
        vectors = self.vectors.values[rows].requires_grad_()
        log_weights = self.log_weights.values[rows].requires_grad_()
        return vectors, log_weights

    def learn(self, batch: Batch, vectors: Any, log_weights: Any, *, rate: float, weight_rate: float) -> None:
        """One optimiser step from the gradients that `vectors` and `log_weights` of `local` gathered."""
        import torch

        rows = torch.from_numpy(batch.tokens)
        with torch.no_grad():
            if vectors.grad is not None and rate > 0:
                self.vectors.step(rows, vectors.grad, rate=rate)
            if log_weights.grad is not None and weight_rate > 0:
                self.log_weights.step(rows, log_weights.grad, rate=weight_rate)

    def arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Vectors (tokens, dimension) and late-interaction weights (tokens,), those of the unknown token zero."""
        vectors = self.vectors.values.numpy().copy()
        weights = np.exp(self.log_weights.values.numpy())
        vectors[UNKNOWN_ID] = 0
        weights[UNKNOWN_ID] = 0
        return vectors, weights.astype(np.float32)


def save_checkpoint(file: Path, model: Model, *, done: str) -> None:
    """Keep the model and what of the recipe is `done`; the file is replaced whole or not at all."""
    import torch

    beside = file.with_suffix(".new")
    torch.save({"done": done, "vectors": model.vectors.state(), "log_weights": model.log_weights.state()}, beside)
    beside.replace(file)


def load_checkpoint(file: Path, model: Model) -> str:
    """Bring the model to the state in `file` and say what was done; "" when there is no file."""
    import torch

    if not file.is_file():
        return ""
    state = torch.load(file, weights_only=True)
    model.vectors.restore(state["vectors"])
    model.log_weights.restore(state["log_weights"])
    return str(state["done"])


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
        FOLDED_MARK: _json({"text": "search form", "dimension": int(scaled.shape[1]), **about}),
        "README.md": card.encode("utf-8"),
    }
    for name, content in files.items():
        beside = directory / f".{name}.new"
        beside.write_bytes(content)
        os.replace(beside, directory / name)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
