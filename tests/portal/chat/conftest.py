"""Juniper Lane with a chat on its site, and browsers that stand on that site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import jwt
import orjson
import pytest
from django.core.cache import cache
from django.test import Client

from cha.channels.chat.identity_key import renew_identity_key
from cha.channels.models import Channel, add_channel
from cha.channels.models.channel import change_channel
from cha.conversations.models import Conversation, Message, say
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import decode
from cha.portal.chat.greeting import forget_greetings
from cha.promises.waiting import _kept as waits
from cha.team.models.brand import set_hours
from tests.shop import Shop, forget_words, open_shop

SITE = "https://juniperlane.example"
ALWAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00")
_words = count(1)


@dataclass
class Browser:
    """A page of the shop with the widget in it. Answers are Django's, with `.json()`."""

    channel: Channel
    site: str = SITE
    token: str = ""
    address: str = "192.0.2.7"
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str = "", body: Any = None, **more: Any) -> Any:
        """One request as the widget sends it."""
        headers = {"Origin": self.site} if self.site else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None and "content_type" not in more:
            more["content_type"] = "application/json"
        return self.client.generic(
            method,
            f"/chat/{self.channel.address}{path}",
            self._bytes(body),
            headers={**headers, **more.pop("headers", {})},
            REMOTE_ADDR=self.address,
            **more,
        )

    @staticmethod
    def _bytes(body: Any) -> bytes:
        if body is None:
            return b""
        return body if isinstance(body, bytes) else orjson.dumps(body)

    def come(self, identity: str = "") -> Any:
        """Come in, and keep the token."""
        answer = self.ask("POST", "/visitors", {"identity": identity, "language": "en"} if identity else {})
        self.token = answer.json().get("token", self.token)
        return answer

    def say(self, text: str, conversation: str | None = None, once: str = "", **more: Any) -> Any:
        """Say something. Returns the answer."""
        body = {"text": text, "once": once or f"o{next(_words)}", "conversation": conversation, **more}
        return self.ask("POST", "/messages", body)

    def begin(self, text: str = "Is the olive tree safe for a cat?") -> str:
        """Come in where that has to be, say something, and let everything follow. Returns the conversation's id."""
        if not self.token:
            self.come()
        said = self.say(text)
        assert said.status_code == 201, said.content
        worker.run_all()
        return str(said.json()["conversation"])

    def opened(self, conversation: str, after: str = "") -> Any:
        """The conversation as it is shown."""
        return self.ask("GET", f"/conversations/{conversation}" + (f"?after={after}" if after else "")).json()

    def act(self, conversation: str, what: str, **body: Any) -> Any:
        """One of the acts on a conversation."""
        return self.ask("POST", f"/conversations/{conversation}/{what}", body)


@dataclass
class Chat:
    """The shop, its chat, and who chats there."""

    shop: Shop
    channel: Channel

    def browser(self, **more: Any) -> Browser:
        """Another browser."""
        return Browser(self.channel, **more)

    def identity(self, key: str, **claims: Any) -> str:
        """What the site signs."""
        said = {"sub": "42", "exp": now() + timedelta(hours=1), **claims}
        return jwt.encode({name: value for name, value in said.items() if value is not None}, key, algorithm="HS256")

    def key(self) -> str:
        """The key that the site signs with, made anew."""
        return renew_identity_key(self.channel, by=CHA)

    def conversation(self, named: str) -> Conversation:
        return Conversation.objects.select_related("person").get(pk=decode(named))

    def answers(self, named: str, words: str = "Yes, safe.") -> Message:
        """Maartje answers in the chat, and it is out."""
        message = say(self.conversation(named), words, by=self.shop.maartje, hold=timedelta(0))
        worker.run_all()
        message.refresh_from_db()
        return message


@pytest.fixture(autouse=True)
def nobody_counted() -> Iterator[None]:
    """Limits begin anew for each test, and nothing is kept from the one before."""
    cache.clear()
    forget_greetings()
    waits.clear()
    yield
    cache.clear()


@pytest.fixture
def shop(db: None) -> Shop:
    """A small shop, with mail."""
    forget_words()
    return open_shop()


@pytest.fixture
def chat(shop: Shop) -> Chat:
    """A chat that may stand on the shop's site, in a shop that is always open."""
    set_hours(by=CHA, zone="Europe/Brussels", week=ALWAYS, days={})
    channel = add_channel("chat", "juniper-7f3k", by=CHA)
    change_channel(channel, by=CHA, settings={**channel.settings, "origins": [SITE]})
    return Chat(shop, Channel.objects.select_related("brand").get(pk=channel.pk))


@pytest.fixture
def visitor(chat: Chat) -> Browser:
    """A browser on the shop's site."""
    return chat.browser()
