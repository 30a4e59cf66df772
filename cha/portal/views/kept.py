"""What we keep about you: what they told us, put right or taken out; how they like it; what they agree to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ids import encode
from cha.people.models import Consent, Fact, Person
from cha.people.models.consent import decide
from cha.people.models.fact import correct, forget_fact
from cha.people.models.person import change_person
from cha.people.preferences import ACCESS, prefer
from cha.portal.doors import known, see_other
from cha.portal.kept_page import Wrong, kept_page_of, purpose_words
from cha.portal.pages import show
from cha.portal.telling import MEDIUM
from cha.promises.opens import agree, agreed


@require_safe
@known
def kept_about_me(request: HttpRequest, person: Person) -> HttpResponse:
    """What we keep about you: shown on the page itself, with somebody to ask."""
    return _page(request, person)


def _page(request: HttpRequest, person: Person, wrong: Wrong | None = None, status: int = 200) -> HttpResponse:
    page = kept_page_of(person)
    context = {"page": page, "says_when_read": agreed(person), "wrong": wrong or Wrong(), "done": "done" in request.GET}
    return show(request, "kept", context, shop=page.shop, status=status)


@require_POST
@known
def say_when_read(request: HttpRequest, person: Person) -> HttpResponse:
    """Agree that we are told when a mail is read, or take it back."""
    agree(person, request.POST.get("yes") == "1", by=person, words=purpose_words(Consent.Purpose.OPENS))
    return _back()


@require_POST
@known
def put_fact_right(request: HttpRequest, person: Person, fact_id: int) -> HttpResponse:
    """The person says what is right; what stood there stays to be seen by those who look after it."""
    fact, value = _theirs(person, fact_id), " ".join(request.POST.get("value", "").split())
    if not value:
        return _page(request, person, Wrong(encode(fact.pk), _("Please write what is right.")), Invalid.status)
    try:
        if value != fact.value:
            correct(fact, value, by=person, source=MEDIUM)
    except Conflict:
        # It was corrected in another window: the page shows what stands there now.
        return _back()
    return _back("facts")


@require_POST
@known
def take_fact_out(request: HttpRequest, person: Person, fact_id: int) -> HttpResponse:
    """The person wants it kept no more."""
    forget_fact(_theirs(person, fact_id), by=person)
    return _back("facts")


def _theirs(person: Person, fact_id: int) -> Fact:
    fact = Fact.objects.filter(person=person, pk=fact_id, corrected_by=None).first()
    if fact is None:
        raise NotFound(_("This is not kept any more."))
    return fact


@require_POST
@known
def like(request: HttpRequest, person: Person) -> HttpResponse:
    """How they like to be served."""
    form = request.POST
    said = {name: form.get(name, "")[:40] for name in ("channel", "quiet_from", "quiet_until", "formality")}
    said["access"] = ",".join(need for need in ACCESS if need in form.getlist("access"))
    said["do_not_contact"] = "yes" if form.get("do_not_contact") == "yes" else ""
    try:
        prefer(person, said, by=person)
    except Invalid as error:
        field = str(error.details.get("field", ""))
        return _page(request, person, Wrong(field, _("Please write both times, as in 08:30."), form.dict()), 422)
    pronouns = form.get("pronouns", "").strip()[:40]
    if pronouns != person.pronouns:
        change_person(person, by=person, pronouns=pronouns)
    return _back("likes")


@require_POST
@known
def agree_to(request: HttpRequest, person: Person, purpose: str) -> HttpResponse:
    """They agree to one purpose, or take it back; the words they read are kept with it."""
    if purpose not in (Consent.Purpose.MARKETING, Consent.Purpose.PAGES):
        raise NotFound(_("There is nothing to agree to here."))
    decide(person, purpose, request.POST.get("yes") == "1", by=person, how="page", words=purpose_words(purpose))
    return _back("agreed")


def _back(place: str = "") -> HttpResponse:
    return see_other(f"{reverse('kept-about-me')}?done{f'#{place}' if place else ''}")
