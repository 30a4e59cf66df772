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
    """minutes: how long the link can be opened, once."""

    language: str
    business: Business
    link: str
    minutes: int = 30
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
    sheet = Sheet(
        title=title,
        lines=(Line(_("It opens everything you asked us, in one place. No password, no account.")),),
        button=Line(_("Open my conversations")),
        soft=(
            Line(_("It opens once, within %(minutes)s minutes."), minutes),
            Line(_("You did not ask for it? Then do nothing.")),
        ),
    )
    return Letter(
        language=new.language,
        business=new.business.name,
        brand=new.business.brand,
        subject=Line(_("Your new link")),
        preview=Line(_("It opens once, within %(minutes)s minutes."), minutes),
        parts=(sheet, closing(new.business)),
        href=new.link,
        marks=marks(),
    )
