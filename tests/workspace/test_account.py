"""One's own account: name, looks, and where one is signed in."""

import pytest
from django.test import Client

from tests.shop import Shop
from tests.workspace.coming_in import is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LIKES = {"name": "Maartje de Wit", "say_name": "MAHR-tyuh", "language": "nl", "zone": "Africa/Nairobi", "theme": "dark"}


def test_everybody_changes_their_own_name_and_looks(shop: Shop) -> None:
    for member in (shop.priya, shop.maartje, shop.jef):
        browser = signed_in(member)
        answer = browser.post("/account", {**LIKES, "density": "compact"})
        assert answer.status_code == 303
        member.refresh_from_db()
        assert (member.say_name, member.language, member.zone) == ("MAHR-tyuh", "nl", "Africa/Nairobi")
        assert (member.theme, member.density, member.single_keys) == ("dark", "compact", False)
        cookies = {name: answer.cookies[name].value for name in ("cha-theme", "cha-density", "cha-keys")}
        assert cookies == {"cha-theme": "dark", "cha-density": "compact", "cha-keys": "off"}
        assert 'data-theme="dark"' in browser.get("/account").content.decode()


def test_what_does_not_fit_is_said_beside_it_and_kept(shop: Shop) -> None:
    browser = signed_in(shop.maartje)
    page = browser.post("/account", {**LIKES, "zone": "Mars/Olympus"})
    assert page.status_code == 422
    assert "There is no time zone" in page.content.decode()
    assert "Mars/Olympus" in page.content.decode()
    assert browser.post("/account", {**LIKES, "name": "  "}).status_code == 422


def test_nobody_makes_themselves_an_owner(shop: Shop) -> None:
    signed_in(shop.maartje).post("/account", {**LIKES, "role": "owner"})
    shop.maartje.refresh_from_db()
    assert shop.maartje.role == "agent"


def test_an_ended_session_is_out_and_only_ones_own_can_be_ended(shop: Shop) -> None:
    here, there, other = signed_in(shop.maartje), signed_in(shop.maartje), signed_in(shop.priya)
    ends = there_is(here)
    assert len(ends) == 1
    assert other.post(ends[0]).status_code == 404
    assert is_in(there)
    assert here.post(ends[0]).status_code == 303
    assert not is_in(there)
    assert is_in(here)


def there_is(browser: Client) -> list[str]:
    """The addresses under which the page of sessions ends others."""
    page = browser.get("/account/sessions").content.decode()
    ends = [part.split('"')[0] for part in page.split('action="') if part.startswith("/account/sessions/")]
    return [end for end in ends if "others" not in end]
