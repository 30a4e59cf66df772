"""Answering over the API: as on the screens, over the way that reaches them."""

from __future__ import annotations

import pytest

from cha.api import limiting
from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message
from cha.core import worker
from cha.core.ids import decode, encode
from cha.people.models.contact_point import meet
from tests.api.asking import Program, wrong
from tests.api.own_channel import OwnChannel
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(shop: Shop) -> Program:
    limiting.forget()
    return Program(shop.maartje)


def test_an_answer_is_said_as_the_member_and_can_be_taken_back(program: Program, shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    answer = program.post(f"/conversations/{encode(conversation.pk)}/messages", {"text": "It is me."})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["author"]["name"], told["delivery"], told["medium"]) == ("Maartje de Wit", "held", "email")
    conversation.refresh_from_db()
    assert (conversation.state, conversation.assignee) == ("theirs", shop.maartje)
    assert "message.said" in verbs(conversation)


def test_an_answer_to_a_channel_of_ones_own_goes_at_once(program: Program, shop: Shop) -> None:
    app = OwnChannel()
    said = app.says("Hello").json()
    answer = program.post(f"/conversations/{said['conversation']}/messages", {"text": "It is me."})
    assert answer.status_code == 201, answer.content
    worker.run_all()
    assert app.events()["items"][-1]["text"] == "It is me."
    assert Delivery.objects.get(message=decode(answer.json()["id"])).state == "sent"


def test_a_way_that_does_not_reach_them_is_refused(program: Program, shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    app = OwnChannel()
    path = f"/conversations/{encode(conversation.pk)}/messages"
    wrong(program.post(path, {"text": "Hi", "channel": encode(app.channel.pk)}), 409, "no_way")
    wrong(program.post(path, {"text": "Hi", "channel": "0000000000000"}), 409, "no_way")
    assert not Message.objects.filter(kind="said").exists()


def test_opening_with_words_to_somebody_nothing_reaches_opens_nothing(program: Program, shop: Shop) -> None:
    person = meet("phone", "+32 470 00 00 41", name="Huda").person
    owner = Program(shop.priya)
    body = {"person": encode(person.pk), "subject": "Hello", "text": "Are you there?"}
    wrong(owner.post("/conversations", body), 409, "no_way")
    assert not Conversation.objects.filter(person=person).exists()


def test_an_opening_with_words_is_sent(program: Program, shop: Shop) -> None:
    person = shop.adaeze_writes().person
    body = {"person": encode(person.pk), "subject": "Your bouquet", "text": "Is it well?", "topic": "question_product"}
    answer = program.post("/conversations", body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["subject"], told["topic"], told["channel"]["medium"]) == ("Your bouquet", "question_product", "email")
    assert Message.objects.get(conversation=decode(told["id"])).text == "Is it well?"


def test_an_answer_says_which_promises_its_words_make_and_makes_none(program: Program, shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    path = f"/conversations/{encode(conversation.pk)}/messages"

    told = program.post(path, {"text": "I will ring you in 2099. I will ring you tomorrow before 03:00."}).json()

    rings = told["promises"][-1]
    assert (rings["what"], rings["sure"], rings["holds"]) == ("call", True, False)
    assert rings["nearest"] > rings["by"]
    assert not conversation.promises.filter(source="draft").exists()
    assert program.post(path, {"text": "It is on its way."}).json()["promises"] == []
