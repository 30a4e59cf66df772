"""A member's promises as a calendar that their own program subscribes to (iCalendar, RFC 5545).

It leaves the house: nothing of a person but their first name, nothing in their words, only what we said we would do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.models.promise import HOLD
from cha.team.models import Member
from cha.workspace.promises.vows import FIELDS, MINE, Vow, open_promises, vows

MOST: Final = 200
# An entry ends when the promise is due, and is so long that a calendar shows it.
LONG: Final = timedelta(minutes=15)
BEFORE: Final = timedelta(minutes=30)
REFRESH: Final = timedelta(minutes=15)


def calendar_of(member: Member, host: str, link: Callable[[int], str]) -> bytes:
    """What a member keeps, soonest first, at most MOST. `link` makes the address of a conversation; two queries."""
    rows = vows(open_promises(member, MINE).values(*FIELDS)[:MOST])
    return calendar(rows, host, link)


def calendar(rows: Sequence[Vow], host: str, link: Callable[[int], str]) -> bytes:
    """The promises as the bytes of a calendar. Times are in UTC: each program shows its own zone."""
    made = Calendar()
    made.add("prodid", f"-//Cha//{host}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Promises"))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for row in rows:
        made.add_component(_entry(row, host, link(row["conversation_id"])))
    return bytes(made.to_ical())


def _entry(row: Vow, host: str, url: str) -> Event:
    entry = Event()
    entry.add("uid", f"{encode(row['id'])}@{host}")
    entry.add("dtstamp", now())
    entry.add("dtstart", row["by"] - LONG)
    entry.add("dtend", row["by"])
    entry.add("summary", summary(row))
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary(row))
    alarm.add("trigger", LONG - BEFORE)
    entry.add_component(alarm)
    return entry


def summary(row: Vow) -> str:
    """What, for whom: "Adaeze: a call". What an answer is about are their words, and stays here."""
    what = row["words"] or (_("back in the chat") if row["kind"] == HOLD else _("an answer"))
    name = row["person__name"]
    # Where nobody knows a name, an address stands for it: that stays here, too.
    first = "" if "@" in name or name[:1] == "+" else name.split(" ")[0]
    return f"{first}: {what}" if first else what
