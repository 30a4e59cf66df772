"""Whatever is merged, taken apart, split and said, in any order: no message is lost, none is doubled."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cha.conversations.models import (
    Conversation,
    Heard,
    Merge,
    Message,
    Split,
    State,
    hear,
    merge,
    note,
    open_conversation,
    put_together,
    say,
    split,
    take_apart,
)
from cha.conversations.models.conversation import home_of
from cha.conversations.models.reshaping import shape_of
from cha.conversations.story import Shape, joined, rebased
from cha.core.clock import now
from cha.core.errors import ChaError
from cha.people.models.contact_point import meet
from cha.team.models import Member
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = st.integers(0, 3)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["merge", "hear", "say", "note"]), PLACES, PLACES),
    st.tuples(st.sampled_from(["apart", "split", "together"]), PLACES, PLACES),
)


def stories(count: int) -> list[Conversation]:
    """Conversations of one person, each with a message heard."""
    person = meet("email", f"ada{now().timestamp()}@nwosu.example").person
    made = [open_conversation(person, by=person, subject=str(number)) for number in range(count)]
    for conversation in made:
        hear(conversation, Heard(text="Hello", medium="email"))
    return made


def act(kind: str, one: int, other: int, rows: list[Conversation], by: Member) -> None:
    """One step; what is refused changes nothing."""
    here, there = (Conversation.objects.get(pk=rows[place % len(rows)].pk) for place in (one, other))
    if kind == "merge":
        merge(here, into=there, by=by)
    elif kind == "hear":
        hear(here, Heard(text="More", medium="email"))
    elif kind == "say":
        say(here, "An answer", by=by)
        Message.objects.filter(delivery="held").update(delivery="sent")
    elif kind == "note":
        note(here, "Ours only", by=by)
    elif kind == "apart":
        take_apart(list(Merge.objects.order_by("pk"))[one], by=by)
    elif kind == "split":
        heard = sorted(here.messages.values_list("pk", flat=True))
        rows.append(split(here, heard[: other + 1], by=by).into)
    elif kind == "together":
        put_together(list(Split.objects.order_by("pk"))[one], by=by)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14))
def test_no_message_is_lost_or_doubled(shop: Shop, steps: list[tuple[str, int, int]]) -> None:
    Merge.objects.all().delete()
    Split.objects.all().delete()
    Conversation.objects.all().delete()
    rows = stories(3)
    said = set(Message.objects.values_list("pk", flat=True))
    for kind, one, other in steps:
        with suppress(ChaError, IndexError):
            act(kind, one, other, rows, shop.maartje)
        found = set(Message.objects.values_list("pk", flat=True))
        assert said <= found
        said = found
        for conversation in Conversation.objects.all():
            heard = conversation.messages.filter(kind="heard").count()
            if conversation.state == State.JOINED:
                assert not conversation.messages.exists()
                assert Conversation.objects.get(pk=home_of(conversation.pk)).state != State.JOINED
            else:
                assert conversation.heard_count == heard > 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["hear", "say", "note"]), PLACES, PLACES), max_size=6))
def test_taken_apart_right_after_is_as_if_nothing_was_done(shop: Shop, steps: list[tuple[str, int, int]]) -> None:
    rows = stories(2)
    for step in steps:
        act(*step, rows, shop.maartje)
    for row in rows:
        row.refresh_from_db()
    before = [(shape_of(row), sorted(row.messages.values_list("pk", flat=True))) for row in rows]
    take_apart(merge(rows[0], into=rows[1], by=shop.maartje), by=shop.maartje)
    for row in rows:
        row.refresh_from_db()
    assert [(shape_of(row), sorted(row.messages.values_list("pk", flat=True))) for row in rows] == before


MOMENTS = st.datetimes(timezones=st.just(now().tzinfo))
SHAPES = st.builds(
    Shape,
    state=st.sampled_from(["ours", "theirs", "put_right", "confirmed"]),
    waiting_since=st.none() | MOMENTS,
    snoozed_until=st.none() | MOMENTS,
    last_at=MOMENTS,
    acknowledged_at=st.none() | MOMENTS,
    first_answer_at=st.none() | MOMENTS,
    opened_at=MOMENTS,
    tags=st.frozensets(st.integers(1, 5)),
)


@given(mine=SHAPES, theirs=SHAPES)
def test_the_arithmetic_undoes_itself_and_is_kept_exactly(mine: Shape, theirs: Shape) -> None:
    both = joined(mine, theirs)
    assert rebased(both, both, mine) == mine
    assert Shape.from_data(both.to_data()) == both


@given(mine=SHAPES, first=SHAPES, second=SHAPES)
def test_whichever_is_taken_out_first_the_same_is_left(mine: Shape, first: Shape, second: Shape) -> None:
    one = joined(mine, first)
    both = joined(one, second)
    without_first = joined(rebased(one, one, mine), second)
    assert rebased(rebased(both, both, without_first), without_first, mine) == mine
    assert rebased(rebased(both, both, one), one, mine) == mine
