"""A stand-in for Google's and Microsoft's sign-in: real HTTP on loopback, with the rules that theirs have.

with StandIn() as there:
    there.house("google")      as the settings would have it
    there.agree(url)           what a browser comes back with, once somebody agreed
    there.take_back()          somebody takes the app off their account's list
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cha.channels.email.consent.houses import House

CLIENT, SECRET = "cha-client", "a:secret/of two"


class StandIn:
    """It gives tokens. `rotates`: each refresh token is good once, as Microsoft's may be. `lasts` is in seconds."""

    def __init__(self, account: str = "hello@juniperlane.example") -> None:
        self.account = account
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh: set[str] = set()
        self.access: set[str] = set()
        self.asked: list[str] = []
        self.rotates, self.lasts, self.trouble = True, 3600, 0
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> StandIn:
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def house(self, name: str = "google", imap: int = 1, smtp: int = 1) -> House:
        """How the settings know it; mail servers are on loopback ports, without encryption."""
        return House(
            name=name,
            called=name.title(),
            client=CLIENT,
            secret=SECRET,
            authorize=f"{self.url}/authorize",
            token=f"{self.url}/token",
            revoke=f"{self.url}/revoke" if name == "google" else "",
            scope="mail offline_access",
            imap=("127.0.0.1", imap),
            smtp=("127.0.0.1", smtp),
            private=True,
            plain=True,
        )

    def agree(self, url: str) -> str:
        """Somebody agrees on the consent screen that `url` leads to: where their browser goes next."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def take_back(self) -> None:
        """Nothing that was given is good any more."""
        self.refresh.clear()
        self.access.clear()

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """RFC 6749, 4.1.3 and 6."""
        if self.trouble:
            return self.trouble, {"error": "temporarily_unavailable"}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client", "error_description": "Who is asking?"}
        with self._lock:
            fits = self._by_code(form) if form["grant_type"] == "authorization_code" else self._by_refresh(form)
            if not fits:
                return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return 200, self._given(form)

    def _by_code(self, form: dict[str, str]) -> bool:
        question = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        return bool(
            question and challenge == question["code_challenge"] and form["redirect_uri"] == question["redirect_uri"]
        )

    def _by_refresh(self, form: dict[str, str]) -> bool:
        if form["refresh_token"] not in self.refresh:
            return False
        if self.rotates:
            self.refresh.discard(form["refresh_token"])
        return True

    def _given(self, form: dict[str, str]) -> dict[str, Any]:
        access = secrets.token_urlsafe(12)
        self.access.add(access)
        given: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts}
        if form["grant_type"] == "authorization_code" or self.rotates:
            given["refresh_token"] = secrets.token_urlsafe(12)
            self.refresh.add(given["refresh_token"])
        return given

    def about(self, token: str) -> tuple[int, dict[str, Any]]:
        """Whose a token is, for a mail server that asks (RFC 7662, as Dovecot does)."""
        if token not in self.access:
            return 401, {"error": "invalid_token"}
        return 200, {"active": True, "email": self.account}


def _handler(there: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append(urlsplit(self.path).path)
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            query = parse_qs(urlsplit(self.path).query)
            self.say(*there.about(query.get("access_token", [bearer])[0]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            there.asked.append(self.path)
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/revoke":
                there.refresh.discard(form["token"])
                self.say(200, {})
            else:
                self.say(*there.token(form))

        def say(self, status: int, said: object) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler
