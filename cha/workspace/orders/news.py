"""Orders that changed while somebody looks: the pages that have a conversation of theirs open get them anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cha.conversations.models import Conversation
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.live.hub import hub
from cha.workspace import topics
from cha.workspace.now.rows import Moment
from cha.workspace.orders.shown import orders_of, orders_piece

BEGINS: Final = "records."
MOST: Final = 60


def told_of_orders(events: Sequence[Event], moment: Moment) -> list[tuple[list[str], bytes]]:
    """By topic, the piece with the orders of everybody of whom a shop said something. No query while none did."""
    persons = {pk for event in events if event.verb.startswith(BEGINS) for pk in event.facts.get("persons", ())}
    if not persons:
        return []
    rows = Conversation.objects.standing().filter(person__in=persons).only("pk", "person_id").order_by("-last_at")
    found = []
    for conversation in rows[:MOST]:
        topic = topics.conversation_topic(conversation.pk)
        if hub.listened(topic):
            piece = orders_piece(conversation, orders_of(conversation.person_id, conversation.pk), moment)
            target = f"orders-{encode(conversation.pk)}"
            stream = f'<turbo-stream action="replace" target="{target}"><template>{piece}</template></turbo-stream>'
            found.append(([topic], stream.encode()))
    return found
