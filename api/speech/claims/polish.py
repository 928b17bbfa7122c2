"""Polish."""

from api.speech.claims.base import Claims, Scope
from indexer import LanguageCode

POLISH = Claims(
    language=LanguageCode.POLISH,
    negations="nie bez ani nigdy nikt nikogo nikomu nic niczego niczym żaden żadna żadne żadnego żadnej żadnym żadnych "
    "brak braku brakuje brakowało",
    scope=Scope.AFTER,
    undoing="zapobieg* przeszkadz* przesta* zawod* blok* zapomin* zakaz* zabrani*",
    both="oba obie obu oboje obydwie obydwa",
    away="z ze od",
    to="do na ku",
    spared="""
        nie tylko
        na nie
        nie sam
        nie sama
        nie samo
        nie sami
        nie jedynie
        bez wątpienia
        czy nie
        nie zawsze tylko
    """,
    instead="""
        zamiast
        w miejsce
    """,
    besides="poza oprócz prócz",
    prefixes=("nie", "bez"),
    light="być jest są było był była mieć ma mają można robi robić polega stanowi pozwala "
    "lecz natomiast zaś dopiero soba sobie siebie "
    "między coraz zarówno potem podczas właśnie także również jednak zanim dzięki",
    in_itself=r"(?:nie(?!ktor|mal|raz|dat|co|bawem|dawn|stety|zwyk)|bez(?!pie|posr))\w{3,}",
    joins=r"i|oraz|a",
    than="niż od",
    attributing="artykuł* źródł* blog* przegląd* poradnik* słownicz* tekst* autor* zdaniem według mówi twierdz* "
    "pisz* opisuj* podaj* uważ* wymieni* wylicz* perski* polski* arabski* irański* niedatowan* "
    "cytowan*",
    causes="ponieważ bo gdyż bowiem dlatego więc zatem dzięki skoro wskutek przez przyczyna powód skutek co",
    numbers="""
        0: zero
        1: jeden jedna jedno
        2: dwa dwie dwóch dwom dwóm dwoma dwu dwoje dwojga dwaj dwukrotnie podwójny podwójna podwójnie
        2: podwoił podwaja dwukrotny
        3: trzy trzech trzem trzema troje trzej trzykrotnie potroił
        4: cztery czterech czterem czterema czworo czterej czterokrotnie
        5: pięć pięciu pięcioma pięcioro
        6: sześć sześciu sześcioma sześcioro
        7: siedem siedmiu siedmioma siedmioro
        8: osiem ośmiu ośmioma
        9: dziewięć dziewięciu dziewięcioma
        10: dziesięć dziesięciu dziesięcioma
        11: jedenaście jedenastu
        12: dwanaście dwunastu tuzin
        13: trzynaście trzynastu
        14: czternaście czternastu
        15: piętnaście piętnastu
        16: szesnaście szesnastu
        17: siedemnaście siedemnastu
        18: osiemnaście osiemnastu
        19: dziewiętnaście dziewiętnastu
        20: dwadzieścia dwudziestu
        30: trzydzieści trzydziestu
        40: czterdzieści czterdziestu
        50: pięćdziesiąt pięćdziesięciu
        60: sześćdziesiąt sześćdziesięciu
        70: siedemdziesiąt siedemdziesięciu
        80: osiemdziesiąt osiemdziesięciu
        90: dziewięćdziesiąt dziewięćdziesięciu
        100: sto stu setki
        200: dwieście dwustu
        300: trzysta trzystu
        400: czterysta czterystu
        500: pięćset pięciuset
        600: sześćset sześciuset
        700: siedemset siedmiuset
        800: osiemset ośmiuset
        900: dziewięćset dziewięciuset
        1000: tysiąc tysiące tysięcy
        1000000: milion miliony milionów
        1000000000: miliard miliardy miliardów
    """,
    ordinals="""
        2: drugi druga drugie drugiego drugiej drugim drugą drugiemu
        3: trzeci trzecia trzecie trzeciego trzeciej trzecim trzecią trzecich
        4: czwarty czwarta czwarte czwartego czwartej czwartym czwartą czwartych ćwierć kwartał
        5: piąty piąta piąte piątego piątej piątym piątą piątych
        6: szósty szósta szóste szóstego szóstej szóstym szóstą
        7: siódmy siódma siódme siódmego siódmej siódmym siódmą
        8: ósmy ósma ósme ósmego ósmej ósmym ósmą
        9: dziewiąty dziewiąta dziewiąte dziewiątego dziewiątej dziewiątym
        10: dziesiąty dziesiąta dziesiąte dziesiątego dziesiątej dziesiątym dziesiątych
    """,
    halves="pół połowa połowy połowę połową połowie",
    only="jedyny jedyna jedyne jedynego jedynej jedynym jedyną tylko jedynie wyłącznie",
    always="zawsze nigdy każdorazowo",
    boundaries="a natomiast zaś ale lecz jednak choć chociaż gdy podczas kiedy bo ponieważ gdyż jeśli że który która "
    "które których którzy żeby aby zanim skoro",
    idioms="""
        z drugiej strony
        jeden drugiego
    """,
)
