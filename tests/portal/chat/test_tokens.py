"""Whose conversations a token opens, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.core import signing

from cha.channels.models import Channel, Visit, Visitor, add_channel
from cha.conversations.models import merge
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.people.models.contact_point import add_point, verify
from cha.portal.chat.tokens import SALT
from tests.portal.chat.conftest import Browser, Chat
from tests.portal.chat.test_doors import error

ACTS = ("typing", "seen", "mail", "back", "copy", "end", "again", "felt")


def test_token_of_another_opens_nothing(chat: Chat, visitor: Browser) -> None:
    named, stranger = visitor.begin(), chat.browser()
    stranger.begin("Something else")
    paths = [("GET", f"/conversations/{named}"), *(("POST", f"/conversations/{named}/{act}") for act in ACTS)]
    for method, path in paths:
        body = {"address": "a@example.org", "right": True, "upto": named} if method == "POST" else None
        assert error(stranger.ask(method, path, body)) == (404, "not_found"), path
    assert error(stranger.say("Mine now", named)) == (404, "not_found")
    assert named not in str(stranger.ask("GET", "/conversations").json())
    assert len(visitor.opened(named)["messages"]) == 2


def test_a_second_browser_with_the_same_token_is_the_same_visitor(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    second = chat.browser(token=visitor.token)
    assert second.opened(named)["id"] == named
    assert second.say("From the other tab", named).json()["conversation"] == named
    assert Visit.objects.count() == 1


def test_forged_and_foreign_tokens_are_signed_out(chat: Chat, visitor: Browser) -> None:
    visitor.begin()
    good = visitor.token
    other = add_channel("chat", "weddings-99", by=CHA)
    elsewhere = chat.browser()
    elsewhere.channel = Channel.objects.get(pk=other.pk)
    elsewhere.site = ""
    elsewhere.come()
    forged = signing.dumps([chat.channel.pk, "f" * 32, 1, 0], salt=SALT, key="another secret")
    for token in ("", "x", good[:-2] + "AA", elsewhere.token, forged, signing.dumps(["?"], salt=SALT)):
        visitor.token = token
        assert error(visitor.ask("GET", "/conversations")) == (401, "signed_out"), token


def test_token_lasts_thirty_days_and_is_renewed_on_the_way(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    old = visitor.token
    with time_machine.travel(now() + timedelta(days=29), tick=True):
        visitor.come()
    with time_machine.travel(now() + timedelta(days=40), tick=True):
        assert visitor.ask("GET", f"/conversations/{named}").status_code == 200
        visitor.token = old
        assert error(visitor.ask("GET", f"/conversations/{named}")) == (401, "signed_out")


def test_forgotten_browser_is_nobody_any_more(chat: Chat, visitor: Browser) -> None:
    named, tab = visitor.begin(), chat.browser(token=visitor.token)
    visitor.ask("POST", "/agree", {"pages": True})
    visitor.ask("POST", "/page", {"url": "https://juniperlane.example/olive", "title": "Olive"})
    assert visitor.ask("POST", "/forget", {}).json() == {}
    assert error(tab.ask("GET", f"/conversations/{named}")) == (401, "signed_out")
    row = Visitor.objects.get()
    assert (row.pages, row.agreed_at, bool(row.forgotten_at)) == ([], None, True)
    visitor.come()
    assert visitor.ask("GET", "/conversations").json() == []
    # What was said stays with the business, and that nobody fetches an answer is seen.
    assert chat.conversation(named).messages.count() == 2
    assert chat.answers(named).delivery == "failed" or chat.conversation(named).messages.count() == 3


def test_guest_sees_nothing_of_a_story_that_theirs_became_part_of(chat: Chat, visitor: Browser) -> None:
    mailed = chat.shop.adaeze_writes("My order 2291 came in peach.")
    chat.shop.answers(mailed, "We send you white ones to 5 Rose Lane.")
    visitor.come()
    # Who says so may well give her address.
    named = visitor.say("It is me, Adaeze", mail="adaeze@nwosu.example").json()["conversation"]
    worker.run_all()
    mine = chat.conversation(named)
    # A member believes them, and makes both one.
    point = mine.person.points.get(kind="visitor")
    point.person = mailed.person
    point.save()
    mine.person = mailed.person
    mine.save()
    merge(mine, into=mailed, by=chat.shop.maartje)
    worker.run_all()
    shown = visitor.opened(named)
    assert shown["id"] == mailed.public_id
    assert "Rose Lane" not in str(shown)
    assert [one["text"] for one in shown["messages"] if one["from"] == "you"] == ["It is me, Adaeze"]
    assert "Rose Lane" not in str(visitor.ask("GET", "/conversations").json())


def test_pages_are_kept_of_those_who_agreed_only(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    page = {"url": "https://juniperlane.example/olive", "title": "Olive tree", "cart": [{"name": "Olive", "count": 1}]}
    assert visitor.ask("POST", "/page", page).json() == {"kept": False}
    visitor.ask("POST", "/agree", {"pages": True})
    for number in range(25):
        visitor.ask("POST", "/page", {**page, "url": f"https://juniperlane.example/{number}"})
    row = Visitor.objects.get()
    assert (len(row.pages), row.pages[-1]["url"][-3:]) == (20, "/24")
    assert row.cart == [{"name": "Olive", "count": "1", "price": ""}]
    assert visitor.ask("POST", "/page", {"url": "javascript:alert(1)", "title": ""}).json() == {"kept": False}
    visitor.ask("POST", "/agree", {"pages": False})
    row.refresh_from_db()
    assert (row.pages, row.cart) == ([], [])


def test_proven_mail_of_a_person_opens_nothing_in_a_guests_browser(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    person = chat.conversation(named).person
    verify(add_point(person, "email", "samir@example.org", by=CHA), "checked")
    again = chat.browser()
    again.come()
    assert again.ask("GET", f"/conversations/{named}").status_code == 404
