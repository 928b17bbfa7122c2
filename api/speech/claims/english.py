"""English."""

from api.speech.claims.base import Claims, Scope
from indexer import LanguageCode

ENGLISH = Claims(
    language=LanguageCode.ENGLISH,
    negations="not no never none nobody nothing neither nor without cannot lack lacks lacking lacked hardly nowhere",
    negated=r"\w+n't",
    scope=Scope.AFTER,
    undoing="prevent* hinder* stop* ceas* fail* block* keep forget* refus* bar bars",
    both="both",
    away="from",
    to="to into",
    spared="""
        not only
        not just
        not merely
        no doubt
        or not
        not necessarily only
    """,
    instead="""
        rather than
        instead of
        as opposed to
    """,
    besides="but except besides",
    prefixes=("un", "in", "im", "ir", "non", "dis"),
    light="be is are was were has have had do does did make makes made get gets give gives take takes use uses used "
    "whereas although among else along thus hence yet "
    "also even just still rather very so too both able become becomes",
    in_itself=r"(?:un(?!i|der|til|less|to)|non|dis(?!c|t|p)|in(?:consist|depend|complet|accura|suffic|dispens)|impossib)\w{3,}",
    joins=r"and",
    than="than from",
    attributing="article articles source sources blog overview review guide glossary text author authors says "
    "say said states state stated writes wrote describes described according view opinion reports "
    "persian polish arabic iranian undated names mentions considers holds believes claims puts sees "
    "calls lists",
    causes="because since thus therefore hence as consequently so due thanks",
    numbers="""
        0: zero
        1: one
        2: two twice double doubled doubles
        3: three thrice triple tripled
        4: four
        5: five
        6: six
        7: seven
        8: eight
        9: nine
        10: ten
        11: eleven
        12: twelve dozen
        13: thirteen
        14: fourteen
        15: fifteen
        16: sixteen
        17: seventeen
        18: eighteen
        19: nineteen
        20: twenty
        30: thirty
        40: forty
        50: fifty
        60: sixty
        70: seventy
        80: eighty
        90: ninety
        100: hundred hundreds
        1000: thousand thousands
        1000000: million millions
        1000000000: billion billions
    """,
    ordinals="""
        2: second secondly
        3: third thirdly thirds
        4: fourth fourthly quarter quarters
        5: fifth fifths
        6: sixth
        7: seventh
        8: eighth
        9: ninth
        10: tenth tenths
        11: eleventh
        12: twelfth
    """,
    halves="half halves halved",
    only="only sole solely exclusively merely",
    always="always never invariably",
    boundaries="while whereas yet "
    " unless until but although though because since so when if which whose unlike however instead",
    and_="and",
    idioms="""
        second hand
    """,
)
