"""Offering: two to four ways are put to a person, and taken back. Above the limit a way waits for somebody's yes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from cha.channels.models import channel_of
from cha.channels.ways import usual_way
from cha.conversations.access import must_answer
from cha.conversations.models import Conversation, Message, say
from cha.conversations.models.saying import UNDO
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid
from cha.core.ids import new_id
from cha.core.ledger import Event, record
from cha.core.money import Money
from cha.core.tasks import task
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.models import Person
from cha.people.models.record import Record
from cha.promises.models import Promise, make_promise, release_promise
from cha.resolutions.approvals.approving import Times, ask_approval, no_longer_needed, times_of
from cha.resolutions.authority import authority, hold_budgets
from cha.resolutions.kinds import KINDS, RemedyKind
from cha.resolutions.models import Approval, Offer, Option
from cha.resolutions.offers.steps import show_offers
from cha.resolutions.offers.words import Asked, Clock, Said, offer_text, yes_or_no
from cha.resolutions.remedies.order_left import must_be_their_order, must_be_within
from cha.resolutions.remedies.order_left import must_fit as must_fit_order
from cha.team.models import Member, brand

FEWEST: Final = 2
MOST: Final = 4
FURTHEST: Final = timedelta(days=60)
SILENT: Final = ("", "nothing", "call")


@dataclass(frozen=True, slots=True)
class Way:
    """One way as it is put: what happens, what there is to add, until when (aware; None for at once).

    `amount` is what the person gets, `cost` what it costs us; nought for either.
    """

    kind: str
    words: str
    more: str
    by: datetime | None
    amount: Money
    cost: Money
    order: Record | None = None

    @property
    def worth(self) -> Money:
        """What counts against a limit."""
        return max(self.amount, self.cost)


@task("resolutions.expire_offer", rank=2)
def expire_offer_task(offer_id: int) -> None:
    """They may have chosen until now."""
    from cha.resolutions.offers.choosing import expire_offer

    offer = Offer.objects.filter(pk=offer_id).first()
    if offer:
        expire_offer(offer)


def clock_of(conversation: Conversation, at: datetime, language: str = "") -> Clock:
    """The person's clock and language; the house's while nobody knows theirs."""
    channel = channel_of(conversation)
    face = channel.brand if channel else brand()
    language = language or conversation.language or (face.language if face else "en")
    return Clock(at, conversation.person.zone or (face.zone if face else "UTC"), language)


def make_offer(
    conversation: Conversation,
    ways: Sequence[Way],
    *,
    by: Member,
    until: datetime,
    change_until: datetime | None = None,
    words: str = "",
    silent: str = "",
    silent_kind: str = "",
    language: str = "",
    guide_walk: int | None = None,
    shown: Collection[str] = (),
    at: datetime | None = None,
    hold: timedelta = UNDO,
    once: str = "",
) -> Offer:
    """Put two to four ways to the person: an answer of `by` that carries them. Nothing is chosen for the person.

    A way above the limit is asked for at once and can be chosen when the yes comes. `until`: they may choose; after it
    they may change their mind until `change_until`. `silent` is what happens if they do not choose, as they read it;
    with `silent_kind` "call" a call is promised then. `shown`: what `by` has seen elsewhere (`policy.names.SHOWN`), for
    every way. The same form (`once`) sent twice is one offer.

    Raises Invalid (field "way-2", "until" …) for what does not fit, Refused for what is never given, Conflict while
    another offer is open here, NotFound and Refused as `say` does.
    """
    at = at or now()
    ways = must_fit(ways, until, at, silent_kind)
    clock = clock_of(conversation, at, language)
    decisions = [authority(conversation, by, way.kind, way.worth, order=way.order, shown=shown) for way in ways]
    alone = [decision.verdict == "may" for decision in decisions]
    asks = [decision.ask for decision in decisions if decision.verdict == "ask"]
    times = max((times_of(ask, at) for ask in asks), key=lambda one: one.hears, default=None)
    said = [Said(n, way.words, way.more, way.by, way.amount) for n, way in enumerate(ways, 1)]
    ready = [one for one, may in zip(said, alone, strict=True) if may]
    money = [KINDS[way.kind].money for way, may in zip(ways, alone, strict=True) if may]
    hears = times.hears if times else None
    text = offer_text(words, ready, Asked(alone.count(False), hears), until, silent, clock, money)
    offer = Offer(
        id=new_id(at),
        made_by=by,
        made_at=at,
        words=words.strip()[:500],
        language=clock.language,
        until=until,
        change_until=change_until,
        silent=silent.strip()[:200],
        silent_kind=silent_kind,
        guide_walk=guide_walk,
    )
    return _make(conversation, offer, ways, text, alone, times, by=by, shown=shown, hold=hold, once=once)


def must_fit(ways: Sequence[Way], until: datetime, at: datetime, silent_kind: str = "") -> list[Way]:
    """The ways as they are kept. Raises Invalid, with the field that does not fit."""
    if not FEWEST <= len(ways) <= MOST:
        raise Invalid("Offer two to four ways.", field="ways")
    if until <= at:
        raise Invalid("That moment has passed. Let them choose until a later one.", field="until")
    if until > at + FURTHEST:
        raise Invalid("That is too far away. Let them choose within sixty days.", field="until")
    if silent_kind not in SILENT:
        raise Invalid("Say what happens if they do not choose: a call, or nothing.", field="silent")
    kept = [_fitting(way, number, until) for number, way in enumerate(ways, 1)]
    told = [way.words.casefold() for way in kept]
    if len(set(told)) < len(told):
        raise Invalid("Two ways say the same. Say what is different.", field=f"way-{len(kept)}")
    return kept


def _fitting(way: Way, number: int, until: datetime) -> Way:
    field = f"way-{number}"
    kept = replace(way, words=" ".join(way.words.split()), more=" ".join(way.more.split()))
    if not kept.words:
        raise Invalid("Say in a few words what happens.", field=field)
    if len(kept.words) > 120 or len(kept.more) > 200:
        raise Invalid("That is too long to choose from. Say it in fewer words.", field=field)
    if kept.kind not in RemedyKind.values:
        raise Invalid(f"“{kept.kind}” is no remedy.", field=f"{field}-kind")
    if kept.by and kept.by <= until:
        raise Invalid("It would be over before they have chosen. Take a later time.", field=f"{field}-by")
    try:
        must_fit_order(kept.kind, kept.amount, kept.cost, kept.order)
        must_be_within(kept.kind, kept.amount, kept.order)
    except Invalid as error:
        raise Invalid(error.sentence, field=f"{field}-amount") from error
    return kept


@verb
def _make(
    conversation: Conversation,
    offer: Offer,
    ways: Sequence[Way],
    text: str,
    alone: Sequence[bool],
    times: Times | None,
    *,
    by: Member,
    shown: Collection[str],
    hold: timedelta,
    once: str,
) -> Offer:
    """What stands in `text` is what is offered: who may decide less by now is told so, and nothing is sent."""
    locked = must_answer(conversation, by)
    before = _before(locked, by, once)
    if before:
        return before
    if Offer.objects.filter(conversation=locked, state=Offer.State.OPEN).exists():
        raise Conflict("An offer is open here already. Take it back first, then make a new one.", code="open_offer")
    Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    hold_budgets(locked, by, {way.kind for way in ways})
    for way in ways:
        must_be_their_order(way.order, locked.person)
    for older in Offer.objects.select_for_update(of=("self",)).filter(conversation=locked, state=Offer.State.ELSE):
        # They wanted something else, and this is it: nobody chooses from both.
        close_offer(older, Offer.State.TAKEN_BACK, by)
    offer.conversation, offer.person_id = locked, locked.person_id
    offer.save(force_insert=True)
    for number, (way, may) in enumerate(zip(ways, alone, strict=True), 1):
        _put(offer, number, way, may, times, by, shown)
    numbers = list(range(1, len(ways) + 1))
    tapped = [way.words for way, may in zip(ways, alone, strict=True) if may]
    message = say(
        locked,
        text,
        by=by,
        hold=hold,
        at=offer.made_at,
        once=once,
        buttons=tapped if _taps(locked, len(tapped)) else (),
        codes={"offer": offer.pk, "options": numbers},
    )
    offer.message = message.pk
    offer.save(update_fields=["message"])
    if times and not all(alone):
        _promise_to_tell(offer, times)
    set_timer(f"offer:{offer.pk}:until", offer.until, expire_offer_task, offer.pk)
    show_offers(locked)
    facts = {"ways": len(ways), "asked": list(alone).count(False), "silent": offer.silent_kind}
    record("offer.made", by=by, on=offer, conversation=locked.pk, person=locked.person_id, **facts)
    conversation.refresh_from_db()
    return offer


def _before(conversation: Conversation, by: Member, once: str) -> Offer | None:
    if not once:
        return None
    mine = Offer.objects.filter(conversation=conversation, made_by=by, message__isnull=False).order_by("-id")[:3]
    said = {row.pk: row.extra.get("once") for row in Message.objects.filter(pk__in=[one.message for one in mine])}
    return next((one for one in mine if said.get(one.message or 0) == once), None)


def _promise_to_tell(offer: Offer, times: Times) -> None:
    """The message says by when they hear of what is asked for: that is a promise."""
    words = Option.objects.filter(offer=offer, state=Option.State.ASKING).order_by("number").values_list("words")
    promise = make_promise(
        offer.conversation,
        times.hears,
        by=offer.made_by or CHA,
        kind="other",
        words=yes_or_no(", ".join(row[0] for row in words), clock_of(offer.conversation, offer.made_at).language),
        keeper=offer.made_by,
        at=offer.made_at,
        kept_by=Promise.KeptBy.ANSWER,
        message=offer.message,
        told_at=offer.made_at,
    )
    Approval.objects.filter(options__offer=offer, promise=None).update(promise=promise)


def _put(
    offer: Offer, number: int, way: Way, may: bool, times: Times | None, by: Member, shown: Collection[str]
) -> Option:
    """Write one way down; above the limit, ask for it."""
    conversation = offer.conversation
    option = Option(
        offer=offer,
        number=number,
        kind=way.kind,
        words=way.words,
        more=way.more,
        by=way.by,
        amount=way.amount.minor,
        cost=way.cost.minor,
        currency=way.amount.currency,
        order=way.order,
    )
    decision = authority(conversation, by, way.kind, way.worth, order=way.order, shown=shown)
    if decision.verdict == "no":
        raise Invalid("The policy never gives this. Offer something else.", field=f"way-{number}", code="never")
    if decision.verdict == "show":
        raise Invalid("Something has to be shown before this is offered.", field=f"way-{number}", code="show_first")
    if (decision.verdict == "may") != may:
        raise Conflict("What you may decide has just changed. Look again, then offer it.", code="authority_moved")
    if not may:
        why = offer.words
        option.approval = ask_approval(
            conversation,
            way.kind,
            way.words,
            by=by,
            amount=way.worth,
            why=why,
            order=way.order,
            shown=shown,
            times=times,
        )
        option.state = Option.State.ASKING
    option.save(force_insert=True)
    return option


def _taps(conversation: Conversation, count: int) -> bool:
    way = usual_way(conversation)
    return way is not None and way.can.buttons >= count > 0


@verb
def take_back_offer(offer: Offer, *, by: Member, at: datetime | None = None) -> Offer:
    """They can no longer choose from it; their page says so. Twice is once. Raises Conflict once they have chosen."""
    locked = must_answer(offer.conversation, by)
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    if row.state in (Offer.State.TAKEN_BACK, Offer.State.EXPIRED):
        return row
    if row.state in (Offer.State.CHOSEN, Offer.State.DONE):
        raise Conflict("They have chosen already. Take back what they chose instead.", code="chosen")
    close_offer(row, Offer.State.TAKEN_BACK, by)
    show_offers(locked)
    locked.change()
    record("offer.taken_back", by=by, on=row, conversation=locked.pk, person=locked.person_id)
    return row


def close_offer(row: Offer, state: str, by: Acting | Actor) -> None:
    """A locked offer can no longer be chosen from: no timer wakes for it, and what was asked for is asked no more."""
    row.state = state
    row.save(update_fields=["state"])
    stop_timer(f"offer:{row.pk}:until")
    ask_no_more(row, by)


def ask_no_more(row: Offer, by: Acting | Actor) -> None:
    """What is still being asked for need not be answered any more: it is settled without."""
    waiting = Option.objects.filter(offer=row, state=Option.State.ASKING).select_related("approval__promise")
    for option in waiting:
        if option.approval:
            no_longer_needed(option.approval, by=by, why="offer")
            if option.approval.promise:
                release_promise(option.approval.promise, by=CHA)
    waiting.update(state=Option.State.DECLINED)


def withdrawn(event: Event) -> None:
    """Reaction: the message that carried an offer was taken back, so nobody chooses from it."""
    by = Actor(event.actor_kind, event.actor_id)
    offers = Offer.objects.filter(message=event.subject_id, state__in=(Offer.State.OPEN, Offer.State.ELSE))
    for row in offers.select_for_update():
        close_offer(row, Offer.State.TAKEN_BACK, by)
        show_offers(Conversation.objects.locked(row.conversation_id))
        record("offer.taken_back", by=by, on=row, conversation=row.conversation_id, person=row.person_id)
