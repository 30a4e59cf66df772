"""The trail says what came late, how late and why."""

from datetime import timedelta

import pytest

from cha.conversations.models import snooze
from cha.core import worker
from cha.core.clock import now, standing_at
from cha.promises.models import Promise, release_promise
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


def woken_after(shop: Shop, minutes: int) -> str:
    conversation = shop.adaeze_writes()
    for promise in Promise.objects.all():
        release_promise(promise, by=shop.maartje)
    until = now() + timedelta(hours=1)
    snooze(conversation, until, by=shop.maartje)
    with standing_at(until + timedelta(minutes=minutes)):
        worker.run_all()
    return browser(shop.maartje).get(f"/now/{conversation.public_id}/trail").content.decode()


def test_what_came_late_says_so(shop: Shop) -> None:
    assert "Back from its snooze, 42 minutes late: no worker ran it in time" in woken_after(shop, 42)


def test_what_came_in_time_says_nothing_of_it(shop: Shop) -> None:
    page = woken_after(shop, 0)
    assert "Back from its snooze" in page
    assert "late:" not in page
