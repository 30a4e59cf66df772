"""How a person wants to be served, in words: on their card, on their page, and beside the composer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _

from cha.language.times import at_when, clock
from cha.people.models import Person
from cha.people.preferences import KEYS, Preferences, preferences_of, quiet_ends
from cha.people.zones import their_zone
from cha.promises.opens import AGREED
from cha.team.models import brand
from cha.workspace.now import words

# What a house writes down in its own words stands beside these.
OWN: Final = frozenset((*KEYS, AGREED))
# Languages in which one is spoken to in one of two ways: the formal and the familiar word.
_TWO: Final = {"fr": ("vous", "tu"), "de": ("Sie", "du"), "nl": ("u", "je"), "es": ("usted", "tú")}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to mind before sending. until: when the quiet is over (ISO, UTC), to send it then; else ""."""

    glyph: str
    words: str
    until: str = ""


def like_pairs(person: Person) -> list[tuple[str, str]]:
    """How they like it, as pairs of words: what service obeys, then what was written down."""
    said = preferences_of(person)
    found = [
        (_("Do not contact"), _("Only answers to what they write") if said.do_not_contact else ""),
        (_("Best by"), words.medium_words(said.channel) if said.channel else ""),
        (_("Quiet"), _quiet(said)),
        (_("Spoken to"), formality_words(said.formality, person.language)),
        (_("Needs"), ", ".join(need_words(need) for need in said.access)),
    ]
    own = [
        (str(key).replace("_", " ").capitalize(), str(value)) for key, value in person.likes.items() if key not in OWN
    ]
    reads = [(_("Says when read"), _("Yes"))] if person.likes.get(AGREED) == "yes" else []
    return [pair for pair in found if pair[1]] + own + reads


def _quiet(said: Preferences) -> str:
    if not said.quiet or said.quiet_from is None or said.quiet_until is None:
        return ""
    times = {"start": said.quiet_from.isoformat("minutes"), "end": said.quiet_until.isoformat("minutes")}
    return _("%(start)s to %(end)s, on their clock") % times


def formality_words(formality: str, language: str) -> str:
    """ "Formally (vous)"; "" where they did not say."""
    if not formality:
        return ""
    pair = _TWO.get(language.split("-")[0])
    named = _("Formally") if formality == "formal" else _("Familiarly")
    return f"{named} ({pair[0 if formality == 'formal' else 1]})" if pair else named


def need_words(need: str) -> str:
    """What somebody needs, in words."""
    return {
        "large_print": _("Large print"),
        "plain_words": _("Plain words"),
        "no_calls": _("No telephone calls"),
        "no_pictures": _("No pictures in mails"),
        "screen_reader": _("Uses a screen reader"),
        "more_time": _("Needs more time"),
    }.get(need, need)


def purpose_words(purpose: str) -> str:
    """What somebody agrees to, in words."""
    return {
        "marketing": _("Offers and news"),
        "pages": _("Seeing their pages in the chat"),
        "opens": _("Being told when they read"),
        "recording": _("Recording calls"),
    }.get(purpose, purpose)


def answer_words(answer: str) -> str:
    """What they said."""
    return {"given": _("Yes"), "refused": _("No"), "withdrawn": _("No longer")}.get(answer, answer)


def wishes(person: Person, language: str, at: datetime, reader: str) -> tuple[Wish, ...]:
    """What to mind while writing to them, at a moment. language: of the conversation; reader: of who reads this."""
    if not person.likes and not person.pronouns:
        return ()
    said = preferences_of(person)
    found = [
        Wish("hand-heart", _("Only answers: they want nothing else from us.") if said.do_not_contact else ""),
        Wish("languages", formality_words(said.formality, language)),
        Wish("user", person.pronouns),
        *(Wish("eye", need_words(need)) for need in said.access),
    ]
    return (*_peace(person, said, at, reader), *(wish for wish in found if wish.words))


def _peace(person: Person, said: Preferences, at: datetime, reader: str) -> tuple[Wish, ...]:
    if not said.quiet:
        return ()
    face = brand()
    zone = their_zone(person, face)
    over = quiet_ends(said, at, zone)
    if over is None:
        return ()
    values = {
        "clock": clock(at, zone=zone, language=reader),
        "name": person.first_name,
        "until": at_when(over, now=at, zone=zone, language=reader),
    }
    told = _("It is %(clock)s for %(name)s, who wants quiet; it is over %(until)s.") % values
    return (Wish("moon", told, over.astimezone(UTC).isoformat(timespec="seconds")),)
