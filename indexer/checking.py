"""What the indexer makes of one article, for editors: passages, Concepts, and which name means which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from indexer.articles.reading import read_text
from indexer.concepts import ConceptReading, Glossary, read_concepts, with_concepts
from indexer.domain import ParsedArticle, Passage
from indexer.passages import split_passages

Names = dict[str, dict[str, list[int]]]
"""Names as written, lower case, and the lines they stand in by how it was decided what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An article with its passages and the Concepts read in it; `front_matter` is as it was found, all scalars texts.

    `warnings` are all there are for its editor.
    """

    parsed: ParsedArticle
    passages: tuple[Passage, ...]
    reading: ConceptReading
    warnings: tuple[str, ...]
    front_matter: Mapping[str, Any] = field(default_factory=dict)

    def names(self) -> dict[str | None, Names]:
        """For each Concept (None: those that stayed ambiguous) its names; what means no Concept is left out."""
        found: dict[str | None, Names] = {}
        source = self.parsed.article.source
        for mention, line in zip(self.reading.mentions, self.reading.lines, strict=True):
            if mention.concept is None and not mention.is_open:
                continue
            name = " ".join(mention.span.of(source).split()).lower()
            found.setdefault(mention.concept, {}).setdefault(name, {}).setdefault(mention.decision.value, []).append(
                line
            )
        open_last = sorted(found, key=lambda concept: (concept is None, concept or ""))
        return {concept: found[concept] for concept in open_last}


def check_parsed(
    parsed: ParsedArticle, glossary: Glossary, *, front_matter: Mapping[str, Any] | None = None
) -> Checked:
    """What the indexer makes of `parsed` with the Concepts of `glossary`."""
    reading = read_concepts(parsed, glossary)
    return Checked(
        parsed=parsed,
        passages=with_concepts(split_passages(parsed), parsed, reading, glossary),
        reading=reading,
        warnings=parsed.warnings,
        front_matter=front_matter or {},
    )


def front_matter_as_found(raw: bytes, *, origin: str) -> dict[str, Any]:
    """The front matter of a file that can be read, each value as it is written there; ArticleError as `read_text`."""
    header = read_text(raw, origin=origin, max_bytes=len(raw)).header
    # BaseLoader makes nothing but texts, lists and mappings.
    found = yaml.load(header, Loader=yaml.BaseLoader) if header else None  # noqa: S506
    return dict(found) if isinstance(found, dict) else {}
