"""Counting: how many are in each view, kept, so that a page shows it for nothing.

A count is kept by the words of its filter and by what its reader may see (for most, everything: then it is the same for
all of them). A page shows what is kept; where something was recorded since, the worker counts again, at most every five
seconds and only while somebody looks. Only what was never counted is counted by the page, as far as that is quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from time import perf_counter
from typing import Any, Final
from zoneinfo import ZoneInfo

from cha.conversations.access import sees_all
from cha.conversations.filters import Filter, parse, said
from cha.conversations.listing import Channels, listed
from cha.conversations.models.viewing import ViewCount
from cha.core.clock import now
from cha.core.ledger import newest_position
from cha.core.tasks import task
from cha.team.models import Member, Scope, brand
from cha.team.models.sight import sight_of

MOST: Final = 999
EVERY: Final = timedelta(seconds=5)
# What depends on the time of day is counted again though nothing was recorded.
OLD: Final = timedelta(minutes=1)
# Seconds that a page may spend on what was never counted.
AT_ONCE: Final = 0.1
FORGOTTEN: Final = timedelta(days=7)
PERSONAL: Final = frozenset({"mine", "me", "you", "myself", "my", "us", "draft"})


def kept_counts(
    member: Member, wanted: Mapping[str, Filter], at: datetime, channels: Channels | None = None
) -> dict[str, int]:
    """How many are in each, by its name; 1,000 stands for more than 999. Two queries when all of it is kept.

    What was never counted and is not quickly counted now is left out: the worker has it in a moment.
    """
    texts = {name: said(one) for name, one in wanted.items()}
    keys = {name: _key(member, texts[name], one) for name, one in wanted.items()}
    rows = ViewCount.objects.in_bulk(list(keys.values()))
    position = str(newest_position())
    stale = [name for name, key in keys.items() if key not in rows or _stale(rows[key], position, at)]
    if stale:
        bucket = int(at.timestamp() // EVERY.total_seconds())
        again = [texts[name] for name in stale]
        recount.enqueue(member.pk, again, dict(channels or {}), key=f"count:{scope_of(member)}:{member.pk}:{bucket}")
    found = {name: rows[key].number for name, key in keys.items() if key in rows}
    began = perf_counter()
    for name in stale:
        if name not in found and perf_counter() - began < AT_ONCE:
            found[name] = count(wanted[name], member, at, channels)
    return found


def count(wanted: Filter, member: Member, at: datetime, channels: Channels | None = None) -> int:
    """How many there are now, at most one more than `MOST`."""
    rows = listed(wanted, by=member, at=at, channels=channels).order_by().values_list("pk", flat=True)
    return len(rows[: MOST + 1])


def scope_of(member: Member) -> str:
    """Who is shown the same counts: a word for what the member may see, another one as soon as that changes."""
    if sees_all(member):
        return "all"
    general, by_channel = sight_of(member)
    teams: Iterable[int] = ()
    if Scope.TEAM in {general, *by_channel.values()}:
        teams = sorted(member.teams.values_list("pk", flat=True))
    told = f"{general} {sorted(by_channel.items())} {list(teams)}"
    return f"{member.pk}.{_digest(told, 6)}"


def _key(member: Member, text: str, wanted: Filter) -> str:
    own = any(PERSONAL & {value.casefold() for value in clause.values} for clause in wanted.clauses)
    return f"{_digest(text, 12)}:{member.pk if own else ''}:{scope_of(member)}"


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()


def _stale(row: ViewCount, position: str, at: datetime) -> bool:
    age = at - row.counted_at
    return age > OLD or (age > EVERY and row.position != position)


@task("conversations.recount", rank=8)
def recount(member_id: int, texts: list[str], channels: dict[str, Any]) -> None:
    """Count views again, as one member sees them."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        return
    face = brand()
    for text in texts:
        # Before the count: what is recorded meanwhile makes it stale at once.
        position, at = str(newest_position()), now()
        wanted = parse(text)
        number = count(wanted, member, at.astimezone(ZoneInfo(face.zone if face else "UTC")), channels)
        fields = {"number": number, "counted_at": at, "position": position}
        ViewCount.objects.update_or_create(key=_key(member, text, wanted), defaults=fields)


def forget_counts() -> None:
    """Forget what nobody has looked at for a week."""
    ViewCount.objects.filter(counted_at__lt=now() - FORGOTTEN).delete()
