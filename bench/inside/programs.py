"""What the API costs: `python -m bench.inside.programs [--profile]`, in an install that is seeded.

CPU of the whole request, as the front's page thread runs it: from the first middleware to the last byte.
"""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlencode

from bench.inside import begin, tell

begin()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from cha.api import limiting  # noqa: E402
from cha.config.serve.bridge import Page  # noqa: E402
from cha.config.wsgi import application  # noqa: E402
from cha.core.actor import CHA  # noqa: E402
from cha.team.models import Member  # noqa: E402
from cha.team.models.api_token import make_token  # noqa: E402

settings.DEBUG_PROPAGATE_EXCEPTIONS = True
TIMES = 60
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("/api/v1/conversations", {"limit": 50}),
    "care": ("/api/v1/conversations", {"limit": 50, "order": "care"}),
    "filtered": ("/api/v1/conversations", {"limit": 50, "q": "is:waiting"}),
    "people": ("/api/v1/people", {"limit": 50}),
}


class Program:
    """Asks through the application that the front's threads run, with a token of the first member's."""

    def __init__(self) -> None:
        member = Member.objects.order_by("id").first()
        assert member is not None
        _row, self.token = make_token("bench", member, by=CHA)

    def get(self, path: str, query: dict[str, Any]) -> bytes:
        """One answer. Raises RuntimeError when it is not 200."""
        page = Page(application, self._environ(path, query))
        body = page.make() or b""
        if page.status != 200:
            raise RuntimeError(f"{path}: {page.status} {body[:300]!r}")
        return body

    def _environ(self, path: str, query: dict[str, Any]) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": urlencode(query),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "HTTP_ACCEPT": "application/json",
            "CONTENT_LENGTH": "0",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def cost(program: Program, path: str, query: dict[str, Any]) -> dict[str, Any]:
    """Median CPU milliseconds, statements, rows and bytes of an answer; the first ones warm up."""
    body = program.get(path, query)
    program.get(path, query)
    statements = 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        program.get(path, query)
    found = []
    for _ in range(TIMES):
        limiting.forget()
        began = time.process_time()
        program.get(path, query)
        found.append((time.process_time() - began) * 1000)
    rows = len(json.loads(body)["items"])
    return {"ms": round(statistics.median(found), 2), "queries": statements, "rows": rows, "bytes": len(body)}


def main() -> None:
    """Each answer, in turn; with --profile, where the time of the list goes."""
    program = Program()
    if "--profile" in sys.argv:
        profile = cProfile.Profile(time.process_time)
        program.get(*ASKED["list"])
        profile.enable()
        for _ in range(50):
            program.get(*ASKED["list"])
        profile.disable()
        pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
        return
    tell({name: cost(program, *asked) for name, asked in ASKED.items()})


main()
