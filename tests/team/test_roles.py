"""Roles of the business's own: less than a built-in one, enforced in the verbs; more authority never sees less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cha.channels.models import add_channel
from cha.conversations.access import visible_to
from cha.conversations.models import assign, put_aside
from cha.conversations.models.saved_reply import keep_reply
from cha.conversations.models.trashing import trash
from cha.core.actor import CHA
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import encode
from cha.team.models import Member, OwnRole, Power, Role, Scope
from cha.team.models.invitation import invite
from cha.team.models.member import add_member, change_member
from cha.team.models.role import POWERS, delete_role, keep_role
from cha.team.models.sight import LADDER, WIDTH, set_sight, sight_in
from cha.team.models.sign_in_link import make_sign_in_link
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

CHANNELS = (0, 1, 2)
tables = st.dictionaries(
    st.tuples(st.sampled_from([*LADDER, "own"]), st.sampled_from(CHANNELS)), st.sampled_from(Scope.values)
)


def seen(table: dict[tuple[str, int], str], role: str, base: str) -> list[int]:
    """How wide a role sees, on no channel, on two with rows perhaps, and on one without."""
    general, by_channel = sight_in(table, role, base)
    return [WIDTH[by_channel.get(channel, general)] for channel in (*CHANNELS, 3)]


@given(tables)
def test_more_authority_never_sees_less(table: dict[tuple[str, int], str]) -> None:
    wide = [seen(table, role, role) for role in LADDER]
    for less, more in pairwise(wide):
        assert all(a <= b for a, b in zip(less, more, strict=True))


@given(tables, st.sampled_from(LADDER))
def test_a_role_of_ones_own_never_sees_more_than_its_base(table: dict[tuple[str, int], str], base: str) -> None:
    own, whole = seen(table, "own", base), seen(table, base, base)
    assert all(a <= b for a, b in zip(own, whole, strict=True))


@given(tables)
def test_a_row_says_what_is_seen_where_nobody_with_less_sees_more(table: dict[tuple[str, int], str]) -> None:
    general, _ = sight_in(table, Role.LIGHT, Role.LIGHT)
    assert general == table.get((Role.LIGHT, 0), Scope.OWN)


def weekend(shop: Shop, base: str = Role.AGENT, powers: tuple[str, ...] = ()) -> tuple[OwnRole, Member]:
    """A role of the shop's own, and somebody who has it."""
    role = keep_role("Weekend help", base, powers, by=shop.priya)
    lotte = add_member("lotte@juniperlane.example", "Lotte", base, by=CHA)
    return role, change_member(lotte, by=shop.priya, own_role=role)


@pytest.mark.django_db(transaction=True)
class TestOwnRoles:
    def test_they_see_what_their_role_says_and_no_more_than_its_base(self, shop: Shop) -> None:
        conversation = shop.adaeze_writes()
        role, lotte = weekend(shop)
        assert visible_to(lotte).filter(pk=conversation.pk).exists()
        set_sight(str(role.pk), Scope.OWN, by=shop.priya)
        lotte = Member.objects.get(pk=lotte.pk)
        assert not visible_to(lotte).filter(pk=conversation.pk).exists()
        assign(conversation, by=shop.priya, member=lotte)
        assert visible_to(lotte).filter(pk=conversation.pk).exists()
        set_sight(str(role.pk), Scope.ALL, by=shop.priya)
        set_sight(Role.AGENT, Scope.NONE, by=shop.priya)
        set_sight(Role.LIGHT, Scope.NONE, by=shop.priya)
        assert not visible_to(Member.objects.get(pk=lotte.pk)).exists()

    def test_what_is_switched_off_is_refused_in_the_verb(self, shop: Shop) -> None:
        conversation = shop.adaeze_writes()
        _, lotte = weekend(shop)
        with pytest.raises(Refused):
            put_aside(conversation, "spam", by=lotte)
        with pytest.raises(Refused):
            trash(conversation, by=lotte)
        put_aside(conversation, "spam", by=shop.maartje)

    def test_a_manager_without_channels_and_replies_has_neither(self, shop: Shop) -> None:
        _, lotte = weekend(shop, Role.MANAGER, (Power.TEAM,))
        with pytest.raises(Refused):
            add_channel("email", "new@juniperlane.example", by=lotte)
        with pytest.raises(Refused):
            keep_reply(None, by=lotte, name="Hello", text="Hello")

    def test_a_power_that_the_base_has_not_stays_out(self, shop: Shop) -> None:
        role, lotte = weekend(shop, Role.AGENT, tuple(Power.values))
        assert role.may == POWERS[Role.AGENT]
        with pytest.raises(Refused):
            keep_reply(None, by=lotte, name="Hello", text="Hello")

    def test_nobody_gives_what_they_have_not(self, shop: Shop) -> None:
        _, lotte = weekend(shop, Role.MANAGER, (Power.TEAM,))
        for role in (Role.OWNER, Role.MANAGER):
            with pytest.raises(Refused):
                change_member(lotte, by=lotte, role=role)
            with pytest.raises(Refused):
                invite("x@juniperlane.example", "X", role, by=lotte)
        with pytest.raises(Refused):
            keep_role("Everything", Role.MANAGER, Power.values, by=lotte)
        change_member(shop.jef, by=shop.priya, role=Role.MANAGER)
        assert signed_in(lotte).post(f"/settings/team/{encode(shop.jef.pk)}/link").status_code == 403

    def test_without_the_team_power_nobody_is_invited_and_nothing_is_changed(self, shop: Shop) -> None:
        _, lotte = weekend(shop, Role.MANAGER, (Power.CHANNELS,))
        browser = signed_in(lotte)
        jef = encode(shop.jef.pk)
        for path, form in (
            ("invitations", {"email": "x@y.example", "role": "light"}),
            ("sight", {"agent-0": "none"}),
            ("teams", {"team": "Mine"}),
            (f"{jef}/link", {}),
            (f"{jef}/sessions", {}),
            (f"{jef}/second-step", {}),
        ):
            answer = browser.post(f"/settings/team/{path}", form)
            assert answer.status_code == 403 or path.endswith("sessions"), path

    def test_changing_the_base_changes_what_its_members_may_at_most(self, shop: Shop) -> None:
        role, lotte = weekend(shop)
        keep_role(role.name, Role.LIGHT, (), by=shop.priya, role=role)
        assert not Member.objects.get(pk=lotte.pk).answers

    def test_a_built_in_role_ends_the_own_one(self, shop: Shop) -> None:
        _, lotte = weekend(shop)
        changed = change_member(lotte, by=shop.priya, role=Role.LEAD)
        assert (changed.role, changed.own_role) == (Role.LEAD, None)

    def test_a_role_that_somebody_has_stays(self, shop: Shop) -> None:
        role, lotte = weekend(shop)
        set_sight(str(role.pk), Scope.OWN, by=shop.priya)
        with pytest.raises(Conflict):
            delete_role(role, by=shop.priya)
        change_member(lotte, by=shop.priya, role=Role.AGENT)
        delete_role(role, by=shop.priya)
        assert not OwnRole.objects.exists()

    @pytest.mark.parametrize(
        ("name", "base"), [("", Role.AGENT), ("x" * 41, Role.AGENT), ("Boss", Role.OWNER), ("Boss", "king")]
    )
    def test_what_is_no_role_is_said(self, shop: Shop, name: str, base: str) -> None:
        with pytest.raises(Invalid):
            keep_role(name, base, (), by=shop.priya)

    def test_it_is_made_shown_given_and_taken_away_on_the_pages(self, shop: Shop) -> None:
        browser: Client = signed_in(shop.priya)
        form = {"role_name": "Weekend help", "base": "agent", "powers": ["put_aside", "team"]}
        assert browser.post("/settings/roles/new", form).status_code == 303
        role = OwnRole.objects.get()
        assert role.powers == ["put_aside"]
        again = browser.post("/settings/roles/new", form)
        assert again.status_code == 422
        assert "of that name already" in again.content.decode()
        address = f"/settings/team/{encode(shop.maartje.pk)}"
        assert browser.post(address, {"name": "Maartje de Wit", "role": str(role.pk)}).status_code == 303
        shop.maartje.refresh_from_db()
        assert shop.maartje.own_role == role
        browser.post("/settings/team/sight", {f"{role.pk}-0": "own"})
        page = browser.get("/settings/team").content.decode()
        assert "Weekend help" in page
        held = browser.post(f"/settings/roles/{encode(role.pk)}/deletion")
        assert held.status_code == 409
        assert "Maartje de Wit has this role" in held.content.decode()
        words = browser.post(
            "/settings/team/invitations", {"email": "new@juniperlane.example", "name": "New", "role": str(role.pk)}
        )
        assert words.status_code == 200
        assert Member.objects.get(email="new@juniperlane.example").own_role == role
        assert Client().get(make_sign_in_link(shop.maartje)).status_code == 200
