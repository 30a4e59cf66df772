"""Events: what happened on a channel, from a place on; the ledger's own order, in which nothing appears late."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from cha.channels.api.sending import fetched
from cha.channels.api.showing import event_of
from cha.channels.api.values import Choices, handle_of
from cha.channels.models import Channel, Delivery
from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.people.models import ContactPoint

# What is told of a conversation beside messages.
STATES: Final = {
    "conversation.put_right": "put_right",
    "conversation.confirmed": "confirmed",
    "conversation.reopened": "reopened",
    "conversation.assigned": "assigned",
}


def events_after(channel: Channel, place: tuple[int, int] | None, most: int) -> tuple[list[dict[str, Any]], Any]:
    """At most so many events behind a place (transaction, id), and the place behind the last of them.

    Messages that waited to be fetched are out now.
    """
    rows = list(_rows(channel, place)[:most])
    made = _deliveries(channel, [row.subject_id for row in rows if row.verb == "delivery.made"])
    handles = _handles(channel, {row.person_id for row in rows if row.person_id})
    told = []
    for row in rows:
        if row.verb == "delivery.made":
            told.append(event_of(made[row.subject_id], channel))
        else:
            told.append(_state(row, channel, handles.get(row.person_id or 0, "")))
    if not Choices.of(channel.settings).webhook:
        fetched(made.values())
    return told, (rows[-1].xact, rows[-1].pk) if rows else place


def _rows(channel: Channel, place: tuple[int, int] | None) -> QuerySet[Event]:
    # Asked of each event by its key: lists of all that a channel ever had would grow with it.
    ours = Conversation.objects.filter(pk=OuterRef("conversation_id"), channel_id=channel.pk)
    sent = Delivery.objects.filter(pk=OuterRef("subject_id"), channel=channel)
    states = Q(Exists(ours), verb__in=list(STATES))
    rows = Event.objects.filter(states | Q(Exists(sent), verb="delivery.made"))
    if connection.vendor == "sqlite":
        # Its rows have no transaction, so their order is that of their ids.
        return (rows.filter(xact=0, id__gt=place[1]) if place else rows).order_by("xact", "id")
    if place:
        # The first condition is where the index begins.
        behind = Q(xact=place[0], id__gt=place[1]) | Q(xact__gt=place[0])
        rows = rows.filter(behind, xact__gte=place[0])
    # As `ledger.since`: what may still come before these is waited for.
    rows = rows.extra(where=["xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"])
    return rows.order_by("xact", "id")


def _deliveries(channel: Channel, ids: list[int]) -> dict[int, Delivery]:
    return Delivery.objects.filter(channel=channel).select_related("message").in_bulk(ids)


def _handles(channel: Channel, persons: set[int]) -> dict[int, str]:
    rows = ContactPoint.objects.filter(person__in=persons, kind=ContactPoint.Kind.HANDLE).order_by("pk")
    pairs = ((person, handle_of(channel.pk, value)) for person, value in rows.values_list("person_id", "value"))
    return {person: handle for person, handle in pairs if handle}


def _state(row: Event, channel: Channel, handle: str) -> dict[str, Any]:
    return {
        "id": encode(row.pk),
        "kind": STATES[row.verb],
        "at": row.at,
        "channel": encode(channel.pk),
        "handle": handle,
        "conversation": encode(row.conversation_id or 0),
        "message": None,
        "text": "",
    }
