"""Polish: how a question leans on the one before it."""

from __future__ import annotations

from api.speech.following.base import Aspect, Following

_PLACES = r"(?:pierwsz\w{1,3}|drug\w{1,3}|trzeci\w{0,3}|czwart\w{1,3}|piat\w{1,3}|szost\w{1,3}|ostatni\w{0,3})"
_PLACED = (
    r"(?:krok\w{0,3}|etap\w{0,3}|punk\w{1,3}|faz\w{1,3}|opcj\w{1,2}|zalet\w{1,2}|wad\w{1,2}|rzecz\w?|wyzwani\w{1,2}"
    r"|przyklad\w{0,2}|powod\w{0,2}|korzysc\w?)"
)

POLISH = Following(
    opening=r"(?:a|i|oraz|ale|no|ok|okej|dobrze|dobra|wiec|to|teraz|jeszcze|tez|takze)\b(?! (?:to|samo)\b)(?<!to) ?"
    r"|(?:a|i|no|wiec)\b ?",
    about=r"co (?=(?:z|ze) )|co (?:w przypadku|w sprawie)\b ?"
    r"|jak (?=(?:z|ze) )|jak jest (?=(?:z|ze|w|u) )|jak (?=to wyglada\b)|to samo dla\b ?",
    about_end=r" (?:tez|takze|rowniez)$",
    courtesy=r"dzieki|dziekuje|ok|okej|dobrze|super|czesc|dzien|dobry|hej|tak|nie|bardzo|swietnie|no|i|za",
    expletive=r"^(?:co|kto) to (?:jest|sa|znaczy|byl\w*)?\b|^czy to (?:prawda|mozliwe|konieczne)\b"
    r"|\bco to(?: jest| znaczy)?$",
    copula=r"to",
    verb=r"\w{2,}[aeiy]c",
    back=r"\b(?:to|ten|ta) (?:drugie|drugi|druga|pierwsze|pierwszy|pierwsza|ostatnie|ostatni)\b|\bwiecej\b$"
    r"|\bwiecej (?:szczegolow|o tym)\b|\b(?:inny|kolejny|jeszcze jeden) przyklad\b|^(?:rozwin|kontynuuj)(?: to)?$",
    asks=r"co|czym|czego|czemu|jak|jaki|jaka|jakie|jakich|jakim|jakimi|jakiego|jakiej|ktor\w+|kto|kogo"
    r"|komu|kim|gdzie|kiedy|dlaczego|czy|ile|ilu|skad|po|podaj|wymien|wyjasnij|opisz|powiedz|napisz|daj|pokaz",
    clause=r"i|oraz|lub|ale|gdy|kiedy|jesli|jezeli|bo|poniewaz|ktor\w+|zeby|aby|niz|ze",
    article=r"tych|tego|tej|naszych|naszej|moich|mojej|swoich|takich",
    pronoun=r"\b(to|temu|on|ona|ono|oni|one|go|ja|je|jemu|mu|nim|nia|nich|nimi|niego|niej|im|oba|obie|obu)\b"
    r"|\b(?:do|o|w|z|przy|dla|od) (tego|tym|tej)\b",
    plural=r"oni|one|ich|im|nich|nimi|oba|obie|obu",
    possessive=r"jego|jej|ich",
    possessed="{noun} {subject}",
    relational=r"zacz\w+|rozpocz\w+|wdroz\w+|wdraz\w+|wprowadz\w+|dziala\w*|mierz\w+|zmierz\w+|trwa\w*|potrz\w+|wiecej"
    r"|szczegol\w*|znacz\w+|oznacza\w*|uzy\w+|stos\w+|kosztuj\w*|oplac\w+|warto|lepsz\w+|najlepsz\w+|gorsz\w+|glown\w+"
    r"|najwazniejsz\w+|wazn\w+|drogi|drogie|tani\w*|tansz\w+|szybsz\w+|latwiejsz\w+|trudniejsz\w+|prostsz\w+|trudn\w+"
    r"|latw\w+|drug\w+|pierwsz\w+|trzeci\w*|ostatni\w*|rozwin"
    r"|kontynuuj|jeszcze|inny|inne|kolejny|jeden|wyglada\w*|pomaga\w*|daj\w*|mozna|trzeba|nalezy|zrob\w+|robi\w*"
    r"|wymyslil\w*|samo|przydatn\w+|zwieksza\w*|rozwiaz\w+|unikn\w+|polega\w*|rozni\w*|wymaga\w*|obejmuj\w*"
    r"|zawiera\w*|dotyczy\w*|sluz\w+|strategi\w*|podejsci\w*|model\w*|istnie\w+",
    bare=r"dlaczego|czemu|po co|jak|kiedy|gdzie|kto|skad|dlaczego tak(?: \w+)?|jak czesto|jak dlugo|jak to|od kiedy",
    why=r"dlaczego|czemu|po co|jak|kiedy|gdzie",
    whether=r"^czy ",
    place=(r"dla|w|we|u|wsrod|przy", r"od|ze?|przez", r"o|na"),
    aspects={
        Aspect.BENEFITS: r"korzysci\w*|zalet\w*|plus(?:y|ow)|atut\w*",
        Aspect.DRAWBACKS: r"wad(?:y|a|e|ach|ami)?|minus(?:y|ow)|ograniczen\w*|slabe",
        Aspect.CHALLENGES: r"wyzwan\w*|problem\w*|trudnosci\w*|przeszkod\w*|ryzyk\w*|zagrozen\w*",
        Aspect.COST: r"koszt(?:y|u|ow|ach|ami|em)?|cen[ay]",
        Aspect.EXAMPLES: r"przyklad\w*",
        Aspect.STEPS: r"krok\w*|etap\w*|faz[ya]|plan",
        Aspect.TOOLS: r"narzedzi\w*|technologi\w*|oprogramowani\w*",
        Aspect.GOAL: r"cel\w{0,3}",
        Aspect.FEATURES: r"cech\w*",
        Aspect.METRICS: r"wskaznik\w*|miernik\w*|kpi",
        Aspect.DIFFERENCE: r"roznic\w*|porownani\w*",
        Aspect.IMPORTANCE: r"znaczeni\w+|waznosc",
        Aspect.NAME: r"nazw\w*|definicj\w*|pochodzeni\w*",
    },
    nouns={
        Aspect.BENEFITS: "zalety",
        Aspect.DRAWBACKS: "wady",
        Aspect.CHALLENGES: "wyzwania",
        Aspect.COST: "koszty",
        Aspect.EXAMPLES: "przykłady",
        Aspect.STEPS: "kroki wdrożenia",
        Aspect.TOOLS: "narzędzia",
        Aspect.GOAL: "cele",
        Aspect.FEATURES: "cechy",
        Aspect.METRICS: "wskaźniki",
        Aspect.DIFFERENCE: "różnice między",
        Aspect.IMPORTANCE: "powody",
        Aspect.NAME: "nazwy",
    },
    ordinals=(r"pierwsz\w+", r"drug\w+", r"trzeci\w*", r"czwart\w+", r"piat\w+", r"szost\w+", r"ostatni\w*"),
    picks=rf"\b{_PLACES} {_PLACED}\b|\b{_PLACED} {_PLACES}\b|\b(?:to|ten|ta) {_PLACES}$|^{_PLACES}$|(?<=\bo ){_PLACES}$"
    r"|\b(?:krok\w{0,3}|etap\w{0,3}|punk\w{1,3}|numer|nr) \d{1,2}\b|^\d{1,2}$",
    further=r"(?:a |i |no |ok )*(?:co )?(?:potem|pozniej|dalej|nastepnie|po tym|co nastepne)(?: co)?",
    defines=r"co|to|czym|jaki|jaka|jakie|ktory|ktora|jest",
    introducing="wdrożenia {subject}",
    of_name="Jak {name} wykorzystuje {subject}?",
    predicate=r"wazn[eyia]|trudn[eyia]|latw[eyia]|drogi[e]?|tani[e]?|potrzebn[eya]|konieczn[eya]|oplacaln[eya]"
    r"|skuteczn[eya]"
    r"|popularn[eya]|dobre|lepsze|przydatn[eya]|istotn[eya]|skomplikowane|niezbedne|takie",
    predicated="{subject} jest",
    of_aspect="Jakie są {aspect} {subject}?",
    of_subject="Co to jest {subject}?",
    things="{noun} {subject}",
    joined="{question} przy {subject}?",
    joined_noun="{question} {subject}?",
    and_asked="{question} i {asked}?",
    with_place="{question} {topic}?",
    with_topic="{question} – {topic}?",
    two="{first} i {second}",
    either="{first} czy {second}",
    before_verb=r"to|go|je|ja",
)
