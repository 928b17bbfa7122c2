"""Settings: read from the environment, documented to the last one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from pydantic import ValidationError

import indexer
from api.body_limits import MAX_ARTICLE_BYTES
from api.domain import version_id
from api.schemas import MAX_QUESTION_CHARACTERS
from api.serving import environment_of
from api.settings import Settings

README = Path(__file__).resolve().parents[2] / "README.md"
VARIABLES = [f"MANBA_{name.upper()}" for name in Settings.model_fields]


def documented(text: str) -> dict[str, str]:
    """The rows of a table of settings: variable and default."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.strip().startswith("| `MANBA_")]
    return {cells[0].strip().strip("`"): cells[1].strip().strip("`") for cells in rows}


def test_docstring_documents_every_setting() -> None:
    rows = documented(Settings.__doc__ or "")
    assert list(rows) == VARIABLES
    for name, field in Settings.model_fields.items():
        default = rows[f"MANBA_{name.upper()}"]
        assert default.startswith("(") or default == str(field.default).removesuffix(".0").lower()


def test_readme_documents_every_setting() -> None:
    rows = documented(README.read_text(encoding="utf-8"))
    assert {name: rows.get(name) for name in VARIABLES} == documented(Settings.__doc__ or "")


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_INDEX", "/srv/index")
    monkeypatch.setenv("MANBA_PORT", "9000")
    monkeypatch.setenv("MANBA_LOG_LEVEL", "WARNING")
    monkeypatch.setenv("MANBA_CORS_ORIGINS", "https://a.example, https://b.example/")
    monkeypatch.setenv("MANBA_EMBEDDER", "")
    settings = Settings()
    assert settings.index == Path("/srv/index")
    assert settings.port == 9000
    assert settings.log_level == "warning"
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.embedder is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "http"),
        ("WORKERS", "0"),
        ("LOG_LEVEL", "loud"),
        ("MAX_BODY_BYTES", "1"),
        ("FRAME_ANCESTORS", "course"),
        ("LLM_BASE_URL", "localhost:11434"),
        ("LLM_BASE_URL", "file:///etc/passwd"),
        ("LLM_TEMPERATURE", "3"),
        ("LLM_CONCURRENCY", "0"),
    ],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MANBA_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_environment_gives_the_settings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        index=Path("/srv/index"),
        port=0,
        workers=3,
        cors_origins="https://a.example,*",
        frame_ancestors="https://*.a.example,https://b.example:8443",
        load_wait_s=1.5,
        embedder="x",
        corpus=(Path("a,b"), Path("c")),
        state=Path("s"),
        watch=True,
        editing="off",
        llm_base_url="http://localhost:11434/v1",
        llm_model="gemma3:12b",
        llm_api_key="sk-secret",
        llm_timeout_s=12.5,
    )
    assert "sk-secret" not in repr(settings)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings


def test_a_server_that_is_told_no_corpus_keeps_to_that_of_its_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Its workers get their settings through the environment; an empty name there is not the folder they run in.
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MANBA_CORPUS", raising=False)
    (tmp_path / "corpus").mkdir()
    for name, value in environment_of(Settings(index=tmp_path / "index")).items():
        monkeypatch.setenv(name, value)
    assert Settings().roots == (Path("corpus"),)
    monkeypatch.setenv("MANBA_CORPUS", f"{os.pathsep}a{os.pathsep}")
    assert Settings().roots == indexer.corpus_of(tmp_path / "index") == (Path("a"),)


@pytest.mark.parametrize(("base_url", "model", "writes"), [(None, None, False), ("http://a/v1", "m", True)])
def test_a_language_model_is_there_or_not(base_url: str | None, model: str | None, writes: bool) -> None:
    assert Settings(llm_base_url=base_url, llm_model=model).writes is writes


@pytest.mark.parametrize(("base_url", "model"), [("http://a/v1", None), (None, "m")])
def test_half_a_language_model_is_refused(base_url: str | None, model: str | None) -> None:
    with pytest.raises(ValidationError, match="set both MANBA_LLM_BASE_URL and MANBA_LLM_MODEL"):
        Settings(llm_base_url=base_url, llm_model=model)


def test_limit_of_a_question_is_the_indexers() -> None:
    assert MAX_QUESTION_CHARACTERS == indexer.MAX_QUESTION_CHARACTERS


def test_open_editing_takes_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_EDITING", "open")
    for words in (None, "", "yes", "Anyone may change the articles"):
        if words is not None:
            monkeypatch.setenv("MANBA_OPEN_EDITING", words)
        with pytest.raises(ValidationError, match="anyone may change the articles"):
            Settings()
    monkeypatch.setenv("MANBA_OPEN_EDITING", "anyone may change the articles")
    assert Settings().editing == "open"


def test_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Settings(index=Path("srv/index")).state_folder == Path("srv/index.state")
    assert Settings(state=tmp_path).state_folder == tmp_path
    monkeypatch.setenv("MANBA_CORPUS", f"a{os.pathsep}b c")
    assert Settings().roots == (Path("a"), Path("b c"))


def test_version_ids_are_the_indexers() -> None:
    article = indexer.Article(
        id="a", title="A", language=indexer.LanguageCode.POLISH, source="", sha256=hashlib.sha256(b"x").hexdigest()
    )
    assert version_id(article) == indexer.version_of(b"x")


def test_limit_of_an_article_is_the_indexers() -> None:
    with pytest.raises(indexer.ArticleError, match=f"the limit is {MAX_ARTICLE_BYTES:,}"):
        indexer.Library([], state=Path("nowhere")).check(b"a" * (MAX_ARTICLE_BYTES + 1))
