"""What the tools do, on the newest snapshot: answers, passages, parts of articles; errors say the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from api import asking
from api.answering import Answerer
from api.conversation import Role
from api.domain import version_id
from api.intake import problem_of_validation
from api.mcp.schemas import ArticleResult, AskResult, SearchResult
from api.presenting import present_answer
from api.problems import Problem, sentence, shortened
from api.runtime import Loaded
from api.schemas import MAX_TURNS, AskRequest, SearchRequest
from indexer import KnowledgeBase, LanguageCode, ManbaError

MOST_PASSAGES = 20
MOST_CHARACTERS = 20_000
"""The longest slice of an article, in code points: what a model can take in beside its conversation."""

# Where the next step over HTTP is an address, which a model has no way to.
_NEXT_STEPS = {
    "unknown-article-in-filter": "Leave article_ids out, or take the ids that search and ask give.",
    "invalid-request": "Correct each of them.",
    "empty-filter": "Leave it out.",
    # Where it speaks of a problem's `errors`: what is wrong was said before.
    "control-characters": "Remove the characters.",
    "out-of-range": "Keep to these limits.",
    "wrong-type": "Send what the tool's schema names.",
    "missing-field": "Call again with it.",
}
T = TypeVar("T")


class Refused(Exception):  # noqa: N818  (what is refused is told to the model, which then does better)
    """A tool cannot do what is asked; the text says why, and what to do next."""


class Tools:
    """The tools of one knowledge base; safe to share between threads."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Answer from whatever snapshot `knowledge` has when a tool is called."""
        self._loaded = Loaded(knowledge_base=knowledge, answerer=Answerer(knowledge))

    @classmethod
    def open(cls, index: Path) -> Tools:
        """The tools of the index in this folder; SnapshotError or EmbedderError where it cannot be opened."""
        return cls(KnowledgeBase.open(index))

    def ask(
        self,
        question: str,
        *,
        language: LanguageCode | None = None,
        history: Sequence[str] = (),
        source_languages: Sequence[LanguageCode] | None = None,
        article_ids: Sequence[str] | None = None,
    ) -> AskResult:
        """The answer to `question` after the questions in `history`, oldest first; `Refused` as HTTP refuses."""

        def work(loaded: Loaded) -> AskResult:
            if len(history) > MAX_TURNS:
                raise Refused(f"history has {len(history)} questions. Send the last {MAX_TURNS} at most, or fewer.")
            ask = AskRequest.model_validate(
                {
                    "question": question,
                    "language": language,
                    "history": [{"role": Role.USER, "content": one} for one in history],
                    "source_languages": _some(source_languages),
                    "article_ids": _some(article_ids),
                }
            )
            return AskResult.model_validate(present_answer(asking.answer(loaded, ask)))

        return self._on_newest(work)

    def search(
        self,
        query: str,
        *,
        top_k: int = 5,
        language: LanguageCode | None = None,
        source_languages: Sequence[LanguageCode] | None = None,
        article_ids: Sequence[str] | None = None,
    ) -> SearchResult:
        """The `top_k` best passages for `query`, at most MOST_PASSAGES; `Refused` as HTTP refuses."""

        def work(loaded: Loaded) -> SearchResult:
            if not 1 <= top_k <= MOST_PASSAGES:
                raise Refused(f"top_k is out of range. Ask for 1 to {MOST_PASSAGES} passages.")
            wanted = SearchRequest(
                query=query,
                top_k=top_k,
                language=language,
                source_languages=_some(source_languages),
                article_ids=_some(article_ids),
            )
            return SearchResult.model_validate(asking.search(loaded, wanted))

        return self._on_newest(work)

    def read_article(self, article_id: str, *, start: int = 0, end: int | None = None) -> ArticleResult:
        """The text of an article from `start` to `end`, at most MOST_CHARACTERS of it.

        Refused where there is no such article, or nothing of it between the two.
        """

        def work(loaded: Loaded) -> ArticleResult:
            view = loaded.knowledge_base.view()
            if not view.has_article(article_id):
                raise Refused(
                    f"There is no article '{shortened(article_id)}'. Take an article_id that search or ask gave."
                )
            article = view.article(article_id)
            total = len(article.source)
            last = min(total if end is None else end, total, start + MOST_CHARACTERS)
            if not 0 <= start < last:
                raise Refused(
                    f"The article has {total} characters; between this start and end there is nothing to read. "
                    f"Take a start below {total} and an end after it, or leave both out."
                )
            return ArticleResult(
                article_id=article.id,
                title=article.title,
                language=article.language,
                publisher=article.publisher,
                published=article.published,
                url=article.url,
                version=version_id(article),
                text=article.source[start:last],
                start=start,
                end=last,
                total=total,
                next_start=last if last < total else None,
            )

        return self._on_newest(work)

    def _on_newest(self, work: Callable[[Loaded], T]) -> T:
        self._loaded.knowledge_base.refresh()
        try:
            return work(self._loaded)
        except ValidationError as error:
            raise Refused(refusal_of(error)) from None
        except Problem as problem:
            raise Refused(_refusal(problem)) from None
        except ManbaError as error:
            raise Refused(f"{sentence(error.what)} {sentence(error.next_step)}") from None


def refusal_of(error: ValidationError) -> str:
    """What is wrong with the arguments of a call, and the next step."""
    return _refusal(problem_of_validation(error, in_body=True))


def _refusal(problem: Problem) -> str:
    faults = "; ".join(f"{(one.pointer or '').removeprefix('#/')}: {one.detail}" for one in problem.errors)
    next_step = _NEXT_STEPS.get(problem.type.slug, problem.type.next_step)
    return f"{problem.type.title}. {faults + '. ' if faults else ''}{next_step}"


def _some(values: Sequence[T] | None) -> tuple[T, ...] | None:
    """`values`, of which none at all means all: models send an empty list where they mean no filter."""
    return tuple(values) if values else None
