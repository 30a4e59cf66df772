"""What breaks off in the middle is gone through with; what a limited member asks for tells nothing of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.conversations import acts
from cha.conversations.models import Bulk, assign, begin_bulk, begin_undoing
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.team.models import Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

pytestmark = pytest.mark.django_db(transaction=True)


def state(bulk: Bulk) -> str:
    bulk.refresh_from_db()
    return bulk.state


def test_act_on_few_that_broke_off_is_gone_through_with_by_the_worker(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = crowd(shop, 3)
    bulk = begin_bulk("tag", [row.pk for row in rows], {"tags": ["late"]}, by=shop.maartje)
    with monkeypatch.context() as patched:
        patched.setattr(acts, "standing", lambda row: 1 / (row.pk != rows[1].pk) and {"tags": []})
        with pytest.raises(ZeroDivisionError):
            acts.carry_out(bulk)
    assert state(bulk) == "running"
    worker.run_all()
    assert state(bulk) == "running", "its page may still be at it"
    with time_machine.travel(now() + timedelta(minutes=2)):
        worker.run_all()
        assert state(bulk) == "done"
        assert [list(row.tags.values_list("name", flat=True)) for row in rows] == [["late"]] * 3
        begin_undoing(bulk, by=shop.maartje)
    with time_machine.travel(now() + timedelta(minutes=4)):
        worker.run_all()
    assert state(bulk) == "undone"


def test_name_that_only_others_deal_with_is_nobodys(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    assign(talk, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    tomasz = add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=CHA)

    desk = browser(tomasz)
    for name in ("adaeze@nwosu.example", "someone@nowhere.example"):
        page = desk.get("/search", {"q": f"from:{name}"}).content.decode()
        assert f"Nobody and nothing here is called “{name}”" in page
