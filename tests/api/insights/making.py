"""Questions and answers made up for tests."""

from __future__ import annotations

from api.domain import Answer, AnswerKind, AnswerMode
from api.insights.model import Asked
from indexer import LanguageCode, direction_of


def asked(number: int, *, key: str = "pl crm", **given: object) -> Asked:
    """A refused question, the `number`-th; asked in the second of that number."""
    values: dict[str, object] = {
        "id": f"id-{number:019}",
        "asked": f"2026-11-28T12:{number // 60:02}:{number % 60:02}+00:00",
        "text": f"Co z CRM? {number}",
        "key": key,
        "language": LanguageCode.POLISH,
        "answered": False,
        "confidence": 0.1,
        "kind": "fact",
        "mode": "extractive",
        "snapshot": "snapshot",
        "articles": ("pl-kanaly",),
        "suggestions": ("Narzędzia",),
    }
    return Asked(**{**values, **given})  # type: ignore[arg-type]


def refusal(language: LanguageCode = LanguageCode.POLISH) -> Answer:
    """An Answer that says the sources do not say."""
    return Answer(
        answered=False,
        language=language,
        direction=direction_of(language),
        mode=AnswerMode.EXTRACTIVE,
        kind=AnswerKind.FACT,
        text="Źródła o tym nie mówią.",
        sentences=(),
        citations=(),
        notes=(),
        confidence=0.1,
        suggestions=("Narzędzia",),
        snapshot="snapshot",
        took_ms=1.0,
        nearest=("pl-kanaly", "ar-kanat"),
    )
