"""Settings, Connectors: added, tried, paused, removed; secrets never shown; what is in doubt is shown and settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.ledger import Event
from cha.resolutions.carrying.errands import secrets_of
from cha.resolutions.connectors import wire
from cha.resolutions.connectors.webhook import signature
from cha.resolutions.models import Attempt, Connector, ConnectorPost, Remedy
from cha.team.models import Member
from tests.resolutions.connectors.carried import SECRETS, connect, run_at
from tests.resolutions.connectors.standins.house import standing_in
from tests.resolutions.connectors.standins.receiver import Receiver
from tests.resolutions.connectors.standins.stripe import KEY, StandInStripe
from tests.resolutions.remedies.giving import give, order, policy
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInStripe]:
    settings.CHA_CONNECTORS_PRIVATE = True
    monkeypatch.setattr(wire, "STEP", 0.6)
    with standing_in(StandInStripe()) as stand_in:
        yield stand_in


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy()
    return shop.adaeze_writes()


def signed_in(member: Member) -> Client:
    browser = Client()
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_a_connector_is_added_tried_paused_and_removed(shop: Shop, there: StandInStripe) -> None:
    browser = signed_in(shop.priya)
    page = browser.get(reverse("settings-connectors")).content.decode()
    assert all(title in page for title in ("Stripe", "Mollie", "Shopify", "WooCommerce", "Signed webhook"))
    said = {"name": "Web shop’s Stripe", "key": KEY, "hook": "whsec_1", "does": ["refund"], "order_key": "order_id"}
    added = browser.post(reverse("settings-connector-new", args=["stripe"]), said)
    assert added.status_code == 303
    row = Connector.objects.get()
    assert (row.kind, row.does, secrets_of(row)) == ("stripe", ["refund"], {"key": KEY, "hook": "whsec_1"})
    Connector.objects.update(address=there.url)
    browser.post(reverse("settings-connector-trial", args=[row.pk]))
    page = browser.get(reverse("settings-connector", args=[row.pk])).content.decode()
    assert "It let us in" in page
    assert "no real money" in page
    assert KEY not in page
    assert "whsec_1" not in page
    assert "/hooks/connectors/" in page
    browser.post(reverse("settings-connector-pausing", args=[row.pk]))
    assert not Connector.objects.get().active
    assert browser.post(reverse("settings-connector-removal", args=[row.pk])).status_code == 303
    assert not Connector.objects.exists()
    said_of = [one.facts for one in Event.objects.filter(verb__startswith="connector.")]
    assert KEY not in json.dumps(said_of)


def test_an_empty_secret_keeps_the_one_that_is_there(shop: Shop, there: StandInStripe) -> None:
    row = connect("stripe", "")
    browser = signed_in(shop.priya)
    address = reverse("settings-connector", args=[row.pk])
    assert browser.post(address, {"name": "Other", "key": "", "does": ["part"]}).status_code == 303
    row.refresh_from_db()
    assert (row.name, row.does, secrets_of(row)["key"]) == ("Other", ["part"], KEY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "A name is needed"),
        ({"secret": ""}, "is needed"),
        ({"address": "http://shop.example"}, "begins with https://"),
        ({"address": "ftp://shop.example"}, "begins with https://"),
        ({"address": "https://a:b@shop.example"}, "begins with https://"),
        ({"does": []}, "Choose at least one"),
        ({"does": ["cake"]}, "cannot do this"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(shop: Shop, wrong: dict[str, Any], words: str) -> None:
    said = {"name": "Our own", "address": "https://shop.example/do", "secret": "0123456789", "does": ["card"], **wrong}
    answer = signed_in(shop.priya).post(reverse("settings-connector-new", args=["webhook"]), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "0123456789" not in page
    assert not Connector.objects.exists()


def test_another_address_wants_its_secret_again(shop: Shop, there: StandInStripe) -> None:
    row = connect("webhook", "https://shop.example/do", ("card",))
    said = {"name": "x", "address": "https://evil.example/do", "secret": "", "does": ["card"]}
    answer = signed_in(shop.priya).post(reverse("settings-connector", args=[row.pk]), said)
    assert answer.status_code == 422
    assert "type this again" in answer.content.decode()


def test_agents_do_not_come_near_it(shop: Shop, there: StandInStripe) -> None:
    row = connect("stripe", there.url)
    browser = signed_in(shop.maartje)
    for name, args in [("settings-connectors", []), ("settings-connector", [row.pk])]:
        assert browser.get(reverse(name, args=args)).status_code == 403
    for name in ("settings-connector-removal", "settings-connector-trial", "settings-connector-pausing"):
        assert browser.post(reverse(name, args=[row.pk])).status_code == 403
    assert Connector.objects.get().active


def in_doubt(shop: Shop, talk: Conversation, there: StandInStripe) -> Remedy:
    """A remedy that nobody knows anything of: the house broke, and cannot be asked."""
    connect("stripe", there.url)
    remedy = give(talk, shop.maartje, order=order(talk, 14800))
    there.faults = ["breaks"]
    there.meets = lambda when: setattr(there, "gone", when == "after")
    run_at()
    there.gone, there.meets = False, None
    remedy.refresh_from_db()
    assert remedy.state == "doubt"
    return remedy


def test_doubt_is_on_the_card_and_on_the_failures_page(shop: Shop, talk: Conversation, there: StandInStripe) -> None:
    remedy = in_doubt(shop, talk, there)
    browser = signed_in(shop.maartje)
    address = reverse("remedy-settle", args=[talk.pk, remedy.pk])
    assert address in browser.get(reverse("conversation", args=[talk.pk])).content.decode()
    failures = browser.get(reverse("failures")).content.decode()
    assert address in failures
    assert "Not given" in failures
    form = browser.get(address).content.decode()
    assert "It was paid" in form
    assert "It was not paid, try again" in form
    answer = browser.post(address, {"paid": "yes", "because": "seen", "words": "Seen in the list."})
    assert answer.status_code == 303
    remedy.refresh_from_db()
    assert (remedy.state, Attempt.objects.get().words) == ("done", "Seen in the list.")
    assert browser.post(address, {"paid": "no", "because": "seen"}).status_code == 409
    assert address not in browser.get(reverse("failures")).content.decode()


def test_what_failed_goes_again_with_the_payment_that_was_typed(
    shop: Shop, talk: Conversation, there: StandInStripe
) -> None:
    connect("stripe", there.url)
    remedy = give(talk, shop.maartje, minor=2000)
    run_at()
    remedy.refresh_from_db()
    assert (remedy.state, "Type the payment" in remedy.problem) == ("failed", True)
    browser = signed_in(shop.maartje)
    address = reverse("remedy-resend", args=[talk.pk, remedy.pk])
    assert address in browser.get(reverse("failures")).content.decode()
    assert browser.post(address, {"payment": "pi_1"}).status_code == 303
    run_at()
    remedy.refresh_from_db()
    assert (remedy.state, there.paid) == ("done", 2000)


def test_a_light_member_settles_nothing(shop: Shop, talk: Conversation, there: StandInStripe) -> None:
    remedy = in_doubt(shop, talk, there)
    address = reverse("remedy-settle", args=[talk.pk, remedy.pk])
    assert signed_in(shop.jef).post(address, {"paid": "yes", "because": "seen"}).status_code == 404
    remedy.refresh_from_db()
    assert remedy.state == "doubt"


def test_a_house_posts_to_us_and_only_what_is_signed_is_kept(shop: Shop, talk: Conversation, settings: Any) -> None:
    settings.CHA_CONNECTORS_PRIVATE = True
    with standing_in(Receiver(state="way")) as there:
        row = connect("webhook", there.url, ("refund",))
        remedy = give(talk, shop.maartje)
        run_at()
        raw = json.dumps({"id": Attempt.objects.get().key, "state": "done", "reference": "w-1"})
        address = reverse("connector-post", args=[row.pk])
        browser = Client()
        said = {"content_type": "application/json"}
        assert browser.post(address, raw, **said).status_code == 403
        assert browser.get(address).status_code == 405
        signed = signature(SECRETS["webhook"]["secret"], raw.encode(), int(now().timestamp()))
        for _ in range(2):
            assert browser.post(address, raw, headers={"Cha-Signature": signed}, **said).status_code == 200
        assert browser.post(address, "x" * 300_000, **said).status_code == 413
        assert browser.post(reverse("connector-post", args=[1]), raw, **said).status_code == 404
        run_at()
        remedy.refresh_from_db()
        assert (remedy.state, ConnectorPost.objects.count()) == ("done", 1)


def test_the_page_asks_little(shop: Shop, there: StandInStripe) -> None:
    browser = signed_in(shop.priya)
    browser.get(reverse("settings-connectors"))
    for _ in range(3):
        connect("stripe", there.url)
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("settings-connectors"))
    assert len(asked) <= 14, [one["sql"] for one in asked]
