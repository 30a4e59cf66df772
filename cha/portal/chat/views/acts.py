"""What a visitor does with a conversation: goes on by e-mail, ends it, opens it again, says how it felt."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cha.channels.letters import letters_of
from cha.channels.models.visit import begin_again, come_back, go_by_mail
from cha.core.errors import Unavailable
from cha.people.models import ContactPoint
from cha.people.models.contact_point import add_point
from cha.portal.chat.bodies import address_in, choice_in
from cha.portal.chat.by_mail import mail_said
from cha.portal.chat.doors import Door, chat
from cha.portal.chat.ending import end_chat, open_again
from cha.portal.chat.limits import must_mail
from cha.portal.chat.showing import head_of
from cha.portal.chat.talks import Talk, find_talk, talk_of
from cha.portal.models.felt import MOST, say_felt

Json = dict[str, Any]


@chat("POST")
def mail(door: Door, conversation: str) -> Json:
    """They go on by e-mail; what was said goes there now."""
    talk, address = find_talk(door, conversation), address_in(door.said, "address")
    _must_mail(door, talk, address)
    person = talk.conversation.person
    add_point(person, ContactPoint.Kind.EMAIL, address, by=person)
    go_by_mail(talk.visit, address, by=person)
    mail_said.enqueue(talk.visit.pk, address)
    return _again(door, talk)


@chat("POST")
def copy(door: Door, conversation: str) -> Json:
    """What was said goes to an address, once."""
    talk, address = find_talk(door, conversation), address_in(door.said, "address")
    _must_mail(door, talk, address)
    mail_said.enqueue(talk.visit.pk, address)
    return _again(door, talk)


def _must_mail(door: Door, talk: Talk, address: str) -> None:
    """Raises Unavailable where we have no e-mail, TooMany."""
    if letters_of(talk.conversation) is None:
        raise Unavailable(_("We cannot write e-mail from here. Please stay, or call us."), code="no_mail")
    must_mail(door.caller.key, address, door.machine)


@chat("POST")
def back(door: Door, conversation: str) -> Json:
    """They are back here."""
    talk = find_talk(door, conversation)
    come_back(talk.visit, by=talk.conversation.person)
    return _again(door, talk)


@chat("POST")
def end(door: Door, conversation: str) -> Json:
    """They end it, and say whether it is put right."""
    talk = find_talk(door, conversation)
    end_chat(talk.visit, talk.conversation, choice_in(door.said, "right", True, False, None))
    return _again(door, talk)


@chat("POST")
def again(door: Door, conversation: str) -> Json:
    """They open it again."""
    talk = find_talk(door, conversation)
    begin_again(talk.visit, by=talk.conversation.person)
    open_again(talk.conversation)
    return _again(door, talk)


@chat("POST")
def felt(door: Door, conversation: str) -> Json:
    """How it felt: heard and helped, 0 to 3."""
    talk, values = find_talk(door, conversation), (None, *range(MOST + 1))
    heard, helped = (choice_in(door.said, name, *values) for name in ("heard", "helped"))
    say_felt(talk.conversation, heard, helped, by=talk.conversation.person)
    return _again(door, talk)


def _again(door: Door, talk: Talk) -> Json:
    """Where it stands now."""
    return head_of(talk_of(door.caller, talk.conversation.pk), door.channel)
