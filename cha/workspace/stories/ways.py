"""What a line of the thread leads to: taking apart what was merged, seeing what was split off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.models import Merge, Split
from cha.core.ledger import Event


@dataclass(frozen=True, slots=True)
class Way:
    """A link at a quiet line; `asks` opens it in the dialog."""

    words: str
    url: str
    asks: bool = False


def ways(events: Sequence[Event]) -> dict[int, Way]:
    """The ways of these events, by event. No query where nothing was merged or split."""
    return {**_merged(events), **_split(events)}


def _merged(events: Sequence[Event]) -> dict[int, Way]:
    found = {event.subject_id: event for event in events if event.verb == "conversation.merged"}
    standing = Merge.objects.filter(pk__in=found, undone_at=None).values_list("pk", flat=True) if found else ()
    return {
        found[pk].pk: Way(_("Take apart"), reverse("taking-apart", args=[found[pk].conversation_id, pk]), asks=True)
        for pk in standing
    }


def _split(events: Sequence[Event]) -> dict[int, Way]:
    found = [event for event in events if event.verb in ("conversation.split", "conversation.split_off")]
    rows = Split.objects.in_bulk({event.subject_id for event in found}) if found else {}
    made = {}
    for event in found:
        row = rows.get(event.subject_id)
        if row and not row.undone_at:
            other = row.into_id if event.verb == "conversation.split" else row.source_id
            made[event.pk] = Way(_("Open the other"), reverse("conversation", args=[other]))
    return made
