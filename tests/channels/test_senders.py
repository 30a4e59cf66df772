"""Who a message is from: vouched for or not, from a new address, through a form, forwarded by a member; and bounces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cha.channels.base import Answers, Bounce, Inbound, Original
from cha.channels.email.answering import answers_to
from cha.channels.models import Delivery
from cha.channels.models.payload import Arrival, receive
from cha.channels.pipeline.recording import record_inbound
from cha.conversations.models import Conversation, Kind, Message
from cha.core import worker
from cha.people.models import ContactPoint, Person
from tests.shop import ADDRESS, Shop, numbers, verbs

pytestmark = pytest.mark.django_db(transaction=True)

ADAEZE = "adaeze@nwosu.example"


def recorded(address: str = ADAEZE, text: str = "And the ribbon?", **more: object) -> Message | None:
    """Something that was read comes in, and what follows from it is done."""
    payload = receive([Arrival("email", f"raw {next(numbers)}".encode())])[0]
    payload.__class__.objects.filter(pk=payload.pk).update(state="unreadable")
    values = {"recipients": (ADDRESS,), "language": "en", **more}
    message = record_inbound(payload, Inbound("email", address, text=text, **values))  # type: ignore[arg-type]
    worker.run_all()
    return message


def heard(address: str = ADAEZE, text: str = "And the ribbon?", **more: object) -> Message:
    message = recorded(address, text, **more)
    assert message
    return Message.objects.select_related("conversation__person").get(pk=message.pk)


def test_a_forged_address_opens_a_concern_of_its_own_and_says_so(shop: Shop) -> None:
    known = shop.adaeze_writes(message_id="<a@x.example>")
    forged = heard(thread=("<a@x.example>",), authentic="fail")
    assert forged.conversation != known
    assert forged.extra["authentic"] == "fail"
    honest = heard(thread=("<a@x.example>",), authentic="pass")
    assert honest.conversation == known


def test_a_forged_answer_to_our_own_mail_joins_marked_and_proves_nothing(shop: Shop) -> None:
    known = shop.adaeze_writes()
    forged = heard(answers=Answers("c", known.pk), authentic="fail")
    assert forged.conversation == known
    assert forged.extra["authentic"] == "fail"
    assert ContactPoint.objects.get(value=ADAEZE).verified_at is None


def test_the_same_name_from_a_new_address_is_the_same_person_only_claimed(shop: Shop) -> None:
    known = shop.adaeze_writes()
    again = heard("ada@work.example", answers=Answers("c", known.pk), name="adaeze NWOSU")
    assert again.conversation == known
    point = ContactPoint.objects.get(value="ada@work.example")
    assert (point.person_id, point.verified_at) == (known.person_id, None)
    assert Person.objects.count() == 1


def test_another_name_from_a_new_address_is_another_person(shop: Shop) -> None:
    known = shop.adaeze_writes()
    spouse = heard("chidi@nwosu.example", answers=Answers("c", known.pk), name="Chidi Nwosu")
    assert spouse.conversation == known
    assert ContactPoint.objects.get(value="chidi@nwosu.example").person_id != known.person_id


@pytest.mark.parametrize("writer", ["web@juniperlane.example", "no-reply@forms.example", "ne-pas-repondre@f.example"])
def test_a_form_writes_for_whom_it_says(shop: Shop, writer: str) -> None:
    message = heard(writer, reply_to=ADAEZE, name="Website")
    assert message.address == ADAEZE
    assert ContactPoint.objects.get(value=ADAEZE).person_id == message.conversation.person_id


def test_answers_go_where_they_are_asked_for_only_when_that_is_believed(shop: Shop) -> None:
    elsewhere = heard(reply_to="eve@elsewhere.example")
    assert answers_to(elsewhere.conversation) == ADAEZE
    vouched = heard(reply_to="ada@work.example", authentic="pass")
    assert answers_to(vouched.conversation) == "ada@work.example"
    same_house = heard(reply_to="flat@nwosu.example")
    assert answers_to(same_house.conversation) == "flat@nwosu.example"
    forged = heard(reply_to="flat@nwosu.example", authentic="fail")
    assert answers_to(forged.conversation) == ADAEZE


def test_who_was_in_copy_takes_part_and_we_are_not_our_own_copy(shop: Shop) -> None:
    message = heard(
        recipients=(f"hello+x@{ADDRESS.partition('@')[2]}", ADDRESS, "chidi@nwosu.example", shop.jef.email),
        copies=(("chidi@nwosu.example", "Chidi"),),
    )
    part = message.conversation.participants.order_by("id")
    assert [(one.address, one.name, one.member_id) for one in part] == [
        ("chidi@nwosu.example", "Chidi", None),
        ("", "", shop.jef.pk),
    ]


FORWARD = Original("huda@mansoori.example", "Huda Al-Mansoori", "The vase", "It has a crack along the rim.")


def test_a_members_forward_is_from_whom_wrote_it_first(shop: Shop) -> None:
    message = heard(
        shop.maartje.email, "Can somebody ring her?", subject="Fwd: The vase", original=FORWARD, authentic="pass"
    )
    assert message.conversation.person.name == "Huda Al-Mansoori"
    assert (message.text, message.conversation.subject) == ("It has a crack along the rim.", "The vase")
    assert message.extra["forwarded_name"] == shop.maartje.name
    note = message.conversation.messages.get(kind=Kind.NOTE)
    assert (note.text, note.author_id) == ("Can somebody ring her?", shop.maartje.pk)
    assert Delivery.objects.get(kind="ack").address == "huda@mansoori.example"


def test_nobody_vouches_for_a_forward_so_its_words_are_no_members(shop: Shop) -> None:
    message = heard(shop.maartje.email, "Pay him back at once.", original=FORWARD, name="Maartje")
    note = message.conversation.messages.get(kind=Kind.NOTE)
    assert (note.author_kind, note.author_id) == ("cha", None)
    assert note.author_name == f"Maartje <{shop.maartje.email}>"


def test_a_customers_forward_is_the_customers(shop: Shop) -> None:
    message = heard(ADAEZE, "Look what I got.", original=FORWARD)
    assert message.address == ADAEZE
    forged = heard(shop.maartje.email, "Do it.", original=FORWARD, authentic="fail")
    assert forged.address == shop.maartje.email


def answered(shop: Shop) -> tuple[Conversation, Delivery]:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    delivery = Delivery.objects.get(kind="reply")
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=delivery.made_at)
    return conversation, delivery


HARD = Bounce("hard", ADAEZE, "5.1.1", words="no such mailbox here")


def test_a_bounce_is_shown_on_the_message_it_is_about(shop: Shop) -> None:
    conversation, delivery = answered(shop)
    for _ in range(2):
        assert (
            recorded("mailer-daemon@mx.example", machine="bounce", bounce=replace(HARD, about=delivery.external_id))
            is None
        )
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back, delivery.code) == ("failed", "hard", 550)
    assert delivery.message
    assert delivery.message.delivery == "failed"
    assert ContactPoint.objects.get(value=ADAEZE).dead_why == "no such mailbox here"
    assert verbs(conversation).count("delivery.failed") == 1
    assert Conversation.objects.count() == 1


def test_a_dead_address_lives_again_when_something_comes_from_it(shop: Shop) -> None:
    conversation, delivery = answered(shop)
    recorded("mailer-daemon@mx.example", machine="bounce", bounce=replace(HARD, about=delivery.external_id.strip("<>")))
    heard(ADAEZE, answers=Answers("c", conversation.pk))
    assert ContactPoint.objects.get(value=ADAEZE).dead_at is None


@pytest.mark.parametrize(("kind", "state"), [("soft", "failed"), ("policy", "failed"), ("delay", "sent")])
def test_only_an_address_that_is_gone_is_dead(shop: Shop, kind: str, state: str) -> None:
    conversation, delivery = answered(shop)
    recorded(
        "x@mx.example", machine="bounce", bounce=Bounce(kind, ADAEZE, "4.2.2"), answers=Answers("c", conversation.pk)
    )
    delivery.refresh_from_db()
    assert (delivery.state, delivery.back) == (state, kind)
    assert ContactPoint.objects.get(value=ADAEZE).dead_at is None


def test_a_copy_that_came_back_is_a_failure_of_its_own(shop: Shop) -> None:
    _, delivery = answered(shop)
    Delivery.objects.filter(pk=delivery.pk).update(copies=["Chidi@nwosu.example"])
    bounce = Bounce("hard", "chidi@nwosu.example", "5.1.1", delivery.external_id)
    for _ in range(2):
        recorded("mailer-daemon@mx.example", machine="bounce", bounce=bounce)
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert Delivery.objects.get(state="failed").address == "chidi@nwosu.example"


def test_a_bounce_about_nothing_of_ours_is_held_aside_and_kills_nobody(shop: Shop) -> None:
    answered(shop)
    message = heard("mailer-daemon@mx.example", machine="bounce", bounce=replace(HARD, about="<elsewhere@x.example>"))
    assert message.conversation.state == "aside"
    assert ContactPoint.objects.get(value=ADAEZE).dead_at is None


def test_who_came_without_a_name_is_called_by_the_one_they_sign_with(shop: Shop) -> None:
    first = shop.adaeze_writes(sender="adaeze@nwosu.example")
    assert first.person.name == ""
    shop.adaeze_writes("Again.", sender="Adaeze Nwosu <adaeze@nwosu.example>")
    shop.adaeze_writes("And again.", sender="A. N. Other <adaeze@nwosu.example>")
    first.person.refresh_from_db()
    assert first.person.name == "Adaeze Nwosu"
