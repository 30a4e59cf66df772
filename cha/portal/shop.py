"""The face of the business on a customer's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cha.core.hours import closes_at, is_open
from cha.language.times import clock
from cha.team.models import Brand


@dataclass(frozen=True, slots=True)
class Shop:
    """What the layout and the small lines show. `phone_until`: when the telephone line closes, in words, or ""."""

    name: str
    called: str
    url: str
    place: str = ""
    phone: str = ""
    dial: str = ""
    phone_until: str = ""
    brand: str = "own"


def shop_of(face: Brand | None, *, language: str, zone: str, at: datetime) -> Shop:
    """The shop as one reader sees it; `zone` is the reader's."""
    if face is None:
        return Shop(name="Cha", called="Cha", url=reverse("all-mine"))
    return Shop(
        name=face.name,
        called=face.called,
        url=_site(face.site) or reverse("all-mine"),
        place=face.place,
        phone=face.phone,
        dial="".join(sign for sign in face.phone if sign.isdigit() or sign == "+"),
        phone_until=_until(face, language, zone, at),
    )


def _until(face: Brand, language: str, zone: str, at: datetime) -> str:
    hours = face.hours()
    closing = closes_at(hours, at) if face.phone and is_open(hours, at) else None
    return _("until %(time)s") % {"time": clock(closing, zone=zone, language=language)} if closing else ""


def _site(address: str) -> str:
    if address.startswith(("https://", "http://")):
        return address
    return f"https://{address}" if "." in address and ":" not in address else ""
