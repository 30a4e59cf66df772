"""Opens are told only where the person agreed themselves, once, and no longer when they take it back."""

import pytest
from django.test import Client

from cha.channels.models import Delivery
from cha.conversations.models import Conversation
from cha.core.errors import NotFound
from cha.people.models.contact_point import meet
from cha.promises.opens import agree, agreed
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def answered(shop: Shop, yes: bool) -> tuple[Conversation, Delivery]:
    conversation = shop.adaeze_writes()
    agree(conversation.person, yes, by=conversation.person)
    shop.answers(Conversation.objects.get())
    return conversation, Delivery.objects.get(kind="reply")


def test_without_their_word_there_is_no_picture(shop: Shop) -> None:
    _, delivery = answered(shop, False)
    assert "<img" not in delivery.html
    assert "/opened/" not in delivery.html + delivery.text


def test_with_it_the_first_time_is_noted_once(shop: Shop, client: Client) -> None:
    conversation, delivery = answered(shop, True)
    path = "/opened/" + delivery.html.split("/opened/")[1].split('"')[0]
    for _ in range(2):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/gif")
        assert "no-store" in answer["Cache-Control"]
    assert verbs(conversation).count("message.opened") == 1
    assert client.get("/opened/nonsense.gif").status_code == 404


def test_taken_back_nothing_is_noted_any_more(shop: Shop, client: Client) -> None:
    conversation, delivery = answered(shop, True)
    agree(conversation.person, False, by=conversation.person)
    assert client.get("/opened/" + delivery.html.split("/opened/")[1].split('"')[0]).status_code == 200
    assert "message.opened" not in verbs(conversation)


def test_nobody_else_can_agree_for_them(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    other = meet("email", "eve@elsewhere.example").person
    with pytest.raises(NotFound):
        agree(conversation.person, True, by=other)
    assert not agreed(conversation.person)
