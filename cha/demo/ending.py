"""A complaint and a "no" just before now, by the verbs themselves, with the mails that go out."""

from __future__ import annotations

from datetime import datetime, timedelta

from cha.conversations.models import Conversation
from cha.core.clock import standing_at
from cha.demo.living import Life
from cha.demo.world.endings import COMPLAINT, NO
from cha.resolutions.endings.complaining import open_complaint
from cha.resolutions.endings.complaint_terms import terms_of
from cha.resolutions.endings.refusing import say_no
from cha.resolutions.endings.words import no_words
from cha.team.models import Member


def end_otherwise(at: datetime, crew: dict[str, Member], life: Life) -> None:
    """Make one a complaint, and say no to the other, each at its own moment before `at`."""
    with standing_at(at - timedelta(hours=COMPLAINT.hours)):
        talk = Conversation.objects.get(subject=COMPLAINT.subject)
        terms = terms_of(talk, owner=crew[COMPLAINT.owner])
        by = crew[COMPLAINT.opens]
        open_complaint(talk, by=by, due=terms.due, told=terms.told, about=COMPLAINT.about, owner=terms.owner)
        life.go_on()
    with standing_at(at - timedelta(hours=NO.hours)):
        talk = Conversation.objects.get(subject=NO.subject)
        words = no_words(talk, NO.wanted, NO.reason, NO.instead, NO.next_person)
        say_no(
            talk,
            NO.wanted,
            NO.because,
            NO.reason,
            words,
            by=crew[NO.says],
            instead=NO.instead,
            next_person=NO.next_person,
            hold=timedelta(0),
        )
        life.go_on()
