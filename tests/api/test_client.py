"""The client in the documentation is run as it stands there, against a server."""

from __future__ import annotations

import importlib.util
import time
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from pytest_django.live_server_helper import LiveServer

from cha.channels.api.sending import signature
from cha.conversations.models import Conversation, say
from cha.core import worker
from cha.core.ids import decode
from tests.api.own_channel import OwnChannel
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = Path(__file__).parents[2] / "docs" / "channels" / "api_client.py"


@pytest.fixture
def client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api_client", CLIENT)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_it_starts_says_reads_and_hears_of_answers(shop: Shop, live_server: LiveServer, client: ModuleType) -> None:
    own = OwnChannel()
    channel = client.Channel(live_server.url, own.token)
    assert channel.start("ada", name="Ada Okafor")["name"] == "Ada Okafor"
    file = channel.send_file("two tulips.txt", b"blue")
    said = channel.say("ada", "My order 2291 came in peach.", id="m-1", files=[file["id"]])
    assert channel.say("ada", "My order 2291 came in peach.", id="m-1") == said
    worker.run_all()
    _events, after = channel.events()
    conversation = Conversation.objects.get(pk=decode(said["conversation"]))
    say(conversation, "It is me: Maartje.", by=shop.maartje, hold=timedelta(0))
    worker.run_all()
    events, _after = channel.events(after)
    assert [(one["handle"], one["text"]) for one in events if one["kind"] == "message"] == [
        ("ada", "It is me: Maartje.")
    ]
    assert channel.read(said["conversation"])[-1]["name"] == "Maartje"


def test_it_knows_our_signature(client: ModuleType) -> None:
    header = signature(b"{}", "whsec_x", int(time.time()))
    assert client.really_from_cha(b"{}", header, "whsec_x")
    assert not client.really_from_cha(b"{ }", header, "whsec_x")
    assert not client.really_from_cha(b"{}", header, "whsec_y")
    assert not client.really_from_cha(b"{}", header, "whsec_x", now=time.time() + 301)


def test_it_is_short_enough_to_read() -> None:
    assert len(CLIENT.read_text().splitlines()) <= 60
