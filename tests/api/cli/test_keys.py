"""`manba keys` as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from api.audit import Audit
from api.keys.store import KeyStore

MANBA = [sys.executable, "-c", "from indexer.cli import main; main()"]
ROOT = Path(__file__).resolve().parents[3]


def keys(*arguments: str, state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANBA, "keys", *arguments, "--state", str(state)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )


def test_a_key_from_its_creation_to_its_end(tmp_path: Path) -> None:
    created = keys("create", "--name", "Żaneta", "--scope", "edit", "--expires", "2999-01-31", state=tmp_path)
    assert created.returncode == 0, created.stderr
    text = created.stdout.strip()
    assert created.stderr == (
        "This is the key of Żaneta (edit, until 2999-02-01 00:00 UTC). It cannot be shown again: keep it now.\n"
    )
    key = KeyStore(tmp_path).check(text)
    assert key is not None

    listed = keys("list", state=tmp_path)
    assert listed.stdout.startswith(f"{key.id}  edit   valid    Żaneta  (created ")
    in_json = keys("list", "--json", state=tmp_path)
    (member,) = json.loads(in_json.stdout)
    assert (member["id"], member["scopes"], member["state"]) == (key.id, ["ask", "edit"], "valid")
    secret = text.split("_", 2)[2]
    assert secret not in listed.stdout + in_json.stdout

    revoked = keys("revoke", key.id, state=tmp_path)
    assert (revoked.returncode, revoked.stdout) == (0, f"{key.id} (Żaneta) is revoked\n")
    again = keys("revoke", text, state=tmp_path)
    assert again.returncode == 0
    assert "was revoked already" in again.stdout
    assert "revoked  Żaneta" in keys("list", state=tmp_path).stdout
    assert [(one.action, one.subject, one.key_name) for one in Audit(tmp_path).entries()] == [
        ("key.revoke", key.id, "command line"),
        ("key.create", key.id, "command line"),
    ]


def test_json_holds_the_key_once(tmp_path: Path) -> None:
    created = json.loads(keys("create", "--name", "bot", "--scope", "ask", "--json", state=tmp_path).stdout)
    assert KeyStore(tmp_path).check(created["key"]).id == created["id"]
    assert created["expires"] is None


def test_bad_usage_says_what(tmp_path: Path) -> None:
    for arguments, words in (
        (["create"], "--name"),
        (["create", "--name", " \t "], "write a name"),
        (["create", "--name", "a\N{RIGHT-TO-LEFT OVERRIDE}b"], "write a name"),
        (["create", "--name", "a", "--scope", "all"], "'all' is not one of"),
        (["create", "--name", "a", "--expires", "2001-01-01"], "2001-01-01 is over; give days"),
        (["revoke", "abcd2345"], "abcd2345: there is no such key; manba keys list names the keys"),
    ):
        done = keys(*arguments, state=tmp_path)
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert KeyStore(tmp_path).list() == []
    assert "There are no keys yet" in keys("list", state=tmp_path).stdout
