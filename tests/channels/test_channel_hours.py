"""Whose hours count on a channel: its own, its team's, the business's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.channels.models import Channel, channel_of
from cha.channels.models.channel import change_channel
from cha.core.actor import CHA
from cha.core.errors import Invalid, Refused
from cha.core.hours import is_open, on_day, words
from cha.team.models.brand import set_hours
from cha.team.models.team import Team, form_team, set_team_hours
from tests.shop import Shop

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
LATE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "12:00-22:00")
CLOSED = {"name": "Stocktaking", "first": "2027-02-01", "last": "2027-02-05", "week": {}}
SUMMER = {"name": "Summer", "first": "06-01", "last": "08-31", "week": {"mon": "08:00-14:00"}}


@pytest.fixture
def weddings(shop: Shop) -> Team:
    set_hours(by=CHA, zone="Europe/Brussels", week=WEEK, days={"2027-03-01": "10-12"}, country="BE")
    team = form_team("Weddings", by=CHA)
    change_channel(shop.channel, by=CHA, team=team)
    return team


def said(shop: Shop, day: str) -> str:
    channel = Channel.objects.select_related("brand", "team").get(pk=shop.channel.pk)
    return words(on_day(channel.hours(), date.fromisoformat(day)))


def test_what_a_channel_leaves_out_its_team_says_and_then_the_business(shop: Shop, weddings: Team) -> None:
    assert said(shop, "2027-02-22") == "09:00-17:00"
    set_team_hours(weddings, by=CHA, week=LATE, days={})
    assert said(shop, "2027-02-22") == "12:00-22:00"
    change_channel(shop.channel, by=CHA, week={"mon": "07:00-08:00"})
    assert said(shop, "2027-02-22") == "07:00-08:00"
    assert said(shop, "2027-02-23") == ""
    change_channel(shop.channel, by=CHA, week={})
    assert said(shop, "2027-02-22") == "12:00-22:00"


def test_a_day_of_the_narrower_place_counts_before_the_wider_and_before_a_holiday(shop: Shop, weddings: Team) -> None:
    assert said(shop, "2027-03-01") == "10:00-12:00"
    assert said(shop, "2027-05-06") == ""
    set_team_hours(weddings, by=CHA, week={}, days={"2027-03-01": "", "2027-05-06": "usual"})
    assert said(shop, "2027-03-01") == ""
    assert said(shop, "2027-05-06") == "09:00-17:00"
    change_channel(shop.channel, by=CHA, days={"2027-03-01": "08:00-09:00"})
    assert said(shop, "2027-03-01") == "08:00-09:00"


def test_a_season_of_the_business_counts_where_no_own_week_is_kept_and_one_that_closes_everywhere(
    shop: Shop, weddings: Team
) -> None:
    face = set_hours(by=CHA, zone="Europe/Brussels", week=WEEK, days={}, seasons=[CLOSED, SUMMER])
    assert said(shop, "2027-07-05") == "08:00-14:00"
    assert said(shop, "2027-07-06") == ""
    assert words(on_day(face.hours(), date(2027, 2, 1))) == ""
    set_team_hours(weddings, by=CHA, week=LATE, days={})
    assert said(shop, "2027-07-06") == "12:00-22:00"
    assert said(shop, "2027-02-01") == ""


def test_an_exception_for_one_date_is_meant_though_it_is_a_holiday(shop: Shop, weddings: Team) -> None:
    one = {"name": "Ascension market", "first": "2027-05-06", "last": "2027-05-06", "week": {"thu": "08:00-13:00"}}
    set_hours(by=CHA, zone="Europe/Brussels", week=WEEK, days={}, seasons=[one], country="BE")
    assert said(shop, "2027-05-06") == "08:00-13:00"


def test_a_team_in_another_zone_opens_on_its_own_clock(shop: Shop, weddings: Team) -> None:
    set_team_hours(weddings, by=CHA, zone="Asia/Kathmandu", week=WEEK, days={})
    channel = Channel.objects.select_related("brand", "team").get(pk=shop.channel.pk)
    morning = datetime(2027, 2, 22, 9, tzinfo=ZoneInfo("Asia/Kathmandu"))
    assert is_open(channel.hours(), morning)
    assert not is_open(channel.hours(), morning - timedelta(minutes=1))
    assert channel.hours().zone == "Asia/Kathmandu"
    change_channel(shop.channel, by=CHA, zone="America/St_Johns")
    channel.refresh_from_db()
    assert channel.hours().zone == "America/St_Johns"


def test_the_hours_of_a_conversations_channel_cost_one_query(shop: Shop, weddings: Team) -> None:
    conversation = shop.adaeze_writes()
    channel_of(conversation)
    with CaptureQueriesContext(connection) as asked:
        channel = channel_of(conversation)
        assert channel is not None
        channel.hours()
    assert len(asked) <= 1


def test_only_who_manages_says_when_a_team_is_there(shop: Shop, weddings: Team) -> None:
    with pytest.raises(Refused):
        set_team_hours(weddings, by=shop.maartje, week={}, days={})


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"zone": "Europe/Ghent"}, "zone"),
        ({"week": {"mon": "late"}}, "mon"),
        ({"days": {"2027-02-30": "usual"}}, "2027-02-30"),
        ({"seasons": [{"first": "2027-02-03", "last": "2027-02-01"}]}, "season-0"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_beside_their_field(
    shop: Shop, hours: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        change_channel(shop.channel, by=CHA, **hours)
    assert refused.value.details["field"] == field
