"""Macros: kept by whom they are for, run a step at a time, stopped where they cannot go on, taken back as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cha.conversations.models import (
    CheckItem,
    Conversation,
    Macro,
    MacroRun,
    Message,
    State,
    Tag,
    put_right,
    release,
    take_part,
)
from cha.conversations.models.erasing import erase_conversation
from cha.conversations.models.macro import delete_macro, keep_macro, macros_of
from cha.conversations.models.macro_run import KEPT_FOR, forget_runs
from cha.conversations.models.trashing import trash
from cha.conversations.running import run_macro, take_macro_back
from cha.conversations.search import find_messages
from cha.conversations.steps import read_steps, timed
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import ChaError, Conflict, Invalid, NotFound, Refused
from cha.core.hours import from_data
from cha.people.models.custom_field import keep_field
from cha.promises.models import Promise
from cha.team.models.team import form_team
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

LATE = [
    {"act": "say", "text": "Dear {first_name}, they come at 14:35."},
    {"act": "note", "text": "The courier is late zweigelt."},
    {"act": "give", "me": True},
    {"act": "tag", "tags": ["late delivery", "courier"]},
    {"act": "topic", "topic": "late_delivery"},
    {"act": "promise", "words": "news", "minutes": 60},
    {"act": "fill", "key": "cause", "value": "The courier"},
    {"act": "check", "items": ["Ask the driver"]},
    {"act": "right"},
]


def late(shop: Shop, steps: list[dict[str, Any]] | None = None) -> Macro:
    return keep_macro(None, by=shop.priya, name="Late delivery", steps=steps or LATE)


def said(by: datetime | None = None) -> dict[int, dict[str, str]]:
    """What was shown, and edited: the words, and the moment of the promise."""
    return {0: {"text": "Dear Adaeze, they come at 14:35."}, 5: {"by": (by or now() + timedelta(hours=1)).isoformat()}}


def looks(conversation: Conversation) -> dict[str, Any]:
    """What a run changes of the conversation itself."""
    row = Conversation.objects.get(pk=conversation.pk)
    names = ("state", "waiting_since", "assignee_id", "topic", "custom", "snoozed_until", "next_promise_at", "care_at")
    tags = sorted(row.tags.values_list("name", flat=True))
    return {**{name: getattr(row, name) for name in names}, "tags": tags, "checks": row.checks.count()}


def test_all_steps_are_done_in_order_and_taken_back_together(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Cause", kind="text", needed=True)
    conversation, macro = shop.adaeze_writes(), late(shop)
    before, messages = looks(conversation), set(conversation.messages.values_list("pk", flat=True))
    run = run_macro(conversation, macro, range(9), said(), by=shop.maartje)
    assert run.state == MacroRun.State.DONE
    after = looks(conversation)
    assert (after["state"], after["assignee_id"]) == (State.PUT_RIGHT, shop.maartje.pk)
    assert (after["tags"], after["topic"]) == (["courier", "late delivery"], "late_delivery")
    assert (after["custom"], after["checks"]) == ({"cause": "The courier"}, 1)
    assert conversation.messages.filter(text="Dear Adaeze, they come at 14:35.", delivery="held").exists()
    assert Promise.objects.filter(words="news", keeper=shop.maartje).exists()
    assert "Adaeze" not in str(run.steps)
    take_macro_back(run, by=shop.maartje)
    assert {**looks(conversation), "care_at": None} == {**before, "care_at": None}
    assert set(conversation.messages.values_list("pk", flat=True)) == messages
    assert find_messages("zweigelt", by=shop.priya) == []
    assert verbs(conversation)[-1] == "macro.undone"
    with pytest.raises(Conflict, match="already"):
        take_macro_back(run, by=shop.maartje)


def test_it_stops_at_the_first_step_that_cannot_be_done_and_keeps_the_others(shop: Shop) -> None:
    steps = [
        {"act": "tag", "tags": ["late"]},
        {"act": "later", "hours": 500},
        {"act": "give", "me": True},
        {"act": "topic", "topic": "refund"},
    ]
    conversation, macro = shop.adaeze_writes(), late(shop, steps)
    until = (now() + timedelta(hours=500)).isoformat()
    run = run_macro(conversation, macro, [0, 1, 2], {1: {"until": until}}, by=shop.maartje)
    assert run.state == MacroRun.State.STOPPED
    assert [step["state"] for step in run.steps] == ["done", "refused", "waiting", "left"]
    assert (run.stopped_at or {})["why"] == "Something is promised before then. Keep it first, or agree a new time."
    assert looks(conversation)["tags"] == ["late"]
    assert looks(conversation)["assignee_id"] is None
    take_macro_back(run, by=shop.maartje)
    assert looks(conversation)["tags"] == []


def test_only_what_is_ticked_is_done_and_the_same_form_runs_once(shop: Shop) -> None:
    conversation, macro = shop.adaeze_writes(), late(shop)
    first = run_macro(conversation, macro, [3], {}, by=shop.maartje, once="abc")
    again = run_macro(conversation, macro, [3], {}, by=shop.maartje, once="abc")
    assert first == again
    assert verbs(conversation).count("conversation.tagged") == 1
    with pytest.raises(Invalid, match="first_name"):
        run_macro(conversation, macro, [3, 0], {}, by=shop.maartje)
    assert verbs(conversation).count("macro.run") == 1
    with pytest.raises(Invalid, match="Nothing is ticked"):
        run_macro(conversation, macro, [], {}, by=shop.maartje)


def test_what_happened_since_stands(shop: Shop) -> None:
    conversation, macro = shop.adaeze_writes(), late(shop)
    run = run_macro(conversation, macro, [0, 3], said(), by=shop.maartje)
    with pytest.raises(NotFound):
        take_macro_back(run, by=shop.priya)
    release(Message.objects.get(delivery="held"))
    worker.run_all()
    with pytest.raises(Conflict, match="happened here since"):
        take_macro_back(run, by=shop.maartje)
    assert "courier" in looks(conversation)["tags"]


def test_what_somebody_changed_meanwhile_is_read_again(shop: Shop) -> None:
    conversation, macro = shop.adaeze_writes(), late(shop)
    keep_macro(macro, by=shop.priya, name="Late", steps=[{"act": "spam"}])
    with pytest.raises(Conflict, match="Read it once more"):
        run_macro(conversation, macro, [0], said(), by=shop.maartje, version=1)
    assert "macro.run" not in verbs(conversation)


def test_whose_it_is_decides_who_runs_and_who_changes_it(shop: Shop) -> None:
    own = keep_macro(None, by=shop.maartje, name="Mine", steps=LATE, owner=shop.maartje)
    team = form_team("Couriers", by=shop.priya)
    team.members.add(shop.priya)
    theirs = keep_macro(None, by=shop.priya, name="Team", steps=LATE, team=team)
    everybody = late(shop)
    assert set(macros_of(shop.maartje)) == {own, everybody}
    assert set(macros_of(shop.priya)) == {theirs, everybody}
    conversation = shop.adaeze_writes()
    with pytest.raises(NotFound):
        run_macro(conversation, theirs, [3], {}, by=shop.maartje)
    with pytest.raises(Refused):
        run_macro(conversation, everybody, [3], {}, by=_sees(shop, conversation))
    for member, macro in ((shop.maartje, everybody), (shop.priya, own), (shop.jef, everybody)):
        with pytest.raises(Refused):
            keep_macro(macro, by=member, name="Else", steps=LATE)
        with pytest.raises(Refused):
            delete_macro(macro, by=member)
    delete_macro(own, by=shop.maartje)
    assert Macro.objects.count() == 2


def _sees(shop: Shop, conversation: Conversation) -> Any:
    take_part(conversation, by=shop.maartje, member=shop.jef)
    return shop.jef


@pytest.mark.parametrize(
    "step",
    [
        {"act": "dance"},
        {"act": "say", "text": "  "},
        {"act": "note"},
        {"act": "give"},
        {"act": "tag", "tags": [" "]},
        {"act": "topic", "topic": ""},
        {"act": "later", "hours": "soon"},
        {"act": "later", "hours": "0"},
        {"act": "promise", "words": "", "minutes": 5},
        {"act": "promise", "words": "news", "minutes": "-1"},
        {"act": "fill", "key": "cause", "value": ""},
        {"act": "check", "items": ""},
    ],
)
def test_a_step_that_says_too_little_is_told_where(step: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        read_steps([{"act": "right"}, step])
    assert refused.value.details["field"] == "step-1"


def test_a_set_needs_a_name_and_steps_and_not_too_many(shop: Shop) -> None:
    for steps, name in (([], "Late"), ([{"act": "right"}] * 21, "Late"), (LATE, " ")):
        with pytest.raises(Invalid):
            keep_macro(None, by=shop.priya, name=name, steps=steps)


def test_moments_are_counted_from_when_it_is_shown() -> None:
    hours = from_data({"zone": "Europe/Brussels", "week": dict.fromkeys(("mon", "tue", "fri"), "09:00-17:00")})
    monday = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 16:30 in Brussels
    assert timed({"act": "promise", "words": "news", "minutes": 60}, monday, hours)["by"] == "2026-11-24T08:30:00+00:00"
    assert timed({"act": "later", "morning": True}, monday, hours)["until"] == "2026-11-24T08:00:00+00:00"
    assert timed({"act": "later", "hours": 3}, monday, hours)["until"] == "2026-11-23T18:30:00+00:00"
    tuesday = monday + timedelta(days=1)
    assert timed({"act": "later", "morning": True}, tuesday, hours)["until"] == "2026-11-27T08:00:00+00:00"
    never = from_data({"zone": "UTC", "week": {}})
    assert timed({"act": "promise", "words": "news", "minutes": 60}, monday, never)["by"] == ""


def test_runs_hold_nothing_for_long_and_go_with_what_is_erased(shop: Shop) -> None:
    conversation, macro = shop.adaeze_writes(), late(shop)
    run_macro(conversation, macro, [3], {}, by=shop.maartje)
    MacroRun.objects.update(at=now() - KEPT_FOR - timedelta(minutes=1))
    forget_runs()
    assert not MacroRun.objects.exists()
    run_macro(conversation, macro, [3], {}, by=shop.maartje)
    trash(conversation, by=shop.priya)
    erase_conversation(conversation, by=shop.priya)
    assert not MacroRun.objects.exists()


def test_a_step_whose_verb_refuses_says_its_sentence(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.priya)
    run = run_macro(conversation, late(shop, [{"act": "right"}]), [0], {}, by=shop.maartje)
    assert (run.stopped_at or {})["why"] == "It is put right already."
    with pytest.raises(ChaError):
        take_macro_back(run, by=shop.maartje)
    assert not CheckItem.objects.exists()
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    "moment", ["", "soon", "2026-11-23T10:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"]
)
@pytest.mark.parametrize("step", [{"act": "later", "hours": 3}, {"act": "promise", "words": "news", "minutes": 60}])
def test_moment_that_nobody_was_shown_stops_it_in_words(shop: Shop, step: dict[str, Any], moment: str) -> None:
    conversation, macro = shop.adaeze_writes(), late(shop, [step])
    name = "until" if step["act"] == "later" else "by"
    run = run_macro(conversation, macro, [0], {0: {name: moment}}, by=shop.maartje)
    assert run.state == MacroRun.State.STOPPED
    assert "That is no moment." in str(run.stopped_at and run.stopped_at["why"])
