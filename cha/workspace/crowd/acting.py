"""Acts on whoever is chosen: what each asks for in a form, and how what was done is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cha.conversations.models import Bulk, Part
from cha.conversations.models.undoing import tally
from cha.core.errors import Invalid
from cha.core.ids import decode
from cha.team.models import Member, Power, Team
from cha.workspace.now.rows import Moment
from cha.workspace.now.times import chosen

Read = Callable[[QueryDict, Moment], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Spec:
    """One act: its words and drawing on the bar, its key, the field whose absence opens its form, how that is read."""

    name: str
    words: Any
    icon: str
    key: str = ""
    asks: str = ""
    read: Read = lambda form, at: {}


def _give(form: QueryDict, at: Moment) -> dict[str, Any]:
    kind, _sep, name = form.get("hand", "").partition(":")
    try:
        key = decode(name) if name else 0
    except ValueError:
        key = 0
    model: type[Member] | type[Team] = Team if kind == "team" else Member
    row = model.objects.filter(pk=key).first() if key else None
    if kind and row is None:
        raise Invalid(_("Choose who looks after them."), field="hand")
    called = row.first_name if isinstance(row, Member) else row.name if row else _("nobody")
    return {"member": key if kind == "member" else None, "team": key if kind == "team" else None, "called": called}


def _later(form: QueryDict, at: Moment) -> dict[str, Any]:
    return {"until": chosen(form, at.zone).isoformat()}


def _tags(form: QueryDict, at: Moment) -> dict[str, Any]:
    tags = [word.strip() for word in [*form.getlist("tag"), *form.get("more", "").split(",")] if word.strip()]
    if not tags:
        raise Invalid(_("Choose a tag, or write a new one."), field="more")
    return {"tags": tags[:20]}


def _topic(form: QueryDict, at: Moment) -> dict[str, Any]:
    return {"topic": form.get("topic", "")[:32]}


def _promise(form: QueryDict, at: Moment) -> dict[str, Any]:
    what = form.get("what", "").strip()
    if not what:
        raise Invalid(_("Say what you promise, in a few words."), field="what")
    return {"by": chosen(form, at.zone).isoformat(), "words": what[:200]}


SPECS: Final = {
    spec.name: spec
    for spec in (
        Spec("give", gettext_lazy("Assign…"), "user-plus", "a", "hand", _give),
        Spec("later", gettext_lazy("Snooze…"), "clock", "s", "until", _later),
        Spec("promise", gettext_lazy("Promise a time…"), "handshake", "p", "what", _promise),
        Spec("tag", gettext_lazy("Tag…"), "tag", "", "more", _tags),
        Spec("topic", gettext_lazy("Topic…"), "message-square-text", "", "topic", _topic),
        Spec("right", gettext_lazy("Put right"), "check", "e"),
        Spec("spam", gettext_lazy("Spam"), "shield-alert"),
        Spec("trash", gettext_lazy("Trash"), "trash-2"),
        Spec("back", gettext_lazy("Take back"), "undo-2"),
    )
}
USUAL: Final = ("give", "later", "promise", "right", "tag", "topic", "spam", "trash")
LYING: Final = ("back", "trash")
IN_TRASH: Final = ("back",)
# What only those may do whose role puts aside.
ASIDE: Final = ("spam", "trash", "back")


def bar_of(view_key: str, member: Member) -> list[Spec]:
    """The acts that make sense in a view, of those that the member may do."""
    names = IN_TRASH if view_key == "trash" else LYING if view_key == "unwanted" else USUAL
    puts_aside = Power.PUT_ASIDE in member.powers
    return [SPECS[name] for name in names if member.answers and (puts_aside or name not in ASIDE)]


@dataclass(frozen=True, slots=True)
class Said:
    """How far an act got, in words; whether it can be taken back now, and whether it is still under way."""

    words: str
    undo: bool
    under_way: bool
    reasons: tuple[str, ...] = ()


def said(bulk: Bulk) -> Said:
    """What was done, and what could not be and why."""
    counts = tally(bulk)
    done, refused = counts.get(Part.State.DONE, 0), counts.get(Part.State.REFUSED, 0)
    undone, stays = counts.get(Part.State.UNDONE, 0), counts.get(Part.State.STAYS, 0)
    if bulk.state == Bulk.State.RUNNING:
        return Said(_("%(done)s of %(total)s done…") % {"done": done + refused, "total": bulk.total}, False, True)
    if bulk.state == Bulk.State.UNDOING:
        return Said(_("%(done)s of %(total)s taken back…") % {"done": undone, "total": bulk.total}, False, True)
    if bulk.state == Bulk.State.UNDONE:
        words = ngettext("%(count)s taken back", "%(count)s taken back", undone) % {"count": undone}
        return Said(_with_rest(words, stays, _("changed since, and stay as they are")), False, False)
    words = _done(bulk, done)
    return Said(_with_rest(words, refused, _("could not")), bool(done), False, _reasons(bulk) if refused else ())


def _with_rest(words: str, rest: int, why: str) -> str:
    return f"{words}, {rest} {why}" if rest else words


def _done(bulk: Bulk, done: int) -> str:
    values: Mapping[str, Any] = {"count": done, "who": bulk.values.get("called", "")}
    pattern = {
        "give": _("%(count)s assigned to %(who)s, each keeps its promise"),
        "later": _("%(count)s snoozed"),
        "promise": _("%(count)s promised"),
        "tag": _("%(count)s tagged"),
        "topic": _("%(count)s have a topic"),
        "right": _("%(count)s put right"),
        "spam": _("%(count)s put with the spam"),
        "trash": _("%(count)s in the trash, for thirty days"),
        "back": _("%(count)s taken back"),
    }[bulk.act]
    return pattern % values


def _reasons(bulk: Bulk) -> tuple[str, ...]:
    refused = bulk.parts.filter(state=Part.State.REFUSED).order_by().values_list("why", flat=True).distinct()
    return tuple(refused[:3])
