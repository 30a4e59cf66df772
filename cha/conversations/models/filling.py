"""Filling in: the house's own fields of a conversation, and those without which it is not put right."""

from __future__ import annotations

from collections.abc import Mapping

from cha.conversations.access import must_answer
from cha.conversations.models.conversation import Conversation
from cha.core.actor import Acting
from cha.core.errors import Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.fields import missing
from cha.people.models.custom_field import fields_of, read_all
from cha.team.models import Member


@verb
def fill_in_conversation(
    conversation: Conversation, typed: Mapping[str, str], *, by: Member, language: str = ""
) -> Conversation:
    """Fill in fields, by key, as typed in `language`, else the member's. Raises Invalid, saying which is wrong."""
    locked = must_answer(conversation, by)
    fields = fields_of("conversation")
    values = read_all(fields, locked.custom, typed, language=language or by.language, topic=locked.topic)
    _let_be(locked, values, by)
    conversation.refresh_from_db()
    return conversation


@verb
def fill_in_as_before(conversation: Conversation, values: Mapping[str, str], *, by: Member) -> None:
    """Let its fields be what they were, as kept: what was filled in is taken back."""
    _let_be(must_answer(conversation, by), dict(values), by)


@verb
def told_in_fields(conversation: Conversation, values: Mapping[str, str]) -> None:
    """Fill in what the person answered themselves, by key, as kept; what a member filled in stays."""
    locked = Conversation.objects.locked(conversation.pk)
    known = {field.key for field in fields_of("conversation")}
    told = {key: value for key, value in values.items() if key in known and value}
    _let_be(locked, {**told, **locked.custom}, locked.person)


def _let_be(locked: Conversation, values: dict[str, str], by: Acting) -> None:
    changed = sorted(key for key in {*values, *locked.custom} if values.get(key) != locked.custom.get(key))
    if changed:
        locked.change(custom=values)
        record(
            "conversation.filled_in",
            by=by,
            on=locked,
            conversation=locked.pk,
            person=locked.person_id,
            fields=changed,
        )


def must_be_filled_in(conversation: Conversation) -> None:
    """Raise Invalid while a field is empty that is needed before it is put right."""
    left = missing(fields_of("conversation"), conversation.custom, conversation.topic)
    if left:
        names = ", ".join(field.name for field in left)
        raise Invalid(f"Before it is put right, fill in: {names}.", code="needed", field=f"custom-{left[0].key}")
