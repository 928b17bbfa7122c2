"""What a reader is told beside the answer: evidence in other languages, and words that mean another thing than hers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.composition.picking import Pick, Statement
from api.composition.scoring import Asking
from api.speech import SPEECH
from indexer import KnowledgeView, LanguageCode, SentenceRole

_MOST_TERMS = 3


def language_notes(statements: Sequence[Statement], reader: LanguageCode) -> list[str]:
    """Which languages the evidence is in, where they are not the reader's."""
    speech = SPEECH[reader]
    languages = list(dict.fromkeys(one.picks[0].hit.passage.language for one in statements))
    told = speech.source_language if len(languages) == 1 else speech.part_in_language
    return [told[code] for code in languages if code is not reader]


def term_notes(
    view: KnowledgeView, statements: Sequence[Statement], asking: Asking, *, reader: LanguageCode
) -> list[str]:
    """What names in the evidence mean in the reader's words, where she would take them for something else."""
    notes: dict[str, None] = {}
    for statement in statements:
        for pick in statement.picks:
            for note in _terms(view, pick, asking, reader):
                notes.setdefault(note)
    return list(notes)[:_MOST_TERMS]


def _terms(view: KnowledgeView, pick: Pick, asking: Asking, reader: LanguageCode) -> Iterator[str]:
    glossary, language = view.glossary, pick.hit.passage.language
    if pick.sentence.role is SentenceRole.CELL:
        yield from _heads(view, pick, reader)
        return
    mentions = view.names_in(pick.text, language)
    # A source that gives the English name beside its own has explained itself.
    explained = {one.concept for one in mentions if one.name.language is LanguageCode.ENGLISH}
    for mention in mentions:
        name = mention.name
        meant = {mention.concept} if mention.concept else set(name.concepts) & set(pick.sentence.named)
        if len(meant) != 1:
            continue
        concept = meant.pop()
        if not glossary.rivals(concept):
            continue
        # A name that usually means another Concept misleads; one that usually means none ("several channels") may.
        is_misleading = name.is_ambiguous and name.usual != concept and (name.usual or concept not in explained)
        is_foreign = name.language not in {LanguageCode.ENGLISH, reader} and concept not in explained
        if is_misleading or (is_foreign and concept in asking.concepts):
            yield _note(view, pick, concept, name=mention.span.of(pick.text), reader=reader)


def _heads(view: KnowledgeView, pick: Pick, reader: LanguageCode) -> Iterator[str]:
    """What the head of a cell's column means, where the column is on one Concept under a name of its own."""
    glossary = view.glossary
    exclusive = [concept for concept in pick.sentence.concepts if glossary.rivals(concept)]
    start = pick.hit.passage.span.start
    heads = [span for span in pick.sentence.context if pick.hit.passage.span.contains(span)]
    if len(exclusive) != 1 or not heads:
        return
    name = pick.hit.passage.text[heads[0].start - start : heads[0].end - start]
    names = {found.span.of(name) for found in view.names_in(name, reader) if not found.name.is_ambiguous}
    if not names:
        yield _note(view, pick, exclusive[0], name=name, reader=reader)


def _note(view: KnowledgeView, pick: Pick, concept: str, *, name: str, reader: LanguageCode) -> str:
    preferred = view.glossary.concepts[concept].preferred
    own, english = preferred.get(reader, concept), preferred.get(LanguageCode.ENGLISH, concept)
    return SPEECH[reader].term.format(
        title=pick.hit.article.title, name=name, concept=own if own == english else f"{own} ({english})"
    )
