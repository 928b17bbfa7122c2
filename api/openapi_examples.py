"""Examples for the description of the API, in Persian, Polish, Arabic and English."""

from __future__ import annotations

from typing import Any

ASK_QUESTIONS = {
    "fa": "تفاوت چندکاناله و کانال یکپارچه چیست؟",
    "pl": "Czym jest omnichannel?",
    "ar": "ما الفرق بين القنوات المتعددة والقنوات المتكاملة؟",
    "en": "What is the difference between omnichannel and multichannel?",
}

SEARCH_QUERIES = {
    "fa": "تجربه یکپارچه مشتری",
    "pl": "zwroty w sklepie stacjonarnym",
    "ar": "تجربة العملاء الموحدة",
    "en": "unified customer experience",
}

_QUOTE = "Omnichannel łączy wszystkie kanały w jedno doświadczenie klienta."

ANSWER_EXAMPLE: dict[str, Any] = {
    "answered": True,
    "language": "pl",
    "direction": "ltr",
    "mode": "extractive",
    "kind": "definition",
    "answer": f"{_QUOTE} [1]",
    "sentences": [{"text": _QUOTE, "citations": [1], "language": "pl", "direction": "ltr"}],
    "citations": [
        {
            "number": 1,
            "article_id": "omnichannel-w-handlu",
            "title": "Omnichannel w handlu",
            "publisher": "Manba",
            "published": "2026-11-01",
            "url": None,
            "language": "pl",
            "direction": "ltr",
            "passage_id": "omnichannel-w-handlu:0",
            "heading": ["Czym jest omnichannel"],
            "quote": _QUOTE,
            "start": 120,
            "end": 120 + len(_QUOTE),
            "similarity": 0.83,
            "concepts": ["omnichannel"],
        }
    ],
    "notes": [],
    "confidence": 0.83,
    "suggestions": [],
    "snapshot": "20261101T120000Z-1a2b3c4d",
    "took_ms": 6.4,
}

EVENTS_EXAMPLE = (
    'event: meta\ndata: {"answered":true,"language":"pl","direction":"ltr","mode":"extractive","kind":"definition",'
    '"notes":[],"confidence":0.83,"suggestions":[],"snapshot":"20261101T120000Z-1a2b3c4d"}\n\n'
    f'event: sentence\ndata: {{"text":"{_QUOTE}","citations":[1],"language":"pl","direction":"ltr"}}\n\n'
    'event: citations\ndata: [{"number":1,"article_id":"omnichannel-w-handlu"}]\n\n'
    f'event: done\ndata: {{"answer":"{_QUOTE} [1]","took_ms":6.4}}\n\n'
)
