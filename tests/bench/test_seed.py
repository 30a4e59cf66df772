"""Rows written in bulk are what verbs would read: defaults filled, threads whole, those who wait in order."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, Message
from cha.promises.models import Promise
from cha.team.models import Member


@pytest.mark.django_db(transaction=True)
def test_a_seed_is_a_shop_that_can_be_worked_in() -> None:
    from bench.inside.seed import seed

    seed(60)
    assert Conversation.objects.count() == 60
    assert Promise.objects.count() == 60
    assert Member.objects.count() == 4
    assert Message.objects.filter(conversation=Conversation.objects.first()).count() >= 3
    assert not Conversation.objects.waiting().filter(care_at=None).exists()
    seed(60)
    assert Conversation.objects.count() == 60
