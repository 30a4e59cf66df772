"""From rows to the letters of offers: the ways as they stand when the mail is made, on the person's clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cha.channels.carrying import fit
from cha.channels.ways import Way
from cha.conversations.models import Message
from cha.core.clock import now
from cha.core.money import Money
from cha.language.times import clock as time_of_day
from cha.promises.acknowledgement import Words
from cha.promises.pathway import Step
from cha.promises.voice import frames_of
from cha.promises.wording import business_of, pathway_of, theirs_alone
from cha.resolutions.kinds import KINDS
from cha.resolutions.models import Choice, Offer, Option
from cha.resolutions.offers.choosing import may_change
from cha.resolutions.offers.letters.chosen import ChosenMail, chosen_text, render_chosen
from cha.resolutions.offers.letters.ways import PutWay, WaysMail, render_ways
from cha.resolutions.offers.link import offer_url
from cha.resolutions.offers.offering import clock_of
from cha.resolutions.offers.words import Asked, Clock
from cha.team.models import Member

CHOSEN = "chosen"


def more_of(option: Option, clock: Clock) -> str:
    """What there is to add to an option's words: what they get and by when, where its words do not say so."""
    told = f"{option.words} {option.more}"
    facts = []
    if KINDS[option.kind].money and option.amount:
        amount = Money(option.amount, option.currency).said(clock.language)
        facts += [] if amount in told else [amount]
    if option.by and time_of_day(option.by, zone=clock.zone, language=clock.language) not in told:
        facts.append(clock.by(option.by))
    said = ", ".join(facts)
    return " ".join(part for part in (_sentence(option.more), _sentence(said[:1].upper() + said[1:])) if part)


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".!?…。؟" else f"{words}."


def offer_letter(message: Message, way: Way, member: Member | None) -> Words:
    """The mail of a message that carries an offer, or ways that came later; elsewhere the message's words alone."""
    offer = Offer.objects.select_related("conversation__person").filter(pk=message.extra["offer"]).first()
    if offer is None or not way.can.letter:
        return _plain(message, way, offer)
    at, more = now(), "offer_more" in message.extra
    clock = clock_of(offer.conversation, at, offer.language)
    named = message.extra.get("offer_more") if more else None
    options = list(offer.options.select_related("approval").order_by("number"))
    ready = [one for one in options if one.state == Option.State.READY]
    shown = [one for one in ready if named is None or (isinstance(named, list) and one.number in named)]
    alone, person = theirs_alone(message), offer.conversation.person
    return render_ways(
        WaysMail(
            language=clock.language,
            zone=clock.zone,
            business=business_of(way.channel, language=clock.language, zone=clock.zone, at=at),
            member_first_name=member.first_name if member else way.channel.brand.called,
            ways=tuple(_put(option, clock, offer if alone else None) for option in shown),
            until=offer.until,
            now=at,
            words=offer.words if not more else "" if shown else message.text,
            change_until=offer.change_until,
            silent="" if more else offer.silent,
            asked=_asked(options),
            person_first_name=person.first_name if person.name else None,
            again=more and bool(shown),
            link=offer_url(offer) if more and alone else "",
            own=frames_of(way.channel, clock.language),
        )
    )


def _asked(options: Sequence[Option]) -> Asked:
    """Those that wait for a yes, and by when the last of them is answered."""
    waiting = [one for one in options if one.state == Option.State.ASKING]
    times = [one.approval.by for one in waiting if one.approval and one.approval.by]
    return Asked(len(waiting), max(times) if times and len(times) == len(waiting) else None)


def _put(option: Option, clock: Clock, offer: Offer | None) -> PutWay:
    """Whoever else reads the mail gets no link: whoever has it could choose."""
    href = offer_url(offer, option.number) if offer else ""
    return PutWay(option.number, option.words, more_of(option, clock), href)


def _plain(message: Message, way: Way, offer: Offer | None) -> Words:
    link = offer_url(offer) if offer and way.can.length else ""
    buttons = tuple(map(str, message.extra.get("buttons", ())))
    return Words(subject="", preview="", text=fit(message.text, way.can, buttons=buttons, link=link).text, html=None)


def chosen_letter(message: Message, way: Way, _member: Member | None) -> Words:
    """The mail after a choice; elsewhere the message's words alone."""
    choice = Choice.objects.select_related("option", "offer__conversation__person")
    found = choice.filter(pk=message.extra[CHOSEN], option__isnull=False).first()
    if found is None or not way.can.letter:
        return Words(subject="", preview="", text=fit(message.text, way.can).text, html=None)
    at = now()
    mail = chosen_mail(found, at, way, linked=theirs_alone(message))
    return render_chosen(mail)


def chosen_mail(choice: Choice, at: datetime, way: Way, *, linked: bool = True) -> ChosenMail:
    """The values of the mail after a choice. `linked`: the person alone reads it."""
    offer, option = choice.offer, choice.option
    assert option is not None  # noqa: S101 - what has none is answered by a member
    clock = clock_of(offer.conversation, at, offer.language)
    changes = choice.undone_at is None and may_change(offer, choice, at)
    return ChosenMail(
        language=clock.language,
        zone=clock.zone,
        business=business_of(way.channel, language=clock.language, zone=clock.zone, at=at),
        what=option.words,
        now=at,
        by=option.by,
        steps=steps_from(offer, at, clock.language),
        again=offer_url(offer) if changes and linked else "",
        change_until=(offer.change_until or offer.until) if changes else None,
        asked=_asked([option]),
    )


def steps_from(offer: Offer, at: datetime, language: str) -> tuple[Step, ...]:
    """The way from the choice on."""
    way = pathway_of(offer.conversation, now=at, language=language)
    begins = (index for index, step in enumerate(way) if step.key == f"offer:{offer.pk}")
    return way[next(begins, len(way)) :]


def chosen_words(choice: Choice, at: datetime, way: Way) -> str:
    """What is kept of it in the conversation, and said where no letter goes."""
    return chosen_text(chosen_mail(choice, at, way))
