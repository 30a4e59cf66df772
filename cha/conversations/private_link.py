"""The private link: opens one conversation to the person whose it is. Signed, expiring, revocable; no account needed.

`/w/<id>-<last day>-<signature>`: the id's thirteen letters, the last day as days since 1970 in base 36, and 120 bits of
HMAC-SHA256 over both and the conversation's link series. Raising the series revokes every link given out before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from cha.conversations.models.conversation import Conversation, home_of, joined_to
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import decode, encode
from cha.core.ledger import record
from cha.core.verbs import verb

LASTS = timedelta(days=30)
SALT = "cha.conversations.private-link"
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens. `rested`: it was ours, but its days are over or it was revoked."""

    conversation: Conversation
    until: date
    rested: bool


def _signature(name: str, day: str, series: int) -> str:
    digest = salted_hmac(SALT, f"{name}-{day}-{series}", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    return digest[:30]


def _base_signature(name: str, day: str) -> str:
    """Proves that the link was once ours, whatever the series says now."""
    return salted_hmac(SALT, f"{name}-{day}", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:10]


def last_day(at: datetime | None = None) -> date:
    """The last day, UTC, on which a link made at `at` opens."""
    return ((at or now()) + LASTS).astimezone(UTC).date()


def private_path(conversation: Conversation, at: datetime | None = None) -> str:
    """The path of a link that opens this conversation for thirty days from `at`."""
    name, day = encode(conversation.pk), int_to_base36((last_day(at) - EPOCH).days)
    return f"/w/{name}-{day}-{_signature(name, day, conversation.link_series)}{_base_signature(name, day)}"


def private_url(conversation: Conversation, at: datetime | None = None) -> str:
    """The whole address of `private_path`."""
    return settings.CHA_PUBLIC_URL.rstrip("/") + private_path(conversation, at)


def open_link(token: str) -> Opened:
    """What a link opens. Raises NotFound for one that never was ours."""
    gone = NotFound("This page has rested. Ask for a new link.", code="no_such_link")
    name, _, rest = token.partition("-")
    day, _, signed = rest.partition("-")
    if len(signed) != 40 or not constant_time_compare(signed[30:], _base_signature(name, day)):
        raise gone
    try:
        pk, until = decode(name), EPOCH + timedelta(days=base36_to_int(day))
    except (ValueError, OverflowError) as error:
        raise gone from error
    conversation = Conversation.objects.select_related("person", "assignee").filter(pk=pk).first()
    if conversation is None:
        raise gone
    valid = constant_time_compare(signed[:30], _signature(name, day, conversation.link_series))
    if conversation.merged_into_id:
        conversation = Conversation.objects.select_related("person", "assignee").get(pk=home_of(pk))
    return Opened(conversation, until, rested=not valid or now().astimezone(UTC).date() > until)


@verb
def revoke_links(conversation: Conversation, *, by: Acting | Actor) -> None:
    """Let no link given out so far open this conversation, nor those of what became one story with it."""
    locked = Conversation.objects.locked(conversation.pk)
    locked.change(link_series=locked.link_series + 1)
    Conversation.objects.filter(pk__in=joined_to(locked.pk)).update(link_series=F("link_series") + 1)
    record("links.revoked", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
    conversation.refresh_from_db()
