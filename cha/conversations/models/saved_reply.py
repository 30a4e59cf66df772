"""Saved replies: words that fit more than once; one member's own, a team's, or everybody's."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid, Refused
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member, Team
from cha.team.models.member import must_manage
from cha.team.models.role import Power


class SavedReply(models.Model):
    """A reply to begin from; its blanks (`cha.conversations.blanks`) are filled when it is taken.

    With an `owner` it is that member's alone, with a `team` that team's, with neither everybody's.
    """

    id = IdField()
    name = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    used = models.IntegerField(default=0)
    owner = models.ForeignKey(Member, models.CASCADE, null=True, related_name="saved_replies")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="saved_replies")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def replies_of(member: Member) -> models.QuerySet[SavedReply]:
    """Those that a member may begin from: their own, their teams', everybody's."""
    teams = member.teams.values("pk")
    shared = models.Q(owner=None) & (models.Q(team=None) | models.Q(team__in=teams))
    return SavedReply.objects.filter(shared | models.Q(owner=member))


def may_keep(member: Member, reply: SavedReply | None = None) -> bool:
    """Whether a member may change a reply: their own, or any for whoever manages them."""
    if reply is not None and reply.owner_id:
        return reply.owner_id == member.pk and member.answers
    return member.manages and Power.SAVED_REPLIES in member.powers


def must_keep(by: Acting | Actor, owner: Member | None) -> None:
    """What is saved as one's own is one's own; the rest is for who manages it. Raises Refused."""
    if isinstance(by, Member) and owner is not None:
        if owner.pk != by.pk or not by.answers:
            raise Refused("This is somebody else's own.")
        return
    must_manage(by, Power.SAVED_REPLIES)


@verb
def keep_reply(
    reply: SavedReply | None,
    *,
    by: Acting | Actor,
    name: str,
    text: str,
    language: str = "",
    owner: Member | None = None,
    team: Team | None = None,
) -> SavedReply:
    """Save a reply, a new one for None, for its `owner` alone, for a `team`, or for all.

    Raises Refused for somebody else's, and for shared ones unless `by` manages them; Invalid for no name or no words.
    """
    if reply is not None:
        must_keep(by, reply.owner)
    must_keep(by, owner)
    name, text = name.strip(), text.strip()
    if not name:
        raise Invalid("A name is needed, so that it is found: “Where is my order”.", field="name")
    if not text:
        raise Invalid("There are no words yet. Write what you would say.", field="text")
    row = SavedReply.objects.select_for_update().get(pk=reply.pk) if reply else SavedReply()
    row.name, row.text, row.language = name[:80], text, language
    row.owner, row.team = owner, None if owner else team
    row.save()
    record("saved_reply.changed" if reply else "saved_reply.added", by=by, on=row)
    return row


@verb
def delete_reply(reply: SavedReply, *, by: Acting | Actor) -> None:
    """Delete a saved reply; what was said with it stays. Raises Refused as `keep_reply` does."""
    must_keep(by, reply.owner)
    record("saved_reply.deleted", by=by, on=reply)
    reply.delete()
