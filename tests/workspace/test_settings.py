"""Settings: who may change what, what is said when it does not fit, and what is kept secret."""

import re

import pytest
from django.test import Client

from cha.channels.email.medium import relay_url
from cha.channels.models import Channel
from cha.conversations.models import SavedReply
from cha.core import worker
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.team.models import Invitation, Member, Role, Team
from cha.team.models.member import change_member
from cha.team.models.sight import sight_table
from tests.shop import Shop
from tests.workspace.coming_in import is_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def priya(shop: Shop) -> Client:
    """The owner's browser."""
    return signed_in(shop.priya)


def addresses(shop: Shop) -> list[str]:
    channel, member = encode(shop.channel.pk), encode(shop.maartje.pk)
    areas = ["channels", "channels/new", f"channels/{channel}", "hours", "team", f"team/{member}"]
    return [f"/settings/{area}" for area in [*areas, "fields", "fields/new", "business"]]


def test_owners_open_every_page_and_others_are_told_whom_to_ask(shop: Shop, priya: Client, client: Client) -> None:
    agent, light = signed_in(shop.maartje), signed_in(shop.jef)
    for address in addresses(shop):
        assert priya.get(address).status_code == 200, address
        assert client.get(address).status_code == 302, address
        for browser in (agent, light):
            refused = browser.get(address)
            assert refused.status_code == 403, address
            assert "Owners and managers change this" in refused.content.decode()
            assert browser.post(address, {}).status_code in (403, 405), address
    assert priya.get("/settings")["Location"] == "/settings/channels"
    assert agent.get("/settings")["Location"] == "/settings/replies"
    assert light.get("/settings")["Location"] == "/account"


@pytest.mark.parametrize("path", ["team/invitations", "team/sight", "team/teams"])
def test_nobody_else_posts_what_only_managers_may(shop: Shop, path: str) -> None:
    before = Event.objects.order_by("id").last()
    form = {"email": "x@y.example", "role": "owner", "team": "Mine", "agent-0": "all"}
    assert signed_in(shop.maartje).post(f"/settings/{path}", form).status_code == 403
    assert before is not None
    assert set(Event.objects.filter(id__gt=before.id).values_list("verb", flat=True)) <= {
        "sign_in_link.made",
        "sign_in_link.used",
        "device.met",
    }


def test_the_hours_say_what_would_be_promised_at_another_time(priya: Client) -> None:
    page = priya.get("/settings/hours", {"at": "2030-12-23T20:00"}).content.decode()
    assert "What we would promise then" in page


def test_an_invitation_is_a_link_that_lets_in_once(shop: Shop, priya: Client, client: Client) -> None:
    form = {"email": "noor@example.org", "name": "Noor Verbeke", "role": "agent"}
    page = priya.post("/settings/team/invitations", form)
    link = re.search(r"http://localhost:8000(/in/[\w-]+)", page.content.decode())
    assert link
    assert page["Cache-Control"] == "no-store"
    assert "Invited, as Agent" in priya.get("/settings/team").content.decode()
    client.post(link[1])
    assert is_in(client)
    assert Invitation.objects.get().came_at
    assert priya.post("/settings/team/invitations", form).status_code == 422


def test_a_manager_makes_no_owner_and_opens_no_owners_door(shop: Shop) -> None:
    change_member(shop.maartje, by=shop.priya, role=Role.MANAGER)
    browser = signed_in(shop.maartje)
    own, priya = f"/settings/team/{encode(shop.maartje.pk)}", f"/settings/team/{encode(shop.priya.pk)}"
    form = {"email": "x@y.example", "name": "X", "role": "owner"}
    assert browser.post("/settings/team/invitations", form).status_code == 403
    assert browser.post(own, {"name": "Maartje", "role": "owner"}).status_code == 403
    assert browser.post(f"{priya}/link").status_code == 403
    assert browser.post(f"{priya}/seat", {"active": "0"}).status_code == 403
    assert Member.objects.get(role="owner") == shop.priya


def test_the_last_owner_cannot_step_down_or_leave(shop: Shop, priya: Client) -> None:
    address = f"/settings/team/{encode(shop.priya.pk)}"
    page = priya.post(address, {"name": "Priya Raman", "role": "agent"})
    assert page.status_code == 422
    assert "is the only owner" in page.content.decode()
    assert priya.post(f"{address}/seat", {"active": "0"}).status_code == 422
    shop.priya.refresh_from_db()
    assert (shop.priya.role, shop.priya.is_active) == ("owner", True)


def test_roles_teams_and_sight_change_and_are_recorded(shop: Shop, priya: Client) -> None:
    assert priya.post("/settings/team/teams", {"team": "Weddings"}).status_code == 303
    assert priya.post("/settings/team/teams", {"team": " "}).status_code == 422
    weddings = Team.objects.get()
    form = {"name": "Maartje de Wit", "role": "lead", "teams": [weddings.pk]}
    assert priya.post(f"/settings/team/{encode(shop.maartje.pk)}", form).status_code == 303
    shop.maartje.refresh_from_db()
    assert (shop.maartje.role, list(shop.maartje.teams.all())) == ("lead", [weddings])
    assert priya.post("/settings/team/sight", {"agent-0": "own", f"agent-{shop.channel.pk}": "team"}).status_code == 303
    assert (sight_table()["agent", 0], sight_table()["agent", shop.channel.pk]) == ("own", "team")
    priya.post("/settings/team/sight", {"agent-0": "own", f"agent-{shop.channel.pk}": ""})
    assert ("agent", shop.channel.pk) not in sight_table()
    verbs = set(Event.objects.filter(actor_id=shop.priya.pk).values_list("verb", flat=True))
    assert verbs >= {"team.formed", "team.membership_changed", "member.changed", "sight.changed"}


def test_a_channel_keeps_its_words_and_hours(shop: Shop, priya: Client) -> None:
    form = {"from_name": "Juniper", "hours": "own", "week": "Mon to Fri 9-17", "answer_hours": "2.5", "out": "cha"}
    assert priya.post(f"/settings/channels/{encode(shop.channel.pk)}", form).status_code == 303
    shop.channel.refresh_from_db()
    assert (shop.channel.from_name, shop.channel.answer_minutes, shop.channel.acknowledges) == ("Juniper", 150, False)
    assert shop.channel.week == dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"hours": "own", "week": ""}, "Its own hours are empty"),
        ({"hours": "own", "week": "Mon 9-9"}, "holds no time"),
        ({"answer_hours": "soon"}, "Write open hours as a number"),
        ({"out": "own", "host": ""}, "name is needed"),
        ({"out": "own", "host": "smtp://x"}, "name is needed"),
    ],
)
def test_what_does_not_fit_a_channel_is_said_and_changes_nothing(
    shop: Shop, priya: Client, typed: dict[str, str], said: str
) -> None:
    page = priya.post(f"/settings/channels/{encode(shop.channel.pk)}", {"from_name": "Kept here", **typed})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Kept here" in page.content.decode()
    shop.channel.refresh_from_db()
    assert shop.channel.from_name == ""


def test_a_relays_password_is_sealed_kept_and_never_shown(shop: Shop, priya: Client) -> None:
    address = f"/settings/channels/{encode(shop.channel.pk)}"
    form = {"out": "own", "host": "mail.shop.example", "door": "465", "user": "hello", "password": "p@ss/word:1"}
    assert priya.post(address, form).status_code == 303
    channel = Channel.objects.get()
    assert relay_url(channel) == "smtps://hello:p%40ss%2Fword%3A1@mail.shop.example:465"
    assert "p@ss" not in channel.secrets
    page = priya.get(address).content.decode()
    assert "mail.shop.example" in page
    assert "p@ss" not in page
    assert "p%40ss" not in page
    priya.post(address, {**form, "password": ""})
    assert relay_url(Channel.objects.get()) == relay_url(channel)
    priya.post(address, {**form, "password": "", "host": "elsewhere.example"})
    assert "p%40ss" not in relay_url(Channel.objects.get())
    priya.post(address, {"out": "cha"})
    assert relay_url(Channel.objects.get()) == ""


def test_what_waited_for_a_relay_goes_once_there_is_one(shop: Shop, priya: Client) -> None:
    delivery = shop.adaeze_writes().deliveries.get()
    assert delivery.state == "unsent"
    priya.post(f"/settings/channels/{encode(shop.channel.pk)}", {"out": "own", "host": "127.0.0.1:9", "door": "25"})
    worker.run_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)


def test_adding_an_address_says_what_is_wrong_with_it(shop: Shop, priya: Client) -> None:
    new = "/settings/channels/new/email"
    assert "is no e-mail address" in priya.post(new, {"address": "hello"}).content.decode()
    assert "is ours already" in priya.post(new, {"address": shop.channel.address}).content.decode()
    assert priya.post(new, {"address": "weddings@juniperlane.example"}).status_code == 303


def test_a_channel_is_turned_off_and_on(shop: Shop, priya: Client) -> None:
    address = f"/settings/channels/{encode(shop.channel.pk)}"
    priya.post(f"{address}/active", {"active": "0"})
    assert not Channel.objects.get().active
    assert "It takes nothing in" in priya.get("/settings/channels").content.decode()
    priya.post(f"{address}/active", {"active": "1"})
    assert Channel.objects.get().active


def test_writing_to_ourselves_says_in_words_what_came_of_it(shop: Shop, priya: Client) -> None:
    address = f"/settings/channels/{encode(shop.channel.pk)}"
    assert priya.post(f"{address}/test").status_code == 302
    worker.run_all()
    assert "No relay is set" in priya.get(address).content.decode()
    priya.post(address, {"out": "own", "host": "127.0.0.1:9", "door": "25"})
    priya.post(f"{address}/test")
    worker.run_all()
    page = priya.get(address).content.decode()
    assert "It did not go out" in page
    assert "nothing listens there" in page


def test_saved_replies_are_kept_changed_and_deleted(priya: Client) -> None:
    assert priya.post("/settings/replies/new", {"name": "", "text": "Hello"}).status_code == 422
    assert priya.post("/settings/replies/new", {"name": "Hello", "text": " "}).status_code == 422
    priya.post("/settings/replies/new", {"name": "Hello", "text": "Hello {first_name}", "language": "en"})
    reply = SavedReply.objects.get()
    address = f"/settings/replies/{encode(reply.pk)}"
    assert "Hello {first_name}" in priya.get(address).content.decode()
    priya.post(address, {"name": "Hello", "text": "Good day {first_name}"})
    reply.refresh_from_db()
    assert reply.text == "Good day {first_name}"
    priya.post(f"{address}/deletion")
    assert not SavedReply.objects.exists()
    verbs = Event.objects.filter(subject="savedreply").values_list("verb", flat=True)
    assert list(verbs) == ["saved_reply.added", "saved_reply.changed", "saved_reply.deleted"]
