"""Blanks in saved words: what is known is filled in, what is open is never sent, whose words they are is kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cha.conversations.blanks import filled, must_be_filled, pieces
from cha.conversations.models import SavedReply, say
from cha.conversations.models.saved_reply import delete_reply, keep_reply, replies_of
from cha.core.actor import CHA
from cha.core.errors import Invalid, Refused
from cha.team.models import Member
from cha.team.models.member import add_member
from cha.team.models.team import form_team
from tests.shop import Shop


def test_what_is_known_is_filled_in_and_the_rest_stays_open() -> None:
    text = "Dear {first_name}, they come at {when?}. {me}, about {order}. {not ours}"
    known = {"first_name": "Adaeze", "me": "Maartje"}
    assert filled(text, known) == "Dear Adaeze, they come at {when?}. Maartje, about {order}. {not ours}"
    assert [piece.blank for piece in pieces(text, known)] == ["", "filled", "", "open", "", "filled", "", "open", ""]


def test_an_open_blank_is_not_sent() -> None:
    must_be_filled("In a JSON file {this: that} is fine, and so is {}.")
    with pytest.raises(Invalid, match=r"Still to be filled in: \{when\?\}, \{order\}"):
        must_be_filled("At {when?}, {order}, {when?}")


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["first_name", "me", "order"]), st.text(max_size=20)))
def test_no_words_are_lost(text: str, known: dict[str, str]) -> None:
    assert "".join(piece.text for piece in pieces(text, {})) == text
    assert filled(text, known) == "".join(piece.text for piece in pieces(text, known))


@pytest.mark.django_db(transaction=True)
class TestWhose:
    """One's own, a team's, everybody's."""

    def test_who_may_begin_from_which(self, shop: Shop) -> None:
        weddings = form_team("Weddings", by=shop.priya)
        shop.maartje.teams.add(weddings)
        ifeoma = add_member("ifeoma@juniperlane.example", "Ifeoma", "agent", by=CHA)
        keep_reply(None, by=shop.priya, name="All", text="x")
        keep_reply(None, by=shop.priya, name="Team", text="x", team=weddings)
        keep_reply(None, by=shop.maartje, name="Mine", text="x", owner=shop.maartje)
        assert [row.name for row in replies_of(shop.maartje)] == ["All", "Mine", "Team"]
        assert [row.name for row in replies_of(ifeoma)] == ["All"]

    def test_shared_words_are_for_who_manages_them_and_own_ones_for_their_owner(self, shop: Shop) -> None:
        own = keep_reply(None, by=shop.maartje, name="Mine", text="x", owner=shop.maartje)
        shared = keep_reply(None, by=shop.priya, name="All", text="x")
        with pytest.raises(Refused):
            keep_reply(own, by=shop.priya, name="Hers", text="y", owner=shop.priya)
        with pytest.raises(Refused):
            keep_reply(shared, by=shop.maartje, name="Mine now", text="y", owner=shop.maartje)
        with pytest.raises(Refused):
            keep_reply(own, by=shop.maartje, name="For all", text="y")
        with pytest.raises(Refused):
            delete_reply(own, by=shop.priya)
        with pytest.raises(Refused):
            keep_reply(None, by=shop.jef, name="Own", text="y", owner=shop.jef)

    def test_an_open_blank_is_said_and_the_words_are_kept(self, shop: Shop) -> None:
        conversation = shop.adaeze_writes()
        with pytest.raises(Invalid, match="Still to be filled in"):
            say(conversation, "They come at {when?}.", by=shop.maartje)
        client = signed_in(shop.maartje)
        answer = client.post(reverse("reply", args=[conversation.pk]), {"body": "They come at {when?}."})
        assert answer.status_code == 422
        assert "They come at {when?}." in answer.content.decode()

    def test_a_reply_is_filled_for_the_person(self, shop: Shop) -> None:
        keep_reply(None, by=shop.priya, name="Late", text="Dear {first_name}, order {order} comes at {when?}. {me}")
        conversation = shop.adaeze_writes("My order 2291 came in peach, not white.")
        page = signed_in(shop.maartje).get(reverse("saved-replies", args=[conversation.pk])).content.decode()
        assert "Dear Adaeze, order 2291 comes at {when?}. Maartje" in page
        assert '<span class="hole" data-open>{when?}</span>' in page

    def test_an_agent_keeps_their_own_in_settings(self, shop: Shop) -> None:
        keep_reply(None, by=shop.priya, name="All", text="x")
        client = signed_in(shop.maartje)
        client.post(reverse("settings-reply-new"), {"name": "Mine", "text": "Dear {first_name}", "whose": "mine"})
        own = SavedReply.objects.get(name="Mine")
        assert own.owner == shop.maartje
        page = client.get(reverse("settings-replies")).content.decode()
        assert page.count("Change Mine") == 1
        assert "Change All" not in page
        shared = SavedReply.objects.get(name="All")
        assert client.get(reverse("settings-reply", args=[shared.pk])).status_code == 403
        assert client.post(reverse("settings-reply-new"), {"name": "N", "text": "x", "whose": ""}).status_code == 403
        assert signed_in(shop.priya).get(reverse("settings-reply", args=[own.pk])).status_code == 404


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client
