"""Articles for tests."""

from __future__ import annotations

from indexer.library.versions import Author

ANNA = Author(name="Anna", key_id="k1")
BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def text(body: str = BODY, *, lang: str = "pl", **fields: str) -> bytes:
    """A file with front matter."""
    header = "".join(f"{name}: {value}\n" for name, value in {"lang": lang, **fields}.items())
    return f"---\n{header}---\n{body}\n".encode()
