"""A row that a verb holds is read once, and is never an old one."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, put_right, reopen
from cha.core import held
from cha.core.actor import CHA
from cha.core.ledger import Event
from cha.core.verbs import verb
from cha.team.models.team import form_team
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@verb
def lock(pk: int) -> Conversation:
    return Conversation.objects.locked(pk)


@verb
def lock_twice(pk: int) -> tuple[Conversation, Conversation]:
    return lock(pk), lock(pk)


def test_verbs_within_a_verb_are_given_the_same_row_and_it_is_read_once(shop: Shop) -> None:
    pk = shop.adaeze_writes().pk
    with CaptureQueriesContext(
        connection,
    ) as asked:
        one, other = lock_twice(pk)
    assert one is other
    assert sum("conversations_conversation" in query["sql"] for query in asked) == 1


def test_the_next_verb_reads_it_anew(shop: Shop) -> None:
    pk = shop.adaeze_writes().pk
    before = lock(pk)
    Conversation.objects.filter(pk=pk).update(gist="peach, not white")
    after = lock(pk)
    assert before is not after
    assert after.gist == "peach, not white"


def test_a_change_behind_its_back_is_read_again(shop: Shop) -> None:
    pk = shop.adaeze_writes().pk

    @verb
    def change() -> str:
        lock(pk)
        Conversation.objects.filter(pk=pk).update(gist="peach, not white")
        return lock(pk).gist

    assert change() == "peach, not white"


def test_what_failed_is_forgotten(shop: Shop) -> None:
    pk = shop.adaeze_writes().pk

    @verb
    def fail() -> None:
        lock(pk).change(gist="never")
        raise ValueError

    @verb
    def outer() -> str:
        try:
            with transaction.atomic():
                fail()
        except ValueError:
            return lock(pk).gist
        return "it did not fail"

    assert outer() == ""


def test_a_row_that_is_held_renews_another_of_it(shop: Shop) -> None:
    conversation = shop.adaeze_writes()

    @verb
    def work() -> None:
        lock(conversation.pk).change(gist="peach")
        held.renew(conversation)

    work()
    assert conversation.gist == "peach"


def test_what_is_put_off_is_done_once_when_the_outermost_verb_ends(shop: Shop) -> None:
    done: list[list[int]] = []

    @verb
    def inner(number: int) -> None:
        held.at_the_end(held.ROWS, done.append, number)

    @verb
    def outer() -> None:
        inner(1)
        inner(2)
        assert done == []

    outer()
    assert done == [[1, 2]]


def test_what_a_verb_put_off_that_failed_is_not_done(shop: Shop) -> None:
    done: list[list[str]] = []

    @verb
    def fail() -> None:
        held.settle()
        held.at_the_end(held.EVENTS, done.append, "failed")
        raise ValueError

    @verb
    def outer() -> None:
        held.at_the_end(held.ROWS, done.append, "before")
        with suppress(ValueError), transaction.atomic():
            fail()
        held.at_the_end(held.EVENTS, done.append, "after")

    outer()
    assert done == [["before"], ["after"]]


def test_a_row_that_is_read_anew_has_its_place_in_the_care_order(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    put_right(conversation, by=shop.maartje)
    reopen(conversation, by=shop.maartje)
    assert conversation.care_at is not None


def test_the_events_of_a_verb_are_one_statement() -> None:
    @verb
    def form_three() -> None:
        for name in ("Shop", "Workshop", "Van"):
            form_team(name, by=CHA)

    with CaptureQueriesContext(connection) as asked:
        form_three()
    assert sum(query["sql"].startswith('INSERT INTO "core_event"') for query in asked) == 1
    assert [event.verb for event in Event.objects.order_by("pk")] == ["team.formed"] * 3
