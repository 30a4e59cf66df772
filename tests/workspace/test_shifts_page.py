"""The plan of the shifts, and saying that one is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.team import roster
from cha.team.models import Absence, Role, Shift
from cha.team.models.member import add_member, change_member
from cha.team.models.shift import be_away, plan_shifts
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

WEEK = {"own": "1", "mon-1-from": "9:00", "mon-1-to": "13:00"}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


def test_who_leads_plans_a_week_and_everybody_else_does_not(shop: Shop, priya: Client) -> None:
    address = f"/settings/shifts/{encode(shop.maartje.pk)}"
    assert priya.post(address, {**WEEK, "copy": "mon"}).status_code == 422
    assert not Shift.objects.exists()
    assert priya.post(address, WEEK).status_code == 303
    assert Shift.objects.get().week == {"mon": "09:00-13:00"}
    assert "09:00-13:00" in priya.get("/settings/shifts").content.decode()
    assert priya.post(address, {"own": "1"}).status_code == 422
    assert priya.post(address, {}).status_code == 303
    assert roster.plan_of(shop.maartje) is None
    maartje = signed_in(shop.maartje)
    for path in ("/settings/shifts", address):
        assert maartje.get(path).status_code == 403
    assert maartje.post("/settings/shifts/absences", {"member": str(shop.priya.pk)}).status_code == 403
    change_member(shop.maartje, by=CHA, role=Role.LEAD)
    assert maartje.get("/settings/shifts").status_code == 200


def test_a_sick_member_says_so_in_two_presses_and_comes_back_in_two(shop: Shop) -> None:
    maartje = signed_in(shop.maartje)
    account = maartje.get("/account").content.decode()
    assert 'action="/account/away"' in account
    assert 'name="reason" value="sick"' in account
    assert maartje.post("/account/away", {"reason": "sick"}).status_code == 303
    absence = roster.away_at(shop.maartje, now())
    assert absence is not None
    assert (absence.reason, absence.until) == ("sick", None)
    page = maartje.get("/account/away").content.decode()
    assert "I am back" in page
    assert "nobody knows yet" in page
    assert maartje.post("/account/back").status_code == 303
    assert roster.away_at(shop.maartje, now()) is None


def test_an_absence_that_cannot_be_is_said_beside_and_kept(shop: Shop) -> None:
    form = {"since": "2030-02-04T09:00", "until": "2030-02-03T09:00", "reason": "holiday"}
    page = signed_in(shop.maartje).post("/account/away", form)
    assert page.status_code == 422
    assert "It ends before it begins." in page.content.decode()
    assert "2030-02-03T09:00" in page.content.decode()


def test_who_leads_says_it_for_others_and_calls_it_off(shop: Shop, priya: Client) -> None:
    form = {"member": str(shop.maartje.pk), "since": "2030-02-04T09:00", "reason": "holiday"}
    assert priya.post("/settings/shifts/absences", {**form, "stands_in": str(shop.priya.pk)}).status_code == 303
    absence = Absence.objects.get()
    assert absence.stands_in == shop.priya
    assert "Priya Raman stands in" in priya.get("/settings/shifts").content.decode()
    assert "Holiday" in priya.get("/settings/shifts?week=2030-02-05").content.decode()
    assert priya.post(f"/settings/shifts/absences/{encode(absence.pk)}/end").status_code == 303
    assert not Absence.objects.exists()
    assert priya.post("/settings/shifts/absences", {**form, "until": "2030-02-01T09:00"}).status_code == 422


def test_the_week_costs_the_same_for_two_and_for_ten(shop: Shop, priya: Client) -> None:
    def queries() -> int:
        priya.get("/settings/shifts")
        with CaptureQueriesContext(connection) as asked:
            priya.get("/settings/shifts")
        return len(asked)

    few = queries()
    for number in range(8):
        member = add_member(f"m{number}@juniperlane.example", f"M {number}", by=CHA)
        plan_shifts(member, by=CHA, week={"mon": "9-17"})
        be_away(member, now() + timedelta(days=number), None, by=CHA, stands_in=shop.priya)
    assert queries() <= few
