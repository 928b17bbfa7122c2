"""A course site on an origin of its own, for pages that question boxes are put on."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Site:
    """A course site on an origin of its own; pages are put on it by path."""

    origin: str
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def put(self, body: str, *, head: str = "", html: str = 'lang="en"', **headers: str) -> str:
        """The address of a page with this body."""
        path = f"/{len(self.pages)}"
        page = f"<!doctype html><html {html}><head><meta charset=utf-8><title>Course</title>{head}</head>{body}</html>"
        self.pages[path] = (page, {name.replace("_", "-"): value for name, value in headers.items()})
        return f"{self.origin}{path}"


@contextmanager
def site() -> Iterator[Site]:
    """A tiny server for the pages of a course."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page, headers = served.pages.get(self.path, ("", {}))
            body = page.encode("utf-8")
            # A browser asks for an icon by itself; that there is none is no fault of the page.
            self.send_response(200 if page else 204)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Site(origin=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield served
    server.shutdown()
    thread.join(timeout=20)
    server.server_close()
