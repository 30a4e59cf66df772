"""The first run: four steps, open to who started Cha, and only while there is no member."""

import pytest
from django.test import Client
from pytest_django import Settings

from cha.channels.models import Channel
from cha.conversations.models import Message
from cha.core import worker
from cha.team.first_run import first_run_link, on_this_machine, setup_code
from cha.team.models import Member, brand
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)
BUSINESS = {"name": "Juniper Lane", "place": "Ghent", "zone": "Europe/Brussels", "week": "Mon to Sat, 08:30 to 18:00"}
PRIYA = {"member_name": "Priya Raman", "email": "priya@juniperlane.example", "say_name": "PREE-ya"}
FAR = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def here() -> Client:
    """A browser on this machine."""
    return Client(headers={"host": "localhost:8000"}, REMOTE_ADDR="127.0.0.1")


def test_four_steps_and_then_one_sees_oneself_arrive(here: Client) -> None:
    assert "What are you called?" in here.get("/welcome").content.decode()
    assert here.post("/welcome/business", BUSINESS).status_code == 303
    assert "Who answers first?" in here.get("/welcome").content.decode()
    assert here.post("/welcome/you", PRIYA).status_code == 302
    assert here.post("/welcome/address", {"address": "hello@juniperlane.example"}).status_code == 303
    waiting = here.get("/welcome").content.decode()
    assert "data-waiting" in waiting
    assert "<svg" in waiting
    assert " style=" not in waiting
    assert here.post("/welcome/hello", {"words": "Hello, it is me."}).status_code == 303
    worker.run_all()
    arrived = here.get("/welcome").content.decode()
    assert "There you are" in arrived
    assert "Hello, it is me." in arrived
    assert "We answered at once" in arrived
    assert set(Message.objects.values_list("kind", flat=True)) == {"heard", "acknowledged"}
    face, owner = brand(), Member.objects.get()
    assert face is not None
    assert face.week == dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), "08:30-18:00")
    assert (owner.role, owner.say_name, owner.zone) == ("owner", "PREE-ya", "Europe/Brussels")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"week": "whenever"}, "There is no time in"),
        ({"week": "Blursday 9-17"}, "is no day"),
        ({"name": " "}, "needs a name"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_kept(here: Client, typed: dict[str, str], said: str) -> None:
    page = here.post("/welcome/business", {**BUSINESS, **typed})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Ghent" in page.content.decode()
    assert brand() is None


def test_from_elsewhere_it_needs_the_code_that_serve_printed(client: Client) -> None:
    assert client.get("/welcome", **FAR).status_code == 403
    assert client.post("/welcome/business", BUSINESS, **FAR).status_code == 403
    client.get("/welcome", {"code": "guessed"}, **FAR)
    assert client.get("/welcome", **FAR).status_code == 403
    assert first_run_link() == f"http://localhost:8000/welcome?code={setup_code()}"
    client.get("/welcome", {"code": setup_code()}, **FAR)
    assert client.get("/welcome", **FAR).status_code == 200
    assert client.post("/welcome/business", BUSINESS, **FAR).status_code == 303


@pytest.mark.parametrize(
    ("peer", "host", "known_by", "near"),
    [
        ("127.0.0.1", "localhost:8000", "localhost", True),
        ("::1", "[::1]", "localhost", True),
        ("127.0.0.1", "care.shop.example", "localhost", False),
        ("127.0.0.1", "localhost:8000", "care.shop.example", False),
        ("192.168.1.7", "localhost:8000", "localhost", False),
        ("", "localhost", "localhost", False),
    ],
)
def test_a_proxy_on_this_machine_is_not_this_machine(
    settings: Settings, peer: str, host: str, known_by: str, near: bool
) -> None:
    settings.HOST = known_by
    assert on_this_machine(peer, host) is near


def test_it_is_closed_once_there_is_a_member(shop: Shop, here: Client) -> None:
    assert here.get("/welcome")["Location"] == "/account/login/"
    assert here.post("/welcome/business", BUSINESS).status_code == 404
    assert here.post("/welcome/you", {**PRIYA, "email": "me@too.example"}).status_code == 404
    assert here.post("/welcome/address", {"address": "me@too.example"})["Location"].startswith("/account/login/")
    assert first_run_link() == ""
    assert Member.objects.count() == 3
    assert Channel.objects.count() == 1


def test_every_door_leads_to_it_while_nobody_is_there(here: Client) -> None:
    assert here.get("/settings/channels")["Location"] == "/welcome"
