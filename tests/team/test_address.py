"""Signing in with another address: it counts once a link that was mailed there came back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from cha.core.clock import now
from cha.core.errors import Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.team.models import AddressChange
from cha.team.models.address import ask_for_address, take_address
from cha.team.models.sign_in_link import make_sign_in_link
from tests.shop import Shop
from tests.team.test_sessions import mails, public, relay, words_of
from tests.workspace.coming_in import signed_in

__all__ = ["relay"]
pytestmark = pytest.mark.django_db(transaction=True)
NEW = "maartje.dewit@juniperlane.example"


def test_a_link_goes_to_the_new_address_counts_when_opened_and_the_old_one_is_told(shop: Shop, relay: None) -> None:
    browser = signed_in(shop.maartje)
    page = browser.post("/account/address", {"email": NEW.upper()})
    assert "on its way" in page.content.decode()
    (mail,) = mails()
    assert f"To: {NEW}" in mail
    found = re.search(r"/address/\S+", words_of(mail))
    assert found
    assert NEW in Client().get(found.group()).content.decode()
    shop.maartje.refresh_from_db()
    assert shop.maartje.email == "maartje@juniperlane.example"
    assert Client().post(found.group()).status_code == 200
    shop.maartje.refresh_from_db()
    assert shop.maartje.email == NEW
    told = mails()[1]
    assert "To: maartje@juniperlane.example" in told
    assert NEW in words_of(told)
    assert Client().post(found.group()).status_code == 404
    assert NEW not in str(list(Event.objects.filter(verb__startswith="address.").values_list("facts", flat=True)))


def test_without_a_relay_nothing_is_asked(shop: Shop) -> None:
    page = signed_in(shop.maartje).post("/account/address", {"email": NEW})
    assert page.status_code == 422
    assert "No relay is set" in page.content.decode()
    assert not AddressChange.objects.exists()


def test_a_later_link_and_a_day_rest_an_earlier_one(shop: Shop) -> None:
    first = ask_for_address(shop.maartje, NEW, by=shop.maartje)
    second = ask_for_address(shop.maartje, "else@juniperlane.example", by=shop.maartje)
    with pytest.raises(NotFound):
        take_address(first.removeprefix("/address/"))
    AddressChange.objects.update(until=now() - timedelta(minutes=1))
    with pytest.raises(NotFound):
        take_address(second.removeprefix("/address/"))


def test_an_address_of_somebody_else_is_refused_only_to_who_proved_it(shop: Shop) -> None:
    path = ask_for_address(shop.maartje, shop.priya.email, by=shop.maartje)
    answer = Client().post(path)
    assert answer.status_code == 422
    assert "Somebody else here" in answer.content.decode()


def test_links_to_the_earlier_address_rest(shop: Shop) -> None:
    link = make_sign_in_link(shop.maartje)
    take_address(ask_for_address(shop.maartje, NEW, by=shop.maartje).removeprefix("/address/"))
    assert Client().post(link).status_code == 404


@pytest.mark.parametrize("address", ["", "no address", "maartje@juniperlane.example"])
def test_what_cannot_be_an_address_is_said(shop: Shop, address: str) -> None:
    with pytest.raises(Invalid):
        ask_for_address(shop.maartje, address, by=shop.maartje)


def test_only_those_who_manage_ask_for_somebody_else(shop: Shop, relay: None) -> None:
    with pytest.raises(Refused):
        ask_for_address(shop.maartje, NEW, by=shop.jef)
    page = signed_in(shop.priya).post(f"/settings/team/{public(shop.maartje)}/address", {"email": NEW})
    assert "on its way" in page.content.decode()
    assert f"To: {NEW}" in mails()[0]


def test_who_came_in_long_ago_comes_in_again_first(shop: Shop, relay: None) -> None:
    browser = signed_in(shop.maartje)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 60 * 16
    session.save()
    assert browser.post("/account/address", {"email": NEW}).status_code == 403
    assert mails() == []
