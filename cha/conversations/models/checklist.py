"""Checklists: what is to be done about a conversation, ticked off by whoever did it; and lists kept by topic."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from cha.conversations.access import must_answer, must_see
from cha.conversations.models.conversation import Conversation
from cha.core.clock import now
from cha.core.errors import Invalid, NotFound
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

MOST = 40


class CheckItem(models.Model):
    """One thing to do. `place` orders it in its list."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    place = models.SmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.text


class Checklist(models.Model):
    """The list that is kept for a topic: what is usually done about it, in order."""

    id = IdField()
    topic = models.CharField(max_length=32, unique=True)
    items = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.topic


@verb
def add_checks(conversation: Conversation, texts: Sequence[str], *, by: Member) -> list[CheckItem]:
    """Put things on the list, in this order, behind what is there; what stands there already is not put twice.

    Raises Invalid for no words, or for more than MOST in all.
    """
    locked = must_answer(conversation, by)
    there = list(CheckItem.objects.filter(conversation=locked).values_list("text", flat=True))
    new = [text for text in dict.fromkeys(one.strip()[:200] for one in texts) if text and text not in there]
    if not new and not there:
        raise Invalid("Write what is to be done, one thing a line.", field="items")
    if len(there) + len(new) > MOST:
        raise Invalid(f"A list of more than {MOST} things is a project. Shorten it.", field="items")
    made = [CheckItem(conversation=locked, text=text, place=place) for place, text in enumerate(new, start=len(there))]
    for item in made:
        item.save(force_insert=True)
    if made:
        locked.change()
        facts = {"items": [item.pk for item in made]}
        record("check.added", by=by, on=made[0], conversation=locked.pk, person=locked.person_id, **facts)
    return made


@verb
def tick(item: CheckItem, *, by: Member, done: bool = True) -> CheckItem:
    """It is done, or not after all (`done` False). Whoever sees the conversation may: the driver, too."""
    locked = must_see(item.conversation, by)
    row = _item(locked, item)
    if (row.done_at is not None) != done:
        row.done_at, row.done_by = (now(), by) if done else (None, None)
        row.save(update_fields=["done_at", "done_by"])
        locked.change()
        happened = "check.done" if done else "check.undone"
        record(happened, by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row


@verb
def drop_check(item: CheckItem, *, by: Member) -> None:
    """Take it off the list."""
    locked = must_answer(item.conversation, by)
    row = _item(locked, item)
    record("check.dropped", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    row.delete()
    locked.change()


@verb
def keep_checklist(conversation: Conversation, *, by: Member) -> Checklist:
    """Keep this conversation's list as the one for its topic. Raises Invalid without a topic or a list."""
    locked = must_answer(conversation, by)
    texts = list(CheckItem.objects.filter(conversation=locked).order_by("place", "id").values_list("text", flat=True))
    if not locked.topic or not texts:
        raise Invalid("Say first what it is about, and what is to be done.", field="topic")
    row, _ = Checklist.objects.update_or_create(topic=locked.topic, defaults={"items": texts})
    facts = {"topic": locked.topic}
    record("checklist.kept", by=by, on=row, conversation=locked.pk, person=locked.person_id, **facts)
    return row


def _item(locked: Conversation, item: CheckItem) -> CheckItem:
    row = CheckItem.objects.select_for_update().filter(pk=item.pk, conversation=locked).first()
    if row is None:
        raise NotFound("It is not on the list any more.")
    return row
