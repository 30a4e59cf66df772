"""The short mail after a choice, so that it stands in writing: what was chosen, what comes when, choosing again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.promises.acknowledgement import Business, Words
from cha.promises.acknowledgement.letter import Letter, Line, Linked, Sheet
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.wording import closing, marks, rows, spoken
from cha.promises.pathway import Step
from cha.resolutions.offers.words import NOTHING_ASKED, Asked, Clock, asked_first_words


@dataclass(frozen=True, slots=True)
class ChosenMail:
    """What was chosen. `steps`: the way from the choice on. `by`: until when it is done, None for at once.

    `again`, `change_until`: the page on which it can be changed, and until when; "" and None where it cannot.
    `asked`: it waits for a yes that was not needed when it was offered.
    """

    language: str
    zone: str
    business: Business
    what: str
    now: datetime
    by: datetime | None = None
    steps: Sequence[Step] = ()
    again: str = ""
    change_until: datetime | None = None
    asked: Asked = NOTHING_ASKED

    @property
    def clock(self) -> Clock:
        """Theirs."""
        return Clock(self.now, self.zone, self.language)

    def when(self, moment: datetime) -> str:
        """ "today before 14:00", on their clock."""
        return self.clock.by(moment)


def render_chosen(mail: ChosenMail) -> Words:
    """The mail in `mail.language`; English where there is no catalogue."""
    mail = replace(mail, language=spoken(mail.language), what=mail.what.rstrip(" ."))
    with override(mail.language):
        return words_of(_letter(mail))


def chosen_text(mail: ChosenMail) -> str:
    """The same in a few lines, for a chat and for what is kept of it."""
    mail = replace(mail, language=spoken(mail.language), what=mail.what.rstrip(" ."))
    with override(mail.language):
        lines = [_("You chose: %(what)s.") % {"what": mail.what}]
        if mail.asked.count:
            lines.append(asked_first_words(mail.asked, mail.clock))
        elif mail.by:
            lines.append(_("It is done %(when)s.") % {"when": mail.when(mail.by)})
        if mail.change_until:
            lines.append(_("You can change your mind %(when)s.") % {"when": mail.when(mail.change_until)})
    return "\n".join(lines)


def _letter(mail: ChosenMail) -> Letter:
    asked = (Line("%(asked)s", {"asked": asked_first_words(mail.asked, mail.clock)}),) if mail.asked.count else ()
    sheet = Sheet(
        title=Line(_("Good. %(what)s."), {"what": mail.what}),
        lines=asked,
        rows=rows(mail.steps, now=mail.now, zone=mail.zone, language=mail.language),
        soft=_soft(mail),
        after=_again(mail),
    )
    return Letter(
        language=mail.language,
        business=mail.business.name,
        brand=mail.business.brand,
        subject=Line(_("You chose: %(what)s"), {"what": mail.what}),
        preview=_preview(mail),
        parts=(sheet, closing(mail.business, Line(_("A person reads every answer to this mail.")))),
        href=mail.again,
        marks=marks(),
    )


def _preview(mail: ChosenMail) -> Line:
    if mail.by and not mail.asked.count:
        return Line(_("It is done %(when)s."), {"when": mail.when(mail.by)})
    return Line(_("So that it stands in writing."))


def _again(mail: ChosenMail) -> Linked | None:
    if not (mail.again and mail.change_until):
        return None
    words = _("Changed your mind? Choose again, %(when)s.")
    return Linked(Line(words, {"when": mail.when(mail.change_until)}), mail.again)


def _soft(mail: ChosenMail) -> tuple[Line, ...]:
    if mail.change_until and not mail.again:
        return (Line(_("You can change your mind %(when)s."), {"when": mail.when(mail.change_until)}),)
    return ()
