"""What the person reads while a yes is asked for: who decides with whoever looks after them, and by when they hear.

Rendered before the verb, in their language and on their clock. They are told nothing of limits or levels.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext, override

from cha.channels.ways import usual_way
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.money import Money
from cha.people.models.record import Record
from cha.promises.heads_up import unreached
from cha.resolutions.approvals.deciders import Times, first_of, times_of, who_may
from cha.resolutions.authority import authority
from cha.resolutions.offers.offering import clock_of
from cha.resolutions.offers.words import Clock
from cha.resolutions.policy.rules import Ask
from cha.team.models import Member


def telling(
    conversation: Conversation,
    kind: str,
    worth: Money,
    *,
    by: Member,
    order: Record | None = None,
    shown: Collection[str] = (),
) -> tuple[str, Times]:
    """The words for the person, and the times that they promise: both are for `ask_approval`.

    No words where nothing that is written reaches them. Raises Refused where nobody may say yes.
    """
    at = now()
    ask = authority(conversation, by, kind, worth, order=order, shown=shown).ask or Ask()
    may = who_may(conversation, kind, worth, order=order, but=by, shown=shown)
    asked, stands_in = first_of(may, ask, None, at)
    times = times_of(ask, at)
    if unreached(conversation, usual_way(conversation)):
        return "", times
    return asking_words((stands_in or asked).first_name, times.hears, clock_of(conversation, at)), times


def asking_words(name: str, hears: datetime, clock: Clock) -> str:
    """ "I would like to do more than I may decide alone. Priya decides it with me. You hear from me …" """
    with override(clock.language):
        head = gettext("I would like to do more for you than I may decide alone. %(name)s decides it with me.")
        when = gettext("You hear from me %(when)s, whatever the answer is.")
        return f"{head % {'name': name}} {when % {'when': clock.by(hears)}}"
