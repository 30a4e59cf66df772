"""An answer as it was typed: yes, another way, or no, because."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.core.money import minor_units
from cha.resolutions.approving import answer_approval
from cha.resolutions.models import Approval
from cha.team.models import Member


def answer_from(approval: Approval, post: Mapping[str, str], *, by: Member, via: str) -> Approval:
    """Answer an ask with what a form says. Raises Invalid with the form's field, and what `answer_approval` raises."""
    given = post.get("answer", "")
    return answer_approval(
        approval, given, by=by, words=post.get("words", ""), instead=_instead(approval, post), via=via
    )


def _instead(approval: Approval, post: Mapping[str, str]) -> dict[str, Any] | None:
    """What may be had instead; None where nothing was typed."""
    words, amount = post.get("instead", "").strip(), post.get("amount", "").strip()
    if not words and post.get("answer") != "other":
        return None
    if not words:
        raise Invalid(_("Say what they may have instead, in a few words."), field="instead")
    try:
        minor = minor_units(amount.replace(",", "."), approval.currency) if amount else 0
    except ValueError:
        raise Invalid(_("Write an amount as 148 or 148.50."), field="amount") from None
    if minor < 0:
        raise Invalid(_("An amount is nought or more."), field="amount")
    kind = post.get("kind") or approval.kind
    return {"kind": kind, "amount": minor, "currency": approval.currency, "words": words}
