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
from cha.workspace.now.sentences import SENTENCES
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
    "complaint.opened": "scale",
    "complaint.appealed": "scale",
    "approval.asked": "badge-check",
    "approval.answered": "badge-check",
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
    known = SENTENCES.get(event.verb)
    if known is None:
        return f"{who}: {event.verb}"
    return str(known) % {
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
