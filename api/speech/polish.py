"""Polish: phrases and cues. Cues are in search form: lower case without diacritics."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

OPENING = (
    r"[\s,.:;!-]+"
    r"|(?:a|i|no|to|wiec|ale|czesc|hej|dzien dobry|witam|prosze|poprosze|mam pytanie|pytanie|ok|dobra|sluchaj"
    r"|wlasciwie|tak w ogole|w takim razie)\b"
    r"|(?:powiedz|powiedzcie|napisz|pokaz|wytlumacz|wyjasnij|opowiedz|daj)(?: (?:mi|nam))(?: prosze)?\b"
    r"|(?:wytlumacz|wyjasnij|powiedz),? (?=jak|dlaczego|czemu|kto|kiedy|gdzie|co|czym|po co|ile|ktor)"
    r"|czy (?:mozesz|moglbys|moglabys|mozecie|moge prosic|umiesz) (?:mi )?(?:powiedziec|podac|wyjasnic|wymienic"
    r"|opisac)?"
    r"|(?:chce|chcialbym|chcialabym) (?:sie dowiedziec|wiedziec)\b|(?:nie )?wiesz,? (?=kto|ile|gdzie|kiedy|jak|co)"
    r"|ciekawi mnie\b"
)
ASKING = r"(?:jak\w*|co|czego|czym|kto|kogo|komu|kiedy|gdzie|skad|ktor\w+|ile|ilu|dlaczego|czemu)"
CALLED = r"(?:pojecie|pojecia|termin|terminu|slowo|slowa|skrot|okreslenie|nazwa|haslo|zwrot)"
SEVERAL = (
    r"zalety|zalet|wady|wad|korzysci|wyzwania|wyzwan|rodzaje|rodzajow|typy|cechy|cech|elementy|elementow|skladniki"
    r"|narzedzia|narzedzi|zasady|trendy|przeszkody|bariery|problemy|zagrozenia|ryzyka|plusy|minusy|mocne strony"
    r"|slabe strony|warunki|wymagania|wskazniki|czynniki|skladowe|funkcje|atuty|metryki"
)
# Verbs of what goes on by itself or is only described.
HAPPENS = (
    r"(?:dzial\w*|wplyw\w*|wplyn\w*|oddzial\w*|nazyw\w*|brzmi\w*|wyglad\w*|zachowuj\w*|zmieni\w* sie|sie zmieni\w*"
    r"|pomaga\w*|reaguj\w*|ma sie|maja sie|przeklada\w*|postrzega\w*|czuj[ae]\w*|pisze sie|funkcjonuj\w*)"
)
INFINITIVE = r"(?!wiecej\b|noc\b|moc\b|tysiac\b)\w+(?:[aeiyuo]c|sc|zc)"
# Nouns that make "jaki/jaka/jakie" and the head of a phrase without a verb a question about an amount.
AMOUNT = (
    r"(?:procent|odsetek|odsetka|czesc|liczba|udzial|udzialu|koszt|cena|kwota|stopa|wartosc|wielkosc|wskaznik"
    r"|budzet|rozmiar|wysokosci?|dlugosci?|odleglosci?|srednia|temperatura)"
)

CUES = (
    (AnswerKind.YES_NO, r"(?:, ?| )(?:prawda|no nie|co nie|zgadza sie|czyz nie|nieprawdaz|czy nie|tak czy nie)\W*$"),
    (AnswerKind.YES_NO, r", ?(?:nie|tak)\W*$"),
    (
        AnswerKind.FACT,
        r"^(?!czy\b).*\b(?:dlaczego|czemu|z jakiego powodu|z jakich powodow|skad sie (?:bior|bierze|wzi)\w*)",
    ),
    (AnswerKind.FACT, r"^(?:po co|powod|przyczyna|cel)\b|^jak[ai]\w* (?:jest |byl[ao]? )?(?:powod|przyczyna)\b"),
    (
        AnswerKind.COMPARISON,
        (
            r"\b(?:roznica|roznice|roznic|roznicy|rozniacy|roznia|odroznia\w*|rozroznia\w*|porownaj\w*|porownanie"
            r"|w porownaniu|w odroznieniu|w przeciwienstwie|podobienstw\w*|versus|vs|wspolnego)\b"
        ),
    ),
    (AnswerKind.COMPARISON, r"\brozni sie\b|\bsie (?:\S+ ){0,2}rozni\b|\b(?:czym|jak) (?:\S+ )?rozni\b|^rozni\b"),
    (
        AnswerKind.COMPARISON,
        (
            r"\b(?:lepsz\w+|lepiej|gorsz\w+|tansz\w+|tan\w+j|drozsz\w+|wygodniejsz\w+|szybsz\w+|latwiejsz\w+"
            r"|latwiej|skuteczniejsz\w+|prostsz\w+)\b(?!.*\bczy nie\b).* czy "
        ),
    ),
    (AnswerKind.COMPARISON, r"^(?:co|ktor\w+) (?:\S+ )*?(?:lepsz\w+|tansz\w+|drozsz\w+|wybrac)\b.*(?:\bczy\b|,)"),
    (AnswerKind.COMPARISON, r"\bczy\b.*[,-] ?(?:co|ktor\w+) (?:\S+ )?(?:lepsz\w+|tansz\w+|lepiej|wybrac)\b"),
    (AnswerKind.EXAMPLE, r"^(?!czy (?!mo)).*\b(?:przyklad\w*|np|zilustruj)\b"),
    (AnswerKind.YES_NO, rf"^czy\b|^(?!.*\b(?:{ASKING}|sprawdzic|wiedziec|ustalic)\b).*\bczy\b"),
    (AnswerKind.YES_NO, r"^(?:jesli|gdy|jezeli)\b.*, ?czy\b"),
    (
        AnswerKind.YES_NO,
        (
            r"^(?:jest|sa|ma|maja|moze|moga|mozna|da sie|warto|trzeba|nalezy|istnieje|istnieja"
            rf"|jestem) (?!.*\b{ASKING}\b)"
        ),
    ),
    (AnswerKind.HOWTO, r"\b(?:skad|po czym) (?:mam |mozna |moge |mozemy )?(?:wiedziec|poznac|wiadomo)\b"),
    (
        AnswerKind.HOWTO,
        r"\b(?:od czego|gdzie|skad|z czym|od ktor\w+ \w+) (?:\w+ )?(?:zaczac|zaczynac|rozpoczac|wystartowac)\b",
    ),
    (AnswerKind.LIST, r"\bil[eu] (?!kosztuj).*(?:,| i) (?:jakie|ktore)(?: to| sa)?(?: \w+)?\W*$"),
    (AnswerKind.FIGURE, r"\b(?:ile|ilu|iloma|procent\w*|odsetek|odsetka)\b|%"),
    (AnswerKind.FIGURE, rf"\b(?:jak[ai]\w*|jaki) (?:jest |byl[ao]? )?{AMOUNT}\b|^(?:{AMOUNT}|ceny|koszty)\b"),
    (AnswerKind.FIGURE, r"\bkosztuj\w+\b"),
    (
        AnswerKind.FIGURE,
        r"\bjak (?:duz[oyae]\w*|dlugo|czesto|wysok\w+|wiel\w+|daleko|szybko(?! \w+c\b)|star[yae]|drog[ia]|mocno)\b",
    ),
    (
        AnswerKind.PERSON_PLACE_TIME,
        r"^(?:od |do |przez |dla |na |przy |u |z |ze |o )?(?:kto|kogo|komu|kim|gdzie|dokad|czyj\w*)\b",
    ),
    (
        AnswerKind.PERSON_PLACE_TIME,
        r"\b(?:kto|przez kogo)\b|^(?:od |do |na )?kiedy\b(?!.*, ?(?:co|jak|kto|ktor))|^skad\b",
    ),
    (
        AnswerKind.PERSON_PLACE_TIME,
        (
            r"\b(?:ktor|jak)\w+ (?:dokladnie )?(?:roku?|rok|miesiac\w*|miesiecy|dniu|dzien|miescie|miasta|miasto"
            r"|kraju|kraj|wieku|panstwie|panstwo|osoba|osoby|autor|dacie|data)\b"
        ),
    ),
    (AnswerKind.PERSON_PLACE_TIME, r"^(?:autor|zalozyciel|siedziba|data|tworca)\b"),
    (AnswerKind.LIST, r"\b(?:rad|rady|wskazowki|wskazowek|zalecenia|zalecen)\b"),
    (AnswerKind.HOWTO, rf"^(?:jak|w jaki sposob) (?:(?!{HAPPENS}\b)\S+ ){{0,2}}?{INFINITIVE}\b"),
    (AnswerKind.FACT, rf"\b(?:jak|w jaki sposob)\b.*\b{HAPPENS}\b"),
    (AnswerKind.FACT, r"^jak (?:klienci|klient|kupujacy|konsumenci|ludzie|uzytkownicy)\b"),
    (AnswerKind.FACT, r"\bco sie (?:dzieje|stanie|stalo|zmieni\w*)\b|^jakie (?:jest|bylo|ma|\w+(?:nie|cie|sce|o))\b"),
    (AnswerKind.HOWTO, r"^jak\b|\bw jaki sposob\b|\b(?:kroki|krokow|krok|etapy|etapow|fazy)\b"),
    (AnswerKind.HOWTO, r"\bco (?:\w+ )?(?:z?robic|poczac)\b"),
    (AnswerKind.HOWTO, r"\b(?:sposob|sposoby|metoda|metody) (?:na|wdroz\w+|pomiar\w*|mierz\w+)\b"),
    (AnswerKind.HOWTO, r"^(?:najlepszy )?sposob\b|\b(?:przepis|instrukcja|poradnik|procedura|przewodnik)\b"),
    (AnswerKind.HOWTO, r"^jak(?:i|a) (?:jest )?(?:najlepsz\w+ )?(?:sposob|metoda)\b"),
    (AnswerKind.LIST, rf"\b(?:wymien|wymienic|wylicz|wypisz|lista|liste)\b|^(?:\S+ ){{0,5}}(?:{SEVERAL})\b"),
    (AnswerKind.LIST, r"^podaj (?!definicj|cen|nazw|dat)"),
    (
        AnswerKind.LIST,
        r"^(?:w |na |o |z |do |dla |przez |za )?(?:jakie|ktore|jakich|ktorych|jakimi|ktorymi|jacy|ktorzy)\b",
    ),
    (AnswerKind.LIST, r"^co (?:\w+ )?(?:obejmuje|obejmuja|zawiera|zawieraja|wchodzi|sklada sie)\b"),
    (AnswerKind.LIST, r"\bz czego (?:sie )?sklada\w*\b"),
    (
        AnswerKind.FACT,
        r"^na czym polega\w* (?:przewaga|rola|problem|sens|sukces|sila|trudnosc|sekret|znaczenie|blad)\b",
    ),
    (AnswerKind.DEFINITION, r"^co to(?: jest| sa| takiego| znaczy| za \w+| wlasciwie)*\b"),
    (AnswerKind.DEFINITION, r"\bco to(?: jest| sa| takiego| znaczy)*\W*$"),
    (AnswerKind.DEFINITION, r"\bczym (?:jest|sa|wlasciwie jest)\b(?! (?:spowod|wywol|podykt))|\bco to jest\b"),
    (AnswerKind.DEFINITION, r"\bco (?:znaczy|oznacza|oznaczaja)\b(?!.*\bdla\b)|\bdefinicj\w+\b|\bzdefiniuj\b"),
    (AnswerKind.DEFINITION, r"\bna czym polega\w*\b|\bco (?:sie )?(?:nalezy )?rozumie\w*\b"),
    (AnswerKind.DEFINITION, rf"\b(?:wyjasnij|wytlumacz|znaczenie|objasnij) {CALLED}\b|^{CALLED} \S+"),
    (
        AnswerKind.DEFINITION,
        (
            r"^(?:wyjasnij|wytlumacz|objasnij) \S+(?: \S+)?(?: (?:poczatkujac\w+|laikowi|prosto|krotko"
            r"|prostymi slowami|w prostych slowach|jednym zdaniem))?\W*$|\bco kryje sie pod\b"
        ),
    ),
)

# The words of the cues that are long enough to be told when misspelt, the telling ones first.
CUE_WORDS = """
    roznica roznice roznia porownaj porownanie przyklad przyklady przykladu przykladzie definicja zdefiniuj oznacza
    znaczy dlaczego czemu kiedy gdzie ktory ktora ktore ktorym jakie jakich procent kosztuje wymien wymienic
    korzysci zalety wyzwania rodzaje elementy narzedzia sposob etapy kroki krokow polega prawda wyjasnij obejmuje
    zawiera sklada czego dzieje dziala
"""
# Words of the language, other forms of cue words among them, that would be taken for a misspelt cue word.
SPARED = """
    rozna ktorzy dzialal dziela sklad prawa zalezy prawna krakow dzial przeklad rocznice wyznania znaczny krolow
    podlega krotki przekladu dziele dziasla roznie odznacza potega kropki wymieniac rocznica wezwania przeklady
    krokwi zajety roznila porownuj
"""
# Slips in short words and short forms; "+" stands for a space.
ALIASES = """
    jka=jak jkai=jaki jakei=jakie jakeis=jakies zcy=czy cyz=czy ktoo=kto iel=ile iile=ile ilee=ile cto=co+to oc=co
    coto=co+to tojest=to+jest cotojest=co+to+jest poco=po+co dlaczeo=dlaczego czmeu=czemu wday=wady czmy=czym
    cyzm=czym
"""

# The words for two to twelve, in search form.
NUMERALS = """
    dwa=2 dwie=2 dwoch=2 dwom=2 dwiema=2 dwoma=2 trzy=3 trzech=3 trzem=3 trzema=3 cztery=4 czterech=4 czterem=4
    czterema=4 piec=5 pieciu=5 piecioma=5 szesc=6 szesciu=6 szescioma=6 siedem=7 siedmiu=7 siedmioma=7 osiem=8 osmiu=8
    osmioma=8 dziewiec=9 dziewieciu=9 dziesiec=10 dziesieciu=10 dziesiecioma=10 jedenascie=11 jedenastu=11
    dwanascie=12 dwunastu=12
"""

COMMANDING = (
    r"(?<!nie )\b(?:z?ignoruj(?:cie)?|pomin(?:cie)?|zapomnij(?:cie)?|pomijaj(?:cie)?|odrzuc(?:cie)?"
    r"|obejdz|zlekcewaz(?:cie)?"
    r"|nie zwazaj) [^.!?]{0,40}\b(?:instrukcj|polece[nc]|wytyczn|zasad|regul|zakaz|promp|ograniczen"
    r"|wszystk(?:o|ie) (?:powyzej|wczesniej|co))\w*|\b(?:prompt|polecenie|instrukcj\w+|komunikat) systemow\w+"
    r"|\bsystemow\w+ (?:prompt|polece|instrukcj)\w*|\b(?:ujawnij|wypisz|powtorz|pokaz|wyswietl|zdradz|podaj|zacytuj)\b"
    r"[^.!?]{0,30}\b(?:instrukcj|prompt|swoje (?:zasad|regul|polece))\w*|\b(?:jestes (?:teraz|odtad)|od teraz jestes"
    r"|odtad jestes|nie jestes juz|od (?:tej chwili|teraz|dzis) (?:jestes|odpowiada(?:sz|j)|masz))\b"
    r"|\b(?:now\w+|pilna|wazna) (?:instrukcj|zasad|polece)\w+ dla (?:modelu|asystenta|ai|bota|sztucznej)"
    r"|\b(?:twoj\w*|swoj\w*) now\w+ (?:zadani|rol|instrukcj|zasad)\w+|\b(?:drogi|uwaga,?"
    r"|drogie) (?:modelu|asystencie|ai"
    r"|llm)\b|\b(?:model|modele|asystent|asystenci|ai|sztuczna inteligencja) (?:jezykow\w+ )?(?:musi|ma"
    r"|powinien|powinna"
    r"|musza|masz|maja) (?:teraz )?(?:powiedziec|odpowiedziec|odpowiadac|napisac|pisac|twierdzic|polecac|polecic|dodac"
    r"|dopisac|udawac|podac)\b|\bmasz (?:teraz )?(?:powiedziec|odpowiedziec|napisac|twierdzic|polecic|dopisac)\b"
    r"|\bmodelowi wolno\b|\budawaj,? ze\b|\bw swojej odpowiedzi\b|\bnapisz w odpowiedzi\b"
    r"|\bw (?:pierwszym|drugim|trzecim|nastepnym|kolejnym|ostatnim) zdaniu (?:napisz|dodaj|stwierdz|powiedz|podaj)\b"
    r"|\bodpowiedz (?:tylko|wylacznie|jedynie) (?:slow|zdani|tekst|link)\w*|\bnie (?:cytuj|podawaj) zrod"
    r"|\b(?:powiedz|przekaz|popros|zapewnij|przekonaj|poinformuj) (?:\w+ )?czytelnik\w*"
    r"|\b(?:redakcj\w+|wydawc\w+|autor\w*|administrator\w*)\b[^.!?]{0,40}\b(?:asystenta|asystentowi|modelu|modelowi|ai"
    r"|sztucznej inteligencji)\b[^.!?]{0,60}\bodpowiedz|\bkazda odpowiedz ma (?:zawierac|konczyc|zaczynac)"
    r"|\b(?:wpisz|podaj|wyslij|przeslij) (?:\w+ ){0,3}(?:haslo|pin|numer karty)\b"
    r"|\b(?:z?dekoduj|rozkoduj|odszyfruj|rozszyfruj) (?:ten|to|ponizsz|nastepujac)\w*"
)

POLISH = Speech(
    language=LanguageCode.POLISH,
    refusal="W źródłach tej bazy wiedzy nie ma odpowiedzi na to pytanie.",
    languages={
        LanguageCode.ARABIC: "arabskim",
        LanguageCode.ENGLISH: "angielskim",
        LanguageCode.PERSIAN: "perskim",
    },
    source_language={
        LanguageCode.ARABIC: "Odpowiedź pochodzi ze źródła w języku arabskim.",
        LanguageCode.ENGLISH: "Odpowiedź pochodzi ze źródła w języku angielskim.",
        LanguageCode.PERSIAN: "Odpowiedź pochodzi ze źródła w języku perskim.",
    },
    source_languages="Odpowiedź pochodzi ze źródeł w językach: {languages}.",
    both=" i ",
    part_in_language={
        LanguageCode.ARABIC: "Część odpowiedzi pochodzi ze źródła w języku arabskim.",
        LanguageCode.ENGLISH: "Część odpowiedzi pochodzi ze źródła w języku angielskim.",
        LanguageCode.PERSIAN: "Część odpowiedzi pochodzi ze źródła w języku perskim.",
    },
    cues=CUES,
    define=r"^(?:\S+ ){0,4}?(?:to (?!nie\b)|jest to|oznacza|polega na|nazywamy|nazywa sie)",
    term="W artykule „{title}” określenie „{name}” oznacza {concept}.",
    terms="W artykule „{title}” określenie „{name}” oznacza kolejno: {concept}.",
    leans=r"^(?:to|ten|ta|te|tego|tej|tych|tym|takie|taki|taka|on|ona|ono|one|oni|jego|jej|ich|jednak|natomiast|"
    r"zatem|dlatego|ponadto|nastepnie|w takim|w tym|w tej|w przeciwienstwie do|na przyklad|laczy|sprawia|"
    r"albo|chociaz|mimo to)\b|\b(?:mowi|mowil|powiedzial|dodal)a? (?:on|ona)\b",
    announcing=r"\b(?:w tym (?:artykule|tekscie|poradniku|rozdziale)|ten (?:poradnik|tekst|artykul|slowniczek)|"
    r"ponizej (?:opis|przedstaw|znajd)\w+)\b|^(?:przyjrzyjmy|zobaczmy|sprawdzmy|pozostaje ostatnie pytanie|oto)\b",
    money=r"\b(?:zl|zlot\w+|grosz\w*|dolar\w*|euro|funt\w*|frank\w*)\b",
    share=r"\b(?:procent\w*|odsetek|odsetka|jaka czesc|o ile)\b",
    numerals=NUMERALS,
    comparing=r"(?:miedzy|roznic?\w*|rozni\w*|odroznia\w*|porown\w+|versus|vs|glown\w+|podstawow\w+|kluczow\w+|strategi\w*|"
    r"marketing\w*|podejsci\w*)",
    counts=r"\b(?:dwa|dwie|dwoch|trzy|trzech|cztery|czterech|piec|pieciu|szesc|szesciu|siedem|siedmiu|osiem|"
    r"osmiu|dziewiec|dziesiec|dziesieciu|sto|polowa|polowe)\b",
    price=r"\b(?:kosztuj\w*|cena|ceny|cennik\w*|abonament\w*|zaplac\w*|zarabia\w*|pensj\w*|darmow\w*|"
    r"bezplatn\w*|ile za)\b",
    time=r"\b(?:ktorym|jakim) roku\b|\bkiedy (?:zalozono|powstal\w*|wydano|"
    r"opublikowano|ukazal\w*|uruchomiono)\b|\bjaka data\b",
    commanding=COMMANDING,
    no_model="Nie skonfigurowano modelu językowego; odpowiedź składa się wyłącznie ze zdań zaczerpniętych ze źródeł.",
    understood="To pytanie zrozumiano tak: {question}",
    opening=OPENING,
    cue_words=CUE_WORDS,
    spared=SPARED,
    aliases=ALIASES,
)
