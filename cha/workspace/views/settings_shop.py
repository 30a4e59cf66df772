"""Settings, Shop system: where orders come from. Add one, try it, pause it, remove it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import ChaError, Invalid, NotFound
from cha.people.models import RecordSource
from cha.people.models.record_source import keep_source, pause_source, remove_source
from cha.people.records.adapters.rest import FIELDS, LINES
from cha.people.records.pulling import ask_to_try
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.page import moment
from cha.workspace.orders.settings import field_words, kinds, told
from cha.workspace.settings_page import SEE_OTHER, saved, show, typed, wrong

MAPPED = ("list", *FIELDS, "lines", *(f"line_{name}" for name in LINES))


@managers
@require_GET
def sources(request: MemberRequest) -> HttpResponse:
    """All shops, how each is, and the kinds that can be added."""
    at = moment()
    rows = [told(row, at) for row in RecordSource.objects.all()]
    return show(
        request, "settings/shop.html", rows=rows, kinds=kinds(), pushes=request.build_absolute_uri("/api/v1/records")
    )


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    """Add one of a kind that is asked; one that sends is known from its first push on."""
    if kind not in dict(kinds()):
        raise NotFound(_("There is no such kind of shop."))
    return _edit(request, None, kind)


@managers
@require_http_methods(["GET", "POST"])
def source(request: MemberRequest, source_id: int) -> HttpResponse:
    """One shop: change it, see what a try showed."""
    row = get_object_or_404(RecordSource, pk=source_id)
    return _edit(request, row, row.kind)


@managers
@require_POST
def trial(request: MemberRequest, source_id: int) -> HttpResponse:
    """Ask it about somebody; what it answers is shown on its page."""
    row = get_object_or_404(RecordSource, pk=source_id)
    try:
        ask_to_try(row, request.POST.get("email", ""), by=request.user)
    except Invalid as error:
        return _page(request, row, row.kind, _form(row), wrong(error), 422)
    response = redirect(reverse("settings-shop-source", args=[row.pk]) + "#tried")
    response.status_code = SEE_OTHER
    return response


@managers
@require_POST
def pausing(request: MemberRequest, source_id: int) -> HttpResponse:
    """Ask it no more, or again."""
    row = get_object_or_404(RecordSource, pk=source_id)
    pause_source(row, by=request.user, paused=row.paused_at is None)
    return saved("settings-shop-source", row.pk)


@managers
@require_POST
def removal(request: MemberRequest, source_id: int) -> HttpResponse:
    """Let it go, with all that it said."""
    remove_source(get_object_or_404(RecordSource, pk=source_id), by=request.user)
    return saved("settings-shop")


def _edit(request: MemberRequest, row: RecordSource | None, kind: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, kind, _form(row))
    secret = request.POST.get("secret", "").strip()
    try:
        kept = keep_source(row, by=request.user, secret=secret, **_said(request.POST, kind, row))
    except ChaError as error:
        form = {**typed(request), "secret": ""}
        return _page(request, row, kind, form, wrong(error), error.status)
    return saved("settings-shop-source", kept.pk)


def _page(
    request: MemberRequest,
    row: RecordSource | None,
    kind: str,
    form: dict[str, Any],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "kind": kind,
        "kind_words": dict(kinds()).get(kind, _("Sends by itself")),
        "how": told(row, moment()) if row else None,
        "mapped": [(name, field_words(name)) for name in MAPPED],
        "errors": errors or {},
    }
    return show(request, "settings/shop_source.html", status=status, form=form, **context)


def _form(row: RecordSource | None) -> dict[str, Any]:
    if row is None:
        return {"minutes": 15, "header": "Authorization"}
    mapped = {f"map_{name}": row.mapping.get(name, "") for name in MAPPED}
    plain = {"name": row.name, "url": row.url, "user": row.user, "minutes": row.minutes}
    return {**plain, **mapped, "header": row.mapping.get("header", "")}


def _said(post: QueryDict, kind: str, row: RecordSource | None) -> dict[str, Any]:
    said: dict[str, Any] = {"name": post.get("name", "")}
    if row is None:
        said["kind"] = kind
    if kind == RecordSource.Kind.PUSH:
        return said
    minutes = post.get("minutes", "").strip()
    said |= {"url": post.get("url", "").strip(), "minutes": int(minutes) if minutes.isdecimal() else 0}
    if kind == RecordSource.Kind.WOOCOMMERCE:
        said["user"] = post.get("user", "").strip()[:120]
    if kind == RecordSource.Kind.REST:
        paths = {name: post.get(f"map_{name}", "").strip()[:200] for name in MAPPED}
        said["mapping"] = {name: path for name, path in paths.items() if path}
        if header := post.get("header", "").strip():
            said["mapping"]["header"] = header
    return said
