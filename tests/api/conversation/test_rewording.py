"""What follow-ups take from the earlier turns: their language, an item of a list, the place of a name."""

from __future__ import annotations

import pytest

from api.conversation import Role, Turn, resolve
from api.conversation.languages import language_after
from api.conversation.picking import plain
from indexer import KnowledgeView, LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
OMNI = f"همه{ZWNJ}کاناله"
START_AR = "كيف أبدأ بتطبيق القناة الشاملة؟"
STARBUCKS = "Jak Starbucks używa omnichannel?"
STEPS = {
    "ar": "والخطوات هي: [1]\n1. رسم رحلة العميل. [2]\n2. تكامل البيانات. [3]\n3. اتساق القنوات. [4]",
    "fa": f"گام{ZWNJ}ها: [1]\n1. نقشه سفر مشتری: مسیر. [2]\n2. یکپارچه{ZWNJ}سازی داده: سامانه. [3]",
    "pl": "Kroki: [1]\n1. Opisz podróż klienta. Przejdź całą drogę. [2]\n2. Integracja danych. Ustal źródło. [3]",
    "en": "The steps: [1]\n1. **Map the journey**: walk it. [2]\n2. “Data integration” – [join](http://x.example) [3]",
}


def said(*questions: str) -> list[Turn]:
    return [Turn(role=Role.USER, content=question) for question in questions]


def after(question: str, answer: str) -> list[Turn]:
    return [*said(question), Turn(role=Role.ASSISTANT, content=answer)]


@pytest.mark.parametrize(
    ("before", "question", "meant", "language"),
    [
        (START_AR, "وبعدها؟", "ما خطوات تطبيق القناة الشاملة؟", "ar"),
        (STARBUCKS, "A Disney?", "Jak Disney używa omnichannel?", "pl"),
        (STARBUCKS, "Zara?", "Jak Zara używa omnichannel?", "pl"),
        (f"{OMNI} چیست؟", "Disney?", f"Disney با {OMNI} چه کرده است؟", "fa"),
        ("Co to jest omnichannel?", "Drawbacks?", "What are the drawbacks of omnichannel?", "en"),
        ("What is omnichannel?", "a wady?", "Jakie są wady omnichannel?", "pl"),
        ("omnichannel يعني چي", "مزاياش چيه", "مزایای omnichannel چیه", "fa"),
    ],
)
def test_a_follow_up_of_unsure_language_is_of_the_one_spoken(
    view: KnowledgeView, before: str, question: str, meant: str, language: str
) -> None:
    resolved = resolve(question, said(before), view)
    assert (resolved.text, resolved.language.value) == (meant, language)


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
    [
        ("OK?", "ar", "ar"),
        ("2", "ar", "ar"),
        ("IKEA?", "fa", "fa"),
        ("KPI", "fa", "fa"),
        ("Zara", "en", "en"),
        ("Multichannel?", "pl", "pl"),
        ("How?", "pl", "en"),
        ("lub nie", "en", "pl"),
        ("And for banks?", "ar", "en"),
        ("لماذا؟", "fa", "ar"),
        ("چرا؟", "ar", "fa"),
    ],
)
def test_only_words_of_its_own_change_the_language(text: str, spoken: str, language: str) -> None:
    assert language_after(text, LanguageCode(spoken)).value == language


@pytest.mark.parametrize(
    ("language", "before", "question", "meant"),
    [
        ("ar", START_AR, "ما الخطوة الثانية؟", "ما تكامل البيانات؟"),
        ("ar", START_AR, "الخطوة ٣", "الخطوة ٣: اتساق القنوات؟"),
        ("fa", f"چطور {OMNI} را شروع کنم؟", "دومی چی؟", f"یکپارچه{ZWNJ}سازی داده یعنی چه؟"),
        (
            "fa",
            f"چطور {OMNI} را شروع کنم؟",
            "مرحله دوم رو بیشتر توضیح بده",
            f"یکپارچه{ZWNJ}سازی داده رو بیشتر توضیح بده",
        ),
        ("pl", "Jak zacząć wdrażać omnichannel?", "drugi krok?", "Co to jest Integracja danych?"),
        ("pl", "Jak zacząć wdrażać omnichannel?", "krok 1?", "Krok 1: Opisz podróż klienta?"),
        ("en", "How do I start with omnichannel?", "What is the second step?", "What is Data integration?"),
        ("en", "How do I start with omnichannel?", "And the first one?", "What is Map the journey?"),
        (
            "en",
            "Jak zacząć wdrażać omnichannel?",
            "How long does step two take?",
            "How long does Data integration take?",
        ),
    ],
)
def test_an_item_is_taken_without_its_marks(
    view: KnowledgeView, language: str, before: str, question: str, meant: str
) -> None:
    resolved = resolve(question, after(before, STEPS[language]), view)
    assert resolved.text.rstrip("?؟") == meant.rstrip("?؟")
    assert resolved.is_changed


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("How do I start with CRM?", "What is the second step?", "What is the second step of introducing CRM?"),
        ("Jak zacząć wdrażać omnichannel?", "drugi krok?", "Co to jest drugi krok wdrożenia omnichannel?"),
        (START_AR, "ما الخطوة الثانية؟", "ما الخطوة الثانية في تطبيق القناة الشاملة؟"),
        (f"{OMNI} چیست؟", "مرحله اول رو بیشتر توضیح بده", f"مرحله اول اجرای {OMNI} رو بیشتر توضیح بده"),
    ],
)  # fmt: skip
def test_a_step_that_is_in_no_list_is_one_of_the_subject(
    view: KnowledgeView, before: str, question: str, meant: str
) -> None:
    assert resolve(question, said(before), view).text == meant


def test_the_list_lasts_while_items_of_it_are_asked_for(view: KnowledgeView) -> None:
    history = after("How do I start with omnichannel?", STEPS["en"])
    history += after("What is the first step?", "You walk the way of a customer. [1]")
    assert resolve("the second one", history, view).text == "What is Data integration?"
    assert resolve("and then?", history, view).text == "What is Data integration?"
    other = [*history, *after("What is CRM?", "A system. [1]")]
    assert not resolve("the second one", other, view).is_changed


def test_rows_of_a_table_and_sources_are_no_names_of_items(view: KnowledgeView) -> None:
    answer = (
        "> A note\n\n- Challenge: High cost; Cure: start small [1]\n- Challenge: Privacy rules; Cure: ask [2]\n\n"
        "Sources:\n\n- [1] Costs: “High cost” http://x.example\n- [2] Rules: “Privacy” http://x.example"
    )
    history = after("What are the challenges of omnichannel?", answer)
    assert resolve("Tell me more about the second one", history, view).text == "Tell me more about Privacy rules"
    assert not resolve("the third one", history, view).is_changed


@pytest.mark.parametrize(
    "mark", ["[3]", "[^3]", "[3](http://x.example)", "**", "`", "»", "”", ".", "https://x.example"]
)
def test_nothing_of_marks_is_left_in_an_item(mark: str) -> None:
    assert plain(f"Data integration {mark}") == "Data integration"


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("ماذا فعلت ستاربكس؟", "وديزني؟", "ماذا فعلت ديزني؟"),
        ("ماذا فعلت ستاربكس؟", "وأمازون؟", "ماذا فعلت أمازون؟"),
        (START_AR, "وديزني؟", "ما قصة ديزني مع القناة الشاملة؟"),
        ("آمازون از همه کاناله چجوری استفاده میکنه", "اپل چی", "اپل از همه کاناله چجوری استفاده میکنه"),
        ("jak starbucks uzywa omnichannel", "a amazon", "jak amazon uzywa omnichannel?"),
        ("Co zrobił Amazon?", "a co z Apple?", "Co zrobił Apple?"),
        ("Co to jest omnichannel?", "A Żabka?", "Jak Żabka wykorzystuje omnichannel?"),
        ("What did Apple and Amazon do?", "And Starbucks?", "What did Starbucks do?"),
        ("What is omnichannel good for in banks?", "And Disney?", "What is omnichannel good for in Disney?"),
    ],
)  # fmt: skip
def test_a_name_takes_the_place_of_a_name(view: KnowledgeView, before: str, question: str, meant: str) -> None:
    assert resolve(question, said(before), view).text == meant


def test_what_comes_out_as_it_went_in_is_not_changed(view: KnowledgeView) -> None:
    resolved = resolve("A Żabka?", said("A Disney?"), view)
    assert (resolved.text, resolved.is_changed) == ("A Żabka?", False)


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("Co to jest omnichannel?", "Dlaczego to ważne?", "Dlaczego omnichannel jest ważne"),
        ("Co to jest omnichannel?", "Dlaczego to jest ważne?", "Dlaczego omnichannel jest ważne"),
        ("Co to jest CRM?", "czy to drogie", "Czy CRM jest drogie"),
        ("ما القناة الشاملة؟", "ليش غالية", "ليش القناة الشاملة غالية"),
        (f"{OMNI} چیست؟", "چرا مهمه", f"چرا {OMNI} مهمه"),
        ("سفر مشتری چیست؟", "چطور رسمش کنم", "چطور سفر مشتری را رسم کنم"),
        ("What is omnichannel?", "why important", "Why is omnichannel important"),
        ("What is omnichannel?", "problem", "What are the challenges of omnichannel"),
        ("Co to jest omnichannel?", "problem?", "Jakie są wyzwania omnichannel"),
        (START_AR, "وبعد؟", "ما خطوات تطبيق القناة الشاملة"),
        ("What is omnichannel?", "example pls", "What are the examples of omnichannel"),
        ("Is omnichannel expensive?", "how come", "Is omnichannel expensive, and how come"),
        ("Co to jest podróż klienta?", "daj przyklad", "Daj przyklad podróż klienta"),
        ("What are omnichannel and multichannel?", "which is cheaper", "Which is cheaper: omnichannel or multichannel"),
        (f"{OMNI} و چندکاناله چیست؟", "کدومش بهتره", f"کدومش بهتره: {OMNI} یا چندکاناله"),
        (f"{OMNI} برا بانک چه سودی داره", "بیمارستان چطور", f"{OMNI} برا بیمارستان چه سودی داره"),
    ],
)
def test_questions_are_followed_up_as_they_are_typed(
    view: KnowledgeView, before: str, question: str, meant: str
) -> None:
    assert resolve(question, said(before), view).text.rstrip("?؟") == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What is the first step for a bank?", "second?", "What is the second step for a bank?"),
        ("Jaki jest pierwszy krok?", "a drugi", "Jaki jest drugi krok?"),
    ],
)
def test_a_place_takes_the_place_of_a_place(view: KnowledgeView, before: str, question: str, meant: str) -> None:
    assert resolve(question, said(before), view).text.rstrip("?") == meant.rstrip("?")


def test_an_item_is_spoken_of_further(view: KnowledgeView) -> None:
    history = after(
        "Jakie są wyzwania omnichannel?", "- Wysokie koszty [1]\n- Rozproszone systemy sprzedaży w wielu krajach [2]"
    )
    assert resolve("Jak to rozwiązać?", [*history, *said("to pierwsze")], view).text == "Jak rozwiązać Wysokie koszty?"
    meant = resolve("ile to trwa?", [*history, *said("a drugie")], view).text
    assert meant == "Ile trwa Rozproszone systemy sprzedaży w wielu krajach?"


def test_what_could_not_be_understood_is_not_followed_up(view: KnowledgeView) -> None:
    history = said("What is omnichannel?", "2", "OK", "the fifth one")
    assert resolve("Drawbacks?", history, view).text == "What are the drawbacks of omnichannel?"
