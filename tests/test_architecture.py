"""The rooms and the wall between them, and what the fast path must not pay for."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 320
HEAVY = ("torch", "transformers", "sentence_transformers", "hazm", "faiss", "fastapi", "tokenizers")


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert len(found) > 5, f"{package} has hardly any module: this test looked in the wrong place"
    return found


def imports(path: Path) -> Iterator[tuple[str, tuple[str, ...], int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, (), node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            yield node.module or "", tuple(alias.name for alias in node.names), node.lineno


def test_indexer_never_imports_api() -> None:
    for path in modules("indexer"):
        for module, _, line in imports(path):
            assert module.split(".")[0] != "api", f"{path}:{line}: indexer must not import api"


def test_api_imports_only_what_indexer_offers() -> None:
    for path in modules("api"):
        for module, names, line in imports(path):
            if module.split(".")[0] != "indexer":
                continue
            assert module == "indexer", f"{path}:{line}: api imports from `indexer` itself, not from {module}"
            private = [name for name in names if name not in indexer.__all__]
            assert not private, f"{path}:{line}: {private} not in indexer.__all__"


def test_every_name_indexer_offers_is_there() -> None:
    for name in indexer.__all__:
        assert getattr(indexer, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        indexer.nothing  # noqa: B018


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    for path in (*modules("indexer"), *modules("api")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                heavy = name.split(".")[0] in HEAVY[:5]
                assert not heavy, f"{path}:{node.lineno}: {name} must be imported inside the function that needs it"


def test_modules_are_short_and_named_by_subject() -> None:
    for path in (*modules("indexer"), *modules("api")):
        length = len(path.read_text(encoding="utf-8").splitlines())
        assert length <= LONGEST_MODULE, f"{path} has {length} lines: split it by subject"
        assert path.name not in {"utils.py", "helpers.py", "common.py"}, f"{path}: name it by its subject"


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from indexer.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n    assert stop.code in (0, None)\n"
        f"heavy = [name for name in {HEAVY!r} + ('numpy',) if name in sys.modules]\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    for command in ("check", "build", "search", "ask", "serve", "eval", "keys", "doctor"):
        assert f"\n  {command} " in done.stdout


def test_invisible_and_combining_characters_are_named_never_typed() -> None:
    for path in (*modules("indexer"), *modules("api"), *modules("tests")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            typed = [
                unicodedata.name(c, hex(ord(c))) for c in line if unicodedata.category(c) in {"Cc", "Cf", "Mn", "Me"}
            ]
            assert not typed, f"{path}:{number}: write {typed} by name"
