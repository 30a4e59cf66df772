"""What the front serves over HTTP: `/live` from the hub's memory, everything else from Django through the bridge."""

from __future__ import annotations

from cha.config.options import Options
from cha.config.serve.body import MB, Bodies, Limits, NotTaken, Receive, Scope, Send
from cha.config.serve.bridge import Bridge, refuse
from cha.config.serve.proxy import App, TrustProxy
from cha.live.app import LiveApp
from cha.live.hub import hub

LIVE = "/live"
# A form with one file of the largest size still has other fields.
SLACK = 256 * 1024


class Routes:
    """The two sides of the front."""

    def __init__(self, live: App | None, pages: App | None) -> None:
        self.live, self.pages = live, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request to its side."""
        if scope["type"] != "http":
            return
        side = self.live if scope["path"] == LIVE and self.live is not None else self.pages
        if side is None:
            await refuse(NotTaken(404, "There are no pages here."), receive, send)
        else:
            await side(scope, receive, send)


def application(options: Options, *, pages: bool = True, live: bool = True) -> tuple[App, Bridge | None]:
    """The ASGI application, and its bridge (to be closed at the end) when it serves pages."""
    bridge = page_bridge(options) if pages else None
    return TrustProxy(Routes(LiveApp(hub) if live else None, bridge), options.trust_proxy), bridge


def page_bridge(options: Options) -> Bridge:
    """Django, behind the bridge. Threads get in each other's way on SQLite, so it has one; PostgreSQL four."""
    from cha.config.wsgi import application as wsgi

    folder = options.data / "run"
    folder.mkdir(parents=True, exist_ok=True)
    bodies = Bodies(Limits(size=options.max_upload_mb * MB + SLACK), folder)
    return Bridge(wsgi, bodies, options.page_threads or (1 if options.sqlite else 4))
