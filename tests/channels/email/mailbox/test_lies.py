"""A server that lies, stalls, drops or offers too much costs its own mailbox a failure in words: nothing is lost by it,
nothing taken twice, and no memory filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cha.channels.models import Payload, take_history
from cha.core import worker
from cha.core.actor import CHA
from tests.channels.email.mailbox.conftest import mailbox_on, watched, when
from tests.channels.email.mailbox.liar import Liar, lying
from tests.processes.install import wait_until
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying() as liar:
        yield liar


@pytest.mark.parametrize(
    ("lie", "cause"),
    [
        ("silent", "stalled"),
        ("drip", "stalled"),
        ("bye", "said_no"),
        ("web", "nonsense"),
        ("endless_line", "nonsense"),
    ],
)
def test_a_server_that_does_not_greet_is_a_failure(shop: Shop, liar: Liar, lie: str, cause: str) -> None:
    liar.lie = lie
    mailbox = mailbox_on(liar.port, shop.channel)
    with watched(mailbox):
        when(mailbox, lambda row: row.trouble)
    assert mailbox.trouble == cause


@pytest.mark.parametrize("lie", ["falling", "deep", "endless_rows"])
def test_rows_that_cannot_be_are_not_believed(shop: Shop, liar: Liar, lie: str) -> None:
    liar.gets(raw_mail())
    liar.gets(raw_mail())
    liar.lie = lie
    mailbox = mailbox_on(liar.port, shop.channel)
    with watched(mailbox):
        when(mailbox, lambda row: row.trouble)
    assert mailbox.trouble == "nonsense"
    assert not Payload.objects.exists()


@pytest.mark.parametrize("lie", ["stall", "drop", "too_short", "too_long", "huge", "left_out"])
def test_a_mail_told_falsely_is_fetched_again_and_kept_once(shop: Shop, liar: Liar, lie: str) -> None:
    mailbox = mailbox_on(liar.port, shop.channel)
    with watched(mailbox):
        when(mailbox, lambda row: row.looked_at)
        liar.lie, liar.times = lie, 1
        raws = [raw_mail(f"Words {number}.") for number in range(3)]
        for raw in raws:
            liar.gets(raw)
        wait_until(lambda: Payload.objects.count() == 3)
        when(mailbox, lambda row: row.failures == 0 and row.last_uid == 3)
    assert {payload.content() for payload in Payload.objects.all()} == set(raws)


@pytest.mark.parametrize("lie", ["drop", "huge"])
def test_a_mail_that_always_breaks_the_line_is_left_and_the_others_come(
    shop: Shop, liar: Liar, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cha.channels.email.mailbox.position.pause", lambda *_: 0.01)
    mailbox = mailbox_on(liar.port, shop.channel)
    with watched(mailbox):
        when(mailbox, lambda row: row.looked_at)
        liar.lie, liar.about = lie, 2
        for number in range(3):
            liar.gets(raw_mail(f"Words {number}."))
        wait_until(lambda: Payload.objects.count() == 3)
        when(mailbox, lambda row: row.last_uid == 3 and row.failures == 0)
    worker.run_all()
    left = Payload.objects.get(state="unreadable")
    assert "each of 4 times" in left.said
    assert "still in the mailbox" in left.said


def test_a_hundred_thousand_mails_are_taken_in_batches(shop: Shop, liar: Liar) -> None:
    """Every answer is bounded by what was asked for: so is memory."""
    liar.count = 100_000
    mailbox = mailbox_on(liar.port, shop.channel)
    take_history(mailbox, -1, by=CHA)
    with watched(mailbox):
        when(mailbox, lambda row: row.history_done >= 100, 60)
        assert (mailbox.history, mailbox.history_total) == ("running", 100_000)
    spans = [
        list(map(int, re.findall(r"\d+", line)[1:3]))
        for line in liar.asked
        if " FETCH" in line and "UID FETCH" not in line
    ]
    assert max(last - first for first, last in spans) <= 200
    bodies = [line for line in liar.asked if "BODY.PEEK[]" in line]
    assert bodies
    assert max(_count(line) for line in bodies) <= 50
    assert not any("SEARCH" in line for line in liar.asked)


def test_new_mail_does_not_wait_behind_a_hundred_thousand(shop: Shop, liar: Liar) -> None:
    liar.count = 100_000
    mailbox = mailbox_on(liar.port, shop.channel, history_days=-1)
    with watched(mailbox):
        when(mailbox, lambda row: row.history_done >= 50, 60)
        liar.gets(raw_mail("I came just now.", sender="Wen <wen@qiao.example>"))
        wait_until(lambda: any(b"just now" in bytes(p.raw or b"") for p in Payload.objects.order_by("-id")[:60]))
        when(mailbox, lambda row: row.last_uid == 100_001)
        assert mailbox.history == "running"


def test_hundreds_of_new_mails_at_once_are_taken_in_batches(shop: Shop, liar: Liar) -> None:
    mailbox = mailbox_on(liar.port, shop.channel)
    with watched(mailbox):
        when(mailbox, lambda row: row.looked_at)
        liar.count = 600
        when(mailbox, lambda row: row.last_uid == 600, 60)
    assert Payload.objects.count() == 600
    assert max(_count(line) for line in liar.asked if "BODY.PEEK[]" in line) <= 50


def test_numbers_that_mean_something_else_now_take_nothing_twice(shop: Shop, liar: Liar) -> None:
    mailbox = mailbox_on(liar.port, shop.channel)
    raws = [raw_mail(f"Words {number}.") for number in range(4)]
    with watched(mailbox) as watch:
        when(mailbox, lambda row: row.looked_at)
        for raw in raws:
            liar.gets(raw)
        wait_until(lambda: Payload.objects.count() == 4)
    worker.run_all()
    liar.mails = {900 + place: raw for place, raw in enumerate(reversed(raws))}
    liar.uid_validity = 8
    with watched(mailbox):
        when(mailbox, lambda row: row.uid_validity == 8 and row.history == "done")
    worker.run_all()
    assert Payload.objects.count() == 4
    assert watch.name


def test_a_token_is_said_as_google_and_microsoft_hear_it(shop: Shop, liar: Liar) -> None:
    import base64

    mailbox = mailbox_on(liar.port, shop.channel, login="xoauth2")
    with watched(mailbox):
        when(mailbox, lambda row: row.looked_at)
    said = base64.b64decode(liar.asked[liar.asked.index("a2 AUTHENTICATE XOAUTH2") + 1]).decode()
    assert said == "user=hello@juniperlane.example\x01auth=Bearer peony\x01\x01"


def _count(line: str) -> int:
    ranges = re.findall(r"(\d+)(?::(\d+))?", line.split()[3])
    return sum(int(high or low) - int(low) + 1 for low, high in ranges)
