"""The page of what was given: true figures, whoever looks sees only theirs, and it does not ask more for more rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, confirm, put_right, reopen
from cha.core.actor import CHA
from cha.core.ledger import Event
from cha.core.money import Money
from cha.people.models import Person
from cha.resolutions.models import Remedy
from cha.resolutions.remedies.doing import take_back_remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.team.models import Member, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.sight import set_sight
from tests.resolutions.remedies.giving import give, order, policy, rule
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy(rule(cap={"team_month": 500_00}))
    return shop.adaeze_writes()


def page(member: Member, query: str = "") -> str:
    answer = browser(member).get(f"/given{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_given_it_says_so(shop: Shop) -> None:
    assert "Nothing was given in this time" in page(shop.maartje)


def test_it_says_what_was_given_to_whom_why_and_who_decided(shop: Shop, talk: Conversation) -> None:
    give(
        talk,
        shop.maartje,
        "replacement",
        0,
        cost=Money(148_00, "EUR"),
        words="All twelve again",
        why="Peach came",
        ours=True,
    )
    give(talk, shop.priya, minor=9_50, words="Delivery fee back", why="Late", ours=False)
    take_back_remedy(give(talk, shop.maartje, minor=77_00), by=shop.maartje)
    shown = page(shop.maartje)
    for words in ("All twelve again", "Peach came", "€148", "Delivery fee back", "€157.50", "You", "Priya"):
        assert words in shown
    assert "€77" not in shown
    assert "€342.50 of €500 left" in shown
    for by, key in (("what", "refund"), ("why", "Late")):
        listed = page(shop.maartje, f"?by={by}&only={key}")
        assert "Delivery fee back" in listed
        assert "All twelve again" not in listed
    assert "One by one" in page(shop.maartje, "?by=what&only=cake")
    assert "All twelve again" in page(shop.maartje, "?by=team&only=")
    for by in ("why", "topic", "product", "team", "nonsense"):
        assert "One by one" in page(shop.maartje, f"?span=year&by={by}")


def test_whether_it_helped_is_what_they_said_after_it(shop: Shop, talk: Conversation) -> None:
    adaeze = Person.objects.get(pk=talk.person_id)
    put_right(talk, by=shop.maartje)
    confirm(talk, by=adaeze)
    reopen(talk, by=adaeze)
    give(talk, shop.maartje)
    assert "Has not said" in page(shop.maartje)
    put_right(talk, by=shop.maartje)
    assert "Has not said" in page(shop.maartje)
    confirm(talk, by=adaeze)
    assert "Helped" in page(shop.maartje)
    reopen(talk, by=adaeze)
    assert "Not yet" in page(shop.maartje)


def test_who_orders_or_writes_of_something_else_came_back(shop: Shop, talk: Conversation) -> None:
    give(talk, shop.maartje)
    assert "0 to buy again" in page(shop.maartje)
    again = order(talk, number="2300")
    again.placed_at = Remedy.objects.get().decided_at + timedelta(seconds=1)
    again.save(update_fields=["placed_at"])
    assert "1 to buy again" in page(shop.maartje)


def test_a_member_counts_only_what_they_may_see(shop: Shop, talk: Conversation) -> None:
    give(talk, shop.priya, minor=31_00, words="A secret refund")
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    tomasz = add_member("tomasz@juniperlane.example", "Tomasz", Role.AGENT, by=CHA)
    shown = page(tomasz)
    assert "A secret refund" not in shown
    assert "Nothing was given" in shown
    assert browser(tomasz).post("/given/file").status_code == 403
    assert "A secret refund" in file_of(shop.priya)


def file_of(member: Member) -> str:
    answer = browser(member).post("/given/file", {"span": "quarter"})
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_file_holds_plain_amounts_and_no_formula(shop: Shop, talk: Conversation) -> None:
    give(talk, shop.maartje, minor=12_50, words="=1+1", why="Late", ours=False)
    heading, line = file_of(shop.priya).lstrip("\ufeff").splitlines()
    assert heading.startswith("When,Person,What we gave")
    assert "'=1+1,Money back,Late,not ours," in line
    assert ",12.50,EUR,,,Maartje,,Decided,Has not said" in line


def test_the_tax_and_what_is_left_of_a_voucher_stand_beside_it(shop: Shop, talk: Conversation) -> None:
    row = give(talk, shop.maartje, "voucher", 20_00, tax=Money(3_47, "EUR"))
    use_voucher(row, by=shop.maartje, amount=Money(8_00, "EUR"))
    page = browser(shop.priya).get("/given").content.decode()
    assert f"{row.voucher.code}, €12 left" in page
    assert "€3.47 of it tax" in page
    heading, line = file_of(shop.priya).lstrip("\ufeff").splitlines()
    assert "Cost,Currency,Tax,Left of the voucher" in heading
    assert ",20.00,EUR,3.47,12.00,Maartje" in line
    end_voucher(row, by=shop.maartje)
    assert f"{row.voucher.code}, ended" in browser(shop.priya).get("/given").content.decode()
    assert Event.objects.get(verb="remedies.exported").facts == {"days": 91}


def test_more_rows_ask_no_more(shop: Shop, talk: Conversation) -> None:
    rows = crowd(shop, 12)
    give(rows[0], shop.maartje)
    client = browser(shop.maartje)
    client.get("/given")
    with CaptureQueriesContext(connection) as few:
        client.get("/given")
    for row in rows[1:]:
        give(row, shop.maartje, "voucher", 5_00, why="Late")
    with CaptureQueriesContext(connection) as many:
        shown = client.get("/given").content.decode()
    assert "All 12" in shown
    assert len(many) <= len(few)
    assert len(many) <= 30
    assert client.get("/given?all=1").content.decode().count(">Late<") >= 11
