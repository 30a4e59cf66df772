"""What members type about a person, read into values. What does not fit is said beside its field and stays typed."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from cha.people.models import ContactPoint, Person
from cha.workspace.now import words
from cha.workspace.now.wishes import OWN

FIELDS = ("name", "say_name", "pronouns", "language", "zone", "about", "organisation", "tags", "likes")


@dataclass(slots=True)
class Typed:
    """A form as it was typed, and what is wrong in it, by field."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


def typed_of(person: Person) -> Typed:
    """The form of a person as they are known."""
    likes = "\n".join(f"{str(key).replace('_', ' ').capitalize()}: {value}" for key, value in own_likes(person).items())
    return Typed(
        {
            **{name: getattr(person, name) for name in ("name", "say_name", "pronouns", "language", "zone", "about")},
            "organisation": person.organisation.name if person.organisation else "",
            "tags": ", ".join(tag.name for tag in person.tags.all()),
            "likes": likes,
        }
    )


def own_likes(person: Person) -> dict[str, Any]:
    """What is written down freely; what service obeys, and what they alone decide, has places of its own."""
    return {key: value for key, value in person.likes.items() if key not in OWN}


def typed_in(post: QueryDict) -> Typed:
    """The form as it was sent, looked through."""
    typed = Typed({name: post.get(name, "").strip() for name in FIELDS})
    for name, most in (("name", 200), ("say_name", 80), ("pronouns", 40), ("organisation", 120), ("about", 4000)):
        if len(typed.values[name]) > most:
            typed.errors[name] = _("That is longer than %(most)s letters.") % {"most": most}
    _look_at_zone(typed)
    if typed.values["language"] and typed.values["language"] not in dict(languages()):
        typed.errors["language"] = _("Choose one from the list.")
    if any(len(tag.strip()) > 40 for tag in typed.values["tags"].split(",")):
        typed.errors["tags"] = _("A tag has at most 40 letters. Put commas between tags.")
    for line in typed.values["likes"].splitlines():
        if line.strip() and not line.partition(":")[2].strip():
            amiss = _("“%(line)s” has no colon. Write one a line, as in: Best by: phone.")
            typed.errors["likes"] = amiss % {"line": line.strip()}
    return typed


def _look_at_zone(typed: Typed) -> None:
    zone = typed.values["zone"]
    if not zone or zone in zones():
        return
    near = next((known for known in zones() if known.rpartition("/")[2].lower() == zone.replace(" ", "_").lower()), "")
    typed.errors["zone"] = (
        _("“%(zone)s” is no time zone. Do you mean %(near)s?") % {"zone": zone, "near": near}
        if near
        else _("“%(zone)s” is no time zone. One looks like Europe/Brussels.") % {"zone": zone}
    )


def likes_of(text: str) -> dict[str, str]:
    """The pairs of "Best by: phone" lines, keyed as they are kept ("best_by")."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {key.strip().lower().replace(" ", "_")[:40]: value.strip()[:200] for key, _colon, value in pairs}


def tags_of(text: str) -> list[str]:
    """The tags between commas."""
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def point_error(kind: str, value: str) -> str:
    """What is wrong with an address, or ""."""
    if kind == ContactPoint.Kind.PHONE:
        digits = sum(letter.isdigit() for letter in value)
        known = 6 <= digits <= 15 and not any(letter.isalpha() for letter in value)
        amiss = _("“%(value)s” is no telephone number. One looks like +32 470 00 00 41.")
        return "" if known else amiss % {"value": value}
    try:
        validate_email(value)
    except ValidationError:
        return _("“%(value)s” is no e-mail address. One looks like ada@post.example.") % {"value": value}
    return ""


def languages() -> list[tuple[str, str]]:
    """The languages to choose from, by name; none first."""
    codes = ("ar", "da", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "tr", "zh")
    named = sorted(((code, words.language_words(code)) for code in codes), key=lambda one: one[1])
    return [("", _("Not known")), *named]


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Every zone with a place in its name, for choosing."""
    places = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return tuple(sorted(name for name in zoneinfo.available_timezones() if name.partition("/")[0] in places))


def language_choices(current: str) -> list[tuple[str, str]]:
    """The same, with the one that stands when it is another."""
    known = languages()
    return known if current in dict(known) else [*known, (current, words.language_words(current))]


def kept(typed: Typed, person: Person) -> dict[str, Any]:
    """The values for `change_person`, without the organisation."""
    obeyed = {key: value for key, value in person.likes.items() if key in OWN}
    own = {key: value for key, value in likes_of(typed.values["likes"]).items() if key not in OWN}
    plain = {name: typed.values[name] for name in ("name", "say_name", "pronouns", "language", "zone", "about")}
    return {**plain, "likes": {**own, **obeyed}}
