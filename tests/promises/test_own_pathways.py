"""Pathways in the house's own sentences: what is done, where things stand, and what the person is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message, put_right, say, set_topic
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.timers import fire_due
from cha.promises.models import Promise, make_promise, set_pathway, tick_step, untick_step
from cha.promises.models.pathway_template import StepTemplate, drop_pathway
from cha.promises.pathway import OwnStep, PathwayInput, steps
from cha.promises.telling import PAUSE, telling_words, when_to_tell
from cha.promises.wording import pathway_of
from tests.shop import Shop

TEN = datetime(2026, 6, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WAY = (
    OwnStep("read", "We read it", "read"),
    OwnStep("find", "We find your parcel", "hand"),
    OwnStep("choose", "You choose", "hand", "them"),
    OwnStep("there", "It is in your hands", "put_right"),
)
NEW = PathwayInput(received_at=TEN, medium="email", promised_by=TEN + 2 * HOUR, own=WAY)
ANSWERED = replace(NEW, read_at=TEN + HOUR, first_answer_at=TEN + HOUR, promised_by=TEN + 4 * HOUR)
PARCEL = (
    StepTemplate("read", "read", "us", {"en": "We read it", "nl": "We lezen het"}),
    StepTemplate("find", "hand", "us", {"en": "We find your parcel", "nl": "We zoeken je pakje"}, tells=True),
    StepTemplate("there", "put_right", "us", {"en": "It is in your hands", "nl": "Je hebt het in handen"}),
)


def found(at: datetime, *keys: str) -> tuple[OwnStep, ...]:
    return tuple(replace(one, at=at, who="Jef") if one.key in keys else one for one in WAY)


@pytest.mark.parametrize(
    ("given_", "at", "states"),
    [
        (NEW, TEN, "done now next next next next"),
        (NEW, TEN + 3 * HOUR, "done late next next next next"),
        (ANSWERED, TEN + 2 * HOUR, "done done now next next next"),
        (ANSWERED, TEN + 9 * HOUR, "done done late next next next"),
        (replace(ANSWERED, own=found(TEN, "find")), TEN + HOUR, "done done done now next next"),
        (replace(ANSWERED, own=found(TEN, "choose")), TEN + HOUR, "done done now done next next"),
        (replace(ANSWERED, put_right_at=TEN + HOUR), TEN + HOUR, "done done done done done now"),
        (replace(ANSWERED, put_right_at=TEN, confirmed_at=TEN), TEN, "done done done done done done"),
    ],
)
def test_each_step_is_done_by_what_it_waits_for(given_: PathwayInput, at: datetime, states: str) -> None:
    assert " ".join(step.state for step in steps(given_, at)) == states


def test_a_promise_stands_on_the_first_step_of_ours() -> None:
    theirs = replace(ANSWERED, own=found(TEN, "find"))
    assert [step.by for step in steps(theirs, TEN)] == [None, None, None, None, TEN + 4 * HOUR, None]
    answers = (OwnStep("look", "We look", "hand"), OwnStep("answer", "We answer you", "answered"), WAY[-1])
    assert [step.by for step in steps(replace(NEW, own=answers), TEN)] == [None, None, TEN + 2 * HOUR, None, None]


@given(
    st.lists(st.sampled_from(WAY), min_size=1, max_size=8),
    st.none() | st.just(TEN),
    st.none() | st.just(TEN),
    st.booleans(),
)
def test_things_stand_at_one_place_unless_all_is_done(
    own: Sequence[OwnStep], answered: datetime | None, right: datetime | None, confirmed: bool
) -> None:
    at = TEN if confirmed and right else None
    path = steps(
        replace(NEW, own=tuple(own), first_answer_at=answered, put_right_at=right, confirmed_at=at), TEN + HOUR
    )
    here = [step for step in path if step.state in ("now", "late")]
    assert len(here) == (0 if at else 1)


@pytest.fixture
def late(shop: Shop) -> Conversation:
    set_pathway("late_delivery", PARCEL, by=shop.priya)
    conversation = shop.adaeze_writes()
    set_topic(conversation, "late_delivery", by=CHA)
    conversation.refresh_from_db()
    return conversation


def words_of(conversation: Conversation, language: str = "en") -> list[str]:
    return [step.words for step in pathway_of(conversation, now=now(), language=language) if step.words]


@pytest.mark.django_db(transaction=True)
def test_the_house_writes_its_way_for_each_kind_of_concern(late: Conversation, shop: Shop) -> None:
    assert words_of(late) == ["We read it", "We find your parcel", "It is in your hands"]
    assert words_of(late, "nl")[1] == "We zoeken je pakje"
    assert words_of(late, "fr")[1] == "We find your parcel"
    set_topic(late, "praise", by=CHA)
    late.refresh_from_db()
    assert words_of(late) == []
    assert len(pathway_of(late, now=now())) == 5


@pytest.mark.django_db(transaction=True)
def test_a_way_that_leads_nowhere_is_refused_in_words(shop: Shop) -> None:
    with pytest.raises(Invalid, match="ever arrive"):
        set_pathway("late_delivery", PARCEL[:2], by=shop.priya)
    with pytest.raises(Invalid, match="no words"):
        set_pathway("late_delivery", (replace(PARCEL[0], words={"en": " "}), PARCEL[2]), by=shop.priya)
    with pytest.raises(Invalid, match="what do you do first"):
        set_pathway("late_delivery", (), by=shop.priya)
    with pytest.raises(Refused):
        set_pathway("late_delivery", PARCEL, by=shop.maartje)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_ticked_is_told_and_is_no_answer(late: Conversation, shop: Shop) -> None:
    promise = make_promise(late, now() + 4 * HOUR, by=CHA)
    tick_step(late, "find", by=shop.maartje, note="It lay in Lochristi", tells=True)
    worker.run_all()
    told = Message.objects.get(conversation=late, extra__news=True)
    assert told.text.startswith("We find your parcel. It lay in Lochristi.\n\nNext: It is in your hands, ")
    assert Delivery.objects.filter(message=told).count() == 1
    late.refresh_from_db()
    promise.refresh_from_db()
    assert (late.state, late.first_answer_at, promise.state) == ("ours", None, Promise.State.OPEN)
    worker.run_all()
    assert Message.objects.filter(conversation=late, extra__news=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_ticked_soon_after_is_told_together_later(late: Conversation, shop: Shop) -> None:
    more = (*PARCEL[:2], StepTemplate("way", "hand", "us", {"en": "It is on its way"}, tells=True), PARCEL[2])
    set_pathway("late_delivery", more, by=shop.priya)
    tick_step(late, "find", by=shop.maartje, tells=True)
    worker.run_all()
    tick_step(late, "way", by=shop.maartje, tells=True)
    worker.run_all()
    news = Message.objects.filter(conversation=late, extra__news=True)
    assert news.count() == 1
    with time_machine.travel(now() + PAUSE + timedelta(minutes=1), tick=False):
        fire_due()
        worker.run_all()
    assert [one.text.partition("\n")[0] for one in news.order_by("id")] == ["We find your parcel.", "It is on its way."]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_in_time_is_not_told(late: Conversation, shop: Shop) -> None:
    tick_step(late, "find", by=shop.maartje, tells=True)
    untick_step(late, "find", by=shop.maartje)
    untick_step(late, "find", by=shop.maartje)
    worker.run_all()
    assert not Message.objects.filter(conversation=late, extra__news=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_is_done_by_itself_or_is_none_is_not_ticked(late: Conversation, shop: Shop) -> None:
    with pytest.raises(Conflict):
        tick_step(late, "read", by=shop.maartje)
    with pytest.raises(NotFound):
        tick_step(late, "fly", by=shop.maartje)


@pytest.mark.django_db(transaction=True)
def test_what_was_ticked_outlives_the_words_and_the_way(late: Conversation, shop: Shop) -> None:
    tick_step(late, "find", by=shop.maartje)
    renamed = (PARCEL[0], replace(PARCEL[1], words={"en": "We look for it"}), PARCEL[2])
    row = set_pathway("late_delivery", renamed, by=shop.priya)
    assert [(step.words, step.state) for step in pathway_of(late, now=now())][2] == ("We look for it", "done")
    drop_pathway(row, by=shop.priya)
    assert words_of(late) == []
    say(late, "It is with you tomorrow.", by=shop.maartje)
    put_right(late, by=shop.maartje)
    assert pathway_of(late, now=now())[-1].state == "now"


def test_nobody_is_told_too_often_nor_in_their_quiet_hours() -> None:
    assert when_to_tell(TEN, None, None) == TEN
    assert when_to_tell(TEN, TEN - timedelta(minutes=5), None) == TEN - timedelta(minutes=5) + PAUSE
    assert when_to_tell(TEN, TEN - 9 * HOUR, TEN + HOUR) == TEN + HOUR


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Next: It is in your hands, today before 16:00, your time."),
        ("nl", "Hierna: It is in your hands, vandaag vóór 16:00, uw tijd."),
        ("de", "Als Nächstes: It is in your hands, heute bis 16:00 Uhr, Ihre Zeit."),
    ],
)
def test_what_comes_next_is_said_in_their_language_and_time(language: str, words: str) -> None:
    path = steps(replace(ANSWERED, own=found(TEN, "find", "choose")), TEN)
    text = telling_words([path[2]], path[4], at=TEN, zone="Europe/Brussels", language=language)
    assert text == f"We find your parcel.\n\n{words}"
