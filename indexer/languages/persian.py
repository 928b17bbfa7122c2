"""Persian: everything known about the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import NOTHING_KNOWN, Direction, KnownWords, Language
from indexer.languages.clues import Clues
from indexer.languages.folding import fold
from indexer.languages.hazm_lexicon import build
from indexer.languages.persian_forms import NounEndings, VerbForms, without_sure_ending
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.sentences import SentenceRules
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
from indexer.languages.stemming import snowball

# Plural and indefinite endings that writers put joined, with a non-joiner or apart. «هات», «هاش», «هام» are left out:
# apart they are words of their own (hot, hash).
PLURALS = "ها های هایی هائی هایم هایت هایش هایمان هایتان هایشان هامون هاتون هاشون هاست هایند"
DEGREES = "تر تری ترها ترهای ترهایی ترند ترین ترینها ترینهای ترینش تریم"
COPULAS = "اند ایم"
AFTER_HEH = "ام ای ات اش ی ایم اید اند"
# Second parts of compounds that never, or hardly ever, stand as words of their own.
SECOND_PARTS = """
    کننده کنندگان کنندگی دهنده دهندگان دهندگی شونده شوندگان سازی پذیر پذیری ناپذیر ناپذیری گذاری رسانی بندی ریزی
    گیری نویس نویسی شناس شناسی شناسان مند مندی مندان گرا گرایی گرایانه یابی گانه زدایی
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
    کسب+و+کار جست+و+جو گفت+و+گو شست+و+شو پرس+و+جو رفت+و+امد زد+و+خورد حمل+و+نقل نرم+افزار سخت+افزار وب+سایت وب+گاه
    وب+لاگ لپ+تاپ لپ+تاب آی+تی سی+ار+ام ام+پی+تری هم+زمان هم+زمانی هم+چنین هم+چنان هم+راستا هم+تراز هم+گام هم+گرا
    هم+افزایی هم+پوشانی هم+اهنگ هم+اهنگی هم+ارز هم+دیگر هم+وطن هم+کلاسی پیش+بینی پیش+رو پیش+فرض پیش+نیاز پیش+نهاد
    پیش+تاز پیش+گام پیش+نمایش پیش+پرداخت پس+زمینه پس+انداز چشم+انداز چشم+گیر دست+اورد دست+رسی دست+مزد دست+کم راه+حل
    راه+کار راه+اندازی راه+نما راه+نمایی راه+برد راه+بردی راه+پیمایی به+روز به+روز+رسانی به+کارگیری بر+خورد بر+گزار
    بر+گزاری بر+خوردار بر+داشت بر+چسب بهره+بردار بهره+برداری بهره+وری نقشه+برداری نمونه+برداری کپی+برداری
    فیلم+برداری عکس+برداری فرمان+برداری سرمایه+گذار سیاست+گذار تاثیر+گذار بنیان+گذار قانون+گذار پیام+رسان اطلاع+رسان
    تصمیم+گیرنده تصمیم+گیر سازمان+دهی خدمت+دهی خدمات+دهی سود+دهی پاسخ+دهی پاسخ+گو پاسخ+گویی گزارش+دهی شکل+دهی
    جهت+دهی سرویس+دهی اولویت+دهی نوبت+دهی آدرس+دهی امتیاز+دهی ارجاع+دهی وزن+دهی باز+دهی خرده+فروش خرده+فروشی
    عمده+فروش عمده+فروشی دانش+اموز دانش+جو دانش+نامه ان+لاین اف+لاین ای+میل چت+بات اومنی+چنل امنی+چنل مولتی+چنل
    بی+دردسر بی+نقص بی+وقفه بی+نظیر بی+سابقه بی+شمار بی+پایان بی+معنی بی+معنا بی+ارزش بی+فایده بی+اهمیت بی+نیاز
    بی+ربط بی+طرف بی+کار بی+کاری بی+توجه بی+توجهی بی+دلیل بی+درنگ بی+نهایت بی+شک بی+واسطه بی+سیم بی+ثبات بی+رحم
    بی+گناه بی+اعتماد بی+اعتمادی بی+صدا بی+خطر بی+هدف بی+درز بی+همتا بی+تاثیر بی+تردید غیر+ضروری غیر+ممکن غیر+قانونی
    غیر+فعال غیر+حضوری غیر+مستقیم غیر+رسمی غیر+واقعی غیر+منتظره غیر+مجاز مشتری+محور مشتری+محوری مشتری+مدار
    مشتری+مداری کانال+محور داده+محور کاربر+محور محصول+محور فروش+محور همه+کاناله همه+کانالی تک+کاناله تک+کانالی
    میان+کاناله میان+کانالی همه+جانبه همه+گیر چند+رسانهای تمام+عیار تمام+وقت پاره+وقت نیمه+وقت میان+مدت بلند+مدت
    کوتاه+مدت دراز+مدت یک+پارچه یک+پارچگی یک+سان یک+دیگر یک+نواخت یک+طرفه زیر+ساخت زیر+مجموعه زیر+بنا سر+انجام
    سر+اسر سر+تاسر شبانه+روز شبانه+روزی روز+مره روز+افزون روز+نامه هفته+نامه فصل+نامه پایان+نامه بخش+نامه توافق+نامه
    اساس+نامه پرسش+نامه گواهی+نامه بر+نامه فن+اوری جمع+اوری گرد+اوری گرد+هم+ایی صرفه+جو صرفه+جویی تکرار+شونده این+که
    ان+که چنان+که چنان+چه همان+طور همین+طور این+طور ان+طور چه+طور این+گونه ان+گونه چه+گونه هیچ+کدام هیچ+گاه هیچ+وقت
    هیچ+یک هیچ+کس هر+گونه هر+چند هر+کدام اگر+چه گر+چه چرا+که علی+رغم کدام+یک پر+فروش پر+کاربرد پر+هزینه پر+سرعت
    پر+طرفدار پر+رنگ کم+رنگ کم+هزینه کم+یاب نا+موفق نا+مناسب نا+راضی نا+شناخته نا+کارامد کار+فرما کار+برد کار+بردی
    کار+افرین کار+افرینی باز+خورد باز+گشت باز+نگری باز+بینی باز+یافت باز+پرداخت باز+یابی خوش+بختانه رای+گان ساز+گار
    ساز+گاری
"""
# Phrases whose search form is separate words.
APART = """
    به+طور به+عنوان به+صورت به+دلیل به+ویژه به+خصوص به+منظور به+وسیله به+واسطه به+راحتی به+سرعت به+خوبی به+شدت
    به+ندرت به+گونهای به+جای به+نظر به+دست به+سادگی به+تدریج به+زودی به+تازگی به+سختی به+آسانی به+موقع به+دنبال
    به+همراه به+رغم به+سوی به+سمت به+علت به+خاطر به+نوعی به+عبارت به+شکل به+تنهایی به+کار به+اشتراک به+جز به+غیر
    در+حالی+که هنگامی+که زمانی+که وقتی+که به+طوری+که جایی+که از+این+رو با+این+حال با+این+وجود از+جمله در+نتیجه
    در+واقع در+صورتی+که بدین+ترتیب
"""
# Spellings of one word, the search form after "="; what follows in the word stays.
SPELLINGS = """
    جستجو=جستوجو گفتگو=گفتوگو شستشو=شستوشو مسئله=مسأله مسئول=مسؤول هیأت=هیئت سئوال=سوال لپتاب=لپتاپ بلیط=بلیت
    اطاق=اتاق امپراطور=امپراتور طهران=تهران باطری=باتری دگمه=دکمه امنیچنل=اومنیچنل
"""
# Words written with a point that never end a sentence; inner points kept. Single letters are known for initials, the
# names of Latin ones are listed.
ABBREVIATIONS = "ر.ک رک ق.م پ.م ب.م ه.ش ه.ق ه.خ صص تلفن ش.م ق.ه بی سی دی اف جی اچ کیو دبلیو ایکس وی پی تی"
# Words that carry a sentence on after a quotation that ends in ! or ?.
CONTINUING = "و که را گفت گفتند می میگفت پرسید نوشت نوشته است بود شد به از در یا"
# Letters, as typed, that speak for Persian: those Arabic lacks, the Persian forms of yeh and kaf, the non-joiner.
LETTER_POINTS = {"پ": 4, "چ": 4, "ژ": 4, "گ": 4, "ی": 2, "ک": 2, "\N{ZERO WIDTH NON-JOINER}": 3}
# Groups of letters in search form (^ and $: the edges of a word) that are several times as frequent in this language
# as in its rival of the same script, by natural logarithm, rounded: counted on translated software and documentation.
LETTER_GROUPS = {
    4: (
        "های ای$ ^پ ^گ هها گر پی گی گا پر ^پی پا نگ ^چ ساز نده شده ^پر رگ گو ^پا نند شن گذ گیر باز دگ گاه دست یگ "
        "پیش ^دس گذا اگ اپ پو هش رند هس ^گر یپ کرد گی$ پای ایش گان دهی گرد نید پرو تگ گ$ دهه پذی پذ داش گز هشد "
        "ندگ پل شنا رچ داز ^پو گه دهن مپ"
    ),
    3: "ند$ شد ^می اند تان کار ازی دن$ ^خو ^هم ست$ دان زار ذار کنن",
    2: (
        "ند ^د از هه یی$ یش ایی خو ^کا دها ^بر ش$ تی$ یها هی$ رها زی$ شت دن ^دا ^در نن ^به ^نم خوا وش دس مای ردا "
        "^سا نام ^نا ران ^رو تری ^سر ستا ندی ندا"
    ),
}
# Frequent words of questions and articles, for telling the language of a few words; they are no stop words.
FREQUENT_WORDS = """
    سال سالی کسی نام ایران استفاده کشور کار نخستین اولین یکی کسانی گروه شهر زبان چیزی نقش سازمان تیم جهان بزرگ کوچک
    مردم باعث دولت نفر شرکت زندگی اصلی ماه نشان روز پیدا دنیا راه شروع مشتری مشتریان فروش خرید فروشگاه کاربر بازار
    بازاریابی برنامه استراتژی کانال تجربه داده تفاوت مثال ساده نمونه معنی تعریف مزیت مزایای هزینه قیمت امروز ارائه
    ایجاد یکپارچه رسانه شبکه اینترنتی تلفن همراه سود درآمد بهتر بهترین چیزهایی کارهایی چند کاناله دانشگاه بانک پول
    وقت سوال جواب خوب بد سلام ممنون
"""
STOP_WORDS = """
    امروز امروزه اکنون الان حالا
    و در به از که را با این آن است برای یک تا هم یا نیز هر بر خود ما شما من تو او وی آنها آنان ایشان اینها ها های
    هایی می نمی اند ام ای بود بودند باشد باشند باشیم باشید بوده نیست نیستند هست هستند هستیم هستید هستم شد شده شود
    شوند میشود میشوند نمیشود میشد شدند شدن کرد کرده کند کنند کنیم کنید کنم میکند میکنند میکنیم میکنید میکنم نمیکند
    کردند کردن کردهاند شدهاند دارد دارند داریم دارید دارم ندارد ندارند داشت داشته داشتند داشتن خواهد خواهند خواهیم
    خواهید میتواند میتوانند میتوانیم میتوانید میتوان میتوانم نمیتواند نمیتوان توان باید نباید شاید چه چیست چی چیه
    چیا کیست کی کجا کجاست چرا چگونه چطور چجوری آیا کدام کدامند چند چنده چقدر چقد اگر اگرچه ولی اما بلکه لیکن پس چون
    زیرا چراکه تنها فقط همه همین همان همچنین همچنان دیگر دیگری بین میان روی زیر پیش پس بعد قبل بدون درباره دربارهی
    مورد طی طبق نسبت توسط وقتی هنگامی زمانی اینکه آنکه جایی چنین چنان بسیار خیلی بیش بیشتر کمتر حتی مثل مانند برخی
    بعضی هیچ همیشه هنوز اکنون الان حالا اینجا آنجا سپس البته یعنی باز نه بله آره خب لطفا بگو بگویید بگید بده بزن رو
    تو واسه یه اون اونا اونها اینا هستن میشه نمیشه میکنه میکنن میشن شه بشه کنه کنن داره دارن باشه بشود بشوند بکنند
    بکند گردد میگردد گردید گردیده میباشد میباشند نمود نموده مینماید نماید نمایند جز ضمن الی
"""
# Verbs as "past#present", colloquial present stems after it; all their forms share the past stem.
VERBS = """
    کرد#کن شد#شو#ش بود#باش گفت#گو#گوی#گ رفت#رو#ر آمد#آ#آی#یا داد#ده#د داشت#دار گرفت#گیر خواست#خواه#خوا توانست#توان#تون
    دانست#دان#دون زد#زن خورد#خور دید#بین آورد#آور#ار برد#بر خواند#خوان#خون نوشت#نویس ساخت#ساز یافت#یاب پرداخت#پرداز
    رسید#رس گذاشت#گذار#ذار ماند#مان#مون گشت#گرد گردید#گرد شناخت#شناس فروخت#فروش خرید#خر فهمید#فهم پرسید#پرس
    بخشید#بخش کشید#کش پذیرفت#پذیر فرستاد#فرست آموخت#آموز آغازید#آغاز افزود#افزا#افزای انداخت#انداز ایستاد#ایست
    نمود#نما#نمای سپرد#سپار شمرد#شمار انجامید#انجام اندیشید#اندیش سنجید#سنج گزید#گزین نامید#نام پیوست#پیوند
    رساند#رسان#رسون گرداند#گردان#گردون کاست#کاه جست#جو#جوی نشست#نشین بست#بند شنید#شنو ترسید#ترس گذشت#گذر پسندید#پسند
    کوشید#کوش طلبید#طلب پیچید#پیچ ریخت#ریز سوخت#سوز دوخت#دوز پخت#پز شکست#شکن کاشت#کار برخاست#برخیز افتاد#افت
"""
# Words whose stem no rule finds: plurals that are no stem and ending, and spoken forms.
IRREGULAR = """
    چنده=چند چیه=چه چیا=چه چجوری=چگونه چطوری=چطور اینا=اینها اونا=آنها اونها=آنها یه=یک واسه=برای دیگه=دیگر بهتره=بهتر
    افراد=فرد مراحل=مرحله اصول=اصل مزایا=مزیت معایب=عیب اهداف=هدف روابط=رابطه نتایج=نتیجه وسایل=وسیله شرایط=شرط
    فواید=فایده تجارب=تجربه تجربیات=تجربه نظرات=نظر مشکلات=مشکل خدمات=خدمت اطلاعات=اطلاع تعاملات=تعامل
    ارتباطات=ارتباط تبلیغات=تبلیغ محصولات=محصول تغییرات=تغییر تحقیقات=تحقیق مطالعات=مطالعه مقالات=مقاله
    انتظارات=انتظار احساسات=احساس پیشنهادات=پیشنهاد انتقادات=انتقاد تصمیمات=تصمیم اقدامات=اقدام عوامل=عامل
    منابع=منبع مراکز=مرکز مناطق=منطقه موارد=مورد نقاط=نقطه انواع=نوع اقسام=قسم اشکال=شکل ارقام=رقم اعداد=عدد
    آمار=آمار علوم=علم قوانین=قانون کتب=کتاب آثار=اثر ابعاد=بعد اسناد=سند اعضا=عضو اجزا=جزء اشیا=شیء
    اشخاص=شخص امور=امر اوقات=وقت ایام=روز بانکها=بانک دلایل=دلیل دفاتر=دفتر رسوم=رسم رفتارها=رفتار شعب=شعبه
    شواهد=شاهد صنایع=صنعت ضوابط=ضابطه عناصر=عنصر فنون=فن قواعد=قاعده مباحث=مبحث مدارک=مدرک مسائل=مسئله مصارف=مصرف
    مطالب=مطلب معیارها=معیار مفاهیم=مفهوم مقاصد=مقصد ملل=ملت مواد=ماده موانع=مانع نسخ=نسخه نکات=نکته واحدها=واحد
    وظایف=وظیفه سلایق=سلیقه علایق=علاقه توقعات=توقع ترجیحات=ترجیح توصیهها=توصیه اولویتها=اولویت
    مخاطبین=مخاطب مشترکین=مشترک
"""
# Nouns that look like a form of a verb; "data" and "brand" matter here.
NO_VERB = """
    داده برند روند رود دهم بسته میدان میان کند بند مانند باز بازم ساز کار سازند شدید خرد ترسیم نبرد یاد باید نزد کاستی
"""
# What may be taken off a noun or adjective if a known word is left: plural with pronoun or copula, degree, ezafe.
NOUN_ENDINGS = """
    ها های هایی هایم هایت هایش هایمان هایتان هایشان هایند هاست هام هات هاش هامون هاتون هاشون هامان هاتان هاشان
    ان انی انم انت انش انمان انتان انشان انند امون اتون اشون ات اتی اتم اتش اتمان اتشان جات
    تر تری ترین ترینها ترینهای ترها ترهای تریم ترند ترم
    ی م ت ش مان تان شان مون تون شون ند یم ید
"""
NOUN_ENDINGS_AFTER_HEH = "ای ام ات اش اند ایم اید ایی"
NOUN_ENDINGS_AFTER_VOWEL = "ی یی یم یت یش یمان یتان یشان یان یانی یند"
NOUN_ENDINGS_FOR_HEH = "گان گانی گانش گانشان گی"
# What is taken off whatever is left: ending, fewest letters left, what to put back.
SURE_ENDINGS = (
    *((ending, 3, "") for ending in ("هایمان", "هایتان", "هایشان", "هایی", "هایش", "هاست", "های", "ها", "ترین")),
    ("ندگان", 1, "نده"),
    ("یان", 4, "ی"),
)
# Words whose end only looks like an ending.
NO_ENDING = """
    جریان پایان میان بیان زیان شایان عریان ادیان نمایان بنیان کیان گریان بهترین تنها انتها بها الهام ابهام اتهام سهام
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


@cache
def _verbs() -> VerbForms:
    return VerbForms(VERBS, nouns=frozenset(NO_VERB.split()))


@cache
def _irregular() -> dict[str, str]:
    pairs = (pair.split("=") for pair in IRREGULAR.split())
    return {fold(plural): fold(singular) for plural, singular in pairs}


@cache
def _endings() -> NounEndings:
    listed = (NOUN_ENDINGS, NOUN_ENDINGS_AFTER_HEH, NOUN_ENDINGS_AFTER_VOWEL, NOUN_ENDINGS_FOR_HEH)
    sure, after_heh, after_vowel, for_heh = (frozenset(map(fold, endings.split())) for endings in listed)
    return NounEndings(sure=sure, after_heh=after_heh, after_vowel=after_vowel, for_heh=for_heh)


SENTENCE_RULES = SentenceRules(
    abbreviations=frozenset(ABBREVIATIONS.split()),
    cased=False,
    semicolon_ends=True,
    continuing=frozenset(CONTINUING.split()),
)


@cache
def _clues() -> Clues:
    return Clues(
        script="arabic",
        letters=LETTER_POINTS,
        groups=LETTER_GROUPS,
        function_words=frozenset(map(fold, STOP_WORDS.split())),
        frequent_words=frozenset(map(fold, FREQUENT_WORDS.split())),
    )


class Persian(Language):
    """Persian, as written in Iran, with its three ways of spacing compounds and affixes."""

    code = LanguageCode.PERSIAN
    english_name = "Persian"
    own_name = "فارسی"
    direction: ClassVar[Direction] = "rtl"
    stop_words = frozenset(map(fold, STOP_WORDS.split()))
    sentence_rules = SENTENCE_RULES
    percent_words = ("درصد",)
    copulas = frozenset(["یعنی", "است", "معنای", "معنی", "عبارتست"])
    asking = frozenset(
        fold(
            """
            کدوم کدومه کدومن کداماند کدامند چیه چیا چیان چجوری چجوریه چطوری چطوریه چقدره چنده اگه دقیقا برام بگو بگید
            بفرمایید لطفا توضیح بده بدهید میشه میتونی تعریف معنی معنای یعنی بنویس نام ببر ببرید لیست فهرست واقعا اصلا رو
            توی همونجا کیه کیا کجاها
            """
        ).split()
    )
    of_words = frozenset(fold("کلمه واژه اصطلاح تعبیر معادل معنا معنایی معنی").split())
    contrasts = frozenset(
        fold("نیست نه با برخلاف خلاف برعکس مقابل بهتر بیشتر فرق تفاوت متفاوت ضد بلکه اما ولی").split()
    )

    @property
    def clues(self) -> Clues:
        """What tells the language from others."""
        return _clues()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form."""
        return _rules()

    def stem_by_rule(self, word: str) -> str:
        """The past stem of a verb form; a singular; a noun without endings of plural and degree where they are sure."""
        if word.isascii():
            return snowball("english")(word.removesuffix("'s"))
        return (
            _verbs().past_stem(word)
            or _irregular().get(word)
            or without_sure_ending(word, SURE_ENDINGS, frozenset(NO_ENDING.split()))
        )

    def resolve(self, word: str, lexicon: Mapping[str, str]) -> str:
        """Take off endings, one after another, until a word of the lexicon is left."""
        if word.startswith(("می", "نمی")) and (stem := _verbs().past_stem(word)):
            return stem
        base = None if word.isascii() else _endings().base_of(word, lambda base: float(base in lexicon))
        return self.stem_by_rule(word) if base is None else lexicon[base]

    def build_lexicon(self, forms: Iterable[str], *, known: KnownWords = NOTHING_KNOWN) -> dict[str, str]:
        """The words of the corpus under their base in hazm's dictionary, and every form of the verbs that occur."""
        words = {word for form in forms for word in self.search_text(form).split() if word.isalpha()}
        return build(
            {word for word in words if word not in known.lexicon},
            known=known.lexicon,
            search_text=self.search_text,
            stem_by_rule=self.stem_by_rule,
            verb_by_rule=_verbs().past_stem,
            base_of=_endings().base_of,
            irregular={*_irregular(), *NO_VERB.split()},
        )
