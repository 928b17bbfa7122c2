"""Persian: phrases and cues. Cues are in search form: no ZWNJ, ی and ک, ا for آ."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

PERSIAN = Speech(
    language=LanguageCode.PERSIAN,
    refusal=f"منابع این پایگاه دانش به این پرسش پاسخ نمی{ZWNJ}دهند.",
    source_language={
        LanguageCode.ARABIC: "پاسخ در منبعی به زبان عربی آمده است.",
        LanguageCode.ENGLISH: "پاسخ در منبعی به زبان انگلیسی آمده است.",
        LanguageCode.POLISH: "پاسخ در منبعی به زبان لهستانی آمده است.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(تفاوت|تفاوتها|تفاوتهای|فرق|فرقش|فرقشون|مقایسه|در مقابل|شباهت|شباهتهای)\b",
        AnswerKind.YES_NO: r"^(ایا)\b",
        AnswerKind.FIGURE: r"\b(چند درصد|درصد|چقدر|چه قدر|چه تعداد|چه مقدار|چه میزان|چندتا|چند تا"
        r"|چنده|چه رقمی|چه عددی)\b"
        r"|\bچند (?!کانال)\w+",
        AnswerKind.EXAMPLE: r"\b(مثال|مثالی|نمونه|نمونهای|نمونههای)\b",
        AnswerKind.PERSON_PLACE_TIME: r"\b(چه کسی|چه کسانی|کیست|کیه|چه زمانی|چه سالی|چه تاریخی|کجا|کجاست|چه وقت)\b",
        AnswerKind.HOWTO: r"\b(چگونه|چطور|چه طور|چطوری|چجوری|چه جوری|مراحل|مرحله|گامهای|قدمهای|پیادهسازی کنیم)\b",
        AnswerKind.LIST: r"\b(کدامند|کدام اند|چه چیزهایی|چیا|مزایا|مزایای|معایب|ویژگیها|ویژگیهای"
        r"|انواع|فهرست|لیست|نام ببر)\b"
        r"|\b(چه|کدام) \w+ها(یی|ی)?\b",
        AnswerKind.DEFINITION: r"\b(یعنی چه|یعنی چی|تعریف|منظور از|به چه معنا|به چه معناست|معنی|معنای)\b"
        r"|^[^؟]{1,40}\b(چیست|چیه)\b",
    },
    define=r"^(?:\S+ ){0,9}?(?:(?:راهبردی|رویکردی|استراتژی|مفهومی|روشی|شیوهای) است|به معنای|به معنی|عبارت است|یعنی)\b"
    r"|\bاشاره دارد\b",
    no_model=f"مدل زبانی تنظیم نشده است؛ پاسخ از جمله{ZWNJ}های خود منابع ساخته شد.",
    semicolon="؛ ",
)
