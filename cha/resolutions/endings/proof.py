"""Proof: messages that are kept as they came, until a lead lets them go. Neither erased nor changed meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.erasing import PROOF
from cha.resolutions.models import Boundary

MOST: Final = 50
Evidence = list[dict[str, int | str]]


def digest_of(text: str) -> str:
    """SHA-256 of the words, in hexadecimal: says later that they are the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_proof(conversation: Conversation) -> Evidence:
    """Keep what was read as hostile, and the last thing that was heard. Must be called on a locked conversation.

    At most fifty messages, newest first.
    """
    heard = Message.objects.filter(conversation=conversation, kind=Kind.HEARD).order_by("-pk")
    rows = list(heard.filter(mood__kind="hostile")[:MOST])
    last = heard.first()
    if last and last.pk not in {row.pk for row in rows}:
        rows.insert(0, last)
    for row in rows:
        row.extra = {**row.extra, PROOF: row.extra.get(PROOF) or digest_of(row.text)}
        row.save(update_fields=["extra"])
    return [{"message": row.pk, "digest": str(row.extra[PROOF])} for row in rows]


def let_go(evidence: Iterable[dict[str, int | str]], but: Boundary) -> None:
    """Keep these no longer, unless another boundary that stands still does. Must be called inside a verb."""
    wanted = {int(one["message"]) for one in evidence}
    others = Boundary.objects.filter(person_id=but.person_id, lifted_at=None).exclude(pk=but.pk)
    for row in others:
        wanted -= {int(one["message"]) for one in row.evidence}
    for message in Message.objects.filter(pk__in=wanted):
        message.extra = {key: value for key, value in message.extra.items() if key != PROOF}
        message.save(update_fields=["extra"])


def changed(evidence: Iterable[dict[str, int | str]]) -> list[int]:
    """The ids of those whose words are not there any more as they were kept."""
    kept = {int(one["message"]): one["digest"] for one in evidence}
    there = dict(Message.objects.filter(pk__in=kept).values_list("pk", "text"))
    return [pk for pk, digest in kept.items() if pk not in there or digest_of(there[pk]) != digest]
