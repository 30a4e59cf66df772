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
    """One thing to do. `place` orders it in its list; what is `needed` is done before it is put right."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    place = models.SmallIntegerField(default=0)
    needed = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.text


class Checklist(models.Model):
    """The list that is kept for a topic: what is usually done about it, in order."""

    id = IdField()
    topic = models.CharField(max_length=32, unique=True)
    items = models.JSONField(default=list)
    needed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.topic


@verb
def add_checks(
    conversation: Conversation, texts: Sequence[str], *, by: Member, needed: bool = False
) -> list[CheckItem]:
    """Put things on the list, in this order, behind what is there; what stands there already is not put twice.

    Those that are `needed` are done before it can be put right.

    Raises Invalid for no words, or for more than MOST in all.
    """
    locked = must_answer(conversation, by)
    there = list(CheckItem.objects.filter(conversation=locked).values_list("text", flat=True))
    new = [text for text in dict.fromkeys(one.strip()[:200] for one in texts) if text and text not in there]
    if not new and not there:
        raise Invalid("Write what is to be done, one thing a line.", field="items")
    if len(there) + len(new) > MOST:
        raise Invalid(f"A list of more than {MOST} things is a project. Shorten it.", field="items")
    last = CheckItem.objects.filter(conversation=locked).aggregate(last=models.Max("place"))["last"]
    begin = 0 if last is None else last + 1
    made = [
        CheckItem(conversation=locked, text=text, place=place, needed=needed)
        for place, text in enumerate(new, start=begin)
    ]
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
def move_check(item: CheckItem, *, by: Member, up: bool = True) -> None:
    """One place up the list, or down; at its end it stays."""
    locked = must_answer(item.conversation, by)
    rows = list(CheckItem.objects.select_for_update().filter(conversation=locked).order_by("place", "id"))
    at = next((place for place, row in enumerate(rows) if row.pk == item.pk), None)
    if at is None:
        raise NotFound("It is not on the list any more.")
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows.insert(to, rows.pop(at))
    for place, row in enumerate(rows):
        row.place = place
    CheckItem.objects.bulk_update(rows, ["place"])
    locked.change()
    record("check.moved", by=by, on=item, conversation=locked.pk, person=locked.person_id)


@verb
def need_checks(conversation: Conversation, needed: bool, *, by: Member) -> None:
    """Everything on the list is needed before it is put right, or nothing is. Saying what is so does nothing."""
    locked = must_answer(conversation, by)
    changed = CheckItem.objects.filter(conversation=locked, needed=not needed).update(needed=needed)
    if changed:
        locked.change()
        record("check.needed", by=by, on=locked, conversation=locked.pk, person=locked.person_id, needed=needed)


def must_be_ticked_off(conversation: Conversation) -> None:
    """Raise Invalid while something is open that is needed before it is put right."""
    left = CheckItem.objects.filter(conversation=conversation, needed=True, done_at=None).order_by("place", "id")
    texts = list(left.values_list("text", flat=True)[:5])
    if texts:
        raise Invalid(f"Before it is put right, do: {', '.join(texts)}.", code="needed", field="checks")


@verb
def keep_checklist(conversation: Conversation, *, by: Member) -> Checklist:
    """Keep this conversation's list as the one for its topic. Raises Invalid without a topic or a list."""
    locked = must_answer(conversation, by)
    rows = CheckItem.objects.filter(conversation=locked).order_by("place", "id").values_list("text", "needed")
    texts = [text for text, _ in rows]
    if not locked.topic or not texts:
        raise Invalid("Say first what it is about, and what is to be done.", field="topic")
    kept = {"items": texts, "needed": any(needed for _, needed in rows)}
    row, _ = Checklist.objects.update_or_create(topic=locked.topic, defaults=kept)
    facts = {"topic": locked.topic}
    record("checklist.kept", by=by, on=row, conversation=locked.pk, person=locked.person_id, **facts)
    return row


def _item(locked: Conversation, item: CheckItem) -> CheckItem:
    row = CheckItem.objects.select_for_update().filter(pk=item.pk, conversation=locked).first()
    if row is None:
        raise NotFound("It is not on the list any more.")
    return row
