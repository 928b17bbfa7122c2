"""Examples for the description of the API, in Persian, Polish, Arabic and English."""

from __future__ import annotations

from typing import Any

import orjson

Json = dict[str, Any]

ASK_QUESTIONS = {
    "fa": "تفاوت کانال یکپارچه و چندکاناله چیست؟",
    "pl": "Czym jest omnichannel?",
    "ar": "ما الفرق بين القناة الشاملة والقنوات المتعددة؟",
    "en": "What is the difference between omnichannel and multichannel?",
}

FOLLOWED_UP = "Co daje omnichannel w handlu?"

SEARCH_QUERIES = {
    "fa": "تجربه یکپارچه مشتری",
    "pl": "zwroty w sklepie stacjonarnym",
    "ar": "تجربة العملاء الموحدة",
    "en": "unified customer experience",
}

QUESTION_ID = "9uGq3m0Tz1yQk5bR7wXc2A"
_SNAPSHOT = "20261101T120000-000000-1a2b3c4d"
_QUOTES = {
    "fa": ("rtl", "کانال یکپارچه", "کانال یکپارچه همه راه های تماس با مشتری را به هم پیوند می دهد."),
    "pl": ("ltr", "Omnichannel w handlu", "Omnichannel łączy wszystkie kanały w jedno doświadczenie klienta."),
    "ar": ("rtl", "القناة الشاملة", "القناة الشاملة تربط القنوات كلها ببيانات مشتركة."),
}


def _answer(reader: str, source: str, *, notes: list[str]) -> Json:
    direction, title, quote = _QUOTES[source]
    return {
        "answered": True,
        "language": reader,
        "direction": "rtl" if reader in {"ar", "fa"} else "ltr",
        "mode": "extractive",
        "kind": "definition",
        "answer": f"{quote} [1]",
        "sentences": [{"text": quote, "citations": [1], "language": source, "direction": direction}],
        "citations": [
            {
                "number": 1,
                "article_id": f"{source}-omnichannel",
                "title": title,
                "publisher": "Manba",
                "published": "2026-11-01",
                "url": "https://example.org/omnichannel",
                "language": source,
                "direction": direction,
                "passage_id": f"{source}-omnichannel:0",
                "heading": [title],
                "quote": quote,
                "start": 120,
                "end": 120 + len(quote),
                "similarity": 0.83,
                "version": "5f0c2b7e9a1d4c38",
                "concepts": ["omnichannel"],
            }
        ],
        "notes": notes,
        "confidence": 0.83,
        "suggestions": [],
        "snapshot": _SNAPSHOT,
        "took_ms": 6.4,
        "question_id": QUESTION_ID,
        "generation": None,
        "understood_as": None,
    }


_REFUSAL: Json = {
    "answered": False,
    "language": "en",
    "direction": "ltr",
    "mode": "extractive",
    "kind": "fact",
    "answer": "The sources do not say.",
    "sentences": [],
    "citations": [],
    "notes": [],
    "confidence": 0.08,
    "suggestions": ["Omnichannel w handlu"],
    "snapshot": _SNAPSHOT,
    "took_ms": 5.1,
    "question_id": QUESTION_ID,
    "generation": None,
    "understood_as": None,
}

ANSWERS: dict[str, Json] = {
    "fa": _answer("fa", "fa", notes=[]),
    "pl": _answer("pl", "pl", notes=[]),
    "ar": _answer("ar", "ar", notes=[]),
    "en": _answer("en", "pl", notes=["Quoted from a source in Polish."]),
    "refusal": _REFUSAL,
}


def _event(name: str, value: object) -> str:
    return f"event: {name}\ndata: {orjson.dumps(value).decode('utf-8')}\n\n"


def _events(answer: Json) -> str:
    whole = dict(answer)
    sentences, citations = whole.pop("sentences"), whole.pop("citations")
    late = ("answer", "took_ms")
    end = {name: whole[name] for name in whole if name in {*late, "notes", "confidence", "question_id", "generation"}}
    whole = {name: value for name, value in whole.items() if name not in late}
    blocks = [("meta", whole), *(("sentence", sentence) for sentence in sentences), ("citations", citations)]
    return "".join(_event(name, value) for name, value in [*blocks, ("done", end)])


EVENTS = _events(ANSWERS["pl"])
