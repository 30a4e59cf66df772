"""Loads the demo: three weeks at Juniper Lane, lived through the same verbs, tasks and timers as any other day.

The clock stands at each event's own moment while it happens, so acknowledgements, promises, mails and the ledger come
out as they would have. Nothing of it is sent: outgoing mail of the past is put into the demo's mailbox.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from cha.channels.models import Channel
from cha.channels.models.payload import Arrival, receive
from cha.channels.pipeline.reading import cannot_read, read
from cha.core import tasks, wiring
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict
from cha.core.tasks import Task
from cha.demo import mailbox
from cha.demo.asking import ask_for_a_yes
from cha.demo.deciding_policy import set_policy
from cha.demo.ending import end_otherwise
from cha.demo.giving import give_in_the_past
from cha.demo.guiding import write_and_walk_guides
from cha.demo.living import Life
from cha.demo.offering import offer_ways
from cha.demo.opening import bring_in, clock_of, fill_shop_system, get_to_know, open_business
from cha.demo.payments import connect_payments
from cha.demo.rota import plan_the_team
from cha.demo.telling import Scene, tell
from cha.demo.world import WORLD, World
from cha.demo.world.cast import Unreadable
from cha.demo.world.events import Event
from cha.demo.world.moments import Clock
from cha.people.models import Person
from cha.team.models import Member, Team, brand

BEFORE = timedelta(days=60)
Progress = Callable[[str], None]


def say_so(line: str) -> None:
    """Tell whoever started this how far it is."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def is_empty() -> bool:
    """Whether nothing was ever done in this install."""
    return brand() is None and not Member.objects.exists() and not Person.objects.exists()


def begin(progress: Progress = say_so) -> None:
    """Load the demo into an empty install, or go on with the one that is there.

    Raises Conflict for an install that is no demo: its mail would be caught here and reach nobody.
    """
    load(progress=progress)
    if not mailbox.root().is_dir():
        raise Conflict("There is something else than the demo here. Leave out --demo, or give it a --data of its own.")


def load(clock: datetime | None = None, progress: Progress = say_so, world: World = WORLD) -> None:
    """Load the world as if it were `clock` (aware, now when None). All of it or nothing: one transaction.

    Does nothing when there is data already. The verbs' usual rule, that nothing is rendered inside a transaction, is
    set aside here: nobody else is served yet.
    """
    if not is_empty():
        return
    begun, at = now(), (clock or now()).astimezone(UTC)
    progress(f"Setting up the demo: {world.business.name}, the last three weeks. This takes a few seconds.")
    wiring.load()
    mailbox.clear()
    with transaction.atomic():
        _live_through(world, at, progress)
    progress(f"The demo is ready: {len(world.stories)} conversations, {(now() - begun).total_seconds():.0f} s.")


def _live_through(world: World, at: datetime, progress: Progress) -> None:
    with standing_at(at - BEFORE):
        channel = open_business(world)
        crew = {member.key: bring_in(member) for member in world.members}
        clock = clock_of(channel.brand, at)
        plan_the_team(crew, clock)
    if world.past:
        set_policy(at, crew)
    life = Life()
    scenes = _scenes(world, clock, channel, crew, life)
    plot = sorted(_plot(world, scenes, clock), key=lambda step: step[0])
    for number, (moment, event, scene) in enumerate(plot, 1):
        life.until(moment)
        with standing_at(moment):
            if isinstance(event, Unreadable):
                _arrives(event, channel)
            elif scene:
                tell(event, scene)
            life.go_on()
        if number % 100 == 0:
            progress(f"  {number} of {len(plot)}, {moment:%-d %B}")
    life.until(at)
    with standing_at(at):
        fill_shop_system(world, clock)
        if world.past:
            give_in_the_past(clock, channel, crew)
    if world.past:
        ask_for_a_yes(at, crew, life)
    if world.past:
        write_and_walk_guides(at, crew)
        end_otherwise(at, crew, life)
        offer_ways(at, crew, life)
        connect_payments()
    Channel.objects.filter(pk=channel.pk).update(heard_at=plot[-1][0], sent_at=plot[-1][0])


def _scenes(world: World, clock: Clock, channel: Channel, crew: dict[str, Member], life: Life) -> list[Scene]:
    first: dict[str, datetime] = {}
    for story in world.stories:
        moment = clock.moment(story.events[0].when)
        first[story.person] = min(moment, first.get(story.person, moment))
    people = {}
    for person in world.people:
        with standing_at(first.get(person.key, clock.now - BEFORE)):
            people[person.key] = get_to_know(person, clock)
            life.go_on()
    teams = {team.name: team for team in Team.objects.all()}
    over = {way.medium: way for way in Channel.objects.select_related("brand", "team")} | {channel.medium: channel}
    return [
        Scene(story, clock, over[story.over], crew, teams, world.person(story.person), people[story.person], life)
        for story in world.stories
    ]


def _plot(world: World, scenes: list[Scene], clock: Clock) -> list[tuple[datetime, Event | Unreadable, Scene | None]]:
    """Everything that happens, with its moment; in order within each story."""
    steps: list[tuple[datetime, Event | Unreadable, Scene | None]] = [
        (clock.moment(event.when), event, scene) for scene in scenes for event in scene.story.events
    ]
    return steps + [(clock.moment(mail.when), mail, None) for mail in world.unreadable]


def _arrives(mail: Unreadable, channel: Channel) -> None:
    """It is stored like any mail; reading it comes to nothing."""
    arrival = Arrival("email", mail.raw, {"mail_from": mail.sender, "recipients": [channel.address]}, now())
    (payload,) = receive([arrival])
    tasks.finish(list(Task.objects.filter(name=read.name, state="waiting").values_list("pk", flat=True)))
    cannot_read(payload, mail.words)
