"""A real mailbox, Dovecot's: what comes in is a conversation, each mail once; what breaks is said and mends itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.channels.email.medium import loop_mark
from cha.channels.models import Delivery, Mailbox, Payload, change_mailbox, pause_mailbox
from cha.conversations.models import Conversation, Kind, Message, State
from cha.core import worker
from cha.core.actor import CHA
from cha.core.ledger import Event
from tests.channels.email.mailbox.conftest import mailbox_on, watched, when
from tests.channels.email.mailbox.dovecot import Dovecot
from tests.processes.install import wait_until
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = datetime(2024, 5, 6, 10, 0, tzinfo=UTC)


def looked(mailbox: Mailbox) -> Mailbox:
    return when(mailbox, lambda row: row.looked_at)


def payloads(count: int) -> None:
    wait_until(lambda: Payload.objects.count() >= count)


def heard() -> int:
    return Message.objects.filter(kind=Kind.HEARD).count()


def test_a_mail_that_arrives_is_heard_and_acknowledged(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        dovecot.gets(raw_mail())
        payloads(1)
    worker.run_all()
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.channel_id) == (State.OURS, shop.channel.pk)
    assert Delivery.objects.get().address == "adaeze@nwosu.example"
    assert dovecot.holds() == 1, "what is left where it is stays there"


def test_what_lay_there_before_is_left_alone_unless_asked_for(shop: Shop, dovecot: Dovecot) -> None:
    dovecot.gets(raw_mail("Old."), at=LONG_AGO)
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        dovecot.gets(raw_mail("New."))
        payloads(1)
    worker.run_all()
    assert Message.objects.get(kind=Kind.HEARD).text == "New."


def test_older_mail_is_recorded_quietly_with_its_own_time(shop: Shop, dovecot: Dovecot) -> None:
    for number in range(7):
        dovecot.gets(raw_mail(f"Old {number}."), at=LONG_AGO + timedelta(days=number))
    mailbox = mailbox_on(dovecot.port, shop.channel, history_days=-1)
    with watched(mailbox):
        when(mailbox, lambda row: row.history == "done")
    worker.run_all()
    assert (mailbox.history_done, mailbox.history_total) == (7, 7)
    assert heard() == 7
    assert not Delivery.objects.exists(), "nobody is acknowledged for a mail of years ago"
    assert set(Conversation.objects.values_list("state", flat=True)) == {State.THEIRS}
    first = Message.objects.order_by("id").first()
    assert first is not None
    assert (first.text, first.at) == ("Old 0.", LONG_AGO)


def test_only_so_much_of_the_past_as_was_asked_for(shop: Shop, dovecot: Dovecot) -> None:
    dovecot.gets(raw_mail("Years ago."), at=LONG_AGO)
    dovecot.gets(raw_mail("Last week."), at=datetime.now(UTC) - timedelta(days=6))
    mailbox = mailbox_on(dovecot.port, shop.channel, history_days=30)
    with watched(mailbox):
        when(mailbox, lambda row: row.history == "done")
    worker.run_all()
    assert Message.objects.get(kind=Kind.HEARD).text == "Last week."


def test_a_mail_is_moved_once_it_is_kept(shop: Shop, dovecot: Dovecot) -> None:
    dovecot.gets(raw_mail("Before."), at=LONG_AGO)
    mailbox = mailbox_on(dovecot.port, shop.channel, after="move", moved_to="Taken in")
    with watched(mailbox):
        looked(mailbox)
        for number in range(3):
            dovecot.gets(raw_mail(f"Words {number}."))
        wait_until(lambda: dovecot.holds() == 1)
    payloads(3)
    assert dovecot.holds("Taken in") == 3
    when(mailbox, lambda row: row.put_uid == row.last_uid)


def test_a_mail_is_deleted_once_it_is_kept(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel, after="delete")
    with watched(mailbox):
        looked(mailbox)
        dovecot.gets(raw_mail())
        wait_until(lambda: Payload.objects.exists() and dovecot.holds() == 0)


def test_deleted_mail_drafts_spam_and_our_own_are_not_taken(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        dovecot.gets(raw_mail("Deleted."), flags="T")
        dovecot.gets(raw_mail("A draft."), flags="D")
        dovecot.gets(raw_mail("Cheap!"), "Spam")
        dovecot.gets(raw_mail("Gone."), "Trash")
        dovecot.gets(raw_mail("Ours.", x_cha_loop=loop_mark()))
        dovecot.gets(raw_mail("Wanted."))
        payloads(1)
        when(mailbox, lambda row: row.last_uid == 4)
    worker.run_all()
    assert [message.text for message in Message.objects.filter(kind=Kind.HEARD)] == ["Wanted."]


@pytest.mark.parametrize("folder", ["Spam", "Trash"])
def test_nothing_is_fetched_from_a_folder_of_spam_or_deleted_mail(shop: Shop, dovecot: Dovecot, folder: str) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel, folder=folder)
    dovecot.gets(raw_mail(), folder)
    with watched(mailbox):
        when(mailbox, lambda row: row.trouble)
    assert mailbox.trouble == "not_taken_from"
    assert not Payload.objects.exists()


def test_a_server_that_starts_anew_is_no_failure(shop: Shop, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second try finds it again; a second is enough in life, not for a machine that is busy with tests."""
    monkeypatch.setattr("cha.channels.email.mailbox.position.pause", lambda *_: 5.0)
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        dovecot.stop()
        when(mailbox, lambda row: row.failures == 1)
        dovecot.start()
        dovecot.gets(raw_mail("After."))
        payloads(1)
        when(mailbox, lambda row: row.failures == 0)
    assert not Event.objects.filter(verb="mailbox.unreachable").exists()


def test_a_server_that_is_away_is_a_failure_in_words_and_over_when_it_is_back(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        dovecot.stop()
        when(mailbox, lambda row: row.trouble == "refused")
        dovecot.start()
        when(mailbox, lambda row: not row.trouble)
    told = Event.objects.filter(verb__startswith="mailbox.").order_by("id").values_list("verb", flat=True)
    assert (list(told)[:2], list(told)[-1]) == (["mailbox.added", "mailbox.unreachable"], "mailbox.reached")


def test_a_changed_password_is_a_failure_until_it_is_typed_again(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    dovecot.let_in("another")
    dovecot.gets(raw_mail())
    with watched(mailbox) as watch:
        when(mailbox, lambda row: row.trouble)
        assert (mailbox.trouble, mailbox.failures) == ("password", 1)
        change_mailbox(mailbox, by=CHA, secret="another")
        watch.poke()
        when(mailbox, lambda row: not row.trouble)
        payloads(1)


def test_a_folder_that_is_gone_is_said(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel, folder="Käse & Wein")
    with watched(mailbox):
        when(mailbox, lambda row: row.trouble)
    assert mailbox.trouble == "folder"


def test_mails_numbered_anew_are_not_taken_twice(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        for number in range(5):
            dovecot.gets(raw_mail(f"Words {number}."))
        payloads(5)
        worker.run_all()
        validity = mailbox.uid_validity
        dovecot.stop()
        dovecot.number_anew()
        dovecot.gets(raw_mail("While it was away."))
        dovecot.start()
        when(mailbox, lambda row: row.uid_validity != validity and row.history == "done")
        payloads(6)
    worker.run_all()
    assert heard() == 6
    assert Payload.objects.count() == 6
    assert Delivery.objects.count() == 6, "who wrote while it was away is answered, nobody twice"


def test_the_same_mail_by_smtp_and_from_a_mailbox_is_one(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    raw = raw_mail(message_id="<both@ways.example>")
    shop.gets(raw)
    with watched(mailbox):
        looked(mailbox)
        dovecot.gets(b"Received: from elsewhere\r\n" + raw)
        payloads(2)
    worker.run_all()
    assert heard() == 1


def test_a_mail_that_is_too_large_stays_and_is_said(shop: Shop, dovecot: Dovecot) -> None:
    from cha.channels.email.mailbox.fetching import Bounds

    mailbox = mailbox_on(dovecot.port, shop.channel, after="move", moved_to="Taken in")
    with watched(mailbox, bounds=Bounds(largest=1_100_000)):
        looked(mailbox)
        dovecot.gets(raw_mail("word " * 300_000, subject="A film"))
        dovecot.gets(raw_mail("Small."))
        wait_until(lambda: dovecot.holds("Taken in") == 1)
    worker.run_all()
    left = Payload.objects.get(state=Payload.State.UNREADABLE)
    assert "more than the 1 MB" in left.said
    assert "still in the mailbox of hello@juniperlane.example" in left.said
    assert left.envelope["mail_from"] == "adaeze@nwosu.example"
    assert dovecot.holds() == 1
    assert heard() == 1


def test_a_paused_mailbox_is_left_alone_and_goes_on_where_it_was(shop: Shop, dovecot: Dovecot) -> None:
    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox) as watch:
        looked(mailbox)
        pause_mailbox(mailbox, by=CHA)
        watch.poke()
        watch.join(15)
    dovecot.gets(raw_mail())
    pause_mailbox(mailbox, by=CHA, paused=False)
    assert not Payload.objects.exists()
    with watched(mailbox):
        payloads(1)


def test_two_workers_do_not_watch_the_same_mailbox(shop: Shop, dovecot: Dovecot) -> None:
    from cha.channels.email.mailbox.watching import Watch

    mailbox = mailbox_on(dovecot.port, shop.channel)
    with watched(mailbox):
        looked(mailbox)
        other = Watch(mailbox.pk, "elsewhere:1")
        other.start()
        other.join(10)
        assert not other.is_alive()
        when(mailbox, lambda row: row.holder != "elsewhere:1")
