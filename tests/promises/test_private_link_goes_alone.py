"""Whoever has the private link opens the person's page: it goes to the person alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import say
from cha.core import worker
from cha.people.models.contact_point import add_point
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("more", "carries"),
    [
        ({}, True),
        ({"to": "Ada@work.example"}, True),
        ({"cc": ["chidi@nwosu.example"]}, False),
        ({"bcc": ["chidi@nwosu.example"]}, False),
        ({"to": "chidi@nwosu.example"}, False),
    ],
)
def test_the_private_link_goes_to_the_person_alone(shop: Shop, more: dict[str, object], carries: bool) -> None:
    conversation = shop.adaeze_writes()
    add_point(conversation.person, "email", "ada@work.example", by=shop.maartje)
    say(conversation, "White for all twelve.", by=shop.maartje, hold=timedelta(0), **more)  # type: ignore[arg-type]
    worker.run_all()
    delivery = Delivery.objects.get(kind="reply")
    assert ("/w/" in delivery.text) is carries
    assert ("See it all in one place" in delivery.html) is carries
    assert "White for all twelve." in delivery.text
