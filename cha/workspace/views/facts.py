"""What a person told us: kept, and corrected."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cha.conversations.access import sees_all, visible_to
from cha.core.errors import NotFound
from cha.core.ids import encode
from cha.people.models import Fact, Person
from cha.people.models.fact import correct, learn
from cha.workspace.doors import MemberRequest, members
from cha.workspace.people.going import see
from cha.workspace.people.sight import find_person
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
    learn(person, "said", value, by=request.user, source=source)
    return see("person", person.pk, place="facts")


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


def _find(request: MemberRequest, person: Person, fact_id: int) -> Fact:
    """A fact of theirs, from nowhere in particular or from a conversation that may be seen. Raises NotFound."""
    rows = Fact.objects.filter(person=person, pk=fact_id)
    if not sees_all(request.user):
        rows = rows.filter(Q(conversation_id=None) | Q(conversation_id__in=visible_to(request.user).values("pk")))
    fact = rows.first()
    if fact is None:
        raise NotFound(_("There is no such fact here."))
    return fact
