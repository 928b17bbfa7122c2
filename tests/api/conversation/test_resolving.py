"""Follow-up questions of four languages: what they are understood as, and which are left as they are."""

from __future__ import annotations

import pytest

from api.conversation import Role, Turn, resolve
from indexer import KnowledgeView, LanguageCode, QuestionError


def said(*questions: str) -> list[Turn]:
    return [Turn(role=Role.USER, content=question) for question in questions]


ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
OMNI, MULTI, WHAT = f"همه{ZWNJ}کاناله", "چندکاناله", f"همه{ZWNJ}کاناله یعنی چه؟"
RETAIL = f"خرده{ZWNJ}فروشی"
BANKS = f"بانک{ZWNJ}ها"
GOOD_FOR = f"چه فایده{ZWNJ}ای دارد؟"

FOLLOW_UPS = [
    # The same of another place or thing.
    (f"{OMNI} برای {RETAIL} {GOOD_FOR}", f"و برای {BANKS}؟", f"{OMNI} برای {BANKS} {GOOD_FOR}"),
    (f"{OMNI} برای {RETAIL} {GOOD_FOR}", f"{BANKS} چطور؟", f"{OMNI} برای {BANKS} {GOOD_FOR}"),
    (f"معایب {OMNI} چیست؟", f"{MULTI} چطور؟", f"معایب {MULTI} چیست؟"),
    ("Jakie korzyści daje omnichannel w handlu?", "A dla banków?", "Jakie korzyści daje omnichannel dla banków?"),
    ("Jakie są zalety omnichannel?", "A multichannel?", "Jakie są zalety multichannel?"),
    ("Jakie są wady multichannel?", "A co z zaletami?", "Jakie są zalety multichannel?"),
    ("ما مزايا القناة الشاملة لتجارة التجزئة؟", "وماذا عن المصارف؟", "ما مزايا القناة الشاملة للمصارف؟"),
    ("ما مزايا القناة الشاملة؟", "والقنوات المتعددة؟", "ما مزايا القنوات المتعددة؟"),
    ("What is omnichannel good for in retail?", "And in banks?", "What is omnichannel good for in banks?"),
    ("What are the benefits of omnichannel?", "What about multichannel?", "What are the benefits of multichannel?"),
    ("How do banks use omnichannel?", "What about hospitals?", "How do hospitals use omnichannel?"),
    ("Does omnichannel increase sales?", "And loyalty?", "Does omnichannel increase loyalty?"),
    # Another aspect of what was spoken of.
    (f"{OMNI} چه مزیت{ZWNJ}هایی دارد؟", "معایبش چیست؟", f"معایب {OMNI} چیست؟"),
    (f"{OMNI} چه مزیت{ZWNJ}هایی دارد؟", "و معایب؟", f"{OMNI} چه معایبی دارد؟"),
    (WHAT, "مثال بزن", f"برای {OMNI} مثال بزن"),
    (WHAT, f"فرقش با {MULTI} چیست؟", f"فرق {OMNI} با {MULTI} چیست؟"),
    ("Jakie są zalety omnichannel?", "A jakie są jego wady?", "Jakie są wady omnichannel?"),
    ("Co to jest omnichannel?", "Ile to kosztuje?", "Ile kosztuje omnichannel?"),
    ("Co to jest omnichannel?", "Podaj przykład", "Podaj przykład omnichannel"),
    ("ما مزايا القناة الشاملة؟", "وما عيوبها؟", "ما عيوب القناة الشاملة؟"),
    ("ما القناة الشاملة؟", "كم تكلفتها؟", "كم تكلفة القناة الشاملة؟"),
    ("What are the benefits of omnichannel?", "And its drawbacks?", "What are the drawbacks of omnichannel?"),
    ("What is omnichannel?", "How much does it cost?", "How much does omnichannel cost?"),
    ("What is omnichannel?", "Give me an example", "Give me an example of omnichannel"),
    ("What is omnichannel?", "How does it differ from multichannel?", "How does omnichannel differ from multichannel?"),
    ("ما القناة الشاملة؟", "من المسؤول عنها؟", "من المسؤول عن القناة الشاملة؟"),
    ("ما رحلة العميل؟", "كيف أرسم خريطتها؟", "كيف أرسم خريطة رحلة العميل؟"),
    ("سفر مشتری چیست؟", "چطور نقشه آن را بکشیم؟", "چطور نقشه سفر مشتری را بکشیم؟"),
    ("Co to jest podróż klienta?", "Jak ją narysować?", "Jak narysować podróż klienta?"),
    ("Co to jest podróż klienta?", "Jak narysować jej mapę?", "Jak narysować mapę podróż klienta?"),
    (f"معایب {MULTI} چیست؟", f"خوبی{ZWNJ}هایش چیست؟", f"خوبی{ZWNJ}های {MULTI} چیست؟"),
    ("Co to jest CRM?", "A czym się różni od omnichannel?", "Jakie są różnice między CRM i omnichannel?"),
    ("Which tools does omnichannel need?", "How much do they cost?", "How much do the tools of omnichannel cost?"),
    ("Jakie narzędzia są potrzebne do omnichannel?", "Ile one kosztują?", "Ile narzędzia omnichannel kosztują?"),
    ("Does omnichannel increase loyalty?", "By how much?", "Does omnichannel increase loyalty, and by how much?"),
    ("Czy omnichannel daje lojalność?", "Kto tak twierdzi?", "Czy omnichannel daje lojalność i kto tak twierdzi?"),
    ("هل تزيد القناة الشاملة الولاء؟", "ومن قال ذلك؟", "هل تزيد القناة الشاملة الولاء ومن قال ذلك؟"),
    # Why.
    (f"آیا {OMNI} گران است؟", "چرا؟", f"چرا {OMNI} گران است؟"),
    ("Czy omnichannel zwiększa sprzedaż?", "Dlaczego?", "Dlaczego omnichannel zwiększa sprzedaż?"),
    ("هل القناة الشاملة مهمة؟", "لماذا؟", "لماذا القناة الشاملة مهمة؟"),
    ("Is omnichannel expensive?", "Why?", "Why is omnichannel expensive?"),
    # One of two.
    (f"تفاوت {OMNI} و {MULTI} چیست؟", "دومی چه معایبی دارد؟", f"{MULTI} چه معایبی دارد؟"),
    ("Czym różni się omnichannel od multichannel?", "to drugie", "Co to jest multichannel?"),
    ("ما الفرق بين القناة الشاملة والقنوات المتعددة؟", "الثاني", "ما القنوات المتعددة؟"),
    ("Do omnichannel and multichannel differ?", "Which is better?", "Which is better: omnichannel or multichannel?"),
    # In another language: Concepts go by their preferred names there.
    (f"{OMNI} برای {RETAIL} {GOOD_FOR}", "And for banks?", "What are the benefits of omnichannel for banks?"),
    ("What are the benefits of omnichannel?", "A jakie są jego wady?", "Jakie są wady omnichannel?"),
    ("Co to jest omnichannel?", "و معایبش؟", f"معایب {OMNI} چیست؟"),
    ("What are the benefits of omnichannel?", "وما عيوبها؟", "ما عيوب القناة الشاملة؟"),
]  # fmt: skip

STANDING = [
    (WHAT, f"{MULTI} یعنی چه؟"),
    (WHAT, f"و {MULTI} یعنی چه؟"),
    (WHAT, f"سیلوی داده چیست؟"),  # noqa: F541
    ("Co to jest omnichannel?", "A jak firmy poznają swoich klientów i ich potrzeby?"),
    ("Czy omnichannel jest drogi?", "Czy multichannel zwiększa sprzedaż i jakie są jego wady?"),
    ("Co to jest omnichannel?", "Kim jest Neil Mohan?"),
    ("ما القناة الشاملة؟", "كيف تعرف الشركات عملاءها؟"),
    ("ما القناة الشاملة؟", "وما مزايا القنوات المتعددة؟"),
    ("What is omnichannel?", "How does a shop know its customers?"),
    ("What are the drawbacks of omnichannel?", "Is it true that multichannel reaches more people?"),
    ("What is omnichannel?", "Thank you very much"),
    # Pronouns that stand for something within the question, or for nothing.
    ("What is omnichannel?", "How did Zara build its omnichannel strategy?"),
    ("What is omnichannel?", "What is it called when someone orders on the web and fetches the parcel?"),
    ("What is omnichannel?", "Which word is used for both omnichannel and multichannel?"),
    ("Co to jest omnichannel?", "Czy skok o 250% to dowód, że omnichannel jest lepszy?"),
    ("Co to jest omnichannel?", "co z koszykiem w omnichannel a co w multichannel"),
    ("ما مزايا القناة الشاملة؟", "ما هي القناة الشاملة؟"),
    ("ما القناة الشاملة؟", "ما المؤشرات التي نراقبها كل شهر؟"),
    (WHAT, "آن مقاله لهستانی مال چه تاریخی است؟"),
    ("What is omnichannel?", "??"),
]


@pytest.mark.parametrize(("before", "question", "meant"), FOLLOW_UPS)
def test_follow_ups_are_resolved(view: KnowledgeView, before: str, question: str, meant: str) -> None:
    resolved = resolve(question, said(before), view)
    assert resolved.text == meant
    assert resolved.is_changed


@pytest.mark.parametrize(("before", "question"), STANDING)
def test_what_stands_on_its_own_is_left_alone(view: KnowledgeView, before: str, question: str) -> None:
    resolved = resolve(question, said(before), view)
    assert resolved.text == question
    assert not resolved.is_changed


def test_a_follow_up_of_a_follow_up_leans_on_what_that_meant(view: KnowledgeView) -> None:
    history = said(
        "What are the benefits of omnichannel for retail?", "And for banks?", "Thanks", "What about multichannel?"
    )
    assert resolve("And for hospitals?", history, view).text == "What are the benefits of multichannel for hospitals?"


def test_the_last_question_that_stood_on_its_own_is_followed_up(view: KnowledgeView) -> None:
    history = said("What is omnichannel?", "What is multichannel?")
    assert resolve("And its drawbacks?", history, view).text == "What are the drawbacks of multichannel?"


def test_an_item_of_the_last_answer_is_picked(view: KnowledgeView) -> None:
    listed = "- Wider reach: more people [1]\n- Flexibility: choice [2]\n- Spread risk: safety [3]"
    history = [*said("What are the advantages of multichannel?"), Turn(role=Role.ASSISTANT, content=listed)]
    assert resolve("Why is the second one important?", history, view).text == "Why is Flexibility important?"
    assert resolve("the last one", history, view).text == "What is Spread risk?"
    assert not resolve("the fifth one", history, view).is_changed


def test_without_history_nothing_is_changed(view: KnowledgeView) -> None:
    assert resolve("And for banks?", [], view).text == "And for banks?"
    answered_only = [Turn(role=Role.ASSISTANT, content="Omnichannel joins all channels. [1]")]
    assert not resolve("And for banks?", answered_only, view).is_changed


def test_a_few_words_are_of_the_language_that_was_spoken(view: KnowledgeView) -> None:
    resolved = resolve("A retencja?", said("Jakie są zalety omnichannel?"), view)
    assert resolved.language is LanguageCode.POLISH
    assert resolve("Multichannel?", said("Jakie są zalety omnichannel?"), view).language is LanguageCode.POLISH


def test_what_would_be_too_long_stays_as_it_was_put(view: KnowledgeView) -> None:
    long = "What are the benefits of omnichannel for retail " + "and more " * 103 + "shops?"
    assert len(long) <= 1000
    resolved = resolve("And for " + "very " * 20 + "small banks and their customers?", said(long), view)
    assert len(resolved.text) <= 1000


def test_long_and_odd_messages_of_the_past_do_no_harm(view: KnowledgeView) -> None:
    odd = "x\N{NULL}" + "What is omnichannel? " * 400
    assert resolve("And its drawbacks?", said("   ", odd), view).text == "What are the drawbacks of omnichannel?"


ENDLESS = ["and it ", "dziękuję bardzo ", "thank you very much ", "its ", "خب و ", "و", "منها ", "what about ", "for "]


@pytest.mark.parametrize("words", ENDLESS)
def test_what_repeats_without_end_comes_to_one(view: KnowledgeView, words: str) -> None:
    long = (words * 1000)[:1000]
    history = said("What is omnichannel?", *[long] * 19)
    assert len(resolve(long, history, view).text) <= 1000
    assert len(resolve(f"{long[:990]} x!", history, view).text) <= 1000


def test_a_question_that_cannot_be_asked_is_refused(view: KnowledgeView) -> None:
    with pytest.raises(QuestionError):
        resolve("   ", said("What is omnichannel?"), view)
