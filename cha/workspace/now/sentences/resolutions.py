"""How it was put right: policies, offers, remedies, guides, endings."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from cha.workspace.now.sentences import approvals, remedies

SENTENCES: Final[dict[str, str | Lazy]] = {
    **approvals.SENTENCES,
    **remedies.SENTENCES,
    "guide.begun": _("%(who)s began a guide"),
    "guide.answered": _("%(who)s went on in a guide"),
    "guide.remarked": _("%(who)s said what a guide is missing"),
    "guide.ended": _("%(who)s ended a guide"),
}
