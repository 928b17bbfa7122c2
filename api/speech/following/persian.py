"""Persian: how a question leans on the one before it. Words are in search form: no ZWNJ, no diacritics."""

from __future__ import annotations

from api.speech.following.base import Aspect, Following

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
# Nouns that are said of something: with the ending of a pronoun they point back. As they are written, not folded.
_NOUNS = (
    rf"معایب|مزایا|مزیت{ZWNJ}?ها|عیب{ZWNJ}?ها|فایده{ZWNJ}?ها|فواید|فایده|مزیت|عیب|هزینه|هزینه{ZWNJ}?ها|چالش{ZWNJ}?ها"
    rf"|مشکلات|مشکل|مراحل|گام{ZWNJ}?ها|قدم{ZWNJ}?ها|ابزار|ابزارها|ابزار{ZWNJ}?ها|هدف|اهداف|ویژگی{ZWNJ}?ها|شاخص{ZWNJ}?ها"
    rf"|مثال|نمونه|تعریف|معنی|معنا|اهمیت|کاربرد|کاربردها|محدودیت{ZWNJ}?ها|خطرات|فرق|تفاوت|نتیجه|تاثیر|اجرا|ریشه|ارزش"
)

PERSIAN = Following(
    opening=r"(?:و|خب|خوب|اما|ولی|پس|حالا|بعد|راستی|همچنین|باشه|مرسی|ممنون)\b ?",
    about=r"(?:در مورد|درباره|درمورد|راجع به) (?=.*\b(?:چطور|چی|چه)$)|همین برای\b ?",
    about_end=r" (?:(?:رو )?چطور|چی|چه|هم|چطوره)$",
    courtesy=r"(?:ممنون|ممنونم|مرسی|متشکرم|سپاس|باشه|خوبه|سلام|خیلی|بله|نه|درود|عالی| )+",
    expletive=r"^(?:ایا )?(?:این|ان) (?:درست|ممکن|لازم) است که\b",
    back=r"\b(?:اولی|دومی|سومی|اخری|ان یکی|ان دیگری|اون یکی)\b|\bبیشتر (?:بگو|توضیح|بدان)\w*|^(?:ادامه بده|بیشتر)\b"
    r"|\b(?:مثال|نمونه) (?:دیگر\w*|دیگه)\b",
    asks=r"چه|چی|چیست|چیه|چرا|چگونه|چطور|چطوری|چجوری|چقدر|چند|کی|کجا|کجاست|کدام|کدامند|کدوم|ایا|کیست|یعنی|است|میشود|میشه"
    r"|دارد|داره|دارند|هستند|هست|بگو|بگویید|توضیح|بزن|بده|بدهید|کنم|کنیم|کرد|میکند|میکنه|میکنند|باید",
    clause=r"و|یا|اما|ولی|که|وقتی|اگر|چون|تا|زیرا",
    article=r"این|ان|یک|همه",
    pronoun=r"\b(ان|این|انها|اینها|اون|اونها|اونا|ایشان|هردو)\b(?! (?:که|روزها|زمینه|صورت|است که|شرکت|یکی)\b)"
    r"|\b(هر دو|این دو|ان دو)\b",
    plural=r"انها|اینها|اونها|اونا|ایشان|هردو",
    possessed="{noun} {subject}",
    relational=r"شروع|اغاز|پیاده\w*|اجرا\w*|راه|راهاندازی|اندازی|کار|کند|اندازهگیری|سنج\w+|طول|میکشد|میکشه|لازم|نیاز\w*"
    r"|معنی|معنای|معنا|منظور|استفاده|بهتر|بهترین|بدتر|گران|گرون|ارزان|سخت|دشوار|اسان|مهم|مهمترین|اصلی|دوم|دومی|اول|اولی"
    r"|سوم|سومی|اخر|اخری|ادامه|جزییات|یک|دیگر|دیگری|دیگه|توضیح|برم|هزینه\w*|ارزش|میارزد|صرفه|کمک|تاثیر|مناسب|حل|رفع"
    r"|کردند|کسانی|کسی|ارزشش|ساخت\w*|پیدا|راهبرد|رویکرد|استراتژی|مدل|نظر|مورد|خلاصه|کوتاه|ممکن|کدامند|فهرست|شامل|بشمار\w*|بگی\w*|بزنید|بزنی",
    bare=r"چرا|چگونه|چطور|چطوری|چجوری|کی|کجا|برای چه|برای چی|از کی|چرا این طور|چرا اینطور|چه کسی|چرا که",
    why=r"چرا|چگونه|چطور|چطوری|چجوری|کی|کجا",
    whether=r"^ایا ",
    place=(r"برای|در|توی|تو|واسه|نزد|میان", r"از|با|توسط", r"درباره"),
    aspects={
        Aspect.BENEFITS: r"فایده\w*|فواید|مزیت\w*|مزایا\w*|سود|منفعت\w*|خوبی\w*",
        Aspect.DRAWBACKS: r"معایب\w*|عیب\w*|ایراد\w*|ضعف\w*|محدودیت\w*|بدی\w*",
        Aspect.CHALLENGES: r"چالش\w*|مشکل\w*|مشکلات\w*|مانع\w*|موانع|خطر\w*|ریسک\w*",
        Aspect.COST: r"هزینه\w*|قیمت\w*|خرج\w*",
        Aspect.EXAMPLES: r"مثال\w*|نمونه\w*",
        Aspect.STEPS: r"گام\w*|مراحل\w*|مرحله\w*|قدم\w*|نقشه",
        Aspect.TOOLS: r"ابزار\w*|فناوری\w*|نرمافزار\w*",
        Aspect.GOAL: r"هدف\w*|اهداف\w*",
        Aspect.FEATURES: r"ویژگی\w*|خصوصیت\w*|خصوصیات",
        Aspect.METRICS: r"شاخص\w*|سنجه\w*",
        Aspect.DIFFERENCE: r"تفاوت\w*|فرق\w*|مقایسه\w*",
        Aspect.IMPORTANCE: r"اهمیت\w*",
        Aspect.NAME: r"نام|اسم|تعریف\w*|ریشه\w*",
    },
    nouns={
        Aspect.BENEFITS: "مزایای",
        Aspect.DRAWBACKS: "معایب",
        Aspect.CHALLENGES: f"چالش{ZWNJ}های",
        Aspect.COST: f"هزینه{ZWNJ}های",
        Aspect.EXAMPLES: f"نمونه{ZWNJ}های",
        Aspect.STEPS: f"گام{ZWNJ}های اجرای",
        Aspect.TOOLS: "ابزارهای",
        Aspect.GOAL: f"هدف{ZWNJ}های",
        Aspect.FEATURES: f"ویژگی{ZWNJ}های",
        Aspect.METRICS: f"شاخص{ZWNJ}های",
        Aspect.DIFFERENCE: "تفاوت",
        Aspect.IMPORTANCE: "اهمیت",
        Aspect.NAME: "تعریف",
    },
    ordinals=(r"اولی?|نخست|نخستین", r"دومی?|دومین", r"سومی?|سومین", r"چهارمی?", r"پنجمی?", r"اخری|اخرین"),
    of_aspect="{aspect} {subject} چیست؟",
    of_subject="{subject} یعنی چه؟",
    joined="برای {subject} {question}؟",
    joined_noun="{question} {subject}؟",
    and_asked="{question} و {asked}؟",
    with_place="{topic} {question}؟",
    with_topic="برای {topic} {question}؟",
    two="{first} و {second}",
    either="{first} یا {second}",
    suffixes=(
        (rf"({_NOUNS}){ZWNJ}?ی?(?:ی)?{ZWNJ}?(?:اش|ش|شان|شون|اشان|اشون)", r"\1"),
        (rf"({_NOUNS})ی(?:ش|شان|شون)", r"\1"),
        (rf"(\w{{3,}}){ZWNJ}(?:اش|شان|شون)", r"\1"),
    ),
)
