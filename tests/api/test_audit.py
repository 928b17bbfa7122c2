"""The log of changes: newest first, in order whatever the clock says."""

from __future__ import annotations

from pathlib import Path

from api.audit import Audit


def test_entries_come_newest_first_and_by_page(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "state")
    assert audit.entries() == []
    assert not (tmp_path / "state").exists()
    for number in range(3):
        audit.record("article.put", f"pl-{number}", key_id="abcd2345", key_name="Żaneta", version=number)
    audit.record("key.create", "abcd2345", key_id=None, key_name="command line")
    newest = Audit(tmp_path / "state").entries(limit=2)
    assert [(one.number, one.action, one.subject) for one in newest] == [
        (4, "key.create", "abcd2345"),
        (3, "article.put", "pl-2"),
    ]
    assert newest[1].details == {"version": 2}
    assert (newest[1].key_id, newest[1].key_name) == ("abcd2345", "Żaneta")
    assert newest[1].at.endswith("+00:00")
    assert [one.number for one in audit.entries(before=3)] == [2, 1]
    assert [one.number for one in audit.entries(subject="pl-0")] == [1]
