"""Settings of a chat: added by a word, allowed on sites, looked at before it is saved, its key shown once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cha.channels.chat.choices import Choices, choices_of
from cha.channels.chat.identity_key import identity_key
from cha.channels.models import Channel, add_channel
from cha.channels.models.visit import remember_visitor
from cha.core.actor import CHA
from cha.core.ids import encode
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

FORM: dict[str, Any] = {
    "name": "Our site",
    "hours": "shop",
    "answer_minutes": "5",
    "acknowledges": "1",
    "side": "end",
    "faces": "1",
    "phone": "1",
    "file_mb": "40",
    "asks_mail": "after",
}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


@pytest.fixture
def chat(shop: Shop) -> Channel:
    return add_channel("chat", "", by=CHA, name="Our site")


def at(chat: Channel, more: str = "") -> str:
    return f"/settings/channels/{encode(chat.pk)}{more}"


def page(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def kept(chat: Channel) -> Choices:
    chat.refresh_from_db()
    return choices_of(chat.settings)


def test_every_medium_is_offered_and_added_under_a_name(priya: Client) -> None:
    offered = page(priya, "/settings/channels/new")
    for words in ("E-mail", "Website chat", "Contact form"):
        assert words in offered
    assert "Members call it" in page(priya, "/settings/channels/new/chat")
    for medium in ("chat", "form", "counter", "api"):
        assert priya.post(f"/settings/channels/new/{medium}", {"name": f"My {medium}"}).status_code == 303
        added = Channel.objects.get(medium=medium)
        assert added.name == f"My {medium}"
        assert priya.get(at(added)).status_code == 200
    assert priya.get("/settings/channels/new/pigeon").status_code == 404
    listed = page(priya, "/settings/channels")
    assert "Website chat" in listed
    assert "My chat" in listed


def test_who_does_not_manage_sees_none_of_it(shop: Shop, chat: Channel) -> None:
    maartje = signed_in(shop.maartje)
    for path in ("/settings/channels/new", "/settings/channels/new/chat", at(chat), at(chat, "/chat/preview")):
        assert maartje.get(path).status_code in (302, 403, 404), path
    assert maartje.post(at(chat, "/chat/key")).status_code in (302, 403, 404)
    assert identity_key(Channel.objects.get(pk=chat.pk)) == ""


def test_what_is_typed_is_kept(priya: Client, chat: Channel) -> None:
    form = {**FORM, "colour": "#7B2C54", "greeting": " Ask  Sprig ", "side": "start", "file_mb": "2", "asks_pages": "1"}
    form |= {"asks_mail": "before", "answer_minutes": "8", "reason": "June"}
    del form["faces"]
    assert priya.post(at(chat), form).status_code == 303
    found = kept(chat)
    assert (found.colour, found.greeting, found.side) == ("#7b2c54", "Ask Sprig", "start")
    assert (found.file_mb, found.asks_mail, found.asks_pages, found.faces) == (2, "before", True, False)
    assert (chat.answer_minutes, chat.settings["last_change"]["reason"]) == (8, "June")
    shown = page(priya, at(chat))
    assert "Ask Sprig" in shown
    assert "June" in shown


def test_a_site_is_allowed_and_removed_and_everything_else_is_saved_with_it(priya: Client, chat: Channel) -> None:
    priya.post(at(chat), {**FORM, "site": "shop.example/basket", "greeting": "Hello"})
    priya.post(at(chat), {**FORM, "origins": ["https://shop.example"], "site": "weddings.shop.example"})
    assert kept(chat).origins == ("https://shop.example", "https://weddings.shop.example")
    remember_visitor(chat, "k" * 22, origin="https://shop.example")
    shown = page(priya, at(chat))
    assert "Somebody wrote from it" in shown
    assert "Nobody wrote from it yet" in shown
    assert "shop.example and one more" in page(priya, "/settings/channels")
    form = {**FORM, "origins": list(kept(chat).origins), "then": "drop:https://shop.example"}
    priya.post(at(chat), form)
    assert kept(chat).origins == ("https://weddings.shop.example",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"site": "*.shop.example"}, "Write each site by itself"),
        ({"site": "http://shop.example"}, "is not encrypted"),
        ({"site": "nowhere"}, "is no site"),
        ({"colour": "plum"}, "# and six digits"),
        ({"greeting": "x" * 81}, "At most 80 letters"),
        ({"file_mb": "many"}, "Write megabytes"),
        ({"file_mb": "500"}, "Write megabytes"),
        ({"answer_minutes": "soon"}, "Write minutes as a number"),
        ({"hours": "own", "week": ""}, "own hours are empty"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    priya: Client, chat: Channel, wrong: dict[str, str], said: str
) -> None:
    answer = priya.post(at(chat), {**FORM, "name": "Typed by Priya", "origins": ["https://shop.example"], **wrong})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert "Typed by Priya" in shown
    assert 'value="https://shop.example"' in shown
    assert kept(chat) == Choices()


def test_the_line_for_the_site_and_the_page_to_try_it_are_there(priya: Client, chat: Channel) -> None:
    shown = page(priya, at(chat))
    assert chat.address in shown
    assert "/chat.js" in shown
    assert f"/chat/{chat.address}/try" in shown


def test_the_preview_takes_what_stands_in_the_form(priya: Client, chat: Channel) -> None:
    shown = page(priya, at(chat, "/chat/preview?colour=%237b2c54&greeting=Hi+%3Cb%3E&faces=1"))
    assert "Hi &lt;b&gt;" in shown
    assert "#7b2c54" in shown
    assert "#zzz" not in page(priya, at(chat, "/chat/preview?colour=%23zzz"))


def test_the_key_is_shown_once_kept_sealed_and_dropped(priya: Client, chat: Channel) -> None:
    made = priya.post(at(chat, "/chat/key")).content.decode()
    chat.refresh_from_db()
    key = identity_key(chat)
    assert len(key) > 30
    assert key in made
    assert key not in page(priya, at(chat))
    assert key not in str(chat.settings)
    priya.post(at(chat, "/chat/key"))
    chat.refresh_from_db()
    assert identity_key(chat) not in ("", key)
    priya.post(at(chat, "/chat/key"), {"then": "drop"})
    chat.refresh_from_db()
    assert identity_key(chat) == ""


def test_saving_the_form_keeps_the_key(priya: Client, chat: Channel) -> None:
    priya.post(at(chat, "/chat/key"))
    priya.post(at(chat), FORM)
    chat.refresh_from_db()
    assert identity_key(chat)


def test_it_is_turned_off_and_on(priya: Client, chat: Channel) -> None:
    priya.post(at(chat, "/active"), {"active": "0"})
    assert "It takes nothing in" in page(priya, "/settings/channels")
    priya.post(at(chat, "/active"), {"active": "1"})
    chat.refresh_from_db()
    assert chat.active
