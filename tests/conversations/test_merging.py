"""One story: two conversations merged lose nothing, and are given back exactly, message by message."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from cha.channels.pipeline.threading import reply_token
from cha.conversations.access import visible_to
from cha.conversations.models import (
    Conversation,
    Draft,
    Merge,
    Message,
    Participant,
    State,
    assign,
    attach,
    correct_mood,
    erase_conversation,
    follow,
    keep_draft,
    merge,
    note,
    put_right,
    say,
    snooze,
    tag,
    take_apart,
    take_part,
    trash,
)
from cha.conversations.private_link import open_link, private_path, revoke_links
from cha.conversations.search import find_messages
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.timers import Timer
from cha.promises.models import Promise, release_promise
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop, raw_mail, verbs

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = ("version",)


def two(shop: Shop) -> tuple[Conversation, Conversation]:
    """Two conversations of Adaeze's, both waiting, the first one longer."""
    first = shop.adaeze_writes("My order 2291 came in peach.", subject="Peach", message_id="<one@x.example>")
    second = shop.adaeze_writes("And the vases are cracked!", subject="Vases", message_id="<two@x.example>")
    assert first.pk != second.pk
    return first, second


def whole(*conversations: Conversation) -> list[dict[str, Any]]:
    """Everything that a conversation is and that hangs on it."""
    found = []
    for conversation in conversations:
        row = Conversation.objects.filter(pk=conversation.pk).values().get()
        pk = conversation.pk
        found.append(
            {
                **{name: value for name, value in row.items() if name not in NEVER},
                "tags": sorted(conversation.tags.values_list("name", flat=True)),
                "messages": sorted(conversation.messages.values_list("pk", flat=True)),
                "promises": sorted(Promise.objects.filter(conversation=pk).values_list("pk", "state", "by")),
                "deliveries": sorted(conversation.deliveries.values_list("pk", flat=True)),
                "drafts": sorted(Draft.objects.filter(conversation=pk).values_list("member", "text")),
                "parts": sorted(Participant.objects.filter(conversation=pk).values_list("pk", flat=True)),
                "timers": sorted(Timer.objects.filter(key=f"wake:{pk}").values_list("key", "due")),
            }
        )
    return found


def test_all_that_was_said_is_one_story_in_order(shop: Shop) -> None:
    first, second = two(shop)
    note(second, "She sounds tired.", by=shop.priya)
    file = attach(second.messages.order_by("id")[0], "vase.jpg", "image/jpeg", b"jpeg")
    ids = {*first.messages.values_list("pk", flat=True), *second.messages.values_list("pk", flat=True)}
    merge(second, into=first, by=shop.maartje)
    assert set(first.messages.values_list("pk", flat=True)) == ids
    assert not second.messages.exists()
    file.refresh_from_db()
    assert file.message is not None
    assert file.message.conversation_id == first.pk
    assert second.state == State.JOINED
    assert second.merged_into_id == first.pk
    assert first.heard_count == 2
    assert "conversation.merged" in verbs(first)
    assert "conversation.joined" in verbs(second)


def test_who_waited_longest_waits_and_what_was_promised_first_is_due_first(shop: Shop) -> None:
    first, second = two(shop)
    since = first.waiting_since
    due = min(first.promises.get().by, second.promises.get().by)
    merge(first, into=second, by=shop.maartje)
    assert (second.state, second.waiting_since) == (State.OURS, since)
    assert second.promises.count() == 2
    assert second.next_promise_at == due
    shop.answers(second)
    assert set(Promise.objects.values_list("state", flat=True)) == {"kept"}


def test_taken_apart_at_once_each_is_what_it_was(shop: Shop) -> None:
    first, second = two(shop)
    shop.answers(first)
    put_right(first, by=shop.maartje)
    tag(first, ["roses"], by=shop.maartje)
    tag(second, ["roses", "vases"], by=shop.maartje)
    assign(second, by=shop.maartje, member=shop.priya)
    keep_draft(first, "Dear Ada", by=shop.maartje)
    keep_draft(second, "About the vases", by=shop.maartje)
    take_part(second, by=shop.maartje, member=shop.jef)
    take_part(first, by=shop.maartje, address="chidi@nwosu.example")
    take_part(second, by=shop.maartje, address="chidi@nwosu.example")
    before = whole(first, second)
    row = merge(second, into=first, by=shop.maartje)
    assert first.state == State.OURS
    assert Draft.objects.get(conversation=first).text == "Dear Ada\n\nAbout the vases"
    take_apart(row, by=shop.priya)
    assert whole(first, second) == before


def test_a_snooze_holds_only_where_nothing_else_waits(shop: Shop) -> None:
    first, second = two(shop)
    for promise in Promise.objects.all():
        release_promise(promise, by=shop.maartje)
        correct_mood(promise.conversation, "calm", by=shop.maartje)
    later = now() + timedelta(hours=5)
    snooze(second, later, by=shop.maartje)
    before = whole(first, second)
    row = merge(second, into=first, by=shop.maartje)
    assert first.snoozed_until is None
    assert not Timer.objects.filter(key=f"wake:{second.pk}").exists()
    take_apart(row, by=shop.maartje)
    assert whole(first, second) == before
    snooze(first, later + timedelta(hours=1), by=shop.maartje)
    merge(second, into=first, by=shop.maartje)
    assert first.snoozed_until == later


def test_what_is_said_since_stays_unless_it_is_chosen(shop: Shop) -> None:
    first, second = two(shop)
    row = merge(second, into=first, by=shop.maartje)
    shop.adaeze_writes("Another thing.", in_reply_to="<two@x.example>")
    chosen = shop.adaeze_writes("The vases again.", in_reply_to="<two@x.example>").messages.order_by("-pk")[0]
    take_apart(row, by=shop.maartje, along=[chosen.pk])
    first.refresh_from_db()
    second.refresh_from_db()
    assert "The vases again." in second.messages.values_list("text", flat=True)
    assert "Another thing." in first.messages.values_list("text", flat=True)
    assert (first.heard_count, second.heard_count) == (2, 2)
    assert second.last_words == "The vases again."
    assert first.last_words == "Another thing."


def test_what_goes_along_unanswered_waits_on_us(shop: Shop) -> None:
    first, second = two(shop)
    shop.answers(second)
    put_right(second, by=shop.maartje)
    row = merge(second, into=first, by=shop.maartje)
    new = shop.adaeze_writes("The vases, still.", in_reply_to="<two@x.example>").messages.order_by("-pk")[0]
    take_apart(row, by=shop.maartje, along=[new.pk])
    second.refresh_from_db()
    assert (second.state, second.waiting_since) == (State.OURS, new.at)


def test_what_was_answered_together_waits_no_more_when_taken_apart(shop: Shop) -> None:
    first, second = two(shop)
    row = merge(second, into=first, by=shop.maartje)
    shop.answers(first)
    take_apart(row, by=shop.maartje)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.THEIRS, State.THEIRS)
    assert set(Promise.objects.values_list("state", flat=True)) == {"kept"}
    assert first.messages.filter(kind="said").count() == 1


def test_who_wrote_since_waits_when_it_is_taken_apart(shop: Shop) -> None:
    first, second = two(shop)
    shop.answers(first)
    row = merge(second, into=first, by=shop.maartje)
    heard = shop.adaeze_writes("And?", in_reply_to="<one@x.example>").messages.order_by("-pk")[0]
    take_apart(row, by=shop.maartje)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.waiting_since) == (State.OURS, heard.at)
    assert second.state == State.OURS


def test_each_of_three_can_be_taken_out_alone_in_any_order(shop: Shop) -> None:
    first, second = two(shop)
    third = shop.adaeze_writes("Who pays?", subject="Invoice", message_id="<three@x.example>")
    tag(second, ["vases"], by=shop.maartje)
    tag(third, ["money"], by=shop.maartje)
    shop.answers(first)
    before = whole(first, second, third)
    one, other = merge(second, into=first, by=shop.maartje), merge(third, into=first, by=shop.maartje)
    assert set(first.tags.values_list("name", flat=True)) == {"vases", "money"}
    take_apart(one, by=shop.maartje)
    assert whole(second) == [before[1]]
    assert list(first.tags.values_list("name", flat=True)) == ["money"]
    take_apart(other, by=shop.maartje)
    assert whole(first, second, third) == before


def test_a_chain_is_followed_and_taken_apart_from_its_end(shop: Shop) -> None:
    first, second = two(shop)
    third = shop.adaeze_writes("Who pays?", subject="Invoice", message_id="<three@x.example>")
    before = whole(first, second, third)
    link = private_path(first).removeprefix("/w/")
    inner, outer = merge(first, into=second, by=shop.maartje), merge(second, into=third, by=shop.maartje)
    assert Conversation.objects.get(pk=third.pk).heard_count == 3
    assert open_link(link).conversation == third
    with pytest.raises(Conflict, match="another story"):
        take_apart(inner, by=shop.maartje)
    take_apart(outer, by=shop.maartje)
    take_apart(inner, by=shop.maartje)
    assert whole(first, second, third) == before


def test_a_ring_is_impossible_and_twice_is_once(shop: Shop) -> None:
    first, second = two(shop)
    merge(second, into=first, by=shop.maartje)
    for source, target in ((second, first), (first, second)):
        with pytest.raises(Conflict, match="quicker"):
            merge(source, into=target, by=shop.priya)
    with pytest.raises(Invalid, match="same conversation"):
        merge(first, into=first, by=shop.priya)
    row = Merge.objects.get()
    take_apart(row, by=shop.priya)
    with pytest.raises(Conflict, match="two stories already"):
        take_apart(row, by=shop.maartje)


def test_two_persons_do_not_become_one_by_it(shop: Shop) -> None:
    first = shop.adaeze_writes()
    other = shop.adaeze_writes("Hi", sender="Lars <lars@kjeldsen.example>")
    with pytest.raises(Invalid, match="two persons"):
        merge(other, into=first, by=shop.maartje)


def test_an_answer_that_is_held_keeps_them_apart_for_its_seconds(shop: Shop) -> None:
    first, second = two(shop)
    say(second, "Soon", by=shop.maartje)
    with pytest.raises(Conflict, match="about to go out"):
        merge(first, into=second, by=shop.priya)


def test_only_who_answers_and_sees_both_merges(shop: Shop) -> None:
    first, second = two(shop)
    with pytest.raises(NotFound):
        merge(second, into=first, by=shop.jef)
    for conversation in (first, second):
        take_part(conversation, by=shop.maartje, member=shop.jef)
    with pytest.raises(Refused):
        merge(second, into=first, by=shop.jef)


def test_what_is_merged_is_in_no_list_but_all_its_words_are_found(shop: Shop) -> None:
    first, second = two(shop)
    merge(second, into=first, by=shop.maartje)
    assert set(visible_to(shop.priya)) == {first}
    assert list(Conversation.objects.waiting()) == [first]
    assert [hit.conversation_id for hit in find_messages("cracked", by=shop.priya)] == [first.pk]


def test_a_reply_to_either_finds_the_story(shop: Shop) -> None:
    first, second = two(shop)
    merge(second, into=first, by=shop.maartje)
    by_header = shop.adaeze_writes("By header", in_reply_to="<two@x.example>")
    address = f"hello+{reply_token(second.pk)}@juniperlane.example"
    by_token = shop.adaeze_writes("By token", to=address)
    assert by_header == first
    assert by_token == first
    assert first.messages.filter(kind="heard").count() == 4


def test_its_link_shows_the_story_until_links_are_revoked(shop: Shop) -> None:
    first, second = two(shop)
    link = private_path(second).removeprefix("/w/")
    row = merge(second, into=first, by=shop.maartje)
    opened = open_link(link)
    assert opened.conversation == first
    assert not opened.rested
    take_apart(row, by=shop.maartje)
    assert open_link(link).conversation == second
    row = merge(second, into=first, by=shop.maartje)
    revoke_links(first, by=shop.priya)
    assert open_link(link).rested


def test_a_verb_on_what_was_merged_meanwhile_reaches_the_story(shop: Shop) -> None:
    first, second = two(shop)
    stale = Conversation.objects.get(pk=second.pk)
    merge(second, into=first, by=shop.maartje)
    note(stale, "Written while it was merged.", by=shop.priya)
    message = say(stale, "An answer, too.", by=shop.priya, hold=timedelta(0))
    worker.run_all()
    assert message.conversation_id == first.pk
    assert first.messages.filter(kind="note").count() == 1


@pytest.mark.parametrize("crosswise", [False, True])
def test_two_members_who_merge_the_same_two_at_once_make_one_story(shop: Shop, crosswise: bool) -> None:
    first, second = two(shop)
    ids = set(Message.objects.values_list("pk", flat=True))
    ready, outcomes = Barrier(2), []

    def merges(source: int, into: int, by: Member) -> None:
        here, there = Conversation.objects.get(pk=source), Conversation.objects.get(pk=into)
        ready.wait()
        try:
            merge(here, into=there, by=by)
            outcomes.append("merged")
        except Conflict as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    ways = [(first.pk, second.pk), (second.pk, first.pk) if crosswise else (first.pk, second.pk)]
    members = [shop.maartje, shop.priya]
    threads = [Thread(target=merges, args=(*way, by)) for way, by in zip(ways, members, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["merged", "merged_already"]
    assert Merge.objects.count() == 1
    story = Conversation.objects.exclude(state=State.JOINED).get()
    assert set(story.messages.values_list("pk", flat=True)) == ids


def test_a_mail_that_comes_while_it_is_merged_is_in_the_story(shop: Shop) -> None:
    first, second = two(shop)
    payload = shop.gets(raw_mail("Wait!", in_reply_to="<two@x.example>"), read=False)
    ready = Barrier(2)

    def reads() -> None:
        ready.wait()
        worker.run_all()
        connection.close()

    thread = Thread(target=reads)
    thread.start()
    ready.wait()
    merge(second, into=first, by=shop.maartje)
    thread.join(30)
    worker.run_all()
    payload.refresh_from_db()
    assert Message.objects.get(pk=payload.message_id).conversation_id == first.pk
    assert Conversation.objects.get(pk=first.pk).heard_count == 3


def test_whoever_saw_one_of_them_sees_the_story_until_it_is_taken_apart(shop: Shop) -> None:
    first, second = two(shop)
    assign(first, by=shop.priya, member=shop.priya)
    assign(second, by=shop.priya, member=shop.maartje)
    take_part(second, by=shop.priya, member=shop.jef)
    follow(first, by=shop.maartje)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    maartje, jef = (Member.objects.get(pk=one.pk) for one in (shop.maartje, shop.jef))
    before = whole(first, second)
    row = merge(second, into=first, by=shop.priya)
    assert list(visible_to(maartje)) == list(visible_to(jef)) == [first]
    take_apart(row, by=shop.priya)
    assert list(visible_to(maartje)) == list(visible_to(jef)) == [second]
    assert whole(first, second) == before


def test_a_reply_to_what_was_merged_and_erased_opens_a_new_conversation(shop: Shop) -> None:
    first, second = two(shop)
    to = f"hello+{reply_token(second.pk)}@juniperlane.example"
    merge(second, into=first, by=shop.maartje)
    trash(first, by=shop.priya)
    erase_conversation(first, by=shop.priya)
    assert not Conversation.objects.filter(pk__in=[first.pk, second.pk]).exists()
    new = shop.adaeze_writes("And the vase?", to=to, in_reply_to="<two@x.example>")
    assert new.pk not in (first.pk, second.pk)
