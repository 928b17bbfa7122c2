"""A text looked at as the article it would be, as JSON: what was found in it, or why it cannot be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.editing.schemas import CheckResponse, FaultOut, NamingOut, PassageOut, ResidueOut
from api.problems import line_of
from indexer import ArticleError, direction_of

if TYPE_CHECKING:
    from indexer import Checked, Library


def check(library: Library, raw: bytes, *, article_id: str | None) -> CheckResponse:
    """What the indexer would make of `raw`; a text that cannot be used is an answer too, for whoever is typing it."""
    try:
        return present_checked(library.check(raw, article_id=article_id))
    except ArticleError as error:
        fault = FaultOut(line=line_of(error), what=error.what, next_step=error.next_step)
        return CheckResponse(usable=False, id=article_id, problems=(fault,))


def present_checked(checked: Checked) -> CheckResponse:
    """The JSON of what was found in a text."""
    article = checked.parsed.article
    return CheckResponse(
        usable=True,
        id=article.id,
        title=article.title,
        language=article.language,
        direction=direction_of(article.language),
        published=article.published,
        published_original=article.published_original,
        publisher=article.publisher,
        url=article.url,
        license=article.license,
        based_on=article.based_on,
        tags=article.tags,
        translations=article.translations,
        guessed=article.guessed,
        front_matter=dict(checked.front_matter),
        first_line=checked.parsed.first_line,
        residue=tuple(
            ResidueOut(
                line=item.line,
                reason=item.reason,
                start=item.span.start,
                end=item.span.end,
                text=item.span.of(article.source),
            )
            for item in checked.parsed.residue
        ),
        passages=tuple(
            PassageOut(
                id=passage.id,
                heading=passage.heading,
                start=passage.span.start,
                end=passage.span.end,
                text=passage.text,
                concepts=passage.concepts,
                sentences=len(passage.sentences),
            )
            for passage in checked.passages
        ),
        concepts=tuple(_namings(checked)),
        warnings=checked.warnings,
    )


def _namings(checked: Checked) -> list[NamingOut]:
    return [
        NamingOut(concept=concept, name=name, times=len(lines), decided=decision, lines=tuple(dict.fromkeys(lines)))
        for concept, names in checked.names().items()
        for name, how in names.items()
        for decision, lines in how.items()
    ]
