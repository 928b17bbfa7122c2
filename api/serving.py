"""Running the server: its socket, its processes, the line that says it is ready, and a quiet end."""

from __future__ import annotations

import errno
import multiprocessing
import multiprocessing.connection
import os
import shlex
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from api.protocol import MAX_HEAD_BYTES, TolerantProtocol
from api.settings import Settings
from indexer import ManbaError

if TYPE_CHECKING:
    from fastapi import FastAPI

BACKLOG = 2048
GRACE_S = 10
WORKER_HEALTHCHECK_S = 30
_POLL_S = 0.05
_EXAMPLE_QUESTION = "What is the difference between omnichannel and multichannel?"


def serve(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `announce` is given one line once the first question would be answered.

    Raises `ManbaError` when the address cannot be listened on.
    """
    listening = listen(settings.host, settings.port)
    os.environ.update(environment_of(settings))
    config = uvicorn.Config(
        "api.serving:application",
        factory=True,
        workers=settings.workers,
        http=TolerantProtocol,
        ws="none",
        loop="auto",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        backlog=BACKLOG,
        timeout_worker_healthcheck=WORKER_HEALTHCHECK_S,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
    )
    watch = _Watch(address_of(listening), announce, workers=settings.workers)
    watch.start()
    # uvicorn raises the signal again once it has stopped; for a server that is a normal end, exit code 0.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end_quietly)
    try:
        if settings.workers == 1:
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Multiprocess(config, sockets=[listening]).run()
    except SystemExit:
        if not watch.index_unusable:
            raise
    finally:
        watch.ended.set()
        listening.close()
    if watch.index_unusable:
        raise ManbaError(
            where=str(settings.index),
            what="the index cannot be used, for the reason logged above",
            next_step=f"run: manba build --index {settings.index}",
        )


def application() -> FastAPI:
    """The application as `serve` runs it, in this process or in a worker."""
    from api.app import app_from_environment

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True, name="follow the parent").start()
    return app_from_environment()


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would keep the port for ever; it stops as if it had been asked to."""
    multiprocessing.connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)


def _end_quietly(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `host` and `port` (0: a free one).

    Raises `ManbaError` when the port is taken or the address is not this machine's.
    """
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise ManbaError(
            where=where, what=f"the host cannot be resolved ({error.strerror})", next_step="give another --host"
        ) from None
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise ManbaError(where=where, what=_reason(error), next_step=_next_step(error)) from None
    listening.set_inheritable(True)
    return listening


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "the port is in use"
    return f"cannot listen there ({os.strerror(error.errno or 0).lower()})"


def _next_step(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "stop what listens there, give another --port, or --port 0 for a free one"
    if error.errno == errno.EACCES:
        return "give a --port above 1023"
    return "give another --host or --port"


def address_of(listening: socket.socket) -> str:
    """The address to open for a listening socket; for all interfaces the one of this machine."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not bound)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def environment_of(settings: Settings) -> dict[str, str]:
    """`settings` as the environment variables that give them back, for worker processes."""
    values = settings.model_dump(mode="json", exclude_none=True)
    if settings.llm_api_key is not None:
        values["llm_api_key"] = settings.llm_api_key.get_secret_value()
    separators = {"corpus": os.pathsep}
    return {
        f"MANBA_{name.upper()}": separators.get(name, ",").join(value)
        if isinstance(value, list | tuple)
        else str(value)
        for name, value in values.items()
    }


def ready_line(address: str) -> str:
    """The one line that says where the server is and how to ask it."""
    query = shlex.quote(f"q={_EXAMPLE_QUESTION}")
    return f"Manba is ready at {address} – try: curl --get {address}/v1/ask --data-urlencode {query}"


class _Watch(threading.Thread):
    """Asks the server whether it is ready, announces that once, and ends it when it never will be."""

    def __init__(self, address: str, announce: Callable[[str], None], *, workers: int) -> None:
        super().__init__(daemon=True, name="watch for readiness")
        self._address = address
        self._announce = announce
        # Which worker takes a connection is chance, so readiness must be met several times in a row.
        self._needed = 1 if workers == 1 else 4 * workers
        self.ended = threading.Event()
        self.index_unusable = False

    def run(self) -> None:
        # A proxy in the environment is not meant for this machine's own address.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        met = 0
        while met < self._needed:
            if met == 0 and self.ended.wait(_POLL_S):
                return
            try:
                with opener.open(f"{self._address}/readyz", timeout=10):
                    met += 1
            except urllib.error.HTTPError as error:
                met = 0
                if error.read().startswith(b'{"type":"/problems/index-unavailable"'):
                    self.index_unusable = True
                    os.kill(os.getpid(), signal.SIGTERM)
                    return
            except OSError:
                met = 0
        self._announce(ready_line(self._address))
