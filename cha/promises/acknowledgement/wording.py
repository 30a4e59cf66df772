"""Sentences that several mails and the portal share. Called inside `override(language)`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cha.language.times import by_when, clock, said
from cha.promises.acknowledgement.letter import Fine, Line, Row
from cha.promises.understanding.lexicon import base

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cha.promises.acknowledgement.values import Business
    from cha.promises.pathway import Step
    from cha.promises.understanding import UnderstoodFact

# Where the business may have been wrong: one sorry, on condition.
TROUBLE: Final = frozenset({"late_delivery", "not_arrived", "wrong_item", "damaged", "payment", "refund", "complaint"})


def spoken(language: str) -> str:
    """The language that the mail is in: one with a catalogue, or English. "nl-BE" is "nl"."""
    return base(language)


def topic_words(topic: str) -> str:
    """A topic as a person would say it, or "" for one without words."""
    return {
        "account": _("your account"),
        "cancel": _("cancelling an order"),
        "change_order": _("a change to an order"),
        "complaint": _("something you are not happy with"),
        "damaged": _("something that arrived damaged"),
        "funeral": _("flowers for a funeral"),
        "invoice": _("an invoice"),
        "late_delivery": _("a delivery that is late"),
        "not_arrived": _("something that has not arrived"),
        "opening_hours": _("our opening hours"),
        "payment": _("a payment"),
        "praise": _("a kind word for us"),
        "question_product": _("a question about what we make"),
        "refund": _("money back"),
        "subscription": _("a subscription"),
        "wedding": _("flowers for a wedding"),
        "wrong_item": _("something other than you ordered"),
    }.get(topic, "")


def fact_words(fact: UnderstoodFact) -> Line:
    """A recognised fact with its label."""
    patterns = {
        "order": _("Order %(value)s"),
        "date": _("Date: %(value)s"),
        "amount": _("Amount: %(value)s"),
        "phone": _("Telephone: %(value)s"),
        "quantity": _("How many: %(value)s"),
        "size": _("Size: %(value)s"),
        "address": _("Address: %(value)s"),
        "allergy": _("Allergy: %(value)s"),
        "email": _("E-mail: %(value)s"),
    }
    return Line(patterns.get(fact.kind, "%(value)s"), {"value": fact.value})


def step_words(step: Step, *, now: datetime, zone: str, language: str) -> tuple[Line, Line | None]:
    """What a step is, and when: "today 09:52", "today before 14:00", or None where no time is known."""
    return _what(step), _when(step, now, zone, language)


def rows(steps: Iterable[Step], *, now: datetime, zone: str, language: str) -> tuple[Row, ...]:
    """The pathway's steps as rows of a letter; a late one stands where things are now."""
    made = []
    for step in steps:
        what, when = step_words(step, now=now, zone=zone, language=language)
        made.append(Row("now" if step.state == "late" else step.state, what, when))
    return tuple(made)


def understood_lines(topic: str | None, facts: Sequence[UnderstoodFact]) -> tuple[Line, ...]:
    """What was understood, topic first."""
    words = topic_words(topic) if topic else ""
    about = (Line(_("It is about %(topic)s."), {"topic": words}),) if words else ()
    # An e-mail address in a message is most often the writer's own, below their name.
    return (*about, *(fact_words(fact) for fact in facts if fact.kind != "email"))


def marks() -> dict[str, str]:
    """The words for states in the text version."""
    return {"done": _("done"), "now": _("now"), "next": _("next"), "kept": _("kept")}


def closing(business: Business, *first: Line) -> Fine:
    """How to reach a person, who the business is, what it keeps."""
    place = Line("%(place)s", {"place": ", ".join(filter(None, (business.name, business.address)))})
    keeps = Line(_("What we keep about you")) if business.keeps_link else None
    return Fine((*first, *talk(business), place), keeps, business.keeps_link)


def talk(business: Business) -> tuple[Line, ...]:
    """The telephone line, where there is one."""
    if business.phone and business.hours_line:
        return (Line(_("Rather talk? %(phone)s, %(hours)s."), {"phone": business.phone, "hours": business.hours_line}),)
    return (Line(_("Rather talk? %(phone)s."), {"phone": business.phone}),) if business.phone else ()


def their_clock(moment: datetime, *, zone: str, business: Business, language: str) -> str | None:
    """The business's time of day at `moment`, where its clock differs from the person's."""
    if business.zone is None:
        return None
    theirs, ours = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(business.zone))
    same = theirs.utcoffset() == ours.utcoffset()
    return None if same else clock(moment, zone=business.zone, language=language)


def date_words(day: date, *, zone: str, language: str) -> str:
    """ "11 July". Said from far away, so that a near day is a date as well, not a weekday with a time."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone))
    return said(noon, now=noon - timedelta(days=30), zone=zone, language=language)


def _what(step: Step) -> Line:
    done, name = step.state == "done", {"name": step.who}
    if step.code == "own":
        return Line("%(words)s", {"words": step.words})
    if step.code == "received":
        return Line(_("You wrote, we heard you"))
    if step.code == "read":
        if step.who:
            return Line(_("%(name)s has read it") if done else _("%(name)s reads it"), name)
        return Line(_("We have read it") if done else _("We read it"))
    if step.code == "answered":
        if step.who:
            return Line(_("%(name)s has answered you") if done else _("%(name)s answers you"), name)
        return Line(_("We have answered you") if done else _("We answer you"))
    if step.code == "put_right":
        if step.side == "them" and not done:
            return Line(_("We wait for a word from you"))
        return Line(_("Put right, as we see it") if done else _("We put it right"))
    return Line(_("You said: put right") if done else _("You say whether it is put right"))


def _when(step: Step, now: datetime, zone: str, language: str) -> Line | None:
    if step.at is not None:
        when = _capital(said(step.at, now=now, zone=zone, language=language))
        return (
            Line("%(when)s. %(note)s", {"when": when, "note": step.note})
            if step.note
            else Line("%(when)s", {"when": when})
        )
    if step.state == "late":
        return Line(_("Later than we promised. We are sorry, and we are on it."))
    if step.by is not None:
        return Line("%(when)s", {"when": _capital(by_when(step.by, now=now, zone=zone, language=language))})
    return None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
