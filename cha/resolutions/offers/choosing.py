"""Choosing: what the person picked makes the remedy, the promise and the way there; silence and "something else", too.

Locked is the conversation, then its person, then the offer: of two devices at once one is first, and the other is told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cha.channels.models import channel_of
from cha.conversations.access import must_answer, must_be_theirs, visible_to
from cha.conversations.models import Conversation, State
from cha.core.actor import CHA, Acting, Actor
from cha.core.clock import now
from cha.core.errors import ChaError, Conflict, NotFound
from cha.core.hours import add
from cha.core.ledger import Event, record
from cha.core.money import Money
from cha.core.timers import set_timer, stop_timer
from cha.core.verbs import verb
from cha.people.models import Person
from cha.promises.models import Promise, make_promise
from cha.resolutions.approvals.approving import ask_approval
from cha.resolutions.authority import NeedsYes
from cha.resolutions.models import Choice, Offer, Option, Remedy
from cha.resolutions.offers.offering import ask_no_more, close_offer, expire_offer_task
from cha.resolutions.offers.steps import show_offers, standing
from cha.resolutions.policy.names import SHOWN
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.remedies.doing import take_back_remedy
from cha.team.models import Member

# So long after the last moment the call comes that was announced for silence.
CALL_WITHIN: Final = timedelta(hours=1)
# What was put without a moment is done within this.
AT_ONCE: Final = timedelta(days=1)
WANTS: Final = ("else", "person")
# So long after choosing a mind can be changed, unless the offer says otherwise: nothing leaves before.
GRACE: Final = timedelta(hours=1)
VIA: Final = ("page", "chat", "mail", "sms", "phone", "counter", "api")


@verb
def choose(
    offer: Offer,
    number: int,
    *,
    by: Person | Member,
    via: str,
    words: str = "",
    instead_of: int | None = None,
    at: datetime | None = None,
) -> Choice:
    """The person takes a way; a member notes what they were told. It makes the remedy, its promise and the way there.

    The same way again is the same choice. Another one is a change of mind: it needs `instead_of`, the id of the choice
    that they saw, and can be made until `change_until` (`mind_until`) or until what was chosen is under way.

    Raises Conflict, with a sentence and a code (`chosen`, `changed`, `expired`, `taken_back`, `under_way`, `asking`,
    `declined`), and NotFound for somebody else's offer or a way that it has not.
    """
    at = at or now()
    locked, row = _locked(offer, by)
    option = row.options.filter(number=number).first()
    if option is None:
        raise NotFound(_("There is no way %(number)s here.") % {"number": number}, code="no_such_way")
    option.offer = row
    before = next(iter(standing(row.pk)), None)
    if before and before.option_id == option.pk:
        return before
    _must_be_open(row, option, before, instead_of, at)
    if before:
        _undo(row, before, by, at)
    choice = Choice(offer=row, option=option, words=words.strip()[:500], via=via, at=at)
    choice.noted_by = by if isinstance(by, Member) else None
    choice.save(force_insert=True)
    row.state, row.change_until = Offer.State.CHOSEN, mind_until(row, option, at)
    row.save(update_fields=["state", "change_until"])
    stop_timer(f"offer:{row.pk}:until")
    ask_no_more(row, by)
    problem = _give(row, option, at)
    _ours(locked, at)
    show_offers(Conversation.objects.locked(locked.pk))
    facts = {"number": number, "kind": option.kind, "via": via, "again": before is not None, "problem": problem}
    record("offer.chosen", by=by, on=row, conversation=locked.pk, person=locked.person_id, **facts)
    return choice


@verb
def want_else(
    offer: Offer, wants: str, words: str = "", *, by: Person | Member, via: str, at: datetime | None = None
) -> Choice | None:
    """None of these: something else ("else"), or a person ("person"). It is our turn, and a human is one step away.

    It can be said whatever has become of the offer. What was chosen stands where it is too late to change it, and then
    the standing choice is returned; None where nothing was ever chosen and the offer is over.
    """
    at = at or now()
    if wants not in WANTS:
        raise NotFound(_("There is no such way on."), code="no_such_way")
    locked, row = _locked(offer, by)
    before = next(iter(standing(row.pk)), None)
    if before and before.wants == wants and before.words == words.strip()[:500]:
        return before
    if row.state in (Offer.State.OPEN, Offer.State.ELSE, Offer.State.CHOSEN) and _may_change(row, before, at):
        if before:
            _undo(row, before, by, at)
        before = Choice(offer=row, wants=wants, words=words.strip()[:500], via=via, at=at)
        before.noted_by = by if isinstance(by, Member) else None
        before.save(force_insert=True)
        row.state = Offer.State.ELSE
        row.save(update_fields=["state"])
    _ours(locked, at)
    show_offers(Conversation.objects.locked(locked.pk))
    record("offer.else", by=by, on=row, conversation=locked.pk, person=locked.person_id, wants=wants, via=via)
    return before


@verb
def expire_offer(offer: Offer, *, by: Actor = CHA, at: datetime | None = None) -> Offer:
    """Nobody chose until the last moment: what was announced for it begins. Early, or twice, it does nothing."""
    at = at or now()
    locked, row = _locked(offer, by)
    if row.state not in (Offer.State.OPEN, Offer.State.ELSE):
        return row
    if row.until > at:
        set_timer(f"offer:{row.pk}:until", row.until, expire_offer_task, row.pk)
        return row
    silent = row.state == Offer.State.OPEN
    locked.change()
    close_offer(row, Offer.State.EXPIRED, by)
    if silent and row.silent_kind == "call":
        _promise_a_call(locked, row, at)
        _ours(locked, at)
    show_offers(Conversation.objects.locked(locked.pk))
    record("offer.expired", by=by, on=row, conversation=locked.pk, person=locked.person_id, silent=row.silent_kind)
    return row


def may_change(offer: Offer, choice: Choice | None = None, at: datetime | None = None) -> bool:
    """Whether a mind can still be changed: in time, and nothing of what was chosen is under way."""
    return _may_change(offer, choice or next(iter(standing(offer.pk)), None), at or now())


def _locked(offer: Offer, by: Acting | Actor) -> tuple[Conversation, Offer]:
    conversation = Offer.objects.select_related("conversation").get(pk=offer.pk).conversation
    locked = must_be_theirs(conversation, by) if isinstance(by, Person) else must_answer(conversation, by)
    Person.objects.select_for_update(no_key=True).get(pk=locked.person_id)
    row = Offer.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=offer.pk)
    row.conversation = locked
    return locked, row


def _must_be_open(row: Offer, option: Option, before: Choice | None, instead_of: int | None, at: datetime) -> None:
    """Raise Conflict, in words and with a way on, where this way cannot be taken now."""
    if row.state == Offer.State.TAKEN_BACK:
        raise Conflict(_("This offer was taken back. Write to us, and we find another way."), code="taken_back")
    chosen = before is not None and before.option_id is not None
    if not chosen and (row.state == Offer.State.EXPIRED or row.until < at):
        raise Conflict(_("The time to choose is over. Write to us, and we find a way."), code="expired")
    if chosen and before:
        _must_be_a_change(row, before, instead_of, at)
    if option.state == Option.State.ASKING:
        raise Conflict(_("We are still asking for this one. You hear as soon as we know."), code="asking")
    if option.state == Option.State.DECLINED:
        raise Conflict(_("This one cannot be given. The other ways stand."), code="declined")
    if option.by and option.by <= at:
        raise Conflict(_("The time for this one has passed. The other ways stand."), code="too_late")


def _must_be_a_change(row: Offer, before: Choice, instead_of: int | None, at: datetime) -> None:
    assert before.option is not None  # noqa: S101 - the caller has looked
    what = {"what": before.option.words}
    if _under_way(before.option):
        raise Conflict(
            _("“%(what)s” is under way already. Write to us, and we see what can be done.") % what, code="under_way"
        )
    if at > (row.change_until or row.until):
        raise Conflict(_("The time to change your mind is over. “%(what)s” stands.") % what, code="changed")
    if instead_of != before.pk:
        raise Conflict(
            _("“%(what)s” is chosen already. Say so if you want this one instead.") % what,
            code="chosen",
            choice=before.pk,
        )


def mind_until(offer: Offer, option: Option, at: datetime) -> datetime:
    """Until when a mind can be changed that takes this way at `at`: as was said, else for an hour. At most half of the
    time there is for it, so that what is promised with it can be held.
    """
    until = offer.change_until or at + GRACE
    return min(until, at + (option.by - at) / 2) if option.by else until


def _may_change(row: Offer, before: Choice | None, at: datetime) -> bool:
    if before is None or before.option is None:
        return at <= row.until
    return at <= (row.change_until or row.until) and not _under_way(before.option)


def _under_way(option: Option) -> bool:
    """Whether something of it is begun, done, or may have been."""
    begun = (Remedy.State.UNDER_WAY, Remedy.State.DOUBT, Remedy.State.DONE)
    return Remedy.objects.filter(option=option, state__in=begun).exists()


def _undo(row: Offer, before: Choice, by: Person | Member, at: datetime) -> None:
    """They changed their mind: what the choice made is taken back."""
    before.undone_at = at
    before.save(update_fields=["undone_at"])
    if before.option is None:
        return
    live = Remedy.objects.filter(option=before.option, state__in=(Remedy.State.DECIDED, Remedy.State.FAILED))
    for remedy in live:
        take_back_remedy(remedy, by=by)
    facts = {"number": before.option.number, "kind": before.option.kind}
    record("offer.unchosen", by=by, on=row, conversation=row.conversation_id, person=row.person_id, **facts)


def _give(row: Offer, option: Option, at: datetime) -> str:
    """Make the promise and the remedy of a chosen way. What cannot be given any more is the house's to mend: the
    choice stands, and the code of the problem is returned, "" without one.
    """
    decider = _decider(row)
    try:
        with transaction.atomic():
            promise = _promise(row, option, decider, at)
            _decide(option, decider, promise)
    except NeedsYes:
        return _ask(row, option, decider)
    except ChaError as problem:
        return problem.code
    return ""


def _decider(row: Offer) -> Member | Actor:
    """Who decides what was chosen: the offer's maker, while they may; else who looks after it now; else Cha."""
    for member in (row.made_by, row.conversation.assignee):
        if (
            member
            and member.is_active
            and member.answers
            and visible_to(member).filter(pk=row.conversation.pk).exists()
        ):
            return member
    return CHA


def _promise(row: Offer, option: Option, decider: Member | Actor, at: datetime) -> Promise:
    keeper = decider if isinstance(decider, Member) else None
    return make_promise(
        row.conversation,
        option.by or at + AT_ONCE,
        by=decider,
        kind="other",
        words=option.words,
        keeper=keeper,
        at=at,
        kept_by=Promise.KeptBy.REMEDY,
        source=Promise.Source.OPTION,
        message=row.message,
        zone=row.person.zone,
        told_at=at,
    )


def _decide(option: Option, decider: Member | Actor, promise: Promise) -> Remedy:
    return decide_remedy(
        option.offer.conversation,
        option.kind,
        option.words,
        by=decider,
        amount=Money(option.amount, option.currency),
        cost=Money(option.cost, option.currency),
        order=option.order,
        keeper=decider if isinstance(decider, Member) else None,
        by_when=promise.by,
        # What must be shown was looked at before it was put: an offer stands.
        shown=SHOWN,
        approval=option.approval,
        option=option,
        promise=promise,
    )


def _ask(row: Offer, option: Option, decider: Member | Actor) -> str:
    """It is above what may be given by now: somebody above is asked, and the yes gives it.

    Who may decide it whatever the caps leave is asked, too: what was used up meanwhile is passed knowingly or not at
    all. Until then the person reads that it waits for a yes.
    """
    option.state = Option.State.ASKING
    option.save(update_fields=["state"])
    problem = _ask_as(row, option, decider)
    return _ask_as(row, option, CHA) or "needs_yes" if problem == "may" else problem or "needs_yes"


def _ask_as(row: Offer, option: Option, asker: Member | Actor) -> str:
    """Ask for a way that was chosen. Returns the code of what is in the way, "" without."""
    worth = Money(max(option.amount, option.cost), option.currency)
    try:
        with transaction.atomic():
            talk = Conversation.objects.locked(row.conversation_id)
            why = _("It was offered, and they chose it.")
            option.approval = ask_approval(
                talk, option.kind, option.words, by=asker, amount=worth, why=why, order=option.order, shown=SHOWN
            )
    except ChaError as problem:
        return problem.code
    option.save(update_fields=["approval"])
    return ""


def give_chosen(option: Option, at: datetime) -> None:
    """A way that was chosen got its yes afterwards: it is given now. Its conversation must be locked, inside a verb."""
    choice = next(iter(standing(option.offer_id)), None)
    live = Remedy.objects.filter(option=option).exclude(state=Remedy.State.TAKEN_BACK)
    if choice and choice.option_id == option.pk and not live.exists():
        decider = _decider(option.offer)
        _decide(option, decider, _promise(option.offer, option, decider, at))


def _promise_a_call(conversation: Conversation, row: Offer, at: datetime) -> None:
    channel, since = channel_of(conversation), max(at, row.until)
    by = (add(channel.hours(), since, CALL_WITHIN) if channel else None) or since + CALL_WITHIN
    keeper = row.made_by
    make_promise(
        conversation,
        by,
        by=CHA,
        kind="other",
        words=row.silent or _("We call you"),
        keeper=keeper,
        at=at,
        kept_by=Promise.KeptBy.CALL,
        source=Promise.Source.OPTION,
        message=row.message,
        zone=conversation.person.zone,
        told_at=row.made_at,
    )


def _ours(conversation: Conversation, at: datetime) -> None:
    """They have said what they want: what comes next is ours, where it is open at all."""
    locked = Conversation.objects.locked(conversation.pk)
    if not locked.is_open:
        return
    since = locked.waiting_since if locked.state == State.OURS else None
    locked.change(state=State.OURS, waiting_since=since or at, snoozed_until=None)


def under_way(event: Event) -> None:
    """Reaction: what was chosen is begun or done, so minds are changed no more, and the way there says so."""
    option = Option.objects.filter(remedies=event.subject_id).first()
    if option is None:
        return
    Offer.objects.filter(pk=option.offer_id, state=Offer.State.CHOSEN).update(state=Offer.State.DONE)
    show_offers(Conversation.objects.locked(event.conversation_id or 0))
