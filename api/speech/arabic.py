"""Arabic: phrases and cues. Cues are in search form: no diacritics, ا for أإآ, ه for ة, ی for ي and ى, ک for ك."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

ARABIC = Speech(
    language=LanguageCode.ARABIC,
    refusal="لا تجيب مصادر قاعدة المعرفة هذه عن هذا السؤال.",
    source_language={
        LanguageCode.ENGLISH: "الإجابة واردة في مصدر باللغة الإنجليزية.",
        LanguageCode.PERSIAN: "الإجابة واردة في مصدر باللغة الفارسية.",
        LanguageCode.POLISH: "الإجابة واردة في مصدر باللغة البولندية.",
    },
    cues={
        AnswerKind.COMPARISON: r"(الفرق|الفروق|فرق بین|الاختلاف|اختلاف|مقارنه|قارن|مقابل|ایهما)",
        AnswerKind.YES_NO: r"^(هل)\b",
        AnswerKind.FIGURE: r"\b(کم|نسبه|النسبه|بالمئه|بالمایه|کم عدد|عدد|سعر|تکلفه)\b|%",
        AnswerKind.EXAMPLE: r"\b(مثال|مثالا|امثله)\b",
        AnswerKind.PERSON_PLACE_TIME: r"^(من|متی|این|منذ متی)\b",
        AnswerKind.HOWTO: r"\b(کیف|کیفیه|خطوات|الخطوات|مراحل|طریقه)\b",
        AnswerKind.LIST: r"\b(ما هی المزایا|مزایا|عیوب|انواع|اذکر|عدد|قایمه|میزات|المیزات|ما هم|فوائد|فواید)\b",
        AnswerKind.DEFINITION: r"^(ما هو|ما هی|ماهو|ماهی|ما معنی|ما المقصود|ما تعریف|عرف|شو یعنی)\b"
        r"|\b(تعریف|معنی|المقصود)\b",
    },
    define=r"^(?:\S+ ){0,5}?(?:هو|هی|تعنی|یعنی|تعد|یعد|عباره عن|یقصد|استراتیجیه|مصطلح|ممارسه)\b",
    no_model="لم يجر ضبط نموذج لغوي؛ كتبت الإجابة بجمل المصادر نفسها.",
    semicolon="؛ ",
)
