"""A notification: one thing that needs a member, or was meant for them. It arrives once, and not for what they saw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import models

from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import Person
from cha.team.models import Member

# How long what was read stays.
KEPT_FOR: Final = timedelta(days=30)
# Beyond so many nobody counts.
MOST: Final = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, member: Member) -> NotificationQuerySet:
        """A member's own; one about a conversation that they may no longer see does not exist (law 8)."""
        rows = self.filter(member=member)
        if sees_all(member):
            return rows
        return rows.filter(models.Q(conversation=None) | models.Q(conversation__in=visible_to(member)))

    def whole(self) -> NotificationQuerySet:
        """With all that a line about it says."""
        return self.select_related(
            "member", "conversation__person", "conversation__assignee", "person", "message", "actor"
        )

    def unread(self) -> NotificationQuerySet:
        """Those that count."""
        return self.filter(read_at=None, here=True)


class Notification(models.Model):
    """`subject` is what it is about (`message:12`): with member and kind it is there once.

    `here`: it is in the inbox. `due_at`: when it shall reach them elsewhere, None when it has, or need not. `gathers`:
    it waits for the mail that brings things together. `outcomes` says what became of each way (`push:ID`, `mail`).
    """

    id = IdField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=40)
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    actor = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    here = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    gathers = models.BooleanField(default=False)
    tries = models.SmallIntegerField(default=0)
    outcomes = models.JSONField(default=dict)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "subject"], name="notification_once")]
        indexes = [
            # A member's inbox, newest first.
            models.Index(fields=["member", "-id"], name="notification_inbox"),
            # What is new to a member, and what they see when they open a conversation.
            models.Index(fields=["member", "conversation"], name="notification_new", condition=models.Q(read_at=None)),
            # What shall still reach a member elsewhere.
            models.Index(fields=["member"], name="notification_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} for {self.member_id}"


@verb
def make(row: Notification) -> bool:
    """Write a notification, unless it stands already. Returns whether it is new."""
    if Notification.objects.filter(member=row.member_id, kind=row.kind, subject=row.subject).exists():
        return False
    # Two workers may have asked at once: the constraint has the last word.
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    count_again(row.member)
    record("notification.made", by=CHA, on=row, member=row.member_id)
    return True


@verb
def read_them(rows: Sequence[Notification], *, by: Member) -> None:
    """They have been seen: nothing more comes of them. Others' are left alone."""
    _read(Notification.objects.filter(pk__in=[row.pk for row in rows], member=by, read_at=None), by)


@verb
def saw(conversation: Conversation, *, by: Member) -> None:
    """The member has the conversation before them: what is told of it is read, and none of it comes elsewhere."""
    _read(Notification.objects.filter(member=by, conversation=conversation, read_at=None), by)


@verb
def no_longer(members: Iterable[Member], kind: str, subjects: Sequence[str]) -> None:
    """What these were told under these subjects needs nobody any more: who has not read it need not."""
    for member in members:
        _read(Notification.objects.filter(member=member, kind=kind, subject__in=subjects, read_at=None), member)


def _read(rows: NotificationQuerySet, by: Member) -> None:
    newest = rows.order_by("-id").first()
    if newest and rows.update(read_at=now(), due_at=None, gathers=False):
        count_again(by)
        # No conversation in the event: when somebody reads what is for them is nobody's business.
        record("notification.read", by=CHA, on=newest, member=by.pk)


@verb
def count_again(member: Member) -> int:
    """Keep the number beside "For you" true; what may no longer be seen is not counted. Returns it."""
    found = new_for(member)
    Member.objects.filter(pk=member.pk).exclude(for_you=found).update(for_you=found)
    member.for_you = found
    return found


def new_for(member: Member) -> int:
    """How many are new to a member, a hundred at most."""
    return len(Notification.objects.of(member).unread().values_list("pk", flat=True)[:MOST])


def tidy(at: datetime, limit: int = 5000) -> int:
    """Let go what was read more than thirty days ago, a batch at a time. Returns how many."""
    old = Notification.objects.filter(read_at__lt=at - KEPT_FOR).values_list("pk", flat=True)[:limit]
    return Notification.objects.filter(pk__in=list(old)).delete()[0]


def inbox(member: Member) -> NotificationQuerySet:
    """What is in a member's inbox, newest first, with all that a line about it says."""
    return Notification.objects.of(member).filter(here=True).order_by("-id").whole()
