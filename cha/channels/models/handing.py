"""Handing over: a code on a screen that opens one conversation on the phone of whoever stands before it, once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.conversations.access import must_see
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.errors import NotFound
from cha.core.ids import IdField, decode, encode
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

OPENS_FOR = timedelta(minutes=10)
SALT = "cha.channels.handing"


class Handing(models.Model):
    """One code. `opened_at`: a phone has it, and no other can."""

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="handings")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="handings")
    made_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a code for {self.conversation_id}"

    @property
    def token(self) -> str:
        """What stands in the address: the id and 120 bits of HMAC-SHA256 over it. Short: the code has fewer squares."""
        name = encode(self.pk)
        return f"{name}-{_signature(name)}"

    @property
    def waits(self) -> bool:
        """Whether it still opens."""
        return self.opened_at is None and now() - self.made_at < OPENS_FOR


def _signature(name: str) -> str:
    return salted_hmac(SALT, name, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:30]


def find_handing(token: str) -> Handing:
    """The code that a token names, used or not. Raises NotFound for one that never was ours."""
    name, _, signed = token.partition("-")
    if constant_time_compare(signed, _signature(name)):
        row = Handing.objects.select_related("conversation__person").filter(pk=decode(name)).first()
        if row:
            return row
    raise NotFound("This page has rested. Ask for a new link.", code="no_such_link")


@verb
def hand_over(conversation: Conversation, *, by: Member) -> Handing:
    """Make a code for a conversation that the member may see; those made before it open no longer. Raises NotFound."""
    locked = must_see(conversation, by)
    Handing.objects.filter(conversation=locked, opened_at=None).delete()
    handing = Handing(conversation=locked, member=by)
    handing.save(force_insert=True)
    record("handing.made", by=by, on=handing, conversation=locked.pk, person=locked.person_id)
    return handing


@verb
def take_over(handing: Handing) -> bool:
    """A phone takes it, once. False when another has it, or it is too old. It proves no address: a hand held it up."""
    fresh = Handing.objects.filter(pk=handing.pk, opened_at=None, made_at__gt=now() - OPENS_FOR)
    if not fresh.update(opened_at=now()):
        return False
    conversation, person = handing.conversation_id, handing.conversation.person_id
    record("handing.opened", by=handing.conversation.person, on=handing, conversation=conversation, person=person)
    return True


def newest_handing(conversation: Conversation) -> Handing | None:
    """The last code that was made for a conversation."""
    return Handing.objects.filter(conversation=conversation).order_by("-id").first()
