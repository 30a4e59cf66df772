"""Vouchers, beside their conversation: what was used of one is noted, or it is ended."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.core.errors import ChaError, NotFound
from cha.core.money import Money
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.workspace.amounts import money_typed
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import act, back_to, say_done
from cha.workspace.views.remedies import find_remedy


@members
@require_http_methods(["GET", "POST"])
def use(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """It was used, wholly or in part."""
    row = _voucher(request, conversation_id, remedy_id)
    if request.method == "GET":
        return _dialog(request, row)
    try:
        done = _use(request, row)
    except ChaError as error:
        return _dialog(request, row, error)
    say_done(request, done)
    return back_to(row.conversation)


@members
@require_POST
def end(request: MemberRequest, conversation_id: int, remedy_id: int) -> HttpResponse:
    """Nothing of it holds any longer."""
    row = _voucher(request, conversation_id, remedy_id)
    end_voucher(row, by=request.user)
    say_done(request, _("The voucher is ended"))
    return back_to(row.conversation)


def _use(request: MemberRequest, row: Remedy) -> str:
    text, language = request.POST.get("amount", "").strip(), get_language() or "en"
    amount = money_typed(text, row.currency, language, field="amount") if text else None
    words, once = request.POST.get("words", ""), request.POST.get("once", "")[:40]
    used = use_voucher(row, by=request.user, amount=amount, words=words, once=once)
    return _("Noted: %(amount)s used") % {"amount": Money(used.amount, row.currency).said(language)}


def _dialog(request: MemberRequest, row: Remedy, error: ChaError | None = None) -> HttpResponse:
    row.voucher.refresh_from_db()
    left = Money(row.voucher.left, row.currency).said(get_language() or "en")
    once = request.POST.get("once") or secrets.token_urlsafe(12)
    values = {"remedy": row, "conversation": row.conversation, "left": left, "once": once, "typed": request.POST}
    return act(request, "voucher", values, error)


def _voucher(request: MemberRequest, conversation_id: int, remedy_id: int) -> Remedy:
    row = find_remedy(request, conversation_id, remedy_id)
    if not hasattr(row, "voucher"):
        raise NotFound(_("That is no voucher."))
    return row
