"""Endings: boundaries, complaints, noes, and what leads should see."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "boundary.set": _("%(who)s drew a line, or took some distance"),
    "boundary.agreed": _("%(who)s said yes to more distance"),
    "boundary.lifted": _("%(who)s lifted the distance"),
    "boundary.rested": _("They wrote after the end; it is kept"),
    "complaint.opened": _("%(who)s made it a complaint"),
    "complaint.owned": _("%(who)s said whose complaint it is"),
    "complaint.decided": _("%(who)s said how the complaint comes out"),
    "complaint.appealed": _("A second look at the complaint is asked for"),
    "complaint.closed": _("%(who)s answered the second look"),
    "refusal.said": _("%(who)s said no, with a because"),
    "refusal.review_asked": _("%(who)s asked again about a no"),
    "refusal.reviewed": _("%(who)s looked at a no again"),
    "signal.noticed": _("Something was noticed that leads see"),
    "signal.settled": _("A lead looked at what was noticed"),
}
