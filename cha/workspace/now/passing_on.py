"""What is passed on to somebody outside: chosen messages in their words, and files. Never a note."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cha.conversations.access import visible_to
from cha.conversations.models import Attachment, Conversation, Kind, Message, SideConversation
from cha.language.times import said
from cha.people.models import ContactPoint
from cha.team.models import Member
from cha.workspace.now.rows import Moment

MOST: Final = 20
LEFT_OUT: Final = "[…]"


@dataclass(frozen=True, slots=True)
class Passable:
    """A message that may be passed on, as the form shows it."""

    pk: int
    public_id: str
    who: str
    when: str
    text: str
    files: tuple[Attachment, ...]


def passable(conversation: Conversation, at: Moment) -> list[Passable]:
    """The messages that may be passed on, newest first: what the person and members said to each other."""
    kinds = (Kind.HEARD, Kind.SAID)
    rows = Message.objects.filter(conversation=conversation, kind__in=kinds).exclude(delivery="held")
    rows = rows.prefetch_related("attachments").order_by("-pk")[:MOST]
    return [
        Passable(
            row.pk,
            row.public_id,
            row.author_name or conversation.person.called,
            said(row.at, now=at.at, zone=at.zone, language=at.language),
            row.text or row.subject,
            tuple(file for file in row.attachments.all() if not file.inline),
        )
        for row in rows
    ]


def quoted(messages: Sequence[Passable], *, without: Collection[str] = ()) -> str:
    """The words of messages, oldest first, each under who said it when; `without` are addresses that are left out."""
    parts = [
        _("%(who)s, %(when)s:") % {"who": message.who, "when": message.when} + f"\n\n{message.text.strip()}"
        for message in reversed(messages)
    ]
    text = "\n\n".join(parts)
    for address in sorted(without, key=len, reverse=True):
        text = re.sub(re.escape(address), LEFT_OUT, text, flags=re.IGNORECASE)
    return text


def addresses_of(conversation: Conversation) -> list[str]:
    """Every address of the person, to be left out."""
    return list(ContactPoint.objects.filter(person=conversation.person_id).values_list("value", flat=True))


def asked_before(member: Member) -> list[str]:
    """Addresses outside that were written to lately, where the member may see it; each once."""
    rows = SideConversation.objects.filter(conversation__in=visible_to(member)).order_by("-pk")
    return list(dict.fromkeys(rows.values_list("address", flat=True)[:50]))[:12]
