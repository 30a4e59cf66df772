"""Who may be the same person is looked for when somebody arrives, and found by keys alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.channels.pipeline.threading import reply_token
from cha.conversations.joining_persons import join_persons
from cha.conversations.joining_persons.looking import SO_MANY, candidates, look, look_at_everybody
from cha.conversations.joining_persons.noticing import notice_answer
from cha.conversations.models import Heard, hear, open_conversation
from cha.core import worker
from cha.core.actor import CHA
from cha.people.likeness import Address, Side
from cha.people.likeness.keys import keys_of
from cha.people.models import MergeSuggestion, Person
from cha.people.models.contact_point import add_point, meet, verify
from cha.people.models.fact import learn
from cha.people.models.likeness import LikenessKey
from cha.people.models.suggesting import maybes, not_the_same
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)


def person(kind: str, value: str, name: str = "", *, proven: bool = True) -> Person:
    """Somebody new."""
    point = meet(kind, value, name=name)
    if proven:
        verify(point, "answered")
    return point.person


def test_keys_are_the_same_however_something_is_written() -> None:
    one = Side(name="Jürgen Müßiggang", phones=(Address("+493023125004"),), orders=("JL-2291",))
    other = Side(name="Muessiggang, Juergen", phones=(Address("030 23125004"),), orders=("jl 2291",))
    assert keys_of(one) == keys_of(other)
    assert not keys_of(Side(name="Ada"))


def test_a_new_person_with_a_known_number_and_name_is_suggested(shop: Shop) -> None:
    adaeze = person("phone", "+32470000041", "Adaeze Okoroafor")
    ada = person("visitor", "5f1c", "Ada Okoroafor")
    learn(ada, "phone", "0470 00 00 41", by=CHA)
    worker.run_all()
    found = maybes(adaeze.pk).get()
    assert {found.one_id, found.other_id} == {adaeze.pk, ada.pk}
    assert found.state == "open"
    assert "phone" in {code for code, _points, _value in found.reasons}
    assert not Person.objects.exclude(joined_into=None).exists()


def test_who_is_not_the_same_is_not_asked_about_again(shop: Shop) -> None:
    adaeze = person("email", "zelda@one.example", "Zelda Quillfeather")
    other = person("email", "zq@two.example", "Zelda Quillfeather")
    worker.run_all()
    assert maybes(adaeze.pk).count() == 1
    not_the_same(adaeze, other, by=shop.maartje)
    learn(other, "order", "2291", by=CHA)
    learn(adaeze, "order", "2291", by=CHA)
    worker.run_all()
    assert not maybes(adaeze.pk).exists()
    assert MergeSuggestion.objects.get().settled_by_id == shop.maartje.pk


def test_a_suggestion_grows_with_what_is_learned(shop: Shop) -> None:
    adaeze = person("email", "zelda@one.example", "Zelda Quillfeather")
    other = person("email", "zq@two.example", "Zelda Quillfeather")
    worker.run_all()
    before = MergeSuggestion.objects.get().score
    for each in (adaeze, other):
        learn(each, "order", "2291", by=CHA)
    worker.run_all()
    assert MergeSuggestion.objects.get().score == before + 30


def test_a_frequent_name_finds_nobody(shop: Shop) -> None:
    for number in range(SO_MANY + 2):
        person("email", f"a{number}@many.example", "Zelda Quillfeather")
    worker.run_all()
    newest = person("email", "last@many.example", "Zelda Quillfeather")
    assert look(newest.pk) == []


def test_looking_asks_a_handful_of_questions_whoever_there_is(shop: Shop) -> None:
    for number in range(9):
        person("email", f"zelda{number}@one.example", "Zelda Quillfeather")
    worker.run_all()
    newest = person("email", "zq@two.example", "Zelda Quillfeather")
    look(newest.pk)
    with CaptureQueriesContext(connection) as asked:
        look(newest.pk)
    assert len(asked) < 60


def test_who_is_joined_is_found_as_the_one_they_are(shop: Shop) -> None:
    adaeze = person("email", "adaeze@nwosu.example", "Adaeze Okoroafor")
    ada = person("phone", "+32470000041", "ada")
    join_persons(adaeze, ada, by=CHA)
    worker.run_all()
    assert not LikenessKey.objects.filter(person=ada).exists()
    newest = person("visitor", "5f1c", "Adaeze Okoroafor")
    learn(newest, "phone", "0470 00 00 41", by=CHA)
    assert look(newest.pk) == [adaeze.pk]
    assert candidates(newest.pk, [("phone", "70000041")]) == {adaeze.pk: 0}


def test_an_answer_from_anothers_proven_address_is_a_strong_suggestion(shop: Shop) -> None:
    adaeze = person("email", "adaeze@nwosu.example", "Adaeze Nwosu")
    visitor = person("visitor", "5f1c", "flowerlover")
    add_point(visitor, "email", "flower@post.example", by=CHA)
    chat = open_conversation(visitor, by=visitor, medium="chat")
    heard = Heard("Here is the picture.", "email", address="adaeze@nwosu.example", extra={"writer": "Adaeze Nwosu"})
    message = hear(chat, heard)
    worker.run_all()
    notice_answer(message.pk)
    found = maybes(adaeze.pk).get()
    assert found.reasons[0][0] == "answered"
    assert chat.person_id == visitor.pk


def test_an_unproven_address_suggests_nothing(shop: Shop) -> None:
    person("email", "mallory@else.example", "Mallory", proven=False)
    visitor = person("visitor", "5f1c", "flowerlover")
    chat = open_conversation(visitor, by=visitor, medium="chat")
    hear(chat, Heard("It is me.", "email", address="mallory@else.example", extra={"writer": "Mallory"}))
    worker.run_all()
    assert not MergeSuggestion.objects.exists()


def test_a_chat_that_goes_on_by_mail_from_a_known_mailbox_is_noticed(shop: Shop) -> None:
    mine = shop.adaeze_writes("My order 2291 came in peach.")
    verify(mine.person.points.get(), "answered")
    visitor = person("visitor", "5f1c", "ada.n", proven=False)
    chat = open_conversation(visitor, by=visitor, medium="chat", channel_id=shop.channel.pk)
    hear(chat, Heard("Do they come with vases?", "chat", address="5f1c"))
    worker.run_all()
    assert not maybes(visitor.pk).exists()
    to = f"hello+{reply_token(chat.pk)}@juniperlane.example"
    shop.gets(raw_mail("Here is the picture.", to=to, subject="Re: What we said in the chat"))
    found = maybes(visitor.pk).get()
    assert found.reasons[0][0] == "answered"
    chat.refresh_from_db()
    assert (chat.heard_count, chat.person_id) == (2, visitor.pk)


def test_those_who_were_there_before_their_keys_are_looked_at_once(shop: Shop) -> None:
    for number in range(3):
        Person.objects.create(name=f"Zelda Quillfeather {number}")
    look_at_everybody(0)
    assert LikenessKey.objects.values("person").distinct().count() == 3
