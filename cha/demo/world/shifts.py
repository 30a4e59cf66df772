"""When the members of Juniper Lane work, by their keys; and who is away soon."""

from __future__ import annotations

from typing import NamedTuple

from cha.demo.world.moments import Ahead


class AwayOf(NamedTuple):
    """An absence to come: who, from and until, why, and who stands in."""

    member: str
    since: Ahead
    until: Ahead
    reason: str
    stands_in: str


# At any open hour somebody of the online team is there; on Thursday evening, for weddings, Maartje and Priya.
_SAT = "Saturday 09:00-12:30, 13:00-17:00"
WEEKS = {
    "priya": "Tuesday, Wednesday and Friday 08:30-12:30, 13:15-18:30; "
    f"Thursday 08:30-12:30, 13:15-18:30, 19:30-21:00; {_SAT}",
    "tomasz": "Monday to Friday 08:30-12:30, 13:15-18:30",
    "maartje": "Monday to Wednesday and Friday 08:30-12:30, 13:15-17:30; "
    "Thursday 08:30-12:30, 13:15-17:30, 19:30-21:00",
    "ifeoma": f"Monday, Tuesday, Thursday and Friday 10:00-13:15, 14:00-18:30; {_SAT}",
    "lotte": f"Wednesday to Friday 08:30-12:30, 13:15-18:30; {_SAT}",
}
ABSENCES = (AwayOf("lotte", Ahead(4, "08:30"), Ahead(4, "18:30"), "training", "tomasz"),)
