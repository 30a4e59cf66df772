"""Going on by e-mail: what was answered and not seen, and what was said, to the address that a visitor gave.

It goes over the brand's channel for letters, under the signed address that brings an answer home into the same
conversation. To an address that nobody has proven to be theirs goes a mail of text only, with what we answered, as they
asked for it: none of their own words, no name, no link to their page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext, override

from cha.channels.email.composing import message_id
from cha.channels.letters import letters_of
from cha.channels.models import Channel, Delivery, dispatch
from cha.channels.models.visit import Visit, mailed, visits_of
from cha.conversations.file_link import file_url
from cha.conversations.models import Attachment, Conversation, Kind, Message
from cha.core.clock import now
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.timers import set_timer
from cha.core.verbs import verb
from cha.language.times import said
from cha.people.models import ContactPoint
from cha.portal.chat.showing import line_of
from cha.portal.chat.talks import Talk, shown
from cha.promises.acknowledgement import Words
from cha.promises.voice import written_from
from cha.promises.wording import chat_words, zone_of
from cha.team.models import Member

AWAY: Final = timedelta(minutes=2)
# Several answers in a row are one mail.
GATHER: Final = timedelta(seconds=20)
MOST: Final = 200


def look_later(event: Event) -> None:
    """Reaction: an answer was released; where nobody sees it in the chat, it goes by mail."""
    visits = visits_of(event.conversation_id) if event.conversation_id else []
    if visits:
        _set(visits[0].conversation_id, due(visits, event.at))


def due(visits: Sequence[Visit], at: datetime) -> datetime:
    """When an answer given at `at` that nobody sees goes by mail: soon to who goes on by mail, else when all of their
    browsers have been away.
    """
    if any(visit.by_mail_at for visit in visits):
        return at + GATHER
    return max(max(visit.here_until or at, at) for visit in visits) + AWAY


def _set(conversation: int, moment: datetime) -> None:
    set_timer(f"chat-mail:{conversation}", moment, answer_by_mail, conversation)


@task("portal.chat_answer_by_mail", rank=3)
def answer_by_mail(conversation_pk: int) -> None:
    """Mail the answers that nobody saw, in one; later, while somebody is here. Twice is once."""
    visits = visits_of(conversation_pk)
    unread = _unread(visits) if visits else []
    if not unread:
        return
    moment = due(visits, unread[-1].at)
    if moment > now():
        look_again(conversation_pk, moment)
        return
    conversation = unread[-1].conversation
    address = next((visit.mail for visit in visits if visit.mail), "") or _proven_address(conversation)
    channel = letters_of(conversation)
    if address and channel:
        _mail_unread(visits[0], channel, address, unread)


@verb
def look_again(conversation: int, moment: datetime) -> None:
    """Look once more then."""
    _set(conversation, moment)


def _unread(visits: Sequence[Visit]) -> list[Message]:
    """What was answered in the chat and seen in none of its browsers, nor mailed yet."""
    last = max(max(visit.seen_id, visit.mailed_id) for visit in visits)
    rows = Message.objects.filter(conversation_id=visits[0].conversation_id, kind=Kind.SAID, pk__gt=last)
    rows = rows.filter(medium="chat", address__in=[visit.visitor.key for visit in visits])
    rows = rows.exclude(delivery="held").exclude(extra__has_key="withdrawn_at")
    return list(rows.select_related("conversation__person").order_by("pk")[:MOST])


def _mail_unread(visit: Visit, channel: Channel, address: str, unread: Sequence[Message]) -> None:
    conversation, last = unread[-1].conversation, unread[-1]
    member = Member.objects.filter(pk=last.author_id or 0).first() if last.author_kind == "member" else None
    text = "\n\n".join(part for message in unread for part in (message.text, *_links(message)) if part)
    words = chat_words(conversation, channel, text, member=member, proven=is_proven(conversation, address), at=now())
    send_unread(visit, last, channel, address, words, member)


@verb
def send_unread(
    visit: Visit, last: Message, channel: Channel, address: str, words: Words, member: Member | None
) -> Delivery | None:
    """Let the unread answers go, up to `last`. None when they are on their way already."""
    if not mailed(visit, last.pk):
        return None
    linked = list(Attachment.objects.filter(message=last).values_list("pk", flat=True))
    delivery = _letter(last.conversation, channel, address, words, member)
    delivery.kind, delivery.message, delivery.linked = Delivery.Kind.REPLY, last, linked
    return dispatch(delivery)


@task("portal.chat_mail_said", rank=3)
def mail_said(visit_pk: int, address: str) -> None:
    """Mail what was said in a chat so far, to the address that its visitor asked for."""
    visit = Visit.objects.select_related("visitor__account", "conversation__person").filter(pk=visit_pk).first()
    channel = letters_of(visit.conversation) if visit else None
    if visit is None or channel is None:
        return
    account, conversation = visit.visitor.account, visit.conversation
    talk = Talk(conversation, visit, visit.visitor.key, bool(account and account.person_id == conversation.person_id))
    rows = list(reversed(shown(talk).exclude(extra__has_key="withdrawn_at").order_by("-pk")[:MOST]))
    proven = is_proven(conversation, address)
    text = _story(conversation, channel, [row for row in rows if proven or row.kind == Kind.SAID])
    words = chat_words(conversation, channel, text, member=None, proven=proven, at=now())
    send_said(visit, channel, address, words, max((row.pk for row in rows), default=0))


@verb
def send_said(visit: Visit, channel: Channel, address: str, words: Words, upto: int) -> Delivery:
    """Let what was said go; what was answered up to then needs no other mail, if that goes to the same address."""
    if address == visit.mail:
        mailed(visit, upto)
    return dispatch(_letter(visit.conversation, channel, address, words, None))


def _letter(
    conversation: Conversation, channel: Channel, address: str, words: Words, member: Member | None
) -> Delivery:
    delivery = Delivery(
        kind=Delivery.Kind.LINK,
        channel=channel,
        conversation=conversation,
        address=address,
        from_name=written_from(member, channel, conversation.language) if member else "",
        subject=words.subject,
        text=words.text,
        html=words.html or "",
    )
    delivery.external_id = message_id(delivery.pk, channel.address.rpartition("@")[2])
    return delivery


def _story(conversation: Conversation, channel: Channel, rows: Iterable[Message]) -> str:
    """What was said, each with who and when; by when it will be, where nothing was yet."""
    language, zone, at = conversation.language or channel.brand.language, zone_of(conversation, channel), now()
    with override(language):
        lines = [_told(row, channel, said(row.at, now=at, zone=zone, language=language)) for row in rows]
        yet = gettext("Nothing was answered yet. As soon as it is, it comes here.")
        return "\n\n".join(lines) or "\n\n".join(filter(None, (yet, line_of(conversation, at, zone))))


def _told(row: Message, channel: Channel, when: str) -> str:
    names = {"person": gettext("You"), "member": row.author_name.split(" ")[0]}
    who = names.get(row.author_kind) or channel.brand.called
    return "\n".join([f"{who}, {when}:", row.text, *_links(row)]).strip()


def _links(message: Message) -> list[str]:
    """The files of an answer, as links that open each of them for thirty days."""
    if message.kind != Kind.SAID:
        return []
    files = Attachment.objects.select_related("message__conversation").filter(message=message)
    return [f"{file.name}: {file_url(file)[0]}" for file in files]


def is_proven(conversation: Conversation, address: str) -> bool:
    """Whether an address is known to be the person's whose conversation it is."""
    return _mails_of(conversation).filter(value=address).exists()


def _proven_address(conversation: Conversation) -> str:
    return _mails_of(conversation).values_list("value", flat=True).first() or ""


def _mails_of(conversation: Conversation) -> models.QuerySet[ContactPoint]:
    proven = ContactPoint.objects.filter(person_id=conversation.person_id, kind=ContactPoint.Kind.EMAIL, dead_at=None)
    return proven.exclude(verified_at=None)
