"""What was two things in one conversation becomes two, and one again."""

from __future__ import annotations

import pytest

from cha.channels.pipeline.threading import reply_token
from cha.conversations.models import (
    Conversation,
    Message,
    Split,
    State,
    attach,
    merge,
    note,
    put_together,
    say,
    split,
    take_apart,
    take_part,
)
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.people.models.contact_point import meet
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def both(shop: Shop) -> tuple[Conversation, Message, Message]:
    """A conversation in which Adaeze says two things."""
    conversation = shop.adaeze_writes("It came in peach.", message_id="<one@x.example>")
    shop.answers(conversation, "I look at once.")
    shop.adaeze_writes("And who pays the vases?", in_reply_to="<one@x.example>", message_id="<two@x.example>")
    conversation.refresh_from_db()
    first, second = conversation.messages.filter(kind="heard").order_by("pk")
    return conversation, first, second


def test_the_chosen_messages_are_a_conversation_of_their_own(shop: Shop) -> None:
    conversation, _first, second = both(shop)
    attach(second, "bill.pdf", "application/pdf", b"pdf")
    row = split(conversation, [second.pk], by=shop.maartje)
    new = row.into
    assert list(new.messages.all()) == [second]
    assert second.pk not in conversation.messages.values_list("pk", flat=True)
    assert (new.person_id, new.state, new.waiting_since, new.heard_count) == (
        conversation.person_id, State.OURS, second.at, 1
    )  # fmt: skip
    assert new.last_words == "And who pays the vases?"
    assert (conversation.state, conversation.waiting_since, conversation.heard_count) == (State.THEIRS, None, 1)
    assert new.care_at
    assert not conversation.care_at
    assert verbs(new)[0] == "conversation.split_off"
    assert "conversation.split" in verbs(conversation)


def test_put_together_nothing_is_lost_and_nothing_doubled(shop: Shop) -> None:
    conversation, _first, second = both(shop)
    ids = set(conversation.messages.values_list("pk", flat=True))
    columns = ("state", "waiting_since", "heard_count", "last_at", "last_words", "first_answer_at", "acknowledged_at")
    before = Conversation.objects.values(*columns).get(pk=conversation.pk)
    row = split(conversation, [second.pk], by=shop.maartje)
    put_together(row, by=shop.priya)
    assert set(conversation.messages.values_list("pk", flat=True)) == ids
    assert Conversation.objects.values(*columns).get(pk=conversation.pk) == before
    with pytest.raises(Conflict, match="one story again"):
        put_together(row, by=shop.maartje)


def test_a_reply_goes_where_what_it_answers_is_now(shop: Shop) -> None:
    conversation, _first, second = both(shop)
    row = split(conversation, [second.pk], by=shop.maartje)
    to = f"hello+{reply_token(conversation.pk)}@juniperlane.example"
    assert shop.adaeze_writes("The vases?", in_reply_to="<two@x.example>") == row.into
    assert shop.adaeze_writes("The vases??", to=to, in_reply_to="<two@x.example>") == row.into
    assert shop.adaeze_writes("The peach?", to=to) == conversation
    assert shop.adaeze_writes("The peach??", in_reply_to="<one@x.example>") == conversation
    to = f"hello+{reply_token(row.into.pk)}@juniperlane.example"
    assert shop.adaeze_writes("Those vases.", to=to) == row.into


def test_messages_of_a_known_sender_in_copy_become_theirs(shop: Shop) -> None:
    chidi = meet("email", "chidi@nwosu.example", name="Chidi")
    conversation, _first, second = both(shop)
    Message.objects.filter(pk=second.pk).update(address="chidi@nwosu.example")
    row = split(conversation, [second.pk], by=shop.maartje)
    assert row.into.person_id == chidi.person_id
    put_together(row, by=shop.maartje)
    assert Conversation.objects.get(pk=row.into_id).merged_into_id == conversation.pk


def test_something_they_wrote_goes_and_something_stays(shop: Shop) -> None:
    conversation, first, second = both(shop)
    inner = note(conversation, "Only ours.", by=shop.priya)
    for chosen in ([], [inner.pk], [first.pk, second.pk]):
        with pytest.raises(Invalid):
            split(conversation, chosen, by=shop.maartje)
    say(conversation, "Held", by=shop.maartje)
    with pytest.raises(Conflict):
        split(conversation, [second.pk], by=shop.priya)
    assert not Split.objects.exists()


def test_only_who_answers_splits(shop: Shop) -> None:
    conversation, _first, second = both(shop)
    with pytest.raises(NotFound):
        split(conversation, [second.pk], by=shop.jef)
    take_part(conversation, by=shop.maartje, member=shop.jef)
    with pytest.raises(Refused):
        split(conversation, [second.pk], by=shop.jef)


def test_what_was_split_off_may_become_one_with_a_third(shop: Shop) -> None:
    conversation, _first, second = both(shop)
    third = shop.adaeze_writes("The bill is wrong.", subject="Bill")
    row = split(conversation, [second.pk], by=shop.maartje)
    merge(row.into, into=third, by=shop.maartje)
    assert shop.adaeze_writes("The vases?", in_reply_to="<two@x.example>") == third
    with pytest.raises(Conflict):
        put_together(row, by=shop.maartje)


@pytest.mark.parametrize("whose", ["source", "into"])
def test_nothing_is_taken_apart_that_would_be_left_without_a_word_of_theirs(shop: Shop, whose: str) -> None:
    first = shop.adaeze_writes("My order came in peach.", subject="Peach")
    second = shop.adaeze_writes("The vases are cracked!", subject="Vases")
    own = {
        "source": list(first.messages.values_list("pk", flat=True)),
        "into": list(second.messages.values_list("pk", flat=True)),
    }
    merged = merge(first, into=second, by=shop.maartje)
    parted = split(second, own[whose], by=shop.maartje)
    with pytest.raises(Conflict) as found:
        take_apart(merged, by=shop.maartje)
    assert found.value.code == "empty"
    put_together(parted, by=shop.maartje)
    take_apart(merged, by=shop.maartje)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.heard_count == second.heard_count == 1
