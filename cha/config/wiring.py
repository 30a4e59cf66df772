"""Every event, and who reacts to it. Nothing else makes one thing follow from another.

A reaction is pure work in the same transaction (`AtOnce`), or a task row written in it (`AsTask`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cha.channels.email.trying import write_to_ourselves
from cha.channels.pipeline.delivering import deliver
from cha.channels.pipeline.erasing import forget
from cha.channels.pipeline.reading import read, waits_to_be_read
from cha.channels.pipeline.vouching import is_signed, vouch
from cha.conversations.acts import act_on_many, many, see_through
from cha.conversations.joining_persons.looking import look_alike, tells_who
from cha.conversations.joining_persons.noticing import by_another, notice_answer
from cha.conversations.models.erasing import Hold, Remember
from cha.conversations.models.sending_later import answered_meanwhile, put_right_meanwhile
from cha.conversations.search import index_message, index_person
from cha.core.ledger import Event
from cha.core.wiring import AsTask, AtOnce, Wiring, person_of
from cha.notifications.carrying import carry
from cha.notifications.telling import event_of, looked_after, moves_somebody, tell
from cha.people.records.attaching import attach_records, point_of, some_are_kept
from cha.people.records.pulling import try_source
from cha.portal.chat.by_mail import look_later
from cha.portal.closing import close_claimed
from cha.promises import going_alone, holding, keeping, keeping_time, moving_on, nudging, signed, vowing, warning
from cha.promises import promising_many as promising_many
from cha.promises.acknowledging import acknowledge_conversation, acknowledge_message
from cha.promises.answering import ask_tomorrow, send_answer, send_new_link
from cha.promises.caring import from_the_first, place_waiting, recare
from cha.promises.enrolling import enrol, wants_old
from cha.promises.handing_on import tell_who
from cha.promises.judging import answer_came, expect_beside, right_came
from cha.promises.own_letters import OwnLetter
from cha.promises.passing import send_side
from cha.promises.promising_again import conversation_of, opens_again, promise_again
from cha.promises.telling import tell_steps, tells
from cha.resolutions import trying as trying
from cha.resolutions.approvals.approved import give_approved
from cha.resolutions.approvals.approving import given_otherwise
from cha.resolutions.approvals.mail import answer_by_mail
from cha.resolutions.carrying.attempts import not_done_yet
from cha.resolutions.carrying.carrying_out import carry_out, goes_over_one
from cha.resolutions.carrying.settling import was_not_done
from cha.resolutions.endings import refusing
from cha.resolutions.endings.behind import heard_behind, is_bounded
from cha.resolutions.endings.signals import noticing
from cha.resolutions.endings.signals.noticing import notice_signals
from cha.resolutions.offers import choosing, offering, widening
from cha.resolutions.offers import steps as offer_steps
from cha.resolutions.offers.letters.confirm import confirm_letter
from cha.resolutions.offers.letters.gathering import chosen_letter, offer_letter
from cha.resolutions.offers.letters.sending import say_chosen
from cha.resolutions.offers.reading_answers import may_choose, read_answer
from cha.resolutions.remedies.remembering import remember_given

place = AtOnce(recare)
turned = AtOnce(keeping_time.turn)
waits_no_more = AtOnce(nudging.no_longer_waits)
recounted = AsTask(keeping_time.count_targets, about=from_the_first)
placed_anew = AsTask(place_waiting, about=from_the_first)
promises_moved = AtOnce(keeping.moved)
offers_moved = AtOnce(offer_steps.moved)
offer_gone = AtOnce(offering.withdrawn)
findable = AsTask(index_person, about=person_of)
likened = AsTask(look_alike, about=person_of)
told = AsTask(tell, about=event_of)
owned = AsTask(attach_records, when=some_are_kept, about=point_of)
owed_again = AsTask(promise_again, when=opens_again, about=conversation_of)

noticed_missing = AsTask(notice_signals, when=noticing.not_there, about=noticing.of_conversation)


def by_whom(event: Event) -> int | None:
    """The member who did it."""
    return event.actor_id


def by_a_member(event: Event) -> bool:
    """What Cha understood by itself is found by the words of its message already."""
    return event.actor_kind == "member"


WIRING: Wiring = {
    # core and team
    "task.dropped": (),
    "brand.changed": (),
    "hours.set": (recounted,),
    "shifts.planned": (),
    "member.away": (AsTask(moving_on.move_on, about=moving_on.absence_of),),
    "member.back": (),
    "team.formed": (),
    "team.membership_changed": (),
    "member.added": (),
    "member.changed": (),
    "member.invited": (),
    "sight.changed": (),
    "sign_in_link.made": (),
    "sign_in_link.used": (),
    "second_step.forgotten": (),
    "session.ended": (),
    "device.met": (),
    "device.disowned": (),
    "address.asked": (),
    "address.changed": (),
    "role.kept": (),
    "role.deleted": (),
    "identity.met": (),
    "api_token.made": (),
    "api_token.revoked": (),
    # people
    "person.arrived": (AsTask(index_person), likened, owned),
    "person.changed": (AsTask(index_person), likened),
    "person.tagged": (),
    "person.joined": (findable, likened),
    "person.merged": (findable, likened, AtOnce(close_claimed)),
    "person.given_back": (findable, likened),
    "person.taken_apart": (findable, likened),
    "suggestion.made": (),
    "suggestion.settled": (),
    "contact_point.added": (findable, likened, owned),
    "contact_point.verified": (likened, owned),
    "contact_point.removed": (findable, likened),
    "contact_point.died": (),
    "contact_point.revived": (),
    "person.filled_in": (),
    "organisation.filled_in": (),
    "organisation.added": (),
    "organisation.changed": (),
    "organisation.removed": (),
    "record_source.added": (),
    "record_source.changed": (),
    "record_source.removed": (),
    "record_source.tried": (AsTask(try_source),),
    "records.kept": (),
    "records.asked": (),
    "records.not_asked": (),
    "records.attached": (),
    "records.forgotten": (),
    "custom_field.added": (),
    "custom_field.changed": (),
    "fact.learned": (
        AsTask(index_person, when=by_a_member, about=person_of),
        AsTask(look_alike, when=tells_who, about=person_of),
        AsTask(notice_signals, noticing.tells_place, noticing.of_conversation),
    ),
    "fact.corrected": (findable, likened),
    "fact.pinned": (findable,),
    "fact.forgotten": (findable,),
    "fact.told_again": (),
    "fact.asked_anyway": (),
    "fact_pattern.added": (),
    "fact_pattern.changed": (),
    "fact_pattern.deleted": (),
    "person.preferred": (AsTask(signed.need_again, when=signed.tells_needs),),
    "consent.decided": (),
    # channels
    "channel.added": (),
    "channel.changed": (recounted,),
    "channel_token.made": (),
    "channel_token.revoked": (),
    "channel.tried": (AsTask(write_to_ourselves),),
    "grant.given": (),
    "handing.made": (),
    "handing.opened": (),
    "grant.dropped": (),
    "grant.refused": (),
    "sealing_key.added": (),
    "sealing_key.checked": (),
    "sealing_key.differs": (),
    "sealing_key.removed": (),
    "mailbox.added": (),
    "mailbox.changed": (),
    "mailbox.paused": (),
    "mailbox.resumed": (),
    "mailbox.removed": (),
    "mailbox.tried": (),
    "mailbox.history_asked": (),
    "mailbox.history_taken": (),
    "mailbox.numbered_anew": (),
    "mailbox.unreachable": (),
    "mailbox.reached": (),
    "saved_reply.added": (),
    "saved_reply.changed": (),
    "saved_reply.deleted": (),
    "payload.received": (AsTask(read, when=waits_to_be_read),),
    "payload.retried": (AsTask(read),),
    "payload.read": (AsTask(vouch, when=is_signed),),
    "message.vouched": (AtOnce(answer_by_mail),),
    "payload.unreadable": (),
    "payload.dismissed": (),
    "visit.by_mail": (),
    "visit.back": (),
    "visit.came": (place,),
    "visit.left": (place,),
    "visit.ended": (place,),
    "visit.again": (place,),
    "visitor.forgotten": (),
    "conversation.felt": (),
    "delivery.made": (AsTask(deliver),),
    "delivery.retried": (AsTask(deliver),),
    "delivery.sent": (),
    "delivery.delayed": (),
    "delivery.rested": (),
    "delivery.arrived": (),
    "delivery.failed": (told,),
    "delivery.dropped": (),
    # conversations
    "conversation.opened": (),
    "message.heard": (
        turned,
        place,
        AtOnce(answered_meanwhile),
        waits_no_more,
        AsTask(acknowledge_message),
        owed_again,
        AsTask(index_message),
        AsTask(notice_answer, by_another),
        AsTask(tell, looked_after, event_of),
        AsTask(read_answer, when=may_choose),
        AsTask(heard_behind, is_bounded),
        AsTask(notice_signals, noticing.has_files, noticing.of_conversation),
    ),
    "message.filed": (AsTask(index_message),),
    "message.said": (turned, place, AsTask(index_message), told),
    "message.withdrawn": (
        AtOnce(warning.taken_back),
        AtOnce(refusing.taken_back),
        offer_gone,
        turned,
        place,
    ),
    "message.edited": (AsTask(index_message),),
    "message.taken_back": (
        turned,
        offer_gone,
        AtOnce(holding.taken_back),
        AtOnce(keeping.standing_again),
        place,
        AsTask(index_message),
    ),
    "message.opened": (),
    "later.written": (place,),
    "later.moved": (place,),
    "later.said": (AtOnce(vowing.later_said),),
    "later.rested": (place, told),
    "later.ended": (AtOnce(vowing.later_ended), place),
    "follow_up.set": (),
    "follow_up.moved": (),
    "follow_up.due": (told,),
    "follow_up.done": (),
    "follow_up.ended": (),
    "side.written": (AsTask(index_message),),
    "side.released": (AsTask(send_side),),
    "side.heard": (AsTask(index_message), told),
    "side.read": (),
    "message.released": (
        AtOnce(keeping.answered),
        AsTask(send_answer),
        AsTask(answer_came),
        AtOnce(look_later),
        AtOnce(nudging.waits_on_them),
    ),
    "note.written": (AsTask(index_message), AtOnce(answer_by_mail), told),
    "note.taken_back": (),
    "call.noted": (AtOnce(keeping.called), place),
    "participant.joined": (),
    "mood.read": (place, AsTask(tell, moves_somebody, event_of)),
    "mood.corrected": (place,),
    "care.read": (place,),
    "care.corrected": (place,),
    "care.weighed": (placed_anew,),
    "links.revoked": (),
    "link.asked": (AsTask(send_new_link),),
    "conversation.assigned": (AtOnce(moving_on.given_on), told),
    "conversation.handed_over": (AtOnce(moving_on.handed_on), AsTask(tell_who)),
    "hand_off.read": (),
    "concern.repeated": (AtOnce(signed.came_back), place),
    "conversation.tagged": (),
    "conversation.filled_in": (),
    "conversation.topic_set": (AtOnce(keeping_time.counted_again), noticed_missing),
    "conversation.snoozed": (),
    "conversation.woken": (place, told),
    "conversation.put_aside": (turned, AtOnce(keeping.put_aside), waits_no_more, place),
    "conversation.taken_back": (turned, AtOnce(keeping.standing_again), place, AsTask(acknowledge_conversation)),
    "conversation.put_right": (
        turned,
        AtOnce(put_right_meanwhile),
        AtOnce(keeping.put_right),
        AtOnce(ask_tomorrow),
        waits_no_more,
        place,
        AsTask(right_came),
        told,
    ),
    "conversation.confirmed": (turned, AtOnce(put_right_meanwhile), AtOnce(keeping.put_right), waits_no_more, place),
    "conversation.reopened": (turned, place, owed_again),
    "conversation.not_yet": (),
    "conversation.joined": (turned,),
    "conversation.merged": (
        turned,
        promises_moved,
        offers_moved,
        AtOnce(signed.moved),
        AtOnce(nudging.moves_along),
        place,
    ),
    "conversation.given_back": (turned, promises_moved, offers_moved, place),
    "conversation.taken_apart": (turned, promises_moved, offers_moved, place),
    "conversation.split": (turned, promises_moved, offers_moved, place),
    "conversation.split_off": (turned, promises_moved, offers_moved, place),
    "conversation.person_joined": (),
    "conversation.person_given_back": (),
    "conversation.linked": (),
    "conversation.unlinked": (),
    "conversation.followed": (),
    "conversation.unfollowed": (),
    "check.added": (),
    "check.done": (),
    "check.undone": (),
    "check.dropped": (),
    "check.moved": (),
    "check.needed": (),
    "checklist.kept": (),
    "conversation.put_back": (turned, AtOnce(keeping.standing_again), place),
    "conversation.erased": (AtOnce(forget),),
    "sender.blocked": (),
    "sender.unblocked": (),
    "conversations.exported": (),
    "macro.added": (),
    "macro.changed": (),
    "macro.deleted": (),
    "macro.run": (),
    "macro.undone": (),
    "bulk.begun": (AsTask(act_on_many, when=many), AtOnce(see_through)),
    "bulk.undone": (AsTask(act_on_many, when=many), AtOnce(see_through)),
    "view.kept": (),
    "view.changed": (),
    "view.shared": (),
    "view.deleted": (),
    "columns.chosen": (),
    # promises
    "conversation.acknowledged": (AsTask(expect_beside),),
    "pathway.changed": (),
    "pathway.dropped": (),
    "step.done": (AsTask(tell_steps, when=tells, about=conversation_of),),
    "step.undone": (),
    "step.told": (),
    "promise.made": (place,),
    "promise.at_risk": (place, AtOnce(going_alone.wait_for_it), told),
    "promise.kept": (),
    "promise.broken": (place, AsTask(holding.say_sorry, when=holding.is_hold), AsTask(tell, holding.is_hold, event_of)),
    "time.asked": (),
    "promise.renegotiated": (place,),
    "heads_up.chosen": (),
    "promise.warned": (),
    "promise.keeper_changed": (place, told),
    "promise.keeper_missing": (told,),
    "promise.apologised": (),
    "promise.released": (place, told),
    "promise.reopened": (place,),
    "target.set": (recounted,),
    "target.dropped": (recounted,),
    "target.missed": (),
    "time_rule.kept": (),
    "time_rule.switched_on": (AsTask(enrol, when=wants_old),),
    "time_rule.switched_off": (),
    "time_rule.deleted": (),
    "time_rule.acted": (told,),
    "time_rule.moved": (),
    "time_rule.stopped": (),
    "time_rule.resumed": (),
    "promise.calmed": (place,),
    "standing_link.opened": (),
    "standing_link.closed": (),
    # resolutions
    "policy.drafted": (),
    "policy.set": (told,),
    "policy.dropped": (),
    "unlock.given": (),
    "unlock.taken": (),
    "approval.asked": (told,),
    "approval.answered": (
        AtOnce(give_approved),
        AtOnce(widening.approved),
        AsTask(widening.tell_ready, when=widening.offers_wait),
        told,
    ),
    "approval.taken_back": (AtOnce(widening.asked_again), told),
    "approval.over": (told,),
    "offer.made": (),
    "offer.chosen": (turned, place, waits_no_more, AsTask(say_chosen), told),
    "offer.unchosen": (),
    "offer.else": (turned, place, waits_no_more, told),
    "offer.expired": (turned, place, waits_no_more, told),
    "offer.taken_back": (),
    "remedy.decided": (
        AtOnce(given_otherwise),
        AsTask(carry_out, when=goes_over_one),
        AsTask(notice_signals, about=noticing.of_conversation),
    ),
    "remedy.started": (AtOnce(choosing.under_way),),
    "remedy.ticked": (),
    "remedy.done": (AtOnce(choosing.under_way),),
    "remedy.failed": (told,),
    "remedy.doubted": (told,),
    "remedy.taken_back": (),
    "remedy.settled": (AsTask(carry_out, when=was_not_done),),
    "voucher.used": (),
    "voucher.ended": (),
    "remedies.exported": (),
    "guide.kept": (),
    "guide.published": (),
    "guide.deleted": (),
    "guide.begun": (),
    "guide.answered": (),
    "guide.remarked": (),
    "guide.ended": (),
    "connector.added": (),
    "connector.changed": (),
    "connector.tried": (),
    "connector.removed": (),
    "complaint.opened": (place, told),
    "complaint.owned": (told,),
    "complaint.decided": (),
    "complaint.appealed": (place, told),
    "complaint.closed": (),
    "refusal.said": (),
    "refusal.review_asked": (place, told),
    "refusal.reviewed": (),
    "signal.noticed": (),
    "signal.settled": (),
    "boundary.set": (told,),
    "boundary.agreed": (),
    "boundary.lifted": (),
    "boundary.rested": (turned, place),
    # portal
    "way_in.made": (),
    "way_in.used": (),
    "way_in.disowned": (told,),
    # notifications
    "notification.made": (),
    "notification.read": (),
    "reach.chosen": (),
    "reach.held": (),
    "reach.let_go": (AsTask(carry, about=by_whom),),
    "push_browser.taken": (),
    "push_browser.dropped": (),
}

# What keeps a conversation from being erased while it is open.
HOLDS: Sequence[Hold] = (not_done_yet,)
# What is noted before one goes, because it must be known still.
REMEMBERED: Sequence[Remember] = (remember_given,)

# The letters of messages that say more than their words, by the code in `extra` that asks for one.
LETTERS: Mapping[str, OwnLetter] = {"offer": offer_letter, "chosen": chosen_letter, "confirms": confirm_letter}
