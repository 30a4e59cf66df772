"""Sending: an answer is posted to the channel's webhook, signed; without one it waits until it is fetched.

Each post has the header `Cha-Signature: t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256, under the channel's
secret, of the seconds, a point and the body. Any answer of 2xx says that it arrived.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterable
from typing import Final

import orjson
from django.conf import settings
from django.db.models import QuerySet

from cha.channels.api.showing import event_of
from cha.channels.api.values import Choices, handle_of
from cha.channels.base import Outcome
from cha.channels.models import Channel, Delivery, note_outcome
from cha.conversations.models import Conversation
from cha.core.errors import ChaError, Invalid, Refused
from cha.core.ids import encode
from cha.core.outbound import fetch
from cha.core.queries import asked
from cha.core.secrets import unseal
from cha.people.models import ContactPoint

WAITS: Final = "It waits to be fetched."
TIMEOUT: Final = 10.0
# An answer to a webhook is a status; more than this of a body is somebody's page.
MOST: Final = 64 * 1024
GONE: Final = 410


def send_api(delivery: Delivery, channel: Channel) -> Outcome:
    """Try once. Waiting to be fetched is no success yet: in two days it needs a human eye."""
    chosen = Choices.of(channel.settings)
    if not chosen.webhook:
        return Outcome(sent=False, said=WAITS)
    body = orjson.dumps(event_of(delivery, channel), option=orjson.OPT_UTC_Z)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Cha",
        "Cha-Delivery": encode(delivery.pk),
        "Cha-Signature": signature(body, _secret(channel), int(time.time())),
    }
    try:
        answer = fetch(
            chosen.webhook,
            method="POST",
            body=body,
            headers=headers,
            timeout=TIMEOUT,
            most=MOST,
            allow_private=settings.CHA_WEBHOOK_PRIVATE,
        )
    except (Refused, Invalid) as error:
        return Outcome(sent=False, permanent=True, said=error.sentence)
    except ChaError as error:
        return Outcome(sent=False, said=error.sentence, doubt=True)
    if 200 <= answer.status < 300:
        return Outcome(sent=True, code=answer.status, said="The webhook took it.")
    said = f"The webhook answered {answer.status}: {answer.body[:200].decode(errors='replace')}"
    return Outcome(sent=False, permanent=answer.status == GONE, code=answer.status, said=said)


def signature(body: bytes, secret: str, at: int) -> str:
    """The value of Cha-Signature for a body, at a moment in Unix seconds."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def reached(conversation: Conversation, channel: Channel) -> str:
    """The person's contact point on this channel, the newest; "" for none."""
    values = _handles(conversation.person_id)
    return next((value for value in values if handle_of(channel.pk, value)), "")


def fetched(deliveries: Iterable[Delivery]) -> None:
    """What was waiting is out: the channel has it now."""
    for delivery in deliveries:
        if delivery.state in (Delivery.State.WAITING, Delivery.State.UNSENT, Delivery.State.FAILED):
            note_outcome(delivery, Outcome(sent=True, said="It was fetched."), next_at=None)


def _secret(channel: Channel) -> str:
    return unseal(channel.secrets) if channel.secrets else ""


@asked(int)
def _handles(person: int) -> QuerySet[ContactPoint, str]:
    rows = ContactPoint.objects.filter(person_id=person, kind=ContactPoint.Kind.HANDLE, dead_at=None)
    return rows.order_by("-pk").values_list("value", flat=True)
