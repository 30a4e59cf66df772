"""Forms with bad input: said once, kept as typed, refused in words; never an error page that nobody foresaw."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.test import Client

from cha.conversations.models import Conversation, Kind, Message
from cha.core.ids import encode
from cha.ui.errors import unavailable
from tests.shop import Shop
from tests.workspace.desk import browser

ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    return shop.adaeze_writes("It came in peach, not white.")


def said(talk: Conversation, kind: str) -> list[str]:
    """What members said, or noted."""
    return list(Message.objects.filter(conversation=talk, kind=kind).values_list("text", flat=True))


@pytest.mark.parametrize(("act", "kind"), [("reply", Kind.SAID), ("note", Kind.NOTE)])
def test_form_sent_twice_says_one_thing(desk: Client, talk: Conversation, act: str, kind: str) -> None:
    place = f"/now/{encode(talk.pk)}"
    found = ONCE.search(desk.get(place).content.decode())
    assert found
    for _ in range(2):
        assert desk.post(f"{place}/{act}", {"body": "It is me.", "once": found[1]}).status_code == 303
    desk.post(f"{place}/{act}", {"body": "And one more word.", "once": found[1]})
    assert said(talk, kind) == ["It is me.", "And one more word."]


def test_first_word_to_a_person_sent_twice_opens_one_conversation(desk: Client, talk: Conversation) -> None:
    place = f"/people/{encode(talk.person_id)}/write"
    for _ in range(2):
        desk.post(place, {"subject": "Roses", "body": "They are in.", "once": "a-form-of-this-page"})
    assert Conversation.objects.filter(person=talk.person, subject="Roses").count() == 1


def test_nul_is_taken_out_of_what_is_typed(desk: Client, talk: Conversation) -> None:
    place = f"/now/{encode(talk.pk)}"
    assert desk.post(f"{place}/note", {"body": "with\x00out"}).status_code == 303
    assert said(talk, Kind.NOTE) == ["without"]
    assert desk.get("/search?q=%00peach").status_code == 200
    assert desk.get("/mine/in/%00").status_code == 404


@pytest.mark.parametrize("address", ["a\r\nBcc: evil@example.org", "smtp://x:y@host", "a b@x.example", "@x.example"])
def test_address_that_is_none_is_refused_and_kept(shop: Shop, address: str) -> None:
    priya = browser(shop.priya)
    channel = priya.post("/settings/channels/new/email", {"address": address})
    assert channel.status_code == 422
    assert "is no e-mail address" in channel.content.decode()
    invited = priya.post("/settings/team/invitations", {"email": address, "name": "Eve", "role": "agent"})
    assert invited.status_code == 422


def test_moment_in_the_year_9999_is_no_error(shop: Shop) -> None:
    assert browser(shop.priya).get("/settings/hours?at=9999-12-31T23:59").status_code == 200


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"])
@pytest.mark.parametrize("act", ["snoozing", "later"])
def test_time_at_the_end_of_the_calendar_is_refused_in_words(
    desk: Client, talk: Conversation, act: str, moment: str
) -> None:
    place = f"/now/{encode(talk.pk)}/{act}"
    for values in ({"until": moment}, {"until": "own", "own": moment[:16]}):
        answer = desk.post(place, {"body": "It is me.", "every": "day", **values})
        assert answer.status_code == 422
    talk.refresh_from_db()
    assert talk.snoozed_until is None


def test_held_database_and_full_disk_are_said_in_words() -> None:
    locked, full = unavailable(OperationalError("database is locked")), unavailable(OSError(28, "No space left"))
    assert locked is not None
    assert "busy" in locked.sentence
    assert full is not None
    assert "full" in full.sentence
    assert unavailable(ValueError("else")) is None


def test_sign_in_that_is_amiss_is_shown_without_turbo(shop: Shop, client: Client) -> None:
    # It is answered with 200, which Turbo would throw away: the page must not be one of its own.
    page = client.post("/account/login/", {"login": shop.priya.email, "password": "nonsense"}).content.decode()
    assert 'data-turbo="false"' in page
    assert "not correct" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-30", "2025y", "9999h"])
@pytest.mark.parametrize("field", ["before", "after", "during"])
def test_day_at_the_end_of_the_calendar_is_no_error_in_a_filter(desk: Client, field: str, day: str) -> None:
    for page in ("/conversations", "/search"):
        assert desk.get(page, {"q": f"{field}:{day}"}).status_code == 200
