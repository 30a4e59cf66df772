"""What asks for more care in a conversation: kept when a message is understood, and read from there by the care order.

A sign is one entry of `Conversation.care_signs`: {"code", "words", "what", "by", "at", "off"}; `off` where a member
said that it is not so. {"code": "again", "times": n} counts the earlier conversations about the same concern.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from cha.channels.models import Channel
from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Message
from cha.core.actor import CHA, Acting, Actor
from cha.core.errors import NotFound
from cha.core.ledger import Event, record
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.preferences import preferences_of
from cha.promises.care import CareInput
from cha.promises.understanding import Understood
from cha.promises.understanding.signs import Sign, signs

# What was said so long before they began to wait counts no more.
LASTS: Final = timedelta(days=30)
Kept = Sequence[Mapping[str, Any]]


def signs_here(message: Message, read: Understood, person: Person, channel: Channel | None) -> tuple[Sign, ...]:
    """What in a message, and in what the person told us before, asks for more care."""
    zone = ZoneInfo(channel.brand.zone if channel else "UTC")
    dates = [fact for fact in read.facts if fact.kind == "date"]
    found = signs(
        f"{message.subject}\n{message.text}",
        language=message.language or "en",
        today=message.at.astimezone(zone).date(),
        dates=dates,
    )
    needs = preferences_of(person).access
    return (*found, Sign("access", what=",".join(needs))) if needs else found


def signed(given: CareInput, kept: Kept) -> CareInput:
    """The input of the care order with the signs that are kept, as far as they still count."""
    counting = {sign["code"]: sign for sign in kept if _counts(sign, given.waiting_since)}
    event = counting.get("deadline", {})
    return replace(
        given,
        contacts=given.contacts + int(counting.get("again", {}).get("times", 0)),
        harm="harm" in counting,
        vulnerable=given.vulnerable or "vulnerable" in counting,
        money="money" in counting,
        access="access" in counting,
        event=str(event.get("what", "")),
        event_on=date.fromisoformat(event["by"]) if event else None,
    )


def _counts(sign: Mapping[str, Any], waiting_since: datetime) -> bool:
    if sign.get("off"):
        return False
    return "at" not in sign or datetime.fromisoformat(sign["at"]) >= waiting_since - LASTS


def with_signs(kept: Kept, found: Iterable[Sign], at: datetime) -> list[dict[str, Any]]:
    """What is kept, with what was found: the newest of each kind. What a member said is not so stays so."""
    new = {sign.code: {**sign.to_data(), "at": at.isoformat()} for sign in found}
    denied = {(sign["code"], sign.get("words")) for sign in kept if sign.get("off")}
    new = {code: sign for code, sign in new.items() if (code, sign.get("words")) not in denied}
    return [*(dict(sign) for sign in kept if sign["code"] not in new), *new.values()]


@verb
def keep_signs(message: Message, found: Sequence[Sign]) -> None:
    """Keep what asks for more care with the conversation. Nothing found changes nothing."""
    if not found:
        return
    locked = Conversation.objects.locked(message.conversation_id)
    changed = with_signs(locked.care_signs, found, message.at)
    if changed != locked.care_signs:
        locked.change(care_signs=changed)
        codes = [sign.code for sign in found]
        record("care.read", by=CHA, on=message, conversation=locked.pk, person=locked.person_id, codes=codes)


@verb
def deny_sign(conversation: Conversation, code: str, *, by: Acting | Actor) -> None:
    """A member says that it is not so. Raises NotFound for what is not kept."""
    locked = must_answer(conversation, by)
    if code not in {sign["code"] for sign in locked.care_signs}:
        raise NotFound("That is not among the reasons here.")
    changed = [{**sign, "off": True} if sign["code"] == code else sign for sign in locked.care_signs]
    locked.change(care_signs=changed)
    record("care.corrected", by=by, on=locked, conversation=locked.pk, person=locked.person_id, code=code)
    conversation.refresh_from_db()


def came_back(event: Event) -> None:
    """Reaction: they wrote about the same concern before. It is counted, and the reasons say so."""
    locked = Conversation.objects.locked(event.conversation_id or 0)
    times = sum(int(sign.get("times", 0)) for sign in locked.care_signs if sign["code"] == "again")
    others = [sign for sign in locked.care_signs if sign["code"] != "again"]
    locked.change(care_signs=[*others, {"code": "again", "times": times + len(event.facts["others"])}])


def moved(event: Event) -> None:
    """Reaction: two conversations became one story. What asked for more care in either does so in both."""
    source = Conversation.objects.filter(pk=event.facts["source"]).values_list("care_signs", flat=True).first() or []
    if source:
        locked = Conversation.objects.locked(event.conversation_id or 0)
        known = {sign["code"] for sign in locked.care_signs}
        locked.change(care_signs=[*locked.care_signs, *(sign for sign in source if sign["code"] not in known)])


@verb
def prefer_again(person: int) -> None:
    """What a person needs was told or taken back: it counts where they wait now."""
    row = Person.objects.filter(pk=person).first()
    needs = preferences_of(row).access if row else ()
    waiting = Conversation.objects.waiting().filter(person_id=person).order_by("pk").values_list("pk", flat=True)[:20]
    for pk in waiting:
        locked = Conversation.objects.locked(pk)
        others = [sign for sign in locked.care_signs if sign["code"] != "access"]
        added = [Sign("access", what=",".join(needs)).to_data()] if needs else []
        if [*others, *added] != locked.care_signs:
            locked.change(care_signs=[*others, *added])
            record("care.read", by=CHA, on=locked, conversation=pk, person=person, codes=["access"])


@task("promises.need_again", rank=2)
def need_again(person: int) -> None:
    """How a person wants it was told. Not in the same act: it holds the person, and conversations are locked before."""
    prefer_again(person)


def tells_needs(event: Event) -> bool:
    """For the wiring: whether what a person needs changed."""
    return "access" in event.facts.get("fields", ())
