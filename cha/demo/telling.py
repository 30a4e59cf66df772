"""Telling a story: each event of the world calls the verb that it names. The clock stands at the event's moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import singledispatch

from cha.channels.base import Outcome
from cha.channels.chat.values import external_id
from cha.channels.email.composing import message_id
from cha.channels.models import Channel
from cha.channels.models.visit import come_in, keep_mail
from cha.conversations.models import (
    Conversation,
    Heard,
    assign,
    attach,
    confirm,
    hear,
    note,
    open_conversation,
    put_aside,
    put_right,
    read_mood,
    reopen,
    say,
    set_topic,
    snooze,
    tag,
    take_part,
)
from cha.conversations.models.hearing import HeardFile
from cha.conversations.models.mentioning import named_in
from cha.core import files
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode, new_id
from cha.demo.chatting import chatting
from cha.demo.drawing import drawn
from cha.demo.living import Life
from cha.demo.world import events as told
from cha.demo.world.cast import PersonOf
from cha.demo.world.events import Pledge, Story
from cha.demo.world.moments import Clock
from cha.people.models import Person
from cha.people.models.fact import learn
from cha.promises.models import Promise, break_promise, keep, make_promise, release_promise, renegotiate
from cha.team.models import Member, Team

MACHINES = {"spam", "list", "auto_reply", "bounce"}


@dataclass
class Scene:
    """Where a story is told: the shop and its members, whose story it is, and what has come of it so far."""

    story: Story
    clock: Clock
    channel: Channel
    crew: dict[str, Member]
    teams: dict[str, Team]
    character: PersonOf
    person: Person
    life: Life
    conversation: Conversation | None = None
    promises: dict[str, Promise] = field(default_factory=dict)

    @property
    def concern(self) -> Conversation:
        """The conversation, open by now. Raises LookupError before the first mail."""
        if self.conversation is None:
            raise LookupError(f"{self.story.key} does not begin with a mail")
        return self.conversation

    @property
    def language(self) -> str:
        """The story's language, usually the person's."""
        return self.story.language or self.character.language

    @property
    def quiet(self) -> bool:
        """Whether a machine wrote this, so that nobody answers it."""
        return any(isinstance(event, told.Aside) and event.reason in MACHINES for event in self.story.events)

    def words(self, text: str, language: str = "") -> str:
        """A text of the world with its days and times filled in."""
        return self.clock.fill(text, language or self.language)

    def begin(self) -> Conversation:
        """Open the conversation, with what members would soon have put on it."""
        story = self.story
        opened = open_conversation(
            self.person,
            by=self.person,
            subject=self.words(story.subject),
            medium=self.channel.medium,
            channel_id=self.channel.pk,
            brand_id=self.channel.brand_id,
            team_id=self.teams[story.team].pk if story.team else None,
            language=self.language,
            at=now(),
        )
        set_topic(opened, story.topic, by=CHA, gist=self.words(story.gist, "en"))
        if story.tags:
            tag(opened, list(story.tags), by=CHA)
        return opened

    def promise(self, pledge: Pledge, by: str) -> None:
        """Something is promised."""
        self.promises[pledge.key] = make_promise(
            self.concern,
            self.clock.moment(pledge.due),
            by=self.crew[by],
            kind="other",
            words=self.words(pledge.what),
            keeper=self.crew[pledge.who or by],
            at=now(),
        )


@singledispatch
def tell(event: told.Event, scene: Scene) -> None:
    """Let one event happen. Raises TypeError for one that nobody knows how to tell."""
    raise TypeError(f"nobody knows how to tell {event!r}")


@tell.register
def _mail(event: told.Mail, scene: Scene) -> None:
    scene.conversation = scene.conversation or scene.begin()
    visitor = chatting(scene.person, scene.character, scene.channel) if scene.story.over == "chat" else None
    message = hear(scene.concern, _heard(event, scene, visitor.key if visitor else ""), quietly=scene.quiet)
    if visitor:
        keep_mail(come_in(scene.concern, visitor), scene.character.email)
    for address in event.cc:
        take_part(scene.concern, by=CHA, address=address)
    read_mood(message, event.mood, list(event.words))


def _heard(event: told.Mail, scene: Scene, visitor: str) -> Heard:
    domain = scene.character.email.rpartition("@")[2]
    return Heard(
        text=scene.words(event.text),
        medium=scene.channel.medium,
        channel_id=scene.channel.pk,
        address=visitor or scene.character.email,
        author_name=scene.character.name,
        external_id=external_id(visitor, encode(new_id(now()))) if visitor else message_id(new_id(now()), domain),
        subject="" if visitor else scene.concern.subject,
        language=scene.language,
        at=now(),
        sent_at=now() - timedelta(seconds=2),
        files=tuple(_file(file) for file in event.files),
    )


def _file(file: told.File) -> HeardFile:
    content_type, content = drawn(file)
    return HeardFile(file.name, content_type, content, files.put(content))


@tell.register
def _answer(event: told.Answer, scene: Scene) -> None:
    for pledge in event.pledges:
        scene.promise(pledge, event.by)
    member = scene.crew[event.by]
    # The mail signs with the member's name by itself.
    words = scene.words(event.text).removesuffix(f"\n\n{member.first_name}")
    message = say(scene.concern, words, by=member, hold=timedelta(0), at=now())
    for file in event.files:
        attach(message, file.name, *drawn(file))
    if event.fails:
        code, said = int(event.fails.code.split()[0]), f"{event.fails.code} {event.fails.said}"
        scene.life.refused[message.pk] = Outcome(False, permanent=True, code=code, said=said)


@tell.register
def _note(event: told.Note, scene: Scene) -> None:
    for member in scene.crew.values():
        if not member.answers and (member is scene.crew[event.by] or f"@{member.first_name}" in event.text):
            take_part(scene.concern, by=CHA, member=member)
    words = scene.words(event.text, "en")
    named = named_in(words, list(scene.crew.values()))
    note(scene.concern, words, by=scene.crew[event.by], at=now(), mentions=named)


@tell.register
def _promised(event: told.Promised, scene: Scene) -> None:
    scene.promise(event.pledge, event.by)


@tell.register
def _kept(event: told.Kept, scene: Scene) -> None:
    keep(scene.promises[event.key], by=scene.crew[event.by])


@tell.register
def _moved(event: told.Moved, scene: Scene) -> None:
    due = scene.clock.moment(event.due)
    scene.promises[event.key] = renegotiate(scene.promises[event.key], due, by=scene.crew[event.by])


@tell.register
def _released(event: told.Released, scene: Scene) -> None:
    release_promise(scene.promises[event.key], by=scene.crew[event.by])


@tell.register
def _broken(event: told.Broken, scene: Scene) -> None:
    # Its own timer has done this when it was due.
    break_promise(scene.promises[event.key])


@tell.register
def _learned(event: told.Learned, scene: Scene) -> None:
    fact, by = event.fact, scene.crew[event.by]
    value = scene.words(fact.value, "en")
    learn(scene.person, fact.kind, value, by=by, conversation=scene.concern.pk, source=scene.words(fact.source, "en"))


@tell.register
def _given(event: told.Given, scene: Scene) -> None:
    concern = scene.concern
    member = scene.crew[event.to] if event.to else concern.assignee
    team = scene.teams[event.team] if event.team else concern.team
    assign(concern, by=scene.crew[event.by], member=member, team=team)


@tell.register
def _snoozed(event: told.Snoozed, scene: Scene) -> None:
    snooze(scene.concern, scene.clock.moment(event.until), by=scene.crew[event.by])


@tell.register
def _put_right(event: told.PutRight, scene: Scene) -> None:
    put_right(scene.concern, by=scene.crew[event.by], at=now())


@tell.register
def _confirmed(event: told.Confirmed, scene: Scene) -> None:
    confirm(scene.concern, by=scene.person, at=now())


@tell.register
def _not_yet(event: told.NotYet, scene: Scene) -> None:
    reopen(scene.concern, by=scene.person, at=now())
    tell(told.Mail(event.when, event.text), scene)


@tell.register
def _aside(event: told.Aside, scene: Scene) -> None:
    put_aside(scene.concern, event.reason, by=scene.crew[event.by])
