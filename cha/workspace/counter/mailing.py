"""E-mailing the way to a conversation to whoever stands at the counter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cha.channels.letters import letters_of
from cha.conversations.access import must_see
from cha.conversations.models import Conversation
from cha.core.errors import Conflict, Invalid
from cha.core.ledger import record
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.people.models.contact_point import add_point
from cha.team.models import Member
from cha.workspace.counter.finding import read_reach


@verb
def mail_it(conversation: Conversation, typed: str, *, by: Member) -> None:
    """Send a private link to the address that is known, or to one they say now (claimed until it is proven).

    Raises Invalid for no address, Conflict for somebody else's, or while there is nothing to send by.
    """
    locked = must_see(conversation, by)
    if letters_of(locked) is None:
        raise Conflict(_("There is no e-mail address of ours yet. Add one in Settings, Ways in."), code="no_channel")
    if typed:
        kind, address = read_reach(typed)
        if kind != ContactPoint.Kind.EMAIL:
            raise Invalid(_("This is no e-mail address. One looks like ada@post.example."), field="to")
        if add_point(locked.person, kind, address, by=by).person_id != locked.person_id:
            raise Conflict(_("Somebody else here has that address. Let them scan the code."), code="theirs")
    elif not ContactPoint.objects.filter(person=locked.person, kind="email", dead_at=None).exists():
        raise Invalid(_("Say which e-mail address it goes to."), field="to")
    record("link.asked", by=by, on=locked, conversation=locked.pk, person=locked.person_id)
