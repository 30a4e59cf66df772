"""What stands in the thread beside what was said: answers that wait for their time, and words with somebody outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cha.conversations.models import Kind, Later, SideConversation
from cha.conversations.models.sending_later import STANDING
from cha.core.queries import asked


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to an entry. `opens`: a form of its own, else done at once."""

    words: str
    url: str
    glyph: str
    opens: bool = False


def ways_with_hard(conversation: int) -> tuple[Act, ...]:
    """What can be done about a message whose words hurt."""
    return (Act(_("Hard words"), reverse("hard-words", args=[conversation]), "shield-alert", opens=True),)


@dataclass(frozen=True, slots=True)
class Strand:
    """What hangs on a message of a side conversation: how to go on with it, under its newest message."""

    acts: tuple[Act, ...] = ()
    new: bool = False


@asked(int)
def sides_of(conversation: int) -> QuerySet[SideConversation]:
    """The side conversations of a conversation, oldest first."""
    return SideConversation.objects.filter(conversation_id=conversation).order_by("id")


@asked(int)
def laters_of(conversation: int) -> QuerySet[Later]:
    """What waits for its time there, or for a member's word; soonest first."""
    rows = Later.objects.filter(conversation_id=conversation, state__in=STANDING)
    return rows.select_related("member").order_by("goes_at", "id")


def strands(conversation: int, messages: list[dict[str, Any]]) -> dict[int, Strand]:
    """By message: the ways to go on with each side conversation, and what is new in it."""
    newest: dict[int, int] = {}
    returned: dict[int, int] = {}
    for row in messages:
        if row["kind"] in (Kind.PASSED, Kind.RETURNED):
            newest[row["extra"]["side"]] = row["id"]
            if row["kind"] == Kind.RETURNED:
                returned[row["extra"]["side"]] = row["id"]
    if not newest:
        return {}
    sides = {side.pk: side for side in sides_of(conversation)}
    found: dict[int, Strand] = {}
    for key, message in newest.items():
        if key in sides:
            found[message] = Strand(_ways_on(conversation, sides[key]))
            if sides[key].unread and key in returned:
                last = found.get(returned[key], Strand())
                found[returned[key]] = Strand(last.acts, new=True)
    return found


def _ways_on(conversation: int, side: SideConversation) -> tuple[Act, ...]:
    place = [conversation, side.pk]
    write = Act(_("Write back"), reverse("side-words", args=place), "message-circle-reply", opens=True)
    read = Act(_("Read"), reverse("side-read", args=place), "check")
    return (write, read) if side.unread else (write,)


def acts_of(later: Later) -> tuple[Act, ...]:
    """What can be done with an answer that waits."""
    place = [later.conversation_id, later.pk]
    return (
        Act(_("Send now"), reverse("later-now", args=place), "send"),
        Act(_("Change the time"), reverse("later-time", args=place), "clock", opens=True),
        Act(_("Take it back"), reverse("later-taking-back", args=place), "undo-2"),
    )


def why_it_rests(later: Later, name: str) -> str:
    """Why an answer has not gone at its time, in words; "" while it waits for it."""
    if later.state != Later.State.RESTING:
        return ""
    reasons: Mapping[str, str] = {
        "wrote": _("%(name)s wrote before it went. Look whether it still fits."),
        "closed": _("The conversation was put away before it went."),
        "refused": _("Whoever wrote it may no longer answer here."),
    }
    return reasons.get(later.why, reasons["refused"]) % {"name": name}


def repeats(later: Later) -> str:
    """How often it goes, in words; "" for once."""
    return {"day": _("every day"), "week": _("every week"), "month": _("every month")}.get(later.every, "")
