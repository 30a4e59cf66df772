"""Putting back: a conversation is what it was before an act that was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.putting_right import PutRight
from cha.conversations.models.snoozing import Snooze, wake_up_task
from cha.core.clock import now
from cha.core.ledger import record
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.team.models import Member


def standing(conversation: Conversation) -> dict[str, Any]:
    """How it stands now, as JSON: what acts on many change, and when this was looked at."""
    since, until = conversation.waiting_since, conversation.snoozed_until
    return {
        "at": now().isoformat(),
        "state": conversation.state,
        "waiting_since": since.isoformat() if since else None,
        "snoozed_until": until.isoformat() if until else None,
        "member": conversation.assignee_id,
        "team": conversation.team_id,
        "topic": conversation.topic,
        "tags": list(conversation.tags.values_list("name", flat=True)),
    }


@verb
def put_back(conversation: Conversation, before: Mapping[str, Any], *, by: Member) -> Conversation:
    """Let its turn, its waiting and its snoozing be what `standing` said. Promises that this settled stand again."""
    locked = must_answer(conversation, by)
    at = now()
    since = datetime.fromisoformat(before["at"])
    PutRight.objects.filter(conversation=locked, undone_at=None, at__gte=since).update(undone_at=at)
    locked.asides.filter(taken_back_at=None, at__gte=since).update(taken_back_at=at)
    Snooze.objects.filter(conversation=locked, woke_at=None, at__gte=since).update(woke_at=at)
    stop_timer(f"erase:{locked.pk}")
    locked.change(
        state=before["state"],
        waiting_since=_moment(before["waiting_since"]),
        snoozed_until=_again_until(locked, _moment(before["snoozed_until"])),
    )
    record(
        "conversation.put_back",
        by=by,
        on=locked,
        conversation=locked.pk,
        person=locked.person_id,
        since=before["at"],
    )
    conversation.refresh_from_db()
    return conversation


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _again_until(locked: Conversation, until: datetime | None) -> datetime | None:
    """The moment it was put off until, with its timer; None where there was none, or where it has passed."""
    if until is None or until <= now():
        stop_timer(f"wake:{locked.pk}")
        return None
    set_timer(f"wake:{locked.pk}", until, wake_up_task, locked.pk)
    return until
