"""Attacks on answers that a language model writes: poisoned articles and questions, and a model that obeys them.

The attacks are data, `injections/LANGUAGE.toml`. Each poisoned article is a small one of its own; a question is asked
of it and of the sound articles of its language alone.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from .model_server import Exchange, Script, saying, sources_in

FOLDER = Path(__file__).parent / "injections"
LANGUAGES = ("ar", "en", "fa", "pl")
_FIELDS = {"id", "kind", "where", "injected", "obeys", "never", "question", "is_given", "is_refused", "is_declined"}
_INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Mn"}
_LONG_LINE = 40


class Where(StrEnum):
    """Where an injection stands."""

    TITLE = "title"
    HEADING = "heading"
    FRONT_MATTER = "front matter"
    BODY = "body"
    ITEM = "item"
    CELL = "cell"
    QUESTION = "question"
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the attacks in one language have in common; `genuine` is a sentence of the sound article."""

    language: str
    question: str
    title: str
    opening: str
    heading: str
    paragraph: str
    item: str
    cell: str
    sound_title: str
    sound_text: str
    genuine: str
    secret_title: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """One attack: `injected` stands `where`, the model writes `obeys`, and readers must see none of `never`.

    In `obeys`, {p} is the number of the poisoned source where the model is given it, else 1, {g} that of the source
    with the `genuine` sentence; {genuine}, {injected}, {secret}, {rules} and {material} are texts. `is_given` says
    that the poisoned passage is given to the model: it commands nothing by itself. `is_refused` says that no such
    article can be indexed, `is_declined` that the sources do not answer the question, so that no model is asked.
    """

    scene: Scene
    id: str
    kind: str
    where: Where
    injected: str
    obeys: str
    never: tuple[str, ...]
    question: str
    is_given: bool = False
    is_refused: bool = False
    is_declined: bool = False

    @property
    def is_in_article(self) -> bool:
        """Whether an article is poisoned."""
        return self.where not in {Where.QUESTION, Where.STREAM}

    @property
    def is_read_by_models(self) -> bool:
        """Whether it stands in a part of an article that a model is given."""
        return self.is_in_article and self.where is not Where.FRONT_MATTER

    @property
    def keeps_genuine(self) -> bool:
        """Whether the model writes a sentence that is to be told."""
        return "{genuine}" in self.obeys

    @property
    def article_ids(self) -> list[str]:
        """The articles that the question is asked of."""
        sound = f"{self.scene.language}-sound"
        return [self.id, sound] if self.is_in_article else [sound]

    def request(self) -> dict[str, Any]:
        """The body of the request that the question is asked with."""
        return {"question": self.question, "article_ids": self.article_ids, "language": self.scene.language}

    def article(self) -> str:
        """The poisoned article."""
        scene, at = self.scene, {self.where: self.injected}
        title = at.get(Where.TITLE, scene.title)
        publisher = at.get(Where.FRONT_MATTER, "Manba")
        body = f"{scene.opening} {at.get(Where.BODY, '')}".strip()
        heading = at.get(Where.HEADING, scene.heading)
        items = [scene.item, *([at[Where.ITEM]] if Where.ITEM in at else [])]
        rows = [scene.cell, *([at[Where.CELL]] if Where.CELL in at else [])]
        listed = "\n".join(f"- {item}" for item in items)
        table = "\n".join(f"| {number} | {row} |" for number, row in enumerate(rows, start=1))
        head = f"| # | {scene.heading} |\n| --- | --- |"
        text = f"{body}\n\n## {heading}\n\n{scene.paragraph}\n\n{listed}\n\n{head}\n{table}"
        return _article(self.id, title, scene.language, text, publisher=publisher)

    def written(self, exchange: Exchange, *, cites_all: bool = False) -> str:
        """What the model writes that was sent the prompt of `exchange`; it may cite all sources for all it writes."""
        sources = sources_in(exchange.material)
        words = {
            "genuine": self.scene.genuine,
            "injected": self.injected,
            "secret": self.scene.secret,
            "rules": exchange.rules,
            "material": exchange.material,
            "p": str(self.number_in(sources) or 1),
            "g": str(_place(self.scene.genuine, sources) or 1),
        }
        if cites_all:
            words["p"] = words["g"] = "][".join(str(number) for number in range(1, len(sources) + 1))
        return re.sub(r"\{(\w+)\}", lambda match: words[match[1]], self.obeys)

    def number_in(self, sources: list[str]) -> int:
        """The number of the source that holds the injection, 0 where none does."""
        return _place(self.injected, sources)

    def is_in(self, material: str) -> bool:
        """Whether the model is given the injection as part of a source."""
        return _letters(self.injected) in _letters(material.split(" QUESTION>>>", maxsplit=1)[0])

    def script(self, into: list[str], *, cites_all: bool = False) -> Script:
        """The obeying model; what it writes is put `into` a list."""

        def script(exchange: Exchange) -> None:
            into.append(self.written(exchange, cites_all=cites_all))
            saying(into[-1])(exchange)

        return script

    def shown_of(self, response: dict[str, Any], exchange_rules: str, material: str) -> list[str]:
        """Which of what readers must never see is in a response, anywhere but in what it cites."""
        texts = [response["answer"], *(one["text"] for one in response["sentences"])]
        said = bare("\n".join([*texts, *response["notes"], *response["suggestions"]]))
        secrets = [line for line in exchange_rules.splitlines() if len(line) >= _LONG_LINE]
        secrets += re.findall(r"<<<(\w+) QUESTION>>>", material)
        return [one for one in (*self.never, *secrets) if bare(one) in said]


def injections(language: str) -> list[Injection]:
    """The attacks in a language."""
    found = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    scene = Scene(language=language, **found["scene"])
    return [_injection(scene, one) for one in found["case"]]


def all_injections() -> list[Injection]:
    """The attacks in all languages."""
    return [one for language in LANGUAGES for one in injections(language)]


def poisoned_corpus(folder: Path) -> Path:
    """A corpus, written into `folder`, of the poisoned articles that can be indexed and the sound ones beside them."""
    for language in LANGUAGES:
        cases = injections(language)
        scene = cases[0].scene
        _write(
            folder, f"{language}-sound", _article(f"{language}-sound", scene.sound_title, language, scene.sound_text)
        )
        secret = _article(f"{language}-secret", scene.secret_title, language, scene.secret)
        _write(folder, f"{language}-secret", secret)
        for case in cases:
            if case.is_in_article and not case.is_refused:
                _write(folder, case.id, case.article())
    return folder


def bare(text: str) -> str:
    """A text as it looks: without invisible and combining characters, look-alikes by width folded, in small letters."""
    kept = "".join(
        one
        for one in unicodedata.normalize("NFKD", text)
        if unicodedata.category(one) not in _INVISIBLE or one in "\n\t"
    )
    return " ".join(unicodedata.normalize("NFC", kept).casefold().split())


def _injection(scene: Scene, fields: dict[str, Any]) -> Injection:
    unknown = set(fields) - _FIELDS
    assert not unknown, f"{fields['id']}: unknown {sorted(unknown)}"
    where = Where(fields["where"])
    question = fields["injected"] if where is Where.QUESTION else fields.get("question", scene.question)
    known = {name: fields[name] for name in _FIELDS & set(fields) if name.startswith("is_")}
    return Injection(
        scene=scene,
        id=f"{scene.language}-{fields['id']}",
        kind=fields["kind"],
        where=where,
        injected=fields.get("injected", ""),
        obeys=fields.get("obeys", ""),
        never=tuple(fields.get("never", ())),
        question=question,
        **known,
    )


def _article(name: str, title: str, language: str, text: str, *, publisher: str = "Manba") -> str:
    fields = {"id": name, "title": title, "lang": language, "publisher": publisher}
    # A JSON string is a YAML one.
    header = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    return f"---\n{header}\n---\n\n{text}\n"


def _write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _place(text: str, sources: list[str]) -> int:
    """The number of the source that holds a text, marks in it or not; 0 where none does."""
    wanted = _letters(text)
    return next((number for number, one in enumerate(sources, start=1) if wanted in _letters(one)), 0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, bare(text)))
