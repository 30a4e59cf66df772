"""The failures page: what could not be sent, read or run (law 10)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cha.channels.failures import not_fetched, not_read, not_run, not_sent, trying_again
from cha.conversations.access import sees_all
from cha.people.models.record_source import troubled_sources
from cha.team.models import Member
from cha.workspace.connectors.doubts import mends_of, not_carried_out
from cha.workspace.doors import MemberRequest, members
from cha.workspace.mending import mailboxes, mends, shops
from cha.workspace.mending.wires import wires
from cha.workspace.now.page import moment
from cha.workspace.now.rows import Moment
from cha.workspace.rail import rail

Groups = list[tuple[str, str, str, list[mends.Mend]]]


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """Everyone's failures, or `whose=mine`, or those that are `mended`, and how the ways in and out are."""
    whose = request.GET.get("whose", "")
    at, member = moment(), request.user
    values = {
        "whose": whose,
        "segments_of": _segments(whose),
        "groups": _mended(member, at) if whose == "mended" else _open(member, whose == "mine", at),
        "wires": wires(at),
        "looked": at,
        "done": list(messages.get_messages(request)),
        "rail": rail(member, "failures"),
    }
    return render(request, "workspace/failures/page.html", values)


def _segments(whose: str) -> list[tuple[str, str, bool]]:
    page = reverse("failures")
    return [
        (_("Everyone’s"), page, whose not in ("mine", "mended")),
        (_("Mine"), f"{page}?whose=mine", whose == "mine"),
        (_("Mended"), f"{page}?whose=mended", whose == "mended"),
    ]


def _open(member: Member, mine: bool, at: Moment) -> Groups:
    failed, again = not_sent(member), trying_again(member)
    given = [row for row in not_carried_out(member) if not mine or member.pk in (row.keeper_id, row.decided_by_id)]
    if mine:
        failed, again = mends.of(member, failed), mends.of(member, again)
    groups = [
        ("sent", _("Not sent"), _("they have not seen it"), mends.not_sent(failed, member, at)),
        ("again", _("Not sent yet"), _("tried again by itself"), mends.not_sent(again, member, at)),
        (
            "given",
            _("Not given"),
            _("what was decided did not go through, or nobody knows"),
            mends_of(given, member, at),
        ),
    ]
    if not mine:
        unread, stopped = mends.not_read(not_read(member), at), mends.not_run(not_run(member), at)
        away = mailboxes.not_fetched(not_fetched(member), member, at)
        groups.append(("fetched", _("Not fetched"), _("mail waits where we cannot get at it"), away))
        silent = shops.not_asked(troubled_sources() if sees_all(member) else (), member, at)
        groups.append(("asked", _("Not answered"), _("shops that do not say what they know"), silent))
        groups.append(("read", _("Not read"), _("somebody wrote what we cannot open"), unread))
        groups.append(("run", _("Not run"), _("work that stopped half-way"), stopped))
    return [group for group in groups if group[3]]


def _mended(member: Member, at: Moment) -> Groups:
    found = mends.mended(member, at)
    return [("mended", _("Mended"), _("in the last seven days"), found)] if found else []
