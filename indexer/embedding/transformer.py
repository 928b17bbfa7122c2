"""Any sentence-transformers model as an Embedder. Importing it takes seconds, so it happens when a model is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode
from indexer.embedding.interaction import unit_rows
from indexer.errors import EmbedderError

_QUERY_PROMPTS = ("query", "search_query", "question")
_PASSAGE_PROMPTS = ("passage", "document", "search_document", "text")
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx", "*.json", "*.txt", "*.model")


class TransformerEmbedder:
    """A sentence-transformers model: original text in, with the prompts the model itself names, unit vectors out."""

    def __init__(self, name: str) -> None:
        """Load the model `name`, a directory or a name of the model hub.

        Raises EmbedderError when sentence-transformers or the model cannot be had.
        """
        self._model = _load(name)
        self._path = Path(name)
        self.name = self._path.name if self._path.is_dir() else name
        prompts: dict[str, str] = dict(getattr(self._model, "prompts", {}) or {})
        self.query_prompt = _first(prompts, _QUERY_PROMPTS)
        self.passage_prompt = _first(prompts, _PASSAGE_PROMPTS)
        self.dimension = int(np.asarray(self._model.encode([""], show_progress_bar=False)).shape[1])

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of every weight of the loaded model and of the prompts."""
        digest = hashlib.sha256(f"{self.query_prompt}\0{self.passage_prompt}\0{self.dimension}".encode())
        if self._path.is_dir():
            for file in sorted({file for pattern in _WEIGHTS for file in self._path.rglob(pattern)}):
                digest.update(str(file.relative_to(self._path)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        else:
            digest.update(self.name.encode())
            for key, value in sorted(self._model.state_dict().items()):
                digest.update(key.encode())
                digest.update(value.detach().cpu().float().numpy().tobytes())
        return digest.hexdigest()

    def embed_query(self, question: str, *, language: LanguageCode | None = None) -> NDArray[np.float32]:  # noqa: ARG002
        """The unit vector of a question, shape (dimension,); the model sees the text as typed."""
        return np.asarray(self._encode([question], prompt=self.query_prompt)[0], dtype=np.float32)

    def embed_passages(
        self,
        passages: Sequence[str],
        *,
        languages: Sequence[LanguageCode] | None = None,  # noqa: ARG002
    ) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(passages), dimension); the model sees the texts as written."""
        if not len(passages):
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._encode(passages, prompt=self.passage_prompt)

    def _encode(self, texts: Sequence[str], *, prompt: str) -> NDArray[np.float32]:
        vectors = self._model.encode(list(texts), prompt=prompt or None, show_progress_bar=False, convert_to_numpy=True)
        # Some models give NaN for a text without tokens; such a text is like nothing.
        return unit_rows(np.nan_to_num(np.asarray(vectors, dtype=np.float32), nan=0.0))


def _first(prompts: dict[str, str], names: Sequence[str]) -> str:
    return next((prompts[name] for name in names if prompts.get(name)), "")


def _load(name: str) -> Any:
    path = Path(name)
    # A name on a hub is `name` or `owner/name`; anything else can only be a directory.
    if not path.is_dir() and (path.is_absolute() or name.startswith(".") or len(path.parts) > 2):
        raise EmbedderError(
            where=name,
            what="there is no such model directory",
            next_step="give a directory saved by sentence-transformers, a model's name, or 'built-in'",
        )
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            where=name,
            what="the package sentence-transformers is not installed",
            next_step="install it with: pip install sentence-transformers; or use the embedder 'built-in'",
        ) from error
    try:
        return SentenceTransformer(name)
    except Exception as error:
        # The library raises OSError, ValueError, and errors of whatever HTTP client it uses this year.
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EmbedderError(
            where=name,
            what=f"the model cannot be loaded ({reason[:200]})",
            next_step="check the name and the network, download the model beforehand and give its directory, "
            "or use the embedder 'built-in'",
        ) from error
