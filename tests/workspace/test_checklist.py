"""The checklist on the screens: ticked where it is seen, put in order, asked for before it is put right."""

from __future__ import annotations

import pytest

from cha.conversations.models import CheckItem, Checklist, add_checks, put_right, set_topic
from cha.conversations.models.checklist import move_check, need_checks
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import encode
from tests.shop import Shop, verbs
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


def order(shop: Shop) -> list[str]:
    return list(CheckItem.objects.order_by("place", "id").values_list("text", flat=True))


def test_it_stands_beside_the_conversation_and_says_who_did_what_when(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    item = add_checks(conversation, ["Ask the driver"], by=shop.priya)[0]
    place = f"/now/{conversation.public_id}/checklist/{encode(item.pk)}"
    assert client.post(f"{place}/turn").status_code == 303
    page = client.get(f"/now/{conversation.public_id}").content.decode()
    beside = page.split(f'id="checks-{conversation.public_id}"')[1].split("</section>")[0]
    assert 'aria-pressed="true"' in beside
    assert "Maartje, " in beside
    client.post(f"{place}/turn")
    assert 'aria-pressed="false"' in client.get(f"/now/{conversation.public_id}").content.decode()


def test_it_is_put_in_order_without_script(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    first, second, third = add_checks(conversation, ["One", "Two", "Three"], by=shop.maartje)
    address = f"/now/{conversation.public_id}/checklist"
    assert client.post(f"{address}/{encode(third.pk)}/moving", {"way": "up"})["Location"] == address
    assert order(shop) == ["One", "Three", "Two"]
    client.post(f"{address}/{encode(first.pk)}/moving", {"way": "down"})
    assert order(shop) == ["Three", "One", "Two"]
    move_check(third, by=shop.maartje)
    move_check(second, by=shop.maartje, up=False)
    assert order(shop) == ["Three", "One", "Two"]
    assert verbs(conversation).count("check.moved") == 2


def test_what_is_needed_is_asked_for_before_it_is_put_right(shop: Shop) -> None:
    conversation, client = shop.adaeze_writes(), browser(shop.maartje)
    set_topic(conversation, "refund", by=shop.maartje)
    form = {"items": "Photo\nNew vases", "needed": "1", "keep": "1"}
    client.post(f"/now/{conversation.public_id}/checklist", form)
    assert Checklist.objects.get().needed
    asked = client.post(f"/now/{conversation.public_id}/putting-right")
    assert asked.status_code == 422
    assert "Before it is put right, do: Photo, New vases." in asked.content.decode()
    CheckItem.objects.update(done_at=now(), done_by=shop.maartje)
    assert client.post(f"/now/{conversation.public_id}/putting-right").status_code == 303


def test_what_is_needed_no_more_is_in_nobodys_way(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    add_checks(conversation, ["Photo"], by=shop.maartje, needed=True)
    with pytest.raises(Invalid, match="do: Photo"):
        put_right(conversation, by=shop.maartje)
    need_checks(conversation, False, by=shop.maartje)
    need_checks(conversation, False, by=shop.maartje)
    assert verbs(conversation).count("check.needed") == 1
    put_right(conversation, by=shop.maartje)


def test_the_usual_list_of_a_topic_stands_there_already(shop: Shop) -> None:
    first, client = shop.adaeze_writes(), browser(shop.maartje)
    set_topic(first, "refund", by=shop.maartje)
    client.post(f"/now/{first.public_id}/checklist", {"items": "Photo", "keep": "1"})
    other = shop.adaeze_writes("Hello", sender="Huda <huda@mansoori.example>")
    set_topic(other, "refund", by=shop.maartje)
    assert ">Photo</textarea>" in client.get(f"/now/{other.public_id}/checklist").content.decode()
