"""Asking for a yes, and answering."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cha.conversations.models import Conversation, Message
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.money import Money
from cha.promises.models import Promise
from cha.resolutions.approvals.approving import (
    answer_approval,
    ask_approval,
    ask_further,
    no_longer_needed,
    take_back_approval,
    times_of,
    usual_minutes_to_answer,
    who_may,
)
from cha.resolutions.approvals.asking import telling
from cha.resolutions.models import Approval, Remedy
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.remedies.doing import start_remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member, change_member
from cha.team.models.shift import be_away
from tests.resolutions.approvals.policies import REFUND, euros, live
from tests.shop import Shop, verbs

ENOUGH = euros(372)


@pytest.fixture
def tomasz(shop: Shop) -> Member:
    return add_member("tomasz@juniperlane.example", "Tomasz", Role.LEAD, by=CHA)


@pytest.fixture
def concern(shop: Shop) -> Conversation:
    return shop.adaeze_writes()


def ask(concern: Conversation, by: Member, **more: Any) -> Approval:
    """Maartje's ask of the story: €372 back."""
    given: dict[str, Any] = {"kind": "refund", "words": "All of it back", "amount": ENOUGH, "why": "Our slip.", **more}
    kind, words = given.pop("kind"), given.pop("words")
    return ask_approval(concern, kind, words, by=by, **given)


def after(approval: Approval) -> datetime:
    """A moment after the answer was due."""
    assert approval.due
    return approval.due + timedelta(minutes=1)


def test_a_lead_is_asked_and_says_yes(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    assert (approval.to, approval.limit, approval.state) == (tomasz, 20000, "open")
    answered = answer_approval(approval, "yes", by=tomasz)
    assert (answered.state, answered.answered_by, answered.via) == ("yes", tomasz, "page")
    assert [name for name in verbs(concern) if name.startswith("approval")] == ["approval.asked", "approval.answered"]


def test_what_the_asker_has_seen_counts_until_it_is_given(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    """A photo came by telephone: who is asked, who answers and what is given all go by it."""
    live({**REFUND, "shown": ["photo"]})
    with pytest.raises(Refused, match="shown first"):
        ask(concern, shop.maartje)
    assert who_may(concern, "refund", ENOUGH) == []
    words, _times = telling(concern, "refund", ENOUGH, by=shop.maartje, shown=["photo"])
    approval = ask(concern, shop.maartje, shown=["photo"])
    assert "Tomasz" in words
    assert (approval.to, approval.shown) == (tomasz, ["photo"])
    answer_approval(approval, "yes", by=tomasz)
    assert Remedy.objects.get().approval == approval


def test_what_the_asker_has_seen_counts_for_who_is_asked_next(
    shop: Shop, concern: Conversation, tomasz: Member
) -> None:
    live({**REFUND, "shown": ["photo"], "ask": {"if_nobody": "stand_in"}})
    approval = ask(concern, shop.maartje, shown=["photo"])
    with standing_at(after(approval)):
        assert ask_further(approval).stand_in == shop.priya


def test_a_yes_does_not_undo_what_was_seen(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    """Without a photo it is never given; with one that the asker has seen it is."""
    never = {"key": "unseen", "remedies": ["refund"], "never": True, "when": {"expression": '!("photo" in shown)'}}
    live(REFUND, never)
    answer_approval(ask(concern, shop.maartje, shown=["photo"]), "yes", by=tomasz)
    assert Remedy.objects.get().worth == ENOUGH


def test_what_one_may_alone_is_not_asked(shop: Shop, concern: Conversation) -> None:
    live()
    with pytest.raises(Conflict):
        ask(concern, shop.maartje, amount=euros(200))


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "gold"}, "kind"), ({"words": " "}, "words"), ({"amount": Money(-1, "EUR")}, "amount")],
)
def test_a_wrong_ask_is_said_where_it_is_wrong(
    shop: Shop, concern: Conversation, more: dict[str, Any], field: str
) -> None:
    live()
    with pytest.raises(Invalid) as wrong:
        ask(concern, shop.maartje, **more)
    assert wrong.value.details["field"] == field


def test_what_is_never_given_is_not_asked(shop: Shop, concern: Conversation) -> None:
    live({"key": "never", "remedies": ["refund"], "never": True, "because": "Cash is not ours to give."})
    with pytest.raises(Refused) as never:
        ask(concern, shop.maartje)
    assert never.value.code == "never"


def test_the_same_asked_twice_is_one(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    assert ask(concern, shop.maartje) == ask(concern, shop.maartje)
    assert verbs(concern).count("approval.asked") == 1


def test_the_same_answer_twice_is_one(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    first, again = (answer_approval(approval, "yes", by=tomasz) for _ in range(2))
    assert first.answered_at == again.answered_at
    assert verbs(concern).count("approval.answered") == 1


def test_another_answer_after_it_is_a_conflict(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    answer_approval(approval, "yes", by=tomasz)
    with pytest.raises(Conflict, match="Tomasz said yes already"):
        answer_approval(approval, "no", by=shop.priya, words="Too much.")


def test_who_asks_does_not_answer(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, tomasz, amount=euros(900))
    with pytest.raises(Refused):
        answer_approval(approval, "yes", by=tomasz)


def test_above_every_limit_an_owner_says_yes(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    assert who_may(concern, "refund", euros(900)) == [shop.priya]
    approval = ask(concern, shop.maartje, amount=euros(900))
    with pytest.raises(Refused):
        answer_approval(approval, "yes", by=tomasz)
    assert answer_approval(approval, "yes", by=shop.priya).state == "yes"


def test_an_approver_who_loses_the_role_meanwhile_answers_nothing(
    shop: Shop, concern: Conversation, tomasz: Member
) -> None:
    live()
    approval = ask(concern, shop.maartje)
    change_member(tomasz, by=CHA, role=Role.AGENT)
    with pytest.raises(Refused):
        answer_approval(approval, "yes", by=tomasz)
    change_member(tomasz, by=CHA, role=Role.LIGHT)
    with pytest.raises((Refused, NotFound)):
        answer_approval(approval, "no", by=tomasz, words="No.")
    assert Approval.objects.get().state == "open"


def test_another_way_is_within_what_the_answerer_may(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    with pytest.raises(Invalid):
        answer_approval(approval, "other", by=tomasz)
    with pytest.raises(Refused):
        answer_approval(
            approval, "other", by=tomasz, instead={"kind": "refund", "amount": 60000, "words": "More than asked"}
        )
    half = {"kind": "part", "amount": 18600, "words": "Half of it back"}
    answered = answer_approval(approval, "other", by=tomasz, instead=half)
    assert answered.instead == {**half, "currency": "EUR"}


def test_a_no_needs_a_reason(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    with pytest.raises(Invalid) as wrong:
        answer_approval(approval, "no", by=tomasz, words=" ")
    assert wrong.value.details["field"] == "words"
    no = answer_approval(approval, "no", by=tomasz, words="Make it again first.")
    assert (no.state, no.answer) == ("no", "Make it again first.")


def test_a_yes_is_taken_back_until_what_it_was_for_is_begun(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    answer_approval(approval, "yes", by=tomasz)
    assert take_back_approval(approval, by=tomasz).state == "open"
    assert Remedy.objects.get().state == "back"
    answer_approval(approval, "yes", by=tomasz)
    start_remedy(Remedy.objects.get(state="decided"), by=shop.maartje)
    with pytest.raises(Conflict):
        take_back_approval(approval, by=tomasz)


def test_an_ask_that_was_taken_back_needs_no_answer(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    assert take_back_approval(approval, by=shop.maartje).state == "back"
    with pytest.raises(Conflict, match="taken back"):
        answer_approval(approval, "yes", by=tomasz)


def test_what_was_done_meanwhile_needs_no_answer(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    no_longer_needed(approval)
    with pytest.raises(Conflict, match="given already"):
        answer_approval(approval, "yes", by=tomasz)


def test_what_a_lead_gives_meanwhile_needs_no_yes_any_more_and_less_of_it_does(
    shop: Shop, concern: Conversation, tomasz: Member
) -> None:
    live()
    approval = ask(concern, shop.maartje)
    decide_remedy(concern, "refund", "The delivery", by=shop.maartje, amount=euros(9))
    approval.refresh_from_db()
    assert approval.state == "open"
    decide_remedy(concern, "refund", "All of it", by=tomasz, amount=ENOUGH)
    approval.refresh_from_db()
    assert approval.state == "over"


def test_somebody_stands_in_for_who_is_away(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    be_away(tomasz, now() - timedelta(hours=1), None, by=CHA)
    approval = ask(concern, shop.maartje)
    assert (approval.to, approval.stand_in) == (tomasz, shop.priya)


def test_where_nobody_answers_the_next_is_asked(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    live()
    approval = ask(concern, shop.maartje)
    with standing_at(after(approval)):
        ask_further(approval)
    approval.refresh_from_db()
    assert (approval.to, approval.stand_in, approval.state) == (tomasz, shop.priya, "open")


def test_where_the_policy_leaves_it_to_the_asker_it_is_theirs(shop: Shop, concern: Conversation) -> None:
    live({**REFUND, "ask": {"if_nobody": "decides"}})
    approval = ask(concern, shop.maartje)
    ask_further(approval)
    assert Approval.objects.get().state == "open"
    with standing_at(after(approval)):
        ask_further(approval)
    approval.refresh_from_db()
    assert (approval.state, approval.via, approval.answered_by) == ("yes", "policy", None)


def test_the_person_is_told_and_it_is_a_promise_that_the_answer_keeps(
    shop: Shop, concern: Conversation, tomasz: Member
) -> None:
    live()
    approval = ask(concern, shop.maartje, tell="Tomasz says yes or no by 13:45.")
    promise = Promise.objects.get(pk=approval.promise_id or 0)
    assert (promise.by, promise.keeper, promise.state) == (approval.by, shop.maartje, "open")
    said = Message.objects.get(pk=promise.message or 0)
    assert said.text == "Tomasz says yes or no by 13:45."
    worker.run_all()
    promise.refresh_from_db()
    assert promise.state == "open"
    answer_approval(approval, "yes", by=tomasz)
    shop.answers(concern, "You get all of it back.")
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_times_are_open_time_on_a_quarter(shop: Shop) -> None:
    times = times_of(None, now())
    assert times.hears > times.due > now()
    assert times.hears.minute % 15 == 0


def test_what_it_usually_takes_is_the_median(shop: Shop, concern: Conversation, tomasz: Member) -> None:
    assert usual_minutes_to_answer() == 10
    live()
    for minutes, amount in ((3, 300), (4, 310), (90, 320)):
        approval = ask(concern, shop.maartje, amount=euros(amount))
        answer_approval(approval, "no", by=tomasz, words="Not now.")
        Approval.objects.filter(pk=approval.pk).update(asked_at=now() - timedelta(minutes=minutes), answered_at=now())
    assert usual_minutes_to_answer() in (4, 5)
