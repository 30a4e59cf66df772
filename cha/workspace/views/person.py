"""One person: the whole page, changing what is known, where to reach them, and writing to them."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.channels.letters import letter_channel
from cha.conversations.access import visible_to
from cha.conversations.models import Conversation, Kind, Message, open_conversation, say, take_part
from cha.conversations.models.conversation import OPEN
from cha.conversations.models.once import said_before
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import add_point, mark_dead, normal, remove_point, revive, verify
from cha.people.models.organisation import organisation_called
from cha.people.models.person import change_person, tag_person
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now.page import moment
from cha.workspace.people import forms
from cha.workspace.people.going import see
from cha.workspace.people.same import maybes_for, past_of
from cha.workspace.people.sight import find_person, find_person_to_change
from cha.workspace.people.story import story
from cha.workspace.people.whole import conversations_of, whole
from cha.workspace.rail import rail

# How a member knows that an address is theirs.
HOWS = ("checked_call", "checked_counter", "checked_papers")


@members
@require_GET
def show(request: MemberRequest, person_id: int) -> HttpResponse:
    """Who they are, and one timeline of everything; `only` narrows it, `before` goes on.

    The address of somebody who turned out to be another leads there.
    """
    person = find_person(request, person_id)
    return page(request, person) if person.pk == person_id else see("person", person.pk)


def page(request: MemberRequest, person: Person, wrong: dict[str, str] | None = None) -> HttpResponse:
    """The person's page; with `wrong` (what was typed, and the error, by form) as a form that was not taken."""
    at, member = moment(), request.user
    conversations = conversations_of(person, member)
    values = {
        **whole(person, member, conversations, at),
        **story(person, conversations, request.GET.get("only", ""), request.GET.get("before", ""), at),
        "wrong": wrong or {},
        "maybes": maybes_for(person, member),
        "past": past_of(person, member, at),
        "done": list(messages.get_messages(request)),
        "rail": rail(member, "people"),
    }
    return render(request, "workspace/people/person.html", values, status=422 if wrong else 200)


@members
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, person_id: int) -> HttpResponse:
    """What they are called and how they like it. A form that was not taken keeps what was typed."""
    person = find_person_to_change(request, person_id)
    typed = forms.typed_of(person) if request.method == "GET" else forms.typed_in(request.POST)
    if request.method == "POST" and not typed.errors:
        _keep(person, typed, request.user)
        messages.success(request, _("Kept."))
        return see("person", person.pk)
    values = {
        "person": person,
        "typed": typed,
        "languages": forms.language_choices(person.language),
        "zones": forms.zones(),
        "rail": rail(request.user, "people"),
    }
    return render(request, "workspace/people/change.html", values, status=422 if typed.errors else 200)


@verb
def _keep(person: Person, typed: forms.Typed, by: Member) -> None:
    organisation = typed.values["organisation"]
    fields = forms.kept(typed, person)
    change_person(person, by=by, organisation=organisation_called(organisation) if organisation else None, **fields)
    tags = forms.tags_of(typed.values["tags"])
    if {tag.name for tag in person.tags.all()} != set(tags):
        tag_person(person, tags, by=by)


@members
@require_POST
def points(request: MemberRequest, person_id: int) -> HttpResponse:
    """Add an address, claimed until it is proven."""
    person = find_person_to_change(request, person_id)
    kind = "phone" if request.POST.get("kind") == "phone" else "email"
    value = request.POST.get("value", "").strip()
    error = forms.point_error(kind, value)
    if not error and add_point(person, kind, value, by=request.user).person_id != person.pk:
        error = _("%(value)s belongs to somebody else already.") % {"value": normal(kind, value)}
    if error:
        return page(request, person, {"form": "point", "kind": kind, "value": value, "error": error})
    messages.success(request, _("Added. It is only claimed until somebody checks it."))
    return see("person", person.pk, place="points")


@members
@require_POST
def check(request: MemberRequest, person_id: int, point_id: int) -> HttpResponse:
    """A member knows that this address is theirs: private things may go there from now on."""
    person = find_person_to_change(request, person_id)
    point = _point_of(person, point_id)
    how = request.POST.get("how", "")
    verify(point, how if how in HOWS else "checked", by=request.user)
    messages.success(request, _("%(value)s is verified.") % {"value": point.value})
    return see("person", person.pk, place="points")


@members
@require_POST
def life(request: MemberRequest, person_id: int, point_id: int) -> HttpResponse:
    """A member knows that nothing arrives there any more, or that it does again."""
    person = find_person_to_change(request, person_id)
    point = _point_of(person, point_id)
    if point.dead_at:
        revive(point, by=request.user)
        messages.success(request, _("%(value)s is in use again.") % {"value": point.value})
    else:
        mark_dead(point, _("%(name)s said so.") % {"name": request.user.first_name}, by=request.user)
        messages.success(request, _("Nothing goes to %(value)s any more.") % {"value": point.value})
    return see("person", person.pk, place="points")


@members
@require_POST
def remove(request: MemberRequest, person_id: int, point_id: int) -> HttpResponse:
    """Take away an address that was only claimed: it is not theirs."""
    person = find_person_to_change(request, person_id)
    point = _point_of(person, point_id)
    remove_point(point, by=request.user)
    messages.success(request, _("%(value)s is gone from here.") % {"value": point.value})
    return see("person", person.pk, place="points")


def _point_of(person: Person, point_id: int) -> ContactPoint:
    point = ContactPoint.objects.filter(person=person, pk=point_id).first()
    if point is None:
        raise NotFound(_("There is no such address here."))
    return point


@members
@require_http_methods(["GET", "POST"])
def write(request: MemberRequest, person_id: int) -> HttpResponse:
    """Write to them: in their newest open conversation, or in a new one with a subject."""
    person = find_person_to_change(request, person_id)
    running = visible_to(request.user).filter(person=person, state__in=OPEN).order_by("-last_at", "-id").first()
    if running and request.method == "GET":
        return see("conversation", running.pk)
    typed = {name: request.POST.get(name, "") for name in ("subject", "body", "once")}
    error = None
    if request.method == "POST":
        try:
            return see("conversation", _begin(person, typed, request.user).pk)
        except Invalid as invalid:
            error = invalid
    typed["once"] = secrets.token_urlsafe(9)
    values = {"person": person, "typed": typed, "error": error, "rail": rail(request.user, "people")}
    status = error.status if error else 200
    return render(request, "workspace/people/write.html", {**values, "addresses": _addresses(person)}, status=status)


def _addresses(person: Person) -> list[str]:
    return [point.value for point in person.points.all() if point.kind == "email" and not point.dead_at]


@verb
def _begin(person: Person, typed: dict[str, str], by: Member) -> Conversation:
    body, once = typed["body"], typed["once"][:40]
    theirs = Message.objects.filter(conversation__person=Person.objects.select_for_update().get(pk=person.pk))
    before = said_before(theirs, body, by=by, kind=Kind.SAID, once=once)
    if before:
        return before.conversation
    channel = letter_channel()
    if channel is None:
        raise Conflict(_("There is no e-mail address of ours yet. Add one in Settings, Channels."), code="no_channel")
    if not _addresses(person):
        raise Invalid(_("No e-mail address of theirs is known. Add one on their page first."), field="body")
    conversation = open_conversation(
        person,
        by=by,
        subject=typed["subject"].strip()[:500],
        medium=channel.medium,
        channel_id=channel.pk,
        brand_id=channel.brand_id,
        team_id=channel.team_id,
        language=person.language,
    )
    if not body.strip():
        raise Invalid(_("There is nothing to send yet. Write a word first."), field="body")
    if not visible_to(by).filter(pk=conversation.pk).exists():
        take_part(conversation, by=by, member=by)
    say(conversation, body, by=by, once=once)
    return conversation
