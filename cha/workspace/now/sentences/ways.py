"""What went over the ways in and out, and what was read from it."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "mood.read": _("%(who)s guessed a mood: %(mood)s"),
    "mood.corrected": _("%(who)s corrected the mood: %(mood)s"),
    "care.read": _("%(who)s read that this asks for more care"),
    "care.corrected": _("%(who)s said that it asks for no more care"),
    "links.revoked": _("%(who)s revoked the private links"),
    "handing.made": _("%(who)s made a code for their phone"),
    "handing.opened": _("%(who)s has it on their phone"),
    "delivery.made": _("A mail was made ready"),
    "delivery.sent": _("A mail was sent"),
    "delivery.delayed": _("A mail was not taken yet; it is tried again"),
    "delivery.rested": _("A mail waits for a way out"),
    "delivery.failed": _("A mail failed for good"),
    "delivery.retried": _("%(who)s tried again"),
    "delivery.dropped": _("%(who)s let a failed mail go"),
    "fact.learned": _("%(who)s noted a fact"),
    "fact.corrected": _("%(who)s corrected a fact"),
    "payload.read": _("A mail was read"),
}
