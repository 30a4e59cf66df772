"""Hours that a place keeps for itself: the business, a team, a channel. What one leaves out, the wider one says.

The week: the narrowest that keeps one; the same for the zone. Days: all of them, the narrower over the wider, over the
country's holidays, which are closed; "usual" makes a holiday a day like others. Seasons: one's own, and the wider
ones' where no own week is kept; a season in which nothing opens closes every narrower place, too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.db import models

from cha.core.hours import Hours, from_data, holiday_days, known_zone, to_data

# What a day's hours say when it is a holiday that is kept like any other day.
USUAL: Final = "usual"

OwnSaid = tuple[str, dict[str, str], dict[str, str], list[dict[str, Any]]]


class OwnHours(models.Model):
    """A place that may keep hours of its own. Empty: the wider place's. zone: IANA; the rest as `hours.from_data`."""

    zone = models.CharField(max_length=64, blank=True)
    week = models.JSONField(default=dict)
    days = models.JSONField(default=dict)
    seasons = models.JSONField(default=list)

    class Meta:
        abstract = True

    @property
    def own_hours(self) -> OwnSaid:
        """What it says itself: zone, week, days, seasons."""
        return self.zone, self.week, self.days, self.seasons


def read_hours(zone: str, week: Mapping[str, str], days: Mapping[str, str], seasons: Sequence[Any]) -> dict[str, Any]:
    """The four as they are kept. `zone` may be empty. Raises Invalid with the `field` that cannot be read."""
    usual = {day: USUAL for day, said in days.items() if said == USUAL}
    own = {day: said for day, said in days.items() if said != USUAL}
    read = to_data(from_data({"zone": known_zone(zone or "UTC"), "week": week, "days": own, "seasons": seasons}))
    from_data({"days": dict.fromkeys(usual, "")})
    return {**read, "zone": zone, "days": dict(sorted({**read["days"], **usual}.items()))}


def layered(places: Sequence[OwnSaid], country: str, region: str, year: int) -> Hours:
    """The hours of places from wide to narrow, with the holidays of the years around `year`. The first has a zone."""
    return _layered(json.dumps(places, sort_keys=True), country, region, year)


@lru_cache(maxsize=256)
def _layered(said: str, country: str, region: str, year: int) -> Hours:
    closed = holiday_days(country, region or None, (year - 1, year, year + 1)) if country else {}
    zone = ""
    week: dict[str, str] = {}
    days = {day.isoformat(): "" for day in closed}
    seasons: list[dict[str, Any]] = []
    for own_zone, own_week, own_days, own_seasons in json.loads(said):
        if own_week:
            seasons = [season for season in seasons if not season["week"]]
        # An exception for one date is made with that date in mind, whatever holiday it is.
        meant = {season["first"] for season in own_seasons if season["first"] == season["last"]}
        days = {day: hours for day, hours in days.items() if day not in meant and day[5:] not in meant}
        zone, week, days, seasons = own_zone or zone, own_week or week, days | own_days, [*own_seasons, *seasons]
    days = {day: hours for day, hours in days.items() if hours != USUAL}
    return from_data({"zone": zone, "week": week, "days": days, "seasons": seasons})
