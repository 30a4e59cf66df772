"""The house as its policy knows it: the currencies, topics and media there are, and who decides."""

from __future__ import annotations

from typing import Final

from cha.channels.registry import media
from cha.promises.models.pathway_template import PathwayTemplate
from cha.promises.understanding import TOPICS
from cha.resolutions.authority import asker_with
from cha.resolutions.models.unlock import Unlock
from cha.resolutions.policy.checking import House, Someone
from cha.team.models import Member, brand

USUAL: Final = "EUR"


def house() -> House:
    """What there is now. Three queries."""
    return House(currencies(), frozenset(topics_here()), frozenset(media()), deciders())


def currencies() -> tuple[str, ...]:
    """The currencies that the shop uses, the usual one first."""
    face = brand()
    return tuple(dict.fromkeys((face.currency, *face.more_currencies))) if face else (USUAL,)


def topics_here() -> list[str]:
    """The topics that a rule may speak of: those that Cha knows, and the house's own."""
    own = PathwayTemplate.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True)
    return list(dict.fromkeys((*TOPICS, *own)))


def deciders() -> tuple[Someone, ...]:
    """The members who answer people, from most authority to least, with what they have and passed."""
    unlocks: dict[int, list[Unlock]] = {}
    for row in Unlock.objects.order_by("id"):
        unlocks.setdefault(row.member_id, []).append(row)
    found = [member for member in Member.objects.select_related("own_role").order_by("name") if member.answers]
    rank = {role: place for place, role in enumerate(("owner", "manager", "lead", "agent"))}
    found.sort(key=lambda member: rank.get(member.role, len(rank)))
    return tuple(Someone(one.pk, one.name, asker_with(one, unlocks.get(one.pk, ()))) for one in found)
