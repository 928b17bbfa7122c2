"""`manba widgets` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.audit import Audit
from api.cli.widgets import widgets
from api.widgets.store import WidgetStore
from indexer import ManbaError


def run(*arguments: str, state: Path) -> Result:
    return CliRunner().invoke(widgets, [*arguments, "--state", str(state)])


def test_a_widget_from_its_creation_to_its_end(tmp_path: Path) -> None:
    created = run(
        *("create", "--name", "Kurs Żanety", "--origin", "https://Course.example/", "--origin", "http://localhost:80"),
        *("--frame", "https://*.school.example", "--language", "fa", "--article", "fa-terms"),
        state=tmp_path,
    )
    assert created.exit_code == 0, created.output
    [widget] = WidgetStore(tmp_path).list()
    assert created.stdout == f"{widget.id}\n"
    assert f'<manba-ask widget="{widget.id}"></manba-ask>' in created.stderr
    assert widget.origins == ("https://course.example", "http://localhost")

    listed = run("list", state=tmp_path)
    assert listed.stdout == (
        f"{widget.id}  Kurs Żanety  (asks from https://course.example, http://localhost; "
        "framed by https://*.school.example; in fa; from fa-terms)\n"
    )
    [member] = json.loads(run("list", "--json", state=tmp_path).stdout)
    assert (member["id"], member["frame_ancestors"]) == (widget.id, ["https://*.school.example"])

    removed = run("remove", widget.id, state=tmp_path)
    assert removed.stdout == f"{widget.id} (Kurs Żanety) is removed\n"
    assert "There are no widgets yet" in run("list", state=tmp_path).stdout
    assert [(one.action, one.subject, one.key_name) for one in Audit(tmp_path).entries()] == [
        ("widget.remove", widget.id, "command line"),
        ("widget.create", widget.id, "command line"),
    ]


def test_articles_that_are_not_there_are_told_of(shipped_index: Path, tmp_path: Path) -> None:
    articles = ("--article", "pl-terms", "--article", "pl-gone", "--index", str(shipped_index))
    created = run("create", "--name", "a", "--origin", "https://a.example", *articles, state=tmp_path)
    assert created.exit_code == 0
    assert [line for line in created.stderr.splitlines() if "no article" in line] == [
        "There is no article pl-gone yet; see: manba check --json"
    ]


def test_bad_usage_says_what(tmp_path: Path) -> None:
    for arguments, words in (
        (["create", "--name", "a"], "name the sites it is for"),
        (["create", "--origin", "https://a.example"], "--name"),
        (["create", "--name", "a\N{RIGHT-TO-LEFT OVERRIDE}b", "--origin", "https://a.example"], "write a name"),
        (["create", "--name", "a", "--origin", "https://a.example", "--language", "de"], "'de' is not one of"),
    ):
        done = run(*arguments, state=tmp_path)
        assert done.exit_code == 2
        assert words in done.output
    for arguments, words in (
        (["create", "--name", "a", "--origin", "a.example"], "--origin: 'a.example' is not an origin; write a scheme"),
        (["remove", "abcdefghjkmn"], "abcdefghjkmn: there is no such widget; manba widgets list names the widgets"),
    ):
        failed = run(*arguments, state=tmp_path).exception
        assert isinstance(failed, ManbaError)
        assert words in str(failed)
    assert WidgetStore(tmp_path).list() == []


@pytest.mark.parametrize("name", ["--origin", "--frame"])
def test_the_same_origin_twice_counts_once(tmp_path: Path, name: str) -> None:
    run("create", "--name", "a", name, "https://a.example", name, "https://A.example/", state=tmp_path)
    [widget] = WidgetStore(tmp_path).list()
    assert widget.origins + widget.frame_ancestors == ("https://a.example",)
