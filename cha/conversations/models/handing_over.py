"""Handing over: a conversation goes to somebody else with what they need to know, so that nobody starts from zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from django.db import models
from django.db.models import Q

from cha.conversations.access import must_answer, must_see
from cha.conversations.models.assigning import assign
from cha.conversations.models.conversation import Conversation
from cha.core.clock import now
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member, Team

LONGEST = 2000
MOST = 200


@dataclass(frozen=True, slots=True)
class HandOffWords:
    """What the next one is told, each as lines: what was tried, asked, promised and chosen, and a word besides."""

    tried: str = ""
    asked: str = ""
    promised: str = ""
    chosen: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name).strip() for one in fields(self))


class HandOff(models.Model):
    """That a conversation went from one member to another, or to a team, with words. It stands until it is read."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="hand_offs")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    tried = models.TextField(blank=True)
    asked = models.TextField(blank=True)
    promised = models.TextField(blank=True)
    chosen = models.TextField(blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            # What stands over a conversation until it is read.
            models.Index(fields=["conversation", "-id"], name="hand_off_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} from {self.by_id}"


@verb
def hand_over(
    conversation: Conversation,
    *,
    by: Member,
    member: Member | None = None,
    team: Team | None = None,
    words: HandOffWords | None = None,
) -> HandOff:
    """Give it to a member, a team or both, with what they need to know. What stood over it unread is read then.

    Raises Invalid for nobody to give it to, or for who has it already; Refused, NotFound as `assign` does.
    """
    locked = must_answer(conversation, by)
    if member is None and team is None:
        raise Invalid("Choose who has it next.", field="hand")
    if member is not None and member.pk == by.pk:
        raise Invalid("You have it yourself then, and know it all. Take it instead.", field="hand")
    assign(locked, by=by, member=member, team=team)
    _read(locked, by)
    told = {name: text.strip()[:LONGEST] for name, text in asdict(words or HandOffWords()).items()}
    row = HandOff(conversation=locked, by=by, member=member, team=team, **told)
    row.save(force_insert=True)
    record(
        "conversation.handed_over",
        by=by,
        on=row,
        conversation=locked.pk,
        person=locked.person_id,
        member=member.pk if member else None,
        team=team.pk if team else None,
        says=sorted(name for name, text in told.items() if text),
    )
    conversation.refresh_from_db()
    return row


@verb
def end_shift(
    conversations: Mapping[int, HandOffWords], *, by: Member, member: Member | None = None, team: Team | None = None
) -> list[HandOff]:
    """Hand over all of these, by pk, at once; those that are not one's own any more are left where they are."""
    mine = Conversation.objects.filter(pk__in=list(conversations)[:MOST], assignee=by).order_by("pk")
    return [hand_over(row, by=by, member=member, team=team, words=conversations[row.pk]) for row in mine]


@verb
def read_hand_off(conversation: Conversation, *, by: Member) -> None:
    """The next one has read what was told; it stands over the conversation no more. Twice is once."""
    locked = must_see(conversation, by)
    if _read(locked, by):
        locked.change()


def _read(conversation: Conversation, by: Member) -> bool:
    unread = HandOff.objects.filter(conversation=conversation, read_at=None)
    keys = list(unread.values_list("pk", flat=True))
    for row in unread:
        record("hand_off.read", by=by, on=row, conversation=conversation.pk, person=conversation.person_id)
    HandOff.objects.filter(pk__in=keys).update(read_at=now(), read_by=by)
    return bool(keys)


def standing_hand_off(conversation: int) -> HandOff | None:
    """What stands over a conversation unread, with who handed it over; None where there is nothing."""
    return next(iter(_standing(conversation)), None)


@asked(int)
def _standing(conversation: int) -> models.QuerySet[HandOff]:
    rows = HandOff.objects.filter(conversation_id=conversation, read_at=None)
    return rows.select_related("by", "member", "team").order_by("-id")[:1]


def last_hand_off(conversation: Conversation) -> HandOff | None:
    """The last time that it went to a member; None where it never did."""
    rows = HandOff.objects.filter(conversation=conversation).exclude(member=None)
    return rows.select_related("by", "member").order_by("-id").first()
