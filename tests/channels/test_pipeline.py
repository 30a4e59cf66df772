"""What comes in is stored, read, recorded and acknowledged; what goes out threads; nothing happens twice."""

import pytest

from cha.channels.base import Answers
from cha.channels.models import Delivery, Payload
from cha.channels.pipeline.threading import note_token, read_token, reply_token
from cha.conversations.models import Conversation, Kind, Message, State
from cha.core import worker
from tests.shop import ADDRESS, Shop, raw_mail, verbs

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_becomes_a_person_a_conversation_and_an_acknowledgement(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    kinds = list(conversation.messages.order_by("id").values_list("kind", flat=True))
    assert kinds == [Kind.HEARD, Kind.ACKNOWLEDGED]
    assert conversation.person.name == "Adaeze Nwosu"
    assert conversation.state == State.OURS
    assert conversation.next_promise_at is not None
    assert conversation.care_at is not None
    delivery = Delivery.objects.get()
    assert delivery.address == "adaeze@nwosu.example"
    assert delivery.in_reply_to == conversation.messages.order_by("id")[0].external_id


def test_the_same_bytes_twice_are_one_message(shop: Shop) -> None:
    raw = raw_mail()
    shop.gets(raw)
    shop.gets(raw)
    assert Payload.objects.count() == 1
    assert Message.objects.filter(kind=Kind.HEARD).count() == 1


def test_the_same_message_by_two_ways_is_one_message(shop: Shop) -> None:
    shop.gets(b"X-Way: one\r\n" + raw_mail(message_id="<twin@x.example>"))
    shop.gets(b"X-Way: two\r\n" + raw_mail(message_id="<twin@x.example>"))
    assert Payload.objects.count() == 2
    assert Message.objects.filter(kind=Kind.HEARD).count() == 1
    assert Delivery.objects.count() == 1


def test_a_mail_without_an_id_by_two_ways_is_one_message_and_is_named_to_nobody(shop: Shop) -> None:
    said = raw_mail("One.", message_id="", date="Mon, 23 Nov 2026 12:00:00 +0000")
    shop.gets(b"X-Way: one\r\n" + said)
    shop.gets(b"X-Way: two\r\n" + said)
    heard = Message.objects.get(kind=Kind.HEARD)
    delivery = Delivery.objects.get()
    assert heard.external_id.startswith("none:")
    assert (delivery.in_reply_to, delivery.references) == ("", [])
    shop.gets(raw_mail("One.", message_id="", date="Mon, 23 Nov 2026 12:00:01 +0000"))
    assert Message.objects.filter(kind=Kind.HEARD).count() == 2


def test_another_message_under_the_same_id_is_not_lost(shop: Shop) -> None:
    shop.gets(raw_mail("One.", message_id="<twin@x.example>"))
    shop.gets(raw_mail("Two.", message_id="<twin@x.example>"))
    assert Message.objects.filter(kind=Kind.HEARD).count() == 2


def test_one_acknowledgement_a_concern_not_one_a_message(shop: Shop) -> None:
    first = shop.adaeze_writes("It came in peach.", message_id="<a@x.example>")
    again = shop.adaeze_writes("And the ribbon is wrong.", in_reply_to="<a@x.example>")
    assert again == first
    assert first.messages.filter(kind=Kind.ACKNOWLEDGED).count() == 1


def test_reading_a_payload_again_changes_nothing(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    before = verbs(conversation)
    from cha.channels.pipeline.reading import read

    read(Payload.objects.get().pk)
    worker.run_all()
    assert verbs(conversation) == before


def test_a_reply_to_the_signed_address_finds_home_without_headers(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    local, _, domain = ADDRESS.partition("@")
    again = shop.adaeze_writes("White, please.", to=f"{local}+{reply_token(conversation.pk)}@{domain}", subject="hm")
    assert again == conversation
    point = conversation.person.points.get()
    assert point.proven, "who answers what was sent there is behind that address"


def test_a_forged_token_is_a_new_concern(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    token = reply_token(conversation.pk)
    assert read_token(token) == Answers("c", conversation.pk)
    assert read_token(note_token(conversation.pk, 7)) == Answers("n", conversation.pk, 7)
    assert read_token(note_token(conversation.pk, 7).replace("n.", "c.", 1)) is None
    assert read_token(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert read_token("c.nonsense") is None
    assert read_token("word") is None


def test_somebody_else_cannot_write_himself_into_a_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<a@x.example>")
    other = shop.adaeze_writes("Me too.", sender="Eve <eve@elsewhere.example>", in_reply_to="<a@x.example>")
    assert other != conversation
    assert other.person != conversation.person


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("auto_submitted", "auto-replied", "auto_reply"),
        ("list_id", "<news.list.example>", "list"),
        ("x_spam_flag", "YES", "spam"),
    ],
)
def test_machines_and_spam_are_held_and_never_acknowledged(shop: Shop, header: str, value: str, reason: str) -> None:
    conversation = shop.adaeze_writes("I am away.", **{header: value})
    assert conversation.state == State.ASIDE
    assert conversation.asides.get().reason == reason
    assert not Delivery.objects.exists()


def test_our_own_mail_coming_back_is_a_loop(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    from cha.channels.email.composing import compose
    from cha.channels.email.medium import outgoing

    raw = compose(outgoing(Delivery.objects.get(), shop.channel))
    shop.gets(raw)
    assert Delivery.objects.count() == 1
    assert Conversation.objects.exclude(pk=conversation.pk).filter(state=State.ASIDE).exists()


def test_an_unproven_sender_gets_none_of_their_own_words(shop: Shop) -> None:
    shop.adaeze_writes("Buy pills at evil.example now, order 2291", subject="Cheap pills")
    delivery = Delivery.objects.get()
    assert delivery.html == ""
    assert "2291" in delivery.text
    for word in ("pills", "evil", "Cheap", "Adaeze"):
        assert word not in delivery.text + delivery.subject


def test_acknowledgements_to_one_address_are_limited(shop: Shop) -> None:
    for number in range(12):
        shop.gets(raw_mail(f"Concern {number}", subject=f"Concern {number}"))
    assert Delivery.objects.filter(kind="ack").count() == 10
    assert Conversation.objects.count() == 12


def test_mail_waits_visibly_without_a_relay(shop: Shop) -> None:
    shop.adaeze_writes()
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.UNSENT
    assert "relay" in delivery.said


def test_an_answer_threads_and_keeps_the_promise(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<a@x.example>")
    message = shop.answers(conversation)
    reply = Delivery.objects.get(kind="reply")
    assert reply.in_reply_to == "<a@x.example>"
    assert "<a@x.example>" in reply.references
    assert reply.external_id == message.external_id
    assert conversation.promises.get().state == "kept"
    conversation.refresh_from_db()
    assert (conversation.state, conversation.next_promise_at) == (State.THEIRS, None)


def test_a_mail_without_a_sender_is_kept_and_held(shop: Shop) -> None:
    payload = shop.gets(b"Subject: hm\r\n\r\nwho am I\r\n")
    assert payload.state == Payload.State.READ
    assert Message.objects.get(pk=payload.message_id).text.strip() == "who am I"
