"""The corpus that ships with the product: in a checkout, or where an installed wheel has put it."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

# Where pyproject.toml has a wheel put it, below the installation's prefix.
_INSTALLED = "share/manba/corpus/glossary.toml"


def shipped_corpus() -> Path | None:
    """The folder with `articles/`, glossary.toml and sources.toml; None where there is none."""
    root = Path(__file__).resolve().parent.parent
    if _is_checkout(root):
        return root / "corpus"
    if (root / _INSTALLED).is_file():  # `pip install --target`
        return (root / _INSTALLED).parent
    try:
        files = metadata.files("manba") or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.as_posix().endswith(_INSTALLED):
            glossary = Path(str(file.locate())).resolve()
            return glossary.parent if glossary.is_file() else None
    return None


def installed_corpus() -> Path | None:
    """The shipped corpus where the next installation would overwrite it; None in a checkout, which is its editors'."""
    return None if _is_checkout(Path(__file__).resolve().parent.parent) else shipped_corpus()


def _is_checkout(root: Path) -> bool:
    return (root / "pyproject.toml").is_file() and (root / "corpus").is_dir()


def shipped_file(name: str) -> Path | None:
    """A file of the shipped corpus, None where there is none."""
    folder = shipped_corpus()
    return folder / name if folder is not None and (folder / name).is_file() else None
