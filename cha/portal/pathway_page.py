"""The values of the page about one conversation: rows, said in words. Nothing here is a member's alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.channels.models import Channel
from cha.conversations.models import Attachment, Conversation, Kind, Message, State
from cha.conversations.models.handing_over import last_hand_off
from cha.conversations.models.message import first_words
from cha.core.clock import now
from cha.core.ids import encode
from cha.language.detect import direction
from cha.language.times import by_when, said
from cha.people.models import Fact
from cha.people.models.fact import BUILT_IN, SAID
from cha.people.models.fact_pattern import own_names
from cha.people.zones import their_zone
from cha.portal.pages import here
from cha.portal.shop import Shop
from cha.promises.acknowledgement import fact_words, step_words, topic_words
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.acknowledgement.letter import Line
from cha.promises.models import Promise
from cha.promises.understanding import UnderstoodFact
from cha.promises.wording import pathway_of
from cha.team.models import Brand, Member

LATEST = 20
MOST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the pathway, in words."""

    state: str
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class Vow:
    """One promise. `state` is open, kept, moved or broken; `who` keeps it; `what` is "" for an answer.

    `key` names it in a form, "" where none takes it; `before` is the time that it had first, where they were told of a
    new one.
    """

    state: str
    who: str
    what: str
    when: str
    key: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A fact, with the words it is shown in."""

    fact: Fact
    words: Line

    @property
    def key(self) -> str:
        """What names it in a form."""
        return encode(self.fact.pk)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said, by either side."""

    message: Message
    ours: bool
    who: str
    when: str
    direction: str
    paragraphs: tuple[str, ...]
    files: tuple[Attachment, ...]


@dataclass
class PathwayPage:
    """A conversation as its person sees it. `zone` is theirs, or the business's while nobody knows it."""

    conversation: Conversation
    channel: Channel | None
    face: Brand | None
    shop: Shop
    zone: str
    at: datetime

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def keeper(self) -> Member | None:
        """The member who looks after it."""
        return self.conversation.assignee

    @cached_property
    def handed_on(self) -> Line | None:
        """Since when it is whom, where it came from somebody else; None where the first still has it."""
        row = last_hand_off(self.conversation)
        if row is None or row.member is None or row.member_id != self.conversation.assignee_id:
            return None
        values = {"name": row.member.first_name, "when": self.when(row.at)}
        return Line(_("%(name)s has had it since %(when)s, with everything you told us."), values)

    @property
    def name(self) -> str:
        """What the person is called, or "" while nobody knows."""
        return self.conversation.person.first_name if self.conversation.person.name else ""

    @property
    def about(self) -> str:
        """What it is about, in a line."""
        return first_words(bare_subject(self.conversation.subject), 90)

    @property
    def state(self) -> str:
        """open, asked (we say it is put right) or confirmed."""
        return {State.PUT_RIGHT: "asked", State.CONFIRMED: "confirmed"}.get(State(self.conversation.state), "open")

    def when(self, moment: datetime) -> str:
        """A moment in the person's own zone."""
        return said(moment, now=self.at, zone=self.zone, language=self.language)

    def before(self, moment: datetime) -> str:
        """A time that something is promised by, in the person's own zone."""
        return by_when(moment, now=self.at, zone=self.zone, language=self.language)

    @cached_property
    def topic(self) -> Line | None:
        """What it is about, as a line of "What we understood"."""
        words = topic_words(self.conversation.topic)
        return Line(_("It is about %(topic)s."), {"topic": words}) if words else None

    @cached_property
    def known(self) -> list[Known]:
        """The facts that were understood here, as they stand now."""
        rows = Fact.objects.filter(
            person_id=self.conversation.person_id, conversation_id=self.conversation.pk, corrected_by=None
        )
        return [Known(row, fact_line(row)) for row in rows.order_by("id")[:12]]

    @cached_property
    def vows(self) -> list[Vow]:
        """What was promised here, soonest first; a released promise is nobody's any more."""
        rows = Promise.objects.filter(conversation=self.conversation).exclude(state=Promise.State.RELEASED)
        rows = rows.select_related("keeper", "moved_from").order_by("by")
        return [self._vow(row) for row in rows[:20]]

    @property
    def next_vow(self) -> Vow | None:
        """The promise that is due next."""
        return next((vow for vow in self.vows if vow.state == "open"), None)

    @property
    def other_vows(self) -> list[Vow]:
        """What members promised in words, beside the next one; and what was broken."""
        told = (vow for vow in self.vows if vow is not self.next_vow and (vow.what or vow.state == "broken"))
        return [vow for vow in told if vow.state != "moved"]

    def _vow(self, row: Promise) -> Vow:
        keeper = row.keeper or self.keeper
        settled = row.state == Promise.State.KEPT and row.settled_at
        when = self.when(row.settled_at) if settled and row.settled_at else self.before(row.by)
        first = getattr(row, "moved_from", None)
        before = self.before(first.by) if first and first.warned_at else ""
        # What was chosen is changed where it was chosen.
        key = "" if row.kept_by == Promise.KeptBy.REMEDY else encode(row.pk)
        return Vow(row.state, keeper.first_name if keeper else "", row.words, when, key, before)

    def released(self, key: str) -> Vow | None:
        """The promise that they said they need no more just now, by its key, while it can still stand again."""
        rows = Promise.objects.filter(conversation=self.conversation, state=Promise.State.RELEASED, by__gt=self.at)
        return next((self._vow(row) for row in rows if encode(row.pk) == key), None) if key else None

    @cached_property
    def steps(self) -> list[Step]:
        """The way from here to put right. A promise that was broken leaves its step late, not without a time."""
        broken = None
        if self.conversation.promise_state == "broken":
            broken = Promise.objects.filter(conversation=self.conversation, state="broken").order_by("-by").first()
        due = broken.by if broken else None
        path = pathway_of(self.conversation, now=self.at, promised_by=due, language=self.language)
        made = []
        for step in path:
            what, when = step_words(step, now=self.at, zone=self.zone, language=self.language)
            made.append(Step(step.state, what.html(), when.html() if when else ""))
        return made

    def entries(self, *, all_of_them: bool = False) -> tuple[list[Entry], bool]:
        """What was said, oldest first, and whether there is more. Never notes, nor what may still be undone."""
        limit = MOST if all_of_them else LATEST
        rows = shown(self.conversation).order_by("-id")[: limit + 1]
        messages = [message for message in rows if not message.extra.get("machine")]
        kept, more = messages[:limit], len(messages) > limit
        files = _files_of(kept)
        return [self._entry(message, files[message.pk]) for message in reversed(kept)], more and not all_of_them

    def _entry(self, message: Message, files: list[Attachment]) -> Entry:
        ours = message.kind != Kind.HEARD
        return Entry(
            message=message,
            ours=ours,
            who=self._who(message),
            when=self.when(message.at),
            direction=direction(message.language or self.language),
            paragraphs=_paragraphs(message),
            files=tuple(files),
        )

    def _who(self, message: Message) -> str:
        if message.kind == Kind.SAID:
            return message.author_name.split(" ")[0] or self.shop.called
        if message.kind == Kind.ACKNOWLEDGED:
            return self.shop.called
        if message.extra.get("hand_name"):
            return _("You, written down by %(name)s") % {"name": message.extra["hand_name"]}
        # Somebody else may have answered from their mail: a spouse, who was in copy.
        return str(message.extra.get("writer", ""))


def page_of(conversation: Conversation) -> PathwayPage:
    """The page of a conversation, in the language that is active."""
    channel = Channel.objects.select_related("brand", "team").filter(pk=conversation.channel_id or 0).first()
    face = channel.brand if channel else None
    zone = their_zone(conversation.person, face)
    at = now()
    return PathwayPage(conversation, channel, face, here(get_language() or "en", face, zone, at), zone, at)


def shown(conversation: Conversation) -> models.QuerySet[Message]:
    """The messages of a conversation that its person may see."""
    kinds = (Kind.HEARD, Kind.SAID, Kind.ACKNOWLEDGED)
    return Message.objects.filter(conversation=conversation, kind__in=kinds).exclude(delivery="held")


def fact_line(fact: Fact) -> Line:
    """A fact as a line; one of a kind of the house's own stands behind what the house calls it."""
    name = "" if fact.kind in (*BUILT_IN, SAID) else own_names().get(fact.kind, "")
    if name:
        return Line("%(name)s: %(value)s", {"name": name, "value": fact.value})
    return fact_words(UnderstoodFact(fact.kind, fact.value, (0, 0)))


def _files_of(messages: Iterable[Message]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(message__in=[m.pk for m in messages], inline=False).order_by("id"):
        found[row.message_id or 0].append(row)
    return found


def _paragraphs(message: Message) -> tuple[str, ...]:
    if message.kind == Kind.ACKNOWLEDGED:
        # The mail itself says what this page says around it; one line is enough here.
        return (str(message.extra.get("preview") or first_words(message.text)),)
    if "withdrawn_at" in message.extra:
        return (_("This was taken back."),)
    return tuple(part.strip("\n") for part in message.text.split("\n\n") if part.strip())
