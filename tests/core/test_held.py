"""A row that a verb holds is read once, and is never an old one."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation
from cha.core import held
from cha.core.verbs import verb
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
