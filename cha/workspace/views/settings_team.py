"""Settings, Team: who is with us, who is invited, who sees what, and who answers together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.channels.models import Channel
from cha.core.errors import Invalid, Refused
from cha.core.verbs import verb
from cha.team.ending import end_sessions
from cha.team.letters import send_invitation
from cha.team.models import Member, OwnRole, Role, Team
from cha.team.models.invitation import invite
from cha.team.models.member import change_member, must_manage_member
from cha.team.models.sight import clear_sight, key_of, set_sight, sight_table
from cha.team.models.sign_in_link import make_sign_in_link
from cha.team.models.team import form_team, set_teams
from cha.team.second_step import forget_second_step, ways_of
from cha.workspace.devices import mail_address_link, places
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.role_words import SCOPES, role_named, role_rows
from cha.workspace.settings_page import saved, show, typed, wrong

SEEN = (Role.LEAD, Role.AGENT, Role.LIGHT)


@managers
@require_GET
def team(request: MemberRequest) -> HttpResponse:
    """Everybody, and what each may do and see."""
    return _team_page(request)


@managers
@require_POST
def invitations(request: MemberRequest) -> HttpResponse:
    """Invite somebody: the link is shown once, and mailed when a relay is set."""
    post = request.POST
    named = role_named(post.get("role", ""))
    try:
        person, path = invite(post.get("email", ""), post.get("name", ""), by=request.user, **named)
    except (Invalid, Refused) as error:
        return _team_page(request, status=error.status, form=typed(request), errors=wrong(error))
    mailed = send_invitation(person, settings.CHA_PUBLIC_URL + path, by=request.user)
    return _link_page(request, person, path, mailed=mailed)


@managers
@require_POST
def sight(request: MemberRequest) -> HttpResponse:
    """Say what each role sees, everywhere and per channel."""
    _set_sights(request.POST.dict(), by=request.user)
    return saved("settings-team")


@managers
@require_POST
def teams(request: MemberRequest) -> HttpResponse:
    """Form a team."""
    try:
        form_team(request.POST.get("team", "")[:60], by=request.user)
    except Invalid as error:
        return _team_page(request, status=422, errors=wrong(error))
    return saved("settings-team")


@managers
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    """One member: name, role and teams."""
    found = get_object_or_404(Member, pk=member_id)
    if request.method != "POST":
        return _member_page(request, found)
    try:
        _change(found, request.POST.dict(), request.POST.getlist("teams"), by=request.user)
    except (Invalid, Refused) as error:
        return _member_page(request, found, status=error.status, form=typed(request), errors=wrong(error))
    return saved("settings-team")


@managers
@require_POST
def link(request: MemberRequest, member_id: int) -> HttpResponse:
    """A one-time link for a member who cannot get in. Only an owner makes one for an owner."""
    found = get_object_or_404(Member, pk=member_id, is_active=True)
    must_manage_member(request.user, found)
    return _link_page(request, found, make_sign_in_link(found))


@managers
@require_POST
def seat(request: MemberRequest, member_id: int) -> HttpResponse:
    """Take a member's seat away, or give it back: without it they are out at once."""
    found = get_object_or_404(Member, pk=member_id)
    try:
        change_member(found, by=request.user, is_active=request.POST.get("active") == "1")
    except (Invalid, Refused) as error:
        return _member_page(request, found, status=error.status, errors={"form": error.sentence})
    return saved("settings-team")


@managers
@require_POST
def sessions(request: MemberRequest, member_id: int) -> HttpResponse:
    """End everything that a member has open: a lost phone, a machine that was left."""
    found = get_object_or_404(Member, pk=member_id)
    end_sessions(found, by=request.user)
    return saved("settings-member", found.pk)


@managers
@require_POST
def second_step(request: MemberRequest, member_id: int) -> HttpResponse:
    """Take a member's passkeys, app and codes away, so that a link lets them in again."""
    found = get_object_or_404(Member, pk=member_id)
    forget_second_step(found, by=request.user)
    return saved("settings-member", found.pk)


@managers
@require_POST
def address(request: MemberRequest, member_id: int) -> HttpResponse:
    """Mail a member's new address the link that proves it."""
    found = get_object_or_404(Member, pk=member_id)
    email = request.POST.get("email", "")
    try:
        mail_address_link(found, email, by=request.user)
    except Invalid as error:
        return _member_page(request, found, status=422, wanted=email, errors=wrong(error))
    return _member_page(request, found, asked=email)


@verb
def _change(member: Member, post: dict[str, str], team_ids: list[str], *, by: Member) -> None:
    fields: dict[str, Any] = {
        "name": post.get("name", "").strip()[:120],
        "say_name": post.get("say_name", "").strip()[:80],
    }
    if post.get("role", key_of(member)) != key_of(member):
        fields |= role_named(post["role"])
    change_member(member, by=by, **fields)
    chosen = [team for team in Team.objects.all() if str(team.pk) in team_ids]
    set_teams(member, chosen, by=by)


@verb
def _set_sights(post: dict[str, str], *, by: Member) -> None:
    table = sight_table()
    for role in [*SEEN, *map(str, OwnRole.objects.values_list("pk", flat=True))]:
        for channel in (0, *Channel.objects.values_list("pk", flat=True)):
            wanted, known = post.get(f"{role}-{channel}"), table.get((role, channel), "")
            if wanted is None or wanted == known:
                continue
            if wanted:
                set_sight(role, wanted, channel, by=by)
            else:
                clear_sight(role, channel, by=by)


def _team_page(request: MemberRequest, **more: Any) -> HttpResponse:
    everybody = Member.objects.prefetch_related("teams").select_related("invitation", "own_role")
    everybody = everybody.order_by("-is_active", "id")
    rows = role_rows(everybody)
    context: dict[str, Any] = {
        "members": everybody,
        "teams": Team.objects.prefetch_related("members").order_by("name"),
        "roles": {row.key: row for row in rows},
        "key_of": key_of,
        "scopes": SCOPES,
        "seen": [row for row in rows if row.own or row.key in SEEN],
        "sights": sight_table(),
        "channels": list(Channel.objects.all()),
        "relay": bool(settings.CHA_RELAY),
        "form": {},
    }
    return show(request, "settings/team.html", **{**context, **more})


def _member_page(request: MemberRequest, member: Member, **more: Any) -> HttpResponse:
    form = {"name": member.name, "say_name": member.say_name, "role": key_of(member)}
    context: dict[str, Any] = {
        "member": member,
        "form": form,
        "roles": role_rows(),
        "ways": ways_of(member),
        "places": places(member),
        "teams": Team.objects.order_by("name"),
        "in_teams": set(member.teams.values_list("pk", flat=True)),
    }
    return show(request, "settings/member.html", **{**context, **more})


def _link_page(request: MemberRequest, member: Member, path: str, *, mailed: bool = False) -> HttpResponse:
    address = settings.CHA_PUBLIC_URL + path
    response = show(request, "settings/link.html", member=member, address=address, mailed=mailed)
    response["Cache-Control"] = "no-store"
    return response
