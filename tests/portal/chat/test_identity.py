"""Who their site says they are: believed under a good signature alone, and only while it lasts."""

from __future__ import annotations

import warnings
from datetime import timedelta

import jwt
import pytest
import time_machine

from cha.channels.chat.identity_key import renew_identity_key
from cha.channels.models import Channel, add_channel
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.people.models import ContactPoint, Person
from tests.portal.chat.conftest import Browser, Chat
from tests.portal.chat.test_doors import error


@pytest.fixture
def key(chat: Chat) -> str:
    """The key that the site signs with."""
    made = chat.key()
    chat.channel.refresh_from_db()
    return made


def test_signed_visitor_is_a_person_whom_we_know(chat: Chat, visitor: Browser, key: str) -> None:
    said = visitor.come(chat.identity(key, email="Adaeze@Nwosu.example", name="Adaeze Nwosu")).json()
    assert (said["name"], said["signed"]) == ("Adaeze", True)
    person = Person.objects.get()
    points = {point.kind: (point.value, point.verified_how) for point in person.points.all()}
    assert points["email"] == ("adaeze@nwosu.example", "signed")
    assert points["account"][0].endswith(":42")
    named = visitor.begin("Where are my flowers?")
    assert chat.conversation(named).person == person


def test_all_of_their_conversations_are_there_in_every_browser(chat: Chat, visitor: Browser, key: str) -> None:
    mailed = chat.shop.adaeze_writes("My order 2291 came in peach.")
    visitor.come(chat.identity(key, email="adaeze@nwosu.example"))
    assert [line["title"] for line in visitor.ask("GET", "/conversations").json()] == ["The flowers"]
    named = visitor.begin("And where is the vase?")
    assert chat.conversation(named).person == mailed.person
    phone = chat.browser()
    phone.come(chat.identity(key, email="adaeze@nwosu.example"))
    assert len(phone.ask("GET", "/conversations").json()) == 2
    shown = phone.opened(mailed.public_id)["messages"]
    assert shown[0]["text"].startswith("My order 2291")
    assert phone.opened(named)["messages"][0]["text"] == "And where is the vase?"


def test_what_a_guest_calls_themselves_opens_nothing(chat: Chat, visitor: Browser, key: str) -> None:
    mailed = chat.shop.adaeze_writes("My order 2291 came in peach.")
    visitor.come()
    visitor.say("I am Adaeze", mail="adaeze@nwosu.example")
    assert visitor.ask("GET", f"/conversations/{mailed.public_id}").status_code == 404
    assert len(visitor.ask("GET", "/conversations").json()) == 1
    assert Person.objects.count() == 2


def test_address_that_the_site_has_not_looked_at_opens_nothing(chat: Chat, visitor: Browser, key: str) -> None:
    mailed = chat.shop.adaeze_writes("My order 2291 came in peach.")
    visitor.come(chat.identity(key, email="adaeze@nwosu.example", email_verified=False))
    assert visitor.ask("GET", "/conversations").json() == []
    assert visitor.ask("GET", f"/conversations/{mailed.public_id}").status_code == 404
    assert ContactPoint.objects.get(value="adaeze@nwosu.example").person == mailed.person


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": None}, {"sub": ""}, {"sub": 42}, {"sub": "x" * 201}, {"exp": None}, {"exp": "soon"}, {"exp": 1e300},
        {"exp": now() - timedelta(minutes=5)}, {"exp": now() + timedelta(days=3)}, {"aud": "another-shop"},
        {"iat": now() + timedelta(hours=2)}, {"nbf": now() + timedelta(hours=2)},
    ],
)  # fmt: skip
def test_identity_that_is_not_whole_is_refused(
    chat: Chat, visitor: Browser, key: str, claims: dict[str, object]
) -> None:
    try:
        words = chat.identity(key, **claims)
    except TypeError:
        # What PyJWT will not sign, somebody else might.
        words = chat.identity(key)[:-3]
    answer = visitor.come(words)
    assert error(answer) == (403, "identity")
    assert not Person.objects.exists()


def longer(said: dict[str, object], key: str) -> str:
    """Signed with the right key, by a method that is not the one agreed on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jwt.encode(said, key, algorithm="HS512")


def test_forged_identity_is_refused(chat: Chat, visitor: Browser, key: str) -> None:
    good, said = chat.identity(key), {"sub": "42", "exp": now() + timedelta(hours=1)}
    head, body, signature = good.split(".")
    forged = [
        chat.identity("another key of the same length......"),
        jwt.encode(said, "", algorithm="none"),
        longer(said, key),
        f"{head}.{body}.", f"{head}.{body}.{signature[:-2]}AA", "a.b.c", "x" * 5000, "ü.ü.ü",
    ]  # fmt: skip
    for words in forged:
        assert error(visitor.come(words)) == (403, "identity"), words[:40]
    assert not Person.objects.exists()


def test_identity_for_another_chat_is_refused(chat: Chat, visitor: Browser, key: str) -> None:
    other = add_channel("chat", "weddings-99", by=CHA)
    theirs = renew_identity_key(Channel.objects.get(pk=other.pk), by=CHA)
    assert error(visitor.come(chat.identity(theirs))) == (403, "identity")
    assert error(visitor.come(chat.identity(key, aud="weddings-99"))) == (403, "identity")
    assert visitor.come(chat.identity(key, aud=["juniper-7f3k"])).status_code == 201


def test_chat_without_a_key_believes_nobody(chat: Chat, visitor: Browser) -> None:
    assert error(visitor.come(chat.identity("any key at all, of enough length..."))) == (403, "identity")


def test_new_key_makes_the_old_one_worthless(chat: Chat, visitor: Browser, key: str) -> None:
    chat.key()
    assert error(visitor.come(chat.identity(key))) == (403, "identity")


def test_when_the_word_of_the_site_is_over_nothing_stays_open(chat: Chat, visitor: Browser, key: str) -> None:
    visitor.come(chat.identity(key, exp=now() + timedelta(minutes=10)))
    named = visitor.begin("My address is 5 Rose Lane.")
    with time_machine.travel(now() + timedelta(minutes=20), tick=True):
        assert error(visitor.ask("GET", f"/conversations/{named}")) == (401, "signed_out")
        visitor.come()
        assert visitor.ask("GET", f"/conversations/{named}").status_code == 404
        visitor.come(chat.identity(key))
        assert visitor.ask("GET", f"/conversations/{named}").status_code == 200


def test_another_account_in_the_same_browser_sees_nothing_of_the_first(chat: Chat, visitor: Browser, key: str) -> None:
    visitor.come(chat.identity(key, sub="adaeze"))
    named = visitor.begin("My address is 5 Rose Lane.")
    visitor.come(chat.identity(key, sub="samir"))
    assert visitor.ask("GET", "/conversations").json() == []
    assert visitor.ask("GET", f"/conversations/{named}").status_code == 404


def test_guest_who_signs_in_is_the_same_person_when_nobody_else_is(chat: Chat, visitor: Browser, key: str) -> None:
    named = visitor.begin("Do you have peonies?")
    person = chat.conversation(named).person
    visitor.come(chat.identity(key, name="Samir Haddad"))
    assert visitor.ask("GET", f"/conversations/{named}").status_code == 200
    assert ContactPoint.objects.get(kind="account").person == person
    person.refresh_from_db()
    assert person.name == "Samir Haddad"


def test_guest_who_turns_out_to_be_somebody_keeps_this_browsers_talk(chat: Chat, visitor: Browser, key: str) -> None:
    mailed = chat.shop.adaeze_writes("My order 2291 came in peach.")
    named = visitor.begin("It is about my wedding.")
    visitor.come(chat.identity(key, email="adaeze@nwosu.example"))
    lines = {line["id"] for line in visitor.ask("GET", "/conversations").json()}
    assert lines == {named, mailed.public_id}
    new = visitor.say("A new question").json()["conversation"]
    worker.run_all()
    assert chat.conversation(new).person == mailed.person
    # That both are one is for a member to say.
    assert chat.conversation(named).person != mailed.person
