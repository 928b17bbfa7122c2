"""Trying a sealed snapshot out before it serves: what it finds must be there, word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.domain import Article
from indexer.errors import ManbaError, SnapshotError
from indexer.index.manifest import Manifest
from indexer.index.segment import Segment
from indexer.index.snapshot import SnapshotStore
from indexer.models_in_use import Models

_MOST_QUESTIONS = 4
_LOOKED_AT = 10


def try_out(
    store: SnapshotStore,
    manifest: Manifest,
    models: Models,
    *,
    articles: Sequence[Article],
    opened: Mapping[str, Segment],
) -> None:
    """Open the snapshot as a server would and search it for the titles of some of `articles`, which it holds.

    `opened` are segments that need not be opened again, by the name of their snapshot.

    Raises SnapshotError, and the snapshot is not to serve, when it cannot be opened, finds nothing at all, or what it
    finds is not in the source where it says.
    """
    from indexer.knowledge import open_view

    view = open_view(store, manifest, models, opened=opened)
    where = str(store.path(manifest.name))
    step = max(1, len(articles) // _MOST_QUESTIONS)
    asked = [article.title for article in articles[::step]][:_MOST_QUESTIONS]
    found = 0
    for title in asked:
        try:
            hits = view.search(title[:200], top_k=_LOOKED_AT)
        except ManbaError:
            # A title of punctuation alone is no question.
            found += 1
            continue
        found += bool(hits)
        for hit in hits:
            source = view.article(hit.article.id).source
            if hit.passage.span.of(source) != hit.passage.text:
                raise SnapshotError(
                    where=where,
                    what=f"passage {hit.passage.id} is not in its article where it should be",
                    next_step=_next_step(store.folder),
                )
    if asked and not found:
        raise SnapshotError(
            where=where, what=f"a search for {asked[0]!r} finds nothing", next_step=_next_step(store.folder)
        )


def _next_step(index: Path) -> str:
    return f"the snapshot before serves on; run: manba build --whole --index {index}"
