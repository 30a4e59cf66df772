"""Failures: what could not be sent, read or run and needs a human eye (law 10)."""

from __future__ import annotations

from django.db.models import QuerySet

from cha.channels.models import Channel, Delivery, Mailbox, Payload
from cha.conversations.access import sees_all, visible_to
from cha.core.queries import asked
from cha.core.tasks import Task
from cha.people.models.record_source import troubled_sources
from cha.team.models import Member

MOST = 100


# Each query says the whole condition of a partial index: SQLite takes an index only when it sees that.
def unsent() -> QuerySet[Delivery]:
    """Deliveries that failed, or rest because there is nothing to send through."""
    return Delivery.objects.exclude(state="sent").filter(state__in=[Delivery.State.FAILED, Delivery.State.UNSENT])


def unread() -> QuerySet[Payload]:
    """Payloads that could not be read."""
    return Payload.objects.exclude(state="read").filter(state=Payload.State.UNREADABLE)


def failed() -> QuerySet[Task]:
    """Tasks that failed for good."""
    return Task.objects.exclude(state="done").filter(state=Task.State.FAILED)


def unreachable() -> QuerySet[Mailbox]:
    """Mailboxes that cannot be fetched from."""
    return Mailbox.objects.exclude(trouble="")


def not_fetched(member: Member, limit: int = 100) -> list[Mailbox]:
    """Mailboxes that cannot be fetched from. Only for who sees everything."""
    return list(unreachable().order_by("-id")[:limit]) if sees_all(member) else []


def not_sent(member: Member, limit: int = 100) -> list[Delivery]:
    """Deliveries that failed, or rest because there is nothing to send through; newest first."""
    rows = unsent()
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    return list(rows.select_related("conversation__person", "message", "channel").order_by("-id")[:limit])


def trying_again(member: Member, limit: int = 100) -> list[Delivery]:
    """Deliveries that did not go at the first try and are tried again by themselves."""
    rows = Delivery.objects.exclude(state="sent").filter(state=Delivery.State.WAITING, attempts__gt=0)
    if not sees_all(member):
        rows = rows.filter(conversation__in=visible_to(member))
    return list(rows.select_related("conversation__person", "message", "channel").order_by("-id")[:limit])


def not_read(member: Member, limit: int = 100) -> list[Payload]:
    """Payloads that could not be read. Whose they are nobody knows, so only who sees everything sees them."""
    if not sees_all(member):
        return []
    return list(unread().defer("raw").order_by("-id")[:limit])


def not_run(member: Member, limit: int = 100) -> list[Task]:
    """Tasks that failed for good. Only for who sees everything."""
    if not sees_all(member):
        return []
    return list(failed().order_by("-id")[:limit])


def failure_count(member: Member) -> int:
    """How many failures need an eye, counted up to MOST. One read of five partial indexes."""
    if not sees_all(member):
        return len(unsent().filter(conversation__in=visible_to(member)).values_list("pk")[:MOST])
    return len(_some_failures())


@asked()
def _some_failures() -> QuerySet[Delivery, int]:
    others = (unread(), failed(), unreachable().order_by(), troubled_sources().order_by())
    rest = [rows.values_list("pk", flat=True) for rows in others]
    return unsent().values_list("pk", flat=True).union(*rest, all=True)[:MOST]


def troubled_channels() -> list[Channel]:
    """Channels that do not work now, each with the trouble in words."""
    return list(Channel.objects.exclude(trouble="").order_by("id"))
