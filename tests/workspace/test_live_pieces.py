"""What goes out live: to whom, which pieces, and that losing sight takes it away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from cha.conversations.models import (
    Conversation,
    add_checks,
    assign,
    drop_check,
    here,
    note,
    put_right,
    say,
    snooze,
    tick,
    withdraw,
)
from cha.conversations.models.noting import take_note_back
from cha.core.clock import now
from cha.core.ids import encode
from cha.live.feed import REVOKE
from cha.live.hub import hub
from cha.live.tokens import read
from cha.team.models.member import change_member
from cha.team.models.sight import set_sight
from cha.team.models.team import form_team, set_teams
from cha.workspace import live, topics
from tests.news import read_news
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

Pieces = list[tuple[list[str], bytes]]


@pytest.fixture
def talk(shop: Shop) -> Iterator[Conversation]:
    """Adaeze wrote, and somebody has the conversation open."""
    conversation = shop.adaeze_writes()
    listener = hub.subscribe([topics.conversation_topic(conversation.pk)])
    yield conversation
    hub.leave(listener)


class Feed:
    """Reads on from where it is."""

    def __init__(self) -> None:
        self.position, self.pieces = live.render_since(-1)
        live.render_since(self.position)

    def next(self) -> Pieces:
        """What is new."""
        self.position, pieces = read_news(self.position)
        return pieces

    def said_to(self, topic: str) -> str:
        """Everything that the next reading says to a topic."""
        return b"".join(html for listed, html in self.next() if topic in listed).decode()


def test_the_present_has_no_pieces(shop: Shop) -> None:
    shop.adaeze_writes()
    assert Feed().pieces == []
    assert Feed().next() == []


def test_what_happens_while_somebody_opens_it_is_said_and_to_nobody_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = shop.adaeze_writes()
    topic, feed = topics.conversation_topic(concern.pk), Feed()
    note(concern, "Ask the driver.", by=shop.maartje)
    assert feed.said_to(topic) == ""
    with asyncio.Runner() as runner:
        monkeypatch.setattr(hub, "loop", runner.get_loop())
        browser(shop.maartje).get(reverse("conversation", args=[concern.pk]))
    note(concern, "Ask the other driver.", by=shop.maartje)
    assert "Ask the other driver." in feed.said_to(topic)
    hub._expected.clear()
    note(concern, "Ask nobody.", by=shop.maartje)
    assert feed.said_to(topic) == ""


@pytest.mark.parametrize("page", ["conversation", "now", "all-conversations", "for-you", "promises"])
def test_a_page_hears_from_before_its_rows_were_read(shop: Shop, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    concern = shop.adaeze_writes()
    at, desk = reverse(page, args=[concern.pk] if page == "conversation" else []), browser(shop.maartje)

    def busy(execute: Any, sql: str, *rest: Any) -> Any:
        """Something happens while anything is read but who asks."""
        hub.number += not ("django_session" in sql or "team_member" in sql)
        return execute(sql, *rest)

    with asyncio.Runner() as runner, connection.execute_wrapper(busy):
        monkeypatch.setattr(hub, "loop", runner.get_loop())
        monkeypatch.setattr(hub, "number", 7000)
        assert f"&amp;after={hub.epoch}-7000" in desk.get(at).content.decode()
        assert hub.number > 7000


def test_what_is_to_be_done_is_ticked_off_for_everybody_who_has_it_open(shop: Shop, talk: Conversation) -> None:
    feed, topic = Feed(), topics.conversation_topic(talk.pk)
    item = add_checks(talk, ["Ask the driver"], by=shop.maartje)[0]
    said = feed.said_to(topic)
    assert f'action="replace" target="checks-{talk.public_id}"' in said
    tick(item, by=shop.maartje)
    assert 'aria-pressed="true"' in feed.said_to(topic)
    drop_check(item, by=shop.maartje)
    assert f'<section id="checks-{talk.public_id}" hidden>' in feed.said_to(topic)


def test_a_note_that_was_taken_back_goes(shop: Shop, talk: Conversation) -> None:
    feed, topic = Feed(), topics.conversation_topic(talk.pk)
    written = note(talk, "Ask the driver", by=shop.maartje)
    assert "Ask the driver" in feed.said_to(topic)
    take_note_back(written, by=shop.maartje)
    assert f'action="remove" target="entry-{encode(written.pk)}"' in feed.said_to(topic)


def test_a_new_person_is_placed_in_the_list_of_the_channel(shop: Shop) -> None:
    feed = Feed()
    conversation = shop.adaeze_writes("Where are they?")
    said = feed.said_to(topics.everything(shop.channel.pk))
    assert 'action="place" target="queue-' in said
    assert f"need-{conversation.public_id}" in said
    assert "Where are they?" in said


def test_the_count_goes_to_those_who_see_everything(shop: Shop) -> None:
    feed = Feed()
    shop.adaeze_writes()
    assert '<turbo-stream action="update" target="count-now"><template>1</template>' in feed.said_to(topics.COUNT)
    assert topics.COUNT in topics.topics_of(shop.maartje)
    assert topics.COUNT not in topics.topics_of(shop.jef)


def test_an_answer_reaches_open_pages_and_takes_the_row_away(shop: Shop, talk: Conversation) -> None:
    feed = Feed()
    say(talk, "It is me: Maartje.", by=shop.maartje)
    pieces = feed.next()
    row = b"".join(html for listed, html in pieces if topics.everything(shop.channel.pk) in listed).decode()
    page = b"".join(html for listed, html in pieces if topics.conversation_topic(talk.pk) in listed).decode()
    assert f'action="remove" target="need-{talk.public_id}"' in row
    assert f'action="place" target="thread-{talk.public_id}"' in page
    assert "It is me: Maartje." in page
    assert f'action="replace" target="head-{talk.public_id}"' in page
    assert "It is me: Maartje." not in row


def test_only_what_looks_different_is_said_again(shop: Shop, talk: Conversation) -> None:
    feed = Feed()
    note(talk, "The first note.", by=shop.maartje)
    feed.next()
    note(talk, "The second note.", by=shop.maartje)
    said = feed.said_to(topics.conversation_topic(talk.pk))
    assert "The second note." in said
    assert "The first note." not in said


def test_an_undone_answer_goes(shop: Shop, talk: Conversation) -> None:
    message = say(talk, "Too soon.", by=shop.maartje)
    feed = Feed()
    withdraw(message, by=shop.maartje)
    said = feed.said_to(topics.conversation_topic(talk.pk))
    assert f'action="remove" target="entry-{message.public_id}"' in said


def test_a_promised_answer_is_not_asked_for_while_it_is_held(shop: Shop, talk: Conversation) -> None:
    feed, topic = Feed(), topics.conversation_topic(talk.pk)
    message = say(talk, "Maartje here.", by=shop.maartje)
    said = feed.said_to(topic)
    assert f'target="told-{talk.public_id}"' in said
    assert "We promised" not in said
    withdraw(message, by=shop.maartje)
    assert "We promised <b>an answer" in feed.said_to(topic)


@pytest.mark.parametrize("away", ["put_right", "snooze"])
def test_what_no_longer_waits_leaves_the_list(shop: Shop, away: str) -> None:
    (talk,) = crowd(shop, 1)
    feed = Feed()
    if away == "snooze":
        snooze(talk, now() + timedelta(hours=1), by=shop.maartje)
    else:
        put_right(talk, by=shop.maartje)
    assert f'target="need-{talk.public_id}"' in feed.said_to(topics.everything(shop.channel.pk))


def test_nothing_is_rendered_for_a_conversation_that_nobody_has_open(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    feed = Feed()
    note(talk, "Quiet.", by=shop.maartje)
    assert feed.said_to(topics.conversation_topic(talk.pk)) == ""


def test_a_storm_is_answered_with_fetching(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_AT_ONCE", 2)
    rows = crowd(shop, 3)
    feed = Feed()
    for row in rows:
        note(row, "Many.", by=shop.maartje)
    pieces = feed.next()
    assert ([topics.everything(shop.channel.pk)], b"") in pieces


def test_a_reader_is_never_named_as_you(shop: Shop, talk: Conversation) -> None:
    feed = Feed()
    say(talk, "Hello.", by=shop.maartje)
    said = b"".join(html for _, html in feed.next()).decode()
    assert "csrfmiddlewaretoken" not in said
    assert "nonce" not in said


class TestPresence:
    def test_who_comes_writes_and_goes_is_said_once(self, shop: Shop, talk: Conversation) -> None:
        feed = Feed()
        topic = topics.conversation_topic(talk.pk)
        here(talk, by=shop.maartje)
        assert "Maartje is here too." in feed.said_to(topic)
        here(talk, by=shop.maartje)
        assert feed.next() == []
        here(talk, by=shop.maartje, writing=True)
        assert "Maartje is answering too." in feed.said_to(topic)
        talk.presences.all().delete()
        assert f'action="update" target="presence-{talk.public_id}"' in feed.said_to(topic)


class TestSight:
    def test_a_token_lists_what_the_role_may_hear(self, shop: Shop) -> None:
        team = form_team("Workshop", by=shop.priya)
        set_teams(shop.maartje, [team], by=shop.priya)
        channel = shop.channel.pk
        assert topics.everything(channel) in topics.topics_of(shop.maartje)
        assert topics.topics_of(shop.jef) == [
            topics.subject_of(shop.jef.pk),
            topics.own_topic(shop.jef.pk, 0),
            topics.own_topic(shop.jef.pk, channel),
        ]
        set_sight("agent", "team", channel, by=shop.priya)
        del shop.maartje.__dict__["_sight"]
        heard = topics.topics_of(shop.maartje)
        assert topics.everything(channel) not in heard
        assert topics.everything(0) in heard
        assert topics.team_topic(team.pk, channel) in heard
        assert topics.COUNT not in heard

    def test_a_token_is_signed_for_its_member(self, shop: Shop, talk: Conversation) -> None:
        sight = read(topics.live_token(shop.maartje, talk))
        assert sight.subject == topics.subject_of(shop.maartje.pk)
        assert topics.conversation_topic(talk.pk) in sight.topics

    def test_given_away_goes_from_the_former_list_and_closes_the_stream(self, shop: Shop, talk: Conversation) -> None:
        Conversation.objects.filter(pk=talk.pk).update(assignee=shop.jef)
        talk.refresh_from_db()
        feed = Feed()
        assign(talk, by=shop.priya, member=shop.maartje)
        pieces = feed.next()
        own = topics.own_topic(shop.jef.pk, shop.channel.pk)
        assert any(listed == [own] and b'action="remove"' in html for listed, html in pieces)
        revoked = [REVOKE, topics.subject_of(shop.jef.pk), topics.conversation_topic(talk.pk)]
        assert (revoked, b"") in pieces
        assert not any(own in listed for listed, html in pieces if b'action="place"' in html)

    def test_who_still_sees_it_keeps_the_stream(self, shop: Shop, talk: Conversation) -> None:
        assign(talk, by=shop.priya, member=shop.maartje)
        feed = Feed()
        assign(talk, by=shop.priya, member=shop.priya)
        assert not [listed for listed, _ in feed.next() if listed[0] == REVOKE]

    def test_a_changed_role_closes_the_members_streams(self, shop: Shop) -> None:
        feed = Feed()
        change_member(shop.maartje, by=shop.priya, role="light")
        assert ([REVOKE, topics.subject_of(shop.maartje.pk), ""], b"") in feed.next()

    def test_a_changed_sight_closes_the_streams_of_the_role(self, shop: Shop) -> None:
        feed = Feed()
        set_sight("agent", "own", by=shop.priya)
        pieces = feed.next()
        assert ([REVOKE, topics.subject_of(shop.maartje.pk), ""], b"") in pieces
        assert ([REVOKE, topics.subject_of(shop.priya.pk), ""], b"") not in pieces

    def test_a_note_goes_to_members_topics_only(self, shop: Shop, talk: Conversation) -> None:
        feed = Feed()
        note(talk, "She is cross.", by=shop.maartje)
        for listed, html in feed.next():
            if b"She is cross" in html:
                assert listed == [topics.conversation_topic(talk.pk)]

    def test_addresses_of_topics_are_public_ids(self, shop: Shop, talk: Conversation) -> None:
        assert topics.conversation_topic(talk.pk) == f"conversation:{encode(talk.pk)}"
