"""What a person told us: kept, pinned out of a message, corrected, forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cha.conversations.access import must_answer, sees_all, visible_to
from cha.conversations.models import Conversation, Message
from cha.core.errors import Invalid, NotFound
from cha.core.ids import decode, encode
from cha.core.verbs import verb
from cha.people.models import Fact, Person
from cha.people.models.fact import SAID, correct, forget_fact, pin
from cha.people.models.fact_pattern import own_names
from cha.team.models import Member
from cha.workspace.doors import MemberRequest, find_conversation, members
from cha.workspace.now.fact_words import ASKED_KINDS, kind_words
from cha.workspace.now.page import act, back_to, say_done
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person, find_person_to_change
from cha.workspace.views.person import page


@members
@require_POST
def create(request: MemberRequest, person_id: int) -> HttpResponse:
    """Write down what they said. Everybody who sees them may."""
    person = find_person(request, person_id)
    value = request.POST.get("value", "").strip()
    if not value:
        return page(request, person, {"form": "fact", "value": "", "error": _("Write what they said.")})
    source = _("written down by %(name)s") % {"name": request.user.first_name}
    pin(person, value, by=request.user, source=source)
    return see("person", person.pk, place="facts")


@members
@require_http_methods(["GET", "POST"])
def of_conversation(request: MemberRequest, conversation_id: int) -> HttpResponse:
    """Pin what they said here: typed, or marked in one of their messages."""
    conversation = find_conversation(request, conversation_id)
    typed = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("value", "kind", "message")}
    kinds = [(SAID, kind_words(SAID)), *((kind, kind_words(kind)) for kind in (*ASKED_KINDS, *own_names()))]
    if request.method == "GET":
        return act(request, "fact", {"conversation": conversation, "typed": typed, "kinds": kinds})
    try:
        _pin(conversation, typed, dict(kinds), request.user)
    except Invalid as error:
        return act(request, "fact", {"conversation": conversation, "typed": typed, "kinds": kinds}, error)
    say_done(request, _("Kept. Nobody asks that again."))
    return back_to(conversation)


@verb
def _pin(conversation: Conversation, typed: dict[str, str], kinds: dict[str, str], by: Member) -> Fact:
    """The fact, with the message that it stands in; its words where it was marked in none."""
    locked = must_answer(conversation, by)
    kind = typed["kind"] if typed["kind"] in kinds else SAID
    message = _message_of(locked, typed["message"])
    source = message.medium if message else _("written down by %(name)s") % {"name": by.first_name}
    about = {"conversation": locked.pk, "message": message.pk if message else None}
    fact = pin(locked.person, typed["value"], by=by, kind=kind, source=source, **about)
    locked.change()
    return fact


def _message_of(conversation: Conversation, name: str) -> Message | None:
    try:
        return conversation.messages.filter(pk=decode(name)).first()
    except ValueError:
        return None


@members
@require_POST
def correction(request: MemberRequest, person_id: int, fact_id: int) -> HttpResponse:
    """Put a fact right; the old one stays to be seen."""
    person = find_person(request, person_id)
    fact = _find(request, person, fact_id)
    value = request.POST.get("value", "").strip()
    if not value:
        wrong = {"form": f"fact-{encode(fact.pk)}", "value": "", "error": _("Write what is right.")}
        return page(request, person, wrong)
    if value != fact.value and not fact.corrected_by_id:
        correct(fact, value, by=request.user, source=_("corrected by %(name)s") % {"name": request.user.first_name})
    return see("person", person.pk, place="facts")


@members
@require_POST
def forgetting(request: MemberRequest, person_id: int, fact_id: int) -> HttpResponse:
    """Keep it no more. For members with a seat: it cannot be brought back."""
    person = find_person_to_change(request, person_id)
    forget_fact(_find(request, person, fact_id), by=request.user)
    messages.success(request, _("Forgotten."))
    return see("person", person.pk, place="facts")


def _find(request: MemberRequest, person: Person, fact_id: int) -> Fact:
    """A fact of theirs, from nowhere in particular or from a conversation that may be seen. Raises NotFound."""
    rows = Fact.objects.filter(person=person, pk=fact_id)
    if not sees_all(request.user):
        rows = rows.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(request.user).values("pk")))
    fact = rows.first()
    if fact is None:
        raise NotFound(_("There is no such fact here."))
    return fact
