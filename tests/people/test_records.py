"""Records that a shop pushes: read strictly, kept once, the newest state standing, with whose they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused, TooLarge
from cha.core.ledger import Event
from cha.core.money import minor_units, said_amount
from cha.people.models import ContactPoint, Person, Record, RecordSource
from cha.people.models.contact_point import add_point, meet, verify
from cha.people.models.organisation import keep_organisation
from cha.people.models.record_source import keep_source, pause_source, remove_source
from cha.people.records.pushing import push_records
from cha.people.records.reading import Line, read_row
from tests.shop import Shop

AT = datetime(2025, 11, 23, 12, 40, tzinfo=UTC)
ORDER: dict[str, Any] = {
    "external_id": "o-2291",
    "number": "2291",
    "status": "On its way",
    "amount": "372.00",
    "currency": "EUR",
    "placed_at": "2025-11-18T10:05:00+01:00",
    "lines": [{"title": "Centrepiece, white", "quantity": 12, "price": "31.00"}],
    "link": "https://shop.juniperlane.example/admin/orders/2291",
    "email": "Adaeze@Nwosu.example",
    "as_of": "2025-11-23T12:30:00Z",
}


def order(**more: Any) -> dict[str, Any]:
    return {**ORDER, **more}


def test_a_record_is_read_into_values() -> None:
    row = read_row(ORDER, AT)
    assert (row.amount, row.currency, row.email) == (37200, "EUR", "adaeze@nwosu.example")
    assert row.placed_at == datetime(2025, 11, 18, 9, 5, tzinfo=UTC)
    assert row.lines == (Line("Centrepiece, white", "12", 3100),)
    assert read_row({"number": 7}, AT).external_id == "7"
    assert read_row({"number": "7"}, AT).as_of == AT


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "parcel", "order, subscription or invoice"),
        ("amount", "a lot", "no amount in EUR"),
        ("amount", "3.725", "no amount in EUR"),
        ("amount", True, "no amount in EUR"),
        ("amount", "1e999999", "no amount in EUR"),
        ("amount", [], "no amount in EUR"),
        ("currency", "EURO", "at most 3"),
        ("currency", "ZZZ", "ISO 4217"),
        ("placed_at", "yesterday", "with its offset"),
        ("placed_at", "2025-11-18T10:05:00", "with its offset"),
        ("placed_at", "0001-01-01T00:00:00+14:00", "with its offset"),
        ("as_of", "2025-11-24T12:30:00Z", "in the future"),
        ("link", "javascript:alert(1)", "https://"),
        ("link", "http://shop.example/1", "https://"),
        ("link", "https://me:pw@shop.example/1", "https://"),
        ("link", "https://[", "https://"),
        ("email", "adaeze", "no e-mail address"),
        ("status", {"a": 1}, "is text"),
        ("status", "x\0y", "no letters"),
        ("status", "\ud800", "no letters"),
        ("status", "x" * 81, "at most 80"),
        ("lines", "twelve", "a list"),
        ("lines", [{}] * 101, "more than 100"),
        ("colour", "white", "not known here"),
    ],
)
def test_what_does_not_fit_is_said_by_its_field(field: str, value: object, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as wrong:
        read_row(order(**{field: value}), AT, "records.3.")
    assert wrong.value.details["field"] == f"records.3.{field}"


@pytest.mark.parametrize(
    "line", [None, "vase", {}, {"title": "Vase", "quantity": "many"}, {"title": "V", "price": "x"}]
)
def test_a_wrong_line_is_said_by_its_place(line: object) -> None:
    with pytest.raises(Invalid) as wrong:
        read_row(order(lines=[{"title": "Good"}, line]), AT)
    assert str(wrong.value.details["field"]).startswith("lines.1")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(ORDER)), anything))
def test_whatever_is_sent_is_read_or_refused_in_words(values: dict[str, Any]) -> None:
    with suppress(Invalid):
        row = read_row({**ORDER, **values}, AT)
        assert row.number
        assert row.link.startswith("https://") or not row.link


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("372.00", "EUR", 37200), (1200, "JPY", 1200), (9.95, "EUR", 995), ("1.5", "BHD", 1500)],
)
def test_amounts_are_whole_minor_units(amount: object, currency: str, minor: int) -> None:
    assert minor_units(amount, currency) == minor


def test_amounts_are_said_as_the_reader_writes_them() -> None:
    assert said_amount(37200, "EUR", "en") == "€372.00"
    assert said_amount(37200, "EUR", "nl") == "€\xa0372,00"
    assert said_amount(1200, "JPY", "en") == "¥1,200"


@pytest.mark.django_db(transaction=True)
class TestPushing:
    def test_a_pushed_order_is_with_whom_it_names(self, shop: Shop) -> None:
        adaeze = meet("email", "adaeze@nwosu.example", name="Adaeze Nwosu").person
        kept = push_records("Web shop", [ORDER], by=shop.maartje)
        assert (kept.kept, kept.older) == (1, 0)
        row = Record.objects.get()
        assert (row.person_id, row.number, row.amount, row.source.name) == (adaeze.pk, "2291", 37200, "Web shop")
        assert row.claimed
        assert row.lines == [{"title": "Centrepiece, white", "quantity": "12", "price": 3100}]
        event = Event.objects.get(verb="records.kept")
        assert event.facts["persons"] == [adaeze.pk]
        assert "2291" not in str(event.facts)

    def test_the_newest_state_stands_in_whatever_order_they_come(self, shop: Shop) -> None:
        late = order(status="Delivered", as_of="2025-11-23T12:35:00Z")
        push_records("Web shop", [late, ORDER], by=shop.maartje)
        assert Record.objects.get().status == "Delivered"
        kept = push_records("Web shop", [ORDER], by=shop.maartje)
        assert (kept.kept, kept.older) == (0, 1)
        assert Record.objects.get().status == "Delivered"
        push_records("Web shop", [order(status="Returned", as_of="2025-11-23T12:36:00Z")], by=shop.maartje)
        assert Record.objects.get().status == "Returned"

    def test_the_same_batch_twice_is_one(self, shop: Shop) -> None:
        batch = [order(external_id=f"o-{number}", number=str(number)) for number in range(200)]
        push_records("Web shop", batch, by=shop.maartje)
        push_records("Web shop", batch, by=shop.maartje)
        assert Record.objects.count() == 200
        with pytest.raises(TooLarge):
            push_records("Web shop", [*batch, ORDER], by=shop.maartje)

    def test_one_wrong_record_keeps_the_whole_batch_out(self, shop: Shop) -> None:
        with pytest.raises(Invalid) as wrong:
            push_records("Web shop", [ORDER, order(amount="x", external_id="2")], by=shop.maartje)
        assert wrong.value.details["field"] == "records.1.amount"
        assert not Record.objects.exists()
        assert not RecordSource.objects.exists()

    def test_a_verified_address_goes_before_a_claimed_one(self, shop: Shop) -> None:
        claimed = meet("email", "adaeze@nwosu.example").person
        proven = meet("phone", "+32 470 00 00 41")
        verify(proven, "checked", by=shop.priya)
        push_records("Web shop", [order(phone="0470 00 00 41")], by=shop.maartje)
        row = Record.objects.get()
        assert row.person_id == proven.person_id != claimed.pk
        assert not row.claimed

    def test_it_waits_for_whom_it_names_to_come(self, shop: Shop) -> None:
        push_records("Web shop", [ORDER, order(external_id="2", email="", phone="+32 470 00 00 41")], by=shop.maartje)
        assert not Person.objects.exists()
        conversation = shop.adaeze_writes()
        mine = Record.objects.get(external_id="o-2291")
        assert mine.person_id == conversation.person_id
        add_point(conversation.person, "phone", "0470 00 00 41", by=shop.maartje)
        worker.run_all()
        assert Record.objects.get(external_id="2").person_id == conversation.person_id

    def test_checking_another_persons_address_moves_what_names_it(self, shop: Shop) -> None:
        meet("email", "adaeze@nwosu.example")
        phone = meet("phone", "+32 470 00 00 41")
        push_records("Web shop", [order(phone="+32 470 00 00 41")], by=shop.maartje)
        assert Record.objects.get().point.kind == "email"  # type: ignore[union-attr]
        verify(phone, "checked", by=shop.priya)
        worker.run_all()
        assert Record.objects.get().person_id == phone.person_id

    def test_an_account_is_known_by_what_its_site_calls_it(self, shop: Shop) -> None:
        meet("account", "0a1b2c3d4e5f6:7")
        theirs = meet("account", "0a1b2c3d4e5f7:c-17")
        push_records("Web shop", [order(email="", account="c-17")], by=shop.maartje)
        assert Record.objects.get().person_id == theirs.person_id

    def test_an_organisation_that_is_known_has_its_records(self, shop: Shop) -> None:
        nursery = keep_organisation(None, by=shop.priya, name="Groothandel Bloem")
        push_records("Web shop", [order(email="", organisation="Groothandel Bloem")], by=shop.maartje)
        assert Record.objects.get().organisation == nursery

    def test_who_may_not_answer_pushes_nothing(self, shop: Shop) -> None:
        with pytest.raises(Refused):
            push_records("Web shop", [ORDER], by=shop.jef)

    def test_a_paused_shop_is_told_so_and_a_pulled_one_sends_nothing(self, shop: Shop) -> None:
        push_records("Web shop", [ORDER], by=shop.maartje)
        source = RecordSource.objects.get()
        pause_source(source, by=shop.priya)
        with pytest.raises(Conflict, match="paused"):
            push_records("web SHOP", [order(status="Gone")], by=shop.maartje)
        said: dict[str, Any] = {
            "kind": "rest",
            "name": "Other",
            "url": "https://shop.example/{email}",
            "mapping": {"number": "no"},
            "minutes": 5,
        }
        keep_source(None, by=shop.priya, **said)
        with pytest.raises(Invalid, match="asked by us"):
            push_records("Other", [ORDER], by=shop.maartje)

    def test_a_removed_shop_takes_its_records_along(self, shop: Shop) -> None:
        push_records("Web shop", [ORDER], by=shop.maartje)
        with pytest.raises(Refused):
            remove_source(RecordSource.objects.get(), by=shop.maartje)
        remove_source(RecordSource.objects.get(), by=shop.priya)
        assert not Record.objects.exists()

    def test_a_batch_asks_a_bounded_number_of_queries(self, shop: Shop, django_assert_max_num_queries: Any) -> None:
        batch = [
            order(external_id=f"o-{n}", number=str(n), email=f"p{n}@x.example", phone=f"+3247000{n:04}")
            for n in range(200)
        ]
        with django_assert_max_num_queries(30):
            push_records("Web shop", batch, by=shop.maartje)
        with django_assert_max_num_queries(30):
            push_records("Web shop", [{**row, "as_of": "2025-11-23T12:50:00Z"} for row in batch], by=CHA)

    def test_what_is_newer_than_now_is_refused(self, shop: Shop) -> None:
        with pytest.raises(Invalid, match="future"):
            push_records("Web shop", [order(as_of=(now() + timedelta(hours=1)).isoformat())], by=shop.maartje)
        assert not ContactPoint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_pushes_at_once_make_one_shop(shop: Shop) -> None:
    def push(number: int) -> None:
        try:
            push_records("Web shop", [order(external_id=str(number % 3))], by=shop.maartje)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        list(several.map(push, range(8)))
    assert RecordSource.objects.count() == 1
    assert Record.objects.count() == 3
