"""Answers are posted to a channel's webhook: signed, tried again, and never into a private network by surprise."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from cha.channels.models import Delivery
from cha.channels.pipeline.delivering import deliver
from cha.conversations.models import Conversation, say
from cha.core import worker
from cha.core.ids import decode
from cha.core.secrets import seal
from tests.api.own_channel import OwnChannel
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a secret of the two of us"


class Hook(HTTPServer):
    """A program's own server: remembers what came, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.status = 204
        self.came: list[tuple[dict[str, str], bytes]] = []


class Taking(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def app(shop: Shop, hook: Hook) -> OwnChannel:
    made = OwnChannel(webhook=f"http://127.0.0.1:{hook.server_port}/cha")
    made.channel.secrets = seal(SECRET)
    made.channel.save()
    return made


def answered(app: OwnChannel, shop: Shop) -> Delivery:
    conversation = Conversation.objects.get(pk=decode(app.says("Hello").json()["conversation"]))
    message = say(conversation, "It is me: Maartje.", by=shop.maartje, hold=timedelta(0))
    worker.run_all()
    return Delivery.objects.get(message=message)


def test_an_answer_is_posted_and_signed(app: OwnChannel, shop: Shop, hook: Hook, settings: Any) -> None:
    settings.CHA_WEBHOOK_PRIVATE = True
    assert answered(app, shop).state == "sent"
    headers, body = hook.came[-1]
    at, _, signed = headers["Cha-Signature"].removeprefix("t=").partition(",v1=")
    assert hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest() == signed
    told = json.loads(body)
    assert (told["kind"], told["handle"], told["message"]["text"]) == ("message", "ada", "It is me: Maartje.")
    assert headers["Cha-Delivery"] == told["id"]


def test_a_webhook_that_is_down_is_tried_again(app: OwnChannel, shop: Shop, hook: Hook, settings: Any) -> None:
    settings.CHA_WEBHOOK_PRIVATE = True
    hook.status = 500
    delivery = answered(app, shop)
    assert (delivery.state, delivery.code) == ("waiting", 500)
    assert delivery.next_at is not None
    hook.status = 200
    deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sent", 2)
    assert hook.came[-1][0]["Cha-Delivery"] == hook.came[-2][0]["Cha-Delivery"]


def test_a_webhook_that_is_gone_is_a_failure(app: OwnChannel, shop: Shop, hook: Hook, settings: Any) -> None:
    settings.CHA_WEBHOOK_PRIVATE = True
    hook.status = 410
    assert answered(app, shop).state == "failed"


def test_nothing_is_posted_into_a_private_network(app: OwnChannel, shop: Shop, hook: Hook) -> None:
    delivery = answered(app, shop)
    assert delivery.state == "failed"
    assert "private address" in delivery.said
    assert hook.came == []


def test_what_a_webhook_took_is_not_told_as_new_by_the_poll_alone(
    app: OwnChannel, shop: Shop, hook: Hook, settings: Any
) -> None:
    settings.CHA_WEBHOOK_PRIVATE = True
    hook.status = 500
    delivery = answered(app, shop)
    assert any(one["kind"] == "message" for one in app.events()["items"])
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
