"""The manifest of a snapshot: what it is made of, with the checksum of each of its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

FORMAT = 5
_MODEL_KEYS = frozenset({"name", "dimension", "content_hash"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot is made of.

    `search_form` is the version of the languages' search form its words were made with. `embedder` and
    `word_model` hold name, dimension and content hash of the models; `counts` numbers of things by
    name; `files` maps each file's name to its SHA-256 and size in bytes; `created` is ISO 8601 in UTC. `recipe` changes
    when the same articles would become other passages. `base` names the snapshot this one lies on, None for a whole
    one; `passages_on_base` says how many passages of its own it has then. `corpus` are the full paths of the folders
    and files it was built from, where they are known.
    """

    name: str
    created: str
    embedder: dict[str, Any]
    word_model: dict[str, Any]
    counts: dict[str, int]
    vectors: str
    search_form: int
    recipe: str = ""
    base: str | None = None
    passages_on_base: int = 0
    corpus: list[str] = field(default_factory=list)
    packages: dict[str, str] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def has_passages(self) -> bool:
        """Whether there is a segment in its folder: one that only removes articles has none."""
        return self.base is None or self.passages_on_base > 0

    def models(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The models' entries."""
        return self.embedder, self.word_model

    @classmethod
    def read(cls, content: bytes, *, name: str) -> Manifest:
        """The manifest in `content`, which is that of snapshot `name`; ValueError saying what is wrong with it."""
        try:
            values = orjson.loads(content)
            found = values["format"]
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"the manifest is damaged ({error})") from error
        if found != FORMAT:
            raise ValueError(f"the snapshot has format {found}, this version of manba reads {FORMAT}")
        try:
            manifest = cls(**values)
            complete = (
                manifest.name == name and bool(manifest.files) and all(map(_MODEL_KEYS.issubset, manifest.models()))
            )
        except (TypeError, AttributeError) as error:
            raise ValueError(f"the manifest is damaged ({error})") from error
        if not complete:
            raise ValueError("the manifest is damaged (incomplete)")
        return manifest
