"""Passkeys, the authenticator app and recovery codes, without a browser: what is kept, shown, asked and refused."""

import re
import time
from base64 import b64decode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from pytest_django import Settings

from cha.core.errors import Refused
from cha.core.ledger import Event
from cha.core.tasks import Task
from cha.team.models import Member
from cha.team.models.sign_in_link import make_sign_in_link
from cha.team.second_step import forget_second_step, ways_of
from tests.shop import Shop
from tests.workspace.coming_in import is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def with_app(member: Member) -> tuple[Client, str, list[str]]:
    """A browser in which a member has just added an authenticator app, its secret, and the recovery codes shown."""
    browser = signed_in(member)
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="mono">(\w+)<', page)[1]  # type: ignore[index]
    picture = re.search(r"image/svg\+xml;base64,([\w+/=]+)", page)[1]  # type: ignore[index]
    assert b'xmlns="http://www.w3.org/2000/svg"' in b64decode(picture)
    answer = browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    shown = browser.get(answer["Location"])
    assert "no-store" in shown["Cache-Control"]
    return browser, secret, codes_on(shown.content.decode())


def code_of(secret: str, later: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li>(\d{8})</li>", page)


def test_recovery_codes_are_shown_once_and_can_be_downloaded_then(shop: Shop) -> None:
    browser, _, codes = with_app(shop.maartje)
    assert len(set(codes)) == 10
    again = browser.get("/account/2fa/recovery-codes/").content.decode()
    assert codes_on(again) == []
    assert "10 are left" in again
    assert codes[0] not in str(Authenticator.objects.get(type="recovery_codes").data)


def test_the_seed_of_an_app_lies_sealed(shop: Shop) -> None:
    _, secret, _ = with_app(shop.maartje)
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code_of(secret, 0)) in (True, False)


def test_a_recovery_code_lets_in_once(shop: Shop) -> None:
    _, _, codes = with_app(shop.maartje)
    for code, comes_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        browser = Client()
        assert browser.post(make_sign_in_link(shop.maartje))["Location"] == "/account/2fa/authenticate/"
        assert not is_in(browser)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(browser) is comes_in
    assert ways_of(shop.maartje).codes == 8


def test_too_many_wrong_codes_are_turned_away(shop: Shop) -> None:
    _, _, codes = with_app(shop.maartje)
    browser = Client()
    browser.post(make_sign_in_link(shop.maartje))
    for _ in range(6):
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    browser.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_in(browser)


@pytest.mark.parametrize("path", ["webauthn/add/", "totp/activate/"])
def test_who_came_in_long_ago_comes_in_again_before_this_is_changed(shop: Shop, path: str) -> None:
    browser = signed_in(shop.maartje)
    assert browser.get(f"/account/2fa/{path}").status_code == 200
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 60 * 16
    session.save()
    answer = browser.get(f"/account/2fa/{path}")
    assert answer.status_code == 403
    assert "Come in once more" in answer.content.decode()


def test_who_has_an_app_is_asked_for_its_code_before_it_is_turned_off(shop: Shop) -> None:
    _, _, codes = with_app(shop.maartje)
    other = Client()
    other.post(make_sign_in_link(shop.maartje))
    other.post("/account/2fa/authenticate/", {"code": codes[0]})
    answer = other.post("/account/2fa/totp/deactivate/")
    assert answer["Location"].startswith("/account/2fa/reauthenticate/")
    assert ways_of(shop.maartje).app
    other.post(answer["Location"], {"code": codes[1]})
    assert not ways_of(shop.maartje).app
    assert ways_of(shop.maartje).codes is None


def test_a_change_is_told_by_mail(shop: Shop, settings: Settings) -> None:
    settings.CHA_RELAY = "smtp://127.0.0.1:9"
    settings.EMAIL_BACKEND = "cha.channels.email.django_backend.RelayBackend"
    with_app(shop.maartje)
    assert Task.objects.filter(name="channels.email.to_member").count() == 1


def test_those_who_manage_take_a_lost_second_step_away_and_only_owners_that_of_owners(shop: Shop) -> None:
    with_app(shop.maartje)
    with pytest.raises(Refused):
        forget_second_step(shop.maartje, by=shop.jef)
    forget_second_step(shop.maartje, by=shop.priya)
    assert Event.objects.filter(verb="second_step.forgotten", subject_id=shop.maartje.pk).count() == 1
    assert is_in(signed_in(shop.maartje))


HOSTILE = [
    "", "{}", "[]", "null", '"x"', '{"id": 1}', '{"response": []}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":"Zzzzzzzzzzzzzzzz"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":null}}',
]  # fmt: skip


@pytest.mark.parametrize("credential", HOSTILE)
def test_what_is_no_passkey_leads_back_to_the_door(shop: Shop, client: Client, credential: str) -> None:
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    answer = client.post("/account/2fa/webauthn/login/", {"credential": credential})
    assert answer["Location"] == "/account/login/?passkey=unknown"
    assert "not known here" in client.get(answer["Location"]).content.decode()


def test_options_for_a_passkey_are_for_this_host_and_ask_for_its_owner(shop: Shop, client: Client) -> None:
    options = client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    asked = options["request_options"]["publicKey"]
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")
    assert asked["rpId"] == "localhost"
