"""The board of promises: what is due when, whose it is, how the month went; flat, and only what may be seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, assign
from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.ids import encode, new_id
from cha.language.times import clock
from cha.people.models import Person
from cha.promises.models import Promise, at_risk, break_promise, keep, make_promise, renegotiate
from cha.promises.tally import MARKS, Tally, marks, months
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from cha.workspace.now.rows import Moment
from cha.workspace.promises.month import month_of
from cha.workspace.promises.vows import bounds, columns, one_column, open_promises, promises_seen
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

pytestmark = pytest.mark.django_db(transaction=True)

# A Thursday morning in Ghent.
MORNING = datetime(2026, 6, 11, 8, 0, tzinfo=UTC)


@pytest.fixture
def concern(shop: Shop) -> Conversation:
    return shop.adaeze_writes(subject="Peach for white")


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def promised(conversation: Conversation, words: str, after: timedelta, keeper: Member) -> Promise:
    return make_promise(conversation, now() + after, by=keeper, kind="other", words=words, keeper=keeper)


def settled(shop: Shop, concern: Conversation, state: str, days: float, *, warned: bool = False) -> Promise:
    """A promise that was settled so many days ago."""
    at = now() - timedelta(days=days)
    return Promise.objects.create(
        id=new_id(at), conversation=concern, person=concern.person, kind="other", words="A call", by=at,
        keeper=shop.maartje, made_by_kind="member", made_by_id=shop.maartje.pk, made_at=at - timedelta(hours=3),
        state=state, settled_at=at, warned_at=at - timedelta(minutes=20) if warned else None,
    )  # fmt: skip


def see(member: Member, query: str = "") -> str:
    response = browser(member).get(f"/promises{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_nothing_promised_is_said(shop: Shop) -> None:
    page = see(shop.maartje)
    assert "Nothing is promised" in page
    assert "You owe nobody anything" in see(shop.maartje, "?whose=mine")


def test_a_card_says_what_for_whom_by_when_and_who_keeps_it(shop: Shop, concern: Conversation) -> None:
    promised(concern, "A call from <one> person", timedelta(minutes=38, seconds=30), shop.maartje)
    page = see(shop.maartje)
    assert "A call from &lt;one&gt; person" in page
    for words in ("Adaeze Nwosu", "38 minutes left", "<span>You</span>", "1 within the hour", "An answer: Peach"):
        assert words in page
    assert "<span>Maartje</span>" in see(shop.priya)


def test_what_somebody_else_said_tells_from_whom_it_came(shop: Shop, concern: Conversation) -> None:
    make_promise(concern, now() + timedelta(hours=3), by=shop.maartje, kind="other", words="A call", keeper=shop.priya)
    assert "Priya took this over from you" in see(shop.maartje)
    assert "You took this over from Maartje" in see(shop.priya)


def test_a_time_is_said_on_both_clocks(shop: Shop, concern: Conversation) -> None:
    Person.objects.filter(pk=concern.person_id).update(zone="Asia/Dubai")
    promise = promised(concern, "A call", timedelta(hours=30), shop.maartje)
    page = see(shop.maartje)
    assert f"{clock(promise.by, zone='Asia/Dubai')} for Adaeze" in page
    assert "Dubai, " in page


def test_columns_are_within_the_hour_until_midnight_here_and_after() -> None:
    at = Moment(MORNING, "Europe/Brussels", "en")
    places = bounds(at)
    assert places["now"] == (None, MORNING + timedelta(hours=1))
    assert places["today"][1] == datetime(2026, 6, 11, 22, tzinfo=UTC)
    late = bounds(Moment(datetime(2026, 6, 11, 21, 30, tzinfo=UTC), "Europe/Brussels", "en"))
    assert late["today"] == (late["now"][1], late["now"][1]), "The last hour of a day reaches past midnight."


def test_each_column_begins_and_goes_on_behind_a_place(shop: Shop, concern: Conversation) -> None:
    Promise.objects.all().delete()
    with standing_at(MORNING):
        for number in range(9):
            promised(concern, f"Thing {number}", timedelta(hours=2, minutes=number), shop.maartje)
        promised(concern, "Later", timedelta(days=2), shop.maartje)
        at = Moment(MORNING, "Europe/Brussels", "en")
        rows = open_promises(shop.maartje)
        due, today, later = columns(rows, at)
        assert [column.count for column in (due, today, later)] == [0, 9, 1]
        assert [row["words"] for row in today.rows] == [f"Thing {number}" for number in range(6)]
        rest = one_column(rows, "today", today.after, at)
        assert [row["words"] for row in rest.rows] == ["Thing 6", "Thing 7", "Thing 8"]
        assert (rest.after, later.after) == ("", "")
        page = see(shop.maartje)
        assert "3 more today" in page
        assert "Thing 8" in see(shop.maartje, "?column=today")


def test_mine_are_those_i_keep_and_those_of_whom_i_look_after(shop: Shop, concern: Conversation) -> None:
    promised(concern, "A call", timedelta(hours=3), shop.priya)
    assert "A call" in see(shop.priya, "?whose=mine")
    assert "A call" not in see(shop.maartje, "?whose=mine")
    assert "An answer: Peach" not in see(shop.maartje, "?whose=mine")
    assign(concern, by=shop.maartje, member=shop.maartje)
    assert "An answer: Peach" in see(shop.maartje, "?whose=mine")


def test_what_may_not_be_seen_is_not_there_nor_counted(shop: Shop, concern: Conversation) -> None:
    promised(concern, "A call", timedelta(hours=3), shop.priya)
    settled(shop, concern, "broken", 0.01)
    assign(concern, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    page = see(Member.objects.get(pk=shop.maartje.pk))
    assert "Nothing is promised" in page
    assert "Adaeze" not in page
    assert "Broken" not in page
    assert 'id="count-promises"></span>' in page


def test_at_risk_stands_large_until_somebody_says_it_will_be_on_time(shop: Shop, concern: Conversation) -> None:
    promise = promised(concern, "A call", timedelta(minutes=20), shop.maartje)
    at_risk(promise)
    page = see(shop.maartje)
    assert 'class="headsup"' in page
    assert "It will still be on time" in page
    assert browser(shop.maartje).post(f"/promises/{encode(promise.pk)}/on-time").status_code == 303
    promise.refresh_from_db()
    assert (promise.at_risk_at, promise.state) == (None, "open")
    assert 'class="headsup"' not in see(shop.maartje)


def test_the_drafted_words_go_in_one_press_and_the_time_moves(shop: Shop, concern: Conversation) -> None:
    promise = promised(concern, "A call", timedelta(minutes=20), shop.maartje)
    at_risk(promise)
    desk = browser(shop.maartje)
    page = desk.get("/promises").content.decode()
    assert "Send to Adaeze" in page
    assert "Drafted for you, in English" in page
    form = desk.get(f"/promises/{encode(promise.pk)}/warning").content.decode()
    until = form.split('name="until" value="')[1].split('"')[0]
    answer = desk.post(f"/promises/{encode(promise.pk)}/warning", {"text": "It will be later.", "until": until})
    assert answer.status_code == 303
    promise.refresh_from_db()
    assert promise.state == "moved"
    assert promise.warned_at
    assert promise.moved_to
    assert promise.moved_to.by.isoformat(timespec="seconds") == until
    assert "Adaeze hears of it" in desk.get("/promises").content.decode()


def test_words_that_are_not_taken_are_kept(shop: Shop, concern: Conversation, desk: Client) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    early = (now() + timedelta(hours=1)).isoformat()
    answer = desk.post(f"/promises/{encode(promise.pk)}/warning", {"text": "My own words.", "until": early})
    assert answer.status_code == 422
    assert "My own words." in answer.content.decode()
    assert "Choose a later time" in answer.content.decode()


def test_a_broken_one_waits_for_a_sorry(shop: Shop, concern: Conversation, desk: Client) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    Promise.objects.filter(pk=promise.pk).update(by=now() - timedelta(minutes=4))
    promise.refresh_from_db()
    break_promise(promise)
    page = desk.get("/promises").content.decode()
    assert "Broken, without a word yet" in page
    assert "Say that we are sorry" in page
    until = page.split('name="until" value="')[1].split('"')[0]
    desk.post(f"/promises/{encode(promise.pk)}/warning", {"text": "We are sorry.", "until": until})
    promise.refresh_from_db()
    assert promise.moved_to
    assert "Say that we are sorry" not in desk.get("/promises").content.decode()


def test_it_is_handed_to_somebody(shop: Shop, concern: Conversation, desk: Client) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    address = f"/promises/{encode(promise.pk)}/keeper"
    assert "Priya Raman" in desk.get(address).content.decode()
    assert desk.post(address, {"hand": "member:nobody"}).status_code == 422
    assert desk.post(address, {"hand": f"member:{encode(shop.priya.pk)}"}).status_code == 303
    promise.refresh_from_db()
    assert promise.keeper == shop.priya
    assert "Priya took this over from you" in desk.get("/promises").content.decode()


def test_kept_from_the_board_and_taken_back(shop: Shop, concern: Conversation, desk: Client) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    answer = desk.post(f"/promises/{encode(promise.pk)}/keeping", {"whose": "mine"})
    assert (answer.status_code, answer["Location"]) == (303, "/promises?whose=mine")
    promise.refresh_from_db()
    assert promise.state == "kept"
    page = desk.get("/promises").content.decode()
    assert "Kept: Adaeze" in page
    assert f"/promises/{encode(promise.pk)}/reopening" in page
    desk.post(f"/promises/{encode(promise.pk)}/reopening")
    promise.refresh_from_db()
    assert promise.state == "open"


def test_who_no_longer_waits_releases_it(shop: Shop, concern: Conversation, desk: Client) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    assert desk.post(f"/promises/{encode(promise.pk)}/release").status_code == 303
    promise.refresh_from_db()
    assert promise.state == "released"


def test_a_light_member_sees_but_does_not_do(shop: Shop, concern: Conversation) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    set_sight(Role.LIGHT, Scope.ALL, by=CHA)
    light = Member.objects.get(pk=shop.jef.pk)
    page = see(light)
    assert "A call" in page
    assert "/keeping" not in page
    for act in ("on-time", "keeping", "release", "keeper", "warning"):
        assert browser(light).post(f"/promises/{encode(promise.pk)}/{act}").status_code == 403


def test_a_new_one_begins_with_whom_it_is_for(shop: Shop, concern: Conversation, desk: Client) -> None:
    page = desk.get("/promises/new").content.decode()
    assert f'href="/now/{encode(concern.pk)}/promises"' in page
    assert "Adaeze Nwosu" in desk.get("/promises/new?q=nwosu").content.decode()
    assert "Nobody of that name" in desk.get("/promises/new?q=tanabe").content.decode()


def test_the_month_counts_what_became_of_promises(shop: Shop, concern: Conversation) -> None:
    Promise.objects.all().delete()
    with standing_at(datetime(2026, 6, 20, 10, tzinfo=UTC)):
        for state, days, warned in (
            ("kept", 1, False), ("kept", 2, False), ("moved", 3, True), ("broken", 4, False), ("released", 5, False),
            ("kept", 25, False), ("broken", 26, True),
        ):  # fmt: skip
            settled(shop, concern, state, days, warned=warned)
        at = Moment(now(), "Europe/Brussels", "en")
        month = month_of(promises_seen(shop.maartje), at).went
        assert month.this == Tally(kept=2, moved=1, broken=1)
        assert month.last == Tally(kept=1, moved=0, broken=1)
        assert (month.said_first, month.would_not) == (2, 3)
        assert month.marks == ("broken", "moved", "kept", "kept")
        page = see(shop.maartje)
        assert "2 of 4 <small>kept in June</small>" in page
        assert "May: 1 of 2" in page
        assert "we said so first: 2 in 3" in page
        assert "Adaeze, A call" in page


def test_a_month_begins_at_midnight_where_the_house_is() -> None:
    at = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    assert months(at, "America/New_York") == (
        datetime(2025, 12, 1, 5, tzinfo=UTC),
        datetime(2025, 11, 1, 4, tzinfo=UTC),
    )


@pytest.mark.parametrize("tally", [Tally(5000, 1, 1), Tally(40, 400, 400), Tally(0, 0, 900), Tally(121)])
def test_too_many_marks_are_in_proportion_and_lose_nothing(tally: Tally) -> None:
    made = marks((), tally)
    assert len(made) == MARKS
    for state in ("moved", "broken"):
        assert (state in made) == (getattr(tally, state) > 0)


def test_a_new_time_that_was_agreed_says_what_it_was(shop: Shop, concern: Conversation) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    renegotiate(promise, now() + timedelta(hours=40), by=shop.maartje)
    page = see(shop.maartje)
    assert "New time agreed" in page
    assert "was " in page


def test_what_is_kept_meanwhile_is_counted_at_once(shop: Shop, concern: Conversation) -> None:
    promise = promised(concern, "A call", timedelta(hours=3), shop.maartje)
    see(shop.maartje)
    keep(promise, by=shop.maartje)
    assert "1 of 1 <small>kept" in see(shop.maartje)


def test_as_many_queries_for_eighty_as_for_three(shop: Shop, concern: Conversation, desk: Client) -> None:
    def queries() -> int:
        desk.get("/promises")
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("/promises").status_code == 200
        return len(seen)

    for number in range(3):
        promised(concern, f"Thing {number}", timedelta(hours=2 + number), shop.maartje)
    few = queries()
    rows = crowd(shop, 80)
    Promise.objects.bulk_create(
        Promise(
            conversation=row, person_id=row.person_id, kind="other", words="A call", keeper=shop.maartje,
            by=now() + timedelta(minutes=7 * number + 5), made_by_kind="member", made_by_id=shop.maartje.pk,
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    assert queries() == few <= 22
