"""What a running server holds: the index and the Answerer, loaded in the background and kept current."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from api.composition.calibration import calibration
from api.problems import Problem, problem_of
from api.settings import Settings
from indexer import ManbaError, SnapshotError

if TYPE_CHECKING:
    from api.answering import Answerer
    from indexer import KnowledgeBase

logger = logging.getLogger("manba.runtime")

RETRY_LOADING_AFTER_S = 1.0
FOLLOW_S = 0.1
"""Seconds between two looks for a newer Snapshot: each reads one small file."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An open knowledge base and the Answerer on it."""

    knowledge_base: KnowledgeBase
    answerer: Answerer


Loader = Callable[[Settings], Loaded]


def load(settings: Settings) -> Loaded:
    """Open the index that `settings` name.

    Raises `SnapshotError` when there is none or it is damaged, `EmbedderError` when its model cannot be loaded.
    """
    from api.answering import Answerer
    from indexer import KnowledgeBase

    knowledge_base = KnowledgeBase.open(settings.index, embedder=settings.embedder)
    return Loaded(knowledge_base=knowledge_base, answerer=Answerer(knowledge_base))


class Runtime:
    """Loads once, off the event loop, and runs what is computed on the index in a bounded number of threads."""

    def __init__(self, settings: Settings, loader: Loader = load) -> None:
        """Hold the settings; nothing is loaded before `start`."""
        self._settings = settings
        self._loader = loader
        self._loaded: Loaded | None = None
        self._failure: ManbaError | None = None
        self._failed_at = 0.0
        self._loading: asyncio.Task[None] | None = None
        self._limiter: anyio.CapacityLimiter | None = None
        self._following: asyncio.Task[None] | None = None
        self._told: tuple[ManbaError, ...] = ()

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded, or None before that."""
        return self._loaded

    def start(self) -> None:
        """Begin loading in the background; needs a running event loop."""
        self._limiter = anyio.CapacityLimiter(self._settings.threads)
        self._loading = asyncio.get_running_loop().create_task(self._load())
        self._following = asyncio.get_running_loop().create_task(self._follow())

    async def stop(self) -> None:
        """Wait for a load that is under way, so that no thread outlives the server."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])
        await self.settled()

    async def _follow(self) -> None:
        """Look for a newer Snapshot before a request does, which would have to open it first."""
        while True:
            await asyncio.sleep(FOLLOW_S)
            if self._loaded is not None:
                await anyio.to_thread.run_sync(self._refresh, self._loaded)

    async def settled(self) -> None:
        """Wait until the load that is under way has come to its end, whichever that is."""
        if self._loading is not None:
            await asyncio.wait([self._loading])

    async def _load(self) -> None:
        begun = time.perf_counter()
        try:
            loaded = await anyio.to_thread.run_sync(self._loader, self._settings)
        except ManbaError as error:
            if str(error) != str(self._failure):
                logger.error("the index cannot be loaded: %s", error)
            self._failure = error
            self._failed_at = time.monotonic()
        except Exception:
            logger.exception("the index cannot be loaded")
            self._failure = SnapshotError(where="index", what="loading failed", next_step="see the server's log")
            self._failed_at = time.monotonic()
        else:
            self._loaded, self._failure = loaded, None
            took_ms = (time.perf_counter() - begun) * 1000
            logger.info("index loaded: snapshot=%s took_ms=%.0f", loaded.knowledge_base.snapshot_id, took_ms)
            self._tell_of_refused(loaded)
            if loaded.knowledge_base.view().embedder_hash != calibration().content_hash:
                logger.warning(
                    "confidence was fitted with the model %s, not with the one of this index: it is a guess, and so is "
                    "what is refused",
                    calibration().model,
                )

    def _load_again_if_due(self) -> None:
        """A failed load is tried again, so that building the index mends a running server."""
        failed = self._loading is None or self._loading.done()
        if failed and self._loaded is None and time.monotonic() - self._failed_at >= RETRY_LOADING_AFTER_S:
            self._loading = asyncio.get_running_loop().create_task(self._load())

    async def current(self, *, wait_s: float) -> Loaded:
        """What is loaded, waiting up to `wait_s` seconds for it.

        Raises `Problem` not-ready or index-unavailable (503).
        """
        if self._loaded is not None:
            return self._loaded
        self._load_again_if_due()
        if self._loading is not None and wait_s > 0.0:
            await asyncio.wait([self._loading], timeout=wait_s)
        if self._loaded is not None:
            return self._loaded
        if self._failure is not None:
            raise problem_of(self._failure)
        detail = "The index is still loading. Try again in a second."
        raise Problem(slug="not-ready", detail=detail, headers={"Retry-After": "1"})

    async def run(self, work: Callable[[Loaded], T]) -> T:
        """`work` on the newest Snapshot, in a thread.

        Raises `Problem` as `current` does, and whatever `work` raises.
        """
        loaded = await self.current(wait_s=self._settings.load_wait_s)

        def on_newest() -> T:
            self._refresh(loaded)
            return work(loaded)

        return await anyio.to_thread.run_sync(on_newest, limiter=self._limiter)

    def _refresh(self, loaded: Loaded) -> None:
        try:
            if loaded.knowledge_base.refresh():
                logger.info("switched to snapshot=%s", loaded.knowledge_base.snapshot_id)
        except ManbaError as error:
            # The Snapshot in memory still answers; a damaged newer one must not fail a learner's request.
            logger.warning("the newest snapshot cannot be used, the previous one serves: %s", error)
        self._tell_of_refused(loaded)

    def _tell_of_refused(self, loaded: Loaded) -> None:
        """Say once which newer Snapshots cannot be used: readers do not notice, so somebody must."""
        refused, told = loaded.knowledge_base.refused, self._told
        self._told = refused
        if refused is told:
            return
        for error in refused:
            logger.error(
                "a newer snapshot cannot be used, snapshot=%s serves: %s", loaded.knowledge_base.snapshot_id, error
            )

    async def readiness(self) -> Loaded:
        """What is loaded, when a request would be served from it now.

        Raises `Problem` not-ready or index-unavailable (503): not loaded, or the index's folder is gone.
        """
        loaded = await self.current(wait_s=0.0)
        if not await anyio.to_thread.run_sync(self._settings.index.is_dir):
            raise Problem(
                slug="index-unavailable",
                detail="The index's folder is gone. On the server, run `manba build`.",
                headers={"Retry-After": "5"},
            )
        return loaded
