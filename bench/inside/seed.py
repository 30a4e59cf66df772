"""Fill an install with N conversations by bulk insert: `python -m bench.inside.seed N`. Nothing when it has them.

The shares are a shop's: 4 % wait on us, 8 % on them, 5 % lie aside, the rest is put right, a third of it confirmed;
six messages each on average, and sixty in every conversation of which pages are measured.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.inside import begin, tell

begin()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench.inside.rows import Table  # noqa: E402
from bench.inside.words import NAMES, TOPICS, sentences  # noqa: E402
from cha.channels.models import Channel, add_channel  # noqa: E402
from cha.conversations.models import Conversation, Message  # noqa: E402
from cha.core.actor import CHA  # noqa: E402
from cha.core.ids import EPOCH_MS, TAIL_BITS, TAIL_MASK  # noqa: E402
from cha.core.ledger import Event  # noqa: E402
from cha.people.models import ContactPoint, Fact, Person  # noqa: E402
from cha.promises.models import Promise  # noqa: E402
from cha.team.models import Member  # noqa: E402
from cha.team.models.brand import name_business  # noqa: E402
from cha.team.models.member import add_member  # noqa: E402

ADDRESS = "hello@juniperlane.example"
MEMBERS = ("Maartje de Wit", "Ifeoma Eze", "Tomasz Nowak", "Priya Raman")
SPAN = timedelta(days=700)
LONG_EVERY, LONG = 10, 60


def house() -> Channel:
    """The business, its members and its address."""
    name_business(by=CHA, name="Juniper Lane Flowers", zone="Europe/Brussels", country="BE", short_name="Juniper Lane")
    for place, name in enumerate(MEMBERS):
        address = f"{name.split()[0].lower()}@juniperlane.example"
        add_member(address, name, "owner" if place == 0 else "agent", by=CHA)
    return add_channel("email", ADDRESS, by=CHA, name="E-mail")


class Ids:
    """Ids that sort by time and never collide: the tail counts on."""

    def __init__(self) -> None:
        self._tail = 0

    def __call__(self, at: datetime) -> int:
        self._tail = (self._tail + 1) & TAIL_MASK
        return (int(at.timestamp() * 1000) - EPOCH_MS) << TAIL_BITS | self._tail


@dataclass
class Story:
    """One conversation to write: whose it is, how it stands, when it began."""

    number: int
    person: int
    name: str
    state: str
    began: datetime
    length: int
    pause: timedelta


class Seeder:
    """Writes stories into the tables."""

    def __init__(self, channel: Channel, members: list[int], at: datetime) -> None:
        self.channel, self.members, self.at = channel, members, at
        self.dice, self.ids = random.Random(2291), Ids()
        models = (Person, ContactPoint, Fact, Conversation, Message, Promise, Event)
        self.tables = {model: Table(model) for model in models}

    def person(self, number: int, at: datetime) -> tuple[int, str]:
        """A person with an address, and now and then a fact."""
        pk, name = self.ids(at), f"{self.dice.choice(NAMES)} {self.dice.choice(NAMES)}"
        zone = "Europe/Brussels" if number % 5 else "Africa/Lagos"
        self.tables[Person].add(id=pk, name=name, language="en", zone=zone, tint=pk % 8 + 1, arrived_at=at)
        self.tables[ContactPoint].add(
            id=self.ids(at), person_id=pk, kind="email", value=f"p{number}@d{number % 5000}.example", added_at=at
        )
        for _ in range(number % 4 == 0):
            self.tables[Fact].add(id=self.ids(at), person_id=pk, kind="order", value=f"JL-{number}", told_at=at)
        return pk, name

    def write(self, story: Story) -> None:
        """The conversation, what was said in it, what was promised, what the ledger says."""
        pk = self.ids(story.began)
        last = self.say(pk, story)
        ours = story.state == "ours"
        due = last + timedelta(hours=4)
        promise = "open" if ours else "kept"
        self.tables[Conversation].add(
            **self.place(story, last, due),
            id=pk,
            person_id=story.person,
            brand_id=self.channel.brand_id,
            channel_id=self.channel.pk,
            medium="email",
            subject=f"{self.dice.choice(TOPICS).capitalize()}, order JL-{story.number}",
            topic=self.dice.choice(("delivery", "refund", "order", "other")),
            language="en",
            state=story.state,
            opened_at=story.began,
            last_at=last,
            last_words=sentences(self.dice, 1)[:200],
            last_language="en",
            heard_count=max(1, story.length // 2),
            acknowledged_at=story.began + timedelta(seconds=1),
            assignee_id=self.dice.choice((None, *self.members)),
        )
        self.tables[Promise].add(
            id=self.ids(story.began),
            conversation_id=pk,
            person_id=story.person,
            by=due,
            made_by_kind="cha",
            made_at=story.began,
            state=promise,
            settled_at=None if ours else last,
        )
        self.record(pk, story, last)

    def place(self, story: Story, last: datetime, due: datetime) -> dict[str, Any]:
        """The columns that say how it stands."""
        if story.state != "ours":
            return {"promise_state": "kept", "first_answer_at": story.began + timedelta(hours=2)}
        return {
            "waiting_since": last,
            "care_at": due - timedelta(minutes=self.dice.randrange(60)),
            "care_reasons": [{"code": "target", "minutes": 240}],
            "next_promise_at": due,
            "promise_state": "open",
            "mood": self.dice.choice(("", "", "upset", "worried")),
        }

    def say(self, pk: int, story: Story) -> datetime:
        """Its messages. Returns when the last one came."""
        at = story.began
        for place in range(story.length):
            kind = "acknowledged" if place == 1 else "heard" if place % 2 == 0 or place == story.length - 1 else "said"
            keeper = place % len(self.members)
            self.tables[Message].add(
                id=self.ids(at),
                conversation_id=pk,
                kind=kind,
                author_kind={"heard": "person", "said": "member", "acknowledged": "cha"}[kind],
                author_id={"heard": story.person, "said": self.members[keeper], "acknowledged": None}[kind],
                author_name={"heard": story.name, "said": MEMBERS[keeper], "acknowledged": ""}[kind],
                at=at,
                medium="email",
                channel_id=self.channel.pk,
                address=f"p{story.number}@d{story.number % 5000}.example",
                external_id=f"{pk}.{place}@seed.example",
                text=sentences(self.dice, 2 + place % 5),
                language="en",
                delivery="" if kind == "heard" else "sent",
            )
            at += story.pause
        return at - story.pause

    def record(self, pk: int, story: Story, last: datetime) -> None:
        """A few events of the ledger: the lines between the messages."""
        facts: dict[str, Any] = {"kind": "answer"}
        steps = [("conversation.opened", story.began), ("message.heard", story.began), ("promise.made", story.began)]
        if story.state in ("put_right", "confirmed"):
            steps += [("promise.kept", last), ("conversation.put_right", last)]
        for verb, at in steps:
            actor = self.members[0] if verb == "conversation.put_right" else None
            self.tables[Event].add(
                at=at,
                verb=verb,
                actor_kind="member" if actor else "cha",
                actor_id=actor,
                subject="conversation",
                subject_id=pk,
                conversation_id=pk,
                person_id=story.person,
                facts=facts if verb.startswith("promise") else {},
            )

    def stories(self, count: int) -> Iterator[Story]:
        """`count` stories, oldest first; those that wait began in the last days."""
        people: list[tuple[int, str]] = []
        for number in range(count):
            began = self.at - SPAN * ((count - number) / count) - timedelta(days=4)
            if number % 5 < 3 or not people:
                people.append(self.person(number, began))
            state = self.dice.choices(("ours", "theirs", "put_right", "confirmed", "aside"), (4, 8, 55, 28, 5))[0]
            length, pause = self.length(state), timedelta(minutes=self.dice.randrange(2, 60))
            if state == "ours":
                began = self.at - timedelta(minutes=self.dice.randrange(60, 60 * 24 * 3))
                pause = (self.at - began) / (length + 1)
            pk, name = people[self.dice.randrange(len(people))]
            yield Story(number, pk, name, state, began, length, pause)

    def length(self, state: str) -> int:
        """How many messages: a long thread in every tenth that waits, so that one stands on the first page."""
        if state == "ours" and self.dice.randrange(LONG_EVERY) == 0:
            return LONG
        return self.dice.choice((3, 4, 5, 6, 7, 9))


def seed(count: int) -> dict[str, Any]:
    """Fill the install's database. Returns how many rows, and the seconds it took."""
    began = time.perf_counter()
    call_command("migrate", verbosity=0, interactive=False)
    if Conversation.objects.count() >= count:
        return {"conversations": count, "seconds": 0.0}
    channel = house()
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    seeder = Seeder(channel, list(Member.objects.order_by("id").values_list("id", flat=True)), datetime.now(UTC))
    with transaction.atomic():
        for story in seeder.stories(count):
            seeder.write(story)
        for table in seeder.tables.values():
            table.write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = {table.name: table.count for table in seeder.tables.values()}
    return {"conversations": count, "rows": rows, "seconds": round(time.perf_counter() - began, 1)}


if __name__ == "__main__":
    tell(seed(int(sys.argv[1])))
