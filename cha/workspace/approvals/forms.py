"""An answer as it was typed: yes, another way, or no, because."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.errors import Invalid
from cha.resolutions.approvals.approving import answer_approval
from cha.resolutions.models import Approval
from cha.team.models import Member
from cha.workspace.amounts import money_typed


def answer_from(approval: Approval, post: Mapping[str, str], *, by: Member, via: str) -> Approval:
    """Answer an ask with what a form says. Raises Invalid with the form's field, and what `answer_approval` raises."""
    given = post.get("answer", "")
    return answer_approval(
        approval, given, by=by, words=post.get("words", ""), instead=_instead(approval, post), via=via
    )


def _instead(approval: Approval, post: Mapping[str, str]) -> dict[str, Any] | None:
    """What may be had instead; None where nothing was typed."""
    words = post.get("instead", "").strip()
    if not words and post.get("answer") != "other":
        return None
    if not words:
        raise Invalid(_("Say what they may have instead, in a few words."), field="instead")
    worth = money_typed(post.get("amount", ""), approval.currency, get_language() or "en", field="amount")
    kind = post.get("kind") or approval.kind
    return {"kind": kind, "amount": worth.minor, "currency": worth.currency, "words": words}
