"""Providers post to us: real HTTP, signed as Mailgun and Postmark sign, kept before it is answered, and only once."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from cha.channels.email.hooks.news import bounce_of
from cha.channels.models import Channel, Delivery, Payload, change_channel, retry_delivery
from cha.channels.models.hook import hook_of, set_hook
from cha.conversations.models import Message
from cha.core import worker
from cha.core.errors import Refused
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.people.models import ContactPoint
from tests.shop import ADDRESS, Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "key-of-the-hook"


class Post:
    """What a provider sends."""

    def __init__(self, live_server: Any, shop: Shop) -> None:
        self.url, self.channel = live_server.url, encode(shop.channel.pk)

    def to(self, provider: str, what: str, body: bytes, **headers: str) -> int:
        address = f"{self.url}/hooks/mail/{self.channel}/{provider}/{what}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(address, data=body, headers=named, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def mailgun_mail(self, raw: bytes, key: str = KEY, **more: str) -> int:
        form = {
            **signed(key),
            "recipient": ADDRESS,
            "sender": "adaeze@nwosu.example",
            "body-mime": raw.decode(),
            **more,
        }
        return self.to("mailgun", "in", urlencode(form).encode(), Content_Type="application/x-www-form-urlencoded")

    def mailgun_news(self, event: str, delivery: Delivery, key: str = KEY, **more: Any) -> int:
        about = {"event": event, "timestamp": time.time(), "recipient": delivery.address}
        about["message"] = {"headers": {"message-id": delivery.external_id.strip("<>")}}
        body = {"signature": signed(key), "event-data": about | more}
        return self.to("mailgun", "news", json.dumps(body).encode(), Content_Type="application/json")

    def postmark(self, what: str, said: dict[str, Any], secret: str) -> int:
        pair = b64encode(f"cha:{secret}".encode()).decode()
        body = json.dumps(said).encode()
        return self.to("postmark", what, body, Content_Type="application/json", Authorization=f"Basic {pair}")


def signed(key: str) -> dict[str, str]:
    """As Mailgun signs: an HMAC of a moment and a token."""
    at, token = str(int(time.time())), uuid4().hex
    made = hmac.new(key.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": at, "token": token, "signature": made}


@pytest.fixture
def post(live_server: Any, shop: Shop) -> Post:
    return Post(live_server, shop)


def answered(shop: Shop) -> Delivery:
    """An answer that a provider took."""
    shop.answers(shop.adaeze_writes())
    delivery = Delivery.objects.get(kind="reply")
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", provider_id="11-22")
    return Delivery.objects.get(pk=delivery.pk)


def test_mail_from_mailgun_is_kept_as_it_came_and_twice_is_once(shop: Shop, post: Post) -> None:
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    raw = raw_mail("By Mailgun.")
    assert post.mailgun_mail(raw) == 200
    assert post.mailgun_mail(raw) == 200
    payload = Payload.objects.get()
    assert payload.content() == raw
    assert payload.envelope["mail_from"] == "adaeze@nwosu.example"
    worker.run_all()
    assert Message.objects.filter(text="By Mailgun.").count() == 1


def test_mail_from_postmark_is_kept_as_it_came(shop: Shop, post: Post) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    raw = raw_mail("By Postmark.")
    said = {"FromFull": {"Email": "adaeze@nwosu.example"}, "RawEmail": raw.decode(), "OriginalRecipient": ADDRESS}
    assert post.postmark("in", said, secret) == 200
    assert Payload.objects.get().content() == raw


def test_mail_that_comes_in_parts_is_put_together(shop: Shop, post: Post) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    said = {
        "FromFull": {"Email": "adaeze@nwosu.example", "Name": "Adaeze"},
        "ToFull": [{"Email": ADDRESS}],
        "Subject": "In parts",
        "TextBody": "It came in peach.",
        "Headers": [{"Name": "Message-ID", "Value": "<parts@nwosu.example>"}],
        "Attachments": [{"Name": "a.txt", "ContentType": "text/plain", "Content": b64encode(b"photo").decode()}],
    }
    assert post.postmark("in", said, secret) == 200
    assert post.postmark("in", said, secret) == 200
    worker.run_all()
    message = Message.objects.get(external_id="<parts@nwosu.example>")
    assert message.text.strip() == "It came in peach."
    assert message.attachments.get().name == "a.txt"


@pytest.mark.parametrize("key", ["another-key", ""])
def test_what_is_not_signed_is_refused_and_kept_nowhere(shop: Shop, post: Post, key: str) -> None:
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    assert post.mailgun_mail(raw_mail(), key=key) == 403
    assert post.mailgun_news("failed", Delivery(address="x@y.example", external_id="<1@x>"), key=key) == 403
    assert post.postmark("in", {}, KEY) == 404
    assert not Payload.objects.exists()


def test_the_wrong_password_is_refused(shop: Shop, post: Post) -> None:
    set_hook(shop.channel, "postmark", by=shop.priya)
    assert post.postmark("in", {"RawEmail": raw_mail().decode()}, "guessed") == 403
    assert post.to("postmark", "in", b"{}", Content_Type="application/json") == 403
    assert not Payload.objects.exists()


def test_nobody_posts_where_nobody_is_expected(shop: Shop, post: Post) -> None:
    assert post.mailgun_mail(raw_mail()) == 404
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    assert post.to("mailgun", "elsewhere", b"") == 404
    change_channel(shop.channel, by=shop.priya, active=False)
    assert post.mailgun_mail(raw_mail()) == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"RecordType": "Bounce", "Metadata": 3}', b"\xff\xfe"])
def test_a_post_that_cannot_be_read_is_said_and_breaks_nothing(shop: Shop, post: Post, body: bytes) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    pair = b64encode(f"cha:{secret}".encode()).decode()
    for what in ("in", "news"):
        status = post.to("postmark", what, body, Content_Type="application/json", Authorization=f"Basic {pair}")
        assert status in (200, 422), body
    assert not Payload.objects.exists()


def test_more_than_is_taken_in_is_refused(shop: Shop, post: Post, settings: Any) -> None:
    settings.CHA_MAX_MAIL = 2000
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    assert post.mailgun_mail(raw_mail("long " * 2000)) == 413
    assert not Payload.objects.exists()


def test_who_posts_without_end_has_to_wait(shop: Shop, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cha.channels.email.hooks.views.MOST", 2)
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    assert [post.mailgun_mail(raw_mail(f"{number}")) for number in range(3)] == [200, 200, 429]


def test_a_bounce_is_a_failure_and_the_address_is_dead(shop: Shop, post: Post) -> None:
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    delivery = answered(shop)
    status = {"code": 550, "message": "5.1.1 No such user", "description": ""}
    for _ in range(2):
        assert post.mailgun_news("failed", delivery, severity="permanent", **{"delivery-status": status}) == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == ("failed", "hard")
    assert "No such user" in delivery.said
    assert Event.objects.filter(verb="delivery.failed").count() == 1
    assert ContactPoint.objects.get(value="adaeze@nwosu.example").dead_at


def test_late_then_arrived(shop: Shop, post: Post) -> None:
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    delivery = answered(shop)
    assert post.mailgun_news("failed", delivery, severity="temporary") == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == ("sent", "delay")
    assert post.mailgun_news("delivered", delivery) == 200
    assert post.mailgun_news("failed", delivery, severity="temporary") == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back, bool(delivery.arrived_at)) == ("sent", "", True)


def test_news_from_before_it_was_sent_again_are_nothing(shop: Shop, post: Post) -> None:
    set_hook(shop.channel, "mailgun", by=shop.priya, secret=KEY)
    delivery = answered(shop)
    Delivery.objects.filter(pk=delivery.pk).update(state="failed")
    retry_delivery(delivery, by=shop.priya)
    assert post.mailgun_news("failed", delivery, severity="permanent", timestamp=time.time() - 600) == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == ("waiting", "")


def test_postmark_tells_by_its_own_name_for_a_mail(shop: Shop, post: Post) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    delivery = answered(shop)
    said = {"RecordType": "SpamComplaint", "MessageID": "11-22", "Email": delivery.address, "Type": "SpamComplaint"}
    assert post.postmark("news", said, secret) == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == ("failed", "policy")
    assert not ContactPoint.objects.get(value=delivery.address).dead_at


def test_another_channels_news_are_not_believed(shop: Shop, post: Post) -> None:
    delivery = answered(shop)
    other = Channel(medium="email", address="other@juniperlane.example", name="other", brand=shop.brand)
    other.save(force_insert=True)
    post.channel = encode(other.pk)
    secret = set_hook(other, "postmark", by=shop.priya)
    said = {"RecordType": "Bounce", "MessageID": "11-22", "Email": delivery.address, "Type": "HardBounce"}
    assert post.postmark("news", said, secret) == 200
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == ("sent", "")


def test_that_a_mail_was_opened_is_not_kept(shop: Shop, post: Post) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    delivery = answered(shop)
    before = Event.objects.count()
    assert (
        post.postmark("news", {"RecordType": "Open", "MessageID": "11-22", "Recipient": delivery.address}, secret)
        == 200
    )
    assert Event.objects.count() == before


def test_its_secret_is_sealed_and_only_managers_set_it(shop: Shop) -> None:
    secret = set_hook(shop.channel, "postmark", by=shop.priya)
    row = Channel.objects.get()
    assert secret not in json.dumps(row.settings)
    assert secret not in repr(hook_of(row))
    with pytest.raises(Refused):
        set_hook(shop.channel, "postmark", by=shop.maartje)
    assert set_hook(shop.channel, "", by=shop.priya) == ""
    assert hook_of(Channel.objects.get()) is None


class Told:
    """A tracking event."""

    def __init__(self, kind: str, reason: str | None = None, words: str = "") -> None:
        self.event_type, self.reject_reason, self.mta_response = kind, reason, words
        self.description, self.recipient = None, "Adaeze@nwosu.example"


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Told("bounced", "bounced"), "hard"),
        (Told("bounced", "bounced", "smtp; 452 4.2.2 Mailbox full"), "soft"),
        (Told("bounced", "bounced", "550 5.7.1 blocked by policy"), "policy"),
        (Told("rejected", "invalid"), "hard"),
        (Told("rejected", "spam"), "policy"),
        (Told("rejected", "timed_out"), "soft"),
        (Told("failed", "other"), "policy"),
        (Told("complained", "spam"), "policy"),
        (Told("deferred"), "delay"),
    ],
)
def test_what_a_provider_says_is_a_kind_of_bounce(event: Told, kind: str) -> None:
    found = bounce_of(event)
    assert found
    assert (found.kind, found.address) == (kind, "adaeze@nwosu.example")


@pytest.mark.parametrize("kind", ["opened", "clicked", "delivered", "queued", "unknown", "unsubscribed"])
def test_what_is_no_bounce_is_none(kind: str) -> None:
    assert bounce_of(Told(kind)) is None
