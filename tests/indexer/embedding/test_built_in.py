"""The model in the repository: loadable everywhere, with the same vectors, and without torch on the default path."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.domain import LanguageCode
from indexer.embedding import BUILT_IN, StaticEmbedder, load_embedder
from indexer.embedding.folding import fold
from indexer.training.evaluate import late_scores

ROOT = Path(__file__).resolve().parents[3]
EN, PL, FA, AR = LanguageCode.ENGLISH, LanguageCode.POLISH, LanguageCode.PERSIAN, LanguageCode.ARABIC

# One thing said in four languages; the words are ours.
ALIKE = [
    {
        EN: "How do I return a purchase in the shop?",
        PL: "Jak zwrócić zakup w sklepie?",
        FA: "چگونه خرید را در فروشگاه پس بدهم؟",
        AR: "كيف أعيد المشتريات في المتجر؟",
    },
    {
        EN: "The customer receives an email with a link",
        PL: "Klient otrzymuje wiadomość e-mail z linkiem",
        FA: "مشتری یک ایمیل با پیوند دریافت می\N{ZERO WIDTH NON-JOINER}کند",
        AR: "يتلقى العميل بريد\N{ARABIC FATHATAN}ا إلكتروني\N{ARABIC FATHATAN}ا مع رابط",
    },
    {
        EN: "Advertising on social networks",
        PL: "Reklama w sieciach społecznościowych",
        FA: "تبلیغات در شبکه\N{ZERO WIDTH NON-JOINER}های اجتماعی",
        AR: "الإعلانات على الشبكات الاجتماعية",
    },
    {
        EN: "Delivery takes three days",
        PL: "Dostawa trwa trzy dni",
        FA: "تحویل سه روز طول می\N{ZERO WIDTH NON-JOINER}کشد",
        AR: "يستغرق التوصيل ثلاثة أيام",
    },
]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    loaded = load_embedder()
    assert isinstance(loaded, StaticEmbedder)
    return loaded


def test_nothing_and_its_name_both_mean_the_built_in_model(embedder: StaticEmbedder) -> None:
    again = load_embedder(BUILT_IN)
    assert (again.name, again.content_hash) == (embedder.name, embedder.content_hash)


def test_sentence_transformers_gives_the_same_vectors(embedder: StaticEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    # The file holds 16-bit numbers; the sum is made in 32 bits on both sides.
    model = SentenceTransformer(str(embedder.directory)).float()
    for code in (EN, PL, FA, AR):
        folded = [fold(alike[code], code) for alike in ALIKE]
        theirs = model.encode(folded, normalize_embeddings=True)
        ours = embedder.embed_passages([alike[code] for alike in ALIKE], languages=[code] * len(ALIKE))
        assert np.abs(theirs - ours).max() < 1e-5


@pytest.mark.parametrize("asked_in", [EN, PL, FA, AR])
@pytest.mark.parametrize("said_in", [EN, PL, FA, AR])
def test_what_says_the_same_is_nearest(embedder: StaticEmbedder, asked_in: LanguageCode, said_in: LanguageCode) -> None:
    passages = [alike[said_in] for alike in ALIKE]
    languages = [said_in] * len(passages)
    vectors = embedder.embed_passages(passages, languages=languages)
    questions = [alike[asked_in] for alike in ALIKE]
    late = late_scores(embedder, questions, passages, question_language=asked_in, passage_language=said_in)
    assert late.argmax(axis=1).tolist() == list(range(len(ALIKE)))
    assert 0 <= late.min() <= late.max() <= 1.0001
    for number, question in enumerate(questions):
        assert int((vectors @ embedder.embed_query(question, language=asked_in)).argmax()) == number


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("می\N{ZERO WIDTH NON-JOINER}توانند", "میتوانند", FA),
        ("شبکه\N{ZERO WIDTH NON-JOINER}های اجتماعی", "شبكه\N{ZERO WIDTH NON-JOINER}هاي اجتماعي", FA),
        ("الاستراتيجي\N{ARABIC SHADDA}ة", "الاستراتيجية", AR),
        ("wielokanałowość", "WIELOKANALOWOSC", PL),
    ],
)
def test_spellings_equal_to_a_reader_have_one_vector(
    embedder: StaticEmbedder, one: str, other: str, code: LanguageCode
) -> None:
    assert embedder.token_ids(one, language=code).tolist() == embedder.token_ids(other, language=code).tolist()
    assert np.linalg.norm(embedder.embed_query(one, language=code)) == pytest.approx(1, abs=1e-5)


def test_every_vector_is_finite_and_most_weigh_something(embedder: StaticEmbedder) -> None:
    assert bool(np.isfinite(embedder.token_vectors).all())
    assert bool(np.isfinite(embedder.token_weights).all())
    assert embedder.token_weights.min() >= 0
    assert float((embedder.token_weights > 0).mean()) > 0.99
    assert not embedder.token_vectors[0].any()


def test_it_fits_the_repository(embedder: StaticEmbedder) -> None:
    assert sum(file.stat().st_size for file in embedder.directory.iterdir()) <= 40_000_000


def test_the_card_tells_data_command_figures_and_limits(embedder: StaticEmbedder) -> None:
    card = (embedder.directory / "README.md").read_text(encoding="utf-8")
    for part in ("## Data", "## Command", "## Figures", "## Limits"):
        assert part in card
    sources = json.loads((embedder.directory / "manba.json").read_text(encoding="utf-8"))["sources"]
    assert len(sources) > 100
    missing = [source for source in sources if source not in card]
    assert missing == []


def test_the_default_path_imports_no_torch() -> None:
    program = (
        "import sys; from indexer.embedding import load_embedder; "
        "from indexer.domain import LanguageCode; "
        "e = load_embedder(); e.embed_query('a shop'); e.embed_passages(['sklep'], languages=[LanguageCode.POLISH]); "
        "e.content_hash; "
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'hazm', 'scipy') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "[]"), ran.stderr
