"""Versions of the policy: a draft is kept, tried, goes live from a moment on, and is never changed after that.

One draft is written at a time. Whoever keeps it says what they saw (`seen`), so that two who write at once hear of each
other. The business's row is what stands between two who make a version at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.resolutions.house import house
from cha.resolutions.models.policy import PolicySet, newest_version, the_draft
from cha.resolutions.policy.checking import read_rules
from cha.team.models import Brand, Member
from cha.team.models.member import must_manage

LONGEST: Final = 300


@verb
def keep_draft(rules: Sequence[Mapping[str, Any]], *, by: Acting | Actor, seen: str | None = None) -> PolicySet:
    """Write the draft: all its rules, as data. `seen` is the `mark` of what was looked at; None does not ask.

    Raises Refused; Invalid with `field` and the rule's `key`; Conflict when somebody else wrote meanwhile.
    """
    must_manage(by)
    data = _checked(rules)
    _alone()
    draft = the_draft()
    base = newest_version()
    if seen is not None and seen != mark(draft, base):
        raise Conflict(_("%(name)s changed this a moment ago. Look at it again.") % {"name": _writer(draft or base)})
    draft = draft or PolicySet()
    draft.rules, draft.trial, draft.base, draft.made_at = data, {}, base.number or 0 if base else 0, now()
    draft.made_by = by if isinstance(by, Member) else None
    draft.save()
    record("policy.drafted", by=by, on=draft, rules=len(data))
    return draft


@verb
def go_live(draft: PolicySet, *, by: Acting | Actor, why: str, starts_at: datetime | None = None) -> PolicySet:
    """Let a draft count from a moment on (aware; None: now). What was to start later, and has not, never does.

    Raises Refused; Invalid without a reason, for a past moment, and for what cannot be; Conflict when it is live
    already, gone, or another version was made since the draft was begun.
    """
    must_manage(by)
    at = now()
    _alone()
    row = PolicySet.objects.select_for_update().filter(pk=draft.pk, state="draft").first()
    if row is None:
        raise Conflict(_("Somebody saved or dropped this a moment ago. Look at what counts now."), code="no_draft")
    base = newest_version()
    if row.base != (base.number or 0 if base else 0):
        raise Conflict(_("Another version was made since this was begun. Compare the two first."), code="newer")
    row.rules = _checked(row.rules)
    return _make_live(row, by, why, _not_past(starts_at, at), at)


@verb
def drop_draft(draft: PolicySet, *, by: Acting | Actor) -> None:
    """Throw a draft away; or take back a version before it starts. Raises Refused, and Conflict once it counts."""
    must_manage(by)
    _alone()
    row = PolicySet.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        return
    if row.state == PolicySet.State.LIVE and (row.starts_at is None or row.starts_at <= now()):
        raise Conflict(_("This version counts already. Go back to the one before instead."), code="counts")
    record("policy.dropped", by=by, on=row, number=row.number or 0)
    if row.state == PolicySet.State.DRAFT:
        row.delete()
    else:
        row.starts_at = None
        row.save(update_fields=["starts_at"])


@verb
def back_to(version: PolicySet, *, by: Acting | Actor, why: str) -> PolicySet:
    """Let the rules of an earlier version count again from now on, as a new version. What is being written stays.

    Raises Refused; Invalid without a reason, and where the old rules name what is not here any more; Conflict for a
    draft.
    """
    must_manage(by)
    at = now()
    _alone()
    if version.state != PolicySet.State.LIVE:
        raise Conflict(_("That is a draft: nothing to go back to."), code="no_version")
    row = PolicySet(
        rules=_checked(version.rules), made_by=by if isinstance(by, Member) else None, base=version.number or 0
    )
    return _make_live(row, by, why, at, at)


def mark(draft: PolicySet | None, newest: PolicySet | None) -> str:
    """What somebody sees: changes with everything that is written into the draft, and with every version."""
    written = f"{draft.pk}-{draft.made_at.timestamp():.6f}" if draft else ""
    return f"{newest.number if newest else 0}.{written}"


def _make_live(row: PolicySet, by: Acting | Actor, why: str, starts_at: datetime, at: datetime) -> PolicySet:
    why = why.strip()
    if not why or len(why) > LONGEST:
        raise Invalid(_("Say why, in a sentence. Those it concerns read it."), field="why")
    PolicySet.objects.filter(state="live", starts_at__gt=at).update(starts_at=None)
    last = PolicySet.objects.aggregate(last=Max("number"))["last"] or 0
    row.number, row.state, row.why, row.starts_at, row.trial = last + 1, PolicySet.State.LIVE, why, starts_at, {}
    row.made_at = at
    row.made_by = by if isinstance(by, Member) else row.made_by
    row.save()
    record("policy.set", by=by, on=row, number=row.number, rules=len(row.rules))
    return row


def _checked(rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    data = [dict(one) for one in rules]
    _read, wrong = read_rules(data, house())
    if wrong:
        raise Invalid(wrong[0].words, field=wrong[0].field, key=wrong[0].key)
    return data


def _not_past(starts_at: datetime | None, at: datetime) -> datetime:
    if starts_at is not None and starts_at < at:
        raise Invalid(_("That moment is over. Let it count from now on, or from a later day."), field="starts")
    return starts_at or at


def _alone() -> None:
    """Nobody else makes a version meanwhile."""
    list(Brand.objects.select_for_update().order_by("pk")[:1])


def _writer(draft: PolicySet | None) -> str:
    return draft.made_by.first_name if draft and draft.made_by else _("Somebody")
