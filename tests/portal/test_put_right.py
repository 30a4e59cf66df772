"""Whether it is put right: the person decides, by a button, never by opening a link."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.models import Conversation, Message, put_right
from cha.conversations.models.putting_right import PutRight
from cha.promises.models import Promise
from tests.portal.conftest import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def state_of(conversation: Conversation) -> str:
    return Conversation.objects.get(pk=conversation.pk).state


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_question_comes_first_when_a_member_put_it_right(
    phone: Client, shop: Shop, link: str, peach: Conversation
) -> None:
    shop.answers(peach, "White on all twelve tables.")
    put_right(peach, by=shop.maartje)
    page = html(phone, link)
    assert page.index("Adaeze, is it put right?") < page.index("What we wrote to each other")
    assert page.count('value="yes"') == 1
    asked = html(phone, link + "/put-right")
    assert "You wrote about" in asked
    assert "looks after it until you say yes" in asked


def test_yes_confirms_it_and_says_thank_you(phone: Client, shop: Shop, link: str, peach: Conversation) -> None:
    shop.answers(peach, "White on all twelve tables.")
    put_right(peach, by=shop.maartje)
    response = phone.post(link + "/put-right", {"right": "yes"})
    assert response.status_code == 303
    assert "Thank you. Maartje has it." in html(phone, response["Location"])
    assert state_of(peach) == "confirmed"
    assert "You answered this one already." in html(phone, link + "/put-right")


def test_yes_counts_while_it_is_still_open(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "yes"})
    assert state_of(peach) == "confirmed"


def test_not_yet_opens_it_again_with_a_promise(phone: Client, shop: Shop, link: str, peach: Conversation) -> None:
    shop.answers(peach, "White on all twelve tables.")
    put_right(peach, by=shop.maartje)
    response = phone.post(link + "/put-right", {"right": "no"})
    page = html(phone, response["Location"])
    assert "It is open again." in page
    assert "Maartje writes to you" in page
    assert "checked" not in page
    assert state_of(peach) == "ours"
    assert Promise.objects.filter(conversation=peach, state="open").count() == 1


def test_not_yet_twice_makes_one_promise(phone: Client, shop: Shop, link: str, peach: Conversation) -> None:
    shop.answers(peach, "White on all twelve tables.")
    put_right(peach, by=shop.maartje)
    for _ in range(2):
        phone.post(link + "/put-right", {"right": "no"})
    assert Promise.objects.filter(conversation=peach, state="open").count() == 1


def test_what_is_still_wrong_is_heard_choice_and_words(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "no"})
    phone.post(link + "/put-right/still", {"still": "late", "body": "Two hours.", "once": "s"})
    assert Message.objects.get(external_id="portal:s").text == "It came, but late\n\nTwo hours."


def test_saying_nothing_is_refused_in_words(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "no"})
    response = phone.post(link + "/put-right/still", {"body": "", "once": "s"})
    assert response.status_code == 422
    assert b"Please write a few words first." in response.content


def test_one_tap_opens_again_what_was_confirmed(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "yes"})
    phone.post(link + "/put-right", {"right": "no"})
    assert state_of(peach) == "ours"


def test_what_opened_again_by_a_word_can_be_confirmed_again(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "yes"})
    phone.post(link + "/answer", {"body": "One is peach after all.", "once": "p"})
    assert state_of(peach) == "ours"
    assert not PutRight.objects.filter(conversation=peach, undone_at=None).exists()
    phone.post(link + "/put-right", {"right": "yes"})
    assert state_of(peach) == "confirmed"


def test_a_button_that_says_neither_decides_nothing(phone: Client, link: str, peach: Conversation) -> None:
    phone.post(link + "/put-right", {"right": "perhaps"})
    assert state_of(peach) == "ours"
