"""Acts on many: each is one verb, done to one conversation at a time, and what takes it back.

An act of a higher app is added by that app (`add_act`); the wiring imports it, so that every process knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from cha.conversations.models.assigning import assign
from cha.conversations.models.checklist import CheckItem, add_checks, drop_check
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.filling import fill_in_as_before, fill_in_conversation
from cha.conversations.models.message import Message
from cha.conversations.models.noting import note, take_note_back
from cha.conversations.models.putting_aside import put_aside, take_back
from cha.conversations.models.putting_back import put_back, standing
from cha.conversations.models.putting_right import put_right
from cha.conversations.models.saying import say, withdraw
from cha.conversations.models.snoozing import snooze
from cha.conversations.models.tagging import set_topic, tag
from cha.conversations.models.trashing import trash
from cha.conversations.models.undoing import Bulk, Part
from cha.core.clock import now
from cha.core.errors import ChaError, Invalid, NotFound
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.team.models import Member, Team

# So long may a page take that does it.
AT_LONGEST: Final = timedelta(minutes=1)
FIRST_YEAR, LAST_YEAR = 2000, 2200

Values = Mapping[str, Any]
Doing = Callable[[Conversation, Values, Member], Any]


@dataclass(frozen=True, slots=True)
class Act:
    """`do` is given what the form said (JSON values), `undo` what stood there before. Both may raise ChaError."""

    name: str
    do: Doing
    undo: Doing


ACTS: Final[dict[str, Act]] = {}


def add_act(name: str, do: Doing, undo: Doing) -> None:
    """Make an act known under its name."""
    ACTS[name] = Act(name, do, undo)


def many(event: Event) -> bool:
    """Whether an act is on more than anybody waits for: then the worker does it."""
    bulk = Bulk.objects.filter(pk=event.subject_id).first()
    return bool(bulk and not bulk.at_once)


def see_through(event: Event) -> None:
    """Reaction: few are done while somebody waits. Should that break off in the middle, the worker goes on."""
    set_timer(f"bulk:{event.subject_id}", now() + AT_LONGEST, act_on_many, event.subject_id)


@task("conversations.act_on_many", rank=4)
def act_on_many(bulk_id: int) -> None:
    """Go on with an act on many, or with taking it back, from where it is."""
    bulk = Bulk.objects.select_related("member").filter(pk=bulk_id).first()
    if bulk:
        carry_out(bulk)


def carry_out(bulk: Bulk) -> Bulk:
    """Do what is still to be done, one conversation at a time, each in a transaction of its own. Safe to do twice."""
    act = ACTS[bulk.act]
    undoing = bulk.state == Bulk.State.UNDOING
    if bulk.state not in (Bulk.State.RUNNING, Bulk.State.UNDOING):
        return bulk
    left = Part.State.DONE if undoing else Part.State.WAITING
    for part in bulk.parts.filter(state=left).select_related("conversation").order_by("id").iterator(chunk_size=200):
        if undoing:
            _undo_one(act, part, bulk.member)
        else:
            _do_one(act, part, bulk)
    bulk.state = Bulk.State.UNDONE if undoing else Bulk.State.DONE
    bulk.done_at = now()
    Bulk.objects.filter(pk=bulk.pk).update(state=bulk.state, done_at=bulk.done_at)
    stop_timer(f"bulk:{bulk.pk}")
    return bulk


def _do_one(act: Act, part: Part, bulk: Bulk) -> None:
    try:
        with transaction.atomic():
            row = Conversation.objects.locked(part.conversation_id)
            if not _still(part, Part.State.WAITING):
                return
            before = standing(row)
            made = act.do(row, bulk.values, bulk.member)
            version = Conversation.objects.values_list("version", flat=True).get(pk=row.pk)
            before |= {"made": made} if isinstance(made, int) else {}
            _settle(part, Part.State.DONE, before=before, version=version)
    except ChaError as error:
        _settle(part, Part.State.REFUSED, why=error.sentence[:200])


def _undo_one(act: Act, part: Part, member: Member) -> None:
    try:
        with transaction.atomic():
            row = Conversation.objects.locked(part.conversation_id)
            if not _still(part, Part.State.DONE):
                return
            if row.version != part.version:
                _settle(part, Part.State.STAYS)
                return
            act.undo(row, part.before, member)
            _settle(part, Part.State.UNDONE)
    except ChaError as error:
        _settle(part, Part.State.STAYS, why=error.sentence[:200])


def _still(part: Part, state: str) -> bool:
    """Whether nobody else has done it: asked under the lock of its conversation."""
    return Part.objects.filter(pk=part.pk, state=state).exists()


def _settle(part: Part, state: str, **fields: Any) -> None:
    Part.objects.filter(pk=part.pk).update(state=state, **fields)


def _give(row: Conversation, values: Values, by: Member) -> None:
    if values.get("me"):
        assign(row, by=by, member=by)
        return
    member = Member.objects.filter(pk=values["member"], is_active=True).first() if values.get("member") else None
    team = Team.objects.filter(pk=values["team"]).first() if values.get("team") else None
    assign(row, by=by, member=member, team=team)


def moment_of(said: object) -> datetime:
    """The moment that a form carried along. Raises Invalid for what is none, or lies where a calendar ends."""
    try:
        moment = datetime.fromisoformat(str(said))
        if moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment.astimezone(UTC)
    except ValueError:
        pass
    raise Invalid("That is no moment. Choose a time once more.", field="until")


def _later(row: Conversation, values: Values, by: Member) -> None:
    snooze(row, moment_of(values["until"]), by=by)


def _tag(row: Conversation, values: Values, by: Member) -> None:
    tag(row, [*row.tags.values_list("name", flat=True), *values["tags"]], by=by)


def _topic(row: Conversation, values: Values, by: Member) -> None:
    set_topic(row, values["topic"], by=by)


def _untag(row: Conversation, before: Values, by: Member) -> None:
    tag(row, before["tags"], by=by)


def _topic_before(row: Conversation, before: Values, by: Member) -> None:
    set_topic(row, before["topic"], by=by)


def _put_back(row: Conversation, before: Values, by: Member) -> None:
    put_back(row, before, by=by)


def _lay_again(row: Conversation, before: Values, by: Member) -> None:
    if before["state"] == State.TRASH:
        trash(row, by=by)
    else:
        put_aside(row, "spam", by=by)


def _say(row: Conversation, values: Values, by: Member) -> int:
    return say(row, values["text"], by=by).pk


def _unsay(row: Conversation, before: Values, by: Member) -> None:
    withdraw(_message(row, before), by=by)


def _note(row: Conversation, values: Values, by: Member) -> int:
    return note(row, values["text"], by=by).pk


def _unnote(row: Conversation, before: Values, by: Member) -> None:
    take_note_back(_message(row, before), by=by)


def _message(row: Conversation, before: Values) -> Message:
    found = Message.objects.filter(pk=before["made"], conversation=row).select_related("conversation").first()
    if found is None:
        raise NotFound("It has gone already.")
    return found


def _take_off(row: Conversation, values: Values, by: Member) -> None:
    tag(row, [name for name in row.tags.values_list("name", flat=True) if name not in values["tags"]], by=by)


def _fill(row: Conversation, values: Values, by: Member) -> None:
    # Kept as English writes it, whoever runs it.
    fill_in_conversation(row, {values["key"]: values["value"]}, by=by, language="en")


def _check(row: Conversation, values: Values, by: Member) -> list[int]:
    return [item.pk for item in add_checks(row, values["items"], by=by)]


def _uncheck(row: Conversation, before: Values, by: Member) -> None:
    for item in CheckItem.objects.filter(pk__in=before["made"], conversation=row).select_related("conversation"):
        drop_check(item, by=by)


add_act("say", _say, _unsay)
add_act("note", _note, _unnote)
add_act("untag", _take_off, _untag)
add_act("fill", _fill, lambda row, before, by: fill_in_as_before(row, before["custom"], by=by))
add_act("check", _check, _uncheck)
add_act("give", _give, _give)
add_act("later", _later, _put_back)
add_act("tag", _tag, _untag)
add_act("topic", _topic, _topic_before)
add_act("right", lambda row, _, by: put_right(row, by=by), _put_back)
add_act("spam", lambda row, _, by: put_aside(row, "spam", by=by), _put_back)
add_act("trash", lambda row, _, by: trash(row, by=by), _put_back)
add_act("back", lambda row, _, by: take_back(row, by=by), _lay_again)
