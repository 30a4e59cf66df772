"""What was given one by one: to whom, what, why, what it cost, who decided, and whether it helped; as a file, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cha.core.ids import decode, encode
from cha.core.money import Money, plain_amount
from cha.language.times import said
from cha.people.models import Person
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.given.reading import answers_of, remedies_seen
from cha.team.models import Member
from cha.workspace.now.rows import Moment, iso
from cha.workspace.remedies.cards import STATES
from cha.workspace.remedies.vouchers import voucher_words

FEW: Final = 8
MANY: Final = 50
IN_FILE: Final = 500
# Where a group's key stands.
GROUPS: Final = {"what": "kind", "why": "why", "topic": "topic", "product": "product", "team": "team__name"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing given. `who` decided; `tone` and `helped` say whether it helped, or that nothing is known yet."""

    id: int
    talk: int
    person: Person
    when: str
    iso: str
    what: str
    kind: str
    why: str
    cost: str
    tax: str
    voucher: str
    who: str
    face: str
    tint: int
    yes: str
    tone: str
    helped: str


def listed(
    member: Member, since: datetime, at: Moment, *, all_of: bool, after: str, only: tuple[str, str] | None = None
) -> dict[str, Any]:
    """A few, or with `all_of` fifty a page after the one that `after` names; and how many there are. Four queries.

    `only` are those of a group: what it is looked at by (a key of `GROUPS`), and the group's own key.
    """
    rows = _shown(_only(remedies_seen(member, since, at.at), only))
    total, most = rows.count(), MANY if all_of else FEW
    found = list(_behind(rows, after)[: most + 1])
    more = encode(found[most - 1].pk) if all_of and len(found) > most else ""
    return {"rows": _rows(found[:most], member, at), "total": total, "all_of": all_of, "more": more}


def in_file(member: Member, since: datetime, at: Moment) -> Iterator[list[list[str]]]:
    """The same for a spreadsheet, some at a time: plain amounts and times of the house."""
    rows, last = _shown(remedies_seen(member, since, at.at)), ""
    while found := list(_behind(rows, last)[:IN_FILE]):
        yield [_cells(row, shown) for row, shown in zip(found, _rows(found, member, at), strict=True)]
        last = encode(found[-1].pk)


def file_heading() -> list[str]:
    """The first line of the file."""
    return [
        _("When"), _("Person"), _("What we gave"), _("Kind"), _("Why"), _("Whose slip"), _("Topic"), _("Product"),
        _("Cost"), _("Currency"), _("Tax"), _("Left of the voucher"), _("Who decided"), _("Who said yes"), _("How far"),
        _("Did it help?"),
    ]  # fmt: skip


def _cells(row: Remedy, shown: Row) -> list[str]:
    ours = {True: _("ours"), False: _("not ours"), None: ""}[row.ours]
    cost = plain_amount(row.worth.minor, row.currency) if row.currency else ""
    tax = plain_amount(row.tax, row.currency) if row.tax is not None and row.currency else ""
    left = plain_amount(row.voucher.left, row.currency) if hasattr(row, "voucher") else ""
    return [
        shown.iso, row.person.called, row.words, shown.kind, row.why, ours, row.topic, row.product,
        cost, row.currency, tax, left, shown.who, shown.yes, str(STATES[Remedy.State(row.state)][0]), shown.helped,
    ]  # fmt: skip


def _only(rows: QuerySet[Remedy], only: tuple[str, str] | None) -> QuerySet[Remedy]:
    if only is None:
        return rows
    by, key = only
    return rows.filter(team=None) if by == "team" and not key else rows.filter(**{GROUPS[by]: key})


def _shown(rows: QuerySet[Remedy]) -> QuerySet[Remedy]:
    return rows.select_related("person", "approval__answered_by", "voucher").order_by("-id")


def _behind(rows: QuerySet[Remedy], after: str) -> QuerySet[Remedy]:
    try:
        return rows.filter(pk__lt=decode(after)) if after else rows
    except ValueError:
        return rows


def _rows(found: Sequence[Remedy], member: Member, at: Moment) -> list[Row]:
    deciders = {row.decided_by_id or 0 for row in found if row.decided_by_kind == "member"}
    names = {one.pk: one for one in Member.objects.filter(pk__in=deciders)}
    answers = answers_of({row.conversation_id for row in found})
    return [_row(row, names, answers.get(row.conversation_id, []), member, at) for row in found]


def _row(
    row: Remedy, names: dict[int, Member], answers: list[tuple[datetime, bool]], member: Member, at: Moment
) -> Row:
    who = names.get(row.decided_by_id or 0)
    helped = next((answer for moment, answer in reversed(answers) if moment >= row.decided_at), None)
    words, tone = {
        True: (_("Helped"), "leaf"),
        False: (_("Not yet"), "plum"),
        None: (_("Has not said"), ""),
    }[helped]
    yes = row.approval.answered_by.first_name if row.approval and row.approval.answered_by else ""
    return Row(
        row.pk,
        row.conversation_id,
        row.person,
        said(row.decided_at, now=at.at, zone=at.zone, language=at.language),
        iso(row.decided_at),
        row.words,
        str(KINDS[row.kind].name),
        row.why,
        Money(row.worth.minor, row.currency).said(at.language) if row.currency else "",
        Money(row.tax, row.currency).said(at.language) if row.tax is not None and row.currency else "",
        voucher_words(row, at),
        _("You") if who and who.pk == member.pk else who.first_name if who else _("By itself"),
        who.name if who else "",
        who.tint if who else 0,
        yes,
        tone,
        words,
    )
