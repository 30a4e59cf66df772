"""A member at their desk, by plain HTTP: comes in by a link, reads pages, posts forms. No browser, no script."""

from __future__ import annotations

import html
import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from tests.processes.install import Install

TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


class Visitor:
    """Whoever came in at `base`."""

    def __init__(self, install: Install, base: str, email: str, name: str) -> None:
        self.base, self.jar = base, CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.jar))
        said = install.cha("member", "add", email, "--name", name, "--role", "owner")
        way = re.search(r"/in/\S+", said)
        assert way, said
        self.page(way.group())
        self.post(way.group())

    def page(self, path: str) -> str:
        """The source of a page. Raises HTTPError for what is no page."""
        with self._opener.open(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def words(self, path: str) -> str:
        """What a page says, in one line."""
        return " ".join(html.unescape(TAGS.sub(" ", self.page(path))).split())

    def post(self, path: str, **fields: str) -> str:
        """Send a form; the page that it leads to."""
        token = next(cookie.value or "" for cookie in self.jar if cookie.name == "cha_csrf")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self._opener.open(self.base + path, body, timeout=30) as answer:
            return str(answer.read().decode())
