"""Homecoming: a member answers a mail that showed them a note, from any mail program; the answer is a note.

So is the answer to a mail that asks for a yes: the note says which ask it answers, and whether the member's own house
vouches for the mail. What it decides is for those who ask.

The signed token says which conversation, or ask, and which member; the sender's address must be that member's own.
Anything else is held where failures are shown, and is never a note: a forwarded mail must not let a stranger speak as
one of us.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from cha.channels.base import Answers, Inbound
from cha.channels.models.delivery import Delivery
from cha.channels.models.payload import Payload
from cha.conversations.models import Conversation, Message, attach, note
from cha.conversations.models.mentioning import named_in
from cha.core.actor import CHA
from cha.core.errors import ChaError
from cha.core.ledger import record
from cha.core.prepared import update
from cha.core.verbs import verb
from cha.team.models import Member

NOT_THEIRS: Final = "Somebody else than {name} answered a mail that showed {name} a note. It was not taken as a note."
FORGED: Final = "This mail says it is from {name}, but their domain does not vouch for it. It was not taken as a note."
GONE: Final = "This answers a note about a conversation that {name} may no longer see, or that is gone."
# A note that answers an ask for a yes bears its id under this name.
ANSWERS_ASK: Final = "answers_ask"
EMPTY: Final = "{name} answered a note without a word or a file."


def comes_home(inbound: Inbound) -> bool:
    """Whether a mail answers one that showed a note to a member, or asked one for a yes."""
    return inbound.answers is not None and inbound.answers.kind in ("a", "n")


@verb
def come_home(payload: Payload, inbound: Inbound) -> Message | None:
    """Record a member's answer as their note, once. None when it is held, or when their machine answered."""
    answers = inbound.answers
    member = Member.objects.filter(pk=answers.member_id or 0).first() if answers else None
    if answers is None or member is None:
        _hold(payload, GONE.format(name="somebody"))
        return None
    if inbound.machine:
        return _read(payload, None, f"{member.name}’s mail program answered by itself.")
    why = _amiss(inbound, member)
    if why:
        _hold(payload, why.format(name=member.name))
        return None
    conversation = _about(answers, member)
    try:
        # What is refused must not take the payload's own row with it.
        with transaction.atomic():
            message = _note(conversation, payload, inbound, member) if conversation else None
    except ChaError:
        message = None
    if message is None:
        _hold(payload, GONE.format(name=member.name))
        return None
    return _read(payload, message, "", signed=inbound.signed and answers.kind == "a")


def _about(answers: Answers, member: Member) -> Conversation | None:
    """The conversation that the mail was about; of an ask, the one that the mail which asked this member was in."""
    if answers.kind == "n":
        return Conversation.objects.filter(pk=answers.id).first()
    asked = Delivery.objects.filter(kind=Delivery.Kind.NOTICE, about=answers.id, address=member.email)
    found = asked.select_related("conversation").order_by("-pk").first()
    return found.conversation if found else None


def _amiss(inbound: Inbound, member: Member) -> str:
    """Why this is not taken as the member's word; "" when it is."""
    if inbound.address.lower() != member.email.lower() or not member.is_active:
        return NOT_THEIRS
    if inbound.authentic == "fail":
        return FORGED
    return "" if inbound.text.strip() or inbound.files else EMPTY


def _note(conversation: Conversation, payload: Payload, inbound: Inbound, member: Member) -> Message:
    words = inbound.text.strip() or ", ".join(file.name for file in inbound.files)
    named = named_in(words, list(Member.objects.filter(is_active=True))) if "@" in words else []
    once = f"mail:{inbound.external_id}" if inbound.external_id else f"payload:{payload.pk}"
    asks = inbound.answers is not None and inbound.answers.kind == "a" and inbound.answers.id
    codes = {ANSWERS_ASK: asks, "authentic": inbound.authentic} if asks else None
    written = note(conversation, words, by=member, at=payload.received_at, once=once, mentions=named, codes=codes)
    if written.payload_id:
        return written
    written.medium, written.address, written.quoted = payload.medium, inbound.address[:320], inbound.quoted
    written.payload_id = payload.pk
    update(written, ["medium", "address", "quoted", "payload_id"])
    for file in inbound.files:
        attach(
            written,
            file.name,
            file.content_type,
            file.content,
            digest=file.digest,
            content_id=file.content_id,
            inline=file.inline,
        )
    return written


def _read(payload: Payload, message: Message | None, said: str, *, signed: bool = False) -> Message | None:
    payload.state, payload.message_id, payload.said = Payload.State.READ, message.pk if message else None, said
    update(payload, ["state", "message_id", "said"])
    conversation = message.conversation_id if message else None
    facts = {"signed": True} if signed else {}
    record(
        "payload.read", by=CHA, on=payload, conversation=conversation, message=payload.message_id, again=False, **facts
    )
    return message


def _hold(payload: Payload, why: str) -> None:
    payload.state, payload.said = Payload.State.UNREADABLE, why
    update(payload, ["state", "said"])
    record("payload.unreadable", by=CHA, on=payload)
