"""Telling: who hears of what was done. One task per event that may concern somebody; the rules are in `RULES`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from cha.channels.models import Delivery
from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, Kind, Message, Presence, PutRight, Snooze, State, followers
from cha.conversations.models.following import is_followed
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.queries import asked
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.notifications import approvals, endings, offers, policies, remedies
from cha.notifications.carrying import carry, send_together
from cha.notifications.models import Notification, count_again, reach_of, saw
from cha.notifications.models.notification import make, no_longer
from cha.people.models import Person
from cha.promises.models import Promise
from cha.team.models import Member, Role
from cha.team.models.member import MANAGES
from cha.team.models.role import LEADS

PUT_RIGHT: Final = (State.PUT_RIGHT.value, State.CONFIRMED.value)


def event_of(event: Event) -> int | None:
    """For the wiring: the task is about the event itself."""
    return event.pk


def looked_after(event: Event) -> bool:
    """For the wiring: somebody has this person, had put it right, or follows it. Most mails are nobody's yet."""
    if event.facts.get("assignee") or event.facts.get("was") in PUT_RIGHT:
        return True
    return event.conversation_id is not None and is_followed(event.conversation_id)


def moves_somebody(event: Event) -> bool:
    """For the wiring: a mood that somebody is told of."""
    return event.facts.get("mood") in ("glad", "hostile")


@task("notifications.tell", rank=4)
def tell(event_pk: int) -> None:
    """Tell those whom an event concerns. Twice is once: what they are told has a key."""
    event = next(iter(_events(event_pk)), None)
    rule = RULES.get(event.verb) if event else None
    if event and rule:
        rule(event)


@asked(int)
def _events(pk: int) -> QuerySet[Event]:
    return Event.objects.filter(pk=pk)


@verb
def notify(
    member: Member,
    kind: str,
    subject: str,
    *,
    conversation: Conversation | None = None,
    person: Person | None = None,
    message: Message | None = None,
    actor: Member | None = None,
    **facts: Any,
) -> None:
    """Tell a member of something, once for (member, kind, subject), wherever they chose to be told.

    What they may not see, or have before them, is not told. `facts` are JSON values: codes and moments, no words of a
    person's. A light member has no inbox to look in: what names them goes by mail.
    """
    if not member.is_active or (member.role == Role.LIGHT and kind != "named"):
        return
    if conversation and not visible_to(member).filter(pk=conversation.pk).exists():
        return
    seen = conversation is not None and _is_in(member, conversation)
    if seen and kind in ("writes", "hard", "thanked"):
        return
    reach = reach_of(member)
    mails = reach.allows(kind, "mail") or member.role == Role.LIGHT
    gathers = mails and reach.gathers(kind) and member.role != Role.LIGHT
    outside = reach.allows(kind, "screen") or reach.allows(kind, "phone") or (mails and not gathers)
    at = now()
    row = Notification(
        member=member, kind=kind, subject=subject, conversation=conversation, person=person, message=message,
        actor=actor, facts=facts, here=reach.allows(kind, "here"), made_at=at, read_at=at if seen else None,
        due_at=at if outside and not seen else None, gathers=gathers and not seen,
    )  # fmt: skip
    if not make(row):
        return
    if row.due_at:
        carry.enqueue(member.pk, key=f"notify:{row.pk}")
    if row.gathers:
        set_timer(f"gather:{member.pk}", reach.gathers_at(at), send_together, member.pk)


def _is_in(member: Member, conversation: Conversation) -> bool:
    """Whether they have the conversation open before them just now."""
    return Presence.objects.filter(conversation=conversation, member=member, until__gt=now()).exists()


def _conversation(event: Event) -> Conversation | None:
    found = Conversation.objects.select_related("person", "assignee").filter(pk=event.conversation_id or 0)
    return found.first()


def _members(ids: Iterable[int | None]) -> list[Member]:
    wanted = [pk for pk in ids if pk]
    return list(Member.objects.filter(pk__in=wanted, is_active=True)) if wanted else []


def _author(event: Event) -> Member | None:
    return Member.objects.filter(pk=event.actor_id or 0).first() if event.actor_kind == "member" else None


def _noted(event: Event) -> None:
    """Whom a note names is told; so is who last named its writer: it may be their answer."""
    message = Message.objects.select_related("conversation").filter(pk=event.subject_id, kind=Kind.NOTE).first()
    if message is None:
        return
    author, subject = _author(event), f"note:{message.pk}"
    about: dict[str, Any] = {"conversation": message.conversation, "message": message, "actor": author}
    named = set(message.extra.get("mentions", [])) - {message.author_id}
    for member in _members(named):
        notify(member, "named", subject, **about)
    waits = approvals.asker_of(message)
    asker = (waits.pk if waits else _asked_by(message)) if author else None
    if asker and asker not in named:
        for member in _members([asker]):
            notify(member, "asked", subject, **about)


def _asked_by(note: Message) -> int | None:
    """Who named the writer of a note in an earlier one, most lately, and is somebody else."""
    earlier = Message.objects.filter(conversation_id=note.conversation_id, kind=Kind.NOTE, pk__lt=note.pk)
    for author, extra in earlier.order_by("-pk").values_list("author_id", "extra")[:50]:
        if note.author_id in extra.get("mentions", []) and author != note.author_id:
            return author
    return None


def _assigned(event: Event) -> None:
    conversation, to = _conversation(event), event.facts.get("member")
    for member in _members({event.facts.get("was_member")} - {to}):
        count_again(member)
    if conversation is None or to is None or to != conversation.assignee_id:
        return
    if (event.actor_kind, event.actor_id) != ("member", to):
        for member in _members([to]):
            notify(member, "given", f"event:{event.pk}", conversation=conversation, actor=_author(event))


def _heard(event: Event) -> None:
    conversation = _conversation(event)
    message = Message.objects.filter(pk=event.subject_id).first()
    if conversation is None or message is None:
        return
    again = event.facts.get("was") in PUT_RIGHT
    rightly = PutRight.objects.filter(conversation=conversation, by_kind="member").order_by("-pk")
    former = rightly.values_list("by_id", flat=True).first() if again else None
    following = {member.pk for member in followers(conversation.pk)}
    for member in _members({conversation.assignee_id, former} | following):
        mine = again and member.pk == former
        notify(member, "writes", f"message:{message.pk}", conversation=conversation, message=message, again=mine)


def _at_risk(event: Event) -> None:
    """Its keeper first; in half of what is left the leads, where nobody moved."""
    near(event.subject_id)
    promise = Promise.objects.filter(pk=event.subject_id, state=Promise.State.OPEN).first()
    if promise:
        with transaction.atomic():
            half = event.at + (promise.by - event.at) / 2
            set_timer(f"promise:{promise.pk}:lead", half, tell_leads, promise.pk)


@task("notifications.near", rank=4)
def near(promise_pk: int) -> None:
    """Tell its keeper of a promise that may slip; where it has none, whoever looks after the person."""
    promise = Promise.objects.select_related("conversation").filter(pk=promise_pk).first()
    if promise is None or promise.state != Promise.State.OPEN:
        return
    for member in _members([promise.keeper_id or promise.conversation.assignee_id]):
        notify(member, "promise", f"promise:{promise.pk}", conversation=promise.conversation, **_said_by(promise))


@task("notifications.tell_leads", rank=4)
def tell_leads(promise_pk: int) -> None:
    """Half of the time since it was at risk is over and nobody is at it: the leads hear of it. Twice is once."""
    promise = Promise.objects.select_related("conversation__assignee", "keeper").filter(pk=promise_pk).first()
    if promise and promise.state == Promise.State.OPEN and not _moves(promise):
        _slips(promise, promise.keeper or promise.conversation.assignee, "still")


def _moves(promise: Promise) -> bool:
    """Whether somebody has the conversation before them, or has spoken in it since it was at risk."""
    if Presence.objects.filter(conversation=promise.conversation, until__gt=now()).exists():
        return True
    said = Message.objects.filter(conversation=promise.conversation, kind__in=(Kind.SAID, Kind.NOTE))
    return said.filter(author_kind="member", at__gte=promise.at_risk_at or promise.made_at).exists()


def _slips(promise: Promise, keeper: Member | None, why: str) -> None:
    facts = {**_said_by(promise), "why": why, "keeper": keeper.first_name if keeper else ""}
    for member in Member.objects.filter(role__in=LEADS, is_active=True).exclude(pk=keeper.pk if keeper else 0):
        notify(member, "slipping", f"{why}:{promise.pk}", conversation=promise.conversation, **facts)


def _said_by(promise: Promise) -> dict[str, Any]:
    return {"by": promise.by.isoformat(), "words": promise.words}


def _released(event: Event) -> None:
    """The person needs it no more: whoever keeps it hears so."""
    promise = Promise.objects.select_related("conversation").filter(pk=event.subject_id).first()
    if promise and event.actor_kind == "person" and promise.state == Promise.State.RELEASED:
        facts = {**_said_by(promise), "released": True}
        for member in _members([promise.keeper_id or promise.conversation.assignee_id]):
            notify(member, "writes", f"released:{promise.pk}", conversation=promise.conversation, **facts)


def _keeper_missing(event: Event) -> None:
    """Whoever promised it is away, and nobody was found to keep it."""
    promise = Promise.objects.select_related("conversation").filter(pk=event.subject_id).first()
    if promise and promise.state == Promise.State.OPEN:
        _slips(promise, Member.objects.filter(pk=event.facts.get("was") or 0).first(), "away")


def _keeper_changed(event: Event) -> None:
    """A promise is somebody's now: they hear of it, unless the whole conversation came to them with it."""
    promise = Promise.objects.select_related("conversation").filter(pk=event.subject_id).first()
    if promise is None or promise.keeper_id != event.facts.get("keeper") or promise.state != Promise.State.OPEN:
        return
    if event.facts.get("why") == "handed" and promise.conversation.assignee_id == promise.keeper_id:
        return
    if (event.actor_kind, event.actor_id) != ("member", promise.keeper_id):
        facts = {**_said_by(promise), "promise": promise.pk}
        about: dict[str, Any] = {"conversation": promise.conversation, "actor": _author(event)}
        for member in _members([promise.keeper_id]):
            notify(member, "given", f"event:{event.pk}", **about, **facts)


def _passed(event: Event) -> None:
    """Somebody waits in a chat for a member who asked for a moment, and it has passed."""
    promise = Promise.objects.select_related("conversation", "keeper").filter(pk=event.subject_id).first()
    if promise and promise.keeper:
        subject = f"passed:{promise.pk}"
        notify(promise.keeper, "promise", subject, conversation=promise.conversation, **_said_by(promise))


def _not_sent(event: Event) -> None:
    delivery = Delivery.objects.select_related("message", "conversation").filter(pk=event.subject_id).first()
    if delivery and delivery.message and delivery.message.author_kind == "member":
        for member in _members([delivery.message.author_id]):
            about: dict[str, Any] = {"conversation": delivery.conversation, "message": delivery.message}
            notify(member, "failed", f"message:{delivery.message_id}", **about)


def _woken(event: Event) -> None:
    """Its time came: whoever put it off hears of it. Who woke it by hand knows."""
    snooze = next(iter(_snoozes(event.subject_id)), None)
    if snooze and event.actor_kind == CHA.kind:
        for member in _members([snooze.member_id]):
            notify(member, "back", f"snooze:{snooze.pk}", conversation=_conversation(event))


@asked(int)
def _snoozes(conversation: int) -> QuerySet[Snooze]:
    return Snooze.objects.filter(conversation_id=conversation).order_by("-pk")[:1]


def _later_rests(event: Event) -> None:
    """What was to go later needs a word of whoever wrote it."""
    for member in _members([event.facts.get("member")]):
        notify(member, "back", f"later:{event.subject_id}:{event.pk}", conversation=_conversation(event))


def _followed_up(event: Event) -> None:
    """A day on which they wanted to look again has come."""
    for member in _members([event.facts.get("member")]):
        notify(member, "back", f"follow:{event.subject_id}:{event.pk}", conversation=_conversation(event))


def _rule_reminds(event: Event) -> None:
    """The house waits on somebody for long: whoever looks after them hears of it."""
    if event.facts.get("does") == "remind":
        for member in _members([event.facts.get("member")]):
            notify(member, "back", f"rule:{event.pk}", conversation=_conversation(event))


def _from_outside(event: Event) -> None:
    """An answer from outside: for whoever asked, and who looks after the person."""
    conversation = _conversation(event)
    message = Message.objects.filter(pk=event.subject_id).first()
    if conversation is None or message is None or event.facts.get("quiet"):
        return
    for member in _members({event.facts.get("member"), conversation.assignee_id}):
        notify(member, "asked", f"message:{message.pk}", conversation=conversation, message=message)


def _mood(event: Event) -> None:
    """Thanks go to whom they name, or to who looks after them; hard words take the place of "wrote to you"."""
    message = Message.objects.filter(pk=event.subject_id).first()
    conversation = _conversation(event)
    if message is None or conversation is None:
        return
    about: dict[str, Any] = {"conversation": conversation, "message": message}
    if event.facts.get("mood") == "glad":
        for member, by_name in _thanked(message, conversation):
            notify(member, "thanked", f"message:{message.pk}", by_name=by_name, **about)
        return
    for member in _members([conversation.assignee_id]):
        softened = Notification.objects.filter(member=member, kind="writes", message=message)
        if softened.filter(read_at=None).update(kind="hard", due_at=None) == 0:
            notify(member, "hard", f"message:{message.pk}", **about)


def _thanked(message: Message, conversation: Conversation) -> list[tuple[Member, bool]]:
    answered = Q(pk__in=Message.objects.filter(conversation=conversation, kind=Kind.SAID).values("author_id"))
    team = Member.objects.filter(answered, is_active=True)
    return [(member, True) for member in team if _says(message.text, member.first_name)]


def _says(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def _disowned(event: Event) -> None:
    person = Person.objects.filter(pk=event.person_id or 0).first()
    for member in Member.objects.filter(role__in=MANAGES, is_active=True):
        notify(member, "disowned", f"event:{event.pk}", person=person)


def _ending(event: Event) -> None:
    """A lead is needed, or somebody owns a complaint now."""
    conversation, (members, code) = _conversation(event), endings.concerned(event)
    for member in members:
        about: dict[str, Any] = {"conversation": conversation, "actor": _author(event), "what": code}
        notify(member, endings.KIND, f"{code}:{event.subject_id}", **about)


def _approval(event: Event) -> None:
    """Somebody is asked for a yes, or has answered: then nobody else needs to."""
    no_longer(*approvals.settled(event))
    for told in approvals.concerned(event):
        notify(told.member, told.kind, told.subject, **told.about)


def _offered(event: Event) -> None:
    """What became of an offer, for whoever made it, and who looks after the person."""
    members, facts = offers.concerned(event)
    for member in members:
        about: dict[str, Any] = {"conversation": _conversation(event), "actor": _author(event)}
        notify(member, offers.KIND, f"event:{event.pk}", **about, **facts)


def _went_wrong(event: Event) -> None:
    """Something is not given as it was decided."""
    member, facts = remedies.concerned(event)
    if member:
        notify(member, remedies.KIND, f"event:{event.pk}", conversation=_conversation(event), **facts)


def _policy_set(event: Event) -> None:
    """What may be decided is another, for everybody who answers."""
    members, facts = policies.concerned(event)
    for member in members:
        notify(member, policies.KIND, f"policy:{event.subject_id}", actor=_author(event), **facts)


def _acted(event: Event) -> None:
    """Who answers, or puts it right, has seen what they were told of it."""
    member, conversation = _author(event), _conversation(event)
    if member and conversation and member.for_you:
        saw(conversation, by=member)


RULES: Final[dict[str, Callable[[Event], None]]] = {
    "note.written": _noted,
    "conversation.assigned": _assigned,
    "message.heard": _heard,
    "promise.at_risk": _at_risk,
    "promise.broken": _passed,
    "promise.released": _released,
    "promise.keeper_changed": _keeper_changed,
    "promise.keeper_missing": _keeper_missing,
    "delivery.failed": _not_sent,
    "conversation.woken": _woken,
    "later.rested": _later_rests,
    "follow_up.due": _followed_up,
    "time_rule.acted": _rule_reminds,
    "side.heard": _from_outside,
    "mood.read": _mood,
    "way_in.disowned": _disowned,
    "message.said": _acted,
    "conversation.put_right": _acted,
    **dict.fromkeys(approvals.TOLD, _approval),
    **dict.fromkeys(endings.TOLD, _ending),
    **dict.fromkeys(offers.TOLD, _offered),
    **dict.fromkeys(remedies.TOLD, _went_wrong),
    **dict.fromkeys(policies.TOLD, _policy_set),
}
