"""Following: a member wants the news of a conversation without looking after it. It gives no sight."""

from __future__ import annotations

from django.db.models import QuerySet

from cha.conversations.access import must_see
from cha.conversations.models.conversation import Conversation
from cha.conversations.models.participating import Participant
from cha.core.ledger import record
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models import Member


@verb
def follow(conversation: Conversation, *, by: Member) -> Participant:
    """Be told the news from now on. Following twice is once."""
    locked = must_see(conversation, by)
    row = Participant.objects.filter(conversation=locked, member=by).first()
    if row and row.news:
        return row
    row = row or Participant(conversation=locked, member=by, sees=False)
    row.news = True
    row.save()
    locked.change()
    record("conversation.followed", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row


@verb
def unfollow(conversation: Conversation, *, by: Member) -> None:
    """Be told no more. Whoever was asked to take part sees it still."""
    locked = must_see(conversation, by)
    row = Participant.objects.filter(conversation=locked, member=by, news=True).first()
    if row is None:
        return
    record("conversation.unfollowed", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    if row.sees:
        Participant.objects.filter(pk=row.pk).update(news=False)
    else:
        row.delete()
    locked.change()


def is_followed(conversation_id: int) -> bool:
    """Whether any member is told its news. One prepared query: it is asked for every message that is heard."""
    return bool(_following(conversation_id))


@asked(int)
def _following(conversation_id: int) -> QuerySet[Participant, int]:
    rows = Participant.objects.filter(conversation_id=conversation_id, member__isnull=False, news=True)
    return rows.values_list("member_id", flat=True)[:1]


def followers(conversation_id: int) -> list[Member]:
    """The members who are told its news, in the order in which they came."""
    rows = Participant.objects.filter(conversation_id=conversation_id, member__isnull=False, news=True)
    return [row.member for row in rows.select_related("member").order_by("since") if row.member]
