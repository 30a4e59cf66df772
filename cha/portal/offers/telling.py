"""What a person does with an offer on their page. Each proves the address that its link was sent to."""

from __future__ import annotations

from cha.conversations.models import Conversation
from cha.core.verbs import verb
from cha.people.models import Person
from cha.portal.telling import Told, answer, promise_an_answer, proves
from cha.resolutions.models import Choice, Offer
from cha.resolutions.offers.choosing import choose, want_else


@verb
def take_way(offer: Offer, number: int, *, by: Person, instead_of: int | None) -> Choice:
    """They choose a way. Raises as `choose` does."""
    choice = choose(offer, number, by=by, via="page", instead_of=instead_of)
    proves(offer.conversation, by)
    return choice


@verb
def ask_else(offer: Offer, wants: str, told: Told, *, by: Person) -> None:
    """They want something else, or a person, and have a time by which they are answered. Their words are heard even
    where the offer is over.
    """
    conversation = Conversation.objects.locked(offer.conversation_id)
    choice = want_else(offer, wants, told.text, by=by, via="page")
    if told.text and (choice is None or choice.words != told.text[:500]):
        answer(conversation, told, by=by)
    promise_an_answer(conversation)
    proves(conversation, by)
