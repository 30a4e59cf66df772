"""Why something did not go out, in words that somebody who answers people understands.

The other side's answer is read by the enhanced status codes of RFC 3463 (x.1.x address, x.2.x mailbox, x.3.x and x.4.x
the way there, x.7.x policy), then by the reply codes of RFC 5321.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.channels.models import Delivery

_ENHANCED: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BY_DETAIL: Final = {
    ("1", "1"): gettext_lazy("Nobody has this address there. Perhaps there is a slip of the pen in it."),
    ("1", "2"): gettext_lazy("The part after the @ leads nowhere. Perhaps there is a slip of the pen in it."),
    ("1", "10"): gettext_lazy("This address takes no mail at all."),
    ("2", "1"): gettext_lazy("This mailbox is closed: nobody reads it any more."),
    ("2", "2"): gettext_lazy("Their mailbox is full."),
    ("2", "3"): gettext_lazy("The mail is larger than their mailbox takes."),
    ("3", "4"): gettext_lazy("The mail is larger than the other side takes."),
    ("4", "1"): gettext_lazy("The other side does not answer."),
    ("4", "4"): gettext_lazy("No way to the other side was found."),
    ("7", "1"): gettext_lazy("The other side does not want mail from us. Who runs the mail here can ask them why."),
}
_BY_SUBJECT: Final = {
    "1": gettext_lazy("The other side does not know this address."),
    "2": gettext_lazy("Their mailbox does not take it."),
    "3": gettext_lazy("The other side’s mail does not work as it should."),
    "4": gettext_lazy("The other side does not answer."),
    "6": gettext_lazy("The other side cannot take a mail of this kind."),
    "7": gettext_lazy("The other side turned it away by a rule of theirs."),
}
_BY_CODE: Final = {
    421: gettext_lazy("The other side is too busy just now."),
    450: gettext_lazy("The other side asks us to come again later."),
    451: gettext_lazy("The other side asks us to come again later."),
    452: gettext_lazy("The other side has no room for it just now."),
    535: gettext_lazy("The relay does not take our password. Settings, Channels has the place to mend it."),
    550: gettext_lazy("The other side does not take mail for this address."),
    552: gettext_lazy("The mail is larger than the other side takes."),
    553: gettext_lazy("The other side cannot read this address."),
}


_BACK: Final = {
    "hard": gettext_lazy("It went out and came back: the address is gone."),
    "policy": gettext_lazy("It went out and came back: the other side turned it away, though the address lives."),
    "soft": gettext_lazy("It went out and came back: they could not take it just then."),
    "delay": gettext_lazy("It went out, and the other side is still trying to pass it on."),
}


def why(code: int | None, said: str, state: str, doubt: bool = False, back: str = "") -> str:
    """The cause of a delivery's trouble in a sentence or two.

    `code` and `said` are the other side's answer, if any; `back` is how it came back after it was taken.
    """
    cause = _why(code, said, state, doubt)
    return f"{_BACK[back]} {cause}" if back in _BACK else cause


def _why(code: int | None, said: str, state: str, doubt: bool) -> str:
    if state == Delivery.State.UNSENT:
        return _("There is nothing to send through yet, so it waits here. It goes by itself once a relay is set.")
    if doubt:
        return _("The line broke while it was handed over. It may have arrived; the same mail goes again.")
    found = _ENHANCED.search(said)
    if found:
        known = _BY_DETAIL.get((found[2], found[3])) or _BY_SUBJECT.get(found[2])
        if known:
            return str(known)
    if code in _BY_CODE:
        return str(_BY_CODE[code])
    if code is None:
        return _("Our relay could not be reached.")
    return _("The other side did not take it.") if code >= 500 else _("The other side did not take it yet.")
