"""An editor's day on a real server: a key, an article in Persian, answers that cite it, citations that stay good."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from .served import MANBA, Server, servers

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ANSWER = f"بسته{ZWNJ}ی زمرد تا سه روز پس از خرید به خانه{ZWNJ}ی مشتری می{ZWNJ}رسد."
ARTICLE = f"---\ntitle: بسته{ZWNJ}ی زمرد\nlang: fa\n---\n\n# بسته{ZWNJ}ی زمرد\n\n{ANSWER}\n"
NEWER = ARTICLE.replace("سه روز", "پنج روز")
QUESTION = f"بسته{ZWNJ}ی زمرد چند روز پس از خرید می{ZWNJ}رسد؟"
ADDRESS = f"/v1/articles/{quote('بسته-زمرد')}"
RETURNS = "Klient zwraca towar w sklepie, choć kupił go w sieci."
CHANNEL = "القناة الشاملة تربط القنوات كلها ببيانات مشتركة."
OTHERS = {
    "pl-zwroty.md": f"---\ntitle: Zwroty\nlang: pl\n---\n\n# Zwroty\n\n{RETURNS}\n",
    "ar-qanat.md": f"---\ntitle: القناة الشاملة\nlang: ar\n---\n\n# القناة الشاملة\n\n{CHANNEL}\n",
}


def manba(*arguments: str | Path) -> str:
    done = subprocess.run([*MANBA, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in OTHERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def server(tmp_path: Path, corpus: Path) -> Iterator[Server]:
    index = tmp_path / "index"
    manba("build", "--corpus", corpus, "--index", index)
    with servers(index) as start:
        yield start("--corpus", str(corpus), MANBA_LOG_LEVEL="debug")


def quoted(server: Server, citation: dict) -> str:
    """The words that a citation names, from the state of the article that it names."""
    address = f"/v1/articles/{quote(citation['article_id'])}/source?version={citation['version']}"
    source = server.get(address)[1].decode("utf-8")
    return source[citation["start"] : citation["end"]]


def cited(server: Server) -> list[dict]:
    status, answer = server.json("GET", f"/v1/ask?q={quote(QUESTION)}")
    assert status == 200
    return [one for one in answer["citations"] if one["article_id"] == "بسته-زمرد"]


def test_from_a_key_to_citations_that_stay_good(server: Server, corpus: Path, tmp_path: Path) -> None:
    assert server.json("PUT", ADDRESS, body=ARTICLE.encode(), content_type="text/markdown")[0] == 401
    key = manba("keys", "create", "--name", "سارا", "--scope", "edit", "--index", tmp_path / "index").strip()
    bearer = {"authorization": f"Bearer {key}", "content_type": "text/markdown"}

    status, published = server.json("PUT", ADDRESS, body=ARTICLE.encode(), prefer="wait=30", **bearer)
    assert (status, published["job"]["state"]) == (201, "done"), published
    (first, *_) = cited(server)
    assert first["quote"] == ANSWER
    assert first["version"] == published["version"]["version"]
    assert quoted(server, first) == first["quote"]
    page = server.get(
        f"/articles/{quote('بسته-زمرد')}?version={first['version']}&start={first['start']}&end={first['end']}"
    )[1].decode("utf-8")
    assert f'<mark id="quote">{ANSWER}</mark>' in page

    status, replaced = server.json(
        "PUT", ADDRESS, body=NEWER.encode(), if_match=f'"{first["version"]}"', prefer="wait=30", **bearer
    )
    assert (status, replaced["job"]["state"]) == (200, "done"), replaced
    (second, *_) = cited(server)
    assert "پنج روز" in second["quote"]
    assert second["version"] != first["version"]
    assert quoted(server, first) == ANSWER
    assert quoted(server, second) == second["quote"]
    stale = server.json("PUT", ADDRESS, body=ARTICLE.encode(), if_match=f'"{first["version"]}"', **bearer)
    assert stale[0] == 412

    status, deleted = server.json("DELETE", ADDRESS, prefer="wait=30", **bearer)
    assert (status, deleted["job"]["state"]) == (200, "done"), deleted
    assert cited(server) == []
    assert quoted(server, first) == ANSWER
    assert quoted(server, second) == second["quote"]
    assert sorted(path.name for path in corpus.iterdir()) == sorted(OTHERS)
    listed = server.json("GET", f"{ADDRESS}/versions", **bearer)[1]["versions"]
    assert [(one["number"], one["action"], one["author"]["name"]) for one in listed] == [
        (3, "deleted", "سارا"),
        (2, "replaced", "سارا"),
        (1, "created", "سارا"),
    ]
    # What editors did not touch stays cited as it was.
    assert server.json("GET", f"/v1/ask?q={quote('Gdzie klient zwraca towar?')}")[1]["answered"] is True

    manba("keys", "revoke", key, "--index", tmp_path / "index")
    status, refused = server.json("GET", "/v1/keys/me", **bearer)
    assert (status, refused["type"]) == (401, "/problems/unauthorized")
    assert server.stop() == 0
    assert not any("Traceback" in line or key in line for line in server.log)


def test_an_administrator_goes_back_to_an_earlier_snapshot(server: Server, tmp_path: Path) -> None:
    created = json.loads(
        manba("keys", "create", "--name", "admin", "--scope", "admin", "--index", tmp_path / "index", "--json")
    )
    bearer = {"authorization": f"Bearer {created['key']}", "content_type": "text/markdown"}
    before = server.json("GET", "/v1/articles")[1]["snapshot"]
    _, published = server.json("PUT", ADDRESS, body=ARTICLE.encode(), prefer="wait=30", **bearer)
    assert cited(server)
    after = published["job"]["snapshot"]
    kept = server.json("GET", "/v1/snapshots", **bearer)[1]["snapshots"]
    assert [(one["name"], one["serves"]) for one in kept] == [(after, True), (before, False)]
    json_body = {**bearer, "content_type": "application/json"}
    status, done = server.json("POST", "/v1/rollback", body=b"{}", **json_body)
    assert (status, done) == (200, {"snapshot": before, "previous": after})
    assert server.json("GET", "/v1/articles")[1]["snapshot"] == before
    assert cited(server) == []
    status, refused = server.json("POST", "/v1/rollback", body=b"{}", **json_body)
    assert (status, refused["type"]) == (409, "/problems/conflict")
    status, refused = server.json("POST", "/v1/rollback", body=b'{"snapshot": "../index"}', **json_body)
    assert (status, refused["type"]) == (404, "/problems/unknown-snapshot")
    status, done = server.json("POST", "/v1/rollback", body=json.dumps({"snapshot": after}).encode(), **json_body)
    assert (status, done["snapshot"]) == (200, after)
    assert cited(server)
    entries = server.json("GET", "/v1/audit", **bearer)[1]["entries"]
    assert [entry["action"] for entry in entries] == ["rollback", "rollback", "article.put", "key.create"]
    assert entries[0]["subject"] == after
