"""Using a voucher: what was used of it is noted, never more than there is, or it is ended before its time.

Locked is the conversation, its person, the remedy, then the voucher: the second of two sees what the first took.
"""

from __future__ import annotations

from cha.conversations.models import Conversation
from cha.core.actor import Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound
from cha.core.ledger import record
from cha.core.money import Money
from cha.core.verbs import verb
from cha.resolutions.authority import local_now
from cha.resolutions.models import Remedy, Voucher, VoucherUse
from cha.resolutions.remedies.doing import finish_remedy, locked_remedy
from cha.resolutions.remedies.vouchers import how_it_stands
from cha.team.models import Member

State = Remedy.State


@verb
def use_voucher(
    remedy: Remedy, *, by: Acting | Actor, amount: Money | None = None, words: str = "", once: str = ""
) -> VoucherUse:
    """They used it: for `amount`, or for all that is left; `words` say for what. Its first use says that it is given.

    The same form (`once`) sent twice takes once. Raises Invalid for what is no amount, another currency or more than is
    left; Conflict where it is used up, ended, over or taken back; NotFound for what is no voucher.
    """
    locked = locked_remedy(remedy, by)
    voucher = _locked(locked)
    if once and (before := voucher.uses.filter(once=once[:40]).first()):
        return before
    _must_hold(locked, voucher)
    left = Money(voucher.left, voucher.currency)
    amount = left if amount is None else amount
    _must_be_there(amount, left)
    use = VoucherUse(voucher=voucher, amount=amount.minor, words=words.strip()[:200], once=once[:40])
    use.by = by if isinstance(by, Member) else None
    use.save(force_insert=True)
    voucher.left -= amount.minor
    voucher.save(update_fields=["left"])
    _record("voucher.used", locked, by, amount, voucher.left)
    # What goes over a connector is said to be given by the connector.
    if not locked.connector_id and locked.state in (State.DECIDED, State.UNDER_WAY, State.FAILED):
        finish_remedy(locked, by=by)
    return use


@verb
def end_voucher(remedy: Remedy, *, by: Acting | Actor) -> Voucher:
    """What is left of it holds no longer. Twice is once.

    Raises Conflict where nothing is left, NotFound for what is no voucher.
    """
    locked = locked_remedy(remedy, by)
    voucher = _locked(locked)
    if voucher.ended_at:
        return voucher
    if voucher.left <= 0:
        raise Conflict("Nothing is left of it.", code="used_up")
    lost = Money(voucher.left, voucher.currency)
    voucher.left, voucher.ended_at = 0, now()
    voucher.save(update_fields=["left", "ended_at"])
    _record("voucher.ended", locked, by, lost, 0)
    return voucher


def _locked(remedy: Remedy) -> Voucher:
    voucher = Voucher.objects.select_for_update().filter(remedy=remedy).first()
    if voucher is None:
        raise NotFound("That is no voucher.")
    return voucher


def _must_hold(remedy: Remedy, voucher: Voucher) -> None:
    if remedy.state == State.TAKEN_BACK:
        raise Conflict("It was taken back: it is worth nothing.", code="taken_back")
    stands = how_it_stands(voucher, local_now().date())
    if stands == "ended":
        raise Conflict("It was ended: nothing is left of it.", code="ended")
    if stands == "used":
        raise Conflict("It is used up: nothing is left of it.", code="used_up")
    if stands == "over" and voucher.until:
        raise Conflict(f"It held until {voucher.until.day} {voucher.until:%B %Y}.", code="over")


def _must_be_there(amount: Money, left: Money) -> None:
    if amount.currency != left.currency:
        raise Invalid(f"This voucher is in {left.currency}.", field="amount")
    if amount.minor <= 0:
        raise Invalid("Say how much of it was used.", field="amount")
    if left < amount:
        raise Invalid(f"{left.said('en')} is left of it.", field="amount", near=left.minor)


def _record(event: str, remedy: Remedy, by: Acting | Actor, amount: Money, left: int) -> None:
    Conversation.objects.locked(remedy.conversation_id).change()
    facts = {"amount": amount.minor, "currency": amount.currency, "left": left}
    record(event, by=by, on=remedy, conversation=remedy.conversation_id, person=remedy.person_id, **facts)
