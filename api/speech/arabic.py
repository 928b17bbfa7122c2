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
    part_in_language={
        LanguageCode.ENGLISH: "جزء من الإجابة وارد في مصدر باللغة الإنجليزية.",
        LanguageCode.PERSIAN: "جزء من الإجابة وارد في مصدر باللغة الفارسية.",
        LanguageCode.POLISH: "جزء من الإجابة وارد في مصدر باللغة البولندية.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(و?ال)?(فرق|فروق|اختلاف|اختلافات|مقارنه)\b|\b(قارن|مقابل|ایهما)\b",
        AnswerKind.YES_NO: r"^(هل)\b",
        AnswerKind.LIST: r"\b(ال)?(مزایا|ادوات|تحدیات|اسباب|شروط|عناصر|عیوب|انواع|خصایص|میزات|فواید|سمات)\b"
        r"|\b(اذکر|عدد (?=ال)|قایمه)\b|^ما هم\b",
        AnswerKind.FIGURE: r"\bکم\b|\b(ال)?(نسبه|سعر|تکلفه)\b|\b(بالمیه|بالمایه|عدد)\b|%",
        AnswerKind.EXAMPLE: r"\b(مثال|مثالا|امثله)\b",
        AnswerKind.PERSON_PLACE_TIME: r"^(من (?!خلال)|متی|این|منذ متی|فی ای (عام|سنه|شهر))\b",
        AnswerKind.HOWTO: r"\b(کیف|کیفیه|مراحل|طریقه)\b|\b(ال)?خطوات\b",
        AnswerKind.DEFINITION: r"^(ما هو|ما هی|ماهو|ماهی|ما معنی|ما المقصود|ما تعریف|عرف|شو یعنی|ما ال\w+)\b"
        r"|\b(تعریف|معنی|المقصود)\b",
    },
    define=r"^(?:\S+ ){0,4}?(?:هو|هی|تعنی|یعنی|تعد|یعد|عباره عن|یقصد)\b"
    r"|^(?:\S+ ){1,3}?\(?\w*\)? ?(?:استراتیجیه|ممارسه|مصطلح|اسلوب) (?:ت|ی)\w+",
    no_model="لم يهيأ أي نموذج لغوي؛ صيغت الإجابة من جمل المصادر نفسها.",
    semicolon="؛ ",
)
