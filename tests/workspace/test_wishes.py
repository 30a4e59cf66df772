"""How a person likes it: written down, shown where one writes, and obeyed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import open_conversation, put_right, say, say_later
from cha.conversations.models.conversation import Conversation
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Refused
from cha.core.ids import encode
from cha.core.timers import Timer
from cha.people.consents import may
from cha.people.models import Person
from cha.people.models.contact_point import add_point
from cha.people.preferences import prefer, preferences_of
from cha.promises.answering import ask
from tests.shop import Shop
from tests.workspace.desk import browser


def always_quiet(person: Person, shop: Shop) -> None:
    """Quiet from two hours ago until two hours from now, on a clock of UTC."""
    person.zone = "UTC"
    person.save(update_fields=["zone"])
    clock = {"quiet_from": now() - timedelta(hours=2), "quiet_until": now() + timedelta(hours=2)}
    prefer(person, {key: at.strftime("%H:%M") for key, at in clock.items()}, by=shop.maartje)


def unasked(shop: Shop) -> Conversation:
    person = shop.adaeze_writes().person
    prefer(person, {"do_not_contact": "yes"}, by=person)
    return open_conversation(person, by=shop.maartje, subject="Spring", medium="email", channel_id=shop.channel.pk)


def test_a_member_writes_down_how_they_like_it(shop: Shop) -> None:
    person = shop.adaeze_writes().person
    desk, place = browser(shop.maartje), f"/people/{encode(person.pk)}"
    form = {"channel": "phone", "formality": "formal", "access": ["no_calls", "wings"], "quiet_from": "21:00"}

    half = desk.post(f"{place}/likes", form)
    assert half.status_code == 422
    assert "Say from when, and until when." in half.content.decode()
    assert desk.post(f"{place}/likes", {**form, "quiet_until": "08:30"}).status_code == 303

    likes = preferences_of(Person.objects.get(pk=person.pk))
    assert (likes.channel, likes.formality, likes.access, likes.quiet) == ("phone", "formal", ("no_calls",), True)
    page = desk.get(place).content.decode()
    assert "21:00 to 08:30, on their clock" in page
    assert "No telephone calls" in page


def test_who_wants_no_calls_is_not_called(shop: Shop) -> None:
    person = shop.adaeze_writes().person
    add_point(person, "phone", "+32470000041", by=shop.maartje)
    desk, place = browser(shop.maartje), f"/people/{encode(person.pk)}"
    assert 'href="tel:+32470000041"' in desk.get(place).content.decode()

    prefer(person, {"access": "no_calls"}, by=shop.maartje)

    assert 'href="tel:' not in desk.get(place).content.decode()


def test_what_is_obeyed_is_not_overwritten_by_what_is_written_freely(shop: Shop) -> None:
    person = shop.adaeze_writes().person
    prefer(person, {"do_not_contact": "yes"}, by=person)
    place = f"/people/{encode(person.pk)}/change"
    desk = browser(shop.maartje)

    assert "do_not_contact" not in desk.get(place).content.decode()
    desk.post(place, {"name": "Adaeze Nwosu", "likes": "Flowers: peonies\nSays when read: yes\nDo not contact: no"})

    likes = Person.objects.get(pk=person.pk).likes
    assert likes == {"do_not_contact": "yes", "flowers": "peonies"}


def test_what_they_said_to_one_of_us_is_written_down_with_what_they_were_asked(shop: Shop) -> None:
    person = shop.adaeze_writes().person
    desk, place = browser(shop.maartje), f"/people/{encode(person.pk)}/agreed"
    form = {"purpose": "marketing", "how": "phone", "yes": "1"}

    assert desk.post(place, form).status_code == 422
    assert desk.post(place, {**form, "words": "May we write to you at Easter?"}).status_code == 303

    assert may(person, "marketing")
    page = desk.get(place).content.decode()
    assert "May we write to you at Easter?" in page
    assert "written down by one of us" in page


def test_who_wants_nothing_unasked_is_not_written_to(shop: Shop) -> None:
    conversation = unasked(shop)

    with pytest.raises(Refused, match="asked not to be written to"):
        say(conversation, "Spring is here.", by=shop.maartje)
    with pytest.raises(Refused):
        say_later(conversation, "Spring is here.", now() + timedelta(hours=1), by=shop.maartje)


def test_who_wants_nothing_unasked_is_still_answered(shop: Shop) -> None:
    person = unasked(shop).person
    conversation = Conversation.objects.filter(person=person, heard_count__gt=0)[0]

    assert say(conversation, "Here they are.", by=shop.maartje).pk


def test_nobody_is_asked_whether_it_is_right_who_wants_only_answers(shop: Shop) -> None:
    person = unasked(shop).person
    conversation = Conversation.objects.filter(person=person, heard_count__gt=0)[0]
    put_right(conversation, by=shop.maartje)

    ask(conversation.pk)

    assert not Delivery.objects.filter(kind="ask").exists()


def test_asking_waits_until_their_quiet_is_over(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    always_quiet(conversation.person, shop)
    put_right(conversation, by=shop.maartje)
    worker.run_all()

    ask(conversation.pk)

    assert not Delivery.objects.filter(kind="ask").exists()
    assert Timer.objects.get(key=f"ask:{conversation.pk}").due > now() + timedelta(hours=1)
    prefer(conversation.person, {"quiet_from": "", "quiet_until": ""}, by=shop.maartje)
    ask(conversation.pk)
    assert Delivery.objects.filter(kind="ask").count() == 1


def test_what_to_mind_stands_beside_the_words(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    always_quiet(conversation.person, shop)
    prefer(conversation.person, {"access": "large_print"}, by=shop.maartje)

    page = browser(shop.maartje).get(f"/now/{encode(conversation.pk)}").content.decode()

    assert "who wants quiet" in page
    assert "Send then" in page
    assert "Large print" in page


def test_an_answer_is_sent_when_the_quiet_is_over(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    until = (now() + timedelta(hours=2)).isoformat(timespec="seconds")

    browser(shop.maartje).post(f"/now/{encode(conversation.pk)}/later", {"body": "Good morning.", "until": until})

    assert conversation.laters.get().text == "Good morning."
