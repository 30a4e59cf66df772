"""A channel that somebody else makes: who starts, what is said, what is read, and what happened."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from cha.channels.models import Delivery
from cha.channels.models.channel_token import revoke_channel_token
from cha.conversations.models import Conversation, Message, note, put_right, say
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import decode, encode
from cha.people.models import ContactPoint, Person
from tests.api.asking import Program, wrong
from tests.api.own_channel import OwnChannel
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(shop: Shop) -> OwnChannel:
    return OwnChannel()


def home(app: OwnChannel, answer: object) -> Conversation:
    return Conversation.objects.get(pk=decode(answer.json()["conversation"]))  # type: ignore[attr-defined]


def test_what_is_said_is_heard_once_however_often_it_comes(app: OwnChannel) -> None:
    first = app.says("My order 2291 came in peach.")
    assert first.status_code == 201, first.content
    again = app.says("My order 2291 came in peach.")
    assert (again.status_code, again.json()) == (200, first.json())
    conversation = home(app, first)
    assert conversation.medium == "api"
    assert conversation.messages.filter(kind="heard").count() == 1
    assert conversation.messages.filter(kind="acknowledged").count() == 1


def test_an_id_that_stood_for_other_words_is_refused(app: OwnChannel) -> None:
    app.says("One thing.")
    wrong(app.says("Another thing."), 409, "id_used")
    wrong(app.says("One thing.", handle="bob"), 409, "id_used")
    assert Message.objects.filter(kind="heard").count() == 1


def test_two_at_once_are_one_message(app: OwnChannel) -> None:
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(app.post("/messages", {"handle": "ada", "id": "m1", "text": "Hello"}).status_code)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 201, 503}
    assert Message.objects.filter(kind="heard").count() == 1


def test_what_comes_late_is_put_where_it_belongs(app: OwnChannel) -> None:
    at = now() - timedelta(hours=1)
    second = app.says("Second", id="2", at=at.isoformat())
    app.says("First", id="1", at=(at - timedelta(minutes=5)).isoformat())
    conversation = home(app, second)
    assert conversation.last_words == "Second"
    told = app.get(f"/conversations/{second.json()['conversation']}/messages").json()["items"]
    assert [one["text"] for one in told if one["from"] == "person"] == ["First", "Second"]


def test_an_answer_waits_and_is_out_when_it_is_fetched(app: OwnChannel, shop: Shop) -> None:
    conversation = home(app, app.says("Hello"))
    say(conversation, "It is me: Maartje.", by=shop.maartje, hold=timedelta(0))
    worker.run_all()
    delivery = Delivery.objects.get(channel=app.channel, kind="reply")
    assert delivery.state == "waiting"
    told = app.events()
    words = [one["message"]["text"] for one in told["items"] if one["kind"] == "message" and one["message"]]
    assert words[-1] == "It is me: Maartje."
    assert [one["handle"] for one in told["items"]] == ["ada"] * len(told["items"])
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert Message.objects.get(pk=delivery.message_id).delivery == "sent"
    assert app.events(told["next"])["items"] == []


def test_events_go_on_where_they_stood(app: OwnChannel, shop: Shop) -> None:
    conversation = home(app, app.says("Hello"))
    before = app.events()["next"]
    put_right(conversation, by=shop.maartje)
    told = app.events(before)
    assert [(one["kind"], one["conversation"]) for one in told["items"]] == [("put_right", encode(conversation.pk))]


def test_notes_and_what_went_another_way_are_not_shown(app: OwnChannel, shop: Shop) -> None:
    conversation = home(app, app.says("Hello"))
    note(conversation, "She is a regular.", by=shop.maartje)
    Message.objects.create(conversation=conversation, kind="heard", channel_id=shop.channel.pk, text="By mail")
    path = f"/conversations/{encode(conversation.pk)}/messages"
    texts = [one["text"] for one in app.get(path).json()["items"]]
    assert "She is a regular." not in texts
    assert "By mail" not in texts


def test_one_channel_never_reads_anothers(app: OwnChannel) -> None:
    said = app.says("A secret")
    other = OwnChannel("Another app")
    path = f"/conversations/{said.json()['conversation']}/messages"
    wrong(other.get(path), 404, "not_found")
    assert other.get("/conversations", handle="ada").json()["items"] == []
    assert other.events()["items"] == []
    theirs = {"handle": "ada", "id": "x", "text": "Hi", "conversation": said.json()["conversation"]}
    wrong(other.post("/messages", theirs), 404, "not_found")


def test_somebody_does_not_write_into_anothers_conversation(app: OwnChannel) -> None:
    said = app.says("Hello")
    theirs = {"handle": "bob", "id": "b1", "text": "Hi", "conversation": said.json()["conversation"]}
    wrong(app.post("/messages", theirs), 404, "not_found")


def test_a_members_conversation_by_mail_is_not_there(app: OwnChannel, shop: Shop) -> None:
    mail = shop.adaeze_writes()
    wrong(app.get(f"/conversations/{encode(mail.pk)}/messages"), 404, "not_found")


def test_a_claimed_address_joins_nobody(app: OwnChannel, shop: Shop) -> None:
    mail = shop.adaeze_writes()
    who = {"handle": "ada", "email": "adaeze@nwosu.example", "verified": True, "name": "Mallory"}
    assert app.post("/people", who).json()["name"] == "Mallory"
    point = ContactPoint.objects.get(kind="handle")
    assert point.person_id != mail.person_id


def test_a_trusted_channel_says_who_somebody_is(shop: Shop) -> None:
    mail = shop.adaeze_writes()
    app = OwnChannel(trusts=True)
    who = {"handle": "ada", "email": "adaeze@nwosu.example", "verified": True}
    assert app.post("/people", who).json()["name"] == "Adaeze Nwosu"
    assert ContactPoint.objects.get(kind="handle").person_id == mail.person_id
    app.says("From the app")
    assert Person.objects.count() == 1


def test_a_file_goes_along_and_comes_back(app: OwnChannel, shop: Shop) -> None:
    taken = app.put_file("tulips.txt", b"blue tulips")
    assert taken.status_code == 201, taken.content
    said = app.says("Look", files=[taken.json()["id"]])
    file = said.json()["files"][0]
    assert (file["name"], file["size"], file["type"]) == ("tulips.txt", 11, "text/plain")
    answer = app.client.get(file["url"], headers=app.headers())
    assert b"".join(answer.streaming_content) == b"blue tulips"
    other = OwnChannel("Another app")
    wrong(other.client.get(file["url"], headers=other.headers()), 404, "not_found")
    wrong(other.says("Mine", files=[taken.json()["id"]]), 409, "no_such_file")


def test_a_new_concern_is_opened_when_it_is_asked_for(app: OwnChannel) -> None:
    first = app.says("Hello")
    assert app.says("And", id="m2").json()["conversation"] == first.json()["conversation"]
    assert app.says("New", id="m3", new=True).json()["conversation"] != first.json()["conversation"]


def test_a_token_that_is_revoked_or_a_members_lets_nobody_in(app: OwnChannel, shop: Shop) -> None:
    program = Program(shop.priya)
    wrong(app.client.get("/api/v1/channel", headers=program.headers()), 401, "no_token")
    wrong(app.client.get("/api/v1/me", headers=app.headers()), 401, "no_token")
    revoke_channel_token(app.row, by=CHA)
    wrong(app.get(), 401, "no_token")
