"""Settings, Order: the reasons are weighed on one screen, beside the queue as it would be."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.core import worker
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.promises.care import STANDARD
from cha.promises.models import Promise, break_promise, weigh, weights
from cha.promises.reordering import reordered, waiting_in_order
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
USUAL = {**{key: str(value) for key, value in STANDARD.items()}, "cap_hours": "24"}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


@pytest.fixture
def queue(shop: Shop) -> list[Conversation]:
    """Three who wait: one calm, one whose daughter was cut, one who was charged twice."""
    calm = shop.adaeze_writes("When do you open?", subject="Hours")
    hurt = shop.adaeze_writes(
        "The vase broke and my daughter cut herself.", subject="Vase", sender="Huda <huda@q.example>"
    )
    money = shop.adaeze_writes("You charged me twice.", subject="Bill", sender="Lars <lars@q.example>")
    return [calm, hurt, money]


def test_the_page_shows_every_reason_and_the_queue_as_it_is(priya: Client, queue: list[Conversation]) -> None:
    page = priya.get("/settings/order").content.decode()
    assert all(f'name="{key}"' in page for key in USUAL)
    assert "The same order as now." in page
    assert page.index("Huda") < page.index("Lars")


def test_a_look_changes_nothing_and_needs_no_script(priya: Client, queue: list[Conversation]) -> None:
    page = priya.post("/settings/order", {**USUAL, "harm": "0", "then": "look"}).content.decode()
    assert "people of 3 would change places" in page
    assert 'value="0"' in page
    assert weights().of("harm") == STANDARD["harm"]
    frame = priya.get("/settings/order/preview", {**USUAL, "harm": "0"}).content.decode()
    assert frame.startswith("<turbo-frame")
    assert "would change places" in frame
    assert not Event.objects.filter(verb="care.weighed").exists()


def test_saving_puts_everybody_in_the_place_that_was_shown(priya: Client, queue: list[Conversation]) -> None:
    typed = {**USUAL, "harm": "0", "money": "240", "then": ""}
    seen = Conversation.objects.all()
    response = priya.post("/settings/order", typed)
    assert (response.status_code, response["Location"]) == (303, "/settings/order?saved")
    shown = reordered(waiting_in_order(seen), weights(), 12)
    worker.run_all()
    assert [place.row["id"] for place in shown.places] == [row["id"] for row in waiting_in_order(seen)]
    assert Event.objects.filter(verb="care.weighed").count() == 1
    assert shown.places[0].row["person__name"] == "Lars"


def test_what_is_read_from_the_rows_is_what_was_placed(shop: Shop, queue: list[Conversation]) -> None:
    break_promise(Promise.objects.get(conversation=queue[0]))
    shop.adaeze_writes("Our wedding is tomorrow, where are the flowers?", subject="Wedding")
    weigh({"broken": 0}, 24, by=shop.priya)
    worker.run_all()
    rows = waiting_in_order(Conversation.objects.all())
    found = reordered(rows, weights(), 12)
    assert found.moved == 0
    for place in found.places:
        assert [reason.to_data() for reason in place.reasons] == place.row["care_reasons"]


@pytest.mark.parametrize(("key", "value"), [("harm", "-5"), ("harm", "much"), ("harm", "241"), ("cap_hours", "2")])
def test_what_is_no_weight_is_said_beside_its_field_and_kept(priya: Client, key: str, value: str) -> None:
    response = priya.post("/settings/order", {**USUAL, key: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="f-{key}-error"' in page
    assert f'value="{value}"' in page
    assert priya.get("/settings/order/preview", {**USUAL, key: value}).status_code == 200


def test_only_owners_and_managers_weigh(shop: Shop) -> None:
    maartje = signed_in(shop.maartje)
    for path in ("/settings/order", "/settings/order/preview"):
        assert maartje.get(path).status_code == 403
    assert maartje.post("/settings/order", USUAL).status_code == 403


def test_the_page_asks_as_much_for_many_as_for_few(
    priya: Client, queue: list[Conversation], shop: Shop, django_assert_max_num_queries: object
) -> None:
    from tests.workspace.desk import crowd

    crowd(shop, 40)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert priya.get("/settings/order").status_code == 200


def test_a_member_says_that_it_is_not_so_where_the_order_is_explained(shop: Shop, queue: list[Conversation]) -> None:
    maartje, jef = signed_in(shop.maartje), signed_in(shop.jef)
    assert "No harm" in maartje.get("/now/why").content.decode()
    assert "No harm" not in jef.get("/now/why").content.decode()
    path = f"/now/{encode(queue[1].pk)}/signs/denial"
    assert jef.post(path, {"code": "harm"}).status_code == 404
    assert maartje.post(path, {"code": "harm"})["Location"] == "/now/why"
    assert "No harm" not in maartje.get("/now/why").content.decode()
    assert maartje.post(path, {"code": "stars"}).status_code == 404
