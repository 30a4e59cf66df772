"""Out through a provider: real HTTP to a stand-in that speaks two providers' languages."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from cha.channels.email.provider import Provider, is_provider
from cha.channels.email.relay import relay_for
from cha.channels.models import Channel, Delivery, set_relay
from tests.shop import Shop

Answer = tuple[int, dict[str, Any]]


class StandIn(ThreadingHTTPServer):
    """A provider: keeps what it was asked, answers what it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: Answer = (200, {"id": "<kept@mg.shop.example>", "message": "Queued. Thank you."})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        code, told = self.server.answer
        raw = json.dumps(told).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def provider() -> Iterator[StandIn]:
    """A provider that runs while the test does."""
    server = StandIn()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def form_of(asked: tuple[str, dict[str, str], bytes]) -> dict[str, list[str]]:
    """The fields of a multipart or encoded form."""
    _, headers, body = asked
    from urllib.parse import parse_qs

    if headers["Content-Type"].startswith("application/x-www-form-urlencoded"):
        return parse_qs(body.decode())
    mail = BytesParser().parsebytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    found: dict[str, list[str]] = {}
    for part in mail.get_payload():
        name = str(part.get_param("name", header="content-disposition"))
        found.setdefault(name, []).append(part.get_payload(decode=True).decode("utf-8", "replace"))
    return found


def mailgun(server: StandIn) -> str:
    return f"anymail+mailgun://key-1@mg.shop.example?api_url={server.address}/v3"


def sent(shop: Shop, url: str) -> Delivery:
    """Maartje answers over a channel whose way out is this URL."""
    conversation = shop.adaeze_writes()
    set_relay(shop.channel, url, by=shop.priya)
    shop.answers(conversation)
    return Delivery.objects.get(kind="reply")


@pytest.mark.django_db(transaction=True)
def test_an_answer_goes_out_threaded_and_the_providers_name_for_it_is_kept(shop: Shop, provider: StandIn) -> None:
    delivery = sent(shop, mailgun(provider))
    path, headers, _ = provider.asked[-1]
    form = form_of(provider.asked[-1])
    assert path == "/v3/mg.shop.example/messages"
    assert headers["Authorization"].startswith("Basic ")
    assert form["to"] == ["adaeze@nwosu.example"]
    assert form["h:Message-Id"] == [delivery.external_id]
    assert form["h:In-Reply-To"] == [delivery.in_reply_to]
    assert "+c." in form["h:Reply-To"][0]
    assert form["o:tracking-opens"] == ["no"]
    assert (delivery.state, delivery.provider_id) == ("sent", "<kept@mg.shop.example>")


@pytest.mark.django_db(transaction=True)
def test_its_key_is_kept_sealed(shop: Shop, provider: StandIn) -> None:
    set_relay(shop.channel, mailgun(provider), by=shop.priya)
    row = Channel.objects.get()
    assert "key-1" not in row.secrets + json.dumps(row.settings)
    assert "key-1" not in repr(Provider.from_url(mailgun(provider)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("code", "state"),
    [(400, "failed"), (413, "failed"), (401, "waiting"), (429, "waiting"), (500, "waiting"), (503, "waiting")],
)
def test_what_it_says_decides_whether_it_is_tried_again(shop: Shop, provider: StandIn, code: int, state: str) -> None:
    provider.answer = (code, {"message": "Not like this"})
    delivery = sent(shop, mailgun(provider))
    assert (delivery.state, delivery.code) == (state, code)
    assert "Not like this" in delivery.said


@pytest.mark.django_db(transaction=True)
def test_nobody_there_is_tried_again(shop: Shop) -> None:
    delivery = sent(shop, "anymail+mailgun://key-1@mg.shop.example?api_url=http://127.0.0.1:9/v3")
    assert delivery.state == "waiting"
    assert "cannot be reached" in delivery.said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "why",
    [
        "Found inactive addresses: adaeze@nwosu.example. Inactive recipients are ones that bounced.",
        "Words that nobody has seen before",
    ],
)
def test_a_refused_address_is_a_failure_for_good(shop: Shop, provider: StandIn, why: str) -> None:
    provider.answer = (422, {"ErrorCode": 406, "Message": why})
    delivery = sent(shop, f"anymail+postmark://token@?api_url={provider.address}")
    assert (delivery.state, delivery.attempts) == ("failed", 1)
    said = json.loads(provider.asked[-1][2])
    assert {"Name": "X-PM-KeepID", "Value": "true"} in said["Headers"]
    assert said["TrackOpens"] is False


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("anymail+pigeon://key@", "no provider"),
        ("anymail+mailjet://key@", "secret_key"),
        ("anymail+mailgun://mg.shop.example", "api_key"),
    ],
)
def test_a_url_that_is_none_says_why(url: str, why: str) -> None:
    assert is_provider(url)
    with pytest.raises(ValueError, match=why):
        Provider.from_url(url)


@pytest.mark.django_db(transaction=True)
def test_one_of_several_that_a_relay_refuses_is_a_failure_of_its_own(shop: Shop) -> None:
    from cha.channels.models.bouncing import note_refused

    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    delivery = Delivery.objects.get(kind="reply")
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", copies=["wout@nwosu.example"])
    delivery.refresh_from_db()
    for _ in range(2):
        note_refused(delivery, {"wout@nwosu.example": (550, "no such user")})
    copy = Delivery.objects.get(address="wout@nwosu.example")
    assert (copy.state, copy.back, copy.said) == ("failed", "hard", "no such user")
    delivery.refresh_from_db()
    assert delivery.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_the_form_of_a_channel_leaves_a_provider_alone(shop: Shop, provider: StandIn) -> None:
    from cha.channels.forms import own_relay, relay_typed

    channel = set_relay(shop.channel, mailgun(provider), by=shop.priya)
    assert own_relay(channel)["host"] == ""
    assert relay_typed({"out": "own", "host": ""}, channel) is None


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class OneRefused:
    """A relay that takes everybody but Wout."""

    async def handle_RCPT(  # noqa: N802 - the library names it
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("wout"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 taken"


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_a_relay_does_not_take_is_shown_while_the_others_go(shop: Shop) -> None:
    from aiosmtpd.controller import Controller

    from cha.conversations.models import say
    from cha.core import worker

    relay = Controller(OneRefused(), hostname="127.0.0.1", port=free_port())
    relay.start()
    try:
        conversation = shop.adaeze_writes()
        set_relay(shop.channel, f"smtp://127.0.0.1:{relay.port}", by=shop.priya)
        hold = timedelta(0)
        say(conversation, "Both.", by=shop.maartje, hold=hold, cc=["wout@nwosu.example"], bcc=["boss@shop.example"])
        worker.run_all()
    finally:
        relay_for(f"smtp://127.0.0.1:{relay.port}").close()
        relay.stop()
    rows = {row.address: row for row in Delivery.objects.filter(kind="reply")}
    assert rows["adaeze@nwosu.example"].state == "sent"
    assert (rows["wout@nwosu.example"].state, rows["wout@nwosu.example"].back) == ("failed", "hard")
