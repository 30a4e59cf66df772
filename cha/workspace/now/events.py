"""What the ledger says of a conversation, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.ledger import Event
from cha.core.queries import asked
from cha.language.times import span
from cha.team.models import Member, Team
from cha.workspace.now.words import mood_words, topic_words

# Shown as quiet lines between what was said; the others are on the audit trail only.
QUIET: Final = {
    "conversation.assigned": "user-check",
    "conversation.put_right": "check",
    "conversation.confirmed": "check-check",
    "conversation.reopened": "rotate-ccw",
    "conversation.snoozed": "clock",
    "conversation.woken": "clock",
    "conversation.put_aside": "trash-2",
    "conversation.taken_back": "undo-2",
    "conversation.merged": "merge",
    "conversation.taken_apart": "split",
    "conversation.given_back": "split",
    "conversation.person_joined": "merge",
    "conversation.person_given_back": "split",
    "conversation.split": "split",
    "conversation.split_off": "split",
    "promise.made": "handshake",
    "promise.kept": "check",
    "promise.broken": "heart-crack",
    "promise.renegotiated": "refresh-cw",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called: members and teams of the house, and the person whose conversation it is."""

    members: Mapping[int, str]
    teams: Mapping[int, str] = field(default_factory=dict)
    person: str = ""

    def member(self, key: object) -> str:
        """A member's first name, or "nobody"."""
        name = self.members.get(key) if isinstance(key, int) else None
        return name.split(" ")[0] if name else _("nobody")

    def actor(self, kind: str, key: int | None) -> str:
        """Who did something."""
        if kind == "member":
            return self.member(key)
        if kind == "rule":
            return _("A rule of the house")
        return self.person.split(" ")[0] if kind == "person" and self.person else "Cha"


def names_for(person: str) -> Names:
    """The names of the house, in two small queries."""
    return Names(dict(_members()), dict(_teams()), person)


@asked()
def _members() -> QuerySet[Member, tuple[int, str]]:
    return Member.objects.values_list("id", "name")


@asked()
def _teams() -> QuerySet[Team, tuple[int, str]]:
    return Team.objects.values_list("id", "name")


def is_quiet_line(verb: str, facts: Mapping[str, Any]) -> bool:
    """Whether an event is a line of the conversation. An acknowledgement says its own promise."""
    if verb in ("promise.made", "promise.kept"):
        # The message that asks for a moment says so itself, and what answers it.
        return facts.get("kind") not in ("answer", "hold")
    return verb in QUIET


def sentence(event: Event, names: Names) -> str:
    """One event in words; its code where there are none yet. What came late says how late, and why."""
    words, late = _sentence(event, names), event.facts.get("late_seconds")
    if not isinstance(late, int):
        return words
    by = span(timedelta(seconds=late), get_language() or "en")
    return _("%(words)s, %(span)s late: no worker ran it in time") % {"words": words, "span": by}


def _sentence(event: Event, names: Names) -> str:
    who = names.actor(event.actor_kind, event.actor_id)
    if event.verb == "conversation.assigned":
        return _assigned(event, who, names)
    known = _sentences().get(event.verb)
    if known is None:
        return f"{who}: {event.verb}"
    return known % {
        "who": who,
        "mood": mood_words(str(event.facts.get("mood", ""))) or _("no mood"),
        "topic": topic_words(str(event.facts.get("topic", ""))),
        "code": event.facts.get("code") or "",
    }


def _assigned(event: Event, who: str, names: Names) -> str:
    member, team = event.facts.get("member"), event.facts.get("team")
    if member and member == event.actor_id:
        return _("%(who)s took this over") % {"who": who}
    if member:
        return _("%(who)s gave this to %(member)s") % {"who": who, "member": names.member(member)}
    if team:
        return _("%(who)s gave this to %(team)s") % {"who": who, "team": names.teams.get(team, "")}
    return _("%(who)s gave this to nobody in particular") % {"who": who}


def _sentences() -> dict[str, str]:
    return {
        "conversation.opened": _("%(who)s began a conversation"),
        "conversation.acknowledged": _("%(who)s answered at once"),
        "conversation.put_right": _("%(who)s put it right"),
        "conversation.confirmed": _("%(who)s says that it is put right"),
        "conversation.reopened": _("%(who)s opened it again"),
        "conversation.snoozed": _("%(who)s snoozed it"),
        "conversation.woken": _("Back from its snooze"),
        "follow_up.set": _("%(who)s wants to look again on a day to come"),
        "follow_up.moved": _("%(who)s chose another day to look again"),
        "follow_up.due": _("It is time to look again"),
        "follow_up.done": _("%(who)s has looked again"),
        "follow_up.ended": _("%(who)s called off looking again"),
        "time_rule.acted": _("%(who)s did its next step"),
        "time_rule.moved": _("%(who)s moved the next step of a rule"),
        "time_rule.stopped": _("%(who)s lets no rule act here"),
        "time_rule.resumed": _("%(who)s lets the rule act after all"),
        "conversation.put_aside": _("%(who)s put it aside"),
        "conversation.taken_back": _("%(who)s took it back"),
        "conversation.tagged": _("%(who)s changed the tags"),
        "conversation.person_joined": _("%(who)s found that this is the same person"),
        "conversation.person_given_back": _("%(who)s found that this is another person"),
        "conversation.joined": _("%(who)s merged it into another conversation"),
        "conversation.merged": _("Two became one story, says %(who)s"),
        "conversation.taken_apart": _("%(who)s took the story apart"),
        "conversation.given_back": _("%(who)s took it out of another conversation"),
        "conversation.split": _("%(who)s split off another story"),
        "conversation.split_off": _("%(who)s split this off another conversation"),
        "conversation.linked": _("%(who)s linked it with another conversation"),
        "conversation.unlinked": _("%(who)s took a link to another conversation away"),
        "conversation.followed": _("%(who)s follows it"),
        "check.added": _("%(who)s wrote down what is to be done"),
        "check.done": _("%(who)s ticked something off"),
        "check.undone": _("%(who)s said that something is not done after all"),
        "check.dropped": _("%(who)s took something off the list"),
        "check.moved": _("%(who)s put the list in another order"),
        "check.needed": _("%(who)s said what is needed before it is put right"),
        "macro.run": _("%(who)s ran a set of steps"),
        "macro.undone": _("%(who)s took a set of steps back"),
        "note.taken_back": _("%(who)s took a note back"),
        "checklist.kept": _("%(who)s kept the list for its topic"),
        "conversation.unfollowed": _("%(who)s no longer follows it"),
        "conversation.topic_set": _("%(who)s said what it is about: %(topic)s"),
        "message.heard": _("%(who)s wrote"),
        "message.filed": _("%(who)s wrote (a machine)"),
        "message.said": _("%(who)s answered"),
        "message.released": _("The answer went on its way"),
        "message.withdrawn": _("%(who)s took an answer back"),
        "message.edited": _("%(who)s changed what was said"),
        "message.taken_back": _("%(who)s took back what was said"),
        "note.written": _("%(who)s wrote a note"),
        "mood.read": _("%(who)s guessed a mood: %(mood)s"),
        "mood.corrected": _("%(who)s corrected the mood: %(mood)s"),
        "care.read": _("%(who)s read that this asks for more care"),
        "care.corrected": _("%(who)s said that it asks for no more care"),
        "target.missed": _("A target of our own was missed"),
        "participant.joined": _("Somebody joined"),
        "links.revoked": _("%(who)s revoked the private links"),
        "handing.made": _("%(who)s made a code for their phone"),
        "handing.opened": _("%(who)s has it on their phone"),
        "call.noted": _("%(who)s rang them"),
        "promise.made": _("%(who)s made a promise"),
        "promise.warned": _("%(who)s told them, before it was due, that it takes longer"),
        "promise.apologised": _("%(who)s said sorry for a broken promise"),
        "promise.keeper_changed": _("Somebody else keeps a promise now"),
        "promise.keeper_missing": _("Nobody was found to keep a promise"),
        "promise.kept": _("%(who)s kept a promise"),
        "promise.broken": _("A promise was broken"),
        "promise.at_risk": _("A promise is at risk"),
        "promise.renegotiated": _("%(who)s agreed a new time"),
        "promise.released": _("A promise was released"),
        "delivery.made": _("A mail was made ready"),
        "delivery.sent": _("A mail was sent"),
        "delivery.delayed": _("A mail was not taken yet; it is tried again"),
        "delivery.rested": _("A mail waits for a way out"),
        "delivery.failed": _("A mail failed for good"),
        "delivery.retried": _("%(who)s tried again"),
        "delivery.dropped": _("%(who)s let a failed mail go"),
        "fact.learned": _("%(who)s noted a fact"),
        "fact.corrected": _("%(who)s corrected a fact"),
        "payload.read": _("A mail was read"),
    }
