"""Going on by e-mail: what nobody saw in the chat, and what was said; and back again, in one conversation."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.channels.correcting import edits
from cha.channels.email.medium import outgoing
from cha.channels.models import Delivery, Visit, change_channel
from cha.conversations.models import Message
from cha.conversations.models.correcting import withdraw_said
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.people.models import ContactPoint
from cha.people.models.contact_point import add_point, verify
from tests.portal.chat.conftest import Browser, Chat
from tests.portal.chat.test_doors import error
from tests.shop import raw_mail

MAIL = "samir@example.org"


def mails() -> list[Delivery]:
    """What goes by mail, oldest first."""
    return list(
        Delivery.objects.filter(channel__medium="email").select_related("channel__brand", "message").order_by("pk")
    )


def later(**span: float) -> None:
    """Let time pass, and what is due then be done."""
    with time_machine.travel(now() + timedelta(**span), tick=True):
        worker.run_all()


def gone(visitor: Browser, named: str) -> None:
    """The browser was closed some time ago."""
    Visit.objects.update(here_until=now() - timedelta(minutes=1))


def test_unread_answers_go_as_one_mail_when_they_are_away(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    named = visitor.say("Is it safe for my cat?", mail=MAIL).json()["conversation"]
    worker.run_all()
    gone(visitor, named)
    chat.answers(named, "Yes, it is safe.")
    chat.answers(named, "Put pebbles on top.")
    assert mails() == []
    later(minutes=1)
    assert mails() == []
    later(minutes=4)
    (mail,) = mails()
    assert (mail.address, mail.kind, mail.html) == (MAIL, "reply", "")
    assert "Yes, it is safe." in mail.text
    assert "Put pebbles on top." in mail.text
    # Nobody has proven that it is theirs: none of their own words, and no way to their page.
    assert "cat" not in mail.text
    assert "/w/" not in mail.text
    later(minutes=9)
    assert len(mails()) == 1


def test_answer_that_was_seen_is_not_mailed(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    named = visitor.say("Hello", mail=MAIL).json()["conversation"]
    message = chat.answers(named)
    assert visitor.act(named, "seen", upto=message.public_id).status_code == 200
    gone(visitor, named)
    later(minutes=9)
    assert mails() == []


def test_while_they_are_here_nothing_is_mailed(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    named = visitor.say("Hello", mail=MAIL).json()["conversation"]
    chat.answers(named)
    Visit.objects.update(here_until=now() + timedelta(minutes=30))
    later(minutes=9)
    assert mails() == []
    later(minutes=33)
    assert len(mails()) == 1


def test_without_an_address_it_waits_in_the_chat(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    chat.answers(named)
    gone(visitor, named)
    later(minutes=9)
    assert mails() == []
    assert visitor.ask("GET", "/conversations").json()[0]["unread"] == 1
    assert visitor.opened(named)["messages"][-1]["text"] == "Yes, safe."


def test_proven_address_of_the_person_is_written_to_with_their_page(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    verify(add_point(chat.conversation(named).person, "email", MAIL, by=CHA), "checked")
    chat.answers(named)
    gone(visitor, named)
    later(minutes=9)
    (mail,) = mails()
    assert "/w/" in mail.text
    assert mail.html


def test_answer_by_mail_comes_home_and_the_chat_shows_it(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    said = visitor.act(named, "mail", address="Samir@Example.org").json()
    assert (said["mail"], said["known"]) == ("s…r@example.org", "s…r@example.org")
    worker.run_all()
    (first,) = mails()
    assert "You have our answer" in first.text
    assert "olive" not in first.text
    chat.answers(named, "Yes, it is safe.")
    later(minutes=1)
    mail = mails()[-1]
    home = outgoing(mail, mail.channel).reply_to
    assert home is not None
    assert home.startswith("hello+c.")
    raw = raw_mail("Thank you!", sender=f"Samir Haddad <{MAIL}>", to=home)
    chat.shop.gets(raw)
    conversation = chat.conversation(named)
    assert conversation.messages.filter(kind="heard").count() == 2
    point = ContactPoint.objects.get(kind="email", value=MAIL)
    assert (point.person, point.verified_how) == (conversation.person, "answered")
    shown = visitor.opened(named)["messages"]
    assert (shown[-1]["text"], shown[-1]["medium"], shown[-1]["from"]) == ("Thank you!", "email", "you")


def test_next_answers_go_by_mail_until_they_are_back(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    visitor.act(named, "mail", address=MAIL)
    worker.run_all()
    chat.answers(named, "One")
    later(minutes=1)
    assert "One" in mails()[-1].text
    assert visitor.act(named, "back").json()["mail"] is None
    chat.answers(named, "Two")
    later(minutes=1)
    assert "Two" not in mails()[-1].text
    visitor.act(named, "mail", address=MAIL)
    visitor.say("Here again", named)
    assert visitor.opened(named)["mail"] is None


def test_copy_says_what_was_said_and_changes_nothing(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin("My number is 0470 00 00 41")
    chat.answers(named, "We call you.")
    assert visitor.act(named, "copy", address=MAIL).json()["mail"] is None
    worker.run_all()
    (mail,) = mails()
    assert "We call you." in mail.text
    assert "0470" not in mail.text
    verify(add_point(chat.conversation(named).person, "email", MAIL, by=CHA), "checked")
    visitor.act(named, "copy", address=MAIL)
    worker.run_all()
    assert "0470" in mails()[-1].text
    assert "You, today" in mails()[-1].text


def test_address_of_somebody_else_stays_theirs(chat: Chat, visitor: Browser) -> None:
    other = chat.shop.adaeze_writes().person
    named = visitor.begin()
    visitor.act(named, "mail", address="adaeze@nwosu.example")
    worker.run_all()
    assert ContactPoint.objects.get(value="adaeze@nwosu.example").person == other
    assert "/w/" not in mails()[-1].text
    assert "olive" not in mails()[-1].text


def test_three_addresses_a_day_and_ten_mails_to_one(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    for number in range(3):
        assert visitor.act(named, "copy", address=f"friend{number}@example.org").status_code == 200
    assert error(visitor.act(named, "copy", address="friend3@example.org")) == (429, "too_many")
    statuses = [visitor.act(named, "copy", address="friend0@example.org").status_code for _ in range(10)]
    assert statuses == [200] * 9 + [429]
    stranger = chat.browser()
    theirs = stranger.begin()
    assert error(stranger.act(theirs, "copy", address="friend0@example.org")) == (429, "too_many")


@pytest.mark.parametrize(
    "address", ["", "samir", "samir@localhost", "a@b@c.example", "samir@example.org, x@y.example", 7]
)
def test_what_is_no_address_is_refused(visitor: Browser, address: object) -> None:
    named = visitor.begin()
    assert error(visitor.act(named, "mail", address=address)) == (422, "invalid")
    assert not Delivery.objects.filter(channel__medium="email").exists()


def test_shop_without_mail_says_so(chat: Chat, visitor: Browser) -> None:
    named = visitor.begin()
    change_channel(chat.shop.channel, by=CHA, active=False)
    assert error(visitor.act(named, "mail", address=MAIL)) == (503, "no_mail")


def test_what_was_taken_back_is_not_mailed(chat: Chat, visitor: Browser) -> None:
    visitor.come()
    named = visitor.say("Hello", mail=MAIL).json()["conversation"]
    message = chat.answers(named, "Wrong window")
    withdraw_said(message, by=chat.shop.maartje, may=edits)
    gone(visitor, named)
    later(minutes=9)
    assert mails() == []
    shown = visitor.opened(named)["messages"][-1]
    assert (shown["gone"], shown["text"], shown["files"]) == (True, "", [])
    assert Message.objects.get(pk=message.pk).extra["earlier"]
