"""Views that are kept and shared; the trash and blocked senders on the screens."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.conversations.filters import parse
from cha.conversations.models import BlockedSender, Conversation, Erased, View, keep_view, tag
from cha.conversations.models.viewing import change_view, delete_view, share_view
from cha.core.errors import Invalid, NotFound, Refused
from cha.core.ids import encode
from cha.team.models import Role
from cha.team.models.member import add_member
from cha.team.models.team import form_team, set_teams
from tests.shop import Shop
from tests.workspace.desk import browser, crowd


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


def test_what_the_list_shows_is_kept_under_a_name(shop: Shop, desk: Client) -> None:
    wedding, _other = crowd(shop, 2)
    tag(wedding, ["wedding"], by=shop.maartje)
    asked = {"view": "unassigned", "q": "tag:wedding", "order": "newest", "group": "team"}
    page = desk.get("/conversations/views/new", asked).content.decode()
    assert 'value="tag:wedding"' in page
    answer = desk.post("/conversations/views/new", {**asked, "name": " Weddings,  alone ", "column": ["tags"]})
    view = View.objects.get()
    assert (view.name, view.order, view.grouping, view.columns) == ("Weddings, alone", "newest", "team", ["tags"])
    assert view.wanted == parse("is:unassigned tag:wedding")
    page = desk.get(answer["Location"]).content.decode()
    assert '<h1 dir="auto">Weddings, alone</h1>' in page
    assert page.count('<tr id="line-') == 1
    assert 'class="c-tags"' in page
    assert "Weddings, alone" not in browser(shop.priya).get("/conversations").content.decode()


def test_a_view_without_a_name_is_asked_for_one(shop: Shop, desk: Client) -> None:
    page = desk.post("/conversations/views/new", {"name": " ", "q": "tag:wedding"})
    assert page.status_code == 422
    assert "A view needs a name" in page.content.decode()
    assert 'value="tag:wedding"' in page.content.decode()


def test_a_shared_view_shows_each_reader_what_they_may_see(shop: Shop, desk: Client) -> None:
    team = form_team("Weddings", by=shop.priya)
    set_teams(shop.jef, [team], by=shop.priya)
    rows = crowd(shop, 2)
    Conversation.objects.filter(pk=rows[0].pk).update(assignee=shop.jef)
    view = keep_view("Both", parse("is:open"), by=shop.priya)
    share_view(view, "team", team, by=shop.priya)
    jef = browser(shop.jef)
    page = jef.get("/conversations", {"view": encode(view.pk)}).content.decode()
    assert "Both" in page
    assert page.count('<tr id="line-') == 1
    assert "Both" not in desk.get("/conversations").content.decode()
    assert jef.get(f"/conversations/views/{encode(view.pk)}").status_code == 404


def test_who_may_share_and_change(shop: Shop) -> None:
    team = form_team("Weddings", by=shop.priya)
    view = keep_view("Mine", parse("is:mine"), by=shop.maartje)
    with pytest.raises(Refused):
        share_view(view, "all", by=shop.maartje)
    with pytest.raises(Refused):
        share_view(view, "team", team, by=shop.maartje)
    with pytest.raises(Invalid):
        share_view(view, "team", by=shop.maartje)
    with pytest.raises(NotFound):
        change_view(view, by=shop.priya, name="Hers")
    set_teams(shop.maartje, [team], by=shop.priya)
    share_view(view, "team", team, by=shop.maartje)
    other = add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=shop.priya)
    set_teams(other, [team], by=shop.priya)
    with pytest.raises(Refused):
        delete_view(view, by=other)
    delete_view(view, by=shop.maartje)
    assert not View.objects.exists()


def test_a_view_is_changed_and_deleted_on_its_page(shop: Shop, desk: Client) -> None:
    view = keep_view("Mine", parse("is:mine"), by=shop.maartje)
    address = f"/conversations/views/{encode(view.pk)}"
    assert "Change this view" in desk.get("/conversations", {"view": encode(view.pk)}).content.decode()
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"name": "With me", "sharing": "own", "column": ["state"]}).status_code == 303
    view.refresh_from_db()
    assert (view.name, view.columns) == ("With me", ["state"])
    assert desk.post(address, {"name": "With me", "sharing": "all"}).status_code == 403
    assert desk.post(address, {"delete": "1"}).status_code == 302
    assert not View.objects.exists()


def test_a_view_of_a_later_version_is_empty_and_not_lost(shop: Shop, desk: Client) -> None:
    view = keep_view("Later", parse("is:mine"), by=shop.maartje)
    View.objects.update(filter={"version": 9})
    assert desk.get("/conversations", {"view": encode(view.pk)}).status_code == 200


def test_trash_and_erasing_from_the_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    address, priya = f"/now/{encode(conversation.pk)}", browser(shop.priya)
    assert "Trash" in priya.get(address).content.decode()
    assert priya.post(f"{address}/trashing").status_code == 303
    page = priya.get(address).content.decode()
    assert "Erased" in page
    assert "Erase now, for good" in page
    assert browser(shop.maartje).post(f"{address}/erasing").status_code == 403
    assert priya.post(f"{address}/erasing").status_code == 302
    assert Erased.objects.get().conversation_id == conversation.pk
    assert priya.get(address).status_code == 404


def test_blocking_and_unblocking(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    desk.post(f"/now/{encode(conversation.pk)}/blocking")
    conversation.refresh_from_db()
    assert conversation.state == "aside"
    assert desk.get("/settings/blocked").status_code == 403
    desk = browser(shop.priya)
    page = desk.get("/settings/blocked").content.decode()
    assert "adaeze@nwosu.example" in page
    wrong = desk.post("/settings/blocked", {"value": "no sender"})
    assert wrong.status_code == 422
    assert 'value="no sender"' in wrong.content.decode()
    desk.post("/settings/blocked", {"value": "@loud.example"})
    assert BlockedSender.objects.count() == 2
    for row in BlockedSender.objects.all():
        desk.post(f"/settings/blocked/{encode(row.pk)}/unblocking")
    assert "Nobody is blocked" in desk.get("/settings/blocked").content.decode()
