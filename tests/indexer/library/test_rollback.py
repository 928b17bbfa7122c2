"""Going back to an earlier index: verified first, told plainly, and undone by the next build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.commands.rollback import rollback
from indexer.errors import BusyError, NotFoundError, SnapshotError
from indexer.index.snapshot import SnapshotStore
from indexer.knowledge import KnowledgeBase
from indexer.library.rollback import kept_snapshots, roll_back

from .conftest import Shelf


@pytest.fixture
def texts(shelf: Shelf) -> list[str]:
    """What the shelf's first article said in each of its three snapshots, the oldest first."""
    told = [shelf.served()]
    for sentence in ("Zdanie drugie.", "Zdanie trzecie."):
        told.append(shelf.edit(sentence))
        assert shelf.do().state == "done"
    return told


def manba(*arguments: str | Path) -> Result:
    return CliRunner().invoke(rollback, [str(argument) for argument in arguments], catch_exceptions=False)


def test_each_time_one_further_back_and_the_next_build_brings_all_back(shelf: Shelf, texts: list[str]) -> None:
    names = SnapshotStore(shelf.index).names()
    reader = KnowledgeBase.open(shelf.index)
    done = roll_back(shelf.index)
    assert done is not None
    assert (done.manifest.name, done.previous) == (names[1], names[2])
    assert shelf.served() == texts[1]
    assert reader.refresh() is True
    assert reader.article("pl-sklep").source == texts[1]
    assert roll_back(shelf.index) is not None
    assert shelf.served() == texts[0]
    assert roll_back(shelf.index) is None
    assert shelf.served() == texts[0]
    assert shelf.do().state == "done"
    assert shelf.served() == texts[2]


def test_a_snapshot_by_its_name(shelf: Shelf, texts: list[str]) -> None:
    oldest, _, newest = SnapshotStore(shelf.index).names()
    assert roll_back(shelf.index, oldest) is not None
    assert shelf.served() == texts[0]
    back = roll_back(shelf.index, newest)
    assert back is not None
    assert (back.manifest.name, back.previous) == (newest, oldest)
    assert shelf.served() == texts[2]
    with pytest.raises(NotFoundError, match=r"\.\./x: no such snapshot is kept; run: manba rollback --list"):
        roll_back(shelf.index, "../x")


def test_one_that_says_the_same_is_passed_over(shelf: Shelf, texts: list[str]) -> None:
    assert shelf.do(whole=True).state == "done"
    names = SnapshotStore(shelf.index).names()
    assert len(names) == 4
    assert shelf.served() == texts[2]
    done = roll_back(shelf.index)
    assert done is not None
    assert (done.manifest.name, done.previous) == (names[1], names[3])
    assert shelf.served() == texts[1]


def test_a_damaged_snapshot_is_refused_and_what_serves_serves_on(shelf: Shelf, texts: list[str]) -> None:
    names = SnapshotStore(shelf.index).names()
    victim = shelf.index / "snapshots" / names[1] / "sources.bin"
    victim.write_bytes(victim.read_bytes()[:-1] + b"!")
    with pytest.raises(SnapshotError, match=r"sources\.bin: the file is damaged"):
        roll_back(shelf.index)
    assert shelf.served() == texts[2]
    (victim.parent / "manifest.json").unlink()
    kept = {one.name: one for one in kept_snapshots(shelf.index)}
    assert kept[names[1]].fault == "the snapshot has no manifest"
    assert [one.is_current for one in kept.values()] == [True, False, False]


def test_while_another_process_builds_it_waits_or_is_told(shelf: Shelf, texts: list[str]) -> None:
    with (
        SnapshotStore(shelf.index).writing(),
        pytest.raises(BusyError, match="another process is building this index"),
    ):
        roll_back(shelf.index, wait_s=0.1)
    assert shelf.served() == texts[2]


def test_the_command_says_what_served_and_what_comes_next(shelf: Shelf, texts: list[str]) -> None:
    names = SnapshotStore(shelf.index).names()
    listed = manba("--list", "--index", shelf.index)
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert [line[0] for line in lines] == ["*", " ", " ", "*"]
    assert [name in line for name, line in zip(reversed(names), lines, strict=False)] == [True, True, True]
    assert "3 articles, 3 passages" in lines[0]
    back = manba("--index", shelf.index)
    assert back.exit_code == 0
    assert back.stdout == (
        f"snapshot {names[1]} serves now (3 articles, 3 passages); before it {names[2]} did\n"
        "The articles stay as they are: the next build, also that of a server or of manba watch, brings the corpus "
        "back.\n"
    )
    assert shelf.served() == texts[1]
    again = manba(names[1], "--index", shelf.index)
    assert (again.exit_code, again.stdout) == (0, f"snapshot {names[1]} serves already; nothing was changed\n")
    as_json = manba(names[0], "--index", shelf.index, "--json")
    assert json.loads(as_json.stdout) == {"snapshot": names[0], "previous": names[1]}
    kept = json.loads(manba("--list", "--index", shelf.index, "--json").stdout)
    assert [(one["name"], one["is_current"]) for one in kept] == [
        (names[2], False),
        (names[1], False),
        (names[0], True),
    ]
    first = manba("--index", shelf.index)
    assert first.exit_code == 1
    assert first.stderr == f"manba: {shelf.index} keeps no earlier snapshot than the current one\n"
    assert manba("--list", names[0], "--index", shelf.index).exit_code == 2


def test_without_an_index_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    for arguments in ([], ["--list"]):
        with pytest.raises(SnapshotError, match="there is no index yet; run: manba build"):
            manba(*arguments, "--index", tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
