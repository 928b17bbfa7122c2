"""What a question speaks of, and what pronouns after it stand for."""

from __future__ import annotations

from dataclasses import dataclass

from api.conversation.slots import fitted
from api.conversation.turns import Utterance, Word
from indexer import KnowledgeView, LanguageCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What was spoken of: the names of Concepts, or other words where there are none; `joined` by "and".

    `are_rivals` is true of several Concepts that exclude each other. `things` is what was asked for by "which".
    """

    names: tuple[str, ...]
    joined: str
    are_rivals: bool
    things: str

    @property
    def first(self) -> str:
        """The name that a pronoun for one thing stands for."""
        return self.names[0]

    @property
    def plural(self) -> str:
        """What a pronoun for several things stands for."""
        return self.joined if self.are_rivals or not self.things else self.things


def subject_of(standing: Utterance, view: KnowledgeView) -> Subject | None:
    """What `standing` speaks of; None where it names nothing that can be spoken of further."""
    named: dict[str, str] = {}
    for one in sorted(standing.concepts, key=lambda one: not view.glossary.rivals(one.concept)):
        written = one.span.of(standing.text)
        named.setdefault(one.concept, fitted(written, standing.language))
    names = list(named.values()) or [_said_last(standing)]
    if not names[0]:
        return None
    joined = names[0]
    for name in names[1:]:
        joined = standing.following.two.format(first=joined, second=name)
    return Subject(
        names=tuple(names),
        joined=joined,
        are_rivals=sum(bool(view.glossary.rivals(one)) for one in named) > 1,
        things=_things(standing, names[0]),
    )


def _things(standing: Utterance, name: str) -> str:
    """What `standing` asks for by "which …", said of `name`; empty where it asks for nothing of the kind."""
    words = standing.words
    asked = next((place for place, word in enumerate(words) if word.asks), None)
    if asked is None or asked + 1 == len(words):
        return ""
    noun = words[asked + 1]
    if noun.concept or not (noun.aspect or noun.telling):
        return ""
    written = noun.written
    if standing.language is LanguageCode.PERSIAN:
        # "Which …" has an ending of its own, and the noun before a name another.
        written = written.removesuffix("یی").removesuffix("ی")
        written = f"{written}ی" if written.endswith("ا") else written
    return standing.following.things.format(noun=written.removeprefix("ال"), subject=name)


def _said_last(standing: Utterance) -> str:
    """What a question without a Concept speaks of: what stands behind its colon, else its last words that tell."""
    _, colon, said = standing.text.partition(": ")
    if colon:
        return said
    run = _last_run(standing)
    if not run:
        return ""
    # "High costs": the aspect is a part of the name.
    end = standing.words.index(run[-1]) + 1
    if end < len(standing.words) and standing.words[end].aspect and not standing.words[end].after_comma:
        run.append(standing.words[end])
    return " ".join(word.written for word in run)


def _last_run(standing: Utterance) -> list[Word]:
    """The telling words that stand together last; names before others."""
    telling = standing.telling
    named = [word for word in telling if word.looks_like_a_name and word.start > 0]
    run: list[Word] = []
    for word in reversed(named or telling):
        between = standing.text[word.end : run[0].start].strip() if run else ""
        if between:
            break
        run.insert(0, word)
    return run
