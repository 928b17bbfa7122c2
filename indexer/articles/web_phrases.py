"""Phrases by which the web's residue is known, per reason, in four languages, as patterns on `squeezed` lines.

A squeezed line has no spaces, marks or case, ي is ی, ك is ک, ة is ه and digits are 0-9: one pattern covers
«دیدگاهتان را بنویسید» with spaces, with ZWNJ and joined. Patterns are matched from the line's beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Condition(StrEnum):
    """What must hold besides the phrase, so that content that begins alike is kept."""

    EDGE = "edge"
    """The line is one of the first or last few."""
    LATER_HALF = "later_half"
    """The line stands in the second half of the article."""
    COLON = "colon"
    """The phrase is followed by a colon, or is all the line says."""
    NO_FULL_STOP = "no_full_stop"
    """The line does not end as a sentence does."""
    NO_MARKER = "no_marker"
    """The line is no list item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule:
    """A reason for leaving a line out, the pattern that tells it, and the longest line (characters) it applies to."""

    reason: str
    pattern: re.Pattern[str]
    longest: int
    conditions: frozenset[Condition]


# reason: (longest line, conditions, alternatives); `$` ends the whole line.
_PHRASES: Mapping[str, tuple[int, tuple[Condition, ...], tuple[str, ...]]] = {
    "comment form": (
        120,
        (Condition.LATER_HALF,),
        (
            "(دیدگاه|نظر)(تان|خود|خودتان|شما)?(را)?(بنویسید|ارسال|ثبت|واردکنید|بگذارید|باما)",
            "(ارسال|ثبت|درج)(دیدگاه|نظر)(جدید|شما)?$",
            "(پاسخیبگذارید|لغوپاسخ|نشانیایمیلشمامنتشر)",
            "(اترک|اکتب|اضف)(تعلیق|ردا|ردک|رد$)",
            "(لنیتمنشرعنوانبریدک|الغاءالرد)",
            "(dodaj|zostaw|napisz)(swoj)?komentarz",
            "(anulujpisanieodpowiedzi|twojadrese?mailniezostanieopublikowany)",
            "(leavea|posta|writea|adda)(reply|comment)",
            "youremailaddresswillnotbepublished",
        ),
    ),
    "comments heading": (
        40,
        (Condition.LATER_HALF,),
        (
            "[0-9]*(دیدگاهها|نظرات|دیدگاهکاربران|نظراتکاربران)[0-9]*$",
            "[0-9]+(دیدگاه|نظر|تعلیق|تعلیقات|komentarz[ye]?|comments?)$",
            "(ال)?تعلیقات[0-9]*$",
            "komentarze[0-9]*$",
            "comments[0-9]*$",
        ),
    ),
    "reading time": (
        60,
        (),
        (
            "(مدت)?زمان(تقریبی)?(مطالعه|خواندن)",
            "[0-9]+دقیقه(برای)?(مطالعه|خواندن)$",
            "(مده|وقت|زمن)(ال)?قراءه",
            "[0-9]+(دقیقه|دقایق)(لل)?قراءه$",
            "(szacowany)?czasczytania",
            "(przeczytaszw[0-9]|[0-9]+min(ut[ay]?)?czytania)",
            "(estimated)?readingtime",
            "[0-9]+min(ute)?s?(of)?read$",
        ),
    ),
    "copyright line": (
        200,
        (),
        (
            "(تمامی?|کلیه|همه)(ی)?حقوق.{0,60}(محفوظ|متعلق|سایت)",
            "(جمیع|کافه)الحقوقمحفوظه",
            "(ال)?حقوق(النشر)?محفوظه",
            ".{0,50}wszelkieprawazastrzezone",
            "(copyright|prawaautorskie)(c|[0-9]{4}|by)",
            ".{0,60}allrightsreserved$",
        ),
    ),
    "share bar": (
        70,
        (Condition.NO_FULL_STOP, Condition.NO_MARKER),
        (
            "(اشتراکگذاری(این|مطلب|مقاله|در|$)|بهاشتراکبگذارید|اینمطلبرابهاشتراک)",
            "(شارک(هذا|المقال|المقاله|علی|$)|مشارکه(المقال|المقاله|علی|$)|انشرالمقال)",
            "(udostepnij(na|artykul|wpis|to|$)|podzielsie(tym|na|artykulem|wpisem|$))",
            "(share(this|on|article|post|$)|tweet(this|$))",
            (
                "((facebook|twitter|linkedin|whatsapp|telegram|instagram|pinterest|youtube|email|فیسبوک|توییتر|تویتر"
                "|لینکدین|واتساپ|تلگرام|اینستاگرام|تلیجرام|انستغرام)(و|i|and)?){2,}$"
            ),
        ),
    ),
    "request to share or rate": (
        200,
        (Condition.LATER_HALF,),
        (
            "(اگر|درصورتیکه)این(مطلب|مقاله|نوشته).{0,80}(بهاشتراکبگذارید|ارسالکنید|معرفیکنید)$",
            "(امتیاز|امتیازشما|میانگینامتیاز)[0-9]",
            "(اذااعجبک|انکاناعجبک)(هذا)?(المقال|الموضوع).{0,80}(شارکه|شارک|انشره)",
            "(jeslispodobalcisie|jeslitenartykul).{0,80}(udostepnij|podzielsie)",
            "(ocenartykul|ocenwpis|sredniaocena[0-9])",
            "(ifyou(liked|enjoyed)this|ratethis(article|post)).{0,80}",
        ),
    ),
    "table of contents": (
        60,
        (Condition.NO_FULL_STOP, Condition.NO_MARKER),
        (
            "(انچهدراین(مقاله|مطلب|نوشته|پست)|فهرستمطالب|فهرستمحتوا|عناوین(این)?مطلب|سرفصلها$)",
            "((جدول|فهرس|قایمه)(ال)?(محتویات|مواضیع|محتوی)|محتویات(المقال|المقاله|هذا|$)|المحتویات$)",
            "(spistresci|wtymartykule(przeczytasz|znajdziesz|dowieszsie)?$|zartykuludowieszsie)",
            "(tableofcontents|contents$|onthispage$|inthisarticle$)",
            "(toggle|hide|show)(tableofcontents)?$",
        ),
    ),
    "link teaser": (
        170,
        (Condition.NO_MARKER,),
        (
            (
                "((بیشتر|همچنین)بخوانید|بیشتربدانید|مطالب(مرتبط|مشابه|پیشنهادی)|مقالات(مرتبط|مشابه)|ادامهمطلب"
                "|(مطلب|مقاله)پیشنهادی|برایمطالعهبیشتر|شایداینمطلب|حتمابخوانید)"
            ),
            "(اقرا(ایضا|المزید|کذلک)|قدیهمک|قدیعجبک|مقالاتذاتصله|مواضیعذاتصله|للمزید(منالمعلومات)?)",
            "(یمکنک(م)?(ایضا)?(الاطلاع|قراءه)(علی)?(هذا|هذه|المزید|مقال|دلیل)|اطلع(وا)?(ایضا)?علی)",
            "(تعرف|تعرفوا|تعرفی)علیالمزید",
            "(czytaj|przeczytaj|zobacz|sprawdz)(takze|rowniez|tez|wiecej)",
            "(powiazane|podobne|polecane)(artykuly|wpisy)",
            "(dowiedzsiewiecej|kliknij(tutaj|ponizej))",
            "(read(more|also)|seealso|learnmore|youmay(also)?(like|beinterested)|related(articles?|posts?)$|clickhere)",
            "(alsoread|furtherreading$|recommendedreading$|checkout(our|this)(guide|article|post|blog))",
        ),
    ),
    "tags line": (
        200,
        (Condition.COLON, Condition.NO_FULL_STOP),
        (
            "(برچسبها?|کلماتکلیدی|کلیدواژهها?|تگها)",
            "(الوسوم|الکلماتالمفتاحیه|وسوم)",
            "(tagi|slowakluczowe)",
            "(tags|keywords)",
        ),
    ),
    "author line": (
        70,
        (Condition.COLON, Condition.NO_FULL_STOP, Condition.EDGE),
        (
            "(نویسنده|نگارنده|مترجم)",
            "(الکاتب|بقلم|کتبه|ترجمه)",
            "(autor|autorka|tlumaczenie)",
            "(author|writtenby|translator)",
        ),
    ),
    "page furniture": (
        90,
        (Condition.NO_FULL_STOP, Condition.NO_MARKER),
        (
            "(بازگشتبهبالا|صفحهاصلی$|ورودعضویت|(مطلب|نوشته|مقاله)(قبلی|بعدی)|خبرنامه$|عضویتدرخبرنامه)",
            "(العودهالیالاعلی|الرییسیه$|(المقال|المقاله|الموضوع)(السابق|التالی)|تسجیلالدخول$|(ال)?نشره(ال)?بریدیه$)",
            "(stronaglowna$|wrocdogory|(poprzedni|nastepny)(artykul|wpis)|zapiszsiedonewslettera|zaloguj(sie)?$)",
            "(skiptocontent|backtotop|(previous|next)(post|article)|subscribetoournewsletter|signup$|login$)",
            "(تبلیغات?$|اگهی$|اعلانات?$|reklama$|advertisement$|artykulsponsorowany$|sponsored$)",
            "((تعداد)?بازدید[0-9]+$|[0-9]+بازدید$|(عدد)?المشاهدات[0-9]+$|[0-9]+مشاهده$|wyswietlen(ia)?[0-9]+$|[0-9]+views$)",
        ),
    ),
    "cookie notice": (
        300,
        (),
        (
            "(tastronauzywaplikowcookie|tastronakorzystazplikowcookie|tawitrynauzywaplikowcookie)",
            "(we|thissite|thiswebsite)uses?cookies",
            "(اینسایتازکوکی|یستخدمهذاالموقعملفاتتعریف)",
        ),
    ),
}
# Only where the text ends or begins: the words of an assistant whose reply was pasted as an article.
_ASSISTANT: tuple[str, ...] = (
    ".{0,60}(بتوانمبهشماکمککنم|میتوانمکمککنم|کمکتانکنم).{0,40}$",
    "(اگر|درصورتی?که).{0,30}(سوال|پرسش)(دیگری|بیشتری|ی)(دارید|داشتید|بود).{0,60}$",
    "(اذاکان(ت)?لدیک(ای)?(اسیله|سوال|استفسار)|لاتترددفی|هلهناکایشیاخر|امل(ان)?(یکون|تکون)).{0,80}$",
    "(dajmiznac|jesli?maszwiecejpytan|wczymjeszczemoge|mamnadziejezetopomoze|wrazie(dalszych)?pytan).{0,80}$",
    "(letmeknowif|ifyouhaveany(other|more|further)?questions|isthereanythingelse|ihopethishelps|feelfreetoask).{0,80}$",
    "(oczywiscieoto|certainlyhere|surehere|بالتاکیدالیک|البتهدراینجا).{0,80}$",
)
_ASK_LINE = (
    ".{0,60}(iaskai|chatgpt|perplexity|gemini|copilot).{0,60}(بپرسید|پرسیدیم|پرسید|اسال|zapytaj|zapytalismy)",
    "(ask|zapytaj|اسال)(iask|chatgpt|perplexity|gemini|copilot)",
)
UPDATE_LABELS = (
    "(اخرین|تاریخ)?(بهروز|بروز)رسانی(شده)?(در|شد)?",
    "(تاریخ)?(اخرین)?(بهروزرسانی|بروزرسانی|ویرایش|تغییر)",
    "(تاریخ)?(اخر|اخرتحدیث|تحدیث|تمالتحدیث|تمتحدیثه)(تحدیث)?(فی|بتاریخ|یوم)?",
    "(data)?(ostatnia|ostatniej)?(aktualizacj[aie]|modyfikacj[aie]|zaktualizowan[oyea]|ostatniozaktualizowan[oyea])(dnia|w)?",
    "(last)?(update[ds]?|modified|revised)(on|at)?",
)
DATE_LABELS = (
    "(تاریخ)?(انتشار|نشر|درج|ارسال)?(شده)?(در)?",
    "(منتشرشده|ارسالشده|نوشتهشده)(در)?",
    "(تاریخ)?(ال)?(نشر|النشر|کتابه|الکتابه)(فی|بتاریخ)?",
    "(نشر(ت|ه)?|تمالنشر|کتب)(فی|بتاریخ|یوم)?",
    "(data)?(publikacji|opublikowan[oyea]|opublikowany|dodan[oyea]|wpisu|utworzenia)?(dnia|w|z)?",
    "(date)?(published|posted|created|written|publicationdate|publishdate)?(on|at)?",
)
_WEEKDAYS = (
    "شنبه|یکشنبه|دوشنبه|سهشنبه|چهارشنبه|پنجشنبه|جمعه|السبت|الاحد|الاثنین|الثلاثاء|الاربعاء|الخمیس|الجمعه|یوم"
    "|poniedzialek|wtorek|sroda|srode|czwartek|piatek|sobota|niedziela"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|r|roku|م|ه|ش|هش|ق|ساعت|الساعه|godz|at|o"
)


@cache
def phrase_rules() -> tuple[PhraseRule, ...]:
    """The rules in the order they are tried."""
    return tuple(
        PhraseRule(
            reason=reason,
            longest=longest,
            conditions=frozenset(conditions),
            pattern=re.compile("(?:" + "|".join(patterns) + ")"),
        )
        for reason, (longest, conditions, patterns) in _PHRASES.items()
    )


@cache
def assistant_pattern() -> re.Pattern[str]:
    """What an assistant says before or after its reply."""
    return re.compile("|".join(_ASSISTANT))


@cache
def ask_pattern() -> re.Pattern[str]:
    """A line that sends the reader to an assistant or search service."""
    return re.compile("|".join(_ASK_LINE))


@cache
def label_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand beside a date on its line: labels of an update, and labels of a first publication."""
    rest = f"(?:{_WEEKDAYS}|[0-9]{{1,6}})*"
    update = re.compile(f"(?:{'|'.join(UPDATE_LABELS)}){rest}")
    date = re.compile(f"(?:{'|'.join(DATE_LABELS)}){rest}")
    return update, date


@cache
def conclusion_pattern() -> re.Pattern[str]:
    """A heading that ends a series of subsections: the conclusion."""
    return re.compile(
        "(نتیجه(گیری)?|جمعبندی|سخن(پایانی|اخر)|کلاماخر|خلاصه|(ال)?خاتمه|(ال)?استنتاج|(ال)?خلاصه|الخلاصه"
        "|wnioske?|wnioski|podsumowanie|zakonczenie|conclusions?|summary|finalthoughts)$"
    )
