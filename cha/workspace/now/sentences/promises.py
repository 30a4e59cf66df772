"""Promises, and what time alone sets going."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "conversation.acknowledged": _("%(who)s answered at once"),
    "follow_up.set": _("%(who)s wants to look again on a day to come"),
    "follow_up.moved": _("%(who)s chose another day to look again"),
    "follow_up.due": _("It is time to look again"),
    "follow_up.done": _("%(who)s has looked again"),
    "follow_up.ended": _("%(who)s called off looking again"),
    "time_rule.acted": _("%(who)s did its next step"),
    "time_rule.moved": _("%(who)s moved the next step of a rule"),
    "time_rule.stopped": _("%(who)s lets no rule act here"),
    "time_rule.resumed": _("%(who)s lets the rule act after all"),
    "target.missed": _("A target of our own was missed"),
    "promise.made": _("%(who)s made a promise"),
    "promise.warned": _("%(who)s told them, before it was due, that it takes longer"),
    "promise.apologised": _("%(who)s said sorry for a broken promise"),
    "promise.keeper_changed": _("Somebody else keeps a promise now"),
    "promise.keeper_missing": _("Nobody was found to keep a promise"),
    "promise.kept": _("%(who)s kept a promise"),
    "promise.broken": _("A promise was broken"),
    "promise.at_risk": _("A promise is at risk"),
    "promise.renegotiated": _("%(who)s agreed a new time"),
    "promise.released": _("A promise was released"),
}
