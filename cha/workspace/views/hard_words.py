"""Hard words: what they need, our line, distance; a lead's yes, and lifting."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.resolutions.endings.bounding import ask_distance, call_lead, give_to_second, lift, pause, say_line, take_five
from cha.resolutions.endings.ending import agree, given_words, words_of
from cha.resolutions.models import Boundary
from cha.workspace.amounts import money_typed
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.endings.hard_words import HardWords, hard_words, pause_times
from cha.workspace.now.page import act, back_to, moment, say_done


@members
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """The three steps; any of them can be the last."""
    conversation = find_conversation(request, conversation_id)
    found = hard_words(conversation, request.user, moment())
    values = {"conversation": conversation, "hard": found}
    if request.method == "GET":
        return act(request, "hard_words", values)
    done = request.POST.get("do", "")
    do = _DOES.get(request.POST.get("distance", "") if done == "distance" else done, _nothing)
    try:
        do(request, conversation, found)
    except (Invalid, Conflict, Refused) as error:
        return act(request, "hard_words", {**values, "typed": request.POST}, error)
    return back_to(conversation)


def _line(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    words, once = request.POST.get("line", "").strip() or found.line, request.POST.get("once", "")[:40]
    _row, message = say_line(conversation, words, by=request.user, once=once)
    undo = reverse("withdrawal", args=[conversation.pk, message.pk])
    say_done(request, _("Our line is on its way"), undo)


def _pause(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    row = pause(conversation, by=request.user, answer_by=pause_times(conversation), second=found.second)
    say_done(request, _("A pause of 24 hours"), reverse("boundary-lifting", args=[conversation.pk, row.pk]))


def _second(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    if found.second is None:
        raise Invalid(_("Nobody else is there who could answer. Take a pause instead."), field="distance")
    note = _("Hard words, folded. What they need: %(need)s") % {"need": found.need}
    give_to_second(conversation, found.second, by=request.user, note=note)
    say_done(request, _("%(name)s answers from here") % {"name": found.second.first_name})


def _mail(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    _asked(request, ask_distance(conversation, "mail", by=request.user, why=request.POST.get("why", "")))


def _end(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    typed = request.POST.get("amount", "").strip()
    back = money_typed(typed, found.currency, get_language() or "en", field="amount") if typed else None
    why = request.POST.get("why", "")
    _asked(request, ask_distance(conversation, "end", by=request.user, why=why, back=back))


def _asked(request: MemberRequest, row: Boundary) -> None:
    if row.since and not row.message:
        # A lead asked, and one yes was all it needed.
        agree(row, words_of(row), by=request.user, given=given_words(row))
    say_done(request, _("It holds from now on") if row.since else _("The leads are asked"))


def _threat(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    call_lead(conversation, by=request.user, lead=found.lead)
    say_done(request, _("The leads are called. The words are kept as proof."))


def _break(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    take_five(request.user, second=found.second)
    say_done(request, _("A quarter of an hour is yours. You are covered."))


def _nothing(request: MemberRequest, conversation: Conversation, found: HardWords) -> None:
    raise Invalid(_("Choose how much distance you need."), field="distance")


_DOES: dict[str, Callable[[MemberRequest, Conversation, HardWords], None]] = {
    "line": _line,
    "pause": _pause,
    "second": _second,
    "mail": _mail,
    "end": _end,
    "threat": _threat,
    "break": _break,
}


@members
@require_POST
def yes(request: MemberRequest, conversation_id: int, boundary_id: int) -> HttpResponse:
    """A lead says yes to what is asked for."""
    conversation = find_conversation(request, conversation_id)
    row = _find(conversation, boundary_id)
    row = agree(row, words_of(row), by=request.user, given=given_words(row))
    say_done(request, _("It holds from now on") if row.since else _("You said yes. Another lead must, too."))
    return back_to(conversation)


@members
@require_POST
def lifting(request: MemberRequest, conversation_id: int, boundary_id: int) -> HttpResponse:
    """Lift what holds, or say no to what is asked for."""
    conversation = find_conversation(request, conversation_id)
    lift(_find(conversation, boundary_id), by=request.user)
    say_done(request, _("Lifted"))
    return back_to(conversation)


def _find(conversation: Conversation, boundary_id: int) -> Boundary:
    rows = Boundary.objects.filter(pk=boundary_id, person_id=conversation.person_id)
    row = rows.select_related("conversation__person").first()
    if row is None:
        raise NotFound(_("There is no such boundary."))
    return row
