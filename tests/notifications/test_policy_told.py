"""Everybody who answers hears from whoever changed the policy, with the reason, and can read what counts now."""

from __future__ import annotations

import pytest

from cha.core import worker
from cha.core.clock import now
from cha.notifications.models import Notification
from cha.notifications.wording import line
from cha.resolutions.versions import go_live, keep_draft
from tests.resolutions.remedies.giving import rule
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_version_is_told_with_its_reason_to_all_but_who_made_it(shop: Shop) -> None:
    go_live(keep_draft([rule()], by=shop.priya), by=shop.priya, why="To begin with")
    go_live(keep_draft([rule(agent=300_00)], by=shop.priya), by=shop.priya, why="You rarely needed to ask.")
    worker.run_all()
    told = list(Notification.objects.filter(kind="policy"))
    assert shop.priya not in [row.member for row in told]
    mine = next(row for row in told if row.member == shop.maartje)
    said = line(mine, now())
    assert said.whole == "Priya changed what you may decide: “You rarely needed to ask.”"
    assert said.path == "/policy"
