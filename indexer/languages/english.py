"""English: everything known about the language."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language
from indexer.languages.clues import Clues
from indexer.languages.folding import fold
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.sentences import SentenceRules
from indexer.languages.stemming import snowball

# Words written with a point that never end a sentence, and those that may; inner points kept, the last left out.
ABBREVIATIONS = """
    mr mrs ms dr prof st sr jr vs e.g i.e eg ie cf al figs nos vol vols pp ed eds eq dept gen col capt lt sgt rev
    hon gov sen rep pres approx est ca viz messrs mt ft jan feb mar apr jun jul aug sep sept oct nov dec ph.d
"""
FIGURE_ABBREVIATIONS = "no ch fig sec art"
CLOSING_ABBREVIATIONS = "etc inc ltd co corp llc plc a.m p.m am pm u.s u.k u.n e.u"
# Groups of letters in search form (^ and $: the edges of a word) that are several times as frequent in this language
# as in its rival of the same script, by natural logarithm, rounded: counted on translated software and documentation.
LETTER_GROUPS = {
    4: "ed$ ted lly ves",
    3: (
        "ti ng$ ing tio ve ati ts$ rs$ ns$ iv tin ver cti ive ^ex iti all ov tiv nti tic ds$ rr dis cat nts ssi "
        "ove ^th exp xp sed sin rit"
    ),
    2: (
        "s$ d$ ng g$ es$ ^co ri ct on$ ll di ts ea er$ ss ou he th ate vi con ex ect ly$ ons sh com nt$ ^v ee ess "
        "ve$ ^di cr cl ev ica act nce qu ble ^un va pp se$ ^ca if ine tt rin ay din ^ac ass ize ls$ ^en ue oun "
        "ity ff eve nv ib mm sti tri cc ss$ ^sh ui gh ses app nd$ the ph ^cl"
    ),
}
# Frequent words of questions and articles, for telling the language of a few words; they are no stop words.
FREQUENT_WORDS = """
    use using used new need make help get work works show see find give tell customer customers company companies
    business brand brands store stores shop shopping sale sales channel channels strategy experience service product
    products market price cost difference example examples advantage benefits meaning define explain describe list
    best better people year years time way day first many good big number one two three data system mobile phone
    online media social support page name user users email app marketing money bank world country city hello thanks
    retail digital say said know think want improve change increase measure build kind does power took right well
    take go goes went come
"""
STOP_WORDS = """
    today now currently nowadays
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each else
    ever every few for from further had hadn't has hasn't have haven't having he her here hers herself him himself
    his how how's however i i'd i'll i'm i've if in into is isn't it it's its itself just let's like may me might
    more most much must my myself no nor not now of off on once only or other ought our ours ourselves out over own
    per please quite rather really same shall she should shouldn't since so some such tell than that that's the
    their theirs them themselves then there there's these they they're this those though through thus till to too
    under until up upon us very via was wasn't we were weren't what what's when where where's whether which while
    who who's whom whose why will with within without won't would wouldn't yet you you're your yours yourself
"""


SENTENCE_RULES = SentenceRules(
    abbreviations=frozenset(ABBREVIATIONS.split()),
    closing_abbreviations=frozenset(CLOSING_ABBREVIATIONS.split()),
    figure_abbreviations=frozenset(FIGURE_ABBREVIATIONS.split()),
)


@cache
def _clues() -> Clues:
    return Clues(
        script="latin",
        letters={},
        groups=LETTER_GROUPS,
        function_words=frozenset(map(fold, STOP_WORDS.split())),
        frequent_words=frozenset(map(fold, FREQUENT_WORDS.split())),
    )


class English(Language):
    """English, of any spelling."""

    code = LanguageCode.ENGLISH
    english_name = "English"
    own_name = "English"
    direction: ClassVar[Direction] = "ltr"
    stop_words = frozenset(map(fold, STOP_WORDS.split()))
    sentence_rules = SENTENCE_RULES
    percent_words = ("percent", "per cent", "pct")
    copulas = frozenset(["is", "are", "means"])
    asking = frozenset(
        fold(
            """
            give explain define definition tell name list describe please whats what's mean means meaning exactly
            actually really
            """
        ).split()
    )
    of_words = frozenset(fold("word term expression mean means meaning called").split())
    contrasts = frozenset(
        fold("not no never nor than from unlike versus vs against opposite instead while but").split()
    )

    @property
    def clues(self) -> Clues:
        """What tells the language from others."""
        return _clues()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form: those of every language."""
        return shared_rules()

    def stem_by_rule(self, word: str) -> str:
        """Snowball's stem, after the genitive ending."""
        return snowball("english")(word.removesuffix("'s"))
