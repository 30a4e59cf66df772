"""What else a mail carries stands under its words: an invitation, what was left out, the mail as it came."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cha.conversations.models import Conversation, Message
from cha.team.models import Member, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

INVITATION = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nSUMMARY:Tasting\r\n"
    "DTSTART:20261203T130000Z\r\nLOCATION:Korenmarkt 14\r\nEND:VEVENT\r\nEND:VCALENDAR"
)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def invited(shop: Shop) -> Conversation:
    return shop.adaeze_writes(INVITATION, content_type="text/calendar; method=REQUEST; charset=utf-8")


def test_an_invitation_is_said_in_a_line(shop: Shop) -> None:
    page = signed_in(shop.maartje).get(reverse("conversation", args=[invited(shop).pk])).content.decode()
    assert "<b>An invitation</b>" in page
    assert "Tasting, " in page
    assert "Korenmarkt 14" in page


def test_the_mail_as_it_came_is_saved_not_shown(shop: Shop) -> None:
    conversation = invited(shop)
    Message.objects.filter(conversation=conversation).update(extra={"left_out": ["300 parts were left out"]})
    message = conversation.messages.order_by("id")[0]
    client, address = signed_in(shop.maartje), reverse("as-it-came", args=[conversation.pk, message.pk])
    assert "300 parts were left out" in client.get(reverse("conversation", args=[conversation.pk])).content.decode()
    saved = client.get(address)
    assert b"SUMMARY:Tasting" in saved.content
    assert saved["Content-Disposition"].startswith("attachment;")
    assert saved["X-Content-Type-Options"] == "nosniff"
    acknowledged = conversation.messages.get(kind="acknowledged")
    assert client.get(reverse("as-it-came", args=[conversation.pk, acknowledged.pk])).status_code == 404


def test_only_for_who_sees_the_conversation(shop: Shop) -> None:
    conversation = invited(shop)
    set_sight("agent", Scope.OWN, by=shop.priya)
    address = reverse("as-it-came", args=[conversation.pk, conversation.messages.order_by("id")[0].pk])
    assert signed_in(shop.maartje).get(address).status_code == 404
