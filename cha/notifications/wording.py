"""What a notification says, in the language that is on. Never a person's own words: those are for the page alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cha.core.money import Money
from cha.language.times import by_when, clock
from cha.notifications.models import Notification, zone_of


@dataclass(frozen=True, slots=True)
class Line:
    """`head` is what happened, and leads there; `rest` goes on in the same sentence. `path` is where it leads."""

    head: str
    rest: str
    path: str

    @property
    def whole(self) -> str:
        """Both, as one sentence."""
        return f"{self.head} {self.rest}".strip()


def line(row: Notification, at: datetime) -> Line:
    """The sentence about a notification, for its member, at a moment."""
    head, rest = _SAID.get(row.kind, _somebody)(row, at)
    return Line(head, rest, path_of(row))


# What leads to a place of its own, and not to a conversation or a person.
_PLACES: Final = {"decide": "approvals", "policy": "policy"}


def path_of(row: Notification) -> str:
    """Where a notification leads."""
    if row.kind in _PLACES:
        return reverse(_PLACES[row.kind])
    if row.conversation_id:
        return reverse("conversation", args=[row.conversation_id])
    return reverse("person", args=[row.person_id]) if row.person_id else reverse("for-you")


def together(rows: list[Notification], at: datetime) -> tuple[str, str]:
    """A title and a text for several that come at once."""
    title = ngettext("%(num)s thing for you", "%(num)s things for you", len(rows)) % {"num": len(rows)}
    heads = [line(row, at).head for row in rows[:3]]
    return title, " · ".join(heads) + (" …" if len(rows) > len(heads) else "")


def _names(row: Notification) -> dict[str, str]:
    person = row.conversation.person if row.conversation else row.person
    return {
        "person": person.called if person else _("Somebody"),
        "who": row.actor.first_name if row.actor else _("Cha"),
    }


def _promise(row: Notification, at: datetime) -> tuple[str, str]:
    by = datetime.fromisoformat(row.facts["by"])
    what = row.facts.get("words") or (_("An answer") if row.kind == "slipping" else _("Your answer"))
    when = by_when(by, now=at, zone=zone_of(row.member), language=get_language() or "en")
    head = _("%(what)s to %(person)s") % {**_names(row), "what": what}
    if by <= at:
        return head, _("was due at %(when)s.") % {"when": _clock(row, by)}
    left = int((by - at).total_seconds() // 60)
    minutes = ngettext("%(num)s minute left.", "%(num)s minutes left.", left) % {"num": left}
    return head, _("is due %(when)s.") % {"when": when} + (f" {minutes}" if left <= 90 else "")


def _clock(row: Notification, when: datetime) -> str:
    return clock(when, zone=zone_of(row.member), language=get_language() or "en")


def _writes(row: Notification, at: datetime) -> tuple[str, str]:
    names = _names(row)
    if row.facts.get("released"):
        return _("%(person)s needs it no more:") % names, row.facts.get("words") or _("your answer")
    if not row.facts.get("again"):
        return _("%(person)s wrote") % names, _("to you.")
    head, keeper = _("%(person)s wrote again") % names, row.conversation.assignee if row.conversation else None
    if keeper and keeper.pk != row.member_id:
        return head, _("after you put it right. %(keeper)s has it, you may leave it.") % {"keeper": keeper.first_name}
    return head, _("after you put it right.")


def _named(row: Notification, at: datetime) -> tuple[str, str]:
    return _("%(who)s named you") % _names(row), _("in a note on %(person)s.") % _names(row)


def _slipping(row: Notification, at: datetime) -> tuple[str, str]:
    """A promise of somebody else's, for whoever leads."""
    head, rest = _promise(row, at)
    if not row.facts.get("keeper"):
        return head, rest + " " + _("It is nobody’s yet.")
    pattern = _("%(keeper)s is away.") if row.facts.get("why") == "away" else _("%(keeper)s has it, and is not at it.")
    return head, rest + " " + pattern % {"keeper": row.facts["keeper"]}


def _given(row: Notification, at: datetime) -> tuple[str, str]:
    if row.facts.get("promise"):
        head, rest = _promise(row, at)
        return head, rest + " " + _("It is yours now.")
    return _("%(person)s came to you") % _names(row), _("from %(who)s.") % _names(row)


def _decide(row: Notification, at: datetime) -> tuple[str, str]:
    names = {**_names(row), "amount": _amount(row)}
    return _("%(who)s asks for your yes") % names, _("to %(amount)s for %(person)s.") % names


def _amount(row: Notification) -> str:
    return Money(int(row.facts["amount"]), str(row.facts["currency"])).said(get_language() or "en")


def _approved(row: Notification) -> tuple[str, str]:
    names = {**_names(row), "amount": _amount(row)}
    if row.facts.get("via") == "policy":
        return _("You decide yourself") % names, _("on %(amount)s for %(person)s: nobody answered in time.") % names
    head = {
        "yes": _("%(who)s said yes"),
        "other": _("%(who)s would rather another way"),
        "no": _("%(who)s said no"),
    }.get(str(row.facts["answer"]), _("An answer was taken back"))
    return head % names, _("to %(amount)s for %(person)s.") % names


def _asked(row: Notification, at: datetime) -> tuple[str, str]:
    if row.facts.get("answer"):
        return _approved(row)
    if row.actor is None:
        return _("Somebody outside answered you"), _("about %(person)s.") % _names(row)
    return _("%(who)s answered you") % _names(row), _("about %(person)s.") % _names(row)


def _failed(row: Notification, at: datetime) -> tuple[str, str]:
    return _("Your message did not arrive:"), _("%(person)s has not seen it.") % _names(row)


def _back(row: Notification, at: datetime) -> tuple[str, str]:
    return _("Back from later:"), _names(row)["person"]


def _thanked(row: Notification, at: datetime) -> tuple[str, str]:
    by_name = row.facts.get("by_name")
    return _("%(person)s thanked you") % _names(row), _("by name.") if by_name else ""


def _hard(row: Notification, at: datetime) -> tuple[str, str]:
    return _("%(person)s wrote") % _names(row), _("and it is not easy to read. Take your time.")


def _disowned(row: Notification, at: datetime) -> tuple[str, str]:
    rest = _("about a private link of theirs. Every link was closed; they can ask for a new one.")
    return _("%(person)s said: that was not me") % _names(row), rest


def _ending(row: Notification, at: datetime) -> tuple[str, str]:
    """A lead is needed; never a word of what was said."""
    said = {
        "threat": (_("%(who)s needs you now:"), _("a threat from %(person)s. The words are folded.")),
        "distance": (_("%(who)s asks for distance"), _("from %(person)s. Leads decide.")),
        "complaint": (_("A complaint of %(person)s"), _("is yours to answer.")),
        "appeal": (_("%(person)s asks for a second look"), _("at a complaint that somebody else decided.")),
        "again": (_("%(person)s asks again"), _("about a no. Somebody else than who said it answers.")),
    }
    head, rest = said.get(row.facts.get("what", ""), (_("Something for you:"), "%(person)s"))
    return head % _names(row), rest % _names(row)


def _somebody(row: Notification, at: datetime) -> tuple[str, str]:
    return _("Something for you:"), _names(row)["person"]


def _chosen(row: Notification, at: datetime) -> tuple[str, str]:
    """What became of an offer; a way is said in the house's own words."""
    names, facts = _names(row), row.facts
    what = facts.get("what")
    if what == "expired":
        return _("%(person)s has not chosen:") % names, _("call them.") if facts.get("calls") else _(
            "the time is over."
        )
    if what == "person":
        return _("%(person)s wants to talk to a person") % names, _("before choosing.")
    if what != "chosen":
        return _("%(person)s wants something else") % names, _("than what was offered.")
    head = _("%(person)s chose again:") if facts.get("again") else _("%(person)s chose:")
    rest = f"“{facts.get('words', '')}”."
    return head % names, f"{rest} {_('It needs a look before it is given.')}" if facts.get("problem") else rest


def _remedy(row: Notification, at: datetime) -> tuple[str, str]:
    """What is not given, in the house's own words."""
    head = _("“%(what)s” for %(person)s") % {**_names(row), "what": row.facts.get("words", "")}
    if row.facts.get("what") == "doubted":
        return head, _("may be paid, and may not: settle it before anything is tried again.")
    return head, _("did not go through.")


def _policy(row: Notification, at: datetime) -> tuple[str, str]:
    """What may be decided is another, and why."""
    names = {**_names(row), "who": row.actor.first_name if row.actor else "Cha"}
    head = _("%(who)s changed what you may decide:") % names
    return head, f"“{row.facts.get('why', '')}”"


_SAID = {
    "promise": _promise,
    "slipping": _slipping,
    "writes": _writes,
    "named": _named,
    "given": _given,
    "asked": _asked,
    "decide": _decide,
    "failed": _failed,
    "back": _back,
    "thanked": _thanked,
    "hard": _hard,
    "ending": _ending,
    "chosen": _chosen,
    "remedy": _remedy,
    "policy": _policy,
    "disowned": _disowned,
}
