"""Sessions and devices: what is shown, what ending one does, and what a new device sets off."""

import re
from base64 import b64decode

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from pytest_django import Settings

from cha.core.errors import NotFound, Refused
from cha.core.ledger import Event
from cha.core.secrets import unseal
from cha.core.tasks import Task
from cha.live.feed import REVOKE
from cha.team import ending
from cha.team.browsers import shortened
from cha.team.ending import end_sessions
from cha.team.models import Device, Member
from cha.team.models.device import disowned, disowning
from cha.team.models.sign_in_link import make_sign_in_link
from cha.workspace import live, topics
from tests.news import news_since
from tests.shop import Shop
from tests.workspace.coming_in import is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def relay(settings: Settings) -> None:
    """Mail goes the way it goes in life, as far as its task."""
    settings.CHA_RELAY = "smtp://127.0.0.1:9"
    settings.EMAIL_BACKEND = "cha.channels.email.django_backend.RelayBackend"


def mails() -> list[str]:
    return [b64decode(unseal(task.args[0])).decode() for task in Task.objects.filter(name="channels.email.to_member")]


def words_of(mail: str) -> str:
    """A mail's words, whatever it was packed in for the way."""
    from email import message_from_string
    from email.policy import default

    return str(message_from_string(mail, policy=default).get_content())  # type: ignore[attr-defined]


def test_the_page_says_browser_place_and_time(shop: Shop) -> None:
    here = signed_in(shop.maartje)
    Client(headers={"User-Agent": FIREFOX}).post(make_sign_in_link(shop.maartje))
    page = here.get("/account/sessions").content.decode()
    assert "Firefox on Linux" in page
    assert "127.0.0.…" in page
    assert "last seen today" in page
    assert "here, now" in page


@pytest.mark.parametrize(
    ("address", "said"),
    [("203.0.113.9", "203.0.113.…"), ("2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3:…"), ("", "")],
)
def test_an_address_is_shortened(address: str, said: str) -> None:
    assert shortened(address) == said


def test_all_others_are_ended_at_once(shop: Shop) -> None:
    here, there, elsewhere = (signed_in(shop.maartje) for _ in range(3))
    assert here.post("/account/sessions/others/end").status_code == 303
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, False)
    assert Event.objects.get(verb="session.ended").facts["count"] == 2


def test_an_ended_session_loses_its_live_stream(shop: Shop) -> None:
    signed_in(shop.maartje)
    position, _ = live.render_since(-1)
    end_sessions(shop.maartje, by=shop.priya)
    pieces = news_since(position)
    assert [REVOKE, topics.subject_of(shop.maartje.pk), ""] in [piece[0] for piece in pieces]


def test_those_who_manage_end_a_members_sessions_and_nobody_else_does(shop: Shop) -> None:
    browser = signed_in(shop.maartje)
    with pytest.raises(Refused):
        end_sessions(shop.maartje, by=shop.jef)
    assert is_in(browser)
    assert signed_in(shop.priya).post(f"/settings/team/{public(shop.maartje)}/sessions").status_code == 303
    assert not is_in(browser)


def public(member: Member) -> str:
    from cha.core.ids import encode

    return encode(member.pk)


def test_a_session_is_noted_as_seen_every_few_minutes_and_not_at_every_request(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(shop.maartje)
    browser.get("/account")
    before = UserSession.objects.get(user=shop.maartje).last_seen_at
    browser.get("/account")
    assert UserSession.objects.get(user=shop.maartje).last_seen_at == before
    monkeypatch.setattr(ending, "EVERY", 0.0)
    browser.get("/account")
    assert UserSession.objects.get(user=shop.maartje).last_seen_at > before


def test_the_first_device_is_quiet_a_second_one_is_told_by_mail_and_is_known_from_then_on(
    shop: Shop, relay: None
) -> None:
    browser = signed_in(shop.maartje)
    assert mails() == []
    browser.post(make_sign_in_link(shop.maartje))
    assert mails() == []
    other = Client(headers={"User-Agent": FIREFOX})
    other.post(make_sign_in_link(shop.maartje))
    (mail,) = mails()
    assert "Firefox on Linux" in words_of(mail)
    other.post("/account/logout/")
    other.post(make_sign_in_link(shop.maartje))
    assert len(mails()) == 1


def test_that_was_not_me_puts_everybody_out_and_asks_first(shop: Shop, relay: None) -> None:
    here = signed_in(shop.maartje)
    there = Client(headers={"User-Agent": FIREFOX})
    there.post(make_sign_in_link(shop.maartje))
    there.post("/account/password/set/", {"password1": "white ranunculus 7", "password2": "white ranunculus 7"})
    found = re.search(r"/not-me/\S+", words_of(mails()[0]))
    assert found
    assert "Was it not you?" in Client().get(found.group()).content.decode()
    assert is_in(there)
    assert Client().post(found.group()).status_code == 200
    assert not is_in(here)
    assert not is_in(there)
    shop.maartje.refresh_from_db()
    assert not shop.maartje.has_usable_password()
    assert Event.objects.filter(verb="device.disowned").count() == 1
    assert Client().post(found.group()).status_code == 404


def test_a_forged_not_me_is_not_found(shop: Shop) -> None:
    signed_in(shop.maartje)
    path = disowning(Device.objects.get())
    with pytest.raises(NotFound):
        disowned(path.removeprefix("/not-me/")[:-2] + "xx")
    assert Client().get("/not-me/nonsense").status_code == 404
