"""Siding: what somebody outside answers in a side conversation stays there, beside the concern, for members only.

Our signed token says which one, whoever writes: a supplier's colleague may answer. Without it, the ids that a mail
refers to count only from the address that was written to. What the concern's own person writes is always theirs: a
supplier put them in copy, and they answered all.
"""

from __future__ import annotations

from django.db.models import QuerySet

from cha.channels.base import Inbound
from cha.channels.models.payload import Payload
from cha.channels.pipeline.threading import known_outside
from cha.conversations.models import Heard, Kind, Message, SideConversation, hear_side
from cha.core.queries import asked
from cha.people.models import ContactPoint
from cha.people.models.contact_point import known_point


def side_for(inbound: Inbound) -> SideConversation | None:
    """The side conversation that a mail goes on with; None for every other mail."""
    if inbound.answers:
        found = next(iter(_side(inbound.answers.id)), None) if inbound.answers.kind == "s" else None
        return None if found is None or is_theirs(found, inbound) else found
    if not inbound.thread or inbound.authentic == "fail":
        return None
    ids = [key[:250] for key in inbound.thread]
    rows = known_outside().filter(external_id__in=ids, kind=Kind.PASSED, address=inbound.address)
    extra = rows.order_by("-pk").values_list("extra", flat=True).first()
    return next(iter(_side(int(extra["side"]))), None) if extra else None


def is_theirs(side: SideConversation, inbound: Inbound) -> bool:
    """Whether the person writes whose concern a side conversation is about."""
    point = known_point(inbound.point_kind or ContactPoint.Kind.EMAIL, inbound.address)
    return point is not None and inbound.authentic != "fail" and side.conversation.person_id == point.person_id


@asked(int)
def _side(pk: int) -> QuerySet[SideConversation]:
    return SideConversation.objects.filter(pk=pk).select_related("conversation")


def record_side(side: SideConversation, payload: Payload, inbound: Inbound) -> tuple[Message, bool]:
    """Record an answer from outside, and whether it is a second copy of one that is there. Inside a verb."""
    external = inbound.external_id[:250]
    if external:
        same = known_outside().filter(external_id=external, kind=Kind.RETURNED, address=inbound.address)
        twin = next((message for message in same[:5] if message.text == inbound.text), None)
        if twin:
            return twin, True
    return hear_side(side, _heard(payload, inbound), quietly=bool(inbound.machine)), False


def _heard(payload: Payload, inbound: Inbound) -> Heard:
    told = {"machine": inbound.machine, "authentic": inbound.authentic}
    return Heard(
        text=inbound.text,
        medium=payload.medium,
        address=inbound.address,
        author_name=inbound.name,
        external_id=inbound.external_id,
        subject=inbound.subject,
        html=inbound.html,
        quoted=inbound.quoted,
        language=inbound.language,
        at=payload.received_at,
        sent_at=inbound.sent_at,
        payload_id=payload.pk,
        files=inbound.files,
        extra={**inbound.marks, **{name: value for name, value in told.items() if value}},
    )
