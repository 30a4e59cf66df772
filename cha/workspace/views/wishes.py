"""How a person likes it, and what they agreed to: written down by a member who heard it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cha.core.errors import Invalid
from cha.language.times import said
from cha.people.models import Consent, Person
from cha.people.models.consent import HOWS, decide
from cha.people.preferences import ACCESS, CHANNELS, prefer, preferences_of
from cha.workspace.doors import MemberRequest, members
from cha.workspace.now import words
from cha.workspace.now.page import moment
from cha.workspace.now.wishes import answer_words, formality_words, need_words, purpose_words
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person, find_person_to_change
from cha.workspace.rail import rail


@members
@require_http_methods(["GET", "POST"])
def likes(request: MemberRequest, person_id: int) -> HttpResponse:
    """What service obeys: the channel, quiet hours, how they are spoken to, what they need."""
    person = find_person_to_change(request, person_id)
    if request.method == "GET":
        return _likes(request, person)
    form = request.POST
    kept = {name: form.get(name, "")[:40] for name in ("channel", "quiet_from", "quiet_until", "formality")}
    kept["access"] = ",".join(need for need in ACCESS if need in form.getlist("access"))
    kept["do_not_contact"] = "yes" if form.get("do_not_contact") == "yes" else ""
    try:
        prefer(person, kept, by=request.user)
    except Invalid as error:
        return _likes(request, person, error)
    messages.success(request, _("Kept."))
    return see("person", person.pk, place="likes-h")


def _likes(request: MemberRequest, person: Person, error: Invalid | None = None) -> HttpResponse:
    language = person.language
    values: dict[str, Any] = {
        "person": person,
        "likes": preferences_of(person),
        "typed": request.POST,
        "errors": {str(error.details.get("field")): error.sentence} if error else {},
        "channels": [("", _("However it suits them")), *((one, words.medium_words(one)) for one in CHANNELS)],
        "formalities": [
            ("", _("Not said")),
            *((one, formality_words(one, language)) for one in ("formal", "familiar")),
        ],
        "needs": [(need, need_words(need)) for need in ACCESS],
        "rail": rail(request.user, "people"),
    }
    return render(request, "workspace/people/likes.html", values, status=error.status if error else 200)


@members
@require_http_methods(["GET", "POST"])
def agreed(request: MemberRequest, person_id: int) -> HttpResponse:
    """What they agreed to, with its history; and what they said to one of us, written down."""
    person = find_person(request, person_id) if request.method == "GET" else find_person_to_change(request, person_id)
    form, error = request.POST, None
    if request.method == "POST":
        try:
            yes, how = form.get("yes") == "1", form.get("how", "")
            decide(person, form.get("purpose", ""), yes, by=request.user, how=how, words=form.get("words", ""))
        except Invalid as amiss:
            error = amiss
        else:
            messages.success(request, _("Written down."))
            return see("person-agreed", person.pk)
    rows = Consent.objects.filter(person=person).order_by("-id")[:100]
    values = {
        "person": person,
        "rows": [_row(row) for row in rows],
        "purposes": [(one, purpose_words(one)) for one in Consent.Purpose.values],
        "hows": [(how, _how_words(how)) for how in HOWS if how not in ("page", "import")],
        "typed": form,
        "error": error.sentence if error else "",
        "done": list(messages.get_messages(request)),
        "may_change": request.user.answers,
        "rail": rail(request.user, "people"),
    }
    return render(request, "workspace/people/agreed.html", values, status=error.status if error else 200)


def _row(row: Consent) -> dict[str, Any]:
    at = moment()
    return {
        "purpose": purpose_words(row.purpose),
        "answer": answer_words(row.answer),
        "yes": row.answer == Consent.Answer.GIVEN,
        "when": said(row.at, now=at.at, zone=at.zone, language=at.language),
        "iso": row.at.isoformat(timespec="seconds"),
        "how": _how_words(row.how),
        "words": row.words,
        "by_us": row.by_kind == "member",
    }


def _how_words(how: str) -> str:
    return {
        "page": _("on their own page"),
        "chat": _("in the chat"),
        "form": _("on a form"),
        "phone": _("by telephone"),
        "counter": _("at the counter"),
        "mail": _("by mail"),
        "import": _("brought over"),
    }.get(how, how)
