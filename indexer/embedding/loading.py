"""From a setting to an Embedder: the built-in model, or any sentence-transformers model by name or path."""

from __future__ import annotations

import json
from pathlib import Path

from indexer.embedding.base import Embedder
from indexer.embedding.static import StaticEmbedder
from indexer.embedding.transformer import TransformerEmbedder
from indexer.errors import EmbedderError

BUILT_IN = "built-in"
MODELS = Path(__file__).resolve().parent.parent / "models"
DEFAULT_MODEL = "manba-static-v2"
# Written beside a model that was trained on the stems of our languages: such a model takes them only.
FOLDED_MARK = "manba.json"
FOLDED_TEXT = "stems"


def load_embedder(name_or_path: str | None = None) -> Embedder:
    """The embedder a person named: None or "built-in" is the model in the repository.

    A directory that holds a model trained here is opened without torch as well; anything else goes to
    sentence-transformers, as a directory or a name. Raises EmbedderError when the model cannot be had.
    """
    if name_or_path is None or name_or_path == BUILT_IN:
        return StaticEmbedder(MODELS / DEFAULT_MODEL)
    directory = Path(name_or_path)
    if is_our_model(directory):
        return StaticEmbedder(directory)
    return TransformerEmbedder(name_or_path)


def is_our_model(directory: Path) -> bool:
    """Whether `directory` holds a model trained by `indexer.training`, on the stems of our languages.

    EmbedderError for one that was trained on something else by an older version.
    """
    mark = directory / FOLDED_MARK
    if not mark.is_file():
        return False
    text = json.loads(mark.read_text(encoding="utf-8")).get("text")
    if text != FOLDED_TEXT:
        raise EmbedderError(
            where=str(directory),
            what=f"the model was trained on {text!r} by another version of manba, this one gives it {FOLDED_TEXT!r}",
            next_step="train it anew: python -m indexer.training --help; or use the embedder 'built-in'",
        )
    return True
