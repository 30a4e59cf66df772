"""The long list as a file: who may, what stands in it, and that it is bounded and harmless."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.filters import parse
from cha.conversations.models import Conversation, assign, exporting, tag
from cha.conversations.models.exporting import begin_export
from cha.conversations.models.filling import fill_in_conversation
from cha.core.actor import CHA
from cha.core.errors import Refused
from cha.core.ids import encode
from cha.core.ledger import Event
from cha.people.models.custom_field import keep_field
from cha.team.models import Member, Role, Scope
from cha.team.models.member import add_member
from cha.team.models.role import keep_role
from cha.team.models.sight import set_sight
from tests.shop import Shop
from tests.workspace.desk import browser, crowd

pytestmark = pytest.mark.django_db(transaction=True)


def saved(client: Client, **asked: str) -> list[dict[str, str]]:
    """The rows of the file that a browser gets."""
    response = client.post("/conversations/export", asked)
    assert response.status_code == 200
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_row_says_what_the_list_says(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Ordered by", kind="person")
    keep_field(None, by=shop.priya, subject="conversation", name="Bouquet", kind="money")
    conversation = shop.adaeze_writes()
    tag(conversation, ["wedding", "vip"], by=shop.priya)
    assign(conversation, by=shop.priya, member=shop.maartje)
    typed = {"bouquet": "12.5", "ordered_by": encode(conversation.person_id)}
    fill_in_conversation(conversation, typed, by=shop.priya)
    row = saved(browser(shop.priya))[0]
    assert row["Conversation"] == encode(conversation.pk)
    assert (row["Person"], row["Address"], row["About"]) == ("Adaeze Nwosu", "adaeze@nwosu.example", "The flowers")
    assert (row["State"], row["With"], row["Tags"]) == ("Waiting on us", "Maartje de Wit", "vip, wedding")
    assert (row["Bouquet"], row["Ordered by"]) == ("12.50 EUR", "Adaeze Nwosu")
    assert "" not in (row["Waits since"], row["Promised by"])


def test_hostile_words_are_no_formulas(shop: Shop) -> None:
    shop.adaeze_writes(subject='=cmd|" /C calc"!A1', sender='"@SUM(1+1)" <x@evil.example>')
    row = saved(browser(shop.priya))[0]
    assert row["About"].startswith("'=cmd")
    assert row["Person"].startswith("'@SUM")


def test_it_is_what_the_filter_asks_for_and_the_ledger_knows_no_words(shop: Shop) -> None:
    rows = crowd(shop, 3)
    tag(rows[1], ["zweigelt"], by=shop.priya)
    assert [row["Person"] for row in saved(browser(shop.priya), q="tag:zweigelt")] == ["Person 1"]
    event = Event.objects.get(verb="conversations.exported")
    assert (event.actor_id, event.facts["fields"]) == (shop.priya.pk, ["is", "tag"])
    assert "zweigelt" not in str(event.facts)


def test_many_pages_are_one_file_with_as_many_queries_a_page(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 5)
    crowd(shop, 13)
    client = browser(shop.priya)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(saved(client)) == 13
    crowd(shop, 5)
    with CaptureQueriesContext(connection) as more:
        assert len(saved(client)) == 18
    assert len(more) - len(few) == 3


def test_leads_may_and_others_are_told_so(shop: Shop) -> None:
    shop.adaeze_writes()
    lead = add_member("lena@juniperlane.example", "Lena", Role.LEAD, by=CHA)
    assert len(saved(browser(lead))) == 1
    assert "Save as a file" in browser(lead).get("/conversations").content.decode()
    for member in (shop.maartje, shop.jef, _without(shop)):
        client = browser(member)
        assert client.post("/conversations/export").status_code == 403
        assert "Save as a file" not in client.get("/conversations").content.decode()
        with pytest.raises(Refused):
            begin_export(parse(""), by=member, on=member)
    assert Event.objects.filter(verb="conversations.exported").count() == 1


def test_what_a_lead_may_not_see_is_not_in_it(shop: Shop) -> None:
    mine, other = shop.adaeze_writes(), shop.adaeze_writes("Hello", sender="Huda <huda@mansoori.example>")
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    set_sight(Role.LEAD, Scope.OWN, by=CHA)
    lead = add_member("lena@juniperlane.example", "Lena", Role.LEAD, by=CHA)
    assign(mine, by=shop.priya, member=lead)
    rows = saved(browser(lead))
    assert [row["Conversation"] for row in rows] == [encode(mine.pk)]
    assert Conversation.objects.filter(pk=other.pk).exists()


def _without(shop: Shop) -> Member:
    role = keep_role("Weekend lead", Role.LEAD, ["put_aside"], by=shop.priya)
    return add_member("wim@juniperlane.example", "Wim", Role.LEAD, by=CHA, own_role=role)
