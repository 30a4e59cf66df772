"""What they write behind a boundary: it arrives and is kept, they are told honestly, and nobody is thrown back in.

In a pause they hear by when they are answered, once for a pause. Only by e-mail: once, that it is so. After an end, and
after a threat, Cha says nothing; what was promised stays promised.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from cha.channels.letters import letter_media
from cha.channels.models import channel_of
from cha.channels.ways import usual_way
from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.conversation import State
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.ledger import Event, record
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.promises.expecting import expected
from cha.resolutions.endings.bounding import Step, holding, rest_until
from cha.resolutions.endings.proof import keep_proof
from cha.resolutions.endings.words import by_mail_words, paused_words
from cha.resolutions.models import Boundary

ENDING: Final = "ending"
USUALLY: Final = timedelta(hours=4)


@asked(int)
def _standing(conversation: int) -> QuerySet[Boundary, int]:
    rows = Boundary.objects.filter(conversation_id=conversation, lifted_at=None)
    return rows.values_list("pk", flat=True)[:1]


def is_bounded(event: Event) -> bool:
    """For the wiring: something stands in the conversation. Most are nobody's yet, and cost no query."""
    return bool(event.facts.get("assignee")) and bool(_standing(event.conversation_id or 0))


def honest_time(conversation: Conversation, after: datetime) -> datetime:
    """By when whoever pauses is answered: what is promised already, else as forecast from the pause's end (aware)."""
    if conversation.next_promise_at:
        return conversation.next_promise_at
    channel = channel_of(conversation)
    return expected(channel, after, topic=conversation.topic).by if channel else after + USUALLY


@task("resolutions.heard_behind", rank=2)
def heard_behind(message_id: int) -> None:
    """They wrote behind a boundary: do what it says. Twice is once."""
    message = Message.objects.select_related("conversation__person").filter(pk=message_id).first()
    row = holding(message.conversation) if message else None
    if message is None or row is None:
        return
    conversation = message.conversation
    if row.step == Step.PAUSE and row.until:
        by = honest_time(conversation, row.until)
        answer_behind(row, message, paused_words(conversation, by), by, proven=is_proven(conversation))
    elif row.step == Step.MAIL and row.until and message.medium not in letter_media():
        words = by_mail_words(conversation, row.until)
        answer_behind(row, message, words, None, proven=is_proven(conversation))
    elif row.step == Step.END:
        keep_quiet(row, message)
    elif row.step == Step.THREAT:
        keep_more_proof(row)


def is_proven(conversation: Conversation) -> bool:
    """Whether the address that an answer goes to is known to be the person's."""
    way = usual_way(conversation)
    points = ContactPoint.objects.filter(person_id=conversation.person_id, verified_at__isnull=False)
    return way is not None and points.filter(value=way.address).exists()


@verb
def answer_behind(row: Boundary, heard: Message, words: str, by_when: datetime | None, *, proven: bool) -> None:
    """Say once for a boundary what stands, and let the conversation rest again until its pause is over."""
    locked = Conversation.objects.locked(heard.conversation_id)
    again = Boundary.objects.select_for_update().get(pk=row.pk)
    if again.lifted_at or not locked.is_open:
        return
    code = f"{row.step}:{row.pk}"
    said = Message.objects.filter(conversation=locked, kind=Kind.SAID, author_kind=CHA.kind, pk__gt=row.pk)
    if all(extra.get(ENDING) != code for extra in said.values_list("extra", flat=True)):
        release(say_beside(locked, words, over=heard, extra={ENDING: code, "proven": proven}))
    if row.step == Step.PAUSE and row.until and row.by and row.by.answers:
        rest_until(locked, row.until, by_when, by=row.by)


@verb
def keep_quiet(row: Boundary, heard: Message) -> None:
    """After the end: what they wrote is kept, and nobody is asked to answer it. What is promised stays."""
    locked = Conversation.objects.locked(heard.conversation_id)
    if locked.state == State.OURS and not Boundary.objects.get(pk=row.pk).lifted_at:
        locked.change(state=State.THEIRS, waiting_since=None)
        record("boundary.rested", by=CHA, on=row, conversation=locked.pk, person=locked.person_id, step=row.step)


@verb
def keep_more_proof(row: Boundary) -> None:
    """What they add to a threat is kept with it."""
    locked = Conversation.objects.locked(row.conversation_id)
    again = Boundary.objects.select_for_update().get(pk=row.pk)
    again.evidence = _together(again.evidence, keep_proof(locked))
    again.save(update_fields=["evidence"])


def _together(kept: Iterable[dict[str, int | str]], new: Iterable[dict[str, int | str]]) -> list[dict[str, int | str]]:
    """Both, each message once; what was kept first stays as it was kept."""
    return list({one["message"]: one for one in (*new, *kept)}.values())
