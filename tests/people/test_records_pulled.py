"""Asking shops: three kinds of them, kept once and not too often; every way in which one can lie is said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ledger import Event
from cha.core.tasks import Task
from cha.people.models import Person, Record, RecordLook, RecordSource
from cha.people.models.contact_point import add_point, meet
from cha.people.models.fact import learn
from cha.people.models.record_source import keep_source, pause_source
from cha.people.records.asking import pause
from cha.people.records.pulling import ask_again, ask_if_old, ask_to_try, due_sources, wanted
from tests.people import stand_ins
from tests.people.stand_ins import OWN_MAPPING, OWN_ORDER, SHOPIFY_ORDER, WOO_ORDER, StandIn, answer, standing_in
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _near(settings: Any) -> None:
    settings.CHA_RECORDS_PRIVATE = True


@pytest.fixture
def adaeze(shop: Shop) -> Person:
    return meet("email", "adaeze@nwosu.example", name="Adaeze Nwosu").person


def rest_source(shop: Shop, base: str, **more: Any) -> RecordSource:
    said = {"kind": "rest", "name": "Own", "url": f"{base}/orders?for={{email}}", "mapping": OWN_MAPPING, "minutes": 15}
    return keep_source(None, by=shop.priya, secret="0123", **{**said, **more})


@pytest.fixture
def own(shop: Shop) -> Iterator[tuple[StandIn, RecordSource]]:
    with standing_in(stand_ins.rest) as stand_in:
        stand_in.orders = [OWN_ORDER]
        yield stand_in, rest_source(shop, stand_in.url)


def opened(person: Person) -> bool:
    """A member opens a conversation of theirs, and what follows is done."""
    asked = ask_if_old(person, by=CHA)
    worker.run_all()
    return asked


def test_shopify_is_asked_for_the_customer_and_then_for_their_orders(shop: Shop, adaeze: Person) -> None:
    with standing_in(stand_ins.shopify) as stand_in:
        stand_in.orders = [
            SHOPIFY_ORDER,
            {**SHOPIFY_ORDER, "id": 2, "order_number": 2292, "fulfillment_status": "fulfilled"},
        ]
        keep_source(None, by=shop.priya, kind="shopify", name="Web", url=stand_in.url + "/", secret=stand_ins.TOKEN)
        opened(adaeze)
    rows = {row.number: row for row in Record.objects.all()}
    assert rows["2291"].person == adaeze
    assert (rows["2291"].status, rows["2292"].status) == ("Paid, not sent yet", "Paid, sent")
    assert (rows["2291"].amount, rows["2291"].external_id) == (37200, "450789469")
    assert rows["2291"].lines == [{"title": "Centrepiece, white", "quantity": "12", "price": 3100}]
    assert "customer_id=8" not in str(stand_in.asked)


def test_woocommerce_finds_by_words_and_only_theirs_are_kept(shop: Shop, adaeze: Person) -> None:
    other = {**WOO_ORDER, "id": 9, "number": "9", "billing": {"email": "els@else.example"}}
    with standing_in(stand_ins.woocommerce) as stand_in:
        stand_in.orders = [WOO_ORDER, other]
        said = {"kind": "woocommerce", "name": "Web", "url": stand_in.url, "user": stand_ins.KEY}
        keep_source(None, by=shop.priya, secret=stand_ins.SECRET, **said)
        opened(adaeze)
    row = Record.objects.get()
    assert (row.number, row.status, row.person) == ("2291", "Paid, not sent yet", adaeze)
    assert row.placed_at is not None
    assert row.placed_at.isoformat() == "2025-11-18T09:05:00+00:00"
    assert "search=adaeze%40nwosu.example" in stand_in.asked[0][0]


def test_any_api_is_read_by_its_paths(shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]) -> None:
    opened(adaeze)
    row = Record.objects.get()
    assert (row.number, row.status, row.amount, row.person) == ("2291", "on its way", 37200, adaeze)
    assert own[0].asked[0][0] == "/orders?for=adaeze%40nwosu.example"


def test_an_order_that_somebody_only_named_is_not_theirs(shop: Shop, adaeze: Person) -> None:
    learn(adaeze, "order", "2291", by=CHA)
    anonymous = {key: value for key, value in OWN_ORDER.items() if key != "customer"}
    with standing_in(stand_ins.rest) as stand_in:
        rest_source(shop, stand_in.url, url=f"{stand_in.url}/orders/{{order}}")
        stand_in.orders = [anonymous, {**OWN_ORDER, "no": "1", "customer": {"mail": "els@else.example"}}]
        opened(adaeze)
    assert [row.person for row in Record.objects.all()] == [None]


def test_nobody_is_asked_again_before_it_is_old(shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]) -> None:
    stand_in, source = own
    assert opened(adaeze)
    assert not opened(adaeze)
    assert len(stand_in.asked) == 1
    RecordLook.objects.update(looked_at=now() - timedelta(minutes=16), asked_at=now() - timedelta(minutes=16))
    stand_in.orders = [{**OWN_ORDER, "state": "delivered"}]
    assert opened(adaeze)
    assert Record.objects.get().status == "delivered"
    pause_source(source, by=shop.priya)
    assert due_sources(adaeze.pk, now() + timedelta(days=1)) == []


def test_twice_at_once_is_asked_once(shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]) -> None:
    assert ask_if_old(adaeze, by=CHA)
    assert not ask_if_old(adaeze, by=CHA)
    worker.run_all()
    assert len(own[0].asked) == 1


def test_a_house_without_a_shop_pays_one_query(shop: Shop, adaeze: Person) -> None:
    due_sources(adaeze.pk, now())
    with CaptureQueriesContext(connection) as taken:
        assert not ask_if_old(adaeze, by=CHA)
    assert len(taken) == 1


def page(handler: BaseHTTPRequestHandler) -> None:
    answer(handler, b"<!doctype html><h1>Please sign in</h1>")


def says(value: object, status: int = 200, **headers: str) -> Any:
    return lambda handler: answer(handler, value, status, **headers)


LIES: list[tuple[Any, str]] = [
    (page, "a page that is no data"),
    (says(b""), "no data"),
    (says(b"\xff\xfe"), "no data"),
    (says(b"[" * 100_000), "no data"),
    (says(b'{"data": {"orders": [{"no": NaN}]}}'), "no data"),
    (says({"error": "No such customer"}), "no list of orders in “data.orders”"),
    (says([]), "no list of orders"),
    (says({"data": {"orders": {"no": 1}}}), "no list of orders"),
    (says({"data": {"orders": ["2291"]}}), "no list of orders"),
    (says({"data": {"orders": [{"no": {"a": 1}}]}}), "cannot be read: A record needs"),
    (says({"data": {"orders": [{"no": 1, "total": {"value": "much", "currency": "EUR"}}]}}), "no amount in EUR"),
    (says({"data": {"orders": [{"no": "1\ud800"}]}}), "cannot be read"),
    (says({}, 401), "does not let us in"),
    (says({}, 403), "no leave"),
    (says({}, 404), "nothing at this address"),
    (says({}, 418), "does not answer the question (418)"),
    (says({}, 500), "trouble of its own (500)"),
    (says({}, 302, Location="http://169.254.169.254/latest"), "leads us on to 169.254.169.254"),
    (says(b" " * 1_100_000), "more than"),
]


@pytest.mark.parametrize(("lie", "words"), LIES)
def test_whatever_a_shop_answers_is_said_in_words(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource], lie: Any, words: str
) -> None:
    stand_in, source = own
    stand_in.instead = lie
    opened(adaeze)
    source.refresh_from_db()
    assert words in source.trouble
    assert RecordLook.objects.get().trouble == source.trouble
    assert not Record.objects.exists()
    assert not Task.objects.filter(state="failed").exists()
    stand_in.instead = None
    assert ask_again(source, by=shop.priya) == 1
    worker.run_all()
    source.refresh_from_db()
    assert (source.trouble, RecordLook.objects.get().trouble) == ("", "")
    assert Record.objects.get().person == adaeze


def test_one_order_that_cannot_be_read_hides_no_other(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]
) -> None:
    own[0].orders = [OWN_ORDER, {**OWN_ORDER, "no": "2", "total": {"value": "x", "currency": "EUR"}}]
    opened(adaeze)
    assert Record.objects.count() == 1
    assert "1 of 2 could not be read" in RecordLook.objects.get().trouble


def test_a_shop_that_never_ends_is_let_go(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in, source = own

    def drips(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n[")
        while not stand_in.ended.wait(0.02):
            handler.wfile.write(b" ")

    stand_in.instead = drips
    monkeypatch.setattr("cha.people.records.asking.WHOLE", 0.3)
    opened(adaeze)
    source.refresh_from_db()
    assert "took too long" in source.trouble


def test_nobody_there_is_said(shop: Shop, adaeze: Person) -> None:
    with standing_in(stand_ins.rest) as stand_in:
        source = rest_source(shop, stand_in.url)
    opened(adaeze)
    source.refresh_from_db()
    assert "did not answer" in source.trouble


def test_a_private_address_is_not_asked(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource], settings: Any
) -> None:
    settings.CHA_RECORDS_PRIVATE = False
    opened(adaeze)
    own[1].refresh_from_db()
    assert "private address" in own[1].trouble
    assert own[0].asked == []
    with pytest.raises(Invalid, match="https://"):
        rest_source(shop, "http://shop.example", name="Plain")


def test_who_asks_us_to_wait_is_left_alone_until_then(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]
) -> None:
    stand_in, source = own
    stand_in.instead = says({}, 429, Retry_After="120")
    opened(adaeze)
    source.refresh_from_db()
    assert source.wait_until is not None
    assert timedelta(seconds=110) < source.wait_until - now() <= timedelta(seconds=120)
    assert "asks us to wait" in source.trouble
    RecordLook.objects.update(asked_at=now() - timedelta(minutes=9))
    assert not ask_if_old(adaeze, by=CHA)
    assert len(stand_in.asked) == 1
    again = Task.objects.get(name="people.pull_records", state="waiting")
    assert again.due == source.wait_until
    stand_in.instead = None
    RecordSource.objects.update(wait_until=now())
    Task.objects.update(due=now())
    worker.run_all()
    assert Record.objects.get().number == "2291"


@pytest.mark.parametrize(
    ("said", "seconds"), [("2.0", 2), ("0", 1), ("99999", 3600), ("soon", 60), ("", 60), ("-5", 60), ("1e999", 3600)]
)
def test_a_wait_is_read_whatever_is_written(said: str, seconds: int) -> None:
    assert pause(said, now()) == timedelta(seconds=seconds)


def test_a_crash_between_is_harmless(shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]) -> None:
    opened(adaeze)
    Task.objects.filter(name="people.pull_records").update(state="waiting", due=now())
    worker.run_all()
    assert Record.objects.count() == 1


def test_who_was_joined_or_removed_meanwhile_is_not_asked_about(
    shop: Shop, adaeze: Person, own: tuple[StandIn, RecordSource]
) -> None:
    ask_if_old(adaeze, by=CHA)
    RecordSource.objects.all().delete()
    worker.run_all()
    assert own[0].asked == []
    assert not Task.objects.filter(state="failed").exists()


def test_verified_addresses_are_asked_first_and_dead_ones_never(shop: Shop, adaeze: Person) -> None:
    point = add_point(adaeze, "email", "a@work.example", by=CHA)
    add_point(adaeze, "phone", "+32 470 00 00 41", by=CHA)
    point.verified_at = now()
    point.save()
    about = wanted(adaeze)
    assert about.emails == ("a@work.example", "adaeze@nwosu.example")
    assert about.phones == ("+32470000041",)
    assert about.is_of(None, "0470 00 00 41")
    assert not about.is_of("els@else.example", "0470 00 00 41")
    assert not about.is_of(None, "41")


def test_a_try_shows_the_first_order_or_the_trouble_and_keeps_nothing(
    shop: Shop, own: tuple[StandIn, RecordSource]
) -> None:
    stand_in, source = own
    ask_to_try(source, "Adaeze@Nwosu.example", by=shop.priya)
    worker.run_all()
    source.refresh_from_db()
    assert source.tried["order"] == "2291"
    assert source.tried["amount"] == "372.00 EUR"
    assert source.tried["lines"] == "12 × Centrepiece, white"
    assert "email" not in source.tried
    assert not Record.objects.exists()
    stand_in.instead = page
    ask_to_try(source, "adaeze@nwosu.example", by=shop.priya)
    worker.run_all()
    source.refresh_from_db()
    assert "a page" in source.tried["trouble"]
    with pytest.raises(Refused):
        ask_to_try(source, "adaeze@nwosu.example", by=shop.maartje)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"url": "ftp://x/{email}"}, "url"),
        ({"url": "https://me:pw@x.example/{email}"}, "url"),
        ({"url": "https://shop.example/orders"}, "url"),
        ({"url": "https://shop.example/{whom}"}, "url"),
        ({"url": "https://{email}/orders"}, "url"),
        ({"url": "https://{email}"}, "url"),
        ({"minutes": 0}, "minutes"),
        ({"mapping": {**OWN_MAPPING, "number": ""}}, "map_number"),
        ({"mapping": {**OWN_MAPPING, "list": "data..orders"}}, "map_list"),
        ({"mapping": {**OWN_MAPPING, "header": "Host"}}, "header"),
        ({"mapping": {**OWN_MAPPING, "header": "X: 1\r\nY"}}, "header"),
        ({"kind": "shopify", "url": "https://x.example", "secret": ""}, "secret"),
        ({"kind": "woocommerce", "url": "https://x.example"}, "user"),
        ({"kind": "magento"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(shop: Shop, said: dict[str, Any], field: str) -> None:
    usual = {"kind": "rest", "name": "Own", "url": "https://shop.example/{email}", "mapping": OWN_MAPPING}
    with pytest.raises(Invalid) as wrong:
        keep_source(None, by=shop.priya, **{"secret": "x", **usual, **said})
    assert wrong.value.details["field"] == field


def test_a_key_is_sealed_and_never_sent_to_another_address(shop: Shop, own: tuple[StandIn, RecordSource]) -> None:
    source = own[1]
    assert "0123" not in source.secret
    assert source.password() == "0123"
    with pytest.raises(Invalid, match="type its key again"):
        keep_source(source, by=shop.priya, url="https://evil.example/{email}")
    changed = keep_source(source, by=shop.priya, minutes=30)
    assert changed.password() == "0123"
    with pytest.raises(Refused):
        keep_source(source, by=shop.maartje, minutes=5)
    assert not any("0123" in str(event.facts) for event in Event.objects.all())
