"""What was given before the stories begin: rows in bulk, dated as they would be, with their lines in the ledger.

The verbs would take as long as the stories do; what they would write is written here at once. Nothing of it is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from cha.channels.models import Channel
from cha.conversations.models import Conversation, Kind, Message, PutRight, State
from cha.conversations.search.indexing import index_message, index_person
from cha.core.ids import new_id
from cha.core.ledger import Event
from cha.core.money import minor_units
from cha.demo.world.moments import Clock
from cha.demo.world.orders import SHOP
from cha.demo.world.remedies import ALSO, ASKED_EVERY, DAYS, DECIDES, FIRST, LAST, SORTS, WORDS_ALONE, Sort
from cha.people.models import ContactPoint, Person
from cha.people.models.record import Record
from cha.people.models.record_source import RecordSource
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Approval, Remedy, Voucher
from cha.resolutions.remedies.vouchers import LETTERS
from cha.team.models import Member, Team

AGENTS = ("maartje", "ifeoma", "lotte")
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Past:
    """Rows to be written, model by model."""

    channel: Channel
    crew: dict[str, Member]
    teams: dict[str, Team]
    shop: RecordSource
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        """Keep a row for the end."""
        self.rows.setdefault(type(row), []).append(row)

    def happened(self, verb: str, by: Member | Person, on: models.Model, talk: Conversation, at: datetime) -> None:
        """A line of the ledger."""
        actor = by.actor
        self.add(
            Event(
                verb=verb, at=at, actor_kind=actor.kind, actor_id=actor.id, subject=on._meta.model_name or "",
                subject_id=on.pk, conversation_id=talk.pk, person_id=talk.person_id,
            )
        )  # fmt: skip

    def write(self) -> None:
        """Write all of it, what others point at first, and make it findable."""
        order = (Person, ContactPoint, Conversation, Message, PutRight, Record, Approval, Remedy, Voucher)
        for model in order:
            model._default_manager.bulk_create(self.rows.get(model, []))
        events = sorted(self.rows.get(Event, []), key=lambda event: event.at)
        Event.objects.bulk_create(events)
        index_person(*(row.pk for row in self.rows.get(Person, [])))
        index_message(*(row.pk for row in self.rows.get(Message, [])))


def give_in_the_past(clock: Clock, channel: Channel, crew: dict[str, Member]) -> None:
    """Write what was given in the eight weeks before the clock's now."""
    past = Past(channel, crew, {team.name: team for team in Team.objects.all()}, RecordSource.objects.get(name=SHOP))
    for number, (sort, said) in enumerate(_all()):
        _one(past, clock, number, sort, said)
    past.write()


def _all() -> Iterator[tuple[Sort, str]]:
    for sort in (*SORTS, WORDS_ALONE):
        for said in sort.said:
            yield sort, said


def _one(past: Past, clock: Clock, number: int, sort: Sort, said: str) -> None:
    """One concern: it is written, answered, something is given, and they say whether it is put right."""
    at = _moment(clock, number)
    person = _person(past, number, at)
    by = past.crew[DECIDES[number % len(DECIDES)]]
    talk = _talk(past, person, sort, by, at)
    if sort.kind:
        _given(past, talk, sort, by, at + HOUR, number)
    _ends(past, talk, person, by, at + 26 * HOUR, said)
    if number % 11 < 7:
        _orders_again(past, person, number, min(at + timedelta(days=4 + number % 20), clock.now - 3 * HOUR))


def _moment(clock: Clock, number: int) -> datetime:
    """Spread over eight weeks, in the hours of the shop; on no Sunday."""
    zone = ZoneInfo(clock.zone)
    day = (clock.now - timedelta(days=3 + number * 23 % (DAYS - 3))).astimezone(zone)
    moment = day.replace(hour=9 + number % 8, minute=number * 17 % 60, second=0, microsecond=0)
    return moment - timedelta(days=1) if moment.weekday() == 6 else moment


def _person(past: Past, number: int, at: datetime) -> Person:
    first, last = FIRST[number % len(FIRST)], LAST[number * 7 % len(LAST)]
    if number >= len(FIRST) * len(LAST):
        raise ValueError("there are no more names")
    person = Person(id=new_id(at), name=f"{first} {last}", language="en", tint=1 + number % 8, arrived_at=at)
    past.add(person)
    address = f"{first}.{last}{number}@post.example".lower().replace(" ", "")
    past.add(
        ContactPoint(
            id=new_id(at), person=person, kind="email", value=address, verified_at=at, verified_how="answered",
            added_at=at,
        )
    )  # fmt: skip
    past.happened("person.arrived", person, person, Conversation(person=person), at)
    return person


def _talk(past: Past, person: Person, sort: Sort, by: Member, at: datetime) -> Conversation:
    channel, answered = past.channel, at + HOUR
    talk = Conversation(
        id=new_id(at), person=person, channel_id=channel.pk, medium=channel.medium, topic=sort.topic, language="en",
        subject=sort.why or sort.product, gist=sort.heard.rstrip("."), state=State.PUT_RIGHT, opened_at=at,
        last_at=answered, last_words=sort.answer[:200], last_language="en", heard_count=1, assignee=by,
        team=past.teams.get(sort.team),
    )  # fmt: skip
    past.add(talk)
    way = {"conversation": talk, "medium": channel.medium, "channel_id": channel.pk, "language": "en"}
    heard = Message(
        id=new_id(at), kind=Kind.HEARD, author_kind="person", author_id=person.pk, author_name=person.name, at=at,
        text=sort.heard, **way,
    )  # fmt: skip
    told = Message(
        id=new_id(answered), kind=Kind.SAID, author_kind="member", author_id=by.pk, author_name=by.name, at=answered,
        sent_at=answered, delivery="sent", text=sort.answer, **way,
    )  # fmt: skip
    past.add(heard)
    past.add(told)
    past.happened("conversation.opened", person, talk, talk, at)
    past.happened("message.heard", person, heard, talk, at)
    past.happened("message.said", by, told, talk, answered)
    return talk


def _given(past: Past, talk: Conversation, sort: Sort, by: Member, at: datetime, number: int) -> None:
    approval = _asked(past, talk, sort, by, at) if _above(number) else None
    _remedy(past, talk, sort, by, at, approval, number)
    also = ALSO.get(sort.words, "")
    if also and number % 2:
        other = next(one for one in SORTS if one.kind == also)
        _remedy(past, talk, other, by, at + timedelta(minutes=4), None, number)


def _above(number: int) -> bool:
    return DECIDES[number % len(DECIDES)] in AGENTS and number % ASKED_EVERY == 0


def _remedy(
    past: Past, talk: Conversation, sort: Sort, by: Member, at: datetime, approval: Approval | None, number: int
) -> None:
    cost = minor_units(sort.euros, "EUR")
    row = Remedy(
        id=new_id(at), conversation=talk, person_id=talk.person_id, kind=sort.kind, words=sort.words,
        amount=cost if KINDS[sort.kind].money else 0, cost=cost, currency="EUR", why=sort.why, topic=sort.topic,
        product=sort.product, ours=sort.ours, team=talk.team, state=Remedy.State.DONE, decided_by_kind="member",
        decided_by_id=by.pk, decided_at=at, keeper=by, approval=approval, policy=0, done_at=at + HOUR,
    )  # fmt: skip
    past.add(row)
    if sort.kind == "voucher":
        code = "-".join(_letters(number * 3 + part) for part in range(3))
        past.add(Voucher(id=new_id(at), remedy=row, code=code, left=cost, currency="EUR"))
    past.happened("remedy.decided", by, row, talk, at)
    past.happened("remedy.done", by, row, talk, at + HOUR)


def _letters(number: int) -> str:
    """Four letters of a voucher's code, the same each time the demo is loaded."""
    return "".join(LETTERS[(number * 7919 + place * 104729) % len(LETTERS)] for place in range(4))


def _asked(past: Past, talk: Conversation, sort: Sort, by: Member, at: datetime) -> Approval:
    yes = past.crew["tomasz"]
    asked = at - timedelta(minutes=7)
    row = Approval(
        id=new_id(asked), conversation=talk, person_id=talk.person_id, asked_by=by, asked_at=asked, kind=sort.kind,
        amount=minor_units(sort.euros, "EUR"), currency="EUR", words=sort.words, why=sort.why, to=yes, state="yes",
        answered_by=yes, answered_at=at - timedelta(minutes=2), via="page", used_at=at,
    )  # fmt: skip
    past.add(row)
    past.happened("approval.asked", by, row, talk, asked)
    past.happened("approval.answered", yes, row, talk, at - timedelta(minutes=2))
    return row


def _ends(past: Past, talk: Conversation, person: Person, by: Member, at: datetime, said: str) -> None:
    """It is put right; they say that it is, or not yet, and then it is put right once more."""
    later = at + 5 * HOUR
    row = PutRight(id=new_id(at), conversation=talk, by_kind="member", by_id=by.pk, at=at)
    past.add(row)
    past.happened("conversation.put_right", by, talk, talk, at)
    if said == "y":
        row.confirmed_at, talk.state = later, State.CONFIRMED
        past.happened("conversation.confirmed", person, talk, talk, later)
    if said == "n":
        row.undone_at = later
        past.happened("conversation.reopened", person, talk, talk, later)
        past.add(PutRight(id=new_id(later), conversation=talk, by_kind="member", by_id=by.pk, at=later + 3 * HOUR))
        past.happened("conversation.put_right", by, talk, talk, later + 3 * HOUR)


def _orders_again(past: Past, person: Person, number: int, at: datetime) -> None:
    past.add(
        Record(
            id=new_id(at), source=past.shop, kind="order", external_id=f"JL-4{number:03}", number=f"JL-4{number:03}",
            status="Delivered", amount=3900 + number * 50, currency="EUR", placed_at=at, as_of=at, person=person,
        )
    )  # fmt: skip
