"""Who is told of what: once, never for what they saw, and only while they may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cha.channels.base import Outcome
from cha.channels.models import Delivery
from cha.channels.models.delivery import note_outcome
from cha.conversations.models import assign, here, note, put_right, read_mood, snooze, take_part
from cha.conversations.models.mentioning import named_in
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ledger import Event
from cha.notifications.models import Notification, inbox, read_them, saw
from cha.notifications.telling import tell
from cha.promises.models import make_promise
from cha.team.models import Member, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def told(member: Member) -> list[str]:
    """The kinds of what is new to a member, oldest first."""
    return list(inbox(member).filter(read_at=None).order_by("id").values_list("kind", flat=True))


def count(member: Member) -> int:
    return Member.objects.get(pk=member.pk).for_you


def test_a_note_tells_whom_it_names(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Priya can you look?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    row = inbox(shop.priya).get()
    assert (row.kind, row.actor, row.conversation) == ("named", shop.maartje, talk)
    assert count(shop.priya) == 1
    assert told(shop.maartje) == []


def test_it_arrives_once_however_often_its_task_runs(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Priya?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    event = Event.objects.get(verb="note.written")
    tell(event.pk)
    tell(event.pk)
    assert Notification.objects.filter(member=shop.priya).count() == 1


def test_who_names_oneself_is_not_told(shop: Shop) -> None:
    note(shop.adaeze_writes(), "Note to @Maartje: roses.", by=shop.maartje, mentions=[shop.maartje.pk])
    worker.run_all()
    assert told(shop.maartje) == []


def test_the_answer_of_whom_a_note_named_is_told(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Priya may she have it free?", by=shop.maartje, mentions=[shop.priya.pk])
    note(talk, "Yes, of course.", by=shop.priya)
    worker.run_all()
    assert told(shop.maartje) == ["asked"]


def test_whoever_is_given_a_person_is_told_but_not_by_oneself(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    assign(talk, by=shop.maartje, member=shop.maartje)
    worker.run_all()
    assert told(shop.maartje) == []
    assign(talk, by=shop.maartje, member=shop.priya)
    worker.run_all()
    assert told(shop.priya) == ["given"]


def test_words_of_somebody_one_looks_after_are_told(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    assign(talk, by=shop.maartje, member=shop.maartje)
    answered = shop.answers(talk)
    shop.adaeze_writes("And the card?", in_reply_to=answered.external_id)
    assert told(shop.maartje) == ["writes"]


def test_but_not_while_one_is_in_it(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    assign(talk, by=shop.maartje, member=shop.maartje)
    answered = shop.answers(talk)
    here(talk, by=shop.maartje)
    shop.adaeze_writes("And the card?", in_reply_to=answered.external_id)
    assert Notification.objects.count() == 0


def test_a_note_read_as_it_is_written_is_in_the_inbox_but_not_new(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    here(talk, by=shop.priya)
    note(talk, "@Priya?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    row = inbox(shop.priya).get()
    assert row.read_at
    assert row.due_at is None
    assert count(shop.priya) == 0


def test_nobody_is_told_of_people_who_are_nobodys_yet(shop: Shop) -> None:
    shop.adaeze_writes()
    assert Notification.objects.count() == 0
    assert not Event.objects.filter(verb="notification.made").exists()


def test_who_put_it_right_hears_that_they_wrote_again(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    answered = shop.answers(talk)
    put_right(talk, by=shop.maartje)
    shop.adaeze_writes("It wilted.", in_reply_to=answered.external_id)
    row = inbox(shop.maartje).get()
    assert row.kind == "writes"
    assert row.facts["again"]


def test_a_promise_is_told_of_when_it_is_at_risk(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    by = now() + timedelta(hours=5)
    make_promise(talk, by, by=shop.maartje, keeper=shop.maartje, kind="other", words="Your call")
    with time_machine.travel(by - timedelta(minutes=61), tick=False):
        worker.run_all()
        assert "promise" not in told(shop.maartje)
    with time_machine.travel(by - timedelta(minutes=59), tick=False):
        worker.run_all()
        assert told(shop.maartje) == ["promise"]


def test_a_message_that_did_not_arrive_is_told_to_its_writer(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    shop.answers(talk)
    delivery = Delivery.objects.get(kind="reply")
    note_outcome(delivery, Outcome(sent=False, permanent=True, code=550, said="no such user"), next_at=None)
    worker.run_all()
    assert told(shop.maartje) == ["failed"]
    assert told(shop.priya) == []


def test_what_was_put_off_comes_back(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    shop.answers(talk)
    talk.refresh_from_db()
    until = now() + timedelta(hours=2)
    snooze(talk, until, by=shop.maartje)
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        worker.run_all()
        assert told(shop.maartje) == ["back"]


def test_thanks_by_name_reach_whom_they_name(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    answered = shop.answers(talk)
    talk = shop.adaeze_writes("My gran cried, in a good way. Tell Maartje.", in_reply_to=answered.external_id)
    message = talk.messages.filter(kind="heard").order_by("-id")[0]
    message.mood.delete() if hasattr(message, "mood") else None
    read_mood(message, "glad", ["in a good way"])
    worker.run_all()
    assert "thanked" in told(shop.maartje)
    assert "thanked" not in told(shop.priya)


def test_hard_words_take_the_place_of_what_was_told(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    assign(talk, by=shop.maartje, member=shop.maartje)
    answered = shop.answers(talk)
    talk = shop.adaeze_writes("You are all useless.", in_reply_to=answered.external_id)
    message = talk.messages.filter(kind="heard").order_by("-id")[0]
    message.mood.delete() if hasattr(message, "mood") else None
    read_mood(message, "hostile", ["useless"])
    worker.run_all()
    assert told(shop.maartje) == ["hard"]


def test_opening_the_conversation_reads_what_is_told_of_it(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Priya?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    saw(talk, by=shop.priya)
    assert told(shop.priya) == []
    assert count(shop.priya) == 0
    assert not Event.objects.filter(verb="notification.read").exclude(conversation_id=None).exists()


def test_nobody_reads_anothers(shop: Shop) -> None:
    note(shop.adaeze_writes(), "@Priya?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    read_them(list(Notification.objects.all()), by=shop.maartje)
    assert told(shop.priya) == ["named"]


def test_what_one_may_no_longer_see_is_not_there(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Maartje?", by=shop.priya, mentions=[shop.maartje.pk])
    worker.run_all()
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    member = Member.objects.get(pk=shop.maartje.pk)
    assert told(member) == []


def test_a_mention_lets_exactly_that_conversation_be_seen(shop: Shop) -> None:
    from cha.conversations.access import visible_to

    talk, other = shop.adaeze_writes(), shop.adaeze_writes("Another.", sender="lars@lars.example")
    note(talk, "@Jef?", by=shop.maartje, mentions=[shop.jef.pk])
    worker.run_all()
    assert list(visible_to(shop.jef)) == [talk]
    assert other not in visible_to(shop.jef)


def test_a_light_member_lets_nobody_else_in(shop: Shop) -> None:
    from cha.conversations.access import visible_to

    tomas = add_member("tomas@juniperlane.example", "Tomas", Role.LIGHT, by=CHA)
    talk = shop.adaeze_writes()
    take_part(talk, by=shop.maartje, member=shop.jef)
    note(talk, "@Tomas?", by=shop.jef, mentions=[tomas.pk])
    worker.run_all()
    assert not visible_to(tomas).exists()
    assert told(tomas) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Maartje look", ["Maartje de Wit"]),
        ("@maartje de wit, look", ["Maartje de Wit"]),
        ("ask @Anna", []),
        ("ask @Anna Berg and @Jef.", ["Anna Berg", "Jef"]),
        ("@Jeff is nobody", []),
        ("mail me at x@jef.example", []),
        ("@Jef @Jef", ["Jef"]),
        ("@李娜请看", ["李娜"]),
        ("no names", []),
    ],
)
def test_the_text_says_who_is_named(text: str, named: list[str]) -> None:
    names = ["Maartje de Wit", "Anna Berg", "Anna Vos", "Jef", "李娜"]
    team = [Member(pk=place, name=name, email=f"{place}@x.example") for place, name in enumerate(names, 1)]
    assert [names[pk - 1] for pk in named_in(text, team)] == named
