"""Widening: a way that waited for somebody's yes is answered. It can be chosen, or not, and the person hears once."""

from __future__ import annotations

from datetime import datetime

from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.money import Money
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.resolutions.approvals.using import covered
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Approval, Offer, Option
from cha.resolutions.offers.choosing import give_chosen
from cha.resolutions.offers.offering import clock_of
from cha.resolutions.offers.words import Clock, Said, ready_text

YES = (Approval.State.YES, Approval.State.OTHER)
# What a message says that it tells of, beside the offer's own id.
MORE = "offer_more"


def approved(event: Event) -> None:
    """Reaction: an ask was answered. Its option can be chosen, as it was said yes to; or it cannot."""
    approval = Approval.objects.get(pk=event.subject_id)
    for option in approval.options.filter(state=Option.State.ASKING).select_related("offer__person"):
        option.offer.conversation = Conversation.objects.locked(option.offer.conversation_id)
        _answered(option, approval)
        option.offer.conversation.change()
        if option.state == Option.State.READY:
            give_chosen(option, now())


def asked_again(event: Event) -> None:
    """Reaction: a yes was taken back before it was used. Its option waits once more, while nobody chose it."""
    if event.facts.get("whose") == "answer":
        rows = Option.objects.filter(approval=event.subject_id, offer__state=Offer.State.OPEN)
        asked = Approval.objects.get(pk=event.subject_id)
        first = {
            "kind": asked.kind,
            "words": asked.words[:120],
            "amount": asked.amount if KINDS[asked.kind].money else 0,
            "cost": asked.amount,
            "currency": asked.currency,
        }
        rows.exclude(state=Option.State.ASKING).update(state=Option.State.ASKING, **first)


def _answered(option: Option, approval: Approval) -> None:
    if approval.state not in YES:
        option.state = Option.State.DECLINED
    else:
        option.state = Option.State.READY
        if approval.state == Approval.State.OTHER:
            said = covered(approval)
            worth = said.worth
            option.kind, option.words, option.more = said.kind, said.words[:120], ""
            option.amount = worth.minor if KINDS[said.kind].money else 0
            option.cost, option.currency = worth.minor, worth.currency
    option.save()


def offers_wait(event: Event) -> bool:
    """For the wiring: whether a way of an open offer waited for this answer."""
    return Option.objects.filter(approval=event.subject_id, offer__state=Offer.State.OPEN).exists()


@task("resolutions.tell_ready", rank=2)
def tell_ready(approval_id: int) -> None:
    """Everything that was asked for an offer is answered: the person hears, once."""
    offers = Offer.objects.filter(options__approval=approval_id, state=Offer.State.OPEN).distinct()
    for offer in offers.select_related("conversation__person", "made_by"):
        options = list(offer.options.exclude(approval=None).order_by("number"))
        if any(option.state == Option.State.ASKING for option in options):
            continue
        clock = clock_of(offer.conversation, now(), offer.language)
        tell_more(offer, ready_words(options, clock), [one.number for one in options if _is_ready(one)], at=clock.now)


def ready_words(options: list[Option], clock: Clock) -> str:
    """The words for what was asked for: the ways that there are now, and that another one there is not."""
    ready = [option for option in options if _is_ready(option)]
    said = [Said(one.number, one.words, one.more, one.by, Money(one.amount, one.currency)) for one in ready]
    money = [KINDS[one.kind].money for one in ready]
    return ready_text(said, clock, money, declined=len(options) - len(ready))


def _is_ready(option: Option) -> bool:
    return option.state == Option.State.READY


@verb
def tell_more(offer: Offer, text: str, numbers: list[int], *, at: datetime) -> Message | None:
    """Say which ways there are now, in the name of the offer's maker. None where it was told, or they have chosen."""
    locked = Conversation.objects.locked(offer.conversation_id)
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    told = Message.objects.filter(conversation=locked, kind=Kind.SAID, pk__gt=row.pk).order_by("-pk")[:50]
    if row.state != Offer.State.OPEN or any(one.extra.get(MORE) and one.extra.get("offer") == row.pk for one in told):
        return None
    codes = {"offer": row.pk, MORE: numbers or True}
    message = say_beside(locked, text, by=CHA, author=offer.made_by, language=row.language, extra=codes, at=at)
    release(message)
    return message
