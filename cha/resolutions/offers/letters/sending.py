"""So that it stands in writing: a choice, made anywhere, is said back to the person once."""

from __future__ import annotations

from typing import Any

from cha.channels.ways import usual_way
from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.saying import release
from cha.conversations.models.saying_beside import say_beside
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.promises.heads_up import unreached
from cha.resolutions.models import Choice, Offer
from cha.resolutions.offers.letters.gathering import CHOSEN, chosen_words


@task("resolutions.say_chosen", rank=1)
def say_chosen(offer_id: int) -> None:
    """Say what was chosen of an offer, as it stands now. Twice is once, and a mind changed meanwhile is said alone."""
    rows = Choice.objects.filter(offer=offer_id, undone_at=None, option__isnull=False)
    choice = rows.select_related("option", "offer__conversation__person").first()
    if choice is None:
        return
    way = usual_way(choice.offer.conversation)
    if way and not unreached(choice.offer.conversation, way):
        put_in_writing(choice, chosen_words(choice, now(), way))


@verb
def put_in_writing(choice: Choice, words: str) -> Message | None:
    """Say it beside the answers, the way that the offer went. None where it was said, or is chosen no more."""
    conversation = Conversation.objects.locked(choice.offer.conversation_id)
    offer = Offer.objects.select_for_update().get(pk=choice.offer_id)
    stands = Choice.objects.filter(pk=choice.pk, undone_at=None).exists()
    if not stands or _said(conversation, choice):
        return None
    extra = {CHOSEN: choice.pk, **_as_before(offer)}
    message = say_beside(conversation, words, language=offer.language, extra=extra)
    release(message, by=CHA)
    return message


def _said(conversation: Conversation, choice: Choice) -> bool:
    since = Message.objects.filter(conversation=conversation, kind=Kind.SAID, author_kind=CHA.kind, at__gte=choice.at)
    return any(extra.get(CHOSEN) == choice.pk for extra in since.values_list("extra", flat=True))


def _as_before(offer: Offer) -> dict[str, Any]:
    """The address that the offer was sent to, where somebody chose one."""
    carried = Message.objects.filter(pk=offer.message or 0).values_list("extra", flat=True).first() or {}
    return {name: carried[name] for name in ("to",) if carried.get(name)}
