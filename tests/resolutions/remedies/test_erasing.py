"""A conversation in which something is still to be given is not erased: money that is on its way is not forgotten."""

from __future__ import annotations

import pytest

from cha.conversations.models import Conversation, erase_conversation, trash
from cha.conversations.models.trashing import KEPT_FOR
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict, Invalid
from cha.core.money import Money
from cha.core.worker import run_all
from cha.resolutions.models import GivenBefore, Remedy
from cha.resolutions.remedies.doing import finish_remedy, start_remedy, take_back_remedy
from cha.resolutions.remedies.order_left import left_of
from tests.resolutions.remedies.giving import give, order, policy
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


def test_what_was_given_for_an_order_is_not_given_again_by_erasing_it(shop: Shop) -> None:
    policy()
    talk = shop.adaeze_writes()
    bought = order(talk, 62_00)
    given = give(talk, shop.maartje, minor=40_00, order=bought, words="It was our slip")
    back = give(talk, shop.maartje, minor=10_00, order=bought)
    take_back_remedy(back, by=shop.maartje)
    finish_remedy(given, by=shop.maartje)
    trash(talk, by=shop.priya)
    erase_conversation(talk, by=shop.priya)
    assert not Remedy.objects.exists()
    assert left_of(bought) == Money(22_00, "EUR")
    later = shop.adaeze_writes("The same again?", subject="Again")
    with pytest.raises(Invalid) as found:
        give(later, shop.maartje, minor=40_00, order=bought)
    assert found.value.details["near"] == 22_00
    give(later, shop.maartje, minor=22_00, order=bought)


def test_no_word_is_kept_with_the_order(shop: Shop) -> None:
    policy()
    talk = shop.adaeze_writes()
    given = give(talk, shop.maartje, minor=40_00, order=order(talk), words="Oops", why="Peach, not white")
    finish_remedy(given, by=shop.maartje)
    trash(talk, by=shop.priya)
    erase_conversation(talk, by=shop.priya)
    kept = GivenBefore.objects.values().get()
    assert {name for name, value in kept.items() if isinstance(value, str)} == {"kind", "currency"}
    assert "person_id" not in kept


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
