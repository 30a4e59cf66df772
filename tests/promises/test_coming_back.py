"""Coming back: the same person about the same concern is seen, linked, shown and counted; nobody is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.conversations.models import Conversation, Link, link
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.promises.coming_back import ENOUGH, WITHIN, Concern, alike, look_back, telling_words
from cha.promises.repeats import repeats
from tests.shop import Shop
from tests.workspace.desk import browser

AT = datetime(2026, 6, 1, tzinfo=UTC)


def concern(
    words: str = "", *, topic: str = "", orders: tuple[str, ...] = (), after: timedelta = timedelta(0)
) -> Concern:
    return Concern(1, AT + after, topic, frozenset(orders), telling_words(words, "en"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (concern(orders=("2291",)), concern(orders=("2291",), topic="late_delivery"), True),
        (concern(orders=("2291",)), concern(orders=("2292",), topic="late_delivery"), False),
        (concern(topic="late_delivery", orders=("1",)), concern(topic="late_delivery", orders=("2",)), False),
        (concern(topic="late_delivery"), concern(topic="late_delivery"), False),
        (
            concern("The peach ranunculus arrived instead of white ones", topic="wrong_item"),
            concern("Again about the peach ranunculus instead of white", topic="wrong_item"),
            True,
        ),
        (
            concern("The peach ranunculus arrived instead of white ones", topic="wrong_item"),
            concern("Where is the invoice of the wedding tables", topic="invoice"),
            False,
        ),
        (concern(orders=("2291",)), concern(orders=("2291",), after=WITHIN + timedelta(days=1)), False),
        (concern("Thank you, dear all"), concern("Thank you, dear all"), False),
    ],
)
def test_what_makes_two_concerns_the_same(one: Concern, other: Concern, same: bool) -> None:
    assert (alike(one, other) >= ENOUGH) is same
    assert alike(one, other) == alike(other, one)


def test_the_third_time_is_linked_to_the_two_before_and_counted(shop: Shop) -> None:
    first = shop.adaeze_writes("My order 2291 came in peach.")
    second = shop.adaeze_writes("Order 2291 is still peach.", subject="Peach")
    third = shop.adaeze_writes("Nobody came for order 2291.", subject="And now?")

    same = Link.objects.filter(kind="same").order_by("pk")

    assert {(row.one_id, row.other_id) for row in same} == {
        (second.pk, first.pk),
        (third.pk, second.pk),
        (third.pk, first.pk),
    }
    assert Event.objects.filter(verb="concern.repeated").count() == 2
    assert repeats(first.opened_at, now()).concerns == 2
    page = browser(shop.maartje).get(f"/now/{encode(third.pk)}").content.decode()
    assert "Third time about order 2291:" in page
    assert "The same concern" in page


def test_looking_twice_changes_nothing(shop: Shop) -> None:
    shop.adaeze_writes("My order 2291 came in peach.")
    second = shop.adaeze_writes("Order 2291 is still peach.", subject="Peach")

    look_back(second)

    assert Link.objects.count() == 1
    assert Event.objects.filter(verb="concern.repeated").count() == 1


def test_a_link_that_a_member_made_stays_as_they_said(shop: Shop) -> None:
    first = shop.adaeze_writes("It is about the flowers.")
    second = shop.adaeze_writes("It is about the vases.", subject="Vases")
    link(second, first, by=shop.maartje, kind="cause")
    for row in (first, second):
        Conversation.objects.filter(pk=row.pk).update(topic="wrong_item", subject="The peach ranunculus instead")

    second.refresh_from_db()
    assert look_back(second) == [first]
    assert [row.kind for row in Link.objects.all()] == ["cause"]


def test_somebody_elses_concern_is_not_theirs(shop: Shop) -> None:
    shop.adaeze_writes("My order 2291 came in peach.")
    shop.adaeze_writes("My order 2291 too.", sender="Eve <eve@post.example>")
    worker.run_all()

    assert not Link.objects.exists()


def test_the_first_time_says_nothing(shop: Shop) -> None:
    conversation = shop.adaeze_writes("My order 2291 came in peach.")

    assert "time about" not in browser(shop.maartje).get(f"/now/{encode(conversation.pk)}").content.decode()
