"""Failures: each says what, why, who has not seen it and how to go on; the ways on work, for those who may."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cha.channels.base import Outcome
from cha.channels.models import Channel, Delivery, Payload, set_relay
from cha.channels.models.delivery import note_outcome
from cha.channels.pipeline.reading import cannot_read
from cha.conversations.models import assign
from cha.core import worker
from cha.core.ids import encode
from cha.core.tasks import Task
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

FULL = Outcome(False, True, 452, "452 4.2.2 <script>Mailbox full</script>")


class Sink(Handler):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def handle_message(self, message: object) -> None:
        self.subjects.append(message["Message-ID"])  # type: ignore[index]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def failed(shop: Shop) -> Delivery:
    """Maartje's answer to Adaeze, refused."""
    conversation = shop.adaeze_writes(subject="The flowers")
    shop.answers(conversation)
    delivery = Delivery.objects.get(kind="reply")
    Delivery.objects.update(state="waiting")
    return note_outcome(delivery, FULL, next_at=None)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def see(member: Member, address: str = "/failures") -> str:
    response = signed_in(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def sealed(shop: Shop) -> Payload:
    payload = shop.gets(b"Subject: x\r\n\r\nsealed", read=False)
    Task.objects.all().delete()
    cannot_read(payload, "It is sealed with a key that nobody here has.")
    return payload


def stopped() -> Task:
    return Task.objects.create(
        name="people.index_person", args=[1], lane="work", state="failed", attempts=10, said="Ow"
    )


def test_all_gone_through_is_said(shop: Shop) -> None:
    assert "All gone through" in see(shop.maartje)


def test_a_failure_says_what_why_and_who_has_not_seen_it(shop: Shop, failed: Delivery) -> None:
    page = see(shop.priya)
    for words in (
        "Maartje’s mail to Adaeze Nwosu: The flowers",
        "Their mailbox is full.",
        "Adaeze Nwosu has not seen it.",
        "Try again now",
        "Let it go",
        "452 4.2.2 &lt;script&gt;",
    ):
        assert words in page
    assert "<script>Mailbox" not in page
    assert page.index("Their mailbox is full.") < page.index("has not seen it") < page.index("Try again now")
    assert page.index("Try again now") < page.index("452 4.2.2")
    assert "Your mail to Adaeze Nwosu" in see(shop.maartje)


def test_mine_are_those_one_wrote_or_looks_after(shop: Shop, failed: Delivery) -> None:
    assert "Their mailbox is full." in see(shop.maartje, "/failures?whose=mine")
    assert "Their mailbox is full." not in see(shop.priya, "/failures?whose=mine")
    assert failed.conversation
    assign(failed.conversation, by=shop.priya, member=shop.priya)
    assert "Their mailbox is full." in see(shop.priya, "/failures?whose=mine")


def test_relay_down_then_up_then_tried_again_it_arrives(shop: Shop, port: int) -> None:
    set_relay(shop.channel, f"smtp://127.0.0.1:{port}", by=shop.priya)
    conversation = shop.adaeze_writes(subject="The flowers")
    shop.answers(conversation)
    delivery = Delivery.objects.get(kind="reply")
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    page = see(shop.maartje)
    assert "Our relay could not be reached." in page
    assert "by itself" in page
    for sink in listening(port):
        answer = signed_in(shop.maartje).post(f"/failures/deliveries/{encode(delivery.pk)}/tries")
        assert answer.status_code == 303
        worker.run_all()
        delivery.refresh_from_db()
        assert delivery.state == "sent"
        assert sink.subjects == [delivery.external_id]
    assert "It went out on try 2." in see(shop.maartje, "/failures?whose=mended")
    assert signed_in(shop.maartje).post(f"/failures/deliveries/{encode(delivery.pk)}/tries").status_code == 409


def listening(port: int) -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def test_a_failure_is_let_go(shop: Shop, failed: Delivery) -> None:
    assert signed_in(shop.maartje).post(f"/failures/deliveries/{encode(failed.pk)}/dropping").status_code == 303
    failed.refresh_from_db()
    assert failed.state == "dropped"
    assert "Their mailbox is full." not in see(shop.maartje)


@pytest.mark.parametrize("scope", [Scope.TEAM, Scope.OWN, Scope.NONE])
def test_what_may_not_be_seen_does_not_exist(shop: Shop, failed: Delivery, scope: Scope) -> None:
    assert failed.conversation
    assign(failed.conversation, by=shop.priya)
    payload, task = sealed(shop), stopped()
    set_sight(Role.AGENT, scope, by=shop.priya)
    for member in (shop.maartje, shop.jef):
        client = signed_in(member)
        page = see(member)
        assert "All gone through" in page
        assert "Adaeze" not in page
        for way in (f"deliveries/{encode(failed.pk)}/tries", f"deliveries/{encode(failed.pk)}/dropping"):
            assert client.post(f"/failures/{way}").status_code == 404
        for way in ("readings", "dismissal"):
            assert client.post(f"/failures/payloads/{encode(payload.pk)}/{way}").status_code == 404
        assert client.get(f"/failures/payloads/{encode(payload.pk)}/raw.eml").status_code == 404
        assert client.post(f"/failures/tasks/{encode(task.pk)}/runs").status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_light_member_sees_but_does_not_do(shop: Shop, failed: Delivery) -> None:
    set_sight(Role.LIGHT, Scope.ALL, by=shop.priya)
    assert "Try again now" not in see(shop.jef)
    assert signed_in(shop.jef).post(f"/failures/deliveries/{encode(failed.pk)}/tries").status_code == 403


def test_a_sealed_mail_is_read_again_saved_or_dismissed(shop: Shop) -> None:
    payload = sealed(shop)
    client, place = signed_in(shop.maartje), f"/failures/payloads/{encode(payload.pk)}"
    assert "sealed with a key" in see(shop.maartje)
    raw = client.get(f"{place}/raw.eml")
    assert raw.content == b"Subject: x\r\n\r\nsealed"
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert raw.headers["X-Content-Type-Options"] == "nosniff"
    client.post(f"{place}/readings")
    worker.run_all()
    payload.refresh_from_db()
    assert payload.state == "read"
    cannot_read(payload, "It is sealed.")
    client.post(f"{place}/dismissal")
    payload.refresh_from_db()
    assert payload.state == "dismissed"


def test_stopped_work_runs_again(shop: Shop) -> None:
    task = stopped()
    assert "Making a person findable" in see(shop.maartje)
    assert signed_in(shop.maartje).post(f"/failures/tasks/{encode(task.pk)}/runs").status_code == 303
    task.refresh_from_db()
    assert task.state == "waiting"
    assert signed_in(shop.maartje).post(f"/failures/tasks/{encode(task.pk)}/runs").status_code == 404


def test_stopped_work_is_let_go(shop: Shop) -> None:
    task = Task.objects.create(name="channels.deliver", args=[1], lane="net", state="failed", said="LookupError: gone")
    page, client = reverse("task-dropping", args=[task.pk]), signed_in(shop.priya)
    assert client.post(page).status_code == 303
    task.refresh_from_db()
    assert task.state == "done"
    assert client.post(page).status_code == 404
    assert signed_in(shop.jef).post(page).status_code in (403, 404)


def test_what_came_back_says_so(shop: Shop, failed: Delivery) -> None:
    Delivery.objects.filter(pk=failed.pk).update(back="hard", code=550, said="5.1.1 no such user")
    page = signed_in(shop.priya).get("/failures").content.decode()
    assert "It went out and came back: the address is gone." in page


def test_ways_in_and_out_say_what_does_not_work(shop: Shop) -> None:
    Channel.objects.update(trouble="The relay does not answer.")
    page = see(shop.maartje)
    assert "data-bad" in page
    assert "The relay does not answer." in page


def test_acts_need_a_post(shop: Shop, failed: Delivery) -> None:
    assert signed_in(shop.maartje).get(f"/failures/deliveries/{encode(failed.pk)}/tries").status_code == 405


def queries(member: Member, address: str) -> int:
    client = signed_in(member)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


def test_as_many_queries_for_fifty_as_for_five(shop: Shop) -> None:
    for number in range(5):
        shop.adaeze_writes("Hm.", subject=f"C{number}", sender=f"<p{number}@x.example>")
    few = queries(shop.maartje, "/failures")
    for number in range(5, 50):
        shop.adaeze_writes("Hm.", subject=f"C{number}", sender=f"<p{number}@x.example>")
    assert Delivery.objects.filter(state="unsent").count() == 50
    assert queries(shop.maartje, "/failures") == few
