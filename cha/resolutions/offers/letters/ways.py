"""The mail that carries ways to choose from. Nothing in it is chosen or stands out; a number is an answer, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cha.promises.acknowledgement import Business, Words
from cha.promises.acknowledgement.frames import reworded
from cha.promises.acknowledgement.letter import Choosable, Letter, Line, Linked, Part, Sheet, Vow
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.wording import closing, marks, spoken
from cha.resolutions.offers.words import NOTHING_ASKED, Asked, Clock, asked_words

_BUTTON_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class PutWay:
    """One way as it is put: `words` what happens, `more` what there is to add, `href` the page that asks once more."""

    number: int
    words: str
    more: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class WaysMail:
    """An offer as its person reads it. `words`: a member's own, "" for the usual ones. `silent`: what happens if they
    do not choose. `asked`: the ways that wait for a yes. `again`: it tells of ways that came later,
    and `link` leads to all of them.
    """

    language: str
    zone: str
    business: Business
    member_first_name: str
    ways: tuple[PutWay, ...]
    until: datetime
    now: datetime
    words: str = ""
    change_until: datetime | None = None
    silent: str = ""
    asked: Asked = NOTHING_ASKED
    person_first_name: str | None = None
    again: bool = False
    link: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """Theirs."""
        return Clock(self.now, self.zone, self.language)

    def by(self, moment: datetime) -> str:
        """ "today before 14:00", on their clock."""
        return self.clock.by(moment)


def render_ways(mail: WaysMail) -> Words:
    """The mail in `mail.language`; English where there is no catalogue."""
    mail = replace(mail, language=spoken(mail.language))
    with override(mail.language):
        return words_of(reworded(_letter(mail), mail.own))


def _letter(mail: WaysMail) -> Letter:
    parts: list[Part] = [
        Sheet(
            title=_title(mail),
            body=tuple(part.strip() for part in mail.words.split("\n\n") if part.strip()),
            lines=_lines(mail),
            choices=tuple(_choosable(way) for way in mail.ways),
            soft=_soft(mail),
            after=Linked(Line(_("See all the ways")), mail.link) if mail.link else None,
        )
    ]
    if mail.silent:
        words = _("<b>If we hear nothing by then:</b> %(what)s")
        parts.append(Vow(None, Line(words, {"what": mail.silent})))
    foot = Line(_("Answer this mail and it reaches %(name)s."), {"name": mail.member_first_name})
    parts.append(closing(mail.business, foot))
    return Letter(
        language=mail.language,
        business=mail.business.name,
        brand=mail.business.brand,
        subject=Line(subject_of(len(mail.ways), again=mail.again)),
        preview=Line(_("Choose %(when)s, or ask for something else."), {"when": mail.by(mail.until)}),
        parts=tuple(parts),
        href=mail.link,
        marks=marks(),
    )


def subject_of(count: int, *, again: bool = False) -> str:
    """What the mail is called, in the language that is on."""
    if again:
        return ngettext("One more way to put it right", "More ways to put it right", count)
    return {
        2: _("Two ways to put it right, yours to choose"),
        3: _("Three ways to put it right, yours to choose"),
        4: _("Four ways to put it right, yours to choose"),
    }.get(count, _("How shall we put it right?"))


def _title(mail: WaysMail) -> Line:
    if mail.again:
        return Line(ngettext("You can choose this way, too", "You can choose these ways, too", len(mail.ways)))
    if mail.person_first_name:
        return Line(_("%(name)s, how shall we put it right?"), {"name": mail.person_first_name})
    return Line(_("How shall we put it right?"))


def _lines(mail: WaysMail) -> tuple[Line, ...]:
    when = {"when": mail.by(mail.until)}
    any_of = () if mail.words or mail.again else (Line(_("Any of these is fine with us.")),)
    if not mail.ways:
        return any_of
    return (*any_of, Line(_("Choose in your own time, %(when)s at the latest, or ask for something else."), when))


def _choosable(way: PutWay) -> Choosable:
    button = Line(_("Choose: %(what)s"), {"what": short(way.words)}) if way.href else None
    more = Line("%(more)s", {"more": way.more}) if way.more else None
    return Choosable(way.number, Line("%(what)s", {"what": way.words}), more, button, way.href)


def short(words: str) -> str:
    """The words of a way as a button has room for them: up to the first comma, or the last whole word."""
    first = words.split(",")[0].split("،")[0].strip()
    if len(first) <= _BUTTON_LONGEST:
        return first
    return first[:_BUTTON_LONGEST].rpartition(" ")[0] + " …"


def _soft(mail: WaysMail) -> tuple[Line, ...]:
    made = []
    if mail.asked.count:
        made.append(Line("%(asked)s", {"asked": asked_words(mail.asked, mail.clock)}))
    if any(way.href for way in mail.ways):
        made.append(Line(_("Nothing is chosen until you confirm on the page that opens.")))
    if mail.change_until:
        made.append(Line(_("You can change your mind %(when)s."), {"when": mail.by(mail.change_until)}))
    elif mail.ways:
        made.append(Line(_("You can change your mind afterwards; we say until when.")))
    if mail.ways:
        numbers = [str(way.number) for way in mail.ways]
        made.append(Line(_("Or answer this mail with %(numbers)s."), {"numbers": either(numbers, mail.language)}))
    return tuple(made)


def either(words: list[str], language: str) -> str:
    """ "1, 2 or 3", in the language."""
    return str(format_list(words, style="or", locale=language.replace("-", "_")))
