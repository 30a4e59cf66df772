"""A stand-in for a business's own sign-in: a small, real OpenID provider on loopback.

    with Issuer() as issuer:
        issuer.says(sub="17", email="maartje@juniperlane.example", email_verified=True)

It keeps to the protocol (PKCE S256, one-time codes, client_secret_basic, RS256) unless it is told to `lie`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "cha", "a:secret/of two"


class Issuer:
    """The provider. `asked` are the paths that were asked for, in order."""

    def __init__(self) -> None:
        self.key = KEY
        self.claims: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Issuer:
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def says(self, **claims: Any) -> None:
        """Who signs in here from now on."""
        self.claims = claims

    def lie(self, **lies: Any) -> None:
        """What the next id_tokens say that is not so: claims, or `key`, `alg`, `kid`."""
        self.lies = lies

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.about

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes next: nobody types a password here."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.url})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Tokens for a code, once, for the client that asked and can prove that it did."""
        pair = b64decode(authorization.removeprefix("Basic ")).decode()
        question = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        fits = question and challenge == question["code_challenge"] and form["redirect_uri"] == question["redirect_uri"]
        if question is None or not fits or pair != "cha:a%3Asecret%2Fof%20two":
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "open", "token_type": "Bearer", "id_token": self.id_token(question["nonce"])}

    def id_token(self, nonce: str) -> str:
        at = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": nonce, **self.claims}
        lies = dict(self.lies)
        key, alg, kid = lies.pop("key", self.key), lies.pop("alg", "RS256"), lies.pop("kid", "one")
        return jwt.encode(claims | lies, key, algorithm=alg, headers={"kid": kid})


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            issuer.asked.append(parts.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(query))
                self.end_headers()
            elif parts.path == "/userinfo":
                known = self.headers["Authorization"] == "Bearer open"
                self.say(200 if known else 401, issuer.about.get("userinfo", issuer.claims))
            else:
                pages = {"/.well-known/openid-configuration": issuer.discovery, "/keys": issuer.keys}
                self.say(200, pages[parts.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            issuer.asked.append(self.path)
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(*issuer.token(form, self.headers["Authorization"]))

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
