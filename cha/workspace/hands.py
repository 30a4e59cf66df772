"""Hands that a conversation can go to, and what is said with it, as forms ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from cha.conversations.models.handing_over import HandOffWords
from cha.core.ids import decode
from cha.team.models import Member, Team
from cha.team.models.member import ANSWERS


def hands(reader: Member) -> dict[str, Any]:
    """Everybody who answers, whoever asks first, and the teams."""
    rows = Member.objects.filter(is_active=True, role__in=ANSWERS)
    return {
        "hands": sorted(rows, key=lambda hand: (hand.pk != reader.pk, hand.name)),
        "teams": list(Team.objects.order_by("name")),
    }


def chosen_hand(hand: str) -> tuple[Member | None, Team | None]:
    """The member or the team behind `member:ID`, `team:ID`; nobody for anything else."""
    kind, _, name = hand.partition(":")
    try:
        key = decode(name)
    except ValueError:
        return None, None
    if kind == "team":
        return None, Team.objects.filter(pk=key).first()
    return Member.objects.filter(pk=key, is_active=True).first(), None


def words_in(form: Mapping[str, str], suffix: str = "") -> HandOffWords:
    """What a form tells the next one; its fields end in `suffix`."""
    return HandOffWords(**{one.name: form.get(f"{one.name}{suffix}", "") for one in fields(HandOffWords)})
