"""Signing in: by link, by password, by a code that comes by mail; and being out again."""

from base64 import b64decode

import pytest
from django.test import Client
from pytest_django import Settings

from cha.channels.email import django_backend
from cha.core.secrets import unseal
from cha.core.tasks import Task
from cha.team.models import Member
from cha.team.models.member import change_member
from cha.team.models.sign_in_link import make_sign_in_link
from tests.shop import Shop
from tests.workspace.coming_in import is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_looking_at_a_link_uses_nothing_up_and_the_button_signs_in_once(shop: Shop, client: Client) -> None:
    link = make_sign_in_link(shop.maartje)
    assert "Come in as Maartje" in client.get(link).content.decode()
    assert client.get(link).status_code == 200
    assert not is_in(client)
    assert client.post(link)["Location"] == "/"
    assert is_in(client)
    assert Client().post(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_a_link_of_somebody_without_a_seat_has_rested(shop: Shop, client: Client) -> None:
    link = make_sign_in_link(shop.maartje)
    change_member(shop.maartje, by=shop.priya, is_active=False)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404


def test_taking_a_seat_away_puts_them_out_at_once(shop: Shop) -> None:
    browser = signed_in(shop.maartje)
    change_member(shop.maartje, by=shop.priya, is_active=False)
    assert not is_in(browser)


def test_a_password_is_set_by_whoever_came_by_link_and_lets_them_in(shop: Shop, client: Client) -> None:
    words = {"password1": "white ranunculus 7", "password2": "white ranunculus 7"}
    browser = signed_in(shop.maartje)
    assert browser.post("/account/password/set/", words).status_code == 302
    assert is_in(browser)
    page = client.post("/account/login/", {"login": shop.maartje.email, "password": "white ranunculus 7"})
    assert page.status_code == 302
    assert is_in(client)


def test_a_wrong_password_says_so_and_keeps_the_address(shop: Shop, client: Client) -> None:
    page = client.post("/account/login/", {"login": shop.maartje.email, "password": "not this one"})
    assert page.status_code == 200
    assert shop.maartje.email in page.content.decode()
    assert not is_in(client)


def test_nobody_signs_up(shop: Shop, client: Client) -> None:
    form = {"email": "stranger@example.org", "password1": "white ranunculus 7"}
    assert "Members are invited" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", form)
    assert not Member.objects.filter(email="stranger@example.org").exists()


@pytest.mark.parametrize("address", ["maartje@juniperlane.example", "nobody@example.org"])
@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_without_a_relay_the_page_says_so_whether_or_not_it_knows_the_address(
    shop: Shop, client: Client, path: str, address: str
) -> None:
    page = client.post(path, {"email": address})
    assert "Ask an owner for a one-time link" in page.content.decode()
    assert not Task.objects.filter(name="channels.email.to_member").exists()


def test_a_code_goes_out_sealed_through_the_relay_and_lets_in(shop: Shop, client: Client, settings: Settings) -> None:
    settings.CHA_RELAY = "smtp://127.0.0.1:9"
    # Test runners keep mail in a list; here it goes the way it goes in life.
    settings.EMAIL_BACKEND = "cha.channels.email.django_backend.RelayBackend"
    known = client.post("/account/login/code/", {"email": shop.maartje.email}, follow=True).content.decode()
    unknown = Client().post("/account/login/code/", {"email": "nobody@example.org"}, follow=True).content.decode()
    assert "a code is on its way" in known
    assert "a code is on its way" in unknown
    task = Task.objects.get(name="channels.email.to_member")
    mail = b64decode(unseal(task.args[0])).decode()
    code = next(line for line in mail.splitlines() if line.startswith("Subject: ")).rpartition(" ")[2]
    assert code not in str(task.args)
    assert task.args[1:] == ["hello@juniperlane.example", [shop.maartje.email]]
    assert client.post("/account/login/code/confirm/", {"code": "000000"}).status_code == 200
    assert client.post("/account/login/code/confirm/", {"code": code}).status_code == 302
    assert is_in(client)


def test_mail_to_members_comes_from_an_address_of_ours(shop: Shop) -> None:
    assert django_backend.our_address() == "hello@juniperlane.example"


def test_pages_of_the_door_hold_no_inline_script_and_no_style(shop: Shop, client: Client) -> None:
    for path in ("/account/login/", "/account/login/code/", "/account/password/reset/", make_sign_in_link(shop.priya)):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert "onclick" not in page
        assert page.count("<script") == 2  # the import map, and the one module


def test_too_many_tries_are_turned_away(shop: Shop, client: Client) -> None:
    form = {"login": shop.maartje.email, "password": "not this one"}
    pages = [client.post("/account/login/", form) for _ in range(12)]
    said = [page.content.decode() for page in pages]
    assert any("Too many" in words for words in said)
