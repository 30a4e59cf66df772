"""A channel: one configured way in and out."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any, Final

from django.db import models

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor, actor_of
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.hours import Hours
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.secrets import seal
from cha.core.verbs import verb
from cha.team.models import Brand, Member, Power, Team, brand
from cha.team.models.member import must_may
from cha.team.models.own_hours import OwnHours, read_hours

HOURS: Final = ("zone", "week", "days", "seasons")
EDITABLE: Final = (
    "name", "from_name", "signature", *HOURS, "answer_minutes", "acknowledges", "team", "active", "settings",
)  # fmt: skip

# What a medium states at first, in open minutes, where it is not the business's usual.
ANSWERS_WITHIN: Final = {"chat": 5}
# Nothing that is read as another letter, and no vowel: a word of chance says nothing.
_LETTERS: Final = "23456789bcdfghjkmnpqrstvwxz"


class Channel(OwnHours):
    """An address of ours. `week` empty means: its team's or the brand's. `answer_minutes` is the target, open time.

    `heard_at` and `sent_at` are when something last came and went; `trouble` says in words what does not work.
    """

    id = IdField()
    medium = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=320)
    brand = models.ForeignKey(Brand, models.PROTECT)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    signature = models.TextField(blank=True)
    answer_minutes = models.IntegerField(null=True)
    acknowledges = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    secrets = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["medium", "address"], name="channel_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.address

    def hours(self) -> Hours:
        """When somebody is there on this channel: its own hours, then its team's, then the brand's."""
        return self.brand.hours(self.team if self.team_id else None, self)

    @property
    def target_minutes(self) -> int:
        """The stated time to an answer, in open minutes."""
        return self.answer_minutes or self.brand.answer_minutes


def channel_of(conversation: Conversation) -> Channel | None:
    """The channel a conversation goes over, with its brand; None when it has none, or it is gone."""
    if conversation.channel_id is None:
        return None
    return next(iter(_with_brand(conversation.channel_id)), None)


def target_of(conversation: Conversation) -> timedelta | None:
    """The stated time to an answer on a conversation's channel, in open time; None when it has no channel."""
    if conversation.channel_id is None:
        return None
    return next((timedelta(minutes=own or usual) for own, usual in _targets(conversation.channel_id)), None)


@asked(int)
def _with_brand(channel: int) -> models.QuerySet[Channel]:
    return Channel.objects.filter(pk=channel).select_related("brand", "team")


@asked(int)
def _targets(channel: int) -> models.QuerySet[Channel, tuple[int | None, int]]:
    return Channel.objects.filter(pk=channel).values_list("answer_minutes", "brand__answer_minutes")


def _may_manage(by: Acting | Actor) -> None:
    if isinstance(by, Member) and not by.manages:
        raise Refused("Owners and managers change channels. Ask one of them.")
    must_may(by, Power.CHANNELS)


@verb
def add_channel(medium: str, address: str, *, by: Acting | Actor, name: str = "", **more: Any) -> Channel:
    """Add a way in and out. Raises Invalid for no address, a known one, or while the business has no name.

    What is not written to by an address of its own (a chat, a form) is given a word of chance for one, which is public.
    """
    _may_manage(by)
    face = more.pop("brand", None) or brand()
    if face is None:
        raise Invalid("Name the business first: cha serve, then open the page it prints.", code="no_business")
    # Here, for the media know channels.
    from cha.channels.registry import medium_called

    address = medium_called(medium).address(address) or _word(face)
    more.setdefault("answer_minutes", ANSWERS_WITHIN.get(medium))
    if Channel.objects.filter(medium=medium, address=address).exists():
        raise Invalid(f"{address} is ours already.", field="address")
    channel = Channel(medium=medium, address=address, name=(name or address)[:80], brand=face, **more)
    channel.save(force_insert=True)
    record("channel.added", by=by, on=channel, medium=medium)
    return channel


def _word(face: Brand) -> str:
    """What the business is called, and chance: juniper-7f3kq2bd."""
    begin = re.sub(r"[^a-z0-9]", "", face.called.split(" ")[0].lower()) or "shop"
    return f"{begin[:20]}-{''.join(secrets.choice(_LETTERS) for _ in range(8))}"


@verb
def change_channel(channel: Channel, *, by: Acting | Actor, **fields: Any) -> Channel:
    """Change how a channel behaves; `fields` are of EDITABLE. Raises Refused, and Invalid for hours that are none."""
    _may_manage(by)
    wrong = set(fields) - set(EDITABLE)
    if wrong:
        raise TypeError(f"not a channel's field: {', '.join(sorted(wrong))}")
    own = {"zone": "", "week": {}, "days": {}, "seasons": []} | {key: fields[key] for key in HOURS if key in fields}
    read = read_hours(**own)
    fields |= {key: read[key] for key in HOURS if key in fields}
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    for field, value in fields.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(fields))
    record("channel.changed", by=by, on=locked, fields=sorted(fields), kind=actor_of(by).kind)
    return locked


@verb
def set_relay(channel: Channel, url: str, *, by: Acting | Actor) -> Channel:
    """Send this channel's mail through a relay of its own (smtp://user:password@host:port), kept sealed; "": none.

    Raises Refused unless `by` manages. The URL must be one that `Relay.from_url` or `Provider.from_url` reads.
    """
    _may_manage(by)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    locked.secrets = seal(url) if url else ""
    locked.settings["relay_at"] = now().isoformat()
    locked.settings.pop("relay", None)
    locked.save(update_fields=["secrets", "settings"])
    record("channel.changed", by=by, on=locked, fields=["relay"], kind=actor_of(by).kind)
    return locked
