"""What was asked of whoever may say yes."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "approval.asked": _("%(who)s asked for a yes"),
    "approval.answered": _("%(who)s answered what was asked"),
    "approval.taken_back": _("%(who)s took back what was asked, or its answer"),
    "approval.over": _("Nobody needs to say yes any more"),
}
