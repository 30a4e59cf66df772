"""What a visitor's browser hears: its own conversation, as JSON, while it listens; and never what is members'."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine

from cha.channels.correcting import edits
from cha.channels.models import Visit, change_channel
from cha.channels.models.visit import seen_by_member
from cha.config.live import render_since
from cha.conversations.models import assign, here, merge, note, say
from cha.conversations.models.correcting import edit_said, withdraw_said
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import decode, encode
from cha.core.ledger import newest_position
from cha.live import tokens
from cha.live.feed import REVOKE
from cha.live.hub import Subscriber, hub
from cha.portal.chat import live
from tests.portal.chat.conftest import SITE, Browser, Chat

# The feed closes connections as it does in life.
pytestmark = pytest.mark.django_db(transaction=True)

News = list[dict[str, Any]]


class Listener:
    """A browser that listens, from the token that it was given."""

    def __init__(self, browser: Browser, named: str) -> None:
        self.sight = tokens.read(browser.opened(named)["live"]["token"])
        self.subscriber: Subscriber = hub.subscribe(self.sight.topics, self.sight.subject)
        self.position = newest_position()
        live.chat_since(self.position, self.position)

    def pieces(self) -> list[Any]:
        """All pieces since the last time."""
        end, made, until = newest_position(), list[Any](), time.monotonic() + 20
        while True:
            self.position, more = render_since(self.position)
            made += more
            if self.position >= end or time.monotonic() > until:
                return made
            time.sleep(0.01)

    def news(self) -> News:
        """What this browser hears since the last time."""
        mine = set(self.sight.topics)
        return [orjson.loads(data) for topics, data, *name in self.pieces() if name == ["chat"] and mine & set(topics)]


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing was said before, and nobody listens afterwards. Marks are told at once."""
    monkeypatch.setattr(live, "MARKS_EVERY", 0.0)
    for kept in (live._heads, live._seen, live._places):
        kept.clear()
    live._done.clear()
    live._writing.clear()
    yield
    for topic in hub.topics_like(""):
        for subscriber in list(hub._topics.get(topic, ())):
            hub.leave(subscriber)


def kinds(news: News) -> list[str]:
    return [one["kind"] for one in news]


def messages(news: News) -> list[dict[str, Any]]:
    return [one["message"] for one in news if one["kind"] == "message"]


def test_answer_is_heard_as_the_same_json_that_is_fetched(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    message = chat.answers(named)
    news = listener.news()
    (said,) = {one["id"]: one for one in messages(news)}.values()
    assert said == visitor.opened(named)["messages"][-1]
    assert said["id"] == encode(message.pk)
    states = [one for one in news if one["kind"] == "state"]
    assert (states[-1]["state"], states[-1]["with"]["name"]) == ("theirs", "Maartje")
    assert {one["conversation"] for one in news} == {named}
    assert listener.news() == []


def test_notes_and_held_words_are_never_heard(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    note(chat.conversation(named), "She sounds cross.", by=chat.shop.maartje)
    say(chat.conversation(named), "I may take this back.", by=chat.shop.maartje, hold=timedelta(seconds=60))
    assert messages(listener.news()) == []


def test_conversation_of_another_is_never_heard(chat: Chat, visitor: Browser) -> None:
    named, stranger = visitor.begin(), chat.browser()
    listener, theirs = Listener(visitor, named), stranger.begin("Something else")
    chat.answers(theirs)
    assert [one for one in listener.news() if one["kind"] != "state"] == []


def test_nothing_is_rendered_for_nobody(
    chat: Chat, visitor: Browser, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    named = visitor.begin()
    before = newest_position()
    chat.answers(named)
    after = newest_position()
    with django_assert_num_queries(0):
        assert live.chat_since(before, after) == []
    # Whoever is about to listen is somebody.
    with asyncio.Runner() as runner:
        monkeypatch.setattr(hub, "loop", runner.get_loop())
        visitor.opened(named)
    topic = live.topic_of(Visit.objects.get())
    assert {tuple(topics) for topics, *_ in live.chat_since(before, after)} == {(topic,)}
    hub._expected.clear()


def test_edits_and_what_is_taken_back_reach_the_browser(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    message = chat.answers(named)
    listener = Listener(visitor, named)
    edit_said(message, "Yes, quite safe.", by=chat.shop.maartje, may=edits)
    (said,) = messages(listener.news())
    assert (said["text"], said["edited"], said["gone"]) == ("Yes, quite safe.", True, False)
    withdraw_said(message, by=chat.shop.maartje, may=edits)
    (said,) = messages(listener.news())
    assert (said["text"], said["gone"]) == ("", True)
    assert visitor.opened(named, after=encode(message.pk))["messages"] == [said]


def test_typing_and_seeing_are_heard_both_ways(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    here(chat.conversation(named), by=chat.shop.maartje, writing=True)
    assert {"kind": "typing", "name": "Maartje", "conversation": named} in listener.news()
    here(chat.conversation(named), by=chat.shop.maartje)
    assert {"kind": "typing", "name": "", "conversation": named} in listener.news()
    first = chat.conversation(named).messages.filter(kind="heard").get()
    seen_by_member(first.conversation_id, first.pk)
    assert {"kind": "seen", "upto": encode(first.pk), "conversation": named} in listener.news()
    assert "seen" not in kinds(listener.news())
    assert visitor.opened(named)["messages"][0]["seen"] is True
    visitor.act(named, "typing")
    assert Visit.objects.get().is_typing()


def test_out_of_order_and_repeated_marks_change_nothing(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    one, two = chat.answers(named, "One"), chat.answers(named, "Two")
    for message in (two, one, two, one):
        assert visitor.act(named, "seen", upto=message.public_id).status_code == 200
    assert Visit.objects.get().seen_id == two.pk
    assert seen_by_member(two.conversation_id, two.pk)
    assert not seen_by_member(two.conversation_id, one.pk)
    for wrong in ("", "x", encode(1), None, 7):
        assert visitor.act(named, "seen", upto=wrong).status_code in (404, 422)


def test_place_in_the_queue_is_heard_when_it_changes(chat: Chat, visitor: Browser) -> None:
    first = chat.browser()
    one, two = first.begin("I was first"), visitor.begin("I came then")
    listener = Listener(visitor, two)
    chat.answers(one)
    live._done.clear()
    places = [one["before"] for one in listener.news() if one["kind"] == "state" and one["before"] is not None]
    assert places[-1:] == [0]


def test_who_takes_it_is_heard(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    assign(chat.conversation(named), by=chat.shop.priya, member=chat.shop.maartje)
    states = [one for one in listener.news() if one["kind"] == "state"]
    assert states[-1]["with"]["name"] == "Maartje"


def test_token_is_for_its_site_and_ends_with_the_visitor(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    assert listener.sight.origin == SITE
    visitor.ask("POST", "/forget", {})
    revoked = [topics for topics, *_ in listener.pieces() if topics[0] == REVOKE]
    assert [REVOKE, listener.sight.subject, ""] in revoked


def test_streams_end_when_the_chat_is_switched_off(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    change_channel(chat.channel, by=CHA, active=False)
    revoked = [topics[2] for topics, *_ in listener.pieces() if topics[0] == REVOKE]
    assert set(revoked) <= set(listener.sight.topics)
    assert revoked


def test_nothing_is_told_once_the_word_of_the_site_is_over(chat: Chat, visitor: Browser) -> None:
    visitor.come(chat.identity(chat.key(), exp=now() + timedelta(minutes=5)))
    named = visitor.begin("My address is 5 Rose Lane.")
    listener = Listener(visitor, named)
    chat.answers(named, "Noted.")
    assert messages(listener.news())
    with time_machine.travel(now() + timedelta(minutes=6), tick=True):
        chat.answers(named, "We come to Rose Lane at nine.")
        assert listener.news() == []


def test_who_became_one_story_fetches(chat: Chat, visitor: Browser) -> None:
    one, two = visitor.begin("One"), visitor.begin("Two")
    listener = Listener(visitor, one)
    merge(chat.conversation(one), into=chat.conversation(two), by=chat.shop.maartje)
    refreshed = {
        topic for topics, data, *_ in listener.pieces() if not data and topics[0] != REVOKE for topic in topics
    }
    assert set(listener.sight.topics) & refreshed
    shown = visitor.opened(one)
    assert (shown["id"], len(shown["messages"])) == (two, 4)


def test_who_listens_is_here(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    listener = Listener(visitor, named)
    Visit.objects.update(here_until=now() - timedelta(minutes=5))
    live._done.clear()
    listener.pieces()
    assert Visit.objects.get(conversation=decode(named)).is_here()


def test_other_conversations_of_the_browser_are_heard_too(chat: Chat, visitor: Browser) -> None:
    one, two = visitor.begin("One"), visitor.begin("Two")
    listener = Listener(visitor, two)
    chat.answers(one)
    worker.run_all()
    assert one in {news["conversation"] for news in listener.news() if news["kind"] == "message"}
