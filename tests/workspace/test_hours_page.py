"""The page of the hours: of the shop, a team, a channel; in fields, without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.channels.models import Channel
from cha.core.actor import CHA
from cha.team.models.brand import set_hours
from cha.team.models.team import Team, form_team
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

WEEK = {
    "mon-1-from": "8:30",
    "mon-1-to": "12:30",
    "mon-2-from": "13:15",
    "mon-2-to": "18:30",
    "zone": "Europe/Brussels",
}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


def test_several_ranges_a_day_are_kept_and_shown_in_their_fields(shop: Shop, priya: Client) -> None:
    assert priya.post("/settings/hours", {**WEEK, "sat-1-from": "9", "sat-1-to": "17"}).status_code == 303
    shop.brand.refresh_from_db()
    assert shop.brand.week == {"mon": "08:30-12:30, 13:15-18:30", "sat": "09:00-17:00"}
    page = priya.get("/settings/hours").content.decode()
    assert 'name="mon-2-to" value="18:30"' in page
    assert 'name="mon-3-from" value=""' in page


def test_monday_goes_to_the_others_and_nothing_is_saved_yet(shop: Shop, priya: Client) -> None:
    page = priya.post("/settings/hours", {**WEEK, "copy": "mon", "sat-1-from": "10:00", "sat-1-to": "11:00"})
    assert page.status_code == 422
    assert 'name="fri-2-to" value="18:30"' in page.content.decode()
    assert 'name="sat-1-from" value="10:00"' in page.content.decode()
    assert 'name="sun-2-to"' not in page.content.decode()
    shop.brand.refresh_from_db()
    assert shop.brand.week == {}


def test_a_holiday_is_closed_open_as_usual_or_has_hours_of_its_own(shop: Shop, priya: Client) -> None:
    priya.post("/settings/hours", {**WEEK, "country": "BE"})
    page = priya.get("/settings/hours").content.decode()
    shown = sorted({part.split('"')[0] for part in page.split('name="holiday" value="')[1:]})
    first, second, *others = shown
    form = {**WEEK, "country": "BE", "holiday": shown, f"day-{second}": "10-12"}
    form |= {f"closed-{day}": "1" for day in others}
    assert priya.post("/settings/hours", form).status_code == 303
    shop.brand.refresh_from_db()
    assert shop.brand.days == {first: "usual", second: "10:00-12:00"}
    page = priya.get("/settings/hours").content.decode()
    assert f'name="closed-{others[0]}" value="1" checked' in page
    assert f'name="closed-{first}" value="1">' in page
    assert 'value="10:00-12:00"' in page


def test_a_season_and_a_day_of_ones_own_are_said_in_words(shop: Shop, priya: Client) -> None:
    form = {
        **WEEK,
        "stretch-0-name": "Summer", "stretch-0-first": "2030-06-01", "stretch-0-last": "2030-08-31",
        "stretch-0-yearly": "1", "stretch-0-hours": "Monday to Friday, 08:00-14:00",
        "stretch-1-first": "2030-12-24", "stretch-1-hours": "9-13",
        "stretch-2-name": "Stocktaking", "stretch-2-first": "2030-02-04", "stretch-2-last": "2030-02-06",
        "stretch-2-hours": "closed",
    }  # fmt: skip
    assert priya.post("/settings/hours", form).status_code == 303
    shop.brand.refresh_from_db()
    assert shop.brand.days == {"2030-12-24": "09:00-13:00"}
    kept = {one["name"]: one for one in shop.brand.seasons}
    assert (kept["Summer"]["first"], kept["Summer"]["week"]["fri"]) == ("06-01", "08:00-14:00")
    assert kept["Stocktaking"]["week"] == {}
    page = priya.get("/settings/hours").content.decode()
    assert "Stocktaking" in page
    assert "Monday to Friday, 08:00-14:00" in page
    priya.post("/settings/hours", {**form, "stretch-0-drop": "1"})
    shop.brand.refresh_from_db()
    assert [one["name"] for one in shop.brand.seasons] == ["Stocktaking"]


def test_what_is_over_stays_as_it_was(shop: Shop, priya: Client) -> None:
    fair = {"name": "Fair", "first": "2020-07-17", "last": "2020-07-26", "week": {"mon": "09:00-10:00"}}
    set_hours(by=CHA, zone="Europe/Brussels", week={}, days={"2020-01-02": ""}, seasons=[fair])
    priya.post("/settings/hours", WEEK)
    shop.brand.refresh_from_db()
    assert (shop.brand.days, shop.brand.seasons) == ({"2020-01-02": ""}, [fair])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mon-2-from": "12:00"}, "overlap"),
        ({"mon-1-from": "nine"}, "is not a range of hours"),
        ({"mon-1-to": "25"}, "a time that no clock shows"),
        ({"mon-1-to": ""}, "Write both"),
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"country": "XX"}, "No holidays are known"),
        ({"stretch-0-first": "2030-02-31"}, "is not a date"),
        ({"stretch-0-first": "2030-02-20", "stretch-0-hours": "late"}, "There is no time"),
        ({"stretch-0-first": "2030-02-20", "stretch-0-last": "2030-02-01", "stretch-0-name": "x"}, "before it begins"),
    ],
)
def test_what_cannot_be_read_is_kept_and_said_beside(priya: Client, typed: dict[str, str], said: str) -> None:
    page = priya.post("/settings/hours", {**WEEK, **typed})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert all(f'value="{value}"' in page.content.decode() for name, value in typed.items() if name[:3] == "mon")


def test_a_channel_and_a_team_keep_a_week_of_their_own_or_none(shop: Shop, priya: Client) -> None:
    weddings = form_team("Weddings", by=CHA)
    for path, row in ((f"channels/{_key(shop.channel.pk)}", shop.channel), (f"teams/{_key(weddings.pk)}", weddings)):
        address = f"/settings/hours/{path}"
        assert "Holidays" not in priya.get(address).content.decode()
        assert priya.post(address, {**WEEK, "zone": "Asia/Kathmandu", "own": "1"}).status_code == 303
        row.refresh_from_db()
        assert isinstance(row, Channel | Team)
        assert row.week == {"mon": "08:30-12:30, 13:15-18:30"}
        assert row.zone == "Asia/Kathmandu"
        assert priya.post(address, {"zone": "", "own": "1"}).status_code == 422
        assert priya.post(address, {**WEEK, "zone": ""}).status_code == 303
        row.refresh_from_db()
        assert (row.week, row.zone) == ({}, "")


def test_it_says_in_which_hours_people_write(shop: Shop, priya: Client) -> None:
    assert "In which hours people write" not in priya.get("/settings/hours").content.decode()
    for number in range(20):
        shop.gets(b"From: a@b.example\r\nTo: hello@juniperlane.example\r\nSubject: x\r\n\r\nHello %d" % number)
    page = priya.get("/settings/hours").content.decode()
    assert "In which hours people write" in page
    assert "Of the last 20 messages." in page


def _key(pk: int) -> str:
    from cha.core.ids import encode

    return encode(pk)
