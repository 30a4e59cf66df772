"""The card of an offer in the thread: its ways, what was chosen, and what a member can do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.core.ids import encode
from cha.core.money import Money
from cha.core.queries import asked
from cha.language.times import by_when
from cha.resolutions.models import Choice, Offer, Option
from cha.resolutions.offers.choosing import may_change
from cha.workspace.now.chatted import is_answer

Time = Callable[[datetime], str]
OPEN: Final = (Offer.State.OPEN, Offer.State.CHOSEN, Offer.State.ELSE)


@dataclass(frozen=True, slots=True)
class Line:
    """One way: what it is, when and worth what, how it stands; `note` is where a press notes that they want it."""

    number: int
    words: str
    more: str
    tag: str = ""
    tone: str = ""
    picked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A whole offer. `title`: how many ways, who agreed; `foot`: how it stands; `words`: theirs, for something else."""

    title: str
    lines: tuple[Line, ...]
    foot: str
    answered: bool = False
    words: str = ""
    take_back: str = ""
    note_else: str = ""


@dataclass(frozen=True, slots=True)
class _Where:
    """By whose clock it is told, and in which conversation."""

    conversation: int
    zone: str
    now: datetime
    time: Time

    def by(self, moment: datetime) -> str:
        return by_when(moment, now=self.now, zone=self.zone, language=get_language() or "en")


def cards(
    conversation: int, messages: Iterable[Mapping[str, Any]], *, zone: str, now: datetime, time: Time
) -> dict[int, Card]:
    """By the id of the message that carries it. Nothing is asked where no message carries an offer, else three queries
    and one for each that was chosen from.
    """
    if not any("offer" in row["extra"] and is_answer(row) for row in messages):
        return {}
    where = _Where(conversation, zone, now, time)
    options: dict[int, list[Option]] = {}
    for option in _options(conversation):
        options.setdefault(option.offer_id, []).append(option)
    chosen = {choice.offer_id: choice for choice in _choices(conversation)}
    found = {}
    for offer in _offers(conversation):
        if offer.message:
            found[offer.message] = _card(offer, options.get(offer.pk, []), chosen.get(offer.pk), where)
    return found


@asked(int)
def _offers(conversation: int) -> QuerySet[Offer]:
    return Offer.objects.filter(conversation_id=conversation).select_related("made_by").order_by("id")


@asked(int)
def _options(conversation: int) -> QuerySet[Option]:
    rows = Option.objects.filter(offer__conversation_id=conversation).select_related(
        "approval__to", "approval__answered_by"
    )
    return rows.order_by("offer_id", "number")


@asked(int)
def _choices(conversation: int) -> QuerySet[Choice]:
    rows = Choice.objects.filter(offer__conversation_id=conversation, undone_at=None)
    return rows.select_related("option", "noted_by")


def _card(offer: Offer, options: list[Option], choice: Choice | None, where: _Where) -> Card:
    picked = choice.option_id if choice else None
    can = offer.state in OPEN and (choice is None or picked is None or may_change(offer, choice, where.now))
    can = can and (picked is not None or offer.until > where.now)
    ids = [where.conversation, offer.pk]
    note = reverse("offer-choice", args=ids) if can else ""
    if note and choice and picked:
        note += f"?instead_of={encode(choice.pk)}"
    return Card(
        title=_title(options),
        lines=tuple(_line(option, choice if option.pk == picked else None, note, where) for option in options),
        foot=_foot(offer, choice, where),
        answered=picked is not None,
        words=choice.words if choice and choice.wants else "",
        take_back=reverse("offer-taking-back", args=ids) if offer.state in (Offer.State.OPEN, Offer.State.ELSE) else "",
        note_else=reverse("offer-else", args=ids) if offer.state == Offer.State.OPEN and can else "",
    )


def _title(options: list[Option]) -> str:
    """How many ways, and who agreed to what was above the limit."""
    number = {2: _("two"), 3: _("three"), 4: _("four")}.get(len(options), str(len(options)))
    said = [_("offered %(number)s ways") % {"number": number}]
    for option in options:
        approval = option.approval
        if approval and approval.answered_by and option.state == Option.State.READY:
            worth = Money(max(option.amount, option.cost), option.currency).said(get_language() or "en")
            said.append(_("%(who)s agreed to the %(worth)s") % {"who": approval.answered_by.first_name, "worth": worth})
    return ", ".join(said)


def _line(option: Option, choice: Choice | None, note: str, where: _Where) -> Line:
    worth = Money(option.amount or option.cost, option.currency) if option.currency else None
    facts = [worth.said(get_language() or "en") if worth else "", where.by(option.by) if option.by else ""]
    tag, tone = _tag(option, choice, where)
    free = note if choice is None and option.state == Option.State.READY else ""
    more = ". ".join(part for part in (", ".join(fact for fact in facts if fact), option.more) if part)
    return Line(option.number, option.words, more, tag, tone, choice is not None, free)


def _tag(option: Option, choice: Choice | None, where: _Where) -> tuple[str, str]:
    if choice:
        return _chosen_words(choice, where), "leaf"
    if option.state == Option.State.ASKING:
        to = option.approval.to.first_name if option.approval and option.approval.to else _("A lead")
        return _("%(who)s is asked") % {"who": to}, "honey"
    if option.state == Option.State.DECLINED:
        return _("Not possible"), ""
    return "", ""


def _chosen_words(choice: Choice, where: _Where) -> str:
    how = {
        "page": _("on their page"),
        "chat": _("in the chat"),
        "mail": _("by mail"),
        "sms": _("by text message"),
        "phone": _("by telephone"),
        "counter": _("at the counter"),
    }.get(choice.via, "")
    words = {"how": how, "when": where.time(choice.at)}
    said = _("Chosen %(how)s, %(when)s") % words if how else _("Chosen, %(when)s") % words
    return (
        _("%(said)s, noted by %(who)s") % {"said": said, "who": choice.noted_by.first_name} if choice.noted_by else said
    )


def _foot(offer: Offer, choice: Choice | None, where: _Where) -> str:
    if offer.state == Offer.State.TAKEN_BACK:
        return _("It was taken back. Nobody can choose from it.")
    if choice and choice.wants == "person":
        return _("They want to talk to a person.")
    if choice and choice.wants:
        return _("They want something else.")
    if offer.state == Offer.State.DONE:
        return _("It is under way: minds are changed no more.")
    if offer.state == Offer.State.CHOSEN and may_change(offer, choice, where.now):
        last = offer.change_until or offer.until
        return _("They can change their mind: %(when)s.") % {"when": where.by(last)}
    if offer.state == Offer.State.EXPIRED:
        return _("Nobody chose in time. %(then)s") % {"then": _then(offer)}
    if offer.state == Offer.State.OPEN:
        return _("They choose %(when)s. %(then)s") % {"when": where.by(offer.until), "then": _then(offer)}
    return ""


def _then(offer: Offer) -> str:
    if offer.silent_kind != "call":
        return ""
    who = offer.made_by.first_name if offer.made_by else _("Somebody")
    if offer.state == Offer.State.EXPIRED:
        return _("%(who)s calls them.") % {"who": who}
    return _("If not, %(who)s calls them.") % {"who": who}
