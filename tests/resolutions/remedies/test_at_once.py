"""Two at once, for real: threads on their own connections. One outcome, and the right money."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from cha.conversations.models import Conversation
from cha.core.actor import CHA
from cha.core.errors import ChaError
from cha.core.money import Money
from cha.resolutions.models import Approval, Remedy, Voucher, VoucherUse
from cha.resolutions.remedies.doing import start_remedy, take_back_remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.resolutions.remedies.giving import give, order, policy, yes
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each came to, all begun together: what it returned, or the error it raised."""
    gate, came = threading.Barrier(len(works)), dict[int, object]()

    def run(number: int, work: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            came[number] = work()
        except ChaError as error:
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [came[number] for number in range(len(works))]


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def again(talk: Conversation) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


def other(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Obi", Role.AGENT, by=CHA)


def test_two_members_who_refund_one_order_at_once_give_it_back_once(shop: Shop, talk: Conversation) -> None:
    bought, ifeoma = order(talk), other(shop)
    came = at_once(
        lambda: give(again(talk), shop.maartje, minor=62_00, order=bought),
        lambda: give(again(talk), ifeoma, minor=62_00, order=bought),
    )
    assert sum(isinstance(one, ChaError) for one in came) == 1
    assert [row.amount for row in Remedy.objects.all()] == [62_00]


def test_they_refund_it_in_two_conversations_of_theirs_and_it_is_once_all_the_same(
    shop: Shop, talk: Conversation
) -> None:
    second = shop.adaeze_writes("Something else", subject="Else")
    assert second.pk != talk.pk
    bought, ifeoma = order(talk), other(shop)
    came = at_once(
        lambda: give(again(talk), shop.maartje, minor=40_00, order=bought),
        lambda: give(again(second), ifeoma, minor=40_00, order=bought),
    )
    assert sum(isinstance(one, ChaError) for one in came) == 1
    assert sum(row.amount for row in Remedy.objects.all()) == 40_00


def test_one_form_sent_twice_at_once_decides_once(shop: Shop, talk: Conversation) -> None:
    came = at_once(*[lambda: give(again(talk), shop.maartje, once="f1")] * 3)
    assert len({getattr(one, "pk", one) for one in came}) == 1
    assert Remedy.objects.count() == 1


def test_a_yes_is_used_once_by_two_at_once(shop: Shop, talk: Conversation) -> None:
    approval, ifeoma = yes(talk), other(shop)
    came = at_once(
        *[
            lambda who=who: give(again(talk), who, minor=372_00, approval=Approval.objects.get(pk=approval.pk))  # type: ignore[misc]
            for who in (shop.maartje, ifeoma)
        ]
    )
    assert sum(isinstance(one, ChaError) for one in came) == 1
    assert Remedy.objects.count() == 1


def test_beginning_it_and_taking_it_back_at_once_has_one_outcome(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje)
    came = at_once(lambda: start_remedy(row, by=shop.maartje), lambda: take_back_remedy(row, by=shop.priya))
    assert sum(isinstance(one, ChaError) for one in came) == 1
    row.refresh_from_db()
    assert row.state in ("way", "back")


def test_two_who_use_one_voucher_at_once_never_take_more_than_there_is(shop: Shop, talk: Conversation) -> None:
    row, ifeoma = give(talk, shop.maartje, "voucher", 20_00), other(shop)
    came = at_once(
        lambda: use_voucher(Remedy.objects.get(pk=row.pk), by=shop.maartje, amount=Money(15_00, "EUR")),
        lambda: use_voucher(Remedy.objects.get(pk=row.pk), by=ifeoma, amount=Money(15_00, "EUR")),
    )
    assert [one.sentence for one in came if isinstance(one, ChaError)] == ["€5 is left of it."]
    assert Voucher.objects.get().left == 5_00
    assert [use.amount for use in VoucherUse.objects.all()] == [15_00]


def test_all_of_a_voucher_is_used_or_it_is_ended(shop: Shop, talk: Conversation) -> None:
    row, ifeoma = give(talk, shop.maartje, "voucher", 20_00), other(shop)
    came = at_once(
        lambda: use_voucher(Remedy.objects.get(pk=row.pk), by=shop.maartje),
        lambda: end_voucher(Remedy.objects.get(pk=row.pk), by=ifeoma),
        lambda: use_voucher(Remedy.objects.get(pk=row.pk), by=ifeoma),
    )
    assert sum(not isinstance(one, ChaError) for one in came) == 1
    assert Voucher.objects.get().left == 0


def test_one_form_that_uses_it_sent_twice_at_once_takes_once(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "voucher", 20_00)
    eight = Money(8_00, "EUR")
    came = at_once(*[lambda: use_voucher(Remedy.objects.get(pk=row.pk), by=shop.maartje, amount=eight, once="f1")] * 3)
    assert len({getattr(one, "pk", one) for one in came}) == 1
    assert Voucher.objects.get().left == 12_00
