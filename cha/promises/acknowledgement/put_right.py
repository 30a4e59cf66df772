""" "Is it put right?": asked once. The link opens a page that asks; opening it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.promises.acknowledgement.frames import reworded
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.acknowledgement.letter import Letter, Line, Sheet, Words
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.values import Business
from cha.promises.acknowledgement.wording import closing, marks, spoken


@dataclass(frozen=True, slots=True)
class PutRight:
    """member_first_name: who looks after it. person_first_name, subject: only of a proven person."""

    language: str
    business: Business
    member_first_name: str
    link: str
    person_first_name: str | None = None
    subject: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)


def render_put_right(asked: PutRight) -> Words:
    """The mail in `asked.language`; English where there is no catalogue."""
    asked = replace(asked, language=spoken(asked.language))
    with override(asked.language):
        return words_of(reworded(_letter(asked), asked.own))


def _letter(asked: PutRight) -> Letter:
    subject = bare_subject(asked.subject)
    title = (
        Line(_("%(name)s, is it put right?"), {"name": asked.person_first_name})
        if asked.person_first_name
        else Line(_("Is it put right?"))
    )
    until = _("<b>%(name)s</b> looks after it until you say yes. No answer is fine too: then we ask nothing more.")
    about = (Line(_("You wrote about “%(subject)s”."), {"subject": subject}),) if subject else ()
    sheet = Sheet(
        title=title,
        lines=(*about, Line(until, {"name": asked.member_first_name})),
        button=Line(_("Say yes, or not yet")),
        soft=(Line(_("The link opens a page that asks you once more. Opening it decides nothing.")),),
    )
    return Letter(
        language=asked.language,
        business=asked.business.name,
        brand=asked.business.brand,
        subject=Line(_("Is it put right?")),
        preview=Line(_("Yes, or not yet: %(name)s would like to know."), {"name": asked.member_first_name}),
        parts=(sheet, closing(asked.business, Line(_("A person reads every answer to this mail.")))),
        href=asked.link,
        marks=marks(),
    )
