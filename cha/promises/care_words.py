"""The reasons of the care order, as members read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.language.times import by_when, span
from cha.promises.care import Reason


def sentence(
    reason: Reason, language: str = "en", *, now: datetime, zone: str, name: str = "", hour12: bool | None = None
) -> str:
    """A reason in words for the members. name: what they are called; without one, nobody's gender is guessed."""
    with override(language):
        who = {"who": name or _("This person"), "inside": name or _("this person")}
        params = reason.params
        match reason.code:
            case "promised":
                by = datetime.fromisoformat(str(params["by"]))
                said = by_when(by, now=now, zone=zone, language=language, hour12=hour12)
                return _("We promised an answer %(by_when)s.") % {"by_when": said}
            case "target":
                within = span(timedelta(minutes=int(params["within"])), language)
                return _("Nothing was promised yet; we answer here within %(span)s.") % {"span": within}
            case "mood":
                return _mood(str(params["mood"])) % who
            case "comes_back":
                return _("%(who)s has written %(times)s about this.") % {
                    **who,
                    "times": _times(int(params["contacts"])),
                }
            case "deadline":
                return _event(str(params["what"]), date.fromisoformat(str(params["by"])))
            case "cap":
                return _("Nobody waits longer than %(hours)s hours.") % {"hours": params["hours"]}
            case plain:
                return _plain(plain) % who


def _plain(code: str) -> str:
    said = {
        "broken": _("We broke a promise to %(inside)s."),
        "risk": _("What we promised %(inside)s is at risk."),
        "vulnerable": _("%(who)s asked for more care, or needs it."),
        "harm": _("%(who)s writes that somebody was harmed, or may be."),
        "money": _("%(who)s writes that the money is missed."),
        "access": _("%(who)s needs it done another way, and told us which."),
        "here": _("%(who)s is in the chat now."),
    }
    return said[code]


def _mood(mood: str) -> str:
    match mood:
        case "grieving":
            return _("%(who)s is grieving.")
        case "hostile":
            return _("%(who)s is so angry that the words hurt.")
        case "worried":
            return _("%(who)s sounds worried.")
        case _other:
            return _("%(who)s sounds upset.")


def _times(contacts: int) -> str:
    said = {2: _("twice"), 3: _("three times"), 4: _("four times"), 5: _("five times"), 6: _("six times")}
    return said.get(contacts) or _("%(count)s times") % {"count": contacts}


def _event(what: str, day: date) -> str:
    said = {
        "wedding": _("The wedding is on %(day)s."),
        "funeral": _("The funeral is on %(day)s."),
        "birthday": _("The birthday is on %(day)s."),
        "exam": _("The exam is on %(day)s."),
        "operation": _("The operation is on %(day)s."),
        "journey": _("They travel on %(day)s."),
        "party": _("The party is on %(day)s."),
        "move": _("They move house on %(day)s."),
        "court": _("The hearing is on %(day)s."),
    }
    return (said.get(what) or _("It is for %(day)s.")) % {"day": date_format(day, "l j F")}
