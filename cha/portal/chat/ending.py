"""Ending a chat, with the visitor's word on whether it is put right, and opening it again."""

from __future__ import annotations

from cha.channels.models.visit import Visit, end_visit
from cha.conversations.models import Conversation, State, confirm, reopen
from cha.core.verbs import verb
from cha.portal.telling import say_not_yet


def end_chat(visit: Visit, conversation: Conversation, right: bool | None) -> None:
    """They end it: put right, not yet (it stays open, with a promise), or only ended."""
    if right is False:
        say_not_yet(conversation, by=conversation.person, proven=False)
    _end(visit, conversation, confirmed=right is True)


@verb
def _end(visit: Visit, conversation: Conversation, *, confirmed: bool) -> None:
    if confirmed:
        confirm(conversation, by=conversation.person)
    end_visit(visit, by=conversation.person)


def open_again(conversation: Conversation) -> None:
    """It is not put right after all; what is open stays as it is."""
    if conversation.state in (State.PUT_RIGHT, State.CONFIRMED):
        reopen(conversation, by=conversation.person)
