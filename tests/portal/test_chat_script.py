"""The widget's scripts over HTTP, the page on which it is tried, and the line to copy."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client

from cha.channels.chat.snippet import policy, snippet
from cha.channels.models import Channel, add_channel
from cha.core.actor import CHA

pytestmark = pytest.mark.django_db
ANYWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def chat(shop: object) -> Channel:
    return add_channel("chat", "shop", by=CHA)


def test_the_button_is_fetched_from_anywhere_packed_and_checked_anew(client: Client) -> None:
    plain = client.get("/chat.js", headers=ANYWHERE)
    assert plain["Access-Control-Allow-Origin"] == "*"
    assert plain["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert plain["Cache-Control"] == "public, max-age=300"
    packed = client.get("/chat.js", headers={**ANYWHERE, "Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    again = client.get("/chat.js", headers={"If-None-Match": plain["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_box_that_the_button_names_is_kept_for_ever_and_an_old_name_is_not(client: Client) -> None:
    named = re.search(r"chat-box-(\w+)\.js", client.get("/chat.js").content.decode())
    assert named
    box = client.get(f"/{named[0]}")
    assert "immutable" in box["Cache-Control"]
    assert box["Content-Type"].startswith("text/javascript")
    before = client.get("/chat-box-0123456789ab.js")
    assert before["Cache-Control"] == "no-cache"
    assert before.content == box.content


def test_the_line_names_the_desk_and_the_chat(chat: Channel) -> None:
    line = '<script src="https://desk.example/chat.js" data-channel="shop" async></script>'
    assert snippet(chat, "https://desk.example/") == line
    assert policy("https://desk.example/") == "script-src https://desk.example; connect-src https://desk.example"


def test_a_chat_is_tried_on_a_page_of_ours(client: Client, chat: Channel) -> None:
    page = client.get("/chat/shop/try").content.decode()
    assert 'src="/chat.js" data-channel="shop"' in page
    assert "data-channel=&#34;shop&#34;" in page
    assert client.get("/chat/nothing/try").status_code == 404
