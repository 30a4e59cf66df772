"""Organisations: the list, one of them, changing what is known, and who belongs to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.conversations.access import people_visible_to, sees_all
from cha.core.errors import ChaError, Invalid, NotFound, Refused
from cha.people.models import ContactPoint, Organisation, Person
from cha.people.models.belonging import join_organisation, leave_organisation
from cha.people.models.organisation import keep_organisation, let_go_of, suggested_for
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.organisations.page import listed, whole
from cha.workspace.organisations.sight import find_organisation, find_organisation_to_change
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person_to_change, seat_needed
from cha.workspace.rail import rail
from cha.workspace.settings_page import wrong


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """Those of people whom one may see, by name; `q` narrows it, `after` goes on."""
    values = listed(request.user, request.GET.get("q", "")[:200], request.GET.get("after", ""))
    return _page(request, "index", {**values, "may_add": request.user.answers and sees_all(request.user)})


@members
@require_GET
def show(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """Its people, what is open with them, what they ordered."""
    return _show(request, find_organisation(request, organisation_id))


@members
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one. Only for who sees everybody: to others one without people is not there."""
    if not (request.user.answers and sees_all(request.user)):
        raise Refused(seat_needed(), code="no_seat")
    return _change(request, None)


@members
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """What is known of it. A form that was not taken keeps what was typed."""
    return _change(request, find_organisation_to_change(request, organisation_id))


@members
@require_POST
def removal(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """Delete one that nobody belongs to."""
    organisation = find_organisation_to_change(request, organisation_id)
    try:
        let_go_of(organisation, by=request.user)
    except ChaError as error:
        return _show(request, organisation, {"form": error.sentence}, status=error.status)
    messages.success(request, _("%(name)s is deleted.") % {"name": organisation.name})
    return see("organisations")


@members
@require_POST
def people(request: MemberRequest, organisation_id: int) -> HttpResponse:
    """Let somebody belong to it, found by their address or whole name."""
    organisation = find_organisation_to_change(request, organisation_id)
    said = request.POST.get("who", "").strip()
    try:
        person = _called(said, request.user)
    except Invalid as error:
        return _show(request, organisation, wrong(error), status=422)
    join_organisation(person, organisation, by=request.user, part=request.POST.get("part", ""))
    messages.success(request, _("%(name)s belongs to it.") % {"name": person.called})
    return see("organisation", organisation.pk)


@members
@require_POST
def part(request: MemberRequest, organisation_id: int, person_id: int) -> HttpResponse:
    """Say what somebody does there; with `out`, they do not belong to it any more."""
    organisation = find_organisation_to_change(request, organisation_id)
    person = find_person_to_change(request, person_id)
    if person.organisation_id != organisation.pk:
        raise NotFound(_("They do not belong to it."))
    if request.POST.get("out"):
        leave_organisation(person, by=request.user)
        messages.success(request, _("%(name)s does not belong to it any more.") % {"name": person.called})
    else:
        join_organisation(person, organisation, by=request.user, part=request.POST.get("part", ""))
        messages.success(request, _("Kept."))
    return see("organisation", organisation.pk)


@members
@require_POST
def belonging(request: MemberRequest, person_id: int) -> HttpResponse:
    """A member says yes to what a mail domain suggested: this person belongs to that organisation."""
    person = find_person_to_change(request, person_id)
    suggested = {str(one.pk): one for one in suggested_for(person)}
    organisation = suggested.get(request.POST.get("organisation", ""))
    if organisation is None:
        raise NotFound(_("That is not suggested any more."))
    join_organisation(person, organisation, by=request.user)
    messages.success(request, _("%(name)s belongs to %(other)s.") % {"name": person.called, "other": organisation.name})
    return see("person", person.pk)


def _called(said: str, member: Member) -> Person:
    """Somebody whom the member may see, by address or whole name. Raises Invalid."""
    seen = people_visible_to(member).filter(joined_into=None)
    rows = list(seen.filter(pk__in=ContactPoint.objects.filter(value=said.lower()).values("person_id"))[:2])
    rows = rows or list(seen.filter(name__iexact=said)[:2])
    if len(rows) == 1:
        return rows[0]
    nobody, several = _("Nobody here is called “%(said)s”."), _("More than one is called “%(said)s”. Use the address.")
    raise Invalid((several if rows else nobody) % {"said": said[:60]}, field="who")


def _change(request: MemberRequest, row: Organisation | None) -> HttpResponse:
    domains = "\n".join(one.domain for one in row.domains.all()) if row else ""
    form: dict[str, Any] = {"name": row.name, "note": row.note, "domains": domains} if row else {}
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = request.POST.dict()
        try:
            kept = keep_organisation(
                row,
                by=request.user,
                name=form.get("name", ""),
                note=form.get("note", ""),
                domains=form.get("domains", "").replace(",", "\n").splitlines(),
            )
        except Invalid as error:
            errors = wrong(error)
        else:
            messages.success(request, _("Kept."))
            return see("organisation", kept.pk)
    return _page(request, "change", {"organisation": row, "form": form, "errors": errors}, 422 if errors else 200)


def _show(
    request: MemberRequest, organisation: Organisation, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    values = {**whole(organisation, request.user, moment()), "errors": errors or {}, "typed": request.POST}
    return _page(request, "show", values, status)


def _page(request: MemberRequest, name: str, values: dict[str, Any], status: int = 200) -> HttpResponse:
    done = list(messages.get_messages(request))
    shown = {"rail": rail(request.user, "people"), "done": done, **values}
    return render(request, f"workspace/organisations/{name}.html", shown, status=status)
