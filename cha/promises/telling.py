"""Telling how far it is: a step that was ticked is told to the person over the way they use, when it matters.

Never too often: what is ticked within `PAUSE` of the last telling waits and is told together with what follows. Their
quiet hours are kept, and who wants nothing but answers is told nothing; the private page shows it all the same. It is
no answer: it stays our turn, and what was promised stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.channels.models import channel_of
from cha.channels.ways import usual_way
from cha.conversations.models import Conversation, Message
from cha.conversations.models.conversation import OPEN
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event, record
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.language.times import by_when
from cha.people.preferences import preferences_of, quiet_until
from cha.promises.models.step_done import StepDone
from cha.promises.pathway import Step
from cha.promises.wording import pathway_of, zone_of
from cha.team.models import Member

PAUSE: Final = timedelta(hours=2)


def tells(event: Event) -> bool:
    """For the wiring: the person is to hear of the step."""
    return bool(event.facts.get("tells"))


def when_to_tell(at: datetime, last: datetime | None, quiet_until: datetime | None) -> datetime:
    """The first moment at which somebody may be told: not within `PAUSE` of the last, not in their quiet hours."""
    free = max(at, last + PAUSE) if last else at
    return max(free, quiet_until) if quiet_until else free


def telling_words(done: Sequence[Step], then: Step | None, *, at: datetime, zone: str, language: str) -> str:
    """What the person reads: what is done, what was added, and what comes next by when, in their language and time."""
    with override(language):
        text = "\n".join(" ".join(map(_sentence, filter(None, (step.words, step.note)))) for step in done)
        if then is None or not then.words:
            return text
        if then.by is None:
            return f"{text}\n\n" + _("Next: %(step)s.") % {"step": then.words}
        said = by_when(then.by, now=at, zone=zone, language=language)
        return f"{text}\n\n" + _("Next: %(step)s, %(when)s, your time.") % {"step": then.words, "when": said}


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…", "؟")) else f"{words}."


@task("promises.tell_steps", rank=2)
def tell_steps(conversation_id: int) -> None:
    """Tell what was ticked and not told yet, when they may be told. Twice is once."""
    conversation = Conversation.objects.select_related("person", "assignee").filter(pk=conversation_id).first()
    rows = list(StepDone.objects.filter(conversation_id=conversation_id, tells=True, told_at=None).select_related("by"))
    if conversation is None or not rows or conversation.state not in OPEN or not _welcome(conversation):
        return
    at = now()
    when = when_to_tell(at, _last_told(conversation_id), quiet_until(conversation.person, at))
    if when > at:
        set_timer(f"tell:{conversation_id}", when, tell_steps, conversation_id)
        return
    text = words_for(conversation, [row.key for row in rows], at)
    by = next((row.by for row in reversed(rows) if row.by), None)
    if text and by:
        tell(conversation, text, [row.pk for row in rows], by=by, at=at)


def words_for(conversation: Conversation, keys: Sequence[str], at: datetime) -> str:
    """What would be told of these steps; "" where the way has none of them any more."""
    channel = channel_of(conversation)
    if channel is None:
        return ""
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    steps = pathway_of(conversation, now=at)
    done = [step for step in steps if step.key in keys and step.words]
    then = next((step for step in steps if step.state in ("now", "late")), None)
    return telling_words(done, then, at=at, zone=zone, language=language) if done else ""


@verb
def tell(conversation: Conversation, text: str, rows: Sequence[int], *, by: Member, at: datetime) -> Message | None:
    """Say how far it is, in the name of the member who ticked it. None when somebody told it meanwhile."""
    locked = Conversation.objects.locked(conversation.pk)
    due = StepDone.objects.filter(pk__in=rows, told_at=None)
    if not due.update(told_at=at):
        return None
    message = say_beside(locked, text, author=by, extra={"news": True}, at=at)
    record("step.told", by=CHA, on=locked, conversation=locked.pk, person=locked.person_id, steps=len(rows))
    release(message)
    return message


def _welcome(conversation: Conversation) -> bool:
    way = usual_way(conversation)
    return way is not None and not way.why_not and not preferences_of(conversation.person).do_not_contact


def _last_told(conversation_id: int) -> datetime | None:
    told = StepDone.objects.filter(conversation_id=conversation_id).exclude(told_at=None)
    last = told.order_by("-told_at").first()
    return last.told_at if last else None
