"""A push service to push to: real HTTP, checks who signs (RFC 8292), opens what only its browser can (RFC 8291)."""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cha.notifications.encryption import unb64


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class StandInBrowser:
    """A subscription as a browser makes it: keys of its own, an address at the service."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes ok"

    @property
    def p256dh(self) -> str:
        return b64(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def form(self) -> dict[str, str]:
        """What its page posts."""
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": b64(self.auth)}


class PushService(ThreadingHTTPServer):
    """Takes pushes. `answers` are statuses to give first, with their Retry-After; then 201."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.browsers: dict[str, StandInBrowser] = {}
        self.answers: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.told: list[dict[str, Any]] = []
        self.refused: list[str] = []

    def browser(self, name: str = "one") -> StandInBrowser:
        """A new subscription."""
        made = StandInBrowser(f"{self.origin}/push/{name}")
        self.browsers[f"/push/{name}"] = made
        return made

    def take(self, path: str, headers: Any, body: bytes) -> tuple[int, str]:
        self.asked.append(path)
        if self.answers:
            return self.answers.pop(0)
        browser = self.browsers.get(path)
        if browser is None:
            return 410, ""
        why = amiss(headers, self.origin)
        if why:
            self.refused.append(why)
            return 403, ""
        said = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.auth)
        self.told.append(json.loads(said))
        return 201, ""


def amiss(headers: Any, origin: str) -> str:
    """What is wrong with the signed claim, or the message's frame; "" when all is well."""
    if headers["Content-Encoding"] != "aes128gcm" or not headers["TTL"].isdigit():
        return "frame"
    scheme, _, rest = headers["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    raw = unb64(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(parts["k"]))
    signed = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    try:
        key.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return "signature"
    claim = json.loads(unb64(claims))
    day = 24 * 3600
    good = claim["aud"] == origin and time.time() < claim["exp"] < time.time() + day and "@" in claim["sub"]
    return "" if good and scheme == "vapid" and json.loads(unb64(head))["alg"] == "ES256" else "claim"


class _Handler(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, after = self.server.take(self.path, self.headers, body)
        self.send_response(status)
        if after:
            self.send_header("Retry-After", after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs while the block does."""
    with PushService() as service:
        thread = threading.Thread(target=service.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.shutdown()
            thread.join()
