"""An answer by mail, chat or SMS that chooses from the offer that stands: taken where it is plain and surely theirs.

Whatever is in doubt is left as it is, and a member reads the message as ever.
"""

from __future__ import annotations

from typing import Final

from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import ChaError
from cha.core.ledger import Event
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.people.models import ContactPoint
from cha.promises.added_steps import CHOOSE
from cha.resolutions.models import Offer, Option
from cha.resolutions.offers.choosing import choose, want_else
from cha.resolutions.offers.letters.confirm import CONFIRMS, confirm_words
from cha.resolutions.offers.offering import clock_of
from cha.resolutions.offers.reading_choice import Read, read_choice
from cha.resolutions.offers.steps import standing

# Media by the way of a choice; what is not here is a message like an SMS.
VIAS: Final = {"email": "mail", "chat": "chat", "portal": "page"}
# What a member wrote down for them was noted as a choice by that member, or was none.
ALOUD: Final = ("counter", "phone", "form")


def may_choose(event: Event) -> bool:
    """For the wiring: whether an offer stands on the way of the conversation, which the verb holds."""
    conversation = Conversation.objects.locked(event.conversation_id or 0)
    return any(step.get("code") == CHOOSE for step in conversation.added_steps)


@task("resolutions.read_answer", rank=1)
def read_answer(message_id: int) -> None:
    """Read a choice out of what they wrote, and make it. Twice is once."""
    message = Message.objects.select_related("conversation__person").filter(pk=message_id, kind=Kind.HEARD).first()
    offer = _offer_before(message) if message else None
    if message is None or offer is None or message.extra.keys() & {"machine", "hand", "writer"}:
        return
    options = list(offer.options.order_by("number"))
    read = read_choice(message.text, [option.words for option in options], offer.language or message.language)
    if read is None or message.medium in ALOUD:
        return
    if is_theirs(message, offer):
        _take(message, offer, read)
    elif isinstance(read, int) and options[read - 1].state == Option.State.READY:
        ask_to_confirm(message, offer, read, confirm_words(offer, options[read - 1], now()))


def _offer_before(message: Message) -> Offer | None:
    """The offer that they could choose from when they wrote."""
    states = (Offer.State.OPEN, Offer.State.CHOSEN)
    rows = Offer.objects.filter(conversation=message.conversation_id, state__in=states, message__lt=message.pk)
    return rows.select_related("conversation__person", "made_by").order_by("-id").first()


def is_theirs(message: Message, offer: Offer) -> bool:
    """Whether it is surely the person who wrote: on their own page, where the offer was put to them in a chat, or from
    an address that is proven and that its domain does not disown.
    """
    if message.medium == "portal":
        return True
    carried = Message.objects.filter(pk=offer.message or 0, medium=message.medium, channel_id=message.channel_id)
    if message.medium == "chat" and carried.exists():
        return True
    if message.extra.get("authentic") in ("pass", "fail"):
        return bool(message.extra["authentic"] == "pass")
    points = ContactPoint.objects.filter(person=message.conversation.person_id, verified_at__isnull=False)
    return points.filter(value__iexact=message.address).exists()


def _take(message: Message, offer: Offer, read: Read) -> None:
    via, person = VIAS.get(message.medium, "sms"), message.conversation.person
    before = next(iter(standing(offer.pk)), None)
    if before and before.at > message.at:
        return
    try:
        if isinstance(read, int):
            choose(offer, read, by=person, via=via, words=message.text, instead_of=before.pk if before else None)
        elif read:
            want_else(offer, read, message.text, by=person, via=via)
    except ChaError:
        # Too late, or not to be had: a member answers what they wrote.
        return


@verb
def ask_to_confirm(message: Message, offer: Offer, number: int, words: str) -> Message | None:
    """Whoever is not surely them is sent the page that asks once more, where they wrote from. Once for an answer."""
    conversation = Conversation.objects.locked(offer.conversation_id)
    said = Message.objects.filter(conversation=conversation, kind=Kind.SAID, pk__gt=message.pk)
    if any(extra.get("of") == message.pk for extra in said.values_list("extra", flat=True)):
        return None
    extra = {CONFIRMS: [offer.pk, number], "of": message.pk}
    asked = say_beside(
        conversation, words, over=message, language=clock_of(conversation, now(), offer.language).language, extra=extra
    )
    release(asked, by=CHA)
    return asked
