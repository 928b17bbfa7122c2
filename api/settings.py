"""Settings of the server: one typed class, read from environment variables `MANBA_…`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.widgets.model import parse_frame_ancestor
from indexer import ManbaError, corpus_of, state_folder

LogLevel = Literal["critical", "error", "warning", "info", "debug"]
Editing = Literal["keys", "off", "open"]

MEBIBYTE = 1024 * 1024
OPEN_EDITING = "anyone may change the articles"
"""What MANBA_OPEN_EDITING must say, word for word, before editing is open to the world."""


class Settings(BaseSettings):
    """What can be set without changing code; every value has a default that works on one machine.

    Without a corpus it is the one the index was built from.

    | Variable | Default | Meaning |
    |---|---|---|
    | `MANBA_INDEX` | `index` | Folder of the index that `manba build` wrote. |
    | `MANBA_EMBEDDER` | (the index's own) | The model to build and serve with, by name or path; or `built-in`. |
    | `MANBA_HOST` | `127.0.0.1` | Address to listen on; `0.0.0.0` for every network interface. |
    | `MANBA_PORT` | `8000` | Port to listen on; 0 takes a free one and prints it. |
    | `MANBA_WORKERS` | `1` | Server processes; they share the index's memory. |
    | `MANBA_THREADS` | `4` | Questions one worker computes at the same time; more wait their turn. |
    | `MANBA_LOG_LEVEL` | `info` | `critical`, `error`, `warning`, `info` or `debug`; none logs questions. |
    | `MANBA_CORS_ORIGINS` | (none) | Origins whose pages may call the API, separated by commas; `*` for all. |
    | `MANBA_FRAME_ANCESTORS` | (none) | Origins whose pages may show `/embed` in a frame, separated by commas. |
    | `MANBA_MAX_BODY_BYTES` | `1048576` | Largest request body in bytes; a larger one is refused with 413. |
    | `MANBA_LOAD_WAIT_S` | `5` | Seconds a request waits for the index to load before it is refused with 503. |
    | `MANBA_CORPUS` | (see above) | Folders of the articles, joined as in `PATH`; editors change what lies there. |
    | `MANBA_STATE` | (`INDEX.state`) | Folder of versions, keys, jobs and questions; back it up. |
    | `MANBA_EDITING` | `keys` | Who may change articles: holders of `keys`, nobody (`off`), or anyone (`open`). |
    | `MANBA_OPEN_EDITING` | (none) | With `open` it must say `anyone may change the articles`. |
    | `MANBA_HOSTS` | (none) | Names, separated by commas, under which `open` editing is allowed besides localhost. |
    | `MANBA_ASK_NEEDS_KEY` | `false` | Whether asking and searching need a key, too. |
    | `MANBA_WATCH` | `false` | Whether the index follows changes of the files in the folders of the corpus. |
    | `MANBA_KEEP_QUESTIONS_DAYS` | `90` | Days for which questions and votes are kept for editors; 0 keeps none. |
    | `MANBA_LLM_BASE_URL` | (none) | A server that speaks the OpenAI chat API, such as `http://localhost:11434/v1`. |
    | `MANBA_LLM_MODEL` | (none) | The name of its model that writes answers; both, or neither. |
    | `MANBA_LLM_API_KEY` | (none) | The key of that server, if it wants one. |
    | `MANBA_LLM_TIMEOUT_S` | `60` | Seconds a reader waits for a written answer, queue included; then what is there. |
    | `MANBA_LLM_CONCURRENCY` | `2` | Answers one worker has written at the same time. |
    | `MANBA_LLM_QUEUE` | `8` | Questions of one worker that wait for that; further ones get the sources' own words. |
    | `MANBA_LLM_MAX_TOKENS` | `800` | Longest text the model may write, in its tokens. |
    | `MANBA_LLM_TEMPERATURE` | `0.2` | How freely it chooses words, 0 to 2. |
    | `MANBA_LLM_DAILY_TOKENS` | `0` | Tokens that all workers may use in a day (UTC); 0 sets no limit. |
    | `MANBA_MAX_IMPORT_BYTES` | `67108864` | Largest archive to import in bytes; a larger one is refused with 413. |

    Raises `pydantic.ValidationError` when a variable has a value of the wrong kind.
    """

    model_config = SettingsConfigDict(env_prefix="MANBA_", env_ignore_empty=True, frozen=True, extra="ignore")

    index: Path = Path("index")
    embedder: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=128)
    threads: int = Field(default=4, ge=1, le=256)
    log_level: LogLevel = "info"
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    frame_ancestors: Annotated[tuple[str, ...], NoDecode] = ()
    max_body_bytes: int = Field(default=MEBIBYTE, ge=16 * 1024, le=64 * MEBIBYTE)
    load_wait_s: float = Field(default=5.0, ge=0.0, le=120.0)
    corpus: Annotated[tuple[Path, ...], NoDecode] = ()
    state: Path | None = None
    editing: Editing = "keys"
    open_editing: str = Field(default="", validate_default=True)
    hosts: Annotated[tuple[str, ...], NoDecode] = ()
    ask_needs_key: bool = False
    watch: bool = False
    keep_questions_days: int = Field(default=90, ge=0, le=3650)
    llm_base_url: str | None = None
    llm_model: str | None = Field(default=None, max_length=200, validate_default=True)
    llm_api_key: SecretStr | None = Field(default=None, repr=False)
    llm_timeout_s: float = Field(default=60.0, ge=1.0, le=600.0)
    llm_concurrency: int = Field(default=2, ge=1, le=256)
    llm_queue: int = Field(default=8, ge=0, le=1024)
    llm_max_tokens: int = Field(default=800, ge=50, le=8000)
    llm_temperature: float = Field(default=0.2, ge=0.0, le=2.0)
    llm_daily_tokens: int = Field(default=0, ge=0)
    max_import_bytes: int = Field(default=64 * MEBIBYTE, ge=16 * 1024, le=1024 * MEBIBYTE)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders of the articles."""
        return self.corpus or corpus_of(self.index)

    @property
    def state_folder(self) -> Path:
        """The folder of what cannot be built again from the articles."""
        return state_folder(self.index, self.state)

    @property
    def writes(self) -> bool:
        """Whether a language model is configured."""
        return self.llm_base_url is not None and self.llm_model is not None

    @field_validator("llm_base_url")
    @classmethod
    def _require_web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        address = urlsplit(value.strip())
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise PydanticCustomError(
                "llm_base_url", "it must be an address such as http://localhost:11434/v1, not {value}", {"value": value}
            )
        return value.strip()

    @field_validator("llm_model")
    @classmethod
    def _require_both(cls, value: str | None, info: ValidationInfo) -> str | None:
        if "llm_base_url" in info.data and (value is None) != (info.data["llm_base_url"] is None):
            raise PydanticCustomError(
                "llm_incomplete", "set both MANBA_LLM_BASE_URL and MANBA_LLM_MODEL, or neither of them"
            )
        return value

    @field_validator("corpus", mode="before")
    @classmethod
    def _split_at_separators(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(folder for folder in value.split(os.pathsep) if folder)
        return value

    @field_validator("open_editing")
    @classmethod
    def _require_plain_words(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("editing") == "open" and value != OPEN_EDITING:
            raise PydanticCustomError(
                "open_editing",
                "with MANBA_EDITING=open anyone who reaches the server may change and delete every article; "
                "if that is meant, set this to exactly: {words}",
                {"words": OPEN_EDITING},
            )
        return value

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @field_validator("frame_ancestors", mode="before")
    @classmethod
    def _parse_ancestors(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(
                parse_frame_ancestor(origin, where="MANBA_FRAME_ANCESTORS")
                for origin in value.split(",")
                if origin.strip()
            )
        except ManbaError as error:
            message = "{what}; {next_step}"
            raise PydanticCustomError(
                "frame_ancestor", message, {"what": error.what, "next_step": error.next_step}
            ) from None

    @field_validator("hosts", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip().lower() for name in value.split(",") if name.strip())
        return value

    @field_validator("log_level", "editing", mode="before")
    @classmethod
    def _fold_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value
