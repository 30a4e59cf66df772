"""More addresses of a channel: aliases, and whole domains whose mail is taken in whatever stands before the @."""

from __future__ import annotations

from collections.abc import Iterable

from cha.channels.email.addresses import normal
from cha.channels.models.channel import Channel
from cha.core.actor import Acting, Actor, actor_of
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models.member import must_manage

MOST = 200


def addresses_of(channel: Channel) -> list[str]:
    """Every address of a channel: its own, from which it writes, then the others (`*@shop.example`: a domain)."""
    return [channel.address, *channel.settings.get("also", [])]


@verb
def set_also(channel: Channel, addresses: Iterable[str], *, by: Acting | Actor) -> Channel:
    """Let these be the channel's other addresses; `*@shop.example` is a whole domain.

    Raises Refused unless `by` manages, Invalid for what is no address, or is another channel's.
    """
    must_manage(by)
    locked = Channel.objects.select_for_update().get(pk=channel.pk)
    wanted = list(dict.fromkeys(map(_usable, addresses)))
    if len(wanted) > MOST:
        raise Invalid(f"A channel has {MOST} other addresses at most; a whole domain is one of them.", field="also")
    others = Channel.objects.filter(medium=locked.medium).exclude(pk=locked.pk)
    taken = {address: other for other in others for address in addresses_of(other)}
    for address in wanted:
        if address in taken:
            raise Invalid(f"{address} belongs to {taken[address].address} already.", field="also")
    locked.settings["also"] = [address for address in wanted if address != locked.address]
    locked.save(update_fields=["settings"])
    record("channel.changed", by=by, on=locked, fields=["also"], kind=actor_of(by).kind)
    return locked


def _usable(address: str) -> str:
    """The address as it is compared. Raises Invalid."""
    domain = address.strip().removeprefix("*@")
    if domain != address.strip():
        usable = normal(f"a@{domain}")
        found = usable and f"*{usable[1:]}"
    else:
        found = normal(address)
    if not found:
        raise Invalid(f"“{address[:80]}” is no e-mail address. A whole domain looks like *@shop.example.", field="also")
    return found.lower()
