"""How a person wants to be served: the channel they like best, quiet hours, how they are spoken to, what they need.

They lie among the person's `likes` under keys of their own, each as text; what cannot be read counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from cha.core.actor import Acting, Actor
from cha.core.errors import Invalid, Refused
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models.person import Person
from cha.people.zones import their_zone
from cha.team.models import Brand

KEYS: Final = ("channel", "quiet_from", "quiet_until", "formality", "access", "do_not_contact")
FORMALITIES: Final = ("formal", "familiar")
ACCESS: Final = ("large_print", "plain_words", "no_calls", "no_pictures", "screen_reader", "more_time")
CHANNELS: Final = ("email", "chat", "phone", "portal")


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person said of how they like it. channel: a medium ("" is any). quiet_from, quiet_until: on their clock,
    both or neither, and may go over midnight. formality: "formal" (vous, Sie, u), "familiar" or "". access: some of
    `ACCESS`. do_not_contact: nothing goes to them but answers to what they write.
    """

    channel: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None
    formality: str = ""
    pronouns: str = ""
    access: tuple[str, ...] = ()
    language: str = ""
    do_not_contact: bool = False

    @property
    def quiet(self) -> bool:
        """Whether there are hours in which they are left in peace."""
        return self.quiet_from is not None and self.quiet_until is not None and self.quiet_from != self.quiet_until


def preferences_of(person: Person) -> Preferences:
    """What they said; asks the database for nothing."""
    return replace(_read(person.likes), pronouns=person.pronouns, language=person.language)


def _read(likes: Mapping[str, Any]) -> Preferences:
    start, end = _clock(likes.get("quiet_from")), _clock(likes.get("quiet_until"))
    both = start is not None and end is not None
    needs = {word.strip() for word in str(likes.get("access", "")).split(",")}
    formality = str(likes.get("formality", ""))
    return Preferences(
        channel=str(likes.get("channel", "")),
        quiet_from=start if both else None,
        quiet_until=end if both else None,
        formality=formality if formality in FORMALITIES else "",
        access=tuple(need for need in ACCESS if need in needs),
        do_not_contact=likes.get("do_not_contact") == "yes",
    )


def quiet_ends(said: Preferences, at: datetime, zone: str) -> datetime | None:
    """When the quiet hours that `at` lies in are over (aware, UTC); None outside of them. zone: theirs (IANA)."""
    start, end = said.quiet_from, said.quiet_until
    if start is None or end is None or start == end:
        return None
    here = at.astimezone(ZoneInfo(zone))
    clock = here.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    day = here.date() + timedelta(days=1 if clock >= end else 0)
    return datetime.combine(day, end, here.tzinfo).astimezone(UTC)


def quiet_until(person: Person, at: datetime, face: Brand | None = None) -> datetime | None:
    """When the quiet hours of a person that `at` lies in are over (aware, UTC); None outside of them."""
    likes = preferences_of(person)
    return quiet_ends(likes, at, their_zone(person, face)) if likes.quiet else None


def must_be_welcome(person: Person) -> None:
    """Raises Refused where the person wants nothing from us but answers."""
    if preferences_of(person).do_not_contact:
        sentence = f"{person.first_name} asked not to be written to. You may answer when they write."
        raise Refused(sentence, code="do_not_contact")


@verb
def prefer(person: Person, said: Mapping[str, str], *, by: Acting | Actor) -> Person:
    """Keep how they like it; `said` are some of `KEYS`, "" for what is not said. Raises Invalid with the field."""
    wrong = set(said) - set(KEYS)
    if wrong:
        raise TypeError(f"no such preference: {', '.join(sorted(wrong))}")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    likes = {**locked.likes, **{key: value.strip() for key, value in said.items()}}
    _check(likes)
    likes = {key: value for key, value in likes.items() if value or key not in KEYS}
    changed = sorted(key for key in said if likes.get(key, "") != locked.likes.get(key, ""))
    if changed:
        locked.likes, locked.version = likes, locked.version + 1
        locked.save(update_fields=["likes", "version"])
        person.likes, person.version = locked.likes, locked.version
        record("person.preferred", by=by, on=locked, person=locked.pk, fields=changed)
    return locked


def join_likes(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """The likes of two persons who become one: mine count, and the shyer where it is about peace. Pure."""
    likes = {**theirs, **{key: value for key, value in mine.items() if value}}
    both = [_read(mine), _read(theirs)]
    if any(said.do_not_contact for said in both):
        likes["do_not_contact"] = "yes"
    if both[1].quiet and not both[0].quiet:
        likes |= {key: theirs[key] for key in ("quiet_from", "quiet_until")}
    # They agreed each by themselves; what one of them did not say, the other did not say for both.
    if mine.get("says_when_read") != theirs.get("says_when_read"):
        likes.pop("says_when_read", None)
    needs = {*both[0].access, *both[1].access}
    if needs:
        likes["access"] = ",".join(need for need in ACCESS if need in needs)
    return likes


def _check(likes: dict[str, Any]) -> None:
    for key in ("quiet_from", "quiet_until"):
        if likes.get(key) and _clock(likes[key]) is None:
            raise Invalid("Write a time as in 08:30.", field=key)
    if bool(likes.get("quiet_from")) != bool(likes.get("quiet_until")):
        raise Invalid(
            "Say from when, and until when.", field="quiet_until" if likes.get("quiet_from") else "quiet_from"
        )
    if likes.get("formality") and likes["formality"] not in FORMALITIES:
        raise Invalid("Choose one of the two.", field="formality")
    if likes.get("do_not_contact") and likes["do_not_contact"] != "yes":
        raise Invalid("Yes or nothing.", field="do_not_contact")


def _clock(text: object) -> time | None:
    try:
        return time.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
