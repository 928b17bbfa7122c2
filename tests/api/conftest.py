"""Fixtures of the API: a client of an application that serves the articles in `shelf`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.editing.desk import StartIndexer, indexer_process
from api.runtime import Loaded
from api.settings import Settings

from .shelf import Shelf, ShelfAnswerer

Serve = Callable[..., TestClient]


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


def load_shelf(settings: Settings) -> Loaded:
    """What the server holds, with the shelf in place of an index."""
    shelf = Shelf()
    return Loaded(knowledge_base=shelf, answerer=ShelfAnswerer(shelf))  # type: ignore[arg-type]


@pytest.fixture
def serve(index_folder: Path) -> Iterator[Serve]:
    """Start an application with settings and a loader of one's own."""
    with ExitStack() as started:

        def start(
            loader: Callable[[Settings], Loaded] = load_shelf,
            start_indexer: StartIndexer = indexer_process,
            **settings: object,
        ) -> TestClient:
            app = create_app(
                Settings(**{"index": index_folder, **settings}), loader=loader, start_indexer=start_indexer
            )
            return started.enter_context(TestClient(app, raise_server_exceptions=False))

        yield start


@pytest.fixture(scope="session")
def client(index_folder: Path) -> Iterator[TestClient]:
    """A client of an application that answers from the shelf."""
    with TestClient(create_app(Settings(index=index_folder), loader=load_shelf)) as started:
        yield started
