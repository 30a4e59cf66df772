"""The shop counter: a tablet between two people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cha.channels.models import Channel, hand_over
from cha.conversations.access import visible_to
from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import decode
from cha.people.models import Person
from cha.workspace.counter import jotting, mailing, page
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person


@members
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """To the only counter; a choice where there are more; how one is made where there is none."""
    counters = list(_counters())
    if len(counters) == 1:
        return see("counter-desk", counters[0].pk)
    return render(request, "workspace/counter/index.html", {"counters": counters, "me": request.user, "clock": ""})


@members
@require_GET
def desk(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Who is there? `q` looks for them, `person` has them chosen, `new` is somebody new."""
    channel, person = _counter(channel_id), _person(request, request.GET.get("person", ""))
    values = page.desk(request, channel, request.user, person, "new" in request.GET)
    return render(request, "workspace/counter/desk.html", values)


@members
@require_POST
def jots(request: MemberRequest, channel_id: int) -> HttpResponse:
    """Write down what somebody needs, and promise it. What was typed is kept when it cannot be taken."""
    channel, person = _counter(channel_id), _person(request, request.POST.get("person", ""))
    typed = jotting.typed_in(request, person, request.user, channel.brand.zone)
    goes_with = _goes_with(request, person, typed.values["goes"])
    try:
        photos = () if typed.errors else jotting.keep_photos(request.FILES.getlist("files"))
    except Invalid as error:
        photos, typed.errors["files"] = (), error.sentence
    if typed.errors:
        values = page.desk(request, channel, request.user, person, True, typed)
        return render(request, "workspace/counter/desk.html", values, status=422)
    made = jotting.jot_down(channel, typed, photos, by=request.user, person=person, goes_with=goes_with)
    return see("counter-given", channel.pk, made.pk)


@members
@require_GET
def given(request: MemberRequest, channel_id: int, conversation_id: int) -> HttpResponse:
    """It is written down: here is the code for their phone."""
    channel, conversation = _counter(channel_id), find_conversation(request, conversation_id)
    return render(request, "workspace/counter/given.html", page.given(channel, conversation, request.user))


@members
@require_POST
def codes(request: MemberRequest, channel_id: int, conversation_id: int) -> HttpResponse:
    """A new code, where the old one was too slow."""
    channel, conversation = _counter(channel_id), find_conversation(request, conversation_id)
    hand_over(conversation, by=request.user)
    return see("counter-given", channel.pk, conversation.pk)


@members
@require_POST
def mail(request: MemberRequest, channel_id: int, conversation_id: int) -> HttpResponse:
    """E-mail them the way to it, to the address that is known or that they say now."""
    channel, conversation = _counter(channel_id), find_conversation(request, conversation_id)
    values = page.given(channel, conversation, request.user)
    typed = request.POST.get("to", "").strip()[:254]
    try:
        mailing.mail_it(conversation, typed, by=request.user)
    except (Invalid, Conflict) as error:
        said = {**values, "to": typed, "amiss": error.sentence}
        return render(request, "workspace/counter/given.html", said, status=error.status)
    return render(request, "workspace/counter/given.html", {**values, "mailed": True})


@members
@require_http_methods(["GET", "HEAD"])
def hidden(request: MemberRequest, channel_id: int) -> HttpResponse:
    """A calm page between two people."""
    return render(request, "workspace/counter/hidden.html", page.frame(_counter(channel_id), request.user))


def _counters() -> list[Channel]:
    rows = Channel.objects.filter(medium="counter", active=True).select_related("brand", "team")
    return list(rows.order_by("id"))


def _counter(channel_id: int) -> Channel:
    channel = next((one for one in _counters() if one.pk == channel_id), None)
    if channel is None:
        raise NotFound(_("There is no such counter."))
    return channel


def _person(request: MemberRequest, said: str) -> Person | None:
    """The person whom an address or a form names, if the member may see them. Raises NotFound."""
    if not said:
        return None
    return find_person(request, _read_id(said))


def _goes_with(request: MemberRequest, person: Person | None, said: str) -> Conversation | None:
    if not said or person is None:
        return None
    found = visible_to(request.user).filter(person=person, pk=_read_id(said)).first()
    if found is None:
        raise NotFound(_("There is no such conversation, or it is not yours to see."))
    return found


def _read_id(said: str) -> int:
    try:
        return decode(said)
    except ValueError as error:
        raise NotFound(_("There is nothing here.")) from error
