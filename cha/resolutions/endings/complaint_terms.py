"""The terms of a complaint, read before its verb begins: by when, in which words, and who owns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cha.channels.models import channel_of
from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.core.hours import Hours
from cha.resolutions.endings.behind import is_proven
from cha.resolutions.endings.complaining import Told, owner_for
from cha.resolutions.endings.laws import Due, due
from cha.resolutions.endings.words import appeal_words, complaint_words, promised_words
from cha.resolutions.models import Complaint
from cha.team.models import Brand, Member, brand


@dataclass(frozen=True, slots=True)
class Terms:
    """By when, in which words, whose."""

    due: Due
    told: Told
    owner: Member | None


def hours_for(conversation: Conversation) -> Hours:
    """The hours in which a complaint is looked into: the channel's, else the house's."""
    channel = channel_of(conversation)
    return channel.hours() if channel else (brand() or Brand()).hours()


def due_for(conversation: Conversation, law: str = "", at: datetime | None = None) -> Due:
    """By when a complaint that is made at a moment (aware; now) has its outcome."""
    return due(at or now(), hours_for(conversation), law)


def terms_of(conversation: Conversation, *, law: str = "", owner: Member | None = None) -> Terms:
    """What is promised with a complaint that is made now; a lead owns it where nobody is named."""
    by, owner = due_for(conversation, law), owner or owner_for(conversation)
    words = complaint_words(conversation, by.by, owner.first_name if owner else "")
    return Terms(by, Told(words, promised_words(conversation), is_proven(conversation)), owner)


def appeal_terms(complaint: Complaint) -> Terms:
    """What is promised with a second look: another than who decided owns it, where there is one."""
    conversation = complaint.conversation
    by, owner = due_for(conversation), owner_for(conversation, but=complaint.decided_by)
    words = appeal_words(conversation, by.by, owner.first_name if owner else "")
    return Terms(by, Told(words, promised_words(conversation), is_proven(conversation)), owner)
