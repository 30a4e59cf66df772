"""Where an answer by mail goes."""

from __future__ import annotations

from django.db.models import QuerySet

from cha.conversations.models import Conversation, Kind, Message
from cha.core.queries import asked


def answers_to(conversation: Conversation) -> str:
    """The address that an answer by mail goes to: the one the person mailed from last, or asked for there; else one of
    theirs that lives, proven ones first. "" for none.

    Another address that they ask for is taken only under the same domain, or where their domain vouches for the mail:
    a forged mail would have our answers sent to whoever forged it.
    """
    last = next((_answers_at(*row) for row in _mailed_from(conversation.pk)), "")
    if last:
        return last
    points = conversation.person.points.filter(kind="email", dead_at=None)
    found = sorted(points, key=lambda point: (not point.proven, point.pk))
    return found[0].value if found else ""


def _answers_at(address: str, extra: dict[str, object]) -> str:
    wanted = str(extra.get("reply_to", ""))
    same_house = wanted.rpartition("@")[2] == address.rpartition("@")[2]
    believed = extra.get("authentic") == "pass" or (same_house and extra.get("authentic") != "fail")
    return wanted if wanted and believed else address


@asked(int)
def _mailed_from(conversation: int) -> QuerySet[Message, tuple[str, dict[str, object]]]:
    heard = Message.objects.filter(conversation_id=conversation, kind=Kind.HEARD, address__contains="@")
    return heard.order_by("-pk").values_list("address", "extra")[:1]
