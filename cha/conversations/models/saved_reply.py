"""Saved replies: words that fit more than once."""

from __future__ import annotations

from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import must_manage
from cha.team.models.role import Power


class SavedReply(models.Model):
    """A reply to begin from. `{first_name}` and `{me}` are filled in when it is taken."""

    id = IdField()
    name = models.CharField(max_length=80)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    used = models.IntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@verb
def keep_reply(reply: SavedReply | None, *, by: Acting | Actor, name: str, text: str, language: str = "") -> SavedReply:
    """Save a reply, a new one for None. Raises Refused unless `by` manages, Invalid for no name or no words."""
    must_manage(by, Power.SAVED_REPLIES)
    name, text = name.strip(), text.strip()
    if not name:
        raise Invalid("A name is needed, so that it is found: “Where is my order”.", field="name")
    if not text:
        raise Invalid("There are no words yet. Write what you would say.", field="text")
    row = SavedReply.objects.select_for_update().get(pk=reply.pk) if reply else SavedReply()
    row.name, row.text, row.language = name[:80], text, language
    row.save()
    record("saved_reply.changed" if reply else "saved_reply.added", by=by, on=row)
    return row


@verb
def delete_reply(reply: SavedReply, *, by: Acting | Actor) -> None:
    """Delete a saved reply; what was said with it stays. Raises Refused unless `by` manages."""
    must_manage(by, Power.SAVED_REPLIES)
    record("saved_reply.deleted", by=by, on=reply)
    reply.delete()
