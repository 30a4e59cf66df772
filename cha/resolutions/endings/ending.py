"""The end of a conversation that hurt: two leads agreed; the person hears so, and gets back what is theirs."""

from __future__ import annotations

from datetime import timedelta

from cha.conversations.access import must_answer
from cha.conversations.models import say
from cha.core.errors import Refused
from cha.core.money import Money
from cha.core.verbs import verb
from cha.resolutions.endings.bounding import Step, say_yes
from cha.resolutions.endings.words import back_words, by_mail_words, end_words, language_of
from cha.resolutions.kinds import RemedyKind
from cha.resolutions.models import Boundary
from cha.resolutions.remedies.by_hand import by_hand
from cha.resolutions.remedies.deciding import decide_remedy
from cha.team.models import Member


def money_back(row: Boundary) -> Money | None:
    """What they get back with the end; None for nothing."""
    return Money(row.amount, row.currency) if row.amount else None


def words_of(row: Boundary) -> str:
    """What the person is told once the leads have agreed, in their language."""
    if row.step == Step.MAIL:
        return by_mail_words(row.conversation, row.until or row.at + timedelta(days=30))
    money = money_back(row)
    return end_words(row.conversation, money.said(language_of(row.conversation)) if money else "")


def given_words(row: Boundary) -> str:
    """What they get back, as the person reads it; "" for nothing."""
    money = money_back(row)
    return back_words(row.conversation, money.said(language_of(row.conversation))) if money else ""


@verb
def agree(row: Boundary, words: str, *, by: Member, given: str = "") -> Boundary:
    """A lead says yes. With the yes that was missing it holds: they are told in `words`, and their money is on its way;
    `given` is what that is called to them (`given_words`).

    Raises Refused for who does not lead, Conflict where it was lifted, NeedsYes where the money is above the limit.
    """
    if not by.leads:
        raise Refused("Leads decide this. Ask one of them.")
    locked = must_answer(row.conversation, by)
    before = Boundary.objects.select_for_update().get(pk=row.pk)
    after = say_yes(row, by=by)
    if before.since or not after.since:
        return after
    money = money_back(after)
    if after.step == Step.END and money:
        steps, once = by_hand(RemedyKind.REFUND), f"end:{after.pk}"
        decide_remedy(locked, RemedyKind.REFUND, given or "Money back", by=by, amount=money, checklist=steps, once=once)
    said = say(locked, words, by=by, hold=timedelta(0))
    after.message = said.pk
    after.save(update_fields=["message"])
    return after
