"""Polish: everything known about the language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import ClassVar

from indexer.domain import LanguageCode
from indexer.languages.base import NOTHING_KNOWN, Direction, KnownWords, Language
from indexer.languages.clues import Clues
from indexer.languages.folding import fold
from indexer.languages.rewriting import Rule
from indexer.languages.scripts import shared_rules
from indexer.languages.sentences import SentenceRules

# Words written with a point that never end a sentence, and those that may; inner points kept, the last left out.
ABBREVIATIONS = """
    np tj tzn tzw pt m.in prof dr mgr inż hab lek lic doc płk kpt gen mjr por zob ul al pl os św nr str s t tab rys ryc
    poz art ust pkt par rozdz red wyd oprac tłum przyp cyt ob śp bp ks abp o im ok ww j.w p.o ds sp z tel fax kom
    godz min sek mies tys mln mld jw wg ws pow woj gm dot ang łac niem fr wł hiszp ros gr lub n.p.m ang pol tyt zm
    ur
"""
# A figure after one of these is an ordinal ("lata 90.", "podczas 5. Festiwalu").
ORDINALS = r"\blat(?:a|ach|ami)? \d{2,4}|\b(?:podczas|we?|na|po|przed|dla|ze?) \d{1,2}"
CLOSING_ABBREVIATIONS = "itd itp etc r w zł gr o.o s.a n.e p.n.e cd cdn in"
# Letters that speak for Polish.
LETTER_POINTS = {"ą": 4, "ć": 3, "ę": 4, "ł": 4, "ń": 3, "ó": 1, "ś": 4, "ź": 4, "ż": 4}
# Groups of letters in search form (^ and $: the edges of a word) that are several times as frequent in this language
# as in its rival of the same script, by natural logarithm, rounded: counted on translated software and documentation.
LETTER_GROUPS = {
    4: (
        "cz rz wy owa nie zy sz ^z ko wan prz rze ie$ zn dz ^za ^wy j$ uj yc ja cj nia ych wie aj rzy ej$ ac$ czn "
        "dzi owy oz kow nyc jac ^ko acz cze zen kon acj je$ tow aja osc ja$ zac czy mi$ wac kt aln yk roz ^od zw "
        "cza yj wia icz kr zna cja ym$ uje uja jn zan sz$ ywa uj$ nik zyc iu$ sze mie cji wyc orz ycz nej wa$ sow "
        "zie szy zne akt ki$ zys wy$ mow trz"
    ),
    3: "za ny ej ia$ ka ek u$ eni ny$ ego zo ln na$ yw go$ az z$ ez sci pod zon",
    2: "ow a$ ni ie wa ze i$ ani wi ch$ ^po ^k je go ym ik aw ane row zi any em$ sk ys ow$ owe ^na ami cy",
}
# Frequent words of questions and articles, for telling the language of a few words; they are no stop words.
FREQUENT_WORDS = """
    można należy trzeba moze możesz jestem firma firmy firm klient klienta klienci klientów klientem sklep sklepu
    sklepy sklepach sprzedaż sprzedaży zakup zakupy kanał kanały kanałów kanałach doświadczenie marka marki usługa
    usługi dane danych strona strony cena ceny kosztuje ile rok lat ludzie człowiek miasto kraj praca pracy sposób
    przykład różnica różnią różni zalety wady korzyści znaczy oznacza nazywa opisz podaj wymień jakim najlepsze nowy
    nowe dobra dobre duży komunikacja marketingu wielokanałowy wielokanałowe strategia strategię obsługa obsługi
    bank banki pieniądze dzień czas cześć dziękuję między kupić działa polega
"""
# Endings in search form: of nouns and adjectives, and of verbs and what is made from them.
ENDINGS = """
    a ia e ie o io u iu y i em iem ie om iom ow iow owi iowi owie ami iami mi ach iach ego iego emu iemu ej iej ym im
    ych ich ymi imi osc osci oscia uje uja owac owany owana owane owania owanie owaniu owaniem
"""
VERB_ENDINGS = "ac ic yc al il yl ala ila yla ali ili yli owal owala owali"
STOP_WORDS = """
    dziś dzisiaj teraz obecnie
    a aby ach albo ale ani aż bardziej bardzo bez bo bowiem by być był była było były będzie będą będę choć ci cię
    co coś czego czemu czy czyli czym dla dlaczego dlatego do gdy gdyby gdyż gdzie go i ich ile im ja jak jaka jaką
    jaki jakie jakich jakim jakimi jakiego jakiej jako je jednak jego jej jemu jest jestem jesteś jeszcze jeśli
    jeżeli już ją każda każde każdy kiedy kim kogo komu kto która które którego której który których którym którymi
    którą lub ma mają mam mi mną mnie moja moje mój mu my na nad nam nami nas nasz nasza nasze nawet nią nic nich
    nie niego niej nim nimi niż no o obok od ok on ona one oni ono oraz po pod podczas poza ponieważ przed przede
    przez przy roku również są sam sama się skąd swoja swoje swój swoich swoim swoją ta tak taka taki takie także
    tam te tego tej ten też to tobie tu tutaj twoja twoje twój ty tych tylko tym tymi u w we wam wami was wasz więc
    wobec właśnie wszystkich wszystko wszystkie wtedy wy z za zaś ze że żeby
"""


SENTENCE_RULES = SentenceRules(
    abbreviations=frozenset(ABBREVIATIONS.split()),
    closing_abbreviations=frozenset(CLOSING_ABBREVIATIONS.split()),
    ordinals=ORDINALS,
)


_SHORTEST_STEM = 3
# With fewer letters left, the end of a word is rather its own ("kanał") than that of a verb.
_SHORTEST_STEM_OF_VERB = 5
_LONGEST_ENDING = 7


@cache
def _endings() -> dict[str, int]:
    of_verbs = dict.fromkeys(VERB_ENDINGS.split(), _SHORTEST_STEM_OF_VERB)
    return of_verbs | dict.fromkeys(ENDINGS.split(), _SHORTEST_STEM)


@cache
def _clues() -> Clues:
    return Clues(
        script="latin",
        letters=LETTER_POINTS,
        groups=LETTER_GROUPS,
        function_words=frozenset(map(fold, STOP_WORDS.split())),
        frequent_words=frozenset(map(fold, FREQUENT_WORDS.split())),
    )


class Polish(Language):
    """Polish, with or without its diacritics."""

    code = LanguageCode.POLISH
    english_name = "Polish"
    own_name = "polski"
    direction: ClassVar[Direction] = "ltr"
    stop_words = frozenset(map(fold, STOP_WORDS.split()))
    sentence_rules = SENTENCE_RULES
    percent_words = tuple(map(fold, ("procent", "procenta", "procentach", "procentami", "procentów", "proc")))
    copulas = frozenset(["to", "jest", "sa", "oznacza", "stanowi", "czyli"])
    asking = frozenset(
        fold(
            """
            wymien podaj opisz wyjasnij powiedz napisz zdefiniuj definicja znaczy oznacza prosze chodzi naprawde prawda
            dokladnie wlasciwie jakis jakies jaki jaka jakie ktory ktora ktore ktorej ktorym ktorych ile ilu czemu czyli
            """
        ).split()
    )
    of_words = frozenset(fold("słowo słowa termin terminu określenie znaczy oznacza nazwa").split())
    contrasts = frozenset(
        fold("nie ani niż od wobec przeciwieństwie odróżnieniu zamiast przeciwieństwo natomiast lecz ale").split()
    )

    spaced_thousands = True

    @property
    def clues(self) -> Clues:
        """What tells the language from others."""
        return _clues()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rewriting rules of the search form: those of every language."""
        return shared_rules()

    def stem_by_rule(self, word: str) -> str:
        """A light stem: one ending of case, number or verb off; an ending after an apostrophe ("Facebook'a") too.

        On words without diacritics, which Snowball's rules are not made for.
        """
        word, _, _ = word.partition("'")
        for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
            ending = word[-length:]
            if len(word) - length >= _endings().get(ending, len(word)):
                word = word[:-length]
                break
        # A soft consonant is written with "i" before some endings ("usługi", "usłudze").
        return word.removesuffix("i") if len(word) > _SHORTEST_STEM else word

    def build_lexicon(self, forms: Iterable[str], *, known: KnownWords = NOTHING_KNOWN) -> dict[str, str]:
        """Inflected forms that the rules would part from their lemma, by the dictionary of Morfeusz 2.

        Empty where the package `morfeusz2` is not installed.
        """
        from indexer.languages.morfeusz_lexicon import build

        def is_settled(form: str) -> bool:
            # A form whose rule agrees with its lemma is in no lexicon; passages hold it by that rule.
            return form in known.lexicon or known.holds(self.stem_by_rule(form))

        return build(forms, self.stem_by_rule, is_settled=is_settled)
