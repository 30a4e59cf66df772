"""The table of choices and the quiet hours, as the page shows them, and as a form gives them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cha.core.clock import now
from cha.language.times import clock
from cha.notifications.kinds import CHANNELS, Kind, kinds_for
from cha.notifications.models import PushBrowser, Reach, reach_of, zone_of
from cha.team.models import Member, Role

HEADS: Final = (
    ("here", "bell", gettext_lazy("Here"), gettext_lazy("here")),
    ("screen", "monitor", gettext_lazy("Screen"), gettext_lazy("on screen")),
    ("phone", "smartphone", gettext_lazy("Phone"), gettext_lazy("on the phone")),
    ("mail", "mail", gettext_lazy("Mail"), gettext_lazy("by mail")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One choice: its field, what ears hear, whether it is on, fixed or never."""

    field: str
    label: str
    on: bool
    fixed: bool
    never: bool
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One kind with its four choices."""

    title: str
    about: str
    cells: tuple[Cell, ...]


def table(reach: Reach, member: Member) -> tuple[Row, ...]:
    """What may reach a member, and where."""
    return tuple(_row(kind, reach) for kind in kinds_for(member.manages, member.leads))


def _row(kind: Kind, reach: Reach) -> Row:
    cells = tuple(
        Cell(
            field=f"{kind.name}:{channel}",
            label=f"{kind.title}: {words}",
            on=reach.allows(kind.name, channel),
            fixed=channel in kind.fixed,
            never=channel in kind.never,
            why=str(kind.why),
        )
        for channel, _glyph, _head, words in HEADS
    )
    return Row(str(kind.title), str(kind.about), cells)


def chosen(post: Mapping[str, str], member: Member) -> dict[str, Any]:
    """A form's choices as `choose` takes them."""
    choices = {
        kind.name: {
            channel: f"{kind.name}:{channel}" in post
            for channel in CHANNELS
            if channel not in kind.fixed and channel not in kind.never
        }
        for kind in kinds_for(member.manages, member.leads)
    }
    return {
        "choices": choices,
        "quiet": "quiet" in post,
        "starts": post.get("starts", ""),
        "ends": post.get("ends", ""),
        "sound": "sound" in post,
        "mails": post.get("mails", "once"),
        "mails_at": post.get("mails_at", "16:00"),
    }


def typed(member: Member, given: Mapping[str, Any]) -> Reach:
    """What was typed and not taken, so that the form keeps it."""
    return Reach(member=member, **given)


def context(member: Member, reach: Reach | None = None) -> dict[str, Any]:
    """Everything beside the inbox."""
    reach = reach or reach_of(member)
    held = reach.held_until if reach.held_until and reach.held_until > now() else None
    return {
        "reach": reach,
        "heads": HEADS,
        "choices": table(reach, member),
        "light": member.role == Role.LIGHT,
        "held": clock(held, zone=zone_of(member), language=member.language) if held else "",
        "browsers": list(PushBrowser.objects.filter(member=member).order_by("id")),
        "mails": (
            ("once", _("each at once")),
            ("daily", _("together, every day")),
            ("weekly", _("together, on Fridays")),
        ),
    }
