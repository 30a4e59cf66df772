"""What was said otherwise afterwards, or taken back, as members see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.channels.correcting import edits
from cha.conversations.models import Kind
from cha.conversations.models.correcting import FOR
from cha.workspace.now.beside import Act


class Corrected(NamedTuple):
    """A message's words now, when they were changed, and what stood there before, the newest first."""

    text: str
    when: str
    earlier: str


def corrected(row: Mapping[str, Any], time: Callable[[datetime], str]) -> Corrected:
    """How a message reads after its corrections; as it is, where there were none."""
    extra = row["extra"]
    earlier = "\n\n".join(str(one["text"]) for one in reversed(extra.get("earlier", ())))
    if "withdrawn_at" in extra:
        at = time(datetime.fromisoformat(extra["withdrawn_at"]))
        return Corrected(_("This was taken back."), _("taken back %(when)s") % {"when": at}, earlier)
    if "edited_at" in extra:
        at = time(datetime.fromisoformat(extra["edited_at"]))
        return Corrected(row["text"], _("edited %(when)s") % {"when": at}, earlier)
    return Corrected(row["text"], "", row["quoted"])


def corrections(row: Mapping[str, Any], conversation: int, at: datetime) -> tuple[Act, ...]:
    """The way to change what was said, where its medium can. Whose it is is asked when it is done."""
    went = row["kind"] == Kind.SAID and row["delivery"] != "held" and edits(row["medium"])
    if not went or at - row["at"] > FOR or "withdrawn_at" in row["extra"]:
        return ()
    return (Act(_("Change it"), reverse("editing", args=[conversation, row["id"]]), "pencil", opens=True),)
