"""KnowledgeBase: the one door to an index for whoever answers questions; it follows the current snapshot."""

from __future__ import annotations

import shlex
import threading
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from indexer.concepts import AskedConcept, Glossary
from indexer.domain import Article, Hit, LanguageCode, Question, Ranking, SentenceSignals
from indexer.errors import ManbaError, QuestionError, SnapshotError
from indexer.index.manifest import Manifest
from indexer.index.passage_index import PassageIndex
from indexer.index.segment import Segment
from indexer.index.snapshot import SnapshotStore
from indexer.index.snapshot_index import SnapshotIndex
from indexer.languages import FORM_VERSION, detect
from indexer.models_in_use import Models
from indexer.retrieval import Retriever
from indexer.translated import Translations
from indexer.wording import WordReader

MAX_QUESTION_CHARACTERS = 1000
_VISIBLE = frozenset("LMNPS")
SWITCH_WAIT_S = 0.25
"""Seconds a question waits for a switch that is under way; it takes as long only where another model is loaded."""
NOTHING_OPENED: Mapping[str, Segment] = MappingProxyType({})


def parse_question(text: str, *, language: LanguageCode | None = None) -> Question:
    """The Question in `text`, its language detected unless given; QuestionError when there is nothing to answer."""
    if not any(unicodedata.category(character)[0] in _VISIBLE for character in text):
        raise QuestionError(where="question", what="the question is empty", next_step="type a question")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            where="question",
            what=f"the question has {len(text)} characters, the limit is {MAX_QUESTION_CHARACTERS}",
            next_step="shorten it",
        )
    for place, character in enumerate(text):
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r":
            raise QuestionError(
                where=f"question, character {place + 1}",
                what=f"the control character U+{ord(character):04X} cannot be part of a question",
                next_step="remove it",
            )
    if language is None:
        return Question(text=text, language=detect(text, default=LanguageCode.ENGLISH).language, detected=True)
    return Question(text=text, language=language, detected=False)


class KnowledgeView:
    """One snapshot opened for reading; an answer keeps the view it began with, so that none mixes two snapshots."""

    def __init__(self, index: PassageIndex, *, models: Models) -> None:
        """Read `index` with the models it was made with."""
        self.index = index
        self._translations = Translations(index)
        self._retriever = Retriever(index, models=models, translations=self._translations)
        self.manifest: Manifest = index.manifest
        self.words = WordReader(index, models.word_model)
        """Takes texts apart into words that can be compared with those of its articles."""

    @property
    def snapshot_id(self) -> str:
        """The name of the snapshot."""
        return self.manifest.name

    @property
    def embedder_hash(self) -> str:
        """The content hash of the model the passages were embedded with."""
        return str(self.manifest.embedder["content_hash"])

    def search(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = 10,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
        ranking: Ranking = Ranking.FUSED,
    ) -> list[Hit]:
        """The `top_k` best passages for a question, best first.

        `language` is the question's (detected when None). QuestionError for a question that is empty, too long or
        holds control characters, NotFoundError for an unknown article id.
        """
        question = parse_question(text, language=language)
        return self._retriever.search(
            question,
            top_k=top_k,
            source_languages=source_languages,
            article_ids=article_ids,
            ranking=ranking,
        )

    def concepts_of(self, text: str, *, language: LanguageCode | None = None) -> tuple[AskedConcept, ...]:
        """The Concepts a question names, in its order; `language` as in `search`, and the same errors."""
        return self._retriever.concepts(parse_question(text, language=language))

    @property
    def glossary(self) -> Glossary:
        """The Concepts the articles were read for."""
        return self.index.glossary

    def neighbour(self, hit: Hit, step: int) -> Hit | None:
        """The passage `step` places after (before, if negative) that of `hit` in its article, None past its ends.

        It carries the similarity of `hit`, for whose sake it is fetched.
        """
        row = hit.row + step
        if not self.index.are_of_one_article(hit.row, row):
            return None
        passage = self.index.passage(row)
        return replace(hit, passage=passage, row=row, sentences=tuple(SentenceSignals() for _ in passage.sentences))

    def is_translated(self, article: Article, language: LanguageCode) -> bool:
        """Whether there is an article on the same subject in `language`."""
        return self._translations.has(article, language)

    def articles(self) -> list[Article]:
        """All articles in the order of their ids, without their source texts."""
        return self.index.articles()

    def article(self, article_id: str) -> Article:
        """One article with its source text; NotFoundError when there is none of this id."""
        return self.index.article(article_id)

    def has_article(self, article_id: str) -> bool:
        """Whether there is an article of this id."""
        return self.index.has_article(article_id)


class KnowledgeBase:
    """The index in a folder, opened for reading; it switches to a newer snapshot when there is one.

    Safe to share between threads. `refused` says why newer snapshots than the one that serves were passed over.
    """

    def __init__(self, store: SnapshotStore, *, models: Models, view: KnowledgeView, current: str | None) -> None:
        """Use `open` instead."""
        self._store = store
        self._models = models
        self._view = view
        self._seen = current
        self._lowest = _lowest(view)
        self._switching = threading.Lock()
        self.refused: tuple[ManbaError, ...] = ()

    @classmethod
    def open(cls, index: Path, *, embedder: str | None = None) -> KnowledgeBase:
        """Open the current snapshot in `index`, or the newest sound one before it when it is damaged.

        `embedder` is a model's name or path, by default the one the index was made with. SnapshotError or
        EmbedderError, with the command that mends it, when nothing can be opened.
        """
        store = SnapshotStore(index)
        current = store.current_name()
        manifest, refused = store.usable()
        models = Models.load(embedder if embedder is not None else manifest.embedder["reference"])
        knowledge = cls(store, models=models, view=open_view(store, manifest, models), current=current)
        knowledge.refused = refused
        return knowledge

    def view(self) -> KnowledgeView:
        """The snapshot that serves now, to be kept for the length of one answer."""
        return self._view

    @property
    def snapshot_id(self) -> str:
        """The name of the snapshot that serves now."""
        return self._view.snapshot_id

    def refresh(self) -> bool:
        """Switch to the current snapshot if it changed since last asked; whether it did. Costs one small read.

        While another thread switches, it is waited for, up to SWITCH_WAIT_S: who was told that a snapshot serves is
        answered from it. A new snapshot that cannot be used is noted in `refused` and the one before keeps serving.
        """
        try:
            is_due = self._store.current_name() not in {None, self._seen}
        except OSError:
            return False
        if not is_due or not self._switching.acquire(timeout=SWITCH_WAIT_S):
            return False
        try:
            current = self._store.current_name()
            if current is None or current == self._seen:
                return False
            has_switched = self._switch(current)
            # Only now is this snapshot done with: whoever comes meanwhile waits for it.
            self._seen = current
        except OSError:
            # A passing fault is tried again at the next question.
            return False
        finally:
            self._switching.release()
        return has_switched

    def _switch(self, current: str) -> bool:
        try:
            manifest, self.refused = self._store.usable(trusted=self._lowest)
            # Where a newer snapshot is damaged, what is in memory serves on although the files of it may be, too.
            if manifest.name == self.snapshot_id or manifest.name < self.snapshot_id <= current:
                return False
            models = self._models
            if manifest.embedder["content_hash"] != models.embedder.content_hash:
                models = Models.load(manifest.embedder["reference"])
            view = open_view(self._store, manifest, models, opened=self._lowest)
        except ManbaError as error:
            self.refused = (error,)
            return False
        self._view, self._models, self._lowest = view, models, _lowest(view)
        return True

    def search(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = 10,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
        ranking: Ranking = Ranking.FUSED,
    ) -> list[Hit]:
        """See `KnowledgeView.search`."""
        return self._view.search(
            text,
            language=language,
            top_k=top_k,
            source_languages=source_languages,
            article_ids=article_ids,
            ranking=ranking,
        )

    def articles(self) -> list[Article]:
        """See `KnowledgeView.articles`."""
        return self._view.articles()

    def article(self, article_id: str) -> Article:
        """See `KnowledgeView.article`."""
        return self._view.article(article_id)

    def has_article(self, article_id: str) -> bool:
        """See `KnowledgeView.has_article`."""
        return self._view.has_article(article_id)


def _lowest(view: KnowledgeView) -> dict[str, Segment]:
    """The segment at the bottom of a view, by the name of its snapshot: the next one may lie on it too."""
    assert isinstance(view.index, SnapshotIndex)  # noqa: S101  (what `open_view` makes)
    return {view.manifest.base or view.manifest.name: view.index.segments[0]}


def open_view(
    store: SnapshotStore, manifest: Manifest, models: Models, *, opened: Mapping[str, Segment] = NOTHING_OPENED
) -> KnowledgeView:
    """A view of a sound snapshot; segments already `opened`, by the name of their snapshot, are shared.

    Raises SnapshotError when it was made with other models or in another search form, or has gone meanwhile.
    """
    if manifest.search_form != FORM_VERSION:
        raise SnapshotError(
            where=str(store.path(manifest.name)),
            what=f"the index was made with version {manifest.search_form} of the search form, not {FORM_VERSION}",
            next_step=f"run: manba build --index {store.folder}",
        )
    rebuild = f"run: manba build --index {store.folder}"
    for model, stored, mending in (
        (models.embedder, manifest.embedder, f"{rebuild} --embedder {shlex.quote(models.reference)}"),
        (models.word_model, manifest.word_model, rebuild),
    ):
        if model.content_hash != stored["content_hash"]:
            raise SnapshotError(
                where=str(store.path(manifest.name)),
                what=f"the index was made with the model {stored['name']} ({stored['content_hash'][:12]}), "
                f"not with {model.name} ({model.content_hash[:12]})",
                next_step=mending,
            )
    try:
        base = None
        if manifest.base is not None:
            base = opened.get(manifest.base) or Segment(store.path(manifest.base))
        return KnowledgeView(SnapshotIndex(store.path(manifest.name), manifest, base=base), models=models)
    except (RuntimeError, ValueError, KeyError) as error:
        # Verified a moment ago: it was pruned meanwhile, or its files are of another make.
        raise SnapshotError(
            where=str(store.path(manifest.name)),
            what=f"the snapshot cannot be opened ({error})",
            next_step=f"run: manba build --index {store.folder}",
        ) from error
