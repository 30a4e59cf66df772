""" "Here is your new private link": sent when an old one has rested or somebody asked for one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.promises.acknowledgement.letter import Letter, Line, Sheet, Words
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.values import Business
from cha.promises.acknowledgement.wording import closing, marks, spoken


@dataclass(frozen=True, slots=True)
class NewLink:
    """minutes: how long the link opens, once. until: the last day, in words, of a link to a single conversation."""

    language: str
    business: Business
    link: str
    minutes: int = 30
    until: str = ""
    person_first_name: str | None = None


def render_link(new: NewLink) -> Words:
    """The mail in `new.language`; English where there is no catalogue."""
    new = replace(new, language=spoken(new.language))
    with override(new.language):
        return words_of(_letter(new))


def _letter(new: NewLink) -> Letter:
    minutes = {"minutes": str(new.minutes)}
    title = (
        Line(_("%(name)s, here is your new link."), {"name": new.person_first_name})
        if new.person_first_name
        else Line(_("Here is your new link."))
    )
    sheet = _one(new, title) if new.until else _all(title, minutes)
    preview = Line(_("It works until %(date)s."), {"date": new.until}) if new.until else _once(minutes)
    return Letter(
        language=new.language,
        business=new.business.name,
        brand=new.business.brand,
        subject=Line(_("Your new link")),
        preview=preview,
        parts=(sheet, closing(new.business)),
        href=new.link,
        marks=marks(),
    )


def _all(title: Line, minutes: dict[str, str]) -> Sheet:
    return Sheet(
        title=title,
        lines=(Line(_("It opens everything you asked us, in one place. No password, no account.")),),
        button=Line(_("Open my conversations")),
        soft=(_once(minutes), Line(_("You did not ask for it? Then do nothing."))),
    )


def _one(new: NewLink, title: Line) -> Sheet:
    alone = _("This link is yours alone and works until %(date)s. Please do not pass it on.")
    return Sheet(
        title=title,
        button=Line(_("See how far we are")),
        soft=(Line(alone, {"date": new.until}), Line(_("You did not ask for it? Then do nothing."))),
    )


def _once(minutes: dict[str, str]) -> Line:
    return Line(_("It opens once, within %(minutes)s minutes."), minutes)
