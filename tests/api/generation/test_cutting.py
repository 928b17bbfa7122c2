"""Cutting a stream into sentences with marks: in four languages, and wherever the pieces happen to end."""

from __future__ import annotations

import pytest

from api.generation.cutting import SentenceCutter, Written
from indexer import LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

TEXTS = [
    (
        "en",
        "Omnichannel joins 12.5% of channels [1]. It costs e.g. 5 euro. [1][2] Third one.[3] And last [2, 3]",
        [
            ("Omnichannel joins 12.5% of channels.", (1,)),
            ("It costs e.g. 5 euro.", (1, 2)),
            ("Third one.", (3,)),
            ("And last", (2, 3)),
        ],
    ),
    (
        "pl",
        "Omnichannel łączy kanały, np. sklep i stronę [1].\n- CRM zbiera dane [2]\n- PIM pilnuje opisów [Źródło 1]\n",
        [
            ("Omnichannel łączy kanały, np. sklep i stronę.", (1,)),
            ("- CRM zbiera dane", (2,)),
            ("- PIM pilnuje opisów", (1,)),
        ],
    ),
    (
        "fa",
        (
            f"همه{ZWNJ}کاناله کانال{ZWNJ}ها را پیوند می{ZWNJ}دهد [۱]. این کار ۱۲٫۵ درصد است. [منبع ۲] چرا؟ "
            "چون بهتر است【3†source】."
        ),
        [
            (f"همه{ZWNJ}کاناله کانال{ZWNJ}ها را پیوند می{ZWNJ}دهد.", (1,)),
            ("این کار ۱۲٫۵ درصد است.", (2,)),
            ("چرا؟", ()),
            ("چون بهتر است.", (3,)),
        ],
    ),
    (
        "ar",
        (
            "تربط القناة الشاملة القنوات [١]. وقال د. أحمد إنها موحدة [^2]. "
            "أغلقت 21 فرع\N{ARABIC FATHATAN}ا. [1] يستطيع العميل الشراء. [2]"
        ),
        [
            ("تربط القناة الشاملة القنوات.", (1,)),
            ("وقال د. أحمد إنها موحدة.", (2,)),
            ("أغلقت 21 فرع\N{ARABIC FATHATAN}ا.", (1,)),
            ("يستطيع العميل الشراء.", (2,)),
        ],
    ),
]


def cut(text: str, language: str, size: int) -> list[Written]:
    cutter = SentenceCutter(LanguageCode(language))
    found = [one for start in range(0, len(text), size) for one in cutter.feed(text[start : start + size])]
    return found + cutter.finish()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(("language", "text", "expected"), TEXTS, ids=[language for language, _, _ in TEXTS])
def test_sentences_with_their_marks(
    language: str, text: str, expected: list[tuple[str, tuple[int, ...]]], size: int
) -> None:
    assert [(" ".join(one.text.split()), one.numbers) for one in cut(text, language, size)] == expected


def test_sentence_is_given_when_the_next_begins() -> None:
    cutter = SentenceCutter(LanguageCode.ENGLISH)
    assert cutter.feed("One is here. ") == []
    assert cutter.feed("[1") == []
    assert cutter.feed("] ") == []
    assert cutter.feed("T") == [Written(text="One is here.", numbers=(1,))]
    assert cutter.feed("wo is here [2].\n") == [Written(text="Two is here.", numbers=(2,))]
    assert cutter.finish() == []


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize("tag", ["think", "thinking"])
def test_thinking_aloud_is_passed_over(tag: str, size: int) -> None:
    text = f"\n<{tag}>The sources say [1]. I must obey.\n\nSo.</{tag}>\n\nIt joins them [2]."
    assert cut(text, "en", size) == [Written(text="It joins them.", numbers=(2,))]


def test_thinking_without_end_says_nothing() -> None:
    assert cut("<think>" + "And so on. [1] " * 5000, "en", 50) == []


@pytest.mark.parametrize("size", [1, 4, 100])
def test_brackets_behind_a_title_are_not_parted_from_it(size: int) -> None:
    text = "The article „What next?” (8 September 2022) compares them [1]. It joins them [2]. (Both do.) [3]"
    assert cut(text, "en", size) == [
        Written(text="The article „What next?” (8 September 2022) compares them.", numbers=(1,)),
        Written(text="It joins them.", numbers=(2,)),
        Written(text="(Both do.)", numbers=(3,)),
    ]


def test_broken_off_sentence_is_no_sentence() -> None:
    assert cut("It joins them [1]. And it al", "en", 4) == [Written(text="It joins them.", numbers=(1,))]


def test_text_without_end_does_not_grow() -> None:
    cutter = SentenceCutter(LanguageCode.ENGLISH)
    for _ in range(1000):
        cutter.feed("and on ")
        assert len(cutter._open) < 5000


def test_word_for_no_answer() -> None:
    assert [one.text for one in cut("NO_ANSWER", "fa", 3)] == ["NO_ANSWER"]


def test_what_cannot_end_a_sentence_is_not_searched_for_one_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    cutter = SentenceCutter(LanguageCode.ENGLISH)
    searched: list[str] = []
    found = SentenceCutter._sentences

    def counted(self: SentenceCutter, line: str) -> object:
        searched.append(line)
        return found(self, line)

    monkeypatch.setattr(SentenceCutter, "_sentences", counted)
    for sign in ("a", "["):
        cut = [one for _ in range(1001) for one in cutter.feed(sign)]
        assert [(len(one.text), one.numbers) for one in cut] == [(1001, ())]
    assert searched == []
    cutter.feed("One. Two")
    assert searched == ["One. Two"]
