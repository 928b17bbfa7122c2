"""A server whose editors work on a corpus of their own; re-indexes are asked for and carried out by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.audit import Audit, Entry
from api.keys.model import Scope
from api.keys.store import KeyStore
from indexer import Jobs

POLISH = "---\ntitle: Zwroty\nlang: pl\n---\n\n# Zwroty\n\nKlient zwraca towar w sklepie, choć kupił go w sieci.\n"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
PERSIAN = f"---\ntitle: بازگشت کالا\nlang: fa\n---\n\n# بازگشت کالا\n\nمشتری کالا را در فروشگاه پس می{ZWNJ}دهد.\n"


@dataclass
class ByHand:
    """What carries out jobs when the test says so; it counts what it was told."""

    ensured: int = 0
    stopped: int = 0

    def is_ensured_soon(self) -> bool:
        """Whether it is started without being asked, once the index is loaded."""
        for _ in range(100):
            if self.ensured:
                return True
            time.sleep(0.01)
        return False

    def ensure(self) -> None:
        self.ensured += 1

    def stop(self) -> None:
        self.stopped += 1


@dataclass
class Office:
    """A server for editors with its folders and keys, and clients that send a key of each scope."""

    client: TestClient
    corpus: Path
    state: Path
    indexing: ByHand
    keys: KeyStore
    texts: dict[str, str] = field(default_factory=dict)

    def key(self, scope: str) -> str:
        """The text of a key of this scope."""
        if scope not in self.texts:
            self.texts[scope] = self.keys.create(name=f"Anna ({scope})", scope=Scope(scope))[1]
        return self.texts[scope]

    def send(self, method: str, address: str, *, scope: str | None = "edit", **options):
        headers = dict(options.pop("headers", {}))
        if scope is not None:
            headers["authorization"] = f"Bearer {self.key(scope)}"
        return self.client.request(method, address, headers=headers, **options)

    def put(self, address: str, text: str | bytes, **options):
        headers = {"content-type": "text/markdown", **options.pop("headers", {})}
        content = text.encode("utf-8") if isinstance(text, str) else text
        return self.send("PUT", address, content=content, headers=headers, **options)

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.state)

    @property
    def log(self) -> list[Entry]:
        return Audit(self.state).entries()


OpenOffice = Callable[..., Office]


@pytest.fixture
def open_office(tmp_path: Path, serve: Callable[..., TestClient]) -> OpenOffice:
    """Start a server for editors with settings of one's own."""

    def start(**settings: object) -> Office:
        corpus, state = tmp_path / "corpus", tmp_path / "state"
        (corpus / "articles" / "pl").mkdir(parents=True, exist_ok=True)
        (corpus / "articles" / "fa").mkdir(exist_ok=True)
        indexing = ByHand()
        client = serve(start_indexer=lambda _: indexing, **{"corpus": (corpus,), "state": state, **settings})
        return Office(client=client, corpus=corpus, state=state, indexing=indexing, keys=KeyStore(state))

    return start


@pytest.fixture
def office(open_office: OpenOffice) -> Office:
    return open_office()
