"""Orders on the members' screens: as of when, whose, what is wrong in words, and never a page that waits for a shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, assign
from cha.conversations.search import find_people
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.live.hub import hub
from cha.people.models import ContactPoint, Record, RecordLook, RecordSource
from cha.people.models.contact_point import verify
from cha.people.models.record_source import pause_source
from cha.people.records.pulling import ask_to_try
from cha.people.records.pushing import push_records
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from cha.workspace import live
from tests.news import news_since
from tests.people import stand_ins
from tests.people.stand_ins import OWN_MAPPING, OWN_ORDER, StandIn, answer, standing_in
from tests.people.test_records_pulled import rest_source
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)
ORDER: dict[str, Any] = {
    "number": "2291",
    "status": "Paid, not sent yet",
    "amount": "372.00",
    "currency": "EUR",
    "email": "adaeze@nwosu.example",
    "link": "https://shop.juniperlane.example/admin/orders/2291",
    "lines": [{"title": "Centrepiece, white", "quantity": 12}, {"title": "Ribbon"}],
    "as_of": "2025-11-23T12:40:00Z",
}


@pytest.fixture(autouse=True)
def _near(settings: Any) -> None:
    settings.CHA_RECORDS_PRIVATE = True


@pytest.fixture
def adaeze(shop: Shop) -> Conversation:
    return shop.adaeze_writes("My order 2291 came in peach, not white.")


@pytest.fixture
def own(shop: Shop) -> Iterator[tuple[StandIn, RecordSource]]:
    with standing_in(stand_ins.rest) as stand_in:
        stand_in.orders = [OWN_ORDER]
        yield stand_in, rest_source(shop, stand_in.url)


def page_of(conversation: Conversation) -> str:
    return f"/now/{encode(conversation.pk)}"


def seen(desk: Client, path: str) -> str:
    response = desk.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_an_order_stands_beside_the_conversation_as_of_its_moment(shop: Shop, adaeze: Conversation) -> None:
    push_records(
        "Web shop",
        [ORDER, {"number": "JL-1", "email": ORDER["email"], "placed_at": "2025-11-23T12:00:00Z"}],
        by=shop.maartje,
    )
    page = seen(browser(shop.maartje), page_of(adaeze))
    panel = page.split(f'id="orders-{encode(adaeze.pk)}"')[1].split("</section>")[0]
    for words in ("Paid, not sent yet", "€372.00", "12 × Centrepiece, white, Ribbon", "as of", "Named here", "Claimed"):
        assert words in panel, words
    assert 'href="https://shop.juniperlane.example/admin/orders/2291"' in panel
    assert 'rel="noopener noreferrer nofollow"' in panel
    # What they spoke of stands first, and what a shop says stands beside what they told.
    assert panel.index("2291") < panel.index("<bdi>JL-1</bdi>")
    assert "Web shop: Paid, not sent yet" in page
    verify(ContactPoint.objects.get(), "checked", by=shop.priya)
    assert "Claimed" not in seen(browser(shop.maartje), page_of(adaeze)).split('id="orders-')[1].split("</section>")[0]


def test_where_no_shop_is_nothing_is_shown(shop: Shop, adaeze: Conversation) -> None:
    page = seen(browser(shop.maartje), page_of(adaeze))
    assert f'id="orders-{encode(adaeze.pk)}" hidden' in page
    assert 'id="orders"' not in seen(browser(shop.maartje), f"/people/{encode(adaeze.person_id)}")


def test_a_person_is_found_by_the_number_of_an_order(shop: Shop) -> None:
    conversation = shop.adaeze_writes("Where are they?")
    push_records("Web shop", [{**ORDER, "number": "JL-7788"}], by=shop.maartje)
    for words in ("JL-7788", "jl-7788", "#JL-7788"):
        assert [one.pk for one in find_people(words, by=shop.maartje)] == [conversation.person_id], words
    assert find_people("JL-7789", by=shop.maartje) == []
    assign(conversation, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    assert find_people("JL-7788", by=Member.objects.get(pk=shop.maartje.pk)) == []


def test_hostile_orders_stay_words(shop: Shop, adaeze: Conversation) -> None:
    bad = "<script>alert(1)</script>"
    push_records(bad, [{**ORDER, "status": bad, "lines": [{"title": f'"><{bad}'}], "number": bad}], by=shop.maartje)
    for path in (page_of(adaeze), f"/people/{encode(adaeze.person_id)}"):
        assert bad not in seen(browser(shop.maartje), path)
    assert bad not in seen(browser(shop.priya), "/settings/shop")


def test_opening_asks_the_shop_and_the_page_does_not_wait(
    shop: Shop, adaeze: Conversation, own: tuple[StandIn, RecordSource]
) -> None:
    desk = browser(shop.maartje)
    assert "None that we know of." in seen(desk, page_of(adaeze))
    assert desk.post(page_of(adaeze) + "/presence").status_code == 204
    assert own[0].asked == []
    assert "being asked now" in seen(desk, page_of(adaeze))
    worker.run_all()
    page = seen(desk, page_of(adaeze))
    assert "on its way" in page
    assert "Own, " in page
    desk.post(page_of(adaeze) + "/presence")
    worker.run_all()
    assert len(own[0].asked) == 1


def test_who_looks_sees_it_come(
    shop: Shop, adaeze: Conversation, own: tuple[StandIn, RecordSource], monkeypatch: Any
) -> None:
    position, _ = live.render_since(-1)
    monkeypatch.setattr(hub, "listened", lambda topic: True)
    browser(shop.maartje).post(page_of(adaeze) + "/presence")
    worker.run_all()
    html = b"".join(piece for _, piece in news_since(position)).decode()
    assert f'target="orders-{encode(adaeze.pk)}"' in html
    assert "on its way" in html


def test_what_is_wrong_is_said_beside_and_on_the_failures_page_with_a_retry(
    shop: Shop, adaeze: Conversation, own: tuple[StandIn, RecordSource]
) -> None:
    stand_in, source = own
    stand_in.instead = lambda handler: answer(handler, b"<h1>Sign in</h1>")
    desk = browser(shop.maartje)
    desk.post(page_of(adaeze) + "/orders")
    worker.run_all()
    assert "answered with a page that is no data" in seen(desk, page_of(adaeze))
    page = seen(desk, "/failures")
    for words in ("Not answered", "Orders of Own", "a page that is no data", "1 person"):
        assert words in page
    stand_in.instead = None
    assert desk.post(f"/failures/shops/{encode(source.pk)}/tries").status_code == 303
    worker.run_all()
    assert "Orders of Own" not in seen(desk, "/failures")
    assert Record.objects.get().number == "2291"
    assert browser(shop.jef).post(f"/failures/shops/{encode(source.pk)}/tries").status_code in (403, 404)


def test_the_persons_page_has_all_of_them_and_asks_again(
    shop: Shop, adaeze: Conversation, own: tuple[StandIn, RecordSource]
) -> None:
    own[0].orders = [{**OWN_ORDER, "no": str(number)} for number in range(8)]
    desk = browser(shop.maartje)
    person = f"/people/{encode(adaeze.person_id)}"
    assert desk.post(f"{person}/orders").status_code == 303
    worker.run_all()
    page = seen(desk, person)
    assert page.count("on its way") == 8
    assert "Tell them nothing of it before you know." in page
    assert "All 8" in seen(desk, page_of(adaeze))
    assert browser(shop.jef).post(f"{person}/orders").status_code == 404
    pause_source(own[1], by=shop.priya)
    assert "Ask again" not in seen(desk, person)


def test_whom_one_may_not_see_has_no_orders(shop: Shop, adaeze: Conversation) -> None:
    push_records("Web shop", [ORDER], by=shop.maartje)
    assign(adaeze, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    desk = browser(shop.maartje)
    for path in (page_of(adaeze), f"/people/{encode(adaeze.person_id)}"):
        assert desk.get(path).status_code == 404
        assert desk.post(f"{path}/orders").status_code == 404
    source = RecordSource.objects.get()
    RecordSource.objects.update(trouble="Nothing works.")
    assert "Nothing works." not in desk.get("/failures").content.decode()
    assert desk.post(f"/failures/shops/{encode(source.pk)}/tries").status_code == 404


def test_the_person_is_told_nothing_of_what_is_only_claimed(shop: Shop) -> None:
    push_records("Web shop", [{**ORDER, "status": "SEKRET"}], by=shop.maartje)
    conversation = shop.adaeze_writes("Where is order 2291?")
    assert Record.objects.get().person_id == conversation.person_id
    for delivery in Delivery.objects.all():
        for words in ("SEKRET", "372", "Centrepiece"):
            assert (
                words
                not in f"{delivery.subject} {delivery.message.text if delivery.message else ''} {delivery.__dict__}"
            )


def test_the_page_asks_the_same_number_of_queries_for_one_order_as_for_forty(shop: Shop, adaeze: Conversation) -> None:
    def asked() -> int:
        desk = browser(shop.maartje)
        seen(desk, page_of(adaeze))
        with CaptureQueriesContext(connection) as taken:
            seen(desk, page_of(adaeze))
        return len(taken)

    push_records("Web shop", [ORDER], by=shop.maartje)
    few = asked()
    push_records("Web shop", [{**ORDER, "number": str(number)} for number in range(40)], by=shop.maartje)
    assert asked() == few


class TestSettings:
    FORM = {"name": "Own", "header": "X-Key", "secret": "0123", "minutes": "15"} | {
        f"map_{name}": path for name, path in OWN_MAPPING.items() if name != "header"
    }

    def test_a_shop_is_added_tried_paused_and_removed(self, shop: Shop) -> None:
        desk = browser(shop.priya)
        assert "From nowhere yet." in seen(desk, "/settings/shop")
        with standing_in(stand_ins.rest) as stand_in:
            stand_in.orders = [OWN_ORDER]
            url = f"{stand_in.url}/orders?for={{email}}"
            assert desk.post("/settings/shop/new/rest", {**self.FORM, "url": url}).status_code == 303
            source = RecordSource.objects.get()
            place = f"/settings/shop/{encode(source.pk)}"
            assert "Nothing came from it yet." in seen(desk, place)
            assert "0123" not in seen(desk, place)
            assert desk.post(f"{place}/trial", {"email": "adaeze@nwosu.example"}).status_code == 303
            assert "It is being asked." in seen(desk, place)
            worker.run_all()
            page = seen(desk, place)
        for words in (
            "1 record. The first:",
            "2291",
            "on its way",
            "372.00 EUR",
            "12 × Centrepiece, white",
            "2025-11-18",
        ):
            assert words in page
        desk.post(f"{place}/pausing")
        assert "Paused." in seen(desk, "/settings/shop")
        desk.post(f"{place}/pausing")
        assert "Paused." not in seen(desk, "/settings/shop")
        desk.post(f"{place}/removal")
        assert not RecordSource.objects.exists()

    def test_trouble_of_a_try_is_said(self, shop: Shop, own: tuple[StandIn, RecordSource]) -> None:
        own[0].instead = lambda handler: answer(handler, {}, 401)
        ask_to_try(own[1], "a@b.example", by=shop.priya)
        worker.run_all()
        assert "does not let us in" in seen(browser(shop.priya), f"/settings/shop/{encode(own[1].pk)}")

    def test_a_form_that_is_not_taken_keeps_all_but_the_key(self, shop: Shop) -> None:
        said = {**self.FORM, "url": "http://[", "minutes": "x"}
        answer = browser(shop.priya).post("/settings/shop/new/rest", said)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="data.orders"' in page
        assert "0123" not in page
        assert "begins with https://" in page

    @pytest.mark.parametrize("kind", ["shopify", "woocommerce", "rest"])
    def test_each_kind_has_its_form(self, shop: Shop, kind: str) -> None:
        assert seen(browser(shop.priya), f"/settings/shop/new/{kind}")
        assert browser(shop.maartje).get(f"/settings/shop/new/{kind}").status_code == 403
        assert browser(shop.priya).get("/settings/shop/new/push").status_code == 404

    def test_a_try_without_an_address_says_what_is_needed(self, shop: Shop, own: tuple[StandIn, RecordSource]) -> None:
        answer = browser(shop.priya).post(f"/settings/shop/{encode(own[1].pk)}/trial", {"email": "adaeze"})
        assert answer.status_code == 422
        assert "Whom shall it be asked about?" in answer.content.decode()

    def test_a_pushing_shop_is_renamed_and_nothing_else(self, shop: Shop) -> None:
        push_records("Web shop", [ORDER], by=shop.maartje)
        source = RecordSource.objects.get()
        browser(shop.priya).post(f"/settings/shop/{encode(source.pk)}", {"name": "Till", "url": "https://x.example"})
        source.refresh_from_db()
        assert (source.name, source.url, source.kind) == ("Till", "", "push")


def test_an_old_answer_is_asked_for_anew_by_who_stays(
    shop: Shop, adaeze: Conversation, own: tuple[StandIn, RecordSource]
) -> None:
    desk = browser(shop.maartje)
    desk.post(page_of(adaeze) + "/presence")
    worker.run_all()
    RecordLook.objects.update(looked_at=now() - timedelta(hours=1), asked_at=now() - timedelta(hours=1))
    desk.post(page_of(adaeze) + "/presence")
    worker.run_all()
    assert len(own[0].asked) == 2
