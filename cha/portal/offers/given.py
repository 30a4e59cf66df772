"""What was given, and how far it is, as its person sees it. A code is shown only to who is proven."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cha.core.money import Money
from cha.people.models import ContactPoint
from cha.portal.pathway_page import PathwayPage
from cha.promises.acknowledgement.wording import date_words
from cha.resolutions.models import Remedy, Voucher

MOST = 20


@dataclass(frozen=True, slots=True)
class Given:
    """One thing. `state` is done, now or next, as a step of the pathway; `code` is "" while it is not shown."""

    words: str
    state: str
    said: str
    code: str = ""
    good: str = ""
    hidden: bool = False


def given_of(page: PathwayPage, chosen: int | None = None) -> list[Given]:
    """What was decided for this person here, oldest first; not what was taken back. One query, two or three with codes.

    `chosen` is the option that the page shows as chosen: until something is done about it, that says it all.
    """
    talk = page.conversation
    here = Q(conversation=talk) | Q(conversation__merged_into=talk)
    said = Q(state=Remedy.State.TAKEN_BACK) | Q(state=Remedy.State.DECIDED, option__isnull=False, option=chosen)
    rows = list(Remedy.objects.filter(here).exclude(said).order_by("pk")[:MOST])
    codes = {row.remedy_id: row for row in Voucher.objects.filter(remedy__in=rows)} if rows else {}
    open_to_them = bool(codes) and is_proven(page)
    return [_given(row, codes.get(row.pk), page, open_to_them) for row in rows]


def is_proven(page: PathwayPage) -> bool:
    """Whether an address of the person is known to be theirs."""
    return ContactPoint.objects.filter(person=page.conversation.person_id, verified_at__isnull=False).exists()


def _given(row: Remedy, voucher: Voucher | None, page: PathwayPage, open_to_them: bool) -> Given:
    state = {Remedy.State.DONE: "done", Remedy.State.DECIDED: "next"}.get(Remedy.State(row.state), "now")
    if voucher is None:
        return Given(row.words, state, _state_words(row, page))
    if not open_to_them:
        return Given(row.words, state, _state_words(row, page), hidden=True)
    return Given(row.words, state, _state_words(row, page), voucher.code, _good(voucher, page))


def _state_words(row: Remedy, page: PathwayPage) -> str:
    if row.state == Remedy.State.DONE and row.done_at:
        return _("Done, %(when)s.") % {"when": page.when(row.done_at)}
    if row.state == Remedy.State.FAILED:
        return _("It did not work at once. We are on it.")
    by = row.by if row.by and row.by > page.at else None
    if row.state == Remedy.State.DECIDED:
        return _("Decided. You have it %(when)s.") % {"when": page.before(by)} if by else _("Decided. We are on it.")
    return _("Under way. You have it %(when)s.") % {"when": page.before(by)} if by else _("Under way.")


def _good(voucher: Voucher, page: PathwayPage) -> str:
    left = _("%(amount)s left") % {"amount": Money(voucher.left, voucher.currency).said(page.language)}
    if voucher.until is None or not voucher.left:
        return left
    until = date_words(voucher.until, zone=page.zone, language=page.language)
    return _("%(left)s, good until %(date)s") % {"left": left, "date": until}
