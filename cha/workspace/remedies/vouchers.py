"""A voucher as members read it: its code, what is left, until when it holds, and what was used of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext as _

from cha.conversations.access import sees_all, visible_to
from cha.core.money import Money
from cha.language.times import said
from cha.resolutions.models import Remedy, VoucherUse
from cha.resolutions.remedies.vouchers import as_code, how_it_stands, is_code
from cha.team.models import Member
from cha.workspace.now.rows import Moment

USES = 12


def uses_of(rows: Sequence[Remedy]) -> dict[int, list[VoucherUse]]:
    """The uses of those that are vouchers, by remedy, oldest first. One query; none without a voucher."""
    vouchers = {row.voucher.pk: row.pk for row in rows if hasattr(row, "voucher")}
    found: dict[int, list[VoucherUse]] = {}
    if vouchers:
        for use in VoucherUse.objects.filter(voucher__in=vouchers).select_related("by").order_by("id"):
            found.setdefault(vouchers[use.voucher_id], []).append(use)
    return found


def with_code(typed: str, member: Member) -> list[Remedy]:
    """The remedy whose voucher has this code, if the member may see it. No query for what is no code."""
    if not is_code(typed):
        return []
    rows = Remedy.objects.filter(voucher__code=as_code(typed)).select_related("voucher", "person")
    return list(rows if sees_all(member) else rows.filter(conversation__in=visible_to(member).values("pk")))


def holds(row: Remedy, at: Moment) -> bool:
    """Whether it is a voucher that can be used now."""
    given = hasattr(row, "voucher") and row.state != Remedy.State.TAKEN_BACK
    return given and how_it_stands(row.voucher, _today(at)) == "holds"


def voucher_pairs(row: Remedy, uses: Sequence[VoucherUse], at: Moment) -> list[tuple[str, str]]:
    """(what it is, itself) for the card of a voucher; nothing for what is none."""
    if not hasattr(row, "voucher"):
        return []
    worth = Money(row.amount, row.currency).said(at.language)
    left = Money(row.voucher.left, row.currency).said(at.language)
    found = [
        (_("Code"), row.voucher.code),
        (_("Left of it"), _("%(left)s of %(worth)s") % {"left": left, "worth": worth}),
    ]
    if until := _until(row, at):
        found.append(until)
    return found + [(_("Used"), _use(use, row, at)) for use in uses[-USES:]]


def voucher_words(row: Remedy, at: Moment) -> str:
    """The same in a line: "K7QM-2XHD-9BTR, €12 left"; "" for what is no voucher."""
    if not hasattr(row, "voucher"):
        return ""
    words = {"code": row.voucher.code, "left": Money(row.voucher.left, row.currency).said(at.language)}
    ends = {
        "holds": _("%(code)s, %(left)s left"),
        "used": _("%(code)s, used up"),
        "ended": _("%(code)s, ended"),
        "over": _("%(code)s, its time is over"),
    }
    return ends[how_it_stands(row.voucher, _today(at))] % words


def _until(row: Remedy, at: Moment) -> tuple[str, str] | None:
    """Until when it holds, or how it ended."""
    voucher, stands = row.voucher, how_it_stands(row.voucher, _today(at))
    if voucher.ended_at:
        return _("Ended"), said(voucher.ended_at, now=at.at, zone=at.zone, language=at.language)
    if voucher.until is None:
        return None
    day = format_date(voucher.until, "d MMMM y", locale=at.language.replace("-", "_"))
    return (_("Its time is over"), day) if stands == "over" else (_("Holds until"), day)


def _use(use: VoucherUse, row: Remedy, at: Moment) -> str:
    parts = [Money(use.amount, row.currency).said(at.language)]
    parts += [
        said(use.at, now=at.at, zone=at.zone, language=at.language),
        use.by.first_name if use.by else "",
        use.words,
    ]
    return ", ".join(part for part in parts if part)


def _today(at: Moment) -> date:
    return at.at.astimezone(ZoneInfo(at.zone)).date()
