"""In which hours people write: of the latest messages, how many came while nobody was there, and in which hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.conversations.models import Message
from cha.conversations.models.message import Kind
from cha.core.hours import Hours, is_open

LATEST: Final = 1000
ENOUGH: Final = 20


@dataclass(frozen=True, slots=True)
class Writing:
    """n: of how many messages. outside: in a hundred. by_hour: each hour of the day, in a hundred of the fullest."""

    n: int
    outside: int
    fullest: str
    by_hour: tuple[int, ...]

    @property
    def words(self) -> str:
        """The share as people say it."""
        said = next((words for least, words in _shares() if self.outside >= least), "")
        return said % {"share": self.outside}


def writing(hours: Hours, channels: list[int]) -> Writing | None:
    """What the latest messages on these channels say; None while they are too few. One query."""
    heard = Message.objects.filter(kind=Kind.HEARD, channel_id__in=channels).order_by("-pk")
    moments = list(heard.values_list("at", flat=True)[:LATEST])
    if len(moments) < ENOUGH:
        return None
    zone = ZoneInfo(hours.zone)
    counted = Counter(at.astimezone(zone).hour for at in moments)
    outside = round(100 * sum(not is_open(hours, at) for at in moments) / len(moments))
    most, fullest = max(counted.values()), counted.most_common(1)[0][0]
    by_hour = tuple(round(100 * counted[hour] / most) for hour in range(24))
    return Writing(len(moments), outside, f"{fullest:02}:00–{(fullest + 1) % 24:02}:00", by_hour)


def _shares() -> tuple[tuple[int, str], ...]:
    return (
        (45, _("%(share)s of 100 write while nobody is here.")),
        (29, _("One in three writes while nobody is here.")),
        (23, _("One in four writes while nobody is here.")),
        (17, _("One in five writes while nobody is here.")),
        (8, _("One in ten writes while nobody is here.")),
        (1, _("Hardly anybody writes while nobody is here.")),
        (0, _("Everybody writes while somebody is here.")),
    )
