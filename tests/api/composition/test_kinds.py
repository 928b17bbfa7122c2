"""Kinds of question, recognised from their wording in four languages.

`kinds.tsv` holds 480 labelled questions: 120 in each language, a random third of them `held_out`. They were written
before the cues they test, and labelled by the rules in the docstring of Speech; the held-out ones were not looked at
when cues were changed. Accuracy on the held-out third with the cues as they were before, with the new cues when the
held-out third was first counted (no cue had been changed after a miss, on either part), and at last:

    fa .575, .975, 1.0    pl .75, 1.0, 1.0    ar .675, 1.0, 1.0    en .55, 1.0, 1.0

One hand wrote the questions and then the cues, so the held-out third flatters: it shares their idioms and some of
their slips, and the rule whose lack was the one Persian miss was known to be lacking. Questions that others wrote
tell more, although encyclopedic and well spelt: random ones of PQuAD, PoQuAD, ARCD and XQuAD, labelled before they
were asked, every fair kind allowed where two are. 45 in each language, before and after: fa .78, .87; pl .84, .93;
ar .73, .91; en .84, .89. Their misses were then mended. 30 others, counted afterwards: fa .83, .97; pl .93, .90;
ar .67, .87; en .90, .97; most of those misses were mended too, so no figure after that is independent.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest

from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

ASKED = [
    ("fa", f"تفاوت همه{ZWNJ}کاناله و چندکاناله چیست؟", AnswerKind.COMPARISON),
    ("fa", "فرق omnichannel با multichannel چیه", AnswerKind.COMPARISON),
    ("fa", f"همه{ZWNJ}کاناله یعنی چه؟", AnswerKind.DEFINITION),
    ("fa", "استراتژی omnichannel چیست؟", AnswerKind.DEFINITION),
    ("fa", f"چند درصد مشتریان کانال عوض می{ZWNJ}کنند؟", AnswerKind.FIGURE),
    ("fa", "استراتژی چند کاناله چیست؟", AnswerKind.DEFINITION),
    ("fa", f"مزایای همه{ZWNJ}کاناله کدام{ZWNJ}اند؟", AnswerKind.LIST),
    ("fa", "راه حل از چند بخش تشکیل شده و آن بخش ها کدامند؟", AnswerKind.LIST),
    ("pl", "Ile cech ma omnichannel i jakie?", AnswerKind.LIST),
    ("pl", "Ile kosztuje omnichannel i jakie są koszty?", AnswerKind.FIGURE),
    ("ar", "كم ميزة للقناة الشاملة وما هي؟", AnswerKind.LIST),
    ("en", "How many parts does the solution have and what are they?", AnswerKind.LIST),
    ("en", "How many customers use it and in which year?", AnswerKind.FIGURE),
    ("fa", f"چطور راهبرد همه{ZWNJ}کاناله را شروع کنیم؟", AnswerKind.HOWTO),
    ("fa", f"آیا همه{ZWNJ}کاناله گران است؟", AnswerKind.YES_NO),
    ("fa", "یه مثال از فروش multichannel بزن", AnswerKind.EXAMPLE),
    ("pl", "Czym się różni omnichannel od multichannel?", AnswerKind.COMPARISON),
    ("pl", "co to jest omnichannel", AnswerKind.DEFINITION),
    ("pl", "Ile wzrosla retencja klientow?", AnswerKind.FIGURE),
    ("pl", "Jakie są zalety omnichannel?", AnswerKind.LIST),
    ("pl", "Jak wdrożyć omnichannel?", AnswerKind.HOWTO),
    ("pl", "Czy omnichannel jest drogi?", AnswerKind.YES_NO),
    ("pl", "Kto bada dobre praktyki?", AnswerKind.PERSON_PLACE_TIME),
    ("pl", "Po co dopracowywać punkty styku?", AnswerKind.FACT),
    ("ar", "ما الفرق بين القناة الشاملة والقنوات المتعددة؟", AnswerKind.COMPARISON),
    ("ar", "ما هي القناة الشاملة؟", AnswerKind.DEFINITION),
    ("ar", "ما القناة الشاملة؟", AnswerKind.DEFINITION),
    ("ar", "ما القنوات المتعددة؟", AnswerKind.DEFINITION),
    ("ar", "ما QuestionPro CX؟", AnswerKind.DEFINITION),
    ("ar", "ما نقطة التماس؟", AnswerKind.DEFINITION),
    ("ar", "ما هدف القناة الشاملة؟", AnswerKind.FACT),
    ("ar", "ما عاصمة فرنسا؟", AnswerKind.FACT),
    ("ar", "ما مستقبل التسويق؟", AnswerKind.FACT),
    ("ar", "كم نسبة العملاء الذين يبدلون القنوات؟", AnswerKind.FIGURE),
    ("ar", "كيف أطبق إستراتيجية القناة الشاملة؟", AnswerKind.HOWTO),
    ("ar", "هل القناة الشاملة مكلفة؟", AnswerKind.YES_NO),
    ("ar", "ما مزايا القناة الشاملة؟", AnswerKind.LIST),
    ("en", "What is the difference between omnichannel and multichannel?", AnswerKind.COMPARISON),
    ("en", "What is omnichannel?", AnswerKind.DEFINITION),
    ("en", "How many customers switch devices?", AnswerKind.FIGURE),
    ("en", "How do I introduce omnichannel?", AnswerKind.HOWTO),
    ("en", "Do customers see the same catalogue?", AnswerKind.YES_NO),
    ("en", "In a multichannel setup, do shoppers see the same catalogue?", AnswerKind.YES_NO),
    ("en", "What's omnichannel?", AnswerKind.DEFINITION),
    ("en", "How is omnichannel different from multichannel?", AnswerKind.COMPARISON),
    ("en", "Why does CRM matter when selling?", AnswerKind.FACT),
    ("fa", f"ابزارهای لازم کدام{ZWNJ}اند؟", AnswerKind.LIST),
    ("fa", "چه مزایایی دارد؟", AnswerKind.LIST),
    ("fa", "مزیت اصلی چندکاناله چیست؟", AnswerKind.FACT),
    ("fa", "چند کانال داریم؟", AnswerKind.FIGURE),
    ("ar", "ما هي خصائص القناة الشاملة؟", AnswerKind.LIST),
    ("ar", "من خلال أي قنوات يتواصل العملاء؟", AnswerKind.FACT),
    ("pl", "Jak długo trwa pilotaż?", AnswerKind.FIGURE),
    ("en", "Who painted the Mona Lisa?", AnswerKind.PERSON_PLACE_TIME),
]


COLUMNS = ("language", "kind", "set", "question")
LABELLED = Path(__file__).with_name("kinds.tsv")


def labelled() -> list[tuple[LanguageCode, AnswerKind, str, str]]:
    with LABELLED.open(encoding="utf-8", newline="") as lines:
        first, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert tuple(first) == COLUMNS
    return [(LanguageCode(code), AnswerKind(kind), part, question) for code, kind, part, question in rows]


def told(code: LanguageCode, question: str) -> AnswerKind:
    return SPEECH[code].kind_of(LANGUAGES[code].search_text(question))


def misses(code: LanguageCode, part: str) -> tuple[list[str], int]:
    """The questions of one language and part that are taken for another kind, and how many there are in all."""
    asked = [
        (kind, question) for language, kind, its_part, question in labelled() if (language, its_part) == (code, part)
    ]
    wrong = [
        f"{question} ({kind}): {told(code, question)}" for kind, question in asked if told(code, question) is not kind
    ]
    return wrong, len(asked)


def test_the_labelled_questions_are_as_described() -> None:
    rows = labelled()
    assert Counter(code for code, _, _, _ in rows) == dict.fromkeys(LanguageCode, 120)
    assert {(code, part): 80 if part == "tuned" else 40 for code in LanguageCode for part in ("tuned", "held_out")} == (
        Counter((code, part) for code, _, part, _ in rows)
    )
    kinds = Counter((code, kind) for code, kind, _, _ in rows)
    assert all(kinds[code, kind] >= 8 for code in LanguageCode for kind in AnswerKind)
    assert len({(code, question) for code, _, _, question in rows}) == len(rows)


@pytest.mark.parametrize("code", LanguageCode)
def test_kinds_the_cues_were_written_for(code: LanguageCode) -> None:
    wrong, asked = misses(code, "tuned")
    assert len(wrong) <= 0.03 * asked, wrong


@pytest.mark.parametrize("code", LanguageCode)
def test_kinds_of_held_out_questions(code: LanguageCode) -> None:
    wrong, asked = misses(code, "held_out")
    assert asked - len(wrong) >= 0.9 * asked, f"{len(wrong)} of {asked} are wrong"


@pytest.mark.parametrize("code", LanguageCode)
def test_a_kind_is_told_in_no_time(code: LanguageCode) -> None:
    """A tenth of a millisecond is typical; the limit leaves room for a busy machine."""
    forms = [LANGUAGES[code].search_text(question) for language, _, _, question in labelled() if language is code]
    spent = []
    for form in forms:
        started = perf_counter()
        SPEECH[code].kind_of(form)
        spent.append(perf_counter() - started)
    assert sorted(spent)[len(spent) // 2] < 0.0005


@pytest.mark.parametrize(
    ("language", "question", "kind"), ASKED, ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(ASKED)]
)
def test_the_kind_is_told_from_the_wording(language: str, question: str, kind: AnswerKind) -> None:
    assert told(LanguageCode(language), question) is kind


OTHERS = [
    ("en", "Whcih advantges does it have", AnswerKind.LIST, "two misspelt cue words"),
    ("en", "Customers who buy online and in store", AnswerKind.FACT, "a relative 'who' asks nothing"),
    ("en", "Is there a difference between the two?", AnswerKind.COMPARISON, "the answer must set them side by side"),
    ("en", "Which strategy suits a pharmacy?", AnswerKind.FACT, "the verb is no plural"),
    ("pl", "Skąd mam wiedzieć, czy mój sklep scalił kanały?", AnswerKind.HOWTO, "czy within another question"),
    ("pl", "Rozne rodzaje kanalow", AnswerKind.LIST, "rozne is no slip of roznice"),
    ("pl", "Jakie znaczenie ma CRM?", AnswerKind.FACT, "a neuter singular"),
    ("fa", f"متفاوت بودن پیام{ZWNJ}ها چرا بد است", AnswerKind.FACT, "متفاوت holds تفاوت"),
    ("fa", "چطور میشه همه کاناله شد", AnswerKind.HOWTO, "how can one, not how is it"),
    ("fa", "استراتژی چند کاناله؟", AnswerKind.FACT, "a question mark alone makes no question of yes or no"),
    ("ar", "كيف نعمل خطة للقنوات؟", AnswerKind.HOWTO, "what we do, not how it works"),
    ("ar", "كيف نطبقها بشكل صحيح؟", AnswerKind.HOWTO, "a last صحيح is no tag"),
    ("ar", "فريق الفرز في المتجر", AnswerKind.FACT, "فريق and الفرز hold فرق and resemble الفرق"),
]


@pytest.mark.parametrize(("language", "question", "kind", "why"), OTHERS, ids=[why for *_, why in OTHERS])
def test_a_cue_keeps_to_its_words(language: str, question: str, kind: AnswerKind, why: str) -> None:
    assert told(LanguageCode(language), question) is kind, why


def test_every_language_speaks_of_every_other() -> None:
    assert set(SPEECH) == set(LanguageCode)
    for code, speech in SPEECH.items():
        assert set(speech.source_language) == set(LanguageCode) - {code}
        assert set(speech.part_in_language) == set(speech.source_language)
        phrases = [*speech.source_language.values(), *speech.part_in_language.values(), speech.refusal, speech.no_model]
        assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("ar", "اشرح القناة الشاملة ببساطة", AnswerKind.DEFINITION),
        ("ar", "اشرح كيف تعمل القناة الشاملة", AnswerKind.FACT),
        ("en", "Explain omnichannel to a beginner", AnswerKind.DEFINITION),
        ("en", "Explain omnichannel marketing in simple words", AnswerKind.DEFINITION),
        ("en", "Explain why omnichannel is expensive", AnswerKind.FACT),
        ("fa", "شش قدم راه اندازی همه کاناله رو بگو", AnswerKind.HOWTO),
        ("fa", "همه کاناله رو ساده توضیح بده", AnswerKind.DEFINITION),
        ("pl", "Wyjaśnij omnichannel prostymi słowami", AnswerKind.DEFINITION),
        ("pl", "Wyjaśnij, dlaczego omnichannel jest drogi", AnswerKind.FACT),
    ],
)
def test_what_is_to_be_explained_simply_is_defined(language: str, question: str, kind: AnswerKind) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].kind_of(LANGUAGES[code].search_text(question)) is kind
