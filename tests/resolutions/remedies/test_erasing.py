"""A conversation in which something is still to be given is not erased: money that is on its way is not forgotten."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, erase_conversation, trash
from cha.conversations.models.trashing import KEPT_FOR
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict
from cha.core.worker import run_all
from cha.resolutions.doing import finish_remedy, start_remedy
from tests.resolutions.remedies.giving import give, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_erased_when_what_was_given_is_done(shop: Shop) -> None:
    policy()
    talk = shop.adaeze_writes()
    row = give(talk, shop.maartje)
    start_remedy(row, by=shop.maartje)
    trash(talk, by=shop.priya)
    with pytest.raises(Conflict) as found:
        erase_conversation(talk, by=shop.priya)
    assert found.value.code == "held"
    finish_remedy(row, by=shop.maartje)
    erase_conversation(talk, by=shop.priya)
    assert not Conversation.objects.filter(pk=talk.pk).exists()


def test_after_thirty_days_it_waits_for_what_is_not_done(shop: Shop) -> None:
    policy()
    talk = shop.adaeze_writes()
    row = give(talk, shop.maartje)
    trash(talk, by=shop.priya)
    with standing_at(now() + KEPT_FOR * 1.1):
        run_all()
    assert Conversation.objects.filter(pk=talk.pk).exists()
    finish_remedy(row, by=shop.maartje)
    with standing_at(now() + KEPT_FOR * 2.3):
        run_all()
    assert not Conversation.objects.filter(pk=talk.pk).exists()
