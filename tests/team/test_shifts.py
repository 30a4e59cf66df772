"""Shifts and absences: who may say them, and who is there when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.core.actor import CHA
from cha.core.clock import standing_at
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ledger import Event
from cha.core.spans import Span, lasting
from cha.team import roster
from cha.team.models import Absence, Member, Role
from cha.team.models.brand import set_hours
from cha.team.models.member import add_member
from cha.team.models.shift import Shift, be_away, be_back, call_off, plan_shifts
from cha.team.models.team import form_team, set_teams
from tests.shop import Shop

DAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = dict.fromkeys(DAYS, "09:00-17:00")


def at(said: str, zone: str = "Europe/Brussels") -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


MONDAY = at("2027-02-22T10:00")


@pytest.fixture
def crew(shop: Shop) -> Shop:
    set_hours(by=CHA, zone="Europe/Brussels", week=WEEK, days={"2027-02-26": "09:00-11:00"}, country="BE")
    plan_shifts(shop.maartje, by=CHA, week={"mon": "12:00-16:00", "thu": "08:00-12:00", "fri": "08:00-12:00"})
    return Shop(
        shop.brand, shop.channel, *(Member.objects.get(pk=one.pk) for one in (shop.priya, shop.maartje, shop.jef))
    )


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2027-02-22T10:00", {"Priya Raman"}),
        ("2027-02-22T13:00", {"Priya Raman", "Maartje de Wit"}),
        ("2027-02-25T08:30", {"Maartje de Wit"}),
        ("2027-02-26T11:30", {"Maartje de Wit"}),
        ("2027-05-06T09:30", set()),
        ("2027-02-21T13:00", set()),
    ],
)
def test_who_is_there_follows_the_plan_or_else_the_shop_and_a_holiday_is_everybodys(
    crew: Shop, moment: str, there: set[str]
) -> None:
    assert {member.name for member in roster.on_shift(at(moment))} == there


def test_of_a_team_only_its_members_are_asked(crew: Shop) -> None:
    weddings = form_team("Weddings", by=CHA)
    set_teams(crew.maartje, [weddings], by=CHA)
    assert roster.on_shift(at("2027-02-22T10:00"), weddings) == []
    assert roster.on_shift(at("2027-02-22T13:00"), weddings) == [crew.maartje]


def test_a_plan_in_another_zone_is_on_its_own_clock(crew: Shop) -> None:
    plan_shifts(crew.maartje, by=CHA, week=WEEK, zone="Asia/Kathmandu")
    assert roster.works_at(crew.maartje, at("2027-02-22T09:00", "Asia/Kathmandu"))
    assert not roster.works_at(crew.maartje, at("2027-02-22T12:30"))


def test_a_date_of_ones_own_counts_though_it_is_a_holiday(crew: Shop) -> None:
    plan_shifts(crew.maartje, by=CHA, week=WEEK, days={"2027-05-06": "10:00-12:00", "2027-02-22": ""})
    assert roster.works_at(crew.maartje, at("2027-05-06T10:30"))
    assert roster.works_at(crew.maartje, MONDAY) is False


def test_without_a_plan_nobody_knows_until_they_are_away(crew: Shop) -> None:
    assert roster.works_at(crew.priya, MONDAY) is None
    be_away(crew.priya, MONDAY, None, by=crew.priya, reason="sick")
    assert roster.works_at(crew.priya, MONDAY) is False
    plan_shifts(crew.maartje, by=CHA, week={})
    assert roster.works_at(Member.objects.get(pk=crew.maartje.pk), MONDAY) is None


def test_shifts_are_cut_by_absences(crew: Shop) -> None:
    week = MONDAY, MONDAY + timedelta(days=7)
    assert lasting(roster.shift_spans(crew.maartje, *week)) == timedelta(hours=12)
    be_away(crew.maartje, at("2027-02-22T14:00"), at("2027-02-25T09:00"), by=CHA, reason="training")
    assert roster.shift_spans(crew.maartje, *week) == [
        Span(at("2027-02-22T12:00"), at("2027-02-22T14:00")),
        Span(at("2027-02-25T09:00"), at("2027-02-25T12:00")),
        Span(at("2027-02-26T08:00"), at("2027-02-26T12:00")),
    ]
    be_away(crew.maartje, at("2027-02-26T09:00"), None, by=CHA, reason="sick")
    assert lasting(roster.shift_spans(crew.maartje, *week)) == timedelta(hours=6)


def test_who_is_there_costs_three_queries_whatever_the_number(crew: Shop) -> None:
    for number in range(6):
        member = add_member(f"m{number}@juniperlane.example", f"M {number}", Role.AGENT, by=CHA)
        plan_shifts(member, by=CHA, week=WEEK)
        be_away(member, MONDAY + timedelta(days=number), None, by=CHA)
    with CaptureQueriesContext(connection) as asked:
        assert len(roster.on_shift(MONDAY)) == 6
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        roster.spans_of(Member.objects.all(), MONDAY, MONDAY + timedelta(days=7))
    assert len(asked) <= 4


def test_somebody_says_so_for_themselves_and_who_leads_for_others(crew: Shop) -> None:
    with standing_at(MONDAY):
        absence = be_away(crew.maartje, MONDAY, None, by=crew.maartje, reason="sick", stands_in=crew.priya)
        assert roster.away_at(crew.maartje, MONDAY) == absence
        assert Event.objects.filter(verb="member.away", facts__absence=absence.pk).exists()
        with pytest.raises(Refused):
            be_away(crew.priya, MONDAY, None, by=crew.maartje)
        with pytest.raises(Refused):
            be_back(crew.maartje, by=crew.jef)
        with pytest.raises(Refused):
            plan_shifts(crew.maartje, by=crew.maartje, week=WEEK)
        later = MONDAY + timedelta(hours=3)
        assert be_back(crew.maartje, by=crew.priya, at=later) == [absence]
        assert be_back(crew.maartje, by=crew.priya, at=later) == []
    assert roster.away_at(crew.maartje, later) is None
    assert Event.objects.filter(verb="member.back").count() == 1


def test_sick_said_twice_is_one_absence(crew: Shop) -> None:
    be_away(crew.maartje, MONDAY, None, by=crew.maartje, reason="sick")
    be_away(crew.maartje, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=2), by=crew.priya, reason="sick")
    assert [(one.since, one.until) for one in Absence.objects.all()] == [(MONDAY, MONDAY + timedelta(days=2))]


def test_what_has_not_begun_is_called_off_and_what_has_is_not(crew: Shop) -> None:
    with standing_at(MONDAY):
        coming = be_away(crew.maartje, MONDAY + timedelta(days=3), None, by=crew.maartje, reason="holiday")
        begun = be_away(crew.maartje, MONDAY, None, by=crew.maartje, reason="sick")
        with pytest.raises(Conflict):
            call_off(begun, by=crew.maartje)
        call_off(coming, by=crew.maartje)
    assert roster.coming_absences(MONDAY) == [begun]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("until", {"until": MONDAY}),
        ("reason", {"until": None, "reason": "bored"}),
        ("stands_in", {"until": None, "stands_in": "jef"}),
        ("stands_in", {"until": None, "stands_in": "maartje"}),
    ],
)
def test_an_absence_that_cannot_be_is_refused_beside_its_field(crew: Shop, field: str, more: dict[str, object]) -> None:
    if isinstance(more.get("stands_in"), str):
        more = {**more, "stands_in": getattr(crew, str(more["stands_in"]))}
    with pytest.raises(Invalid) as refused:
        be_away(crew.maartje, MONDAY, by=CHA, **more)  # type: ignore[arg-type]
    assert refused.value.details["field"] == field
    assert Shift.objects.count() == 1
