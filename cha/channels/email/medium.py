"""E-mail, as the seam sees it: a raw mail in, a mail over the relay out."""

from __future__ import annotations

import hashlib
from functools import cache

from django.conf import settings
from django.utils.crypto import salted_hmac

from cha.channels.base import Bounce, Capabilities, Health, Inbound, Medium, Original, Outcome
from cha.channels.email.addresses import address_of_ours
from cha.channels.email.answering import answers_to
from cha.channels.email.composing import File, Outgoing, message_id
from cha.channels.email.health import health_of
from cha.channels.email.protecting import shield_for
from cha.channels.email.reading import MachineKind, Mail, read_mail, reply_token
from cha.channels.email.reading.dkim_check import check_dkim
from cha.channels.email.sealing.values import CannotSeal
from cha.channels.email.sending import hand_over
from cha.channels.models import Channel, Delivery, Payload
from cha.channels.pipeline import threading
from cha.conversations.models import Conversation
from cha.conversations.models.hearing import HeardFile
from cha.core import files
from cha.core.errors import Invalid
from cha.core.secrets import unseal
from cha.language.detect import detect
from cha.people.models import ContactPoint
from cha.team.models import Member

# Where a signature is looked for; it is checked wherever it stands.
HEAD = 32 * 1024
# RFC 5321, 4.5.3.1.1: so long may the part before the @ be.
LONGEST = 64
# What a member wrote; machines may answer it.
BY_HAND = (Delivery.Kind.REPLY, Delivery.Kind.NOTICE, Delivery.Kind.SIDE)
NO_RELAY = "No relay is set, so mail waits. Start with --relay smtp://host:port, or set it in Settings, Channels."


class Email(Medium):
    """The medium of mails."""

    name = "email"
    label = "E-mail"
    by = "by e-mail"
    point_kind = ContactPoint.Kind.EMAIL
    capabilities = Capabilities()

    def address(self, typed: str) -> str:
        """As the listener compares it."""
        return address_of_ours(typed)

    def read(self, payload: Payload) -> Inbound:
        """A mail's values (see `reading`). The bytes of its files are kept here, before any transaction."""
        envelope = payload.envelope
        if left := envelope.get("left"):
            raise ValueError(str(left))
        raw, recipients = payload.content(), tuple(str(address) for address in envelope.get("recipients", []))
        mail = read_mail(
            raw,
            received_at=payload.received_at,
            mail_from=envelope.get("mail_from"),
            recipients=recipients,
            loop_marks=(loop_mark(),),
            trusted=settings.CHA_MAIL_TRUSTED,
        )
        token = reply_token(mail)
        guess = detect(mail.fresh_text or mail.subject)
        sender = mail.from_ or mail.sender
        return Inbound(
            point_kind=ContactPoint.Kind.EMAIL,
            address=(sender.address if sender else str(envelope.get("mail_from") or "")).lower(),
            name=sender.name if sender else "",
            text=mail.fresh_text or mail.text,
            html=mail.html_clean or "",
            quoted=mail.quoted_text,
            subject=mail.subject,
            language=guess.code,
            language_sure=guess.sure,
            external_id=mail.message_id or _name_of(mail),
            thread=tuple(dict.fromkeys(key for key in (mail.in_reply_to, *reversed(mail.references)) if key)),
            answers=threading.read_token(token) if token else None,
            recipients=(*recipients, *(address.address for address in (*mail.to, *mail.cc))),
            copies=tuple((address.address.lower(), address.name) for address in mail.cc[:20]),
            files=_keep(mail),
            machine=str(mail.machine.kind) if mail.machine else "",
            machine_words=mail.machine.reason if mail.machine else "",
            bounce=_bounce(mail),
            authentic=mail.authentic,
            signed=settings.CHA_MAIL_CHECK and not mail.authentic and b"dkim-signature:" in raw[:HEAD].lower(),
            original=_original(mail),
            reply_to=mail.reply_to[0].address.lower() if mail.reply_to else "",
            marks=_marks(mail),
            spam=mail.spam,
            sent_at=mail.sent_at,
            problems=mail.problems,
        )

    def send(self, delivery: Delivery, channel: Channel) -> Outcome:
        """Compose the mail and hand it to the relay or provider, waiting for its answer (20 s at most a step)."""
        mail, back_to = outgoing(delivery, channel), _return_path(delivery, channel)
        try:
            shield = shield_for(delivery, channel, mail)
            return hand_over(relay_url(channel), mail, mail_from=back_to, hidden=tuple(delivery.hidden), shield=shield)
        except CannotSeal as error:
            return Outcome(sent=False, permanent=True, said=str(error))
        except ValueError as error:
            return Outcome(sent=False, permanent=True, said=f"It cannot be written as a mail: {error}")

    def ready(self, channel: Channel) -> str:
        try:
            return "" if relay_url(channel) else NO_RELAY
        except Invalid as error:
            return error.sentence

    def reaches(self, conversation: Conversation, channel: Channel) -> str:
        return answers_to(conversation)

    def external_id(self, message: int, channel: Channel) -> str:
        return message_id(message, channel.address.rpartition("@")[2])

    def vouches(self, payload: Payload, address: str) -> bool:
        """Whether the house of `address` signed the mail (DKIM, its key asked of DNS)."""
        return check_dkim(payload.content(), address) == "pass"

    def health(self, channel: Channel) -> Health:
        return health_of(channel, self.ready(channel))


@cache
def loop_mark() -> str:
    """What our own mails carry, so that one coming back is known: a word only this install can make."""
    return salted_hmac("cha.channels.loop", "mark", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:20]


def relay_url(channel: Channel) -> str:
    """Where this channel's mail goes out: its own relay, or the install's. Raises Invalid when the key has changed."""
    own = unseal(channel.secrets) if channel.secrets else channel.settings.get("relay")
    return str(own or settings.CHA_RELAY or "")


def outgoing(delivery: Delivery, channel: Channel) -> Outgoing:
    """A delivery as a mail: who from, the signed reply address, the thread, the words, the files."""
    local, _, domain = channel.address.rpartition("@")
    token = _token(delivery)
    attachments = delivery.message.attachments.all() if delivery.message else ()
    return Outgoing(
        from_name=delivery.from_name or channel.from_name or channel.brand.called,
        from_address=channel.address,
        reply_to=f"{local}+{token}@{domain}" if token else channel.address,
        to=((delivery.address, ""),),
        cc=tuple((address, "") for address in delivery.copies),
        subject=delivery.subject,
        text=delivery.text,
        html=delivery.html or None,
        message_id=delivery.external_id,
        in_reply_to=delivery.in_reply_to or None,
        references=tuple(delivery.references),
        auto_submitted=delivery.kind not in BY_HAND,
        loop_mark=loop_mark(),
        date=delivery.made_at,
        attachments=tuple(
            File(row.name, row.content_type, files.get(row.digest))
            for row in attachments
            if row.pk not in delivery.linked
        ),
    )


def _name_of(mail: Mail) -> str:
    """What a mail without a Message-ID is known by, so that it is not told twice when it comes by two ways.

    It has no @, so that it never goes out as if it were one. "" for a mail that says no date: then two may be two.
    """
    if mail.sent_at is None or mail.from_ is None:
        return ""
    said = "\0".join((mail.from_.address, mail.sent_at.isoformat(), mail.subject, mail.text))
    return f"none:{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:40]}"


def _bounce(mail: Mail) -> Bounce | None:
    machine = mail.machine
    if machine is None or machine.bounce is None:
        return None
    return Bounce(
        kind=str(machine.bounce),
        address=machine.recipient or "",
        status=machine.status or "",
        about=machine.about or "",
        words=machine.words,
    )


def _original(mail: Mail) -> Original | None:
    inner = mail.forwarded
    if inner is None:
        return None
    return Original(inner.from_.address, inner.from_.name, inner.subject, inner.text, inner.html, inner.sent_at)


def _marks(mail: Mail) -> dict[str, object]:
    """What goes with the message as it is; for a complaint, whose it is and about which mail of ours."""
    machine = mail.machine
    if machine is None or machine.kind != MachineKind.COMPLAINT:
        return dict(mail.marks)
    return {**mail.marks, "complaint": {"address": machine.recipient or "", "about": machine.about or ""}}


def _keep(mail: Mail) -> tuple[HeardFile, ...]:
    return tuple(
        HeardFile(
            name=file.name,
            content_type=file.content_type,
            content=file.content,
            digest=files.put(file.content),
            content_id=file.content_id or "",
            inline=file.inline,
        )
        for file in mail.attachments
    )


def _token(delivery: Delivery) -> str:
    """What brings an answer home; to a mail that shows a note to a member, the answer is a note."""
    if not delivery.conversation_id:
        return ""
    if delivery.kind == Delivery.Kind.SIDE:
        return threading.side_token(int(delivery.message.extra["side"])) if delivery.message else ""
    if delivery.kind == Delivery.Kind.NOTICE:
        member = Member.objects.filter(email=delivery.address).first()
        if member and delivery.about:
            return threading.ask_token(delivery.about, member.pk)
        return threading.note_token(delivery.conversation_id, member.pk) if member else ""
    return threading.reply_token(delivery.conversation_id)


def _return_path(delivery: Delivery, channel: Channel) -> str:
    """Where a bounce goes: to us for what members write; nowhere for what machines answer (RFC 3834, 3.3).

    It names the conversation, for the many servers that send a mail back without its id.
    """
    if delivery.kind == Delivery.Kind.ACKNOWLEDGEMENT:
        return ""
    local, _, domain = channel.address.rpartition("@")
    token = _token(delivery)
    return f"{local}+{token}@{domain}" if token and len(local) + 1 + len(token) <= LONGEST else channel.address
