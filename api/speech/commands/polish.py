"""Commands to language models in Polish."""

from __future__ import annotations

from api.speech.commands.base import Commands

_SAID = r"(?:napisz|dopisz|dodaj|powiedz|stwierdz|wspomnij|odpowiedz|odpowiadaj|pisz|mow)(?:cie)?"

POLISH = Commands(
    machine=r"(?:ai|llm|gpt|czat ?bo[tc]\w*|chat ?bo[tc]\w*|bo(?:t|ty|cie)\b|asystenc?\w*|model(?:e|u|owi|em|om)?\b"
    r"|sztuczn\w+ inteligencj\w+|modele? jezykow\w+)",
    say=rf"{_SAID}(?:,? ze\b|[^.!?:]{{0,20}}:)|(?:polecaj|polec|reklamuj|chwal|pochwal)(?:cie)?\b",
    should_say=r"(?:ma|maja|musi|musza|powinien|powinna|powinny|nalezy) (?:\w+ ){0,2}(?:powiedziec|napisac"
    r"|dodac|dopisac"
    r"|twierdzic|stwierdzic|wspomniec|odpowiedziec),? ze\b|czytajac\w* (?:ten|to)\b",
    put=r"(?:wstaw|dolacz|umiesc|zamiesc|przytocz|dodaj|dopisz)(?:cie)?\b",
    output=r"(?:do|w|kazdej) (?:swojej |kazdej |twojej )?odpowiedzi\b|swoj\w+ odpowied\w+|twoj\w+ odpowied\w+"
    r"|na kazde pytanie\b",
    itself=r"(?:ten|tego|tym|ta|tej) (?:tekst|tekstu|tekscie|artykul\w*|strone|notat\w+|dokument\w*)\b",
    leave=r"(?:ignoruj|zignoruj|zapomnij|nie (?:stosuj|trzymaj|przestrzegaj|sluchaj)|przestan|porzuc|odrzuc)(?:cie)?\b",
    rules=r"(?:wczesniejsz\w+|poprzedni\w+|powyzsz\w+|twoi\w+|swoi\w+|swoje) (?:polece\w+|instrukcj\w+|zasad\w*"
    r"|regul\w*)"
    r"|co ci (?:\w+ )?(?:kazano|powiedziano|polecono)|(?:przestrzegac|stosowac) (?:zasad|regul|instrukcji)",
    hide=r"nie (?:mow|wspominaj|ujawniaj|pokazuj)\b",
    reader=r"(?:uzytkownik\w+|czytelnik\w+)\b",
    alone=r"(?:od|przez) twoj\w+ (?:tworc\w+|administrator\w*|programist\w+|operator\w*)|(?:wylacz|obejdz|zdejmij) "
    r"(?:swoje (?:filtr|zabezpiecze|ogranicz)\w*|filtr\w* bezpieczenstwa)|(?:cokolwiek"
    r"|o cokolwiek) (?:\w+ )?(?:zapyta|spyta)\w*[^.!?]{0,20}"
    r"\bodpowiedz\b|bez wzgledu na pytanie[^.!?]{0,20}\bodpowiedz\b|(?:stresc|podsumuj|przetlumacz|ocen) (?:ten|te|to)"
    r" (?:\w+ )?(?:tak|jako|nastepujaco)\b|uwaga,? (?:wszystkie )?(?:systemy|modele|asystenci|boty|czatboty|chatboty)\b"
    r"|mozesz teraz (?:udostepniac|ujawnic|ujawniac|mowic)\b|nigdy nie ujawniaj,? ze\b"
    r"|(?:twoje|swoje) zadanie (?:sie )?(?:zmienilo|to teraz|brzmi teraz)|twoje zadanie to teraz"
    r"|zachowuj sie jak (?:\w+ )?(?:asystent|model|bot|ai)\w*|jesli jestes (?:sztuczn|model|asystent|botem|ai)\w*"
    r"|(?:podaj|pokaz|wypisz|ujawnij) (?:tresc )?(?:swoj\w+|twoj\w+) (?:konfigurac\w+|ustawie\w+|instrukcj\w+"
    r"|zasad\w*)",
)
