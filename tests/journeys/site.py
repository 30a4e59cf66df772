"""Somebody else's site: another origin, with a policy as strict as there are, and the chat's one line on its page."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from tests.processes.install import free_port

# Nothing but the desk's scripts and its answers: no style, no picture, no font, and no HTML made from strings.
POLICY = (
    "default-src 'none'; script-src {desk}; connect-src {desk}; style-src 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>June in the workshop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<h1>June in the workshop</h1><p>Cut this morning, <a href="/how">tied by hand</a>.</p>
{line}</html>"""


class Site:
    """Serves one page at `origin`; `?ar` at its end is the page in that language."""

    def __init__(self, desk: str) -> None:
        self.port, self.line = free_port(), ""
        self.origin = f"http://localhost:{self.port}"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                language = self.path.partition("?")[2] or "en"
                body = PAGE.format(language=language, line=site.line).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", POLICY.format(desk=desk))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
