"""Settings, Team: roles of the business's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.errors import ChaError, Conflict, Invalid, Refused
from cha.team.models import OwnRole, Role
from cha.team.models.role import POWERS, delete_role, keep_role
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.role_words import POWERS as POWER_WORDS
from cha.workspace.role_words import ROLES
from cha.workspace.settings_page import saved, show, wrong

BASES = [role for role in Role if role != Role.OWNER]


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Make a role."""
    return _keep(request, None) if request.method == "POST" else _page(request, None)


@managers
@require_http_methods(["GET", "POST"])
def role(request: MemberRequest, role_id: int) -> HttpResponse:
    """Change a role."""
    found = get_object_or_404(OwnRole, pk=role_id)
    return _keep(request, found) if request.method == "POST" else _page(request, found)


@managers
@require_POST
def deletion(request: MemberRequest, role_id: int) -> HttpResponse:
    """Take a role away that nobody has."""
    found = get_object_or_404(OwnRole, pk=role_id)
    try:
        delete_role(found, by=request.user)
    except (Conflict, Refused) as error:
        return _page(request, found, error)
    return saved("settings-team")


def _keep(request: MemberRequest, found: OwnRole | None) -> HttpResponse:
    post = request.POST
    try:
        keep_role(post.get("role_name", ""), post.get("base", ""), post.getlist("powers"), by=request.user, role=found)
    except (Invalid, Refused) as error:
        return _page(request, found, error)
    return saved("settings-team")


def _page(request: MemberRequest, found: OwnRole | None, error: ChaError | None = None) -> HttpResponse:
    post = request.POST
    form = {"role_name": found.name, "base": found.base} if found else {"role_name": "", "base": Role.AGENT}
    if error and "role_name" in post:
        form = {"role_name": post["role_name"], "base": post.get("base", "")}
    has = post.getlist("powers") if "role_name" in post else found.powers if found else list(POWERS[Role.MANAGER])
    context: dict[str, Any] = {
        "role": found,
        "form": form,
        "has": set(has),
        "bases": [(str(key), ROLES[key]) for key in BASES],
        "powers": [(key, words, _whose(key)) for key, words in POWER_WORDS.items()],
        "errors": wrong(error) if error else {},
    }
    return show(request, "settings/role.html", status=error.status if error else 200, **context)


def _whose(power: str) -> list[str]:
    return [str(ROLES[base][0]) for base in BASES if power in POWERS[base]]
