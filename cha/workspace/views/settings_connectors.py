"""Settings, Connectors: where money goes out. Add one, try it, pause it, remove it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.core.errors import ChaError, Invalid
from cha.resolutions.carrying.connecting import keep_connector, note_trial, pause_connector, remove_connector
from cha.resolutions.carrying.errands import house_of
from cha.resolutions.connectors.base import Kind, Trial
from cha.resolutions.models import Connector
from cha.workspace.connectors.told import (
    does_of,
    form_of,
    heard_at,
    kind_of,
    offered,
    shown_again,
    told,
    typed_of,
)
from cha.workspace.doors import MemberRequest, managers
from cha.workspace.now.page import moment
from cha.workspace.settings_page import saved, show, wrong


@managers
@require_GET
def connectors(request: MemberRequest) -> HttpResponse:
    """All connectors, how each is, and the kinds that can be added."""
    at = moment()
    rows = [told(row, at) for row in Connector.objects.order_by("id")]
    return show(request, "connectors/index.html", rows=rows, kinds=offered())


@managers
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    """Add one."""
    return _edit(request, None, kind_of(kind))


@managers
@require_http_methods(["GET", "POST"])
def connector(request: MemberRequest, connector_id: int) -> HttpResponse:
    """One connector: change it, see how it is."""
    row = get_object_or_404(Connector, pk=connector_id)
    return _edit(request, row, kind_of(row.kind))


@managers
@require_POST
def trial(request: MemberRequest, connector_id: int) -> HttpResponse:
    """Ask it whether we are let in. Nothing moves."""
    row = get_object_or_404(Connector, pk=connector_id)
    kind = kind_of(row.kind)
    try:
        found = kind.trial(house_of(row, kind))
    except Invalid as error:
        found = Trial(False, error.sentence)
    note_trial(row, found, by=request.user)
    return saved("settings-connector", row.pk)


@managers
@require_POST
def pausing(request: MemberRequest, connector_id: int) -> HttpResponse:
    """Nothing new goes over it, or again."""
    row = get_object_or_404(Connector, pk=connector_id)
    pause_connector(row, by=request.user, paused=row.active)
    return saved("settings-connector", row.pk)


@managers
@require_POST
def removal(request: MemberRequest, connector_id: int) -> HttpResponse:
    """Let it go, when nothing is open over it."""
    row = get_object_or_404(Connector, pk=connector_id)
    try:
        remove_connector(row, by=request.user)
    except ChaError as error:
        return _page(request, row, kind_of(row.kind), form_of(kind_of(row.kind), row), wrong(error), error.status)
    return saved("settings-connectors")


def _edit(request: MemberRequest, row: Connector | None, kind: Kind) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, kind, form_of(kind, row))
    try:
        private = settings.CHA_CONNECTORS_PRIVATE
        kept = keep_connector(row, by=request.user, private=private, **typed_of(request.POST, kind))
    except ChaError as error:
        return _page(request, row, kind, shown_again(request.POST, kind), wrong(error), error.status)
    return saved("settings-connector", kept.pk)


def _page(
    request: MemberRequest,
    row: Connector | None,
    kind: Kind,
    form: Mapping[str, Any],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "kind": kind,
        "how": told(row, moment()) if row else None,
        "does": does_of(kind),
        "heard_at": heard_at(row, kind) if row else "",
        "errors": errors or {},
    }
    return show(request, "connectors/connector.html", status=status, form=form, **context)
