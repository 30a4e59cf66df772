"""Settings, API: the tokens by which programs come in, each as one member."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import decode, encode
from cha.language.times import said
from cha.team.models import ApiToken, Member
from cha.team.models.api_token import make_token, revoke_token
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.page import moment
from cha.workspace.settings_page import saved, show, typed, wrong


@never_cache
@managers
@require_http_methods(["GET", "POST"])
def tokens(request: MemberRequest) -> HttpResponse:
    """All of them; a new one is shown once, on the answer to the form that made it."""
    if request.method != "POST":
        return _page(request)
    try:
        member, ends = _member(request), _ends(request)
        writes = request.POST.get("scope") == "write"
        _row, token = make_token(request.POST.get("name", ""), member, by=request.user, writes=writes, ends_at=ends)
    except (Invalid, Refused) as error:
        return _page(request, status=error.status, form=typed(request), errors=wrong(error))
    return _page(request, made=token, form={})


@managers
@require_POST
def revocation(request: MemberRequest, token_id: int) -> HttpResponse:
    """Let it in no more."""
    revoke_token(get_object_or_404(ApiToken, pk=token_id), by=request.user)
    return saved("settings-api")


def _member(request: MemberRequest) -> Member:
    try:
        found = Member.objects.filter(pk=decode(request.POST.get("member", "")), is_active=True).first()
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("Choose whom it acts as."), field="member")
    return found


def _ends(request: MemberRequest) -> datetime | None:
    """The end of the day that was typed, where the member is; None for a token without an end."""
    given = request.POST.get("ends", "").strip()
    if not given:
        return None
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2200:
        raise Invalid(_("That is no day. One looks like 2027-01-31."), field="ends")
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(moment().zone))


def _page(request: MemberRequest, *, status: int = 200, **more: object) -> HttpResponse:
    rows = ApiToken.objects.select_related("member").order_by("-id")
    standing = [row for row in rows if row.lets_in(now())]
    gone = [row for row in rows if not row.lets_in(now())][:20]
    members = [(encode(row.pk), row.name) for row in Member.objects.filter(is_active=True).order_by("name")]
    form = {"member": encode(request.user.pk)}
    rows_shown = {"tokens": standing, "gone": gone, "when": _when, "members": members}
    context = {"form": form, "made": "", **rows_shown, **more}
    return show(request, "settings/api.html", status=status, **context)


def _when(at: datetime | None) -> str:
    here = moment()
    return said(at, now=here.at, zone=here.zone, language=here.language) if at else ""
