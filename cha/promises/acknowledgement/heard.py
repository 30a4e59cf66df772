"""The acknowledgement: what we understood, who looks next, by when in their time, the way there, one private link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.language.times import at_when, by_when, said
from cha.promises.acknowledgement.frames import reworded
from cha.promises.acknowledgement.letter import Fine, Letter, Line, Part, Sheet, Vow, Words, clean
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.values import Business
from cha.promises.acknowledgement.wording import (
    TROUBLE,
    closing,
    date_words,
    marks,
    rows,
    spoken,
    their_clock,
    understood_lines,
)
from cha.promises.pathway import Step
from cha.promises.understanding import Understood

_ANSWER_TO: Final = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|antw|tr|rv|sv|رد)\s{0,3}:\s{0,3}){1,10}", re.IGNORECASE)

# All that an unproven sender may see again: a shop's own pattern for order numbers could take in more.
_CODE: Final = re.compile(r"(?=.{0,23}\d)[A-Z0-9/-]{1,24}")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the first answer says. Moments are aware; `zone` is the person's.

    proven: whether the sender is who they say. Where not, the mail is text alone and holds no name and none of
    their words, whatever the other fields are.
    person_first_name, subject: theirs, only used when proven.
    looks_next: a member's first name; None is the business.
    closed_until: when the business is back, while it is closed.
    own: the channel's own sentences (see `frames`).
    """

    language: str
    zone: str
    business: Business
    understood: Understood
    promised_by: datetime
    now: datetime
    link: str
    link_until: date
    steps: tuple[Step, ...] = ()
    proven: bool = False
    person_first_name: str | None = None
    subject: str | None = None
    looks_next: str | None = None
    closed_until: datetime | None = None
    own: Mapping[str, str] = field(default_factory=dict)


def render(ack: Acknowledgement) -> Words:
    """The mail in `ack.language`; English where there is no catalogue."""
    ack = replace(ack, language=spoken(ack.language))
    with override(ack.language):
        return words_of(reworded(_known(ack), ack.own)) if ack.proven else words_of(_unknown(ack), html=False)


def render_short(ack: Acknowledgement) -> str:
    """The same in a few lines of plain text, for a channel whose answers are no letters: what was understood, who
    answers by when, closed hours. None of their own words are in it, only what patterns recognised.
    """
    ack = replace(ack, language=spoken(ack.language))
    with override(ack.language):
        # A date alone says nothing in so few words.
        facts = [fact for fact in ack.understood.facts if fact.kind != "date"]
        ticks = understood_lines(ack.understood.topic, facts)
        lines = (Line(_("We heard you.")), *ticks, _preview(ack), *_closed(ack))
        return "\n".join(clean(line.text()) for line in lines)


def bare_subject(subject: str | None) -> str:
    """`subject` on one line, without "Re:" and its like."""
    return _ANSWER_TO.sub("", clean(subject or ""))


def _known(ack: Acknowledgement) -> Letter:
    subject = bare_subject(ack.subject)
    parts: list[Part] = [_hello(ack), _vow(ack)]
    ticks = understood_lines(ack.understood.topic, ack.understood.facts)
    if not ticks and subject:
        ticks = (Line(_("You wrote about “%(subject)s”."), {"subject": subject}),)
    if ticks:
        wrong = Line(_("Not quite right? Answer this mail, in your own words."))
        parts.append(Sheet(heading=Line(_("What we understood")), ticks=ticks, soft=(wrong,)))
    parts += [_way(ack), closing(ack.business, Line(_("A person reads every answer to this mail.")))]
    title = Line(_("We heard you: %(subject)s"), {"subject": subject}) if subject else Line(_("We heard you"))
    return _letter(ack, title, tuple(parts))


def _unknown(ack: Acknowledgement) -> Letter:
    when = {"when": said(ack.now, now=ack.now, zone=ack.zone, language=ack.language)}
    orders = [fact for fact in ack.understood.facts if fact.kind == "order" and _CODE.fullmatch(fact.value)]
    ticks = understood_lines(ack.understood.topic, orders)
    first = Sheet(
        lines=(
            Line(_("A message reached us from this address %(when)s."), when),
            Line(_("If you wrote it: thank you. You have our answer %(when)s."), {"when": _by(ack)}),
            *_closed(ack),
        )
    )
    once = Sheet(
        button=Line(_("So that we answer the right person, please open this page once")),
        soft=(
            Line(_("It works until %(date)s."), {"date": _until(ack)}),
            Line(_("If you did not write to us, do nothing. We send nothing more.")),
        ),
    )
    understood = (Sheet(heading=Line(_("What we understood")), ticks=ticks),) if ticks else ()
    # The page about what is kept is a second link; this mail has one.
    fine = closing(ack.business)
    return _letter(ack, Line(_("Did you write to us?")), (first, *understood, once, Fine(fine.lines)))


def _letter(ack: Acknowledgement, subject: Line, parts: tuple[Part, ...]) -> Letter:
    return Letter(
        language=ack.language,
        business=ack.business.name,
        brand=ack.business.brand,
        subject=subject,
        preview=_preview(ack),
        parts=parts,
        href=ack.link,
        marks=marks(),
    )


def _preview(ack: Acknowledgement) -> Line:
    name = ack.looks_next if ack.proven else None
    if name:
        return Line(_("%(name)s answers you %(when)s."), {"name": name, "when": _by(ack)})
    return Line(_("You have our answer %(when)s."), {"when": _by(ack)})


def _hello(ack: Acknowledgement) -> Sheet:
    name = {"name": ack.person_first_name or ""}
    title = Line(_("%(name)s, we heard you."), name) if ack.person_first_name else Line(_("We heard you."))
    sorry = Line(_("If we got something wrong, we are sorry, and we put it right."))
    who = (
        Line(_("<b>%(name)s looks at this next.</b> You will not have to tell it again."), {"name": ack.looks_next})
        if ack.looks_next
        else Line(
            _("<b>A person at %(business)s looks at this next.</b> You will not have to tell it again."),
            {"business": ack.business.name},
        )
    )
    return Sheet(title=title, lines=(sorry, who) if ack.understood.topic in TROUBLE else (who,))


def _vow(ack: Acknowledgement) -> Vow:
    """The promise, the business's clock in a sentence of its own where it differs, and closed hours."""
    when = {"when": _by(ack)}
    line = (
        Line(
            _("%(name)s answers you <b>%(when)s</b>, your time. If that slips, you hear it from us first."),
            {"name": ack.looks_next, **when},
        )
        if ack.looks_next
        else Line(_("You have our answer <b>%(when)s</b>, your time. If that slips, you hear it from us first."), when)
    )
    more = [*_clock(ack), *_closed(ack)]
    pattern = " ".join([line.pattern, *(extra.pattern for extra in more)])
    values = {name: value for part in (line, *more) for name, value in part.values.items()}
    return Vow(Line(_("Our promise")), Line(pattern, values))


def _clock(ack: Acknowledgement) -> tuple[Line, ...]:
    ours = their_clock(ack.promised_by, zone=ack.zone, business=ack.business, language=ack.language)
    return (Line(_("Our clock says %(clock)s then."), {"clock": ours}),) if ours else ()


def _closed(ack: Acknowledgement) -> tuple[Line, ...]:
    if ack.closed_until is None:
        return ()
    back = at_when(ack.closed_until, now=ack.now, zone=ack.zone, language=ack.language)
    return (Line(_("We are closed now and back %(back)s."), {"back": back}),)


def _way(ack: Acknowledgement) -> Sheet:
    alone = _("This link is yours alone and works until %(date)s. Please do not pass it on.")
    return Sheet(
        heading=Line(_("What happens next")) if ack.steps else None,
        rows=rows(ack.steps, now=ack.now, zone=ack.zone, language=ack.language),
        button=Line(_("See how far we are")),
        soft=(Line(alone, {"date": _until(ack)}),),
    )


def _by(ack: Acknowledgement) -> str:
    return by_when(ack.promised_by, now=ack.now, zone=ack.zone, language=ack.language)


def _until(ack: Acknowledgement) -> str:
    return date_words(ack.link_until, zone=ack.zone, language=ack.language)
