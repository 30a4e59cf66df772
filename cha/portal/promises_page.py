"""The page of kept promises, for everybody: numbers only, and honest where there are few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cha.language.phrases import phrases
from cha.promises.models import Promise, StandingLink
from cha.promises.tally import COUNTED, Months, Tally, counted, months

# Below so many, a share says more about chance than about us.
FEW: Final = 10
HOUR: Final = 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """How a month went, in numbers. `kinds` are (what, kept, of how many), `counted_at` when it was counted."""

    since: datetime
    went: Months
    kinds: tuple[tuple[str, int, int], ...]
    counted_at: datetime

    @property
    def few(self) -> bool:
        """Whether there are too few for a share."""
        return self.went.this.all < FEW


def is_open() -> bool:
    """Whether the business shows it. Off until an owner or manager switches it on."""
    return StandingLink.objects.filter(kind=StandingLink.Kind.PUBLIC).exists()


def kept_promises(at: datetime, zone: str) -> Kept:
    """This month where the business is, or the one before while this one has few. Counted once an hour."""
    since, before = months(at, zone)
    key = f"kept-promises:{since:%Y-%m-%d}"
    found: Kept | None = cache.get(key)
    if found is None:
        found = _count(since, before, at, zone)
        cache.set(key, found, HOUR)
    return found


def _count(since: datetime, before: datetime, at: datetime, zone: str) -> Kept:
    rows = Promise.objects.all()
    went = counted(rows, since, before)
    if went.this.all < FEW <= went.last.all:
        earlier = months(before, zone)[1]
        shown = counted(rows.filter(settled_at__lt=since), before, earlier)
        return Kept(before, shown, _kinds(before, since), at)
    return Kept(since, went, _kinds(since, None), at)


def _kinds(since: datetime, until: datetime | None) -> tuple[tuple[str, int, int], ...]:
    rows = Promise.objects.filter(settled_at__gte=since, state__in=COUNTED)
    rows = rows.filter(settled_at__lt=until) if until else rows
    kinds = rows.order_by().values("kept_by").annotate(all=Count("id"), kept=Count("id", filter=Q(state="kept")))
    return tuple((row["kept_by"], row["kept"], row["all"]) for row in kinds.order_by("-all", "kept_by"))


def kind_words(kind: str) -> tuple[str, str]:
    """A kind of promise as customers read it, and when it counts as kept."""
    known = {
        "answer": (_("To answer"), _("by the time we said")),
        "call": (_("To call"), _("by the time we said")),
        "remedy": (_("To give what was chosen"), _("given, not only promised")),
        "right": (_("To put it right"), _("until they say that it is")),
    }
    return known.get(kind, (_("To do what we said"), _("by the time we said")))


def headline(kept: Kept, zone: str, language: str) -> str:
    """How the month went, in a sentence or two."""
    name = phrases(language).months[kept.since.astimezone(ZoneInfo(zone)).month - 1]
    tally = kept.went.this
    if not tally.all:
        return _("In %(month)s, nothing that we promised has come due yet.") % {"month": name}
    made = ngettext("We made %(num)s promise in %(month)s.", "We made %(num)s promises in %(month)s.", tally.all)
    done = ngettext("%(num)s is kept.", "%(num)s are kept.", tally.kept)
    return f"{made % {'num': tally.all, 'month': name}} {done % {'num': tally.kept}}"


def rest(tally: Tally) -> str:
    """What became of those that were not kept as they were said."""
    parts = []
    if tally.moved:
        moved = ngettext("%(num)s got a new time.", "%(num)s got a new time.", tally.moved)
        parts.append(moved % {"num": tally.moved})
    if tally.broken:
        broken = ngettext("%(num)s we broke.", "%(num)s we broke.", tally.broken)
        parts.append(broken % {"num": tally.broken})
    return " ".join(parts)
