"""Settings of the server: one typed class, read from environment variables `MANBA_…`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LogLevel = Literal["critical", "error", "warning", "info", "debug"]

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """What can be set without changing code; every value has a default that works on one machine.

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
    | `MANBA_MAX_BODY_BYTES` | `1048576` | Largest request body in bytes; a larger one is refused with 413. |
    | `MANBA_LOAD_WAIT_S` | `5` | Seconds a request waits for the index to load before it is refused with 503. |

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
    max_body_bytes: int = Field(default=MEBIBYTE, ge=16 * 1024, le=64 * MEBIBYTE)
    load_wait_s: float = Field(default=5.0, ge=0.0, le=120.0)

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _fold_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value
