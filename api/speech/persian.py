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
    part_in_language={
        LanguageCode.ARABIC: "بخشی از پاسخ در منبعی به زبان عربی آمده است.",
        LanguageCode.ENGLISH: "بخشی از پاسخ در منبعی به زبان انگلیسی آمده است.",
        LanguageCode.POLISH: "بخشی از پاسخ در منبعی به زبان لهستانی آمده است.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(تفاوت\w*|فرق(ش|شان|شون|شو)?|مقایسه|در مقابل|شباهت\w*)\b",
        AnswerKind.YES_NO: r"^(ایا)\b",
        AnswerKind.FIGURE: r"\b(چند درصد|درصد|چه ?قدر\w*|چقدر\w*|چه تعداد|چه مقدار|چه میزان|چند ?تا|چنده"
        r"|چه رقمی|چه عددی)\b"
        r"|\bچند (?!کاناله)\w+",
        AnswerKind.EXAMPLE: r"\b(مثال|مثالی|مثالهای\w*|نمونه|نمونهای|نمونههای\w*)\b",
        AnswerKind.PERSON_PLACE_TIME: r"\b(چه کسی|چه کسانی|کیست|کیه|چه زمانی|چه سالی|چه تاریخی|چه وقت|کجا"
        r"|کجاست)\b|^کی\b",
        AnswerKind.HOWTO: r"\b(چگونه|چه ?طور|چطور|چطوری|چه ?جوری|چجوری|مراحل|مرحلههای|گامهای|قدمهای)\b",
        AnswerKind.LIST: r"\b(کدام ?اند|کدامند|چه چیزهایی|چیا|مزایا\w*|مزیتهای|معایب\w*|ویژگیها\w*|انواع"
        r"|فهرست|لیست|نام ببر\w*)\b"
        r"|\b(چه|کدام) \w+های?(ی|یی)\b",
        AnswerKind.DEFINITION: r"\b(یعنی چه|یعنی چی|تعریف|منظور از|به چه معنا\w*|معنی\w*|معنای)\b"
        r"|^(?!.*\b(مزیت|هدف|عیب|علت|دلیل|چالش|نقش|کاربرد|سختترین|مهمترین)\b).{1,40}\b(چیست|چیه)\b",
    },
    define=r"^(?:\S+ ){0,9}?(?:(?:راهبردی|رویکردی|استراتژی|مفهومی|روشی|شیوهای) است|عبارت است)\b|\bاشاره دارد\b"
    r"|^(?:\S+ ){0,5}?(?:به معنای|به معنی|یعنی)\b",
    no_model=f"مدل زبانی تنظیم نشده است؛ پاسخ از جمله{ZWNJ}های خود منابع ساخته شده است.",
    semicolon="؛ ",
)
