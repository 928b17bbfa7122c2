"""Persian: everything known about the language."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.spacing import (
    compounds,
    joined_after,
    joined_before,
    respelled,
    split_between,
    split_off,
    split_word,
    without_final_hamza,
)

# Plural and indefinite endings that writers put joined, with a non-joiner or apart. «هات», «هاش», «هام» are left out:
# apart they are words of their own (hot, hash).
PLURALS = "ها های هایی هائی هایم هایت هایش هایمان هایتان هایشان هامون هاتون هاشون هاست هایند"
DEGREES = "تر تری ترها ترهای ترهایی ترند ترین ترینها ترینهای ترینش تریم"
COPULAS = "اند ایم"
AFTER_HEH = "ام ای ات اش ی ایم اید اند"
# Second parts of compounds that never, or hardly ever, stand as words of their own.
SECOND_PARTS = """
    کننده کنندگان کنندگی دهنده دهندگان دهندگی شونده شوندگان سازی پذیر پذیری ناپذیر ناپذیری گذاری رسانی بندی ریزی گیری
    نویس نویسی شناس شناسی شناسان مند مندی مندان گرا گرایی گرایانه یابی گانه زدایی
"""
ENDINGS = (
    "ی یی ای ها های هایی هایم هایت هایش هایمان هایتان هایشان هاست هایند تر تری ترین ترها ان انی انه ات م ت ش"
    " مان تان شان یم ید ند ام اش اند ست"
)
# What may follow a second part; the short pronouns are left out, since "پذیرش" and "گراش" are words.
SECOND_PART_ENDINGS = "ی یی ای ها های هایی هایشان هاست تر تری ترین ترینها اند است"
# Words that never take a plural, a degree or a second part.
_UNINFLECTED = "که و به از در با بر را تا یا هم نه چه اگر ولی اما برای"
_BEFORE_NO_VERB = "که و به از در با بر را تا یا هم این ان است بود ها های"

# Compounds whose search form is one word; "+" marks the joints. Those ending in one of SECOND_PARTS need no entry.
JOINED = """
    کسب+و+کار جست+و+جو گفت+و+گو شست+و+شو پرس+و+جو رفت+و+امد زد+و+خورد حمل+و+نقل
    نرم+افزار سخت+افزار وب+سایت وب+گاه وب+لاگ لپ+تاپ لپ+تاب آی+تی سی+ار+ام ام+پی+تری
    هم+زمان هم+زمانی هم+چنین هم+چنان هم+راستا هم+تراز هم+گام هم+گرا هم+افزایی هم+پوشانی هم+اهنگ هم+اهنگی هم+ارز
    هم+دیگر هم+وطن هم+کلاسی
    پیش+بینی پیش+رو پیش+فرض پیش+نیاز پیش+نهاد پیش+تاز پیش+گام پیش+نمایش پیش+پرداخت
    پس+زمینه پس+انداز چشم+انداز چشم+گیر دست+اورد دست+رسی دست+مزد دست+کم راه+حل راه+کار راه+اندازی راه+نما راه+نمایی
    راه+برد راه+بردی راه+پیمایی به+روز به+روز+رسانی
    به+کارگیری بر+خورد بر+گزار بر+گزاری بر+خوردار بر+داشت بر+چسب
    بهره+بردار بهره+برداری بهره+وری نقشه+برداری نمونه+برداری کپی+برداری فیلم+برداری عکس+برداری فرمان+برداری
    سرمایه+گذار سیاست+گذار تاثیر+گذار بنیان+گذار قانون+گذار پیام+رسان اطلاع+رسان تصمیم+گیرنده تصمیم+گیر
    سازمان+دهی خدمت+دهی خدمات+دهی سود+دهی پاسخ+دهی پاسخ+گو پاسخ+گویی گزارش+دهی شکل+دهی جهت+دهی سرویس+دهی
    اولویت+دهی نوبت+دهی آدرس+دهی امتیاز+دهی ارجاع+دهی وزن+دهی باز+دهی
    خرده+فروش خرده+فروشی عمده+فروش عمده+فروشی دانش+اموز دانش+جو دانش+نامه
    ان+لاین اف+لاین ای+میل چت+بات اومنی+چنل امنی+چنل مولتی+چنل
    بی+دردسر بی+نقص بی+وقفه بی+نظیر بی+سابقه بی+شمار بی+پایان بی+معنی بی+معنا بی+ارزش بی+فایده بی+اهمیت بی+نیاز بی+ربط
    بی+طرف بی+کار بی+کاری بی+توجه بی+توجهی بی+دلیل بی+درنگ بی+نهایت بی+شک بی+واسطه بی+سیم بی+ثبات بی+رحم بی+گناه
    بی+اعتماد بی+اعتمادی بی+صدا بی+خطر بی+هدف بی+درز بی+همتا بی+تاثیر بی+تردید
    غیر+ضروری غیر+ممکن غیر+قانونی غیر+فعال غیر+حضوری غیر+مستقیم غیر+رسمی غیر+واقعی غیر+منتظره غیر+مجاز
    مشتری+محور مشتری+محوری مشتری+مدار مشتری+مداری کانال+محور داده+محور کاربر+محور محصول+محور فروش+محور
    همه+کاناله همه+کانالی تک+کاناله تک+کانالی میان+کاناله میان+کانالی همه+جانبه همه+گیر چند+رسانهای
    تمام+عیار تمام+وقت پاره+وقت نیمه+وقت میان+مدت بلند+مدت کوتاه+مدت دراز+مدت
    یک+پارچه یک+پارچگی یک+سان یک+دیگر یک+نواخت یک+طرفه
    زیر+ساخت زیر+مجموعه زیر+بنا سر+انجام سر+اسر سر+تاسر شبانه+روز شبانه+روزی روز+مره روز+افزون
    روز+نامه هفته+نامه فصل+نامه پایان+نامه بخش+نامه توافق+نامه اساس+نامه پرسش+نامه گواهی+نامه بر+نامه
    فن+اوری جمع+اوری گرد+اوری گرد+هم+ایی صرفه+جو صرفه+جویی تکرار+شونده
    این+که ان+که چنان+که چنان+چه همان+طور همین+طور این+طور ان+طور چه+طور این+گونه ان+گونه چه+گونه هیچ+کدام هیچ+گاه
    هیچ+وقت هیچ+یک هیچ+کس هر+گونه هر+چند هر+کدام اگر+چه گر+چه چرا+که علی+رغم کدام+یک
    پر+فروش پر+کاربرد پر+هزینه پر+سرعت پر+طرفدار پر+رنگ کم+رنگ کم+هزینه کم+یاب
    نا+موفق نا+مناسب نا+راضی نا+شناخته نا+کارامد کار+فرما کار+برد کار+بردی کار+افرین کار+افرینی
    باز+خورد باز+گشت باز+نگری باز+بینی باز+یافت باز+پرداخت باز+یابی خوش+بختانه رای+گان ساز+گار ساز+گاری
"""
# Phrases whose search form is separate words.
APART = """
    به+طور به+عنوان به+صورت به+دلیل به+ویژه به+خصوص به+منظور به+وسیله به+واسطه به+راحتی به+سرعت به+خوبی به+شدت به+ندرت
    به+گونهای به+جای به+نظر به+دست به+سادگی به+تدریج به+زودی به+تازگی به+سختی به+آسانی به+موقع به+دنبال به+همراه
    به+رغم به+سوی به+سمت به+علت به+خاطر به+نوعی به+عبارت به+شکل به+تنهایی به+کار به+اشتراک به+جز به+غیر
    در+حالی+که هنگامی+که زمانی+که وقتی+که به+طوری+که جایی+که از+این+رو با+این+حال با+این+وجود از+جمله در+نتیجه
    در+واقع در+صورتی+که بدین+ترتیب
"""
# Spellings of one word, the search form after "="; what follows in the word stays.
SPELLINGS = """
    جستجو=جستوجو گفتگو=گفتوگو شستشو=شستوشو مسأله=مسئله مسؤول=مسئول هیأت=هیئت سئوال=سوال لپتاب=لپتاپ بلیط=بلیت اطاق=اتاق
    امپراطور=امپراتور طهران=تهران باطری=باتری دگمه=دکمه امنیچنل=اومنیچنل
"""
# Participles after which "است" is written glued or with a non-joiner; the search form has a space there.
PARTICIPLES = """
    شده کرده بوده داده گفته رفته امده گرفته یافته داشته خورده مانده رسیده ساخته گذاشته نوشته شناخته خواسته توانسته
    دیده برده اورده خوانده پرداخته انداخته بسته نشسته گشته افتاده ایستاده فرستاده نهاده گردیده کشیده پذیرفته فروخته
"""


@cache
def _rules() -> tuple[Rule, ...]:
    return (
        *shared_rules(),
        compounds(JOINED, APART, endings=ENDINGS),
        respelled(SPELLINGS),
        without_final_hamza(),
        split_between("بر در فرا فرو", "ن?می", least=3),
        split_off("است", after=PARTICIPLES),
        split_word("شده", endings="ام ای اند ایم اید است ها های", unless_before="نمی"),
        joined_before("می", negation="ن", unless_next=_BEFORE_NO_VERB),
        joined_after(PLURALS, unless_previous=_UNINFLECTED),
        joined_after(DEGREES, unless_previous=_UNINFLECTED + " این ان یعنی"),
        joined_after(COPULAS, unless_previous=_UNINFLECTED, unless_ending="های"),
        joined_after(AFTER_HEH, unless_previous="که به نه چه همه سه ده ماه راه", after="ه"),
        joined_after("ی", unless_previous="یا با", after="او"),
        joined_after("مان تان شان", only_previous="خود"),
        joined_after(
            SECOND_PARTS,
            endings=SECOND_PART_ENDINGS,
            unless_previous=_UNINFLECTED + " این ان هر یک او",
            unless_ending="های",
        ),
    )


class Persian(Language):
    """Persian, as written in Iran, with its three ways of spacing compounds and affixes."""

    code = LanguageCode.PERSIAN
    english_name = "Persian"
    own_name = "فارسی"
    direction: ClassVar[Direction] = "rtl"
    stop_words = frozenset(("و", "در", "به", "از", "که", "را", "با", "این", "ان", "است", "برای"))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form."""
        return _rules()
