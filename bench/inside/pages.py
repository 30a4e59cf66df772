"""What the pages cost: `python -m bench.inside.pages [--profile]`, in an install that is seeded.

CPU of the whole request, as the front's page thread runs it: the WSGI application called with a member's cookie, from
the first middleware to the last byte.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from bench.inside import begin, tell

begin()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402

from cha.config.serve.bridge import Page  # noqa: E402
from cha.config.wsgi import application  # noqa: E402
from cha.conversations.counting import recount  # noqa: E402
from cha.conversations.models import Conversation  # noqa: E402
from cha.core import wiring  # noqa: E402
from cha.core.tasks import Task, finish  # noqa: E402
from cha.team.models import Member  # noqa: E402
from cha.ui.kept import forget as drop_pieces  # noqa: E402

settings.DEBUG_PROPAGATE_EXCEPTIONS = True
KEPT, UNKEPT = 40, 15


def cookie() -> str:
    """A session of the first member, as signing in leaves it."""
    member = Member.objects.order_by("id").first()
    assert member is not None
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return f"cha_session={session.session_key}"


class Pages:
    """Gets pages through the application that the front's threads run."""

    def __init__(self) -> None:
        self.cookie = cookie()

    def get(self, path: str) -> bytes:
        """One page. Raises RuntimeError when it is not 200."""
        page = Page(application, self._environ(path))
        body = page.make() or b""
        if page.status != 200:
            raise RuntimeError(f"{path}: {page.status} {body[:300]!r}")
        return body

    def _environ(self, path: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "CONTENT_LENGTH": "0",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def forget() -> None:
    """Drop every kept piece."""
    drop_pieces()


def cpu(work: Callable[[], object], times: int, before: Callable[[], None] = lambda: None) -> float:
    """The median CPU of this process for `work`, in milliseconds."""
    found = []
    for _ in range(times):
        before()
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return round(statistics.median(found), 2)


def counted(work: Callable[[], object]) -> int:
    """How many statements `work` runs."""
    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return len(seen)


def long_conversation() -> int:
    """One of the fifty on the first page with fifty messages or more; else the one with most."""
    first = Conversation.objects.waiting().in_care_order().values_list("id", flat=True)[:50]
    counted = Conversation.objects.filter(pk__in=list(first)).annotate(said=Count("messages"))
    found = counted.order_by("-said").first()
    assert found is not None
    return found.pk


def paths() -> dict[str, str]:
    """The pages that have a budget."""
    return {
        "queue": reverse("now"),
        "list": reverse("all-conversations"),
        "conversation": reverse("conversation", args=[long_conversation()]),
    }


def count_views() -> None:
    """Do what the worker does after a page with views was asked for."""
    for row in Task.objects.filter(name=recount.name, state=Task.State.WAITING):
        recount(*row.args)
        finish([row.pk])


@contextmanager
def profiled(lines: int = 28) -> Iterator[None]:
    """Print where the time of the block goes, on standard error."""
    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile, stream=sys.stderr).strip_dirs().sort_stats(order).print_stats(lines)


def measure() -> dict[str, Any]:
    """Milliseconds of CPU per page, from kept pieces and without, bytes and queries."""
    wiring.load()
    pages, found = Pages(), {}
    for name, path in paths().items():
        body = pages.get(path)
        count_views()
        queries = counted(partial(pages.get, path))
        for _ in range(5):
            pages.get(path)
        found[name] = {
            "kept": cpu(partial(pages.get, path), KEPT),
            "unkept": cpu(partial(pages.get, path), UNKEPT, forget),
            "bytes": len(body),
            "queries": queries,
        }
    return found


def statements() -> None:
    """Print each page's statements, from kept pieces, on standard error."""
    pages = Pages()
    for name, path in paths().items():
        pages.get(path)

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            print("   ", sql[:60], "...", sql[sql.find(" FROM ") :][:200], file=sys.stderr)
            return execute(sql, params, many, context)

        print(f"=== {name}", file=sys.stderr)
        with connection.execute_wrapper(note):
            pages.get(path)


def profile() -> None:
    """Where the time goes, for each page, kept and not."""
    pages = Pages()
    for name, path in paths().items():
        for kept in (True, False):
            for _ in range(3):
                pages.get(path)
            print(f"\n=== {name}, {'from kept pieces' if kept else 'without'}", file=sys.stderr)
            with profiled():
                for _ in range(30):
                    if not kept:
                        forget()
                    pages.get(path)


if __name__ == "__main__":
    if "--profile" in sys.argv:
        statements()
        profile()
        tell({})
    else:
        tell(measure())
