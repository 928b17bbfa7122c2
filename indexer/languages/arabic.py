"""Arabic: everything known about the language."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from functools import cache
from typing import ClassVar, cast

from indexer.domain import LanguageCode
from indexer.languages.base import NOTHING_KNOWN, Direction, KnownWords, Language
from indexer.languages.clues import Clues
from indexer.languages.folding import fold
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.sentences import SentenceRules
from indexer.languages.spacing import compounds, joined_before
from indexer.languages.stemming import snowball

# Loan words whose search form is one word; "+" marks the joints.
JOINED = "اون+لاين اوف+لاين لاب+توب واتس+اب فيس+بوك اي+ميل اومني+تشانل ملتي+تشانل مالتي+تشانل"
# Words written with a point that never end a sentence (single letters are known for initials); inner points kept.
ABBREVIATIONS = "أ.د ا.د ق.م ب.م ش.م.م ش.م س.ت ه ص.ب ت.م"
# Words that carry a sentence on after a quotation that ends in ! or ?.
CONTINUING = "و قال قالت سأل سألت كتب كتبت ثم أو في من"
# Letters, as typed, that speak for Arabic; its yeh and kaf only a little, since Persian is typed with them too.
LETTER_POINTS = {"ة": 4, "إ": 4, "أ": 2, "ى": 1, "ي": 1, "ك": 1, "ؤ": 1, "ٱ": 3} | dict.fromkeys(
    "\N{ARABIC FATHA}\N{ARABIC DAMMA}\N{ARABIC KASRA}\N{ARABIC SUKUN}\N{ARABIC DAMMATAN}\N{ARABIC KASRATAN}", 2
)
# Groups of letters in search form (^ and $: the edges of a word) that are several times as frequent in this language
# as in its rival of the same script, by natural logarithm, rounded: counted on translated software and documentation.
LETTER_GROUPS = {
    4: (
        "^ال الم ^لل لل ^وت ^لت الن للم للا الخ لمت ^وم لمو لمع لص للت لمر لتح لتع ^یت ^تت الط لاخ لتن لتق لمق "
        "الل راء لمص لتک لاج ^یس لمد لتص لمخ لمک لمج لمف لشر لتج ریر"
    ),
    3: "لم الت وال اء ء$ اء$ الح لمس لج لخ الس الج ^لم تک$ الق لمح الر الص تخد لتو لمش لقا لض",
    2: (
        "ال ^ل لت یه$ الا ^وا لح بال لع لق لس لف لن ح$ لاس الب الع الف الو قه$ تط لمن لیه الد حه$ خد اعد الش خدم "
        "فات وح ^بت نات لط ستخ لغ بم فیه ^بم تعل میه تجا تحد"
    ),
}
# Frequent words of questions and articles, for telling the language of a few words; they are no stop words.
FREQUENT_WORDS = """
    عام سنة ولد ولدت اسم اسمه مدينة دولة شركة شركات عميل عملاء زبون زبائن تجربة خدمة خدمات منتج منتجات بيع شراء متجر
    متاجر قناة قنوات متعددة متعدد تسويق جديد جديدة كبير كبيرة يتم يمكن يمكنك يجب تقديم استخدام تحسين تقوم يقوم تكون
    العمل رحلة موقع جميع مختلفة عدة عدد أول أهم أبناء تأسست تأسس فترة منظمة عاش توفي درس دخل بلد حياة حرب عاصمة سعر
    فرق الفرق فوائد معنى تعريف تعني يعني كتاب شخص رجل امرأة يوم شهر مرة طريقة استراتيجية تستخدم تساعد يساعد تستفيد
    تعمل يعمل وقت بنك مال مرحبا شكرا برنامج مميزات ميزات مزايا عيوب خطوات
"""
STOP_WORDS = """
    اليوم الآن حاليا
    في من على إلى عن مع أن إن ان أو أم ثم بل لا لم لن ما هل هو هي هم هن هما أنا نحن أنت أنتم أنتن انا هذا هذه هذان
    هاتان هؤلاء ذلك تلك أولئك الذي التي الذين اللذان اللتان اللاتي اللواتي كيف ماذا لماذا متى أين أي أية كم من
    بماذا عماذا كان كانت كانوا يكون تكون يكونون ليس ليست قد لقد سوف كل بعض غير سوى بين عند عندما لدى لدي حول خلال
    منذ حتى إذا لو لولا كما لكن لكنه ولكن لأن لان لأنه كي لكي حيث حين بينما أيضا ايضا فقط جدا إلا الا قبل بعد تحت
    فوق أمام ضد دون بدون عبر نحو مثل أكثر أقل له لها لهم لك لي لنا به بها بهم فيه فيها فيهم منه منها منهم عليه عليها
    عليهم إليه إليها عنه عنها معه معها هناك هنا ذات ذو وهو وهي وهم وما ومن وفي وعلى وإلى وعن ومع وأن وإن ولا ولم وقد
    وكان وكانت فإن فهو فهي مما إنه إنها أنه أنها انه انها بأن لما ألا نعم كلا يا أيها كلما مهما سواء تم يتم ومع لذا
    لذلك كذلك وكذلك بذلك بما فيما مما عما ممن و ف ب ل ك يا شو وش ايش ليش وين شلون إزاي ازاي ليه فين اللي
"""
ARTICLES = ("ال", "بال", "كال", "لل")
PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "كن")
# Endings of number with the fewest letters that must be left: with fewer, they are part of the word (انسان, قانون).
NUMBER_ENDINGS = (("ات", 3), ("ون", 4), ("ين", 4), ("ان", 4))
# Broken plurals of the field and of everyday prose, each with its singular.
BROKEN_PLURALS = """
    عملاء=عميل قنوات=قناة متاجر=متجر أسواق=سوق علامات=علامة أجهزة=جهاز خدمات=خدمة شركات=شركة رسائل=رسالة أدوات=أداة
    أهداف=هدف نتائج=نتيجة تجارب=تجربة طرق=طريقة أساليب=أسلوب وسائل=وسيلة وسائط=وسيط مراحل=مرحلة خطط=خطة حملات=حملة
    فوائد=فائدة مزايا=ميزة ميزات=ميزة عيوب=عيب أسباب=سبب أنواع=نوع أشكال=شكل أمثلة=مثال أفكار=فكرة آراء=رأي
    أرقام=رقم نسب=نسبة أسعار=سعر أرباح=ربح تكاليف=تكلفة بنوك=بنك مصارف=مصرف مواقع=موقع مراكز=مركز مكاتب=مكتب
    فروع=فرع أقسام=قسم فرق=فريق موظفون=موظف أشخاص=شخص أفراد=فرد ناس=إنسان زبائن=زبون تجار=تاجر بضائع=بضاعة سلع=سلعة
    منازل=منزل مدن=مدينة دول=دولة بلدان=بلد شعوب=شعب حكومات=حكومة قوانين=قانون قواعد=قاعدة أنظمة=نظام نظم=نظام
    برامج=برنامج تطبيقات=تطبيق مشاكل=مشكلة حلول=حل أسئلة=سؤال أجوبة=جواب دروس=درس كتب=كتاب مقالات=مقالة صور=صورة
    أيام=يوم شهور=شهر أشهر=شهر سنوات=سنة أعوام=عام ساعات=ساعة دقائق=دقيقة مستندات=مستند وثائق=وثيقة شروط=شرط حقوق=حق
    عناصر=عنصر أجزاء=جزء نقاط=نقطة خطوط=خط صفحات=صفحة أبواب=باب عوامل=عامل مصادر=مصدر موارد=مورد معارف=معرفة
    علوم=علم خبراء=خبير مدراء=مدير شركاء=شريك أعضاء=عضو أصدقاء=صديق أعداء=عدو علماء=عالم أطباء=طبيب مرضى=مريض
    طلاب=طالب فرص=فرصة مخاطر=خطر قيم=قيمة سياسات=سياسة استراتيجيات=استراتيجية احتياجات=حاجة توقعات=توقع رغبات=رغبة
    عادات=عادة أنماط=نمط نماذج=نموذج معايير=معيار مقاييس=مقياس مؤشرات=مؤشر مشاريع=مشروع أعمال=عمل أموال=مال
    منصات=منصة شاشات=شاشة هواتف=هاتف
"""


@cache
def _rules() -> tuple[Rule, ...]:
    # The conjunction is written joined; apart it is a slip that says the same.
    return (*shared_rules(), compounds(JOINED), joined_before("و"))


@cache
def _singulars() -> dict[str, str]:
    pairs = (pair.split("=") for pair in BROKEN_PLURALS.split())
    return {_light(fold(plural)): _light(fold(singular)) for plural, singular in pairs}


@cache
def _folded() -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, int], ...]]:
    return (
        tuple(map(fold, ARTICLES)),
        tuple(map(fold, PRONOUNS)),
        tuple((fold(ending), least) for ending, least in NUMBER_ENDINGS),
    )


def _without_article(word: str) -> str:
    articles = _folded()[0]
    if len(word) >= 4 and word[0] in "وف":
        rest = word[1:]
        if (rest.startswith(articles) and len(rest) >= 5) or (word[0] == "و" and len(rest) >= 4):
            word = rest
    for article in articles:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def _light(word: str) -> str:
    _, pronouns, number_endings = _folded()
    word = _without_article(word)
    for pronoun in pronouns:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= 3:
            word = word[: -len(pronoun)]
            # The feminine ending before a pronoun or in a construct is written with an open teh.
            if word.endswith("ت") and not word.endswith("ات") and len(word) >= 4:
                return word[:-1]
            break
    if word.endswith("ا") and len(word) >= 5:
        word = word[:-1]
    for ending, least in number_endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    else:
        if word.endswith(("ت", "ته")) and len(word.removesuffix("ه")) >= 5:
            word = word.removesuffix("ه")[:-1]
    for ending in ("\N{ARABIC LETTER HAMZA}", "ه", "ی"):
        if word.endswith(ending) and len(word) >= 4:
            word = word[:-1]
    return word


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


class Arabic(Language):
    """Modern Standard Arabic, with the question words of the dialects."""

    code = LanguageCode.ARABIC
    english_name = "Arabic"
    own_name = "العربية"
    direction: ClassVar[Direction] = "rtl"
    stop_words = frozenset(map(fold, STOP_WORDS.split()))
    sentence_rules = SENTENCE_RULES
    percent_words = tuple(map(fold, ("في المئة", "في المائة", "بالمئة", "بالمائة", "في الميه", "بالميه")))
    copulas = frozenset(["هو", "هی", "هم", "تعد", "یعد", "تعنی", "یعنی", "عباره", "تعتبر", "یعتبر"])
    asking = frozenset(
        fold(
            """
            مین قدیش شی بس عشان علشان زی اذکر عدد قل عرف اشرح اعطنی اعطینی وضح ازای ایهما وش شو ایش ایه لیه لیش وین فین
            شحال كیف یعنی معنی المقصود تعریف بالضبط رجاء لو سمحت ممکن سوال جواب اکتب حدثنی اخبرنی
            """
        ).split()
    )
    of_words = frozenset(fold("كلمة كلمه تعبير مصطلح معنى لفظ تسمية").split())
    contrasts = frozenset(
        fold("غير ليس ليست لا لم لن من خلاف بخلاف عكس بعكس تختلف يختلف مقابل ضد نقيض سوى بينما لكن ولكن").split()
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
        """A light stem: conjunction, article, pronoun, endings of number and gender off; broken plurals by a list."""
        if word.isascii():
            return snowball("english")(word.removesuffix("'s"))
        stem = _light(word)
        return _singulars().get(stem, stem)

    def resolve(self, word: str, lexicon: Mapping[str, str]) -> str:
        """Take off one-letter clitics too (و ف ب ل ك س), where what is left is a word of the corpus."""
        return self.stem_by_rule(_without_clitics(word, lexicon))

    def build_lexicon(self, forms: Iterable[str], *, known: KnownWords = NOTHING_KNOWN) -> dict[str, str]:
        """The words of the corpus, those with one-letter clitics under the stem of the word without.

        camel-tools takes off the diacritics and tells words from punctuation.
        """
        from camel_tools.tokenizers.word import simple_word_tokenize  # half a second, not on a question's path
        from camel_tools.utils.dediac import dediac_ar

        pieces = {piece for form in set(forms) for piece in simple_word_tokenize(dediac_ar(form))}
        words = sorted({word for piece in pieces for word in self.search_text(piece).split() if word.isalpha()})
        every = ChainMap(dict.fromkeys(words, ""), cast(dict[str, str], known.lexicon))
        return {word: self.resolve(word, every) for word in words if word not in known.lexicon}


def _without_clitics(word: str, known: Mapping[str, str]) -> str:
    if len(word) >= 4 and word[0] in "وف" and word[1:] in known:
        word = word[1:]
    if len(word) >= 4 and word[0] in "بلک" and (word[1:] in known or "ال" + word[1:] in known):
        word = word[1:]
    if len(word) >= 5 and word[0] == "س" and word[1] in "یتنا" and word[1:] in known:
        word = word[1:]
    return word
