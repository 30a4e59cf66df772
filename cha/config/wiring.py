"""Every event, and who reacts to it. Nothing else makes one thing follow from another.

A reaction is pure work in the same transaction (`AtOnce`), or a task row written in it (`AsTask`).
"""

from __future__ import annotations

from cha.channels.email.trying import write_to_ourselves
from cha.channels.pipeline.delivering import deliver
from cha.channels.pipeline.reading import read
from cha.conversations.search import index_message, index_person
from cha.core.ledger import Event
from cha.core.wiring import AsTask, AtOnce, Wiring, person_of
from cha.promises import keeping
from cha.promises.acknowledging import acknowledge_conversation, acknowledge_message
from cha.promises.answering import ask_tomorrow, send_answer, send_new_link
from cha.promises.caring import recare
from cha.promises.promising_again import conversation_of, opens_again, promise_again

place = AtOnce(recare)
findable = AsTask(index_person, about=person_of)
owed_again = AsTask(promise_again, when=opens_again, about=conversation_of)


def by_a_member(event: Event) -> bool:
    """What Cha understood by itself is found by the words of its message already."""
    return event.actor_kind == "member"


WIRING: Wiring = {
    # core and team
    "brand.changed": (),
    "hours.set": (),
    "team.formed": (),
    "team.membership_changed": (),
    "member.added": (),
    "member.changed": (),
    "member.invited": (),
    "sight.changed": (),
    "sign_in_link.made": (),
    "sign_in_link.used": (),
    # people
    "person.arrived": (AsTask(index_person),),
    "person.changed": (AsTask(index_person),),
    "person.tagged": (),
    "contact_point.added": (findable,),
    "contact_point.verified": (),
    "contact_point.died": (),
    "contact_point.revived": (),
    "fact.learned": (AsTask(index_person, when=by_a_member, about=person_of),),
    "fact.corrected": (findable,),
    # channels
    "channel.added": (),
    "channel.changed": (),
    "channel.tried": (AsTask(write_to_ourselves),),
    "saved_reply.added": (),
    "saved_reply.changed": (),
    "saved_reply.deleted": (),
    "payload.received": (AsTask(read),),
    "payload.retried": (AsTask(read),),
    "payload.read": (),
    "payload.unreadable": (),
    "payload.dismissed": (),
    "delivery.made": (AsTask(deliver),),
    "delivery.retried": (AsTask(deliver),),
    "delivery.sent": (),
    "delivery.delayed": (),
    "delivery.rested": (),
    "delivery.failed": (),
    "delivery.dropped": (),
    # conversations
    "conversation.opened": (),
    "message.heard": (place, AsTask(acknowledge_message), owed_again, AsTask(index_message)),
    "message.filed": (AsTask(index_message),),
    "message.said": (place, AsTask(index_message)),
    "message.withdrawn": (place,),
    "message.released": (AtOnce(keeping.answered), AsTask(send_answer)),
    "note.written": (AsTask(index_message),),
    "participant.joined": (),
    "mood.read": (place,),
    "mood.corrected": (place,),
    "links.revoked": (),
    "link.asked": (AsTask(send_new_link),),
    "conversation.assigned": (),
    "conversation.tagged": (),
    "conversation.topic_set": (),
    "conversation.snoozed": (),
    "conversation.woken": (place,),
    "conversation.put_aside": (AtOnce(keeping.put_aside), place),
    "conversation.taken_back": (place, AsTask(acknowledge_conversation)),
    "conversation.put_right": (AtOnce(keeping.put_right), AtOnce(ask_tomorrow), place),
    "conversation.confirmed": (AtOnce(keeping.put_right), place),
    "conversation.reopened": (place, owed_again),
    "conversation.not_yet": (),
    # promises
    "conversation.acknowledged": (),
    "promise.made": (place,),
    "promise.at_risk": (place,),
    "promise.kept": (),
    "promise.broken": (place,),
    "promise.renegotiated": (place,),
    "promise.released": (),
    # portal
    "way_in.made": (),
    "way_in.used": (),
    "way_in.disowned": (),
}
