from __future__ import annotations

import json
import multiprocessing
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.errors import SnapshotError
from indexer.index import files
from indexer.index import manifest as manifest_module
from indexer.index import snapshot as module
from indexer.index.manifest import Manifest
from indexer.index.snapshot import SnapshotStore


def manifest(name: str) -> Manifest:
    created = datetime.now(UTC).isoformat()
    model = {"name": "m", "dimension": 2, "content_hash": "0" * 64}
    return Manifest(
        name=name,
        created=created,
        embedder=model,
        word_model=model,
        counts={"passages": 1},
        vectors="Flat",
        search_form=1,
    )


def add(store: SnapshotStore, content: bytes = b"words") -> str:
    with store.writing():
        name = store.new_name()
        with store.staging(name) as staging:
            (staging / "words.bin").write_bytes(content)
            store.finish(staging, manifest(name))
        store.make_current(name)
    return name


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "index")


def test_before_the_first_build_the_error_names_the_command(store: SnapshotStore) -> None:
    with pytest.raises(SnapshotError, match="there is no index yet; run: manba build --index"):
        store.usable()


def test_the_newest_is_current(store: SnapshotStore) -> None:
    first, second = add(store), add(store)
    assert store.names() == [first, second]
    usable, refused = store.usable()
    assert (usable.name, refused) == (second, ())
    assert usable.files["words.bin"]["bytes"] == 5


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "manifest", "no manifest"])
def test_a_damaged_snapshot_is_refused_and_the_one_before_serves(store: SnapshotStore, damage: str) -> None:
    first, second = add(store), add(store)
    victim = store.path(second) / ("manifest.json" if "manifest" in damage else "words.bin")
    if damage in {"remove", "no manifest"}:
        victim.unlink()
    else:
        victim.write_bytes({"flip": b"wordz", "truncate": b"wor", "manifest": b'{"name": '}[damage])
    usable, refused = store.usable()
    assert usable.name == first
    assert len(refused) == 1
    assert str(victim) in str(refused[0])
    assert "run: manba build" in str(refused[0])


def test_when_none_is_sound_the_current_ones_fault_is_raised(store: SnapshotStore) -> None:
    name = add(store)
    (store.path(name) / "words.bin").unlink()
    with pytest.raises(SnapshotError, match=r"words\.bin: the file is missing"):
        store.usable()


def test_a_snapshot_of_another_format_is_refused(store: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> None:
    add(store)
    monkeypatch.setattr(manifest_module, "FORMAT", manifest_module.FORMAT + 1)
    with pytest.raises(
        SnapshotError,
        match=f"format {manifest_module.FORMAT - 1}, this version of manba reads {manifest_module.FORMAT}",
    ):
        store.usable()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"nonsense\n", None])
def test_a_lost_or_damaged_pointer_does_not_stop_the_newest_snapshot(
    store: SnapshotStore, content: bytes | None
) -> None:
    add(store)
    second = add(store)
    pointer = store.folder / "CURRENT"
    pointer.unlink() if content is None else pointer.write_bytes(content)
    assert store.usable()[0].name == second


@pytest.mark.parametrize("change", [{"files": {}}, {"embedder": {}}, {"name": "another"}, {"counts": None, "more": 1}])
def test_an_incomplete_manifest_is_refused(store: SnapshotStore, change: dict[str, object]) -> None:
    first, second = add(store), add(store)
    path = store.path(second) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    usable, refused = store.usable()
    assert usable.name == first
    assert "the manifest is damaged" in str(refused[0])


def test_a_build_that_fails_leaves_nothing_behind(store: SnapshotStore) -> None:
    def fail() -> None:
        with store.writing(), store.staging(store.new_name()) as staging:
            (staging / "words.bin").write_bytes(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert list((store.folder / "snapshots").iterdir()) == []


def test_a_very_large_snapshot_is_hashed_by_doctor_and_not_at_open(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = add(store)
    (store.path(name) / "words.bin").write_bytes(b"wordz")
    monkeypatch.setattr(module, "HASHED_AT_OPEN_BYTES", 4)
    assert store.usable()[0].name == name
    with pytest.raises(SnapshotError, match="its checksum differs"):
        store.verify(name)


def test_pruning_keeps_the_newest_and_the_current(store: SnapshotStore) -> None:
    names = [add(store) for _ in range(5)]
    store.make_current(names[0])
    store.prune(keep=2)
    assert store.names() == [names[0], *names[3:]]


def test_names_sort_by_age_when_the_clock_goes_backwards(store: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first = add(store)

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(module, "datetime", Yesterday)
    assert store.new_name() > first


def test_a_second_writer_is_told(store: SnapshotStore) -> None:
    with (
        store.writing(),
        pytest.raises(SnapshotError, match="another process is building this index"),
        SnapshotStore(store.folder).writing(),
    ):
        pass


def _die_at(folder: Path, step: str) -> None:
    """Build in this process and be killed (SIGKILL, no clean-up) when `step` is reached."""

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "fsync":
        module.fsync_file = die
    elif step == "manifest":
        module.write_durably = die
    elif step == "rename":
        Path.rename = die  # type: ignore[method-assign]
    elif step == "current":
        SnapshotStore.verify = die  # type: ignore[method-assign,assignment]
    elif step == "pointer":
        sealed = files.write_durably

        def partial(path: Path, content: bytes) -> None:
            if path.name == "CURRENT":
                path.with_name(f".CURRENT.{os.getpid()}.partial").write_bytes(content[:5])
                die()
            sealed(path, content)

        module.write_durably = partial
    add(SnapshotStore(folder), b"new words")


@pytest.mark.parametrize("step", ["fsync", "manifest", "rename", "current", "pointer"])
def test_a_build_killed_at_any_step_leaves_the_last_good_snapshot_serving(store: SnapshotStore, step: str) -> None:
    name = add(store)
    process = multiprocessing.get_context("fork").Process(target=_die_at, args=(store.folder, step))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert store.usable()[0].name == name
    again = add(store, b"new words")
    assert store.usable()[0].name == again
    leftovers = [path.name for path in store.folder.rglob(".*")]
    assert leftovers == []
