"""Tokens are made and revoked in Settings, by those who manage, and shown once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cha.channels.models import Channel, ChannelToken
from cha.core.ids import encode
from cha.core.secrets import unseal
from cha.team.models import ApiToken, Member
from tests.api.asking import V1
from tests.api.own_channel import OwnChannel
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def shown(page: Any, begins: str) -> str:
    found = re.search(rf"{begins}[\w-]{{40,}}", page.content.decode())
    assert found is not None, page.content.decode()[:3000]
    return found[0]


def test_a_token_is_shown_once_and_lets_in(shop: Shop) -> None:
    client = browser(shop.priya)
    form = {"name": "our webshop", "member": encode(shop.maartje.pk), "scope": "write", "ends": "2199-01-31"}
    page = client.post(reverse("settings-api"), form)
    assert "no-store" in page["Cache-Control"]
    token = shown(page, "cha_")
    assert Client().get(f"{V1}/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "Maartje de Wit"
    row = ApiToken.objects.get()
    assert (row.name, row.member, row.writes, row.made_by) == ("our webshop", shop.maartje, True, shop.priya)
    again = client.get(reverse("settings-api")).content.decode()
    assert token not in again
    assert row.shown in again
    client.post(reverse("settings-api-revocation", args=[row.pk]))
    assert Client().get(f"{V1}/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"member": "x"}, "member"),
        ({"ends": "2020-01-01"}, "ends"),
        ({"ends": "soon"}, "ends"),
    ],
)
def test_a_form_that_is_not_taken_keeps_what_was_typed(shop: Shop, change: dict[str, str], field: str) -> None:
    form = {"name": "our webshop", "member": encode(shop.maartje.pk), "ends": ""}
    page = browser(shop.priya).post(reverse("settings-api"), {**form, **change})
    assert page.status_code == 422
    assert f'id="f-{field}-error"' in page.content.decode()
    assert not ApiToken.objects.exists()


def test_only_those_who_manage_come_there(shop: Shop) -> None:
    assert browser(shop.maartje).get(reverse("settings-api")).status_code == 403
    assert browser(shop.maartje).post(reverse("settings-api"), {"name": "x"}).status_code == 403


def test_a_channels_page_makes_tokens_and_a_secret(shop: Shop) -> None:
    app, client = OwnChannel(), browser(shop.priya)
    token = shown(client.post(reverse("settings-own-token", args=[app.channel.pk])), "chan_")
    assert Client().get(f"{V1}/channel", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    secret = shown(client.post(reverse("settings-own-secret", args=[app.channel.pk])), "whsec_")
    assert unseal(Channel.objects.get(pk=app.channel.pk).secrets) == secret
    row = ChannelToken.objects.exclude(pk=app.row.pk).get()
    client.post(reverse("settings-own-token-revocation", args=[app.channel.pk, row.pk]))
    assert Client().get(f"{V1}/channel", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    page = client.get(reverse("settings-channel", args=[app.channel.pk])).content.decode()
    assert token not in page
    assert secret not in page


def test_a_channels_webhook_is_set_and_refused(shop: Shop) -> None:
    app, client = OwnChannel(), browser(shop.priya)
    address = reverse("settings-channel", args=[app.channel.pk])
    client.post(address, {"name": "Our app", "webhook": "https://app.example/cha", "trusts": "1"})
    app.channel.refresh_from_db()
    assert (app.channel.settings["webhook"], app.channel.settings["trusts"]) == ("https://app.example/cha", True)
    page = client.post(address, {"name": "Our app", "webhook": "ftp://app.example"})
    assert page.status_code == 422
    assert "ftp://app.example" in page.content.decode()


def test_a_channel_of_the_api_is_added_like_any_other(shop: Shop) -> None:
    client = browser(shop.priya)
    client.post(reverse("settings-channel-new", args=["api"]), {"name": "Our app"})
    made = Channel.objects.get(medium="api")
    assert client.get(reverse("settings-channel", args=[made.pk])).status_code == 200
