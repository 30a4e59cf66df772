"""From rows to words: gathers what each mail needs and renders it. No transaction is open here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext, override

from cha.channels.models import Channel
from cha.channels.registry import medium_called
from cha.conversations.models import Conversation, Kind, Message, PutRight
from cha.conversations.models.handing_over import last_hand_off
from cha.conversations.private_link import last_day, private_url
from cha.core.hours import closes_at, is_open, next_opening
from cha.core.queries import asked
from cha.language.times import clock
from cha.people.models import ContactPoint
from cha.promises.acknowledgement import (
    Acknowledgement,
    Business,
    NewLink,
    Promised,
    Quoted,
    Reply,
    Words,
    brand_of,
    render,
    render_link,
    render_put_right,
    render_reply,
    render_short,
)
from cha.promises.acknowledgement import PutRight as PutRightMail
from cha.promises.acknowledgement.reply import Attached
from cha.promises.acknowledgement.wording import date_words
from cha.promises.added_steps import added_steps, woven
from cha.promises.large_files import Large
from cha.promises.models import Promise
from cha.promises.own_way import own_steps
from cha.promises.pathway import PathwayInput, Step, steps
from cha.promises.understanding import Understood
from cha.promises.voice import frames_of, signature_of
from cha.team.models import Member

GLYPH = "✿"


def business_of(channel: Channel, *, language: str, zone: str, at: datetime) -> Business:
    """The face of the business, as mails to one person show it."""
    face = channel.brand
    closing = closes_at(face.hours(), at)
    until = clock(closing, zone=zone, language=language) if closing and face.phone else ""
    return Business(
        name=face.name,
        phone=face.phone,
        address=", ".join(part for part in (face.address, face.place) if part),
        hours_line=_until_words(until, language) if until else "",
        brand=brand_of(face.colour, GLYPH),
        zone=face.zone,
    )


def _until_words(time: str, language: str) -> str:
    with override(language):
        return gettext("until %(time)s") % {"time": time}


def zone_of(conversation: Conversation, channel: Channel) -> str:
    """The person's time zone, or the business's while nobody knows it."""
    return conversation.person.zone or channel.brand.zone


def pathway_of(
    conversation: Conversation, *, now: datetime, promised_by: datetime | None = None, language: str = ""
) -> tuple[Step, ...]:
    """The steps from here to put right, for mails, the private page and the members' screen alike.

    language: of the house's own sentences; "" is the person's.
    """
    right = next(iter(_put_right(conversation.pk)), None)
    keeper = conversation.assignee
    language = language or conversation.language or "en"
    way = steps(
        PathwayInput(
            received_at=conversation.opened_at,
            medium=conversation.medium,
            acknowledged_at=conversation.acknowledged_at,
            first_answer_at=conversation.first_answer_at,
            promised_by=promised_by or conversation.next_promise_at,
            keeper_name=keeper.first_name if keeper else "",
            waiting_on="them" if conversation.state == "theirs" else "us",
            put_right_at=right.at if right else None,
            confirmed_at=right.confirmed_at if right else None,
            own=own_steps(conversation, language),
        ),
        now,
    )
    return woven(way, added_steps(conversation.added_steps, language), right.at if right else None, now)


def acknowledgement_words(
    message: Message, channel: Channel, understood: Understood, promised_by: datetime, *, proven: bool, at: datetime
) -> Words:
    """The acknowledgement of a concern, in its language: a letter, or a few lines where the channel carries none."""
    values = _acknowledgement(message, channel, understood, promised_by, proven=proven, at=at)
    if medium_called(channel.medium).capabilities.letter:
        return render(values)
    return Words(subject="", preview="", text=render_short(values), html=None)


def _acknowledgement(
    message: Message, channel: Channel, understood: Understood, promised_by: datetime, *, proven: bool, at: datetime
) -> Acknowledgement:
    conversation = message.conversation
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    hours = channel.hours()
    keeper = conversation.assignee
    conversation.acknowledged_at = at
    return Acknowledgement(
        language=language,
        zone=zone,
        business=business_of(channel, language=language, zone=zone, at=at),
        understood=understood,
        promised_by=promised_by,
        now=at,
        link=private_url(conversation, at),
        link_until=last_day(at),
        steps=pathway_of(conversation, now=at, promised_by=promised_by),
        proven=proven,
        person_first_name=conversation.person.first_name if proven and conversation.person.name else None,
        subject=message.subject if proven else None,
        looks_next=keeper.first_name if keeper else None,
        closed_until=None if is_open(hours, at) else next_opening(hours, at),
        own=frames_of(channel, language),
    )


@asked(int)
def _put_right(conversation: int) -> QuerySet[PutRight]:
    return PutRight.objects.filter(conversation_id=conversation, undone_at=None).order_by("-id")[:1]


def reply_words(
    message: Message, channel: Channel, member: Member, *, at: datetime, large: Sequence[Large] = ()
) -> Words:
    """A member's answer as a mail: their words, `large` files as links, what was promised, the person's last words."""
    conversation = message.conversation
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    signature = signature_of(channel, member)
    heard = (
        Message.objects.filter(conversation=conversation, kind=Kind.HEARD, pk__lt=message.pk).order_by("-pk").first()
    )
    return render_reply(
        Reply(
            language=language,
            zone=zone,
            business=business_of(channel, language=language, zone=zone, at=at),
            member_name=member.name,
            member_first_name=member.first_name,
            body_text="\n\n".join(part for part in (message.text, signature) if part),
            now=at,
            link=private_url(conversation, at) if theirs_alone(message) else "",
            promises=promised(conversation),
            files=tuple(
                Attached(file.name, file.size, file.url, date_words(file.until, zone=zone, language=language))
                for file in large
            ),
            # What came sealed is quoted in no mail: the answer may go out open.
            quoted=Quoted(heard.text, heard.at) if heard and heard.text and not heard.extra.get("unsealed") else None,
            subject=conversation.subject,
            own=frames_of(channel, language),
            new_here=came_to(conversation, member, before=message),
        )
    )


def came_to(conversation: Conversation, member: Member, *, before: Message) -> bool:
    """Whether it was handed over to this member, and this is their first answer since. One query, two where it was."""
    row = last_hand_off(conversation)
    if row is None or row.member_id != member.pk:
        return False
    said = Message.objects.filter(conversation=conversation, kind=Kind.SAID, author_id=member.pk, at__gte=row.at)
    return not said.filter(pk__lt=before.pk).exists()


def chat_words(
    conversation: Conversation, channel: Channel, text: str, *, member: Member | None, proven: bool, at: datetime
) -> Words:
    """What was said in a chat, as a mail from the member who said it last, or from the house.

    To an address that is not `proven` theirs: text alone, and no link to their page.
    """
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    with override(language):
        subject = conversation.subject if proven else ""
        talked = medium_called(channel.medium).capabilities.at_once
        subject = subject or (gettext("What we said in the chat") if talked and not member else "")
    words = render_reply(
        Reply(
            language=language,
            zone=zone,
            business=business_of(channel, language=language, zone=zone, at=at),
            member_name=member.name if member else channel.brand.called,
            member_first_name=member.first_name if member else channel.brand.called,
            body_text=text,
            now=at,
            link=private_url(conversation, at) if proven else "",
            promises=promised(conversation) if proven else (),
            subject=subject,
            own=frames_of(channel, language),
        )
    )
    return words if proven else replace(words, html=None)


def theirs_alone(message: Message) -> bool:
    """Whether an answer goes to its person alone: no copies, and no address but one that is theirs."""
    to = str(message.extra.get("to", ""))
    if message.extra.get("cc") or message.extra.get("bcc"):
        return False
    return not to or ContactPoint.objects.filter(person_id=message.conversation.person_id, value=to.lower()).exists()


def promised(conversation: Conversation) -> tuple[Promised, ...]:
    """What members promised in a conversation, open or kept, soonest first; not the acknowledgement's own promise."""
    rows = Promise.objects.filter(conversation=conversation, state__in=["open", "kept"]).exclude(words="")
    return tuple(Promised(row.words, row.by, row.settled_at) for row in rows.order_by("by")[:5])


def ask_words(conversation: Conversation, channel: Channel, *, at: datetime) -> Words:
    """The question whether it is put right."""
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    keeper = conversation.assignee
    return render_put_right(
        PutRightMail(
            language=language,
            business=business_of(channel, language=language, zone=zone, at=at),
            member_first_name=keeper.first_name if keeper else channel.brand.called,
            link=private_url(conversation, at),
            person_first_name=conversation.person.first_name if conversation.person.name else None,
            subject=conversation.subject,
            own=frames_of(channel, language),
        )
    )


def link_words(conversation: Conversation, channel: Channel, *, at: datetime) -> Words:
    """A new private link for somebody whose old one has rested."""
    language, zone = conversation.language or channel.brand.language, zone_of(conversation, channel)
    return render_link(
        NewLink(
            language=language,
            business=business_of(channel, language=language, zone=zone, at=at),
            link=private_url(conversation, at),
            until=date_words(last_day(at), zone=zone, language=language),
            person_first_name=conversation.person.first_name if conversation.person.name else None,
        )
    )
