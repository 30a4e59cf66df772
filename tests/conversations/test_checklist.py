"""What is to be done: written down, ticked off by whoever did it, kept for the topic."""

from __future__ import annotations

import pytest

from cha.conversations.models import (
    CheckItem,
    Checklist,
    add_checks,
    drop_check,
    keep_checklist,
    merge,
    set_topic,
    take_apart,
    take_part,
    tick,
)
from cha.core.errors import Invalid, NotFound, Refused
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def test_things_stand_in_order_and_once(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    add_checks(conversation, ["Ask the driver", " ", "New vases"], by=shop.maartje)
    add_checks(conversation, ["New vases", "Call her"], by=shop.maartje)
    rows = CheckItem.objects.filter(conversation=conversation).order_by("place")
    assert [row.text for row in rows] == ["Ask the driver", "New vases", "Call her"]
    drop_check(rows[0], by=shop.maartje)
    assert CheckItem.objects.count() == 2
    with pytest.raises(NotFound):
        tick(CheckItem(pk=1, conversation=conversation), by=shop.maartje)
    with pytest.raises(Invalid):
        add_checks(shop.adaeze_writes(subject="Else"), ["  "], by=shop.maartje)
    with pytest.raises(Invalid, match="project"):
        add_checks(conversation, [str(number) for number in range(60)], by=shop.maartje)


def test_whoever_sees_it_ticks_it_off_once(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    item = add_checks(conversation, ["Ask the driver"], by=shop.maartje)[0]
    with pytest.raises(NotFound):
        tick(item, by=shop.jef)
    take_part(conversation, by=shop.maartje, member=shop.jef)
    assert tick(item, by=shop.jef).done_by == shop.jef
    assert tick(item, by=shop.priya).done_by == shop.jef
    assert tick(item, by=shop.priya, done=False).done_at is None
    assert [verb for verb in verbs(conversation) if verb.startswith("check.")] == [
        "check.added", "check.done", "check.undone",
    ]  # fmt: skip
    with pytest.raises(Refused):
        add_checks(conversation, ["More"], by=shop.jef)


def test_a_list_is_kept_for_its_topic(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    set_topic(conversation, "", by=shop.maartje)
    add_checks(conversation, ["Photo", "New vases"], by=shop.maartje)
    with pytest.raises(Invalid):
        keep_checklist(conversation, by=shop.maartje)
    set_topic(conversation, "damaged", by=shop.maartje)
    keep_checklist(conversation, by=shop.maartje)
    keep_checklist(conversation, by=shop.priya)
    assert Checklist.objects.get().items == ["Photo", "New vases"]


def test_what_is_to_be_done_goes_along_with_a_merge_and_comes_back(shop: Shop) -> None:
    first, second = shop.adaeze_writes(), shop.adaeze_writes("Vases", subject="Vases")
    add_checks(second, ["New vases"], by=shop.maartje)
    row = merge(second, into=first, by=shop.maartje)
    assert first.checks.count() == 1
    take_apart(row, by=shop.maartje)
    assert (first.checks.count(), second.checks.count()) == (0, 1)
