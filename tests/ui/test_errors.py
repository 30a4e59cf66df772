"""An error is said where it happened: as a page, as JSON, or as a word on the page that a form was sent from."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cha.conversations.models import put_right
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("accept", "kind", "has"),
    [
        ("text/vnd.turbo-stream.html, text/html", "text/vnd.turbo-stream.html", '<turbo-stream action="append"'),
        ("application/json", "application/json", '"put_right_already"'),
        ("text/html", "text/html; charset=utf-8", "<title>It is put right already.</title>"),
    ],
)
def test_a_conflict_is_said_in_the_form_that_was_asked_for(shop: Shop, accept: str, kind: str, has: str) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.maartje)
    client = Client()
    client.force_login(shop.maartje)
    answer = client.post(reverse("putting-right", args=[conversation.pk]), headers={"accept": accept})
    assert answer.status_code == 409
    assert answer["Content-Type"] == kind
    assert has in answer.content.decode()
    assert "It is put right already." in answer.content.decode()
