"""What was given."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "remedy.decided": _("%(who)s decided to give something"),
    "remedy.started": _("What was decided is under way"),
    "remedy.ticked": _("%(who)s ticked a line of what is to be done, or took the tick away"),
    "remedy.done": _("What was decided is given"),
    "remedy.failed": _("What was decided did not go through"),
    "remedy.doubted": _("Nobody knows whether it was paid"),
    "remedy.settled": _("%(who)s settled whether it was paid"),
    "remedy.taken_back": _("%(who)s took back what was to be given"),
    "voucher.used": _("%(who)s noted that the voucher was used"),
    "voucher.ended": _("%(who)s ended the voucher"),
}
