"""Learning: what somebody filled in, where their medium asks: facts, and further addresses, each only claimed."""

from __future__ import annotations

from cha.channels.base import Inbound
from cha.conversations.models import Conversation
from cha.conversations.models.filling import told_in_fields
from cha.core.actor import CHA
from cha.people.models.contact_point import add_point
from cha.people.models.fact import learn

MOST = 20


def learn_from(conversation: Conversation, inbound: Inbound) -> None:
    """Keep what was filled in, at most twenty of each. Must be called inside a verb.

    An address that somebody else has stays theirs: that two may be one is for members to say.
    """
    for kind, value in inbound.also[:MOST]:
        if value.strip():
            add_point(conversation.person, kind, value, by=CHA)
    for kind, value in inbound.facts[:MOST]:
        if value.strip():
            learn(conversation.person, kind, value, by=CHA, conversation=conversation.pk, source=conversation.medium)
    if inbound.filled:
        told_in_fields(conversation, dict(inbound.filled[:MOST]))
