from __future__ import annotations

import pytest

from indexer.articles import parse_article
from indexer.articles.language_guess import guess_language
from indexer.errors import ArticleError

GERMAN = (
    "Der Kunde kauft im Laden und im Internet, und der Laden kennt beide Käufe. Das ist gut für alle, weil es Zeit "
    "spart. Wer online bestellt, kann das Paket in der Filiale abholen oder zurückgeben."
)
FRENCH = (
    "Le client achète dans le magasin et sur Internet, et le magasin se souvient des deux achats. On peut commander "
    "en ligne et retirer le colis sur place, puis le rendre plus tard sans ticket."
)
OURS = [
    ("pl", "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy i nie pyta drugi raz o to samo."),
    ("fa", "مشتری در فروشگاه و در اینترنت خرید می کند و فروشگاه هر دو خرید را به یاد دارد و دوباره نمی پرسد."),
    ("ar", "يشتري العميل من المتجر ومن الشبكة، ويتذكر المتجر الشراءين معا ولا يسأله عن الأمر نفسه مرتين."),
    ("en", "The customer buys in the shop and on the web, and the shop remembers both and does not ask twice."),
]


@pytest.mark.parametrize(("code", "text"), OURS)
def test_the_languages_of_the_product_are_told_apart(code: str, text: str) -> None:
    assert guess_language(f"{text} {text}", where="a.md:1") == (code, None)


@pytest.mark.parametrize("text", ["123 456", "Клиент покупает в магазине и в сети.", "سلام"])
def test_a_text_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(ArticleError) as caught:
        parse_article(f"\n{text}\n".encode(), origin="a.md")
    assert caught.value.where == "a.md:1"
    assert "cannot be told" in caught.value.what
    assert "one of ar, en, fa, pl" in caught.value.next_step


def test_a_text_in_another_language_is_refused_or_doubted_and_settled_by_its_editor() -> None:
    with pytest.raises(ArticleError) as caught:
        parse_article(GERMAN.encode(), origin="a.md")
    assert "none of ar, en, fa, pl" in caught.value.what
    (warning,) = parse_article(FRENCH.encode(), origin="a.md").warnings
    assert "may not be in 'en'" in warning
    assert parse_article(f"---\nlang: en\n---\n{FRENCH}".encode(), origin="a.md").warnings == ()
