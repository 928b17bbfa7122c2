"""A corpus: the articles of folders and files, and the problems of those that cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.articles.parsing import parse_article, slug
from indexer.articles.reading import MAX_ARTICLE_BYTES
from indexer.articles.source_facts import SourceFacts, load_source_facts
from indexer.articles.translations import check_translations
from indexer.concepts import Glossary, check_terms, known_terms, load_glossary, read_sidecar, sidecar_of
from indexer.domain import ParsedArticle, TermReading
from indexer.errors import ArticleError, CorpusError

_SUFFIXES = frozenset({".md", ".txt"})
ARTICLES = "articles"
"""A folder of this name in a corpus holds all its articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The articles that can be used, in the order of their paths, and a problem for each file that cannot.

    `glossary` holds the Concepts that the articles' terms are read by.
    """

    articles: tuple[ParsedArticle, ...]
    problems: tuple[ArticleError | CorpusError, ...]
    glossary: Glossary


def read_corpus(
    roots: Sequence[Path], *, facts: Mapping[str, SourceFacts] | None = None, glossary: Glossary | None = None
) -> Corpus:
    """Read all articles below `roots`: folders, walked in order of path, and single files.

    Articles are *.md and *.txt; README.md and hidden files are not. A folder that holds `articles/` is walked there
    only. `facts` are by SHA-256, from `load_source_facts()` unless given, `glossary` from `load_glossary(roots)`. A
    file that cannot be used becomes a problem and stops nothing; so do two articles with one id: the first stays.
    """
    problems: list[ArticleError | CorpusError] = []
    if facts is None:
        try:
            facts = load_source_facts()
        except CorpusError as error:
            problems.append(error)
            facts = {}
    checked_by = glossary
    if glossary is None:
        try:
            glossary = checked_by = load_glossary(roots)
        except CorpusError as error:
            problems.append(error)
            # What is wrong with the glossary is said once, not again of every article with terms.
            glossary, checked_by = Glossary(), None
    articles: dict[str, ParsedArticle] = {}
    seen: set[Path] = set()
    for root in roots:
        try:
            paths = list(_article_paths(root))
        except CorpusError as error:
            problems.append(error)
            continue
        for path in paths:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            try:
                parsed = _unique(read_article(path, facts, checked_by), path, articles)
            except (ArticleError, CorpusError) as error:
                problems.append(error)
            else:
                articles[parsed.article.id] = parsed
    # Of single files, or where some could not be read, a translation may be none the worse for not being among them.
    is_whole = not problems and all(root.is_dir() for root in roots)
    checked = check_translations(articles.values(), is_whole=is_whole)
    return Corpus(articles=checked, problems=tuple(problems), glossary=glossary)


def read_article(path: Path, facts: Mapping[str, SourceFacts], glossary: Glossary | None) -> ParsedArticle:
    """The article in one file, under the id it has by itself; ArticleError or CorpusError when it cannot be used."""
    raw = read_file(path)
    terms = read_sidecar(sidecar_of(path))
    parsed = parse_in_corpus(raw, origin=str(path), facts=facts, glossary=glossary, terms=terms)
    return replace(parsed, fingerprint=fingerprint(path, raw, facts))


def parse_in_corpus(
    raw: bytes,
    *,
    origin: str,
    facts: Mapping[str, SourceFacts],
    glossary: Glossary | None,
    terms: tuple[TermReading, ...] = (),
    article_id: str | None = None,
    max_bytes: int = MAX_ARTICLE_BYTES,
) -> ParsedArticle:
    """Read one article as the corpus does: with what `facts` know of the file, and its terms held against `glossary`.

    Raises ArticleError as `parse_article` does, and for a Concept that the glossary does not have.
    """
    known = facts.get(hashlib.sha256(raw).hexdigest())
    if known is not None and glossary is not None:
        # Facts come with the product; a corpus with a glossary of its own need not know their Concepts.
        known = replace(known, terms=known_terms(known.terms, glossary))
    parsed = parse_article(raw, origin=origin, article_id=article_id, facts=known, terms=terms, max_bytes=max_bytes)
    if glossary is not None:
        check_terms(parsed.terms, glossary)
    return parsed


def read_file(path: Path) -> bytes:
    """The bytes of an article's file; ArticleError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(
            where=str(path), what=f"cannot be read ({error.strerror})", next_step="check the file and its permissions"
        ) from error


def fingerprint(path: Path, raw: bytes, facts: Mapping[str, SourceFacts]) -> bytes:
    """16 bytes that change when anything changes that an article is read from: file, sidecar, what is known, name.

    The glossary is left out: it concerns all articles.
    """
    sidecar = sidecar_of(path)
    digest = hashlib.blake2b(raw, digest_size=16)
    # An id that is not written comes from the file's name and, where that is taken, its folder's.
    for more in (path.parent.name, path.stem, repr(facts.get(hashlib.sha256(raw).hexdigest()))):
        digest.update(b"\x00" + more.encode("utf-8", "surrogateescape"))
    if sidecar.is_file():
        digest.update(b"\x00" + sidecar.read_bytes())
    return digest.digest()


def _unique(parsed: ParsedArticle, path: Path, articles: Mapping[str, ParsedArticle]) -> ParsedArticle:
    """`parsed` under an id of its own: an id taken from the file's name gives way, one that was written does not."""
    article = parsed.article
    other = articles.get(article.id)
    if other is None:
        return parsed
    with_folder = id_with_folder(path)
    if "id" in article.guessed and other.article.sha256 != article.sha256 and with_folder not in articles:
        return replace(parsed, article=replace(article, id=with_folder))
    raise CorpusError(
        where=str(path),
        what=f"id '{article.id}' is that of {other.article.origin} too",
        next_step="give one of the two another id in its front matter",
    )


def id_with_folder(path: Path) -> str:
    """The id of a file without a written one whose name alone is taken."""
    return slug(f"{path.parent.name}-{path.stem}")


def article_paths(roots: Sequence[Path]) -> Iterator[Path]:
    """The files of articles below `roots`, each once, in the order in which they are read.

    A folder may have lost its last article; CorpusError when a root is not there or is no article.
    """
    seen: set[Path] = set()
    for root in roots:
        for path in _in_folder(root) if root.is_dir() else _article_paths(root):
            # Only links and overlapping roots can lead to one file twice.
            if len(roots) > 1 or path.is_symlink():
                whole = path.resolve()
                if whole in seen:
                    continue
                seen.add(whole)
            yield path


def _article_paths(root: Path) -> Iterator[Path]:
    if root.is_file():
        if root.suffix.lower() not in _SUFFIXES:
            raise CorpusError(
                where=str(root), what="is neither .md nor .txt", next_step="save the article as Markdown or plain text"
            )
        yield root
        return
    if not root.is_dir():
        raise CorpusError(where=str(root), what="there is no such file or folder", next_step="correct the path")
    paths = _in_folder(root)
    if not paths:
        raise CorpusError(
            where=str(folder_of(root)),
            what="holds no article",
            next_step="put .md or .txt files there, or name another folder",
        )
    yield from paths


def folder_of(root: Path) -> Path:
    """The folder below which a root's articles lie."""
    return root / ARTICLES if (root / ARTICLES).is_dir() else root


def _in_folder(root: Path) -> list[Path]:
    folder = folder_of(root)
    return [path for path in sorted(folder.rglob("*")) if _is_article(path, folder)]


def _is_article(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return (
        path.suffix.lower() in _SUFFIXES
        and path.stem.lower() != "readme"
        and not any(part.startswith(".") for part in parts)
        and not path.is_dir()
    )
