"""Single sign-on: who comes in by the business's own sign-in, and everything that is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from cha.config.options import OptionError, gather, read
from cha.core.ledger import Event
from cha.core.outbound import fetch
from cha.team.models import Identity, Member, Role
from cha.team.models.member import change_member
from cha.team.models.sign_in_link import make_sign_in_link
from cha.team.sso.provider import Provider
from tests.shop import Shop
from tests.team.issuer import CLIENT, SECRET, Issuer
from tests.workspace.coming_in import is_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issuer(settings: Settings) -> Iterator[Issuer]:
    """The business's own sign-in, by which Maartje may come in."""
    with Issuer() as issuer:
        settings.CHA_SSO = provider(issuer)
        issuer.says(sub="17", email="Maartje@juniperlane.example", email_verified=True, name="Maartje de Wit")
        yield issuer


def provider(issuer: Issuer, **more: object) -> Provider:
    return Provider(issuer=issuer.url, client=CLIENT, secret=SECRET, name="Juniper", private=True, **more)  # type: ignore[arg-type]


def walk(browser: Client, following: str = "") -> str:
    """The browser goes there and comes back. Returns the address it comes back to."""
    begun = browser.get("/account/sso/", {"next": following} if following else {})
    assert begun.status_code == 302, begun.content.decode()
    answer = fetch(begun["Location"], allow_private=True)
    return answer.headers["location"].removeprefix("http://localhost:8000")


def came_in(browser: Client, back: str = "") -> bool:
    """Whether the way back leads in."""
    browser.get(back or walk(browser))
    return is_in(browser)


def test_a_verified_address_is_a_member_and_the_subject_from_then_on(shop: Shop, issuer: Issuer) -> None:
    assert came_in(Client())
    assert Identity.objects.get().member == shop.maartje
    assert Event.objects.filter(verb="identity.met").count() == 1
    issuer.says(sub="17", email="elsewhere@juniperlane.example", email_verified=False)
    assert came_in(Client())
    assert Member.objects.count() == 3


def test_it_leads_on_to_where_one_was_going_but_nowhere_else(shop: Shop, issuer: Issuer) -> None:
    assert Client().get("/account/sso/").status_code == 302
    browser = Client()
    assert browser.get(walk(browser, "/search"))["Location"] == "/search"
    browser = Client()
    assert browser.get(walk(browser, "https://evil.example/"))["Location"] == "/"


OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LIES = {
    "audience": {"aud": "somebody-else"},
    "audiences": {"aud": ["cha", "somebody-else"], "azp": "somebody-else"},
    "issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": int(time.time()) - 3600},
    "nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "signature": {"key": OTHER},
    "unknown key": {"kid": "two"},
    "shared secret": {"key": SECRET * 4, "alg": "HS256"},
    "unsigned": {"key": None, "alg": "none"},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_hold_lets_nobody_in(shop: Shop, issuer: Issuer, lie: str) -> None:
    issuer.lie(**LIES[lie])
    browser = Client()
    answer = browser.get(walk(browser))
    assert answer.status_code == 403
    assert "Nobody came in" in answer.content.decode()
    assert not is_in(browser)
    assert not Identity.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "no"])
def test_an_address_that_is_not_verified_is_nobodys(shop: Shop, issuer: Issuer, verified: object) -> None:
    issuer.says(sub="18", email=shop.priya.email, email_verified=verified)
    assert not came_in(Client())


def test_who_lost_their_seat_stays_out(shop: Shop, issuer: Issuer) -> None:
    assert came_in(Client())
    change_member(shop.maartje, by=shop.priya, is_active=False)
    assert not came_in(Client())


def test_somebody_new_at_a_known_address_does_not_get_the_seat(shop: Shop, issuer: Issuer) -> None:
    assert came_in(Client())
    issuer.says(sub="99", email=shop.maartje.email, email_verified=True)
    assert not came_in(Client())


def test_somebody_unknown_stays_out_unless_the_option_lets_them_join(
    shop: Shop, issuer: Issuer, settings: Settings
) -> None:
    issuer.says(sub="20", email="noor@juniperlane.example", email_verified=True, name="Noor Verbeke")
    assert not came_in(Client())
    settings.CHA_SSO = provider(issuer, join="light")
    assert came_in(Client())
    noor = Member.objects.get(email="noor@juniperlane.example")
    assert (noor.name, noor.role) == ("Noor Verbeke", Role.LIGHT)


def test_what_the_token_leaves_out_is_asked_for_and_must_be_about_the_same_person(shop: Shop, issuer: Issuer) -> None:
    whole = {"sub": "17", "email": shop.maartje.email, "email_verified": True}
    issuer.says(sub="17")
    issuer.about["userinfo"] = whole | {"sub": "18"}
    assert not came_in(Client())
    issuer.about["userinfo"] = whole
    assert came_in(Client())


def test_an_answer_counts_once_in_the_browser_that_asked(shop: Shop, issuer: Issuer) -> None:
    browser, other = Client(), Client()
    back = walk(browser)
    assert not came_in(other, back)
    assert came_in(browser, back)
    browser.post("/account/logout/")
    assert not came_in(browser, back)


def test_a_forged_state_an_error_and_another_issuer_are_refused(shop: Shop, issuer: Issuer) -> None:
    for change in ("state", "error", "iss"):
        browser = Client()
        query = {name: values[0] for name, values in parse_qs(urlsplit(walk(browser)).query).items()}
        answer = browser.get("/account/sso/back/", query | {change: "elsewhere"})
        assert answer.status_code == 403, change
        assert not is_in(browser)


def test_an_issuer_that_calls_itself_otherwise_or_cannot_be_asked_is_said(
    shop: Shop, issuer: Issuer, settings: Settings
) -> None:
    issuer.about["issuer"] = "https://elsewhere.example"
    assert Client().get("/account/sso/").status_code == 403
    settings.CHA_SSO = Provider(issuer="http://127.0.0.1:9", client=CLIENT, private=True)
    assert Client().get("/account/sso/").status_code == 503
    settings.CHA_SSO = Provider(issuer=issuer.url, client=CLIENT)
    assert "private address" in Client().get("/account/sso/").content.decode()


def test_where_it_is_the_only_way_others_lead_back_but_a_link_still_lets_in(
    shop: Shop, issuer: Issuer, settings: Settings
) -> None:
    settings.CHA_SSO = provider(issuer, only=True)
    shop.maartje.set_password("white ranunculus 7")
    shop.maartje.save()
    browser = Client()
    browser.post("/account/login/", {"login": shop.maartje.email, "password": "white ranunculus 7"})
    assert not is_in(browser)
    page = browser.get("/account/login/").content.decode()
    assert "Come in by Juniper" in page
    assert 'name="password"' not in page
    browser.post(make_sign_in_link(shop.maartje))
    assert is_in(browser)
    assert came_in(Client())


def test_without_an_issuer_there_is_no_such_page(shop: Shop, client: Client) -> None:
    assert client.get("/account/sso/").status_code == 404
    assert "/account/sso/" not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "flags",
    [
        {"oidc_issuer": "https://login.shop.example"},
        {"oidc_issuer": "http://login.shop.example", "oidc_client": "cha"},
        {"oidc_join": "owner"},
    ],
)
def test_options_that_do_not_go_together_are_said(flags: dict[str, str], tmp_path: object) -> None:
    with pytest.raises(OptionError):
        read(gather(flags, {}, tmp_path))  # type: ignore[arg-type]
