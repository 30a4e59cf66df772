"""Assigning: who looks after a conversation, a member, a team, or both."""

from __future__ import annotations

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member, Team


@verb
def assign(
    conversation: Conversation, *, by: Member, member: Member | None = None, team: Team | None = None
) -> Conversation:
    """Give it to a member, a team or nobody. Raises Invalid for somebody who cannot answer."""
    locked = must_answer(conversation, by)
    if member is not None and not member.answers:
        raise Invalid(f"{member.name} does not answer people here. Choose somebody who does.", field="member")
    was = {"was_member": locked.assignee_id, "was_team": locked.team_id}
    locked.change(assignee=member, team=team)
    record(
        "conversation.assigned",
        by=by,
        on=locked,
        conversation=locked.pk,
        person=locked.person_id,
        member=member.pk if member else None,
        team=team.pk if team else None,
        **was,
    )
    conversation.refresh_from_db()
    return conversation
