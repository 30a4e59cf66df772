"""A voucher is used, wholly or in part, or ended: never more than there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cha.conversations.models import Conversation
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.core.money import Money
from cha.promises.models import Promise
from cha.resolutions.models import Remedy, Voucher, VoucherUse
from cha.resolutions.remedies.doing import take_back_remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.resolutions.remedies.vouchers import as_code, how_it_stands, new_code
from tests.resolutions.remedies.giving import give, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


@pytest.fixture
def given(shop: Shop, talk: Conversation) -> Remedy:
    return give(talk, shop.maartje, "voucher", 20_00, words="A voucher")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def left(row: Remedy) -> int:
    return Voucher.objects.get(remedy=row).left


def test_it_is_used_in_part_then_wholly_and_the_ledger_knows(shop: Shop, given: Remedy) -> None:
    use_voucher(given, by=shop.maartje, amount=euros(8_00), words="A bouquet")
    assert (left(given), Remedy.objects.get().state) == (12_00, "done")
    use_voucher(given, by=shop.priya)
    assert left(given) == 0
    assert list(VoucherUse.objects.order_by("id").values_list("amount", "by", "words")) == [
        (8_00, shop.maartje.pk, "A bouquet"),
        (12_00, shop.priya.pk, ""),
    ]
    facts = [event.facts for event in Event.objects.filter(verb="voucher.used").order_by("id")]
    assert facts == [
        {"amount": 8_00, "currency": "EUR", "left": 12_00},
        {"amount": 12_00, "currency": "EUR", "left": 0},
    ]


def test_the_first_use_keeps_the_promise_of_it(shop: Shop, talk: Conversation) -> None:
    by = now() + timedelta(hours=30)
    row = give(talk, shop.maartje, "voucher", by_when=by, promised=True)
    use_voucher(row, by=shop.maartje, amount=euros(1))
    assert Promise.objects.get(pk=row.promise_id).state == "kept"


@pytest.mark.parametrize("amount", [euros(20_01), euros(0), euros(-1), Money(1_00, "USD")])
def test_what_is_no_part_of_it_is_refused_in_words(shop: Shop, given: Remedy, amount: Money) -> None:
    with pytest.raises(Invalid) as told:
        use_voucher(given, by=shop.maartje, amount=amount)
    assert told.value.details["field"] == "amount"
    assert left(given) == 20_00


def test_one_form_sent_twice_takes_once(shop: Shop, given: Remedy) -> None:
    first = use_voucher(given, by=shop.maartje, amount=euros(5_00), once="a")
    assert use_voucher(given, by=shop.maartje, amount=euros(5_00), once="a") == first
    use_voucher(given, by=shop.maartje, amount=euros(5_00), once="b")
    assert left(given) == 10_00


def test_what_holds_no_longer_is_not_used(shop: Shop, talk: Conversation, given: Remedy) -> None:
    use_voucher(given, by=shop.maartje)
    with pytest.raises(Conflict, match="used up"):
        use_voucher(given, by=shop.maartje, amount=euros(1))
    back = give(talk, shop.maartje, "voucher", 5_00)
    take_back_remedy(back, by=shop.maartje)
    with pytest.raises(Conflict, match="taken back"):
        use_voucher(back, by=shop.maartje)
    soon = give(talk, shop.maartje, "voucher", 6_00, until=now().date() + timedelta(days=2))
    with standing_at(now() + timedelta(days=4)), pytest.raises(Conflict, match="It held until"):
        use_voucher(soon, by=shop.maartje)
    with pytest.raises(NotFound):
        use_voucher(give(talk, shop.maartje, "card", 3_00), by=shop.maartje)


def test_it_is_ended_once_and_for_good(shop: Shop, given: Remedy) -> None:
    use_voucher(given, by=shop.maartje, amount=euros(8_00))
    for _ in range(2):
        assert end_voucher(given, by=shop.priya).left == 0
    assert [event.facts["amount"] for event in Event.objects.filter(verb="voucher.ended")] == [12_00]
    with pytest.raises(Conflict, match="ended"):
        use_voucher(given, by=shop.maartje, amount=euros(1))


def test_what_is_used_up_is_not_ended_and_what_is_used_is_not_taken_back(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "voucher", 9_00)
    VoucherUse(voucher=row.voucher, amount=1_00).save(force_insert=True)
    with pytest.raises(Conflict, match="used already"):
        take_back_remedy(row, by=shop.maartje)
    use_voucher(row, by=shop.maartje)
    with pytest.raises(Conflict, match="Nothing is left"):
        end_voucher(row, by=shop.maartje)


def test_without_a_seat_nobody_uses_one(shop: Shop, given: Remedy) -> None:
    for does in (use_voucher, end_voucher):
        with pytest.raises((Refused, NotFound)):
            does(given, by=shop.jef)


def test_it_is_not_made_for_a_day_gone_by(shop: Shop, talk: Conversation) -> None:
    with pytest.raises(Invalid, match="has passed"):
        give(talk, shop.maartje, "voucher", until=now().date() - timedelta(days=2))
    assert not Remedy.objects.exists()


def test_how_it_stands_and_how_a_code_is_written() -> None:
    today = date(2026, 11, 23)
    assert how_it_stands(Voucher(left=1, until=today), today) == "holds"
    assert how_it_stands(Voucher(left=1, until=today - timedelta(days=1)), today) == "over"
    assert how_it_stands(Voucher(left=0, until=today - timedelta(days=1)), today) == "used"
    assert how_it_stands(Voucher(left=0, ended_at=now()), today) == "ended"
    code = new_code()
    assert as_code(code.lower().replace("-", " ")) == as_code(code.replace("-", "")) == as_code(code) == code
    assert as_code("") == ""
