"""Correcting: what a member said over a medium that can change it is said otherwise, or taken back, for a day.

Which media can is known to channels, so whoever calls says it: `may` is `cha.channels.correcting.edits`. The earlier
words stay with the message, for members only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from cha.conversations.access import must_answer
from cha.conversations.blanks import must_be_filled
from cha.conversations.models.attachment import Attachment
from cha.conversations.models.conversation import Conversation, State
from cha.conversations.models.drafting import Draft
from cha.conversations.models.erasing import PROOF
from cha.conversations.models.message import Kind, Message, first_words
from cha.conversations.models.saying import spoken_since, turn_before
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.team.models import Member

FOR: Final = timedelta(hours=24)
MayEdit = Callable[[str], bool]


@verb
def edit_said(message: Message, text: str, *, by: Member, may: MayEdit) -> Message:
    """Say it otherwise: the person has the new words from now on. The same words again are no edit.

    Raises NotFound, Refused for what somebody else said, Conflict where the medium cannot, or when it is too late, or
    taken back; Invalid for no words.
    """
    conversation, row = _mine(message, by, may)
    text = text.strip()
    if not text:
        raise Invalid("There are no words left. Take it back instead.", field="body")
    must_be_filled(text)
    if text != row.text:
        _change(conversation, row, text, {"edited_at": now().isoformat()})
        record("message.edited", by=by, on=row, conversation=conversation.pk, person=conversation.person_id)
    message.refresh_from_db()
    return message


@verb
def withdraw_said(message: Message, *, by: Member, may: MayEdit) -> Message:
    """Take back what was sent: its words and files are not there for the person any more. Raises as `edit_said`.

    Where nobody spoke since, it is as if nothing had been answered: the turn is theirs who had it, and the words are
    the draft again.
    """
    conversation, row = _mine(message, by, may)
    words, unanswered = row.text, conversation.state == State.THEIRS and "was" in row.extra and not spoken_since(row)
    Attachment.objects.filter(message=row).update(message=None)
    _change(conversation, row, "", {"withdrawn_at": now().isoformat()})
    if unanswered:
        conversation.change(**turn_before(row))
        again = {"text": words, "kept_at": now()}
        Draft.objects.get_or_create(conversation=conversation, member=by, kind="reply", defaults=again)
    facts = {"since": row.at.isoformat()} if unanswered else {}
    record("message.taken_back", by=by, on=row, conversation=conversation.pk, person=conversation.person_id, **facts)
    message.refresh_from_db()
    return message


def correctable(message: Message, may: MayEdit) -> bool:
    """Whether whoever said it may still change it: it went out, over a medium that can, within the day."""
    went = message.kind == Kind.SAID and message.delivery != "held"
    return went and may(message.medium) and now() - message.at < FOR and "withdrawn_at" not in message.extra


def _mine(message: Message, by: Member, may: MayEdit) -> tuple[Conversation, Message]:
    conversation = must_answer(message.conversation, by)
    row = Message.objects.select_for_update().filter(pk=message.pk, conversation=conversation, kind=Kind.SAID).first()
    if row is None:
        raise NotFound("There is no such message.")
    if row.author_kind != "member" or row.author_id != by.pk:
        raise Refused("Whoever said it changes it. Write a second word instead.")
    if row.delivery == "held":
        raise Conflict("It has not gone yet. Undo it instead.", code="held")
    if PROOF in row.extra:
        raise Conflict("It is kept as proof, as it was said. Write a second word instead.", code="proof")
    if not correctable(row, may):
        raise Conflict("It cannot be changed any more. Write a second word instead.", code="not_correctable")
    return conversation, row


def _change(conversation: Conversation, row: Message, text: str, mark: dict[str, Any]) -> None:
    """The new words, the earlier ones behind them, and what the list shows of it."""
    earlier = [*row.extra.get("earlier", ()), {"text": row.text, "until": now().isoformat()}]
    was, row.text, row.html = first_words(row.text), text, ""
    row.extra = {**row.extra, **mark, "earlier": earlier}
    row.save(update_fields=["text", "html", "extra"])
    conversation.change(**({"last_words": first_words(text)} if conversation.last_words == was else {}))
