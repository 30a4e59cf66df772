"""A macro before it is run: each step in words for one person, with what it means now, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.channels.models.channel import channel_of
from cha.conversations.blanks import filled
from cha.conversations.models import Conversation, Macro
from cha.conversations.models.checklist import must_be_ticked_off
from cha.conversations.models.filling import must_be_filled_in
from cha.conversations.steps import Step, timed
from cha.core.errors import Invalid
from cha.core.hours import Hours, always
from cha.language.times import by_when, said
from cha.people.fields import applies, read_value, said_value
from cha.people.models.custom_field import fields_of
from cha.team.models import Member, Power, Team
from cha.workspace.now.copies import ways_to
from cha.workspace.now.rows import Moment
from cha.workspace.now.saved import known_to
from cha.workspace.now.words import topic_words

WRITES: Final = ("say", "note")
# What each is called where a set of steps is put together, and its drawing.
ACTS: Final = {
    "say": (gettext_lazy("Write a reply"), "send"),
    "note": (gettext_lazy("Write a note"), "lock"),
    "give": (gettext_lazy("Assign to"), "user-plus"),
    "tag": (gettext_lazy("Tag"), "tag"),
    "untag": (gettext_lazy("Take tags off"), "minus"),
    "topic": (gettext_lazy("Say what it is about"), "message-square-text"),
    "later": (gettext_lazy("Later"), "clock"),
    "promise": (gettext_lazy("Promise"), "handshake"),
    "fill": (gettext_lazy("Fill in a field"), "clipboard-pen"),
    "check": (gettext_lazy("Put on the checklist"), "list-checks"),
    "right": (gettext_lazy("Put right"), "check"),
    "spam": (gettext_lazy("Spam"), "shield-alert"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What a step is read for: the conversation, who would run it, now, when somebody is there, what fills blanks."""

    conversation: Conversation
    member: Member
    at: Moment
    hours: Hours
    known: Mapping[str, str]

    def said(self, moment: str) -> str:
        """A moment in words, on the clock of the house."""
        return said(datetime.fromisoformat(moment), now=self.at.at, zone=self.at.zone, language=self.at.language)


@dataclass(frozen=True, slots=True)
class Ready:
    """One step: `words` what it would do, `why` in a small line; `not_now` says why it cannot be, "" when it can.

    `text` are words to read and change first; `hidden` what goes with the form, so that what was read is what is done.
    """

    place: int
    act: str
    icon: str
    words: str
    why: str
    not_now: str
    on: bool
    text: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


def case_of(conversation: Conversation, member: Member, at: Moment) -> Case:
    """Everything that steps are read with."""
    channel = channel_of(conversation)
    hours = channel.hours() if channel else always(at.zone)
    return Case(conversation, member, at, hours, known_to(conversation, member))


def ready(macro: Macro, case: Case) -> list[Ready]:
    """Its steps for this conversation, in order."""
    return [_ready(place, timed(step, case.at.at, case.hours), case) for place, step in enumerate(macro.steps)]


def _ready(place: int, step: Step, case: Case) -> Ready:
    words, why, not_now = _SAYS[step["act"]](step, case)
    text = filled(step["text"], case.known) if step["act"] in WRITES else ""
    hidden = tuple((name, step[name]) for name in ("until", "by") if step.get(name))
    icon = ACTS[step["act"]][1]
    return Ready(place, step["act"], icon, words, "" if not_now else why, not_now, not not_now, text, hidden)


Told = tuple[str, str, str]


def _say(step: Mapping[str, Any], case: Case) -> Told:
    name = case.conversation.person.first_name
    ways = ways_to(case.conversation, "")
    not_now = "" if ways else _("There is no address to answer to.")
    return _("Write to %(name)s") % {"name": name}, _("you read it first"), not_now


def _note(step: Mapping[str, Any], case: Case) -> Told:
    return _("Write a note"), _("for the team only"), ""


def _give(step: Mapping[str, Any], case: Case) -> Told:
    if step.get("me"):
        here = case.conversation.assignee_id == case.member.pk
        return _("Take it over yourself"), "", _("it is with you already") if here else ""
    if step.get("team"):
        team = Team.objects.filter(pk=step["team"]).first()
        return _give_to(team.name if team else "", bool(team))
    member = Member.objects.filter(pk=step["member"]).first()
    return _give_to(member.first_name if member else "", bool(member and member.answers))


def _give_to(name: str, there: bool) -> Told:
    not_now = "" if there else _("nobody of that name answers people here now")
    return _("Assign to %(name)s") % {"name": name or _("somebody who left")}, "", not_now


def _tag(step: Mapping[str, Any], case: Case) -> Told:
    new = set(step["tags"]) - _tags(case)
    return _("Tag “%(tags)s”") % {"tags": ", ".join(step["tags"])}, "", "" if new else _("it has them already")


def _untag(step: Mapping[str, Any], case: Case) -> Told:
    there = set(step["tags"]) & _tags(case)
    return _("Take “%(tags)s” off") % {"tags": ", ".join(step["tags"])}, "", "" if there else _("it has none of them")


def _tags(case: Case) -> set[str]:
    return set(case.conversation.tags.values_list("name", flat=True))


def _topic(step: Mapping[str, Any], case: Case) -> Told:
    not_now = _("it says so already") if case.conversation.topic == step["topic"] else ""
    return _("Say that it is about: %(topic)s") % {"topic": topic_words(step["topic"])}, "", not_now


def _later(step: Mapping[str, Any], case: Case) -> Told:
    if not step["until"]:
        return _("Put it off"), "", _("nobody is there for a year")
    promised = case.conversation.next_promise_at
    clash = promised is not None and datetime.fromisoformat(step["until"]) > promised
    words = _("Put it off until %(when)s") % {"when": case.said(step["until"])}
    return words, _("sooner, if they write"), _("something is promised before then") if clash else ""


def _promise(step: Mapping[str, Any], case: Case) -> Told:
    if not step["by"]:
        return _("Promise %(what)s") % {"what": step["words"]}, "", _("nobody is there for a year")
    at, zone = case.at, case.conversation.person.zone or case.at.zone
    when = by_when(datetime.fromisoformat(step["by"]), now=at.at, zone=zone, language=at.language)
    words = _("Promise %(what)s %(when)s, with you") % {"what": step["words"], "when": when}
    return words, _("they read it in your answer and on their page"), ""


def _fill(step: Mapping[str, Any], case: Case) -> Told:
    field = next((one for one in fields_of("conversation") if one.key == step["key"]), None)
    if field is None:
        return _("Fill in a field"), "", _("the field is asked for no more")
    words = _("Fill in %(field)s: %(value)s")
    try:
        value = read_value(field, step["value"], language="en")
    except Invalid as error:
        return words % {"field": field.name, "value": step["value"]}, "", error.sentence
    row = case.conversation
    not_now = "" if applies(field, row.custom, row.topic) else _("it is not asked for here")
    not_now = _("it says so already") if row.custom.get(field.key) == value else not_now
    return words % {"field": field.name, "value": said_value(field, value, language=case.at.language)}, "", not_now


def _check(step: Mapping[str, Any], case: Case) -> Told:
    new = set(step["items"]) - set(case.conversation.checks.values_list("text", flat=True))
    words = _("Put on the checklist: %(items)s") % {"items": ", ".join(step["items"])}
    return words, "", "" if new else _("all of it is there already")


def _right(step: Mapping[str, Any], case: Case) -> Told:
    why = _("%(name)s is asked whether it is") % {"name": case.conversation.person.first_name}
    not_now = "" if case.conversation.is_open else _("it is not open any more")
    if not not_now:
        try:
            must_be_filled_in(case.conversation)
            must_be_ticked_off(case.conversation)
        except Invalid as error:
            not_now = error.sentence
    return _("Put right"), why, not_now


def _spam(step: Mapping[str, Any], case: Case) -> Told:
    not_now = "" if Power.PUT_ASIDE in case.member.powers else _("your role here does not include it")
    return _("Put it with spam and machines"), "", not_now


_SAYS: Final[dict[str, Callable[[Mapping[str, Any], Case], Told]]] = {
    "say": _say,
    "note": _note,
    "give": _give,
    "tag": _tag,
    "untag": _untag,
    "topic": _topic,
    "later": _later,
    "promise": _promise,
    "fill": _fill,
    "check": _check,
    "right": _right,
    "spam": _spam,
}
