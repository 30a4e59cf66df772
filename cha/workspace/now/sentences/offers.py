"""Offers, and what became of them."""

from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, str | Lazy]] = {
    "offer.made": _("%(who)s offered ways to put it right"),
    "offer.chosen": _("%(who)s chose from what was offered"),
    "offer.unchosen": _("%(who)s changed their mind about what was chosen"),
    "offer.else": _("%(who)s wants something else than what was offered"),
    "offer.expired": _("Nobody chose from what was offered in time"),
    "offer.taken_back": _("%(who)s took an offer back"),
}
