"""The keys on disk: what is stored, what opens and until when, what a wrong key costs."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.keys.model import Scope, id_in, parse_expiry, parse_key
from api.keys.store import KeyStore
from indexer import ManbaError, NotFoundError, StateError

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> KeyStore:
    return KeyStore(tmp_path / "state", clock=clock)


def test_a_new_key_opens_and_another_process_sees_it(store: KeyStore, tmp_path: Path) -> None:
    key, text = store.create(name="Żaneta", scope=Scope.EDIT)
    assert text.startswith(f"manba_{key.id}_")
    assert len(text) == 58
    checked = KeyStore(tmp_path / "state").check(text)
    assert checked is not None
    assert (checked.id, checked.name, checked.scope) == (key.id, "Żaneta", Scope.EDIT)
    assert checked.state(NOON) == "valid"


def test_no_file_holds_the_secret(store: KeyStore, tmp_path: Path) -> None:
    _, text = store.create(name="Anna", scope=Scope.ADMIN)
    secret = parse_key(text).secret
    held = b"".join(path.read_bytes() for path in (tmp_path / "state").iterdir())
    assert b"Anna" in held
    assert secret.encode() not in held


@pytest.mark.parametrize("change", ["id", "secret", "short", "long", "empty", "letters"])
def test_what_is_no_key_opens_nothing(store: KeyStore, change: str) -> None:
    _, text = store.create(name="Anna", scope=Scope.EDIT)
    last = "A" if text[-2] != "A" else "B"
    wrong = {
        "id": f"manba_aaaaaaaa{text[14:]}",
        "secret": f"{text[:-2]}{last}{text[-1]}",
        "short": text[:-1],
        "long": f"{text}A",
        "empty": "",
        "letters": f"{text[:-1]}ż",
    }[change]
    assert store.check(wrong) is None
    assert store.check(text) is not None


def test_hashes_are_compared_in_constant_time_also_for_unknown_ids(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = store.create(name="Anna", scope=Scope.EDIT)
    compared: list[tuple[int, int]] = []
    genuine = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return genuine(one, other)

    monkeypatch.setattr(hmac, "compare_digest", watched)
    for tried in (text, f"{text[:-3]}xyz", f"manba_aaaaaaaa{text[14:]}", "nonsense"):
        store.check(tried)
    assert compared == [(32, 32)] * 4


def test_asking_after_a_key_brings_no_file_into_being(store: KeyStore, tmp_path: Path) -> None:
    assert store.check(f"manba_aaaaaaaa_{'A' * 43}") is None
    assert store.list() == []
    assert not store.any_valid(Scope.ASK)
    assert not (tmp_path / "state").exists()


def test_a_key_ends_when_it_expires(store: KeyStore, clock: Clock) -> None:
    key, text = store.create(name="Anna", scope=Scope.EDIT, expires=NOON + timedelta(days=1))
    clock.now = NOON + timedelta(days=1) - timedelta(milliseconds=1)
    assert store.check(text).state(clock.now) == "valid"
    assert store.any_valid(Scope.EDIT)
    clock.now = NOON + timedelta(days=1)
    assert store.check(text).state(clock.now) == "expired"
    assert not store.any_valid(Scope.EDIT)
    assert key.id in {one.id for one in store.list()}


def test_a_revoked_key_is_dead_at_once_in_every_process(store: KeyStore, tmp_path: Path) -> None:
    key, text = store.create(name="Anna", scope=Scope.EDIT)
    elsewhere = KeyStore(tmp_path / "state")
    assert elsewhere.check(text).state(NOON) == "valid"
    revoked, changed = store.revoke(key.id)
    assert (revoked.revoked, changed) == (NOON, True)
    assert elsewhere.check(text).state(NOON) == "revoked"
    assert not elsewhere.any_valid(Scope.ASK)
    again, changed = store.revoke(text)
    assert (again.revoked, changed) == (NOON, False)


def test_revoking_what_is_not_there_says_so_without_the_secret(store: KeyStore) -> None:
    for wanted in ("aaaaaaaa", f"manba_aaaaaaaa_{'S' * 43}", "no such thing at all"):
        with pytest.raises(NotFoundError, match="there is no such key") as refused:
            store.revoke(wanted)
        assert "SSS" not in str(refused.value)


def test_use_is_noted_once_a_minute_also_when_the_clock_is_set_back(store: KeyStore, clock: Clock) -> None:
    def noted() -> datetime | None:
        (key,) = store.list()
        return key.last_used

    _, text = store.create(name="Anna", scope=Scope.EDIT)
    assert noted() is None
    for second, expected in ((0, 0), (59, 0), (60, 60), (61, 60), (-3600, -3600)):
        clock.now = NOON + timedelta(seconds=second)
        store.check(text)
        assert noted() == NOON + timedelta(seconds=expected)


def test_a_key_opens_although_its_use_cannot_be_noted(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = store.create(name="Anna", scope=Scope.EDIT)

    def full() -> None:
        raise StateError(where="keys.db", what="the disk is full", next_step="make room")

    monkeypatch.setattr(store._database, "writing", full)
    assert store.check(text).name == "Anna"


def test_scopes_include_the_lesser_ones() -> None:
    assert Scope.ADMIN.included() == (Scope.ASK, Scope.EDIT, Scope.ADMIN)
    assert Scope.ASK.included() == (Scope.ASK,)


def test_when_a_key_ends() -> None:
    assert parse_expiry("90", now=NOON) == NOON + timedelta(days=90)
    assert parse_expiry("2026-11-28", now=NOON) == datetime(2026, 11, 29, tzinfo=UTC)
    for wrong in ("0", "soon", "2026-11-27", "2026-02-30", "9999-12-31", "36501", "-1", "۹۰"):
        with pytest.raises(ManbaError, match="--expires"):
            parse_expiry(wrong, now=NOON)


def test_ids_are_found_in_ids_and_keys() -> None:
    whole = f"manba_abcd2345_{'x' * 43}"
    assert [id_in(text) for text in ("abcd2345", "manba_abcd2345", whole, f" {whole}\n")] == ["abcd2345"] * 4
    assert [id_in(text) for text in ("", "abc", "ABCD2345", f"{whole}x")] == [None] * 4
