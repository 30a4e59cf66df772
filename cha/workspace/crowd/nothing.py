"""What stands where the list has no rows: what is so, then one next act."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.workspace.crowd.asked import Asked


class Nothing(NamedTuple):
    """A title, a sentence, and a way on as (words, address)."""

    title: str
    words: str
    way: tuple[str, str]


# By the view: what it says where nothing narrows it.
_BARE: Final = {
    "trash": (gettext_lazy("The trash is empty"), gettext_lazy("What is put here is erased after thirty days.")),
    "unwanted": (gettext_lazy("No spam"), gettext_lazy("Spam and mail from machines waits here, unanswered.")),
    "risk": (gettext_lazy("No promise is at risk"), gettext_lazy("One that comes close appears here by itself.")),
    "hurt": (gettext_lazy("Nobody is hurt"), gettext_lazy("Whoever sounds upset appears here by themselves.")),
    "unassigned": (gettext_lazy("Everybody is with somebody"), gettext_lazy("Whoever writes anew appears here.")),
    "later": (gettext_lazy("Nothing is snoozed by you"), gettext_lazy("What you snooze waits here until its time.")),
}


def nothing(asked: Asked) -> Nothing:
    """What an empty list says: with filters, how to see more; without, what would be here."""
    if asked.more:
        whole = asked.narrowed(type(asked.more)())
        return Nothing(_("Nobody fits"), _("Take a filter off to see more."), (_("Clear all"), whole.url()))
    title, words = _BARE.get(asked.view.key, (_("Nobody here just now"), _("There may be somebody in another view.")))
    return Nothing(str(title), str(words), (_("All open"), reverse("all-conversations")))
