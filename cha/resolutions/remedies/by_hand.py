"""What is done by hand, a line at a time, where no connector does it. Members change the lines as they decide."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from cha.resolutions.kinds import RemedyKind

LINES: Final[dict[str, tuple[str | Lazy, ...]]] = {
    RemedyKind.REFUND: (_("Pay it back where they paid"), _("Note the payment's number")),
    RemedyKind.PART: (_("Pay it back where they paid"), _("Note the payment's number")),
    RemedyKind.CREDIT: (_("Add the credit to their account"),),
    RemedyKind.VOUCHER: (_("Enter the code in the shop"), _("Send them the code")),
    RemedyKind.REPLACEMENT: (_("Make it again"), _("Look at it before it leaves"), _("Hand it to the courier")),
    RemedyKind.REPAIR: (_("Have it here"), _("Repair it"), _("Bring it back")),
    RemedyKind.EXPEDITE: (_("Ask the courier for the faster way"), _("Send them the new time")),
    RemedyKind.DISCOUNT: (_("Change the price of the order"),),
    RemedyKind.LABEL: (_("Make the label"), _("Send it to them")),
    RemedyKind.CARD: (_("Choose a card"), _("Write it by hand"), _("Post it")),
    RemedyKind.GESTURE: (_("Choose it with them in mind"), _("Send or bring it")),
    RemedyKind.CORRECTION: (_("Put it right where it stands"), _("Tell them what it says now")),
}


def by_hand(kind: str) -> list[str]:
    """What is usually done for this kind, in the language that is spoken now."""
    return [str(line) for line in LINES[kind]]
