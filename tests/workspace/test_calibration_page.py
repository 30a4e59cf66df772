"""The page of what we say and what happens, from times that were told and came true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.core.clock import now
from cha.promises.calibration import calibration, verdict
from cha.promises.models.said import Said
from cha.workspace.calibration.page import sentence, tenths
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def told(shop: Shop, number: int, *, said: int, took: int | None) -> None:
    """A time that was told some hours ago, so many minutes ahead, and came true after so many."""
    at = now() - timedelta(hours=6 * number + 1)
    came = None if took is None else at + timedelta(minutes=took)
    Said.objects.create(
        step="answer",
        channel=shop.channel.pk,
        conversation=number,
        at=at,
        by=at + timedelta(minutes=said),
        share=0.9,
        rests_on="lately",
        came_at=came,
        held=None if came is None else came <= at + timedelta(minutes=said),
        hour="day",
        load=0,
        ahead=0,
        hands=1,
        expected=30.0,
        queued=0.0,
        bars=[said * 60 // 2] * 3 + [said * 60] * 3,
    )


@pytest.fixture
def open_all_day(shop: Shop) -> Shop:
    shop.brand.week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00")
    shop.brand.save()
    return shop


def test_the_share_that_held_is_counted_of_what_is_known(open_all_day: Shop) -> None:
    for number in range(20):
        told(open_all_day, number, said=60, took=90 if number < 5 else 20)
    told(open_all_day, 30, said=60, took=None)
    found = calibration(now() - timedelta(days=28), now())
    assert (found.n, found.held, found.share) == (20, 0.75, 0.9)
    way = found.ways[0]
    assert (way.verdict, round(way.said), round(way.middle), round(way.high)) == ("hopeful", 60, 20, 90)
    assert found.sure[0] == (50, 75, 20)
    assert sum(one.n for one in found.hours) == 20
    assert sentence(found)[0] == "We promise more than we hold."


@pytest.mark.parametrize(
    ("n", "held", "said"), [(5, 0.1, "few"), (40, 0.8, "hopeful"), (40, 0.88, "as_said"), (40, 0.99, "better")]
)
def test_a_way_in_is_judged_when_there_is_enough(n: int, held: float, said: str) -> None:
    assert verdict(n, held, 0.9) == said


def test_tenths_are_said_short() -> None:
    assert [tenths(share) for share in (0.9, 0.866, 1.0)] == ["9", "8.7", "10"]


def test_the_page_says_it_in_numbers_and_in_a_table(open_all_day: Shop, client: Client) -> None:
    client.force_login(open_all_day.maartje)
    empty = client.get("/promises/forecast").content.decode()
    assert "Nothing is known yet" in empty
    for number in range(20):
        told(open_all_day, number, said=60, took=20)
    page = client.get("/promises/forecast?span=week").content.decode()
    assert "10 in 10" in page
    assert "held, we said 9" in page
    assert "We are quicker than we say." in page
    assert "<td>20 of 20</td>" in page
    assert client.get("/promises/forecast?span=ever").status_code == 200
