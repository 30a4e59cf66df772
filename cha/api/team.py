"""The team, as far as a program needs it to hand something to somebody."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Router

from cha.api.shapes import Channels, MemberOut, Members, Teams
from cha.channels.models import Channel
from cha.core.api.answering import said
from cha.core.ids import encode
from cha.core.queries import asked
from cha.team.asking import MemberAsks
from cha.team.models import Member, Team

router = Router(tags=["team"])


@router.get("/me", response=MemberOut, summary="Who the token acts as")
def read_me(request: MemberAsks) -> HttpResponse:
    """The member that this token acts as: what it may see and do is what they may."""
    return said(member_out(request.member))


@router.get("/members", response=Members, summary="Every member with a seat")
def list_members(request: MemberAsks) -> HttpResponse:
    """By name."""
    rows = Member.objects.filter(is_active=True).order_by("name", "id")
    return said(Members(items=[member_out(row) for row in rows]))


@router.get("/teams", response=Teams, summary="Every team")
def list_teams(request: MemberAsks) -> HttpResponse:
    """By name."""
    rows = Team.objects.order_by("name").values_list("pk", "name")
    return said(Teams(items=[{"id": encode(pk), "name": name} for pk, name in rows]))


@router.get("/channels", response=Channels, summary="Every channel")
def list_channels(request: MemberAsks) -> HttpResponse:
    """Ways in and out, oldest first."""
    items = [{"id": encode(pk), "name": name, "medium": medium} for pk, name, medium, _ in channel_rows()]
    return said({"items": items})


@asked()
def channel_rows() -> QuerySet[Channel, tuple[int, str, str, str]]:
    """Every channel: id, name, medium, address."""
    return Channel.objects.order_by("id").values_list("pk", "name", "medium", "address")


def channels_by_name() -> dict[str, list[int]]:
    """The ids of channels by name and address, for filters. One query."""
    found: dict[str, list[int]] = {}
    for pk, name, _medium, address in channel_rows():
        for word in {name.casefold(), address.casefold()}:
            found.setdefault(word, []).append(pk)
    return found


def member_out(member: Member) -> MemberOut:
    """A member as values."""
    return {
        "id": encode(member.pk),
        "name": member.name,
        "email": member.email,
        "role": member.role,
        "answers": member.answers,
    }
