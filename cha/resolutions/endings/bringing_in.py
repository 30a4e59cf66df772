"""Bringing somebody in: it goes to a colleague, a lead or a team, and what was promised goes along or stays."""

from __future__ import annotations

from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, HandOff, hand_over
from cha.conversations.models.handing_over import HandOffWords
from cha.core.verbs import verb
from cha.promises.models import Promise
from cha.promises.moving_on import change_keeper
from cha.team.models import Member, Team


@verb
def bring_in(
    conversation: Conversation,
    *,
    by: Member,
    member: Member | None = None,
    team: Team | None = None,
    words: HandOffWords | None = None,
    keeps: bool = False,
) -> HandOff:
    """Give it to them with what they need to know; in a chat the person hears at once who is with them.

    What `by` promised goes along, or with `keeps` stays theirs to keep. Raises as `hand_over` does.
    """
    locked = must_answer(conversation, by)
    mine = [
        one for one in Promise.objects.filter(conversation=locked, state=Promise.State.OPEN) if _is_of(one, by, locked)
    ]
    row = hand_over(locked, by=by, member=member, team=team, words=words)
    for promise in mine:
        change_keeper(promise, by if keeps else member, by=by, why="handed")
    return row


def _is_of(promise: Promise, by: Member, conversation: Conversation) -> bool:
    """Whether a promise is this member's to keep: by name, or because they look after the conversation."""
    return (promise.keeper_id or conversation.assignee_id) == by.pk
