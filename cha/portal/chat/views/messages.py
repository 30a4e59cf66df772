"""What a visitor says, and that they are writing or have seen what we said."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cha.channels.chat.receiving import hear_told, let_in, said_already
from cha.channels.chat.values import Told
from cha.channels.models.visit import Visit, Visitor, begin_again, come_back, see, stay
from cha.conversations.models import Message
from cha.core.errors import Invalid, NotFound
from cha.core.ids import decode, encode
from cha.portal.chat.bodies import address_in, line_in, once_in, words_in
from cha.portal.chat.doors import Door, chat
from cha.portal.chat.limits import must_message
from cha.portal.chat.showing import as_json
from cha.portal.chat.taking import files_in
from cha.portal.chat.talks import Talk, find_talk, row_of, shown, talk_of
from cha.portal.tongues import spoken


@chat("POST")
def say(door: Door) -> tuple[int, dict[str, Any]]:
    """Hear what they say. The same word of their browser's is the same message, whatever comes with it."""
    must_message(door.caller.key, door.machine, door.channel.pk)
    before = said_already(door.caller.key, once_in(door.said))
    if before:
        # Where the process ended in between, they are let in now.
        let_in(before.conversation, row_of(door))
        return 200, _shown(door, talk_of(door.caller, before.conversation_id), before)
    talk = _named(door)
    message, visit = hear_told(_told(door, talk), row_of(door), talk.visit if talk else None)
    _goes_on(visit, message)
    return 201, _shown(door, Talk(message.conversation, visit, door.caller.key, whole=False), message)


def _named(door: Door) -> Talk | None:
    """The conversation that they go on with; None for a new one. Raises NotFound when it is not theirs."""
    named = door.said.get("conversation")
    if not named:
        return None
    return find_talk(door, named if isinstance(named, str) else "")


def _told(door: Door, talk: Talk | None) -> Told:
    """What is said, as values. Raises Invalid for nothing."""
    said, caller = door.said, door.caller
    text, files = words_in(said, "text"), files_in(door)
    if not text and not files:
        raise Invalid(_("There is nothing to send yet. Write a word first."), field="text")
    return Told(
        channel=door.channel.pk,
        visitor=caller.key,
        text=text,
        once=once_in(said),
        account=caller.account.value if caller.account else "",
        conversation=talk.conversation.pk if talk else 0,
        language=spoken(line_in(said, "language", 20)) or door.language,
        mail=address_in(said, "mail") if said.get("mail") else "",
        page=_page(said.get("page"), caller.row),
        files=files,
    )


def _page(said: object, row: Visitor | None) -> dict[str, str]:
    """Where they stand; of those who agreed to be seen there."""
    if row is None or not row.agreed_at or not isinstance(said, dict):
        return {}
    return {"url": line_in(said, "url", 500), "title": line_in(said, "title", 200)}


def _goes_on(visit: Visit, message: Message) -> None:
    """Whoever writes here is back here, and has not ended it."""
    if visit.by_mail_at or visit.ended_at:
        person = message.conversation.person
        come_back(visit, by=person)
        begin_again(visit, by=person)


def _shown(door: Door, talk: Talk, message: Message) -> dict[str, Any]:
    """A message of theirs, and the conversation it is in."""
    (told,) = as_json(talk, door.channel, [message], files=bool(door.said.get("files")))
    return {"conversation": encode(talk.conversation.pk), "message": told}


@chat("POST")
def write(door: Door, conversation: str) -> dict[str, Any]:
    """They are writing."""
    stay(find_talk(door, conversation).visit, typing=True)
    return {}


@chat("POST")
def look(door: Door, conversation: str) -> dict[str, Any]:
    """They have seen what we said, up to a message of this conversation."""
    talk, named = find_talk(door, conversation), door.said.get("upto")
    try:
        upto = decode(named if isinstance(named, str) else "")
    except ValueError:
        raise Invalid(_("That did not arrive whole. Please try again."), field="upto") from None
    if not shown(talk).filter(pk=upto).exists():
        raise NotFound(_("There is no such message here."))
    see(talk.visit, upto)
    return {}
