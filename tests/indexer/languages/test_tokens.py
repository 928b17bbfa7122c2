"""Tokens and stems, by rule and by the lexicons that hazm, camel-tools and Morfeusz make."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES, Language, language

codes = st.sampled_from(sorted(LanguageCode))


def joined(text: str) -> str:
    """`text` with the non-joiner for "_"."""
    return text.replace("_", "\N{ZERO WIDTH NON-JOINER}")


def stems(spoken: Language, text: str) -> tuple[str, ...]:
    return tuple(token.stem for token in spoken.tokens(text))


@pytest.mark.golden("stems.tsv")
def test_forms_of_one_word_share_their_stem(row: tuple[str, ...]) -> None:
    code, words, why = row
    found = {word: stems(language(LanguageCode(code)), word) for word in words.split("|")}
    assert len(set(found.values())) == 1, f"{why}: {found}"
    assert all(len(stem) == 1 for stem in found.values())


@pytest.mark.golden("stems_different.tsv")
def test_different_words_have_different_stems(row: tuple[str, ...]) -> None:
    code, words, why = row
    found = [stems(language(LanguageCode(code)), word) for word in words.split("|")]
    assert len(set(found)) == len(found), f"{why}: {found}"


def test_tokens_carry_form_span_and_stop_words() -> None:
    text = joined("قیمت_ها در ۲۰۰۹ و v3.14")
    tokens = LANGUAGES[LanguageCode.PERSIAN].tokens(text)
    assert [token.span.of(text) for token in tokens] == [joined("قیمت_ها"), "در", "۲۰۰۹", "و", "v3.14"]
    assert [token.form for token in tokens] == ["قیمتها", "در", "2009", "و", "v3.14"]
    assert [token.is_stop_word for token in tokens] == [False, True, False, True, False]


def test_addresses_and_figures_stay_whole() -> None:
    text = "Write to info@example.org or see https://example.com/a-b?c=1, 1,000 or 12.5%."
    forms = [token.form for token in LANGUAGES[LanguageCode.ENGLISH].tokens(text)]
    assert forms == [
        "write",
        "to",
        "info@example.org",
        "or",
        "see",
        "https://example.com/a-b?c=1",
        "1,000",
        "or",
        "12.5%",
    ]


@given(codes, st.text())
@settings(max_examples=300)
def test_tokens_are_in_order_and_inside_the_text(code: LanguageCode, text: str) -> None:
    tokens = language(code).tokens(text)
    assert all(token.form and token.stem for token in tokens)
    assert all(token.span.end <= len(text) for token in tokens)
    starts = [token.span.start for token in tokens]
    assert starts == sorted(starts)


def test_stop_words_are_in_search_form() -> None:
    for code, spoken in LANGUAGES.items():
        assert len(spoken.stop_words) > 100, code
        unfolded = {word for word in spoken.stop_words if spoken.search_text(word) != word}
        assert unfolded == set()


@pytest.fixture(scope="module")
def persian() -> Language:
    spoken = LANGUAGES[LanguageCode.PERSIAN]
    corpus = (
        "رفته است کسب_وکارها رسانه_ها کانال_ها کاناله برندها داده_ها بازی مردم نام ایران مشتری بازاریاب بزرگ تعامل گونه"
        " پلتفرم سیستم قابلیت نیاز می_گویند تجربه استراتژی سال ساله"
    )
    return spoken.with_lexicon(spoken.build_lexicon(joined(corpus).split()))


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("رفته میروند نمی_رفتند نرفته_اند میرن", "رفت"),
        ("مشتریان مشتریانشان مشتری_هایش مشتریامون", "مشتری"),
        (
            "رسانه رسانه_ای رسانه_های رسانه_هاشون",
            "رسانه",
        ),
        ("کانال کانال_های کانالهای کانالی", "کانال"),
        ("برند برندها برندی برندهایشان", "برند"),
        (
            "داده داده_ها داده_های داده_ای",
            "داده",
        ),
        ("بزرگ بزرگتر بزرگ_ترین", "بزرگ"),
        ("تعامل تعاملات", "تعامل"),
        ("بازاریاب بازاریابان بازاریاب_ها", "بازاریاب"),
        ("سیستم سیستم_ها سیستمی", "سیستم"),
        ("کسب_وکار کسبوکارها", "کسبوکار"),
        ("سال سال_های", "سال"),
        ("می_گوید گفته_اند بگوییم میگن", "گفت"),
    ],
)
def test_the_persian_lexicon_joins_forms(persian: Language, words: str, stem: str) -> None:
    forms = joined(words).split()
    assert {form: stems(persian, form) for form in forms} == dict.fromkeys(forms, (stem,))


@pytest.mark.parametrize("word", ["بازی", "مردم", "نام", "ایران", "قابلیت", "نیاز", "تجربه"])
def test_the_persian_lexicon_leaves_nouns_that_look_inflected(persian: Language, word: str) -> None:
    assert stems(persian, word) == (word,)


def test_with_lexicon_leaves_the_language_itself_unchanged(persian: Language) -> None:
    assert persian is not LANGUAGES[LanguageCode.PERSIAN]
    assert LANGUAGES[LanguageCode.PERSIAN].stem("بازاریابان") == "بازاریابان"
    assert persian.stem("بازاریابان") == "بازاریاب"


def test_the_arabic_lexicon_takes_clitics_off_known_words() -> None:
    spoken = LANGUAGES[LanguageCode.ARABIC]
    known = spoken.with_lexicon(
        spoken.build_lexicon(["ق\N{ARABIC FATHA}ناة،", "بقناة", "العملاء", "كعميل", "عميل", "برنامج"])
    )
    assert known.stem(known.search_text("بقناة")) == known.stem(known.search_text("القناة"))
    assert known.stem(known.search_text("كعميل")) == known.stem(known.search_text("عملاء"))
    # Here the first letter is the word's own: what is left without it is no word of the corpus.
    assert known.stem("برنامج") == "برنامج"


def test_the_polish_lexicon_joins_irregular_forms() -> None:
    spoken = LANGUAGES[LanguageCode.POLISH]
    known = spoken.with_lexicon(spoken.build_lexicon(["pies", "człowiek", "iść", "dzień", "ręka"]))
    for forms in ("pies psa psami", "człowiek ludzie ludzi czlowieka", "iść szedł idzie ide", "dzień dniach dni"):
        assert len({known.stem(spoken.search_text(form)) for form in forms.split()}) == 1, forms


def test_questions_need_no_slow_library() -> None:
    code = (
        "import sys\nfrom indexer.languages import LANGUAGES, detect\n"
        "text = 'کدام کانال؟ ما هو؟ co to jest? what is it?'\n"
        "detect(text)\n"
        "for spoken in LANGUAGES.values():\n"
        "    assert spoken.tokens(text) and spoken.sentences(text) and spoken.search_form(text).text\n"
        "slow = {'hazm', 'gensim', 'nltk', 'pandas', 'camel_tools', 'torch', 'numpy', 'morfeusz2'} & set(sys.modules)\n"
        "assert not slow, slow\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
