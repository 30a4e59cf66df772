"""One face of the business: name, colours, languages, hours. One install is one business with one or more brands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.hours import Hours, from_data, holiday_days
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.money import is_code
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.team.models.member import must_manage
from cha.team.models.own_hours import USUAL, OwnHours, OwnSaid, layered, read_hours

USUAL_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:30")

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SITE = re.compile(r"(https?://)?[^\s/:@]+\.[^\s:@]+", re.IGNORECASE)


class Brand(OwnHours):
    """The business as the people it serves know it."""

    id = IdField()
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=7, default="#1f6b53")
    zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=8, default="en")
    answer_minutes = models.IntegerField(default=240)
    # ISO 4217; the first is what amounts are in unless an order says another, the others are also used.
    currency = models.CharField(max_length=3, default="EUR")
    more_currencies = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What mails and pages call it."""
        return self.short_name or self.name

    def hours(self, *narrower: OwnHours | None) -> Hours:
        """When somebody is there, last year to next: the week, seasons, holidays closed, own days over.

        `narrower` places, such as a team and then a channel, say what differs there.
        """
        own = [place.own_hours for place in narrower if place is not None]
        return layered([self.own_hours, *(said for said in own if any(said))], self.country, self.region, now().year)

    def hours_of_plan(self, plan: OwnHours) -> Hours:
        """When somebody with a plan works: the business closes days for them, and does not lengthen or cut the rest."""
        days = {day: "" if not said else USUAL for day, said in self.days.items()}
        wider = (self.zone, self.week or USUAL_WEEK, days, self.seasons)
        return layered([wider, plan.own_hours], self.country, self.region, now().year)

    @property
    def own_hours(self) -> OwnSaid:
        """What the business says itself; until it says a week, an ordinary one."""
        return self.zone, self.week or USUAL_WEEK, self.days, self.seasons


def brand() -> Brand | None:
    """The first brand, or None while nobody has named the business yet."""
    return next(iter(_first_brand()), None)


@asked()
def _first_brand() -> models.QuerySet[Brand]:
    return Brand.objects.order_by("id")[:1]


@verb
def name_business(*, by: Acting | Actor, name: str, zone: str, **more: Any) -> Brand:
    """Name the business, or change what it is called. `more` are fields of Brand.

    Raises Refused, and Invalid with the `field` that does not fit.
    """
    must_manage(by)
    if not name.strip():
        raise Invalid("The business needs a name: the one people know.", field="name")
    _must_fit({"name": name, **more})
    from_data({"zone": zone, "week": more.get("week", {}), "days": more.get("days", {})})
    face = brand() or Brand()
    for field, value in {"name": name, "zone": zone, **more}.items():
        setattr(face, field, value)
    face.save()
    record("brand.changed", by=by, on=face, fields=sorted(["name", "zone", *more]))
    return face


def _must_fit(fields: dict[str, Any]) -> None:
    """Raise Invalid for the first of `fields` that is too long, or that cannot be what it says."""
    for field, value in fields.items():
        most = getattr(Brand._meta.get_field(field), "max_length", None)
        if most and len(value) > most:
            raise Invalid(f"That is too long: {most} characters fit here.", field=field)
    if not _HEX.fullmatch(fields.get("colour", "#000000")):
        raise Invalid("Write a colour as # and six digits, such as #7b2c54.", field="colour")
    if fields.get("language", "en") not in dict(settings.LANGUAGES):
        raise Invalid("Choose one of the languages that Cha writes in.", field="language")
    if fields.get("site") and not _SITE.fullmatch(fields["site"]):
        raise Invalid("Write the website as people type it, such as juniperlane.example.", field="site")
    if fields.get("country"):
        holiday_days(fields["country"], fields.get("region") or None, (now().year,))
    _must_be_money("currency", [fields.get("currency", "EUR")])
    _must_be_money("more_currencies", fields.get("more_currencies", []))


def _must_be_money(field: str, codes: Sequence[str]) -> None:
    wrong = next((code for code in codes if not is_code(code)), None)
    if wrong is not None:
        raise Invalid(f"“{wrong}” is no currency. Write its three letters of ISO 4217, such as EUR.", field=field)


@verb
def set_hours(
    *,
    by: Acting | Actor,
    zone: str,
    week: dict[str, str],
    days: dict[str, str],
    seasons: Sequence[dict[str, Any]] = (),
    **place: str,
) -> Brand:
    """Say when somebody is there. `week`: words per day ("mon": "08:30-12:30"), `days`: words per date ("" is closed,
    "usual" makes a holiday a day like others), `seasons` as `cha.core.hours.from_data` takes them.

    `place` is `country` and `region`, whose public holidays are closed. Raises Refused, and Invalid with the `field`
    (zone, country, a day of the week, a date, a season) where something cannot be read.
    """
    must_manage(by)
    face = Brand.objects.select_for_update().order_by("id").first()
    if face is None:
        raise Conflict("Name the business first.", code="no_business")
    from_data({"zone": zone})
    read = read_hours(zone, week, days, seasons)
    if place.get("country"):
        holiday_days(place["country"], place.get("region") or None, (now().year,))
    face.zone, face.week, face.days, face.seasons = zone, read["week"], read["days"], read["seasons"]
    face.country, face.region = place.get("country", face.country), place.get("region", face.region)
    face.save(update_fields=["zone", "week", "days", "seasons", "country", "region"])
    record("hours.set", by=by, on=face)
    return face
