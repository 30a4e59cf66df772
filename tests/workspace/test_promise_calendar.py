"""A member's promises in their own calendar, and on paper: nobody's words leave, and a closed address is dead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from cha.conversations.models import assign
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.models import Promise, StandingLink, close_link, make_promise, open_link
from cha.team.models import Member, Role, Scope
from cha.team.models.member import change_member
from cha.team.models.sight import set_sight
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def promise(shop: Shop) -> Promise:
    conversation = shop.adaeze_writes("My gran is ill; zweigelt.", subject="Zweigelt for gran")
    return make_promise(
        conversation, now() + timedelta(hours=3), by=shop.maartje, kind="other", words="A call, at last; with news",
        keeper=shop.maartje,
    )  # fmt: skip


def address(member: Member) -> str:
    return f"/promises/feed/{open_link('calendar', by=member).token}.ics"


def entries(body: bytes) -> list[dict[str, object]]:
    """What a calendar program reads of it."""
    return [
        {"summary": str(e["summary"]), "ends": e.end, "uid": str(e["uid"]), "url": str(e["url"])}
        for e in Calendar.from_ical(body).walk("VEVENT")
    ]


def test_a_calendar_program_reads_what_whose_and_by_when(shop: Shop, promise: Promise) -> None:
    answer = Client().get(address(shop.maartje))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    [entry] = entries(answer.content)
    assert entry["summary"] == "Adaeze: A call, at last; with news"
    assert entry["ends"] == promise.by.replace(microsecond=0)
    assert encode(promise.pk) in str(entry["uid"])
    assert str(entry["url"]).endswith(f"/now/{encode(promise.conversation_id)}")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_nothing_that_anybody_wrote_leaves_the_house(shop: Shop, promise: Promise) -> None:
    assign(promise.conversation, by=shop.maartje, member=shop.maartje)
    body = Client().get(address(shop.maartje)).content
    assert b"an answer" in body
    for secret in (b"zweigelt", b"Zweigelt", b"Nwosu", b"@nwosu", b"ill"):
        assert secret not in body


def test_it_holds_what_they_keep_and_may_see(shop: Shop, promise: Promise) -> None:
    feed = address(shop.maartje)
    assert entries(Client().get(address(shop.priya)).content) == []
    assign(promise.conversation, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.NONE, by=CHA)
    assert entries(Client().get(feed).content) == []


def test_a_wrong_closed_or_former_address_shows_nothing(shop: Shop, promise: Promise) -> None:
    feed, browserless = address(shop.maartje), Client()
    assert browserless.get(feed.replace(".ics", "0.ics")).status_code == 404
    assert browserless.get("/promises/feed/nonsense.ics").status_code == 404
    newer = address(shop.maartje)
    assert browserless.get(feed).status_code == 404, "A new address closes the one before."
    change_member(shop.maartje, by=shop.priya, is_active=False)
    assert browserless.get(newer).status_code == 404


def test_a_link_of_another_kind_is_no_calendar(shop: Shop, promise: Promise) -> None:
    wall = open_link("wall", by=shop.priya)
    assert Client().get(f"/promises/feed/{wall.token}.ics").status_code == 404


def test_guessing_is_slow(shop: Shop) -> None:
    guesser = Client()
    answers = [guesser.get(f"/promises/feed/{encode(number)}-00.ics").status_code for number in range(22)]
    assert answers[:20] == [404] * 20
    assert answers[20:] == [429, 429]


def test_one_makes_copies_and_closes_it_on_a_page_of_ones_own(shop: Shop, promise: Promise) -> None:
    desk = browser(shop.maartje)
    assert "There is none yet" in desk.get("/promises/calendar").content.decode()
    assert desk.post("/promises/calendar", {"do": "new"}).status_code == 303
    link = StandingLink.objects.get(member=shop.maartje)
    assert f"/promises/feed/{link.token}.ics" in desk.get("/promises/calendar").content.decode()
    desk.post("/promises/calendar", {"do": "close"})
    assert not StandingLink.objects.exists()


def test_only_its_member_or_a_manager_closes_one(shop: Shop) -> None:
    link = open_link("calendar", by=shop.priya)
    with pytest.raises(Exception, match="Whoever opened it"):
        close_link(link, by=shop.maartje)


def test_the_day_on_paper(shop: Shop, promise: Promise) -> None:
    Promise.objects.filter(pk=promise.pk).update(by=now() + timedelta(minutes=40))
    page = browser(shop.maartje).get("/promises/day").content.decode()
    assert "A call, at last; with news" in page
    assert "Adaeze Nwosu" in page
    assert "A call" in browser(shop.maartje).get("/promises/day?whose=mine").content.decode()
    assert "Nothing more is promised" in browser(shop.priya).get("/promises/day?whose=mine").content.decode()
