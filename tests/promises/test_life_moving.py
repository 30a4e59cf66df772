"""A promise goes where its keeper's work goes: handed over, given on, away; and somebody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.conversations.models import Conversation, assign, hand_over, note
from cha.conversations.models.merging import merge, take_apart
from cha.conversations.models.presence import here
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.promises.heads_up import heads_up
from cha.promises.models import Promise, at_risk, keep, make_promise
from cha.promises.moving_on import Hand, change_keeper, choose, find_new_keepers, move_on
from cha.promises.warning import warn
from cha.team.models import Member, Role, Team
from cha.team.models.member import add_member
from cha.team.models.shift import be_away, be_back
from cha.team.models.team import form_team
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze wrote, Maartje has it; Tomasz and Ines are her colleagues."""
    conversation = shop.adaeze_writes()
    return assign(conversation, by=shop.maartje, member=shop.maartje)


@pytest.fixture
def tomasz(shop: Shop) -> Member:
    return add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=CHA)


@pytest.fixture
def weddings(shop: Shop, tomasz: Member) -> Team:
    team = form_team("Weddings", by=shop.priya)
    team.members.set([shop.maartje, tomasz])
    return team


def promise(talk: Conversation, keeper: Member | None, hours: float = 5) -> Promise:
    by = now() + timedelta(hours=hours)
    return make_promise(talk, by, by=CHA, keeper=keeper, kind="other", words=f"Call {hours}")


def keeper_of(row: Promise) -> Member | None:
    row.refresh_from_db()
    return row.keeper


def told(member: Member, kind: str) -> int:
    worker.run_all()
    return member.notifications.filter(kind=kind).count()


@pytest.mark.parametrize(
    ("hands", "chosen"),
    [
        ([], None),
        ([Hand(1, False, 0)], None),
        ([Hand(1, True, 9), Hand(2, True, 3)], 2),
        ([Hand(1, None, 0), Hand(2, True, 3)], 2),
        ([Hand(1, True, 0), Hand(2, True, 9, stands_in=True)], 2),
        ([Hand(1, True, 0), Hand(2, False, 0, stands_in=True)], 1),
        ([Hand(2, True, 3), Hand(1, True, 3)], 1),
        ([Hand(1, True, 0, near=False), Hand(2, True, 9)], 2),
    ],
)
def test_who_keeps_it_now(hands: list[Hand], chosen: int | None) -> None:
    found = choose(hands)
    assert (found.member if found else None) == chosen


def test_a_hand_off_takes_the_promises_along(shop: Shop, talk: Conversation, tomasz: Member) -> None:
    mine, hers = promise(talk, shop.maartje), promise(talk, shop.priya, 6)
    hand_over(talk, by=shop.maartje, member=tomasz)
    assert keeper_of(mine) == tomasz
    assert keeper_of(hers) == shop.priya
    assert verbs(talk).count("promise.keeper_changed") == 1
    assert told(tomasz, "given") == 1, "the conversation came with it: one word is enough"


def test_to_a_team_it_is_nobodys_until_one_takes_it(shop: Shop, talk: Conversation, weddings: Team) -> None:
    row = promise(talk, shop.maartje)
    hand_over(talk, by=shop.maartje, team=weddings)
    assert keeper_of(row) is None


def test_giving_it_to_a_colleague_does_too(shop: Shop, talk: Conversation, tomasz: Member) -> None:
    row = promise(talk, shop.maartje)
    assign(talk, by=shop.priya, member=tomasz)
    assert keeper_of(row) == tomasz


def test_what_is_kept_stays_where_it_was_kept(shop: Shop, talk: Conversation, tomasz: Member) -> None:
    row = keep(promise(talk, shop.maartje), by=shop.maartje)
    change_keeper(row, tomasz, by=shop.priya)
    assert keeper_of(row) == shop.maartje


def test_who_is_away_keeps_nothing_that_is_due_meanwhile(shop: Shop, talk: Conversation, weddings: Team) -> None:
    soon, later = promise(talk, shop.maartje), promise(talk, shop.maartje, 50)
    moved = find_new_keepers(shop.maartje, now() - HOUR, now() + 24 * HOUR)
    assert {row.pk for row in moved} >= {soon.pk}
    tomasz = Member.objects.get(name="Tomasz")
    assert keeper_of(soon) == tomasz
    assert keeper_of(later) == shop.maartje
    assert told(tomasz, "given") == len(moved)


def test_a_second_time_moves_nothing(shop: Shop, talk: Conversation, weddings: Team) -> None:
    promise(talk, shop.maartje)
    first = find_new_keepers(shop.maartje, now(), now() + 24 * HOUR)
    assert first
    again = find_new_keepers(shop.maartje, now(), now() + 24 * HOUR)
    assert again == []
    assert verbs(talk).count("promise.keeper_changed") == len(first)


def test_the_least_promised_of_the_team_gets_it(shop: Shop, talk: Conversation, weddings: Team) -> None:
    ines = add_member("ines@juniperlane.example", "Ines", Role.AGENT, by=CHA)
    ines.teams.add(weddings)
    other = shop.adaeze_writes("The vase", subject="Vase")
    for hours in (30, 31):
        promise(other, Member.objects.get(name="Tomasz"), hours)
    row = promise(talk, shop.maartje)
    find_new_keepers(shop.maartje, now(), now() + 24 * HOUR)
    assert keeper_of(row) == ines


def test_who_stands_in_comes_first(shop: Shop, talk: Conversation, weddings: Team) -> None:
    row = promise(talk, shop.maartje)
    find_new_keepers(shop.maartje, now(), now() + 24 * HOUR, stands_in=shop.priya)
    assert keeper_of(row) == shop.priya


def test_where_nobody_is_found_the_leads_are_told_once(shop: Shop, talk: Conversation) -> None:
    alone = form_team("Alone", by=shop.priya)
    shop.maartje.teams.set([alone])
    row = promise(talk, shop.maartje)
    for _ in range(2):
        find_new_keepers(shop.maartje, now(), now() + 24 * HOUR)
    assert keeper_of(row) == shop.maartje
    assert told(shop.priya, "slipping") >= 1
    assert shop.priya.notifications.filter(kind="slipping", subject=f"away:{row.pk}").count() == 1


def test_at_risk_its_keeper_hears_first_and_then_the_leads(shop: Shop, talk: Conversation) -> None:
    row = promise(talk, shop.maartje)
    with time_machine.travel(row.by - 59 * MINUTE, tick=False) as clock:
        assert told(shop.maartje, "promise") >= 1
        assert told(shop.priya, "slipping") == 0
        clock.shift(32 * 60)
        worker.run_all()
        assert shop.priya.notifications.filter(kind="slipping", subject=f"still:{row.pk}").count() == 1


@pytest.mark.parametrize("moves", ["there", "noted", "kept"])
def test_the_leads_are_left_in_peace_where_somebody_is_at_it(shop: Shop, talk: Conversation, moves: str) -> None:
    row = promise(talk, shop.maartje)
    Promise.objects.filter(conversation=talk).exclude(pk=row.pk).delete()
    with time_machine.travel(row.by - 59 * MINUTE, tick=False) as clock:
        worker.run_all()
        clock.shift(31 * 60)
        if moves == "there":
            here(talk, by=shop.maartje)
        elif moves == "noted":
            note(talk, "I am on it", by=shop.maartje)
        else:
            keep(row, by=shop.maartje)
        clock.shift(10)
        assert told(shop.priya, "slipping") == 0


def test_who_says_that_they_are_sick_is_relieved_at_once_and_of_what_comes(
    shop: Shop, talk: Conversation, weddings: Team
) -> None:
    tomasz, row = Member.objects.get(name="Tomasz"), promise(talk, shop.maartje)
    absence = be_away(shop.maartje, now(), None, by=shop.maartje, reason="sick")
    worker.run_all()
    assert keeper_of(row) == tomasz
    far = promise(talk, shop.maartje, 40)
    move_on(absence.pk)
    assert keeper_of(far) == shop.maartje
    with time_machine.travel(now() + 20 * HOUR):
        worker.run_all()
    assert keeper_of(far) == tomasz
    be_back(shop.maartje, by=shop.maartje)
    mine = promise(talk, shop.maartje, 4)
    move_on(absence.pk)
    assert keeper_of(mine) == shop.maartje


def test_nobody_who_is_away_themselves_or_off_gets_it(shop: Shop, talk: Conversation, weddings: Team) -> None:
    tomasz, ines = Member.objects.get(name="Tomasz"), add_member("ines@juniperlane.example", "Ines", Role.AGENT, by=CHA)
    ines.teams.add(weddings)
    row = promise(talk, shop.maartje)
    be_away(tomasz, now() - HOUR, now() + 30 * HOUR, by=tomasz, reason="holiday")
    find_new_keepers(shop.maartje, now(), now() + 24 * HOUR)
    assert keeper_of(row) == ines


def test_joined_it_is_warned_of_where_it_is_now_and_taken_apart_it_is_where_it_was(
    shop: Shop, talk: Conversation
) -> None:
    other = shop.adaeze_writes("And the vase?", subject="The vase")
    row = promise(talk, shop.maartje)
    joined = merge(talk, into=other, by=shop.maartje)
    row = Promise.objects.select_related("conversation").get(pk=row.pk)
    assert row.conversation_id == other.pk
    at_risk(row)
    words = heads_up(row, now())
    new = warn(row, words.text, words.new_by, by=shop.maartje, hold=timedelta(0))
    assert new.conversation_id == other.pk
    other.refresh_from_db()
    assert other.next_promise_at == min(one.by for one in Promise.objects.filter(conversation=other, state="open"))
    take_apart(joined, by=shop.maartje)
    row.refresh_from_db()
    assert (row.conversation_id, row.state, row.moved_to_id) == (talk.pk, "moved", new.pk)
    talk.refresh_from_db()
    still = Promise.objects.filter(conversation=talk, state="open").order_by("by").first()
    assert talk.next_promise_at == (still.by if still else None)
