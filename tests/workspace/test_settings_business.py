"""Settings, Business: what the business is called and its colour; what does not fit is kept and said beside it."""

import pytest
from django.test import Client

from cha.core.ledger import Event
from cha.team.models import Brand
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "/settings/business"
FORM = {
    "name": "Juniper Lane Flowers",
    "short_name": "Juniper",
    "address": "Korenmarkt 7, 9000 Ghent",
    "place": "Ghent",
    "phone": "+32 9 555 01 10",
    "site": "juniperlane.example",
    "colour": "#7b2c54",
    "zone": "Europe/Brussels",
    "country": "BE",
    "region": "",
    "language": "nl",
    "currency": "EUR",
}


def test_an_owner_changes_what_first_run_asked_and_more(shop: Shop) -> None:
    week = {"sat": "09:00-17:00"}
    Brand.objects.update(week=week)
    response = signed_in(shop.priya).post(PLACE, FORM)
    assert (response.status_code, response["Location"]) == (303, f"{PLACE}?saved")
    shop.brand.refresh_from_db()
    assert {field: getattr(shop.brand, field) for field in FORM} == FORM
    assert shop.brand.week == week
    event = Event.objects.get(verb="brand.changed", actor_id=shop.priya.pk)
    assert set(event.facts["fields"]) == {*FORM, "more_currencies"}


def test_the_currencies_of_the_shop_are_codes_of_iso_4217(shop: Shop) -> None:
    priya = signed_in(shop.priya)
    assert priya.post(PLACE, {**FORM, "currency": "gbp", "more_currencies": "eur; usd, EUR"}).status_code == 303
    shop.brand.refresh_from_db()
    assert (shop.brand.currency, shop.brand.more_currencies) == ("GBP", ["EUR", "USD"])
    assert 'value="EUR, USD"' in priya.get(PLACE).content.decode()
    for field, value in (("currency", "EURO"), ("currency", "XYW"), ("more_currencies", "EUR, pounds")):
        response = priya.post(PLACE, {**FORM, field: value})
        assert response.status_code == 422
        assert f'id="f-{field}-error"' in response.content.decode()
        assert f'value="{value}"' in response.content.decode()


def test_nobody_else_changes_the_business(shop: Shop) -> None:
    for member in (shop.maartje, shop.jef):
        assert signed_in(member).post(PLACE, {**FORM, "name": "Mine"}).status_code == 403
    shop.brand.refresh_from_db()
    assert shop.brand.name == "Juniper Lane Flowers"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "The business needs a name"),
        ({"name": "x" * 121}, "120 characters fit here"),
        ({"colour": "plum"}, "Write a colour as # and six digits"),
        ({"colour": "#7b2c5"}, "Write a colour as # and six digits"),
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"country": "XX"}, "No holidays are known"),
        ({"country": "DE", "region": "ZZ"}, "No holidays are known"),
        ({"language": "tlh"}, "Choose one of the languages"),
        ({"site": "javascript:alert(1)"}, "Write the website as people type it"),
    ],
)
def test_what_does_not_fit_is_kept_and_said_beside(shop: Shop, typed: dict[str, str], said: str) -> None:
    page = signed_in(shop.priya).post(PLACE, {**FORM, "address": "Kept here 9", **typed})
    words = page.content.decode()
    assert page.status_code == 422
    assert said in words
    assert "Kept here 9" in words
    assert "Not saved yet." in words
    shop.brand.refresh_from_db()
    assert shop.brand.address == ""


def test_the_colour_reaches_customers_pages(shop: Shop, client: Client) -> None:
    signed_in(shop.priya).post(PLACE, FORM)
    assert "--brand: light-dark(#7b2c54, #e7a3c3)" in client.get("/brand.css").content.decode()


def test_how_a_colour_would_look_is_said_before_it_is_saved(shop: Shop) -> None:
    browser = signed_in(shop.priya)
    page = browser.get(PLACE, {"colour": "#ffff00"}).content.decode()
    assert 'value="#ffff00"' in page
    assert page.count("Words on it read well, ") == 2
    shop.brand.refresh_from_db()
    assert shop.brand.colour == "#1f6b53"
