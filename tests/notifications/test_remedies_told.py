"""Whoever gives something hears when it does not go through, and not what they said themselves."""

from __future__ import annotations

import pytest

from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.notifications.models import Notification
from cha.notifications.wording import line
from cha.resolutions.remedies.doing import fail_remedy, start_remedy
from tests.resolutions.remedies.giving import give, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_its_keeper_hears_that_it_did_not_go_through(shop: Shop) -> None:
    policy()
    row = start_remedy(give(shop.adaeze_writes(), shop.maartje, words="Twenty euros back"), by=CHA)
    fail_remedy(row, by=CHA, problem="The card is closed")
    worker.run_all()
    told = Notification.objects.get(kind="remedy")
    assert told.member == shop.maartje
    said = line(told, now()).whole
    assert (said, told.facts["what"]) == ("“Twenty euros back” for Adaeze Nwosu did not go through.", "failed")


def test_who_says_that_it_went_wrong_knows_it(shop: Shop) -> None:
    policy()
    row = give(shop.adaeze_writes(), shop.maartje)
    fail_remedy(row, by=shop.maartje, problem="The card is closed")
    worker.run_all()
    assert not Notification.objects.filter(kind="remedy").exists()
