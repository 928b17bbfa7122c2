"""What makes passages out of articles, in a few letters: when it changes, every article is indexed anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import orjson

from indexer.concepts import Glossary
from indexer.index.manifest import Manifest
from indexer.languages import FORM_VERSION
from indexer.models_in_use import Models

# The rooms whose code decides what an article's passages are and how they are written.
_ROOMS = ("articles", "concepts", "embedding", "index", "languages", "passages")


def recipe_of(glossary: Glossary) -> str:
    """What of the code and of `glossary` passages depend on, as 32 hex digits."""
    digest = hashlib.blake2b(_code(), digest_size=16)
    digest.update(orjson.dumps(glossary.entries, option=orjson.OPT_SORT_KEYS))
    return digest.hexdigest()


def fits(manifest: Manifest, models: Models, glossary: Glossary) -> bool:
    """Whether what is made now may lie on a snapshot: one model, one glossary, one version of the code."""
    return (
        manifest.recipe == recipe_of(glossary)
        and manifest.search_form == FORM_VERSION
        and manifest.embedder["content_hash"] == models.embedder.content_hash
        and manifest.word_model["content_hash"] == models.word_model.content_hash
    )


@cache
def _code() -> bytes:
    """The code's own digest, so that an index made by another version of manba is never half reused."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).resolve().parent.parent
    for path in (package / "domain.py", *(path for room in _ROOMS for path in sorted((package / room).glob("*.py")))):
        digest.update(path.read_bytes())
    return digest.digest()
