"""What a reader is told beside the answer: evidence in other languages, and words that mean another thing than hers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from api.composition.picking import Pick, Statement
from api.composition.scoring import Asking
from api.speech import SPEECH
from indexer import Glossary, KnowledgeView, LanguageCode, Naming, SentenceRole, Span

_MOST_TERMS = 3


def language_notes(statements: Sequence[Statement], reader: LanguageCode) -> list[str]:
    """Which languages the evidence is in, where they are not the reader's."""
    speech = SPEECH[reader]
    languages = list(dict.fromkeys(one.picks[0].hit.passage.language for one in statements))
    foreign = [code for code in languages if code is not reader]
    if len(foreign) > 1 and len(foreign) == len(languages):
        *first, last = (speech.languages[code] for code in foreign)
        # Arabic puts "and" before each of several, the others before the last.
        between = speech.both if reader is LanguageCode.ARABIC else speech.comma
        return [speech.source_languages.format(languages=speech.both.join([between.join(first), last]))]
    told = speech.source_language if len(languages) == 1 else speech.part_in_language
    return [told[code] for code in foreign]


def term_notes(
    view: KnowledgeView, statements: Sequence[Statement], asking: Asking, *, reader: LanguageCode
) -> list[str]:
    """What names in the evidence mean in the reader's words, where she would take them for something else.

    A name that means one thing here and another there, in one article, is told with its meanings one after the other.
    """
    source_of = cache(lambda article_id: view.article(article_id).source)
    told: dict[tuple[str, str], tuple[str, str, list[str]]] = {}
    needed: set[tuple[str, str]] = set()
    seen: set[tuple[str, Span]] = set()
    for statement in statements:
        for pick in statement.picks:
            for naming in _names(pick):
                article = pick.hit.article
                # The head of a column is met in every row.
                if (article.id, naming.span) in seen:
                    continue
                seen.add((article.id, naming.span))
                name = " ".join(_text(pick, naming.span, source_of).split())
                key = (article.id, name.casefold())
                told.setdefault(key, (article.title, name, []))[2].append(naming.concept)
                if _is_news(naming, pick, asking, reader):
                    needed.add(key)
    speech = SPEECH[reader]
    notes = []
    for key, (title, name, concepts) in told.items():
        if key in needed:
            words = [_word(view.glossary, concept, reader) for concept in concepts]
            is_one = len(set(words)) == 1
            template, meaning = (speech.term, words[0]) if is_one else (speech.terms, ", ".join(words))
            notes.append(template.format(title=title, name=name, concept=meaning))
    return notes[:_MOST_TERMS]


def _names(pick: Pick) -> list[Naming]:
    """The names in what `pick` says, in order; of a table's cell those of its heads, which the reader sees with it."""
    return [one for one in pick.hit.passage.names if any(span.contains(one.span) for span in _spans(pick))]


def _spans(pick: Pick) -> tuple[Span, ...]:
    return pick.sentence.context if pick.sentence.role is SentenceRole.CELL else (pick.sentence.span,)


def _text(pick: Pick, span: Span, source_of: Callable[[str], str]) -> str:
    passage = pick.hit.passage
    if passage.span.contains(span):
        return passage.text_of(span)
    return span.of(source_of(pick.hit.article.id))


def _is_news(naming: Naming, pick: Pick, asking: Asking, reader: LanguageCode) -> bool:
    """Whether a reader would not know what a name means: it misleads, or is of another language and not explained."""
    if naming.misleads:
        return True
    if naming.is_english or pick.hit.passage.language is reader:
        return False
    # A source that gives the English name beside its own has explained itself.
    explained = any(
        one.is_english and one.concept == naming.concept and any(span.contains(one.span) for span in _spans(pick))
        for one in pick.hit.passage.names
    )
    return naming.concept in asking.concepts and not explained


def _word(glossary: Glossary, concept: str, reader: LanguageCode) -> str:
    preferred = glossary.concepts[concept].preferred
    own, english = preferred.get(reader, concept), preferred.get(LanguageCode.ENGLISH, concept)
    return own if own == english else f"{own} ({english})"
