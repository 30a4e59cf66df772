"""A remedy that is in doubt, or failed over a connector: a member says which it is, or has it go again."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.core.errors import ChaError, NotFound
from cha.resolutions.carrying.settling import settle_doubt, try_again
from cha.resolutions.models import Remedy
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.page import act, back_to, say_done


@members
@require_http_methods(["GET", "POST"])
def settle(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It was paid, or it was not and goes again; and how they know."""
    row = _remedy(request, conversation_id, remedy_id)
    if request.method == "GET":
        return _ask(request, row, "remedy-settle")
    paid = request.POST.get("paid") == "yes"
    because, words = request.POST.get("because", ""), request.POST.get("words", "")
    try:
        settle_doubt(row, paid=paid, by=request.user, because=because, words=words)
    except ChaError as error:
        return _ask(request, row, "remedy-settle", error)
    say_done(request, _("Noted: it was done.") if paid else _("It goes again."))
    return back_to(row.conversation)


@members
@require_http_methods(["GET", "POST"])
def resend(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """What failed goes again, with the number of the payment where it was not found."""
    row = _remedy(request, conversation_id, remedy_id)
    if request.method == "GET":
        return _ask(request, row, "remedy-resend")
    try:
        try_again(row, by=request.user, payment=request.POST.get("payment", ""))
    except ChaError as error:
        return _ask(request, row, "remedy-resend", error)
    say_done(request, _("It goes again."))
    return back_to(row.conversation)


def _ask(request: MemberRequest, row: Remedy, name: str, error: ChaError | None = None) -> HttpResponse:
    address = reverse(name, args=[row.conversation_id, row.pk])
    values = {"remedy": row, "conversation": row.conversation, "address": address, "again": name == "remedy-resend"}
    return act(request, "remedy_settle", {**values, "typed": request.POST}, error)


def _remedy(request: MemberRequest, conversation_id: int, remedy_id: int) -> Remedy:
    conversation = find_conversation(request, conversation_id)
    rows = Remedy.objects.select_related("connector").filter(pk=remedy_id, conversation=conversation)
    row = rows.exclude(connector=None).first()
    if row is None:
        raise NotFound(_("There is no such thing given."))
    row.conversation = conversation
    return row
